"""A kernel that computes does not hold up the call."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.media import expect_media_from, expect_moving
from tests.e2e.people import SLOW, Person
from tests.e2e.waiting import wait_until
from tests.jupyter import JupyterServer


def test_call_goes_on_while_the_kernel_is_busy(meet: Callable[..., Person], lab: JupyterServer) -> None:
    lab.notebook(
        "busy.ipynb",
        'from notebook_meet import Meeting\nm = Meeting.create("Busy")\nm',
        "m.link",
        "while True:\n    pass",
    )
    ada = meet("Ada")
    ada.open_lab("busy.ipynb")
    ada.run_cell(0)
    ada.run_cell(1)
    link = (
        ada.page.locator(".jp-Notebook .jp-CodeCell")
        .nth(1)
        .locator(".jp-OutputArea-output")
        .inner_text()
        .strip("'\n ")
    )
    expect(ada.page.get_by_role("heading", name="Busy")).to_be_visible(timeout=SLOW)
    ada.run_cell(2, wait=False)
    wait_until(
        ada.page, "() => window.jupyterapp.shell.currentWidget.sessionContext.kernelDisplayStatus === 'busy'"
    )

    ada.join()
    grace, alan = meet("Grace"), meet("Alan")
    for someone in (grace, alan):
        someone.page.goto(link)
        someone.join()
    for someone in (ada, grace, alan):
        expect_media_from(someone.page, 2)
    expect_moving(ada.page, "Grace")
    grace.leave()
    expect(ada.tile("Grace")).to_have_count(0, timeout=10_000)
    ada.leave()
    expect(alan.tile("Ada")).to_have_count(0, timeout=10_000)
    ada.page.get_by_role("button", name="Rejoin meeting", exact=True).click()
    ada.expect_in()
    expect(alan.tile("Ada")).to_have_count(1, timeout=10_000)
