"""A server on which the extension is not switched on, and a kernel that uses another server than its page."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.e2e.jupyter import JupyterServer, running
from tests.e2e.people import SLOW, person
from tests.e2e.secrets_scan import Secrets, watched

OFF = "--ServerApp.jpserver_extensions={'notebook_meet_server': False}"


def test_cell_on_a_server_without_the_extension_says_so(browser: Browser, tmp_path: Path) -> None:
    with running(JupyterServer(tmp_path, options=(OFF,), probe="api")) as server:
        server.notebook("off.ipynb", 'from notebook_meet import Meeting\nMeeting.create("Nowhere")')
        ada = person(browser, server, "Ada", Secrets())
        ada.open_lab("off.ipynb")
        ada.run_cell(0)
        output = ada.page.locator(".jp-Notebook .jp-CodeCell .jp-OutputArea-output").first
        expect(output).to_contain_text("ExtensionNotEnabled", timeout=SLOW)
        expect(output).to_contain_text("Install it where the server runs and restart the server")
        ada.context.close()


def test_meeting_on_another_server_is_opened_there(
    browser: Browser, lab: JupyterServer, tmp_path: Path
) -> None:
    secrets = Secrets()
    with watched(JupyterServer(tmp_path, app="server"), secrets) as other:
        cell = f"from notebook_meet import Meeting\nm = Meeting.create('There', server={other.url!r}, token={other.token!r})\nm"
        lab.notebook("there.ipynb", cell)
        ada = person(browser, lab, "Ada", Secrets())
        ada.open_lab("there.ipynb")
        ada.run_cell(0)
        expect(ada.page.get_by_role("alert")).to_contain_text("belongs to another server", timeout=SLOW)
        way = ada.page.get_by_role("button", name="Open in browser", exact=True).get_attribute("href")
        assert way is not None
        assert way.startswith(f"{other.url}meet/")
        ada.context.close()
