"""A server on which the extension is not switched on, and a kernel that uses another server than its page."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.people import SLOW, Person
from tests.jupyter import JupyterServer

Serve = Callable[[JupyterServer], JupyterServer]
Meet = Callable[..., Person]

OFF = "--ServerApp.jpserver_extensions={'notebook_meet_server': False}"


def test_cell_on_a_server_without_the_extension_says_so(serve: Serve, meet: Meet, tmp_path: Path) -> None:
    server = serve(JupyterServer(tmp_path, options=(OFF,), probe="api"))
    server.notebook("off.ipynb", 'from notebook_meet import Meeting\nMeeting.create("Nowhere")')
    ada = meet("Ada", at=server)
    ada.open_lab("off.ipynb")
    ada.run_cell(0)
    output = ada.page.locator(".jp-Notebook .jp-CodeCell .jp-OutputArea-output").first
    expect(output).to_contain_text("ExtensionNotEnabled", timeout=SLOW)
    expect(output).to_contain_text("Install it where the server runs and restart the server")


def test_meeting_on_another_server_is_opened_there(
    serve: Serve, meet: Meet, lab: JupyterServer, tmp_path: Path
) -> None:
    other = serve(JupyterServer(tmp_path, app="server"))
    cell = f"from notebook_meet import Meeting\nm = Meeting.create('There', server={other.url!r}, token={other.token!r})\nm"
    lab.notebook("there.ipynb", cell)
    ada = meet("Ada")
    ada.open_lab("there.ipynb")
    ada.run_cell(0)
    expect(ada.page.get_by_role("alert")).to_contain_text("belongs to another server", timeout=SLOW)
    way = ada.page.get_by_role("button", name="Open in browser", exact=True).get_attribute("href")
    assert way is not None
    assert way.startswith(f"{other.url}meet/")
