"""The same cell in Notebook 7 and in nbclassic."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.jupyter import JupyterServer
from tests.e2e.media import expect_media_from, expect_moving
from tests.e2e.people import SLOW, person
from tests.e2e.secrets_scan import Secrets, watched

RUN_FIRST_CELL: dict[str, tuple[str, str]] = {
    "notebook": ("notebooks/call.ipynb", ".jp-Notebook .jp-CodeCell .jp-InputArea-editor"),
    "nbclassic": ("nbclassic/notebooks/call.ipynb", ".code_cell .input_area"),
}


@pytest.mark.parametrize("app", RUN_FIRST_CELL)
@pytest.mark.parametrize("base_url", ["/", "/user/ada%40home/"])
def test_call_from_a_cell(app: str, base_url: str, browser: Browser, tmp_path: Path) -> None:
    secrets = Secrets()
    address, editor = RUN_FIRST_CELL[app]
    with watched(JupyterServer(tmp_path, app=app, base_url=base_url), secrets) as server:
        server.notebook(
            "call.ipynb",
            'from notebook_meet import Meeting\nm = Meeting.create("Front ends")\nprint(m.link)\nm',
        )
        ada, grace = person(browser, server, "Ada", secrets), person(browser, server, "Grace", secrets)
        ada.page.goto(server.url + address)
        cell = ada.page.locator(editor).first
        cell.click(timeout=SLOW)
        heading = ada.page.get_by_role("heading", name="Front ends")
        for _ in range(10):
            ada.page.keyboard.press("Control+Enter")
            try:
                expect(heading.first).to_be_visible(timeout=5_000)
                break
            except AssertionError:
                cell.click()
        ada.join()
        printed = ada.page.get_by_text(f"127.0.0.1:{server.port}").last.inner_text()
        grace.page.goto(printed.strip())
        grace.join()
        for someone, other in ((ada, "Grace"), (grace, "Ada")):
            expect_media_from(someone.page, 1)
            expect_moving(someone.page, other)
        for someone in (ada, grace):
            someone.context.close()
