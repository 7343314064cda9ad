"""Opening a notebook that was saved in the middle of a call joins nothing and starts no camera."""

import json
from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.media import live_tracks, times_asked
from tests.e2e.people import SLOW, Person
from tests.jupyter import JupyterServer


def test_opening_a_saved_notebook_starts_nothing(meet: Callable[..., Person], lab: JupyterServer) -> None:
    path = lab.notebook("saved.ipynb", 'from notebook_meet import Meeting\nm = Meeting.create("Saved")\nm')
    ada = meet("Ada")
    ada.open_lab("saved.ipynb")
    ada.run_cell(0)
    ada.join()
    ada.save()
    document = json.loads(path.read_text())
    assert "application/vnd.jupyter.widget-state+json" in document["metadata"]["widgets"], (
        "the state was to be saved"
    )
    kernel = ada.page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.id")
    ada.context.close()
    lab.call("DELETE", f"api/kernels/{kernel}")

    grace = meet("Grace")
    sockets: list[str] = []
    posts: list[str] = []
    grace.page.on("websocket", lambda socket: sockets.append(socket.url))
    grace.page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    open_with_what_was_saved(grace, "saved.ipynb")
    assert times_asked(grace.page) == 0
    assert live_tracks(grace.page) == []
    assert not [url for url in sockets + posts if "/meet/api/" in url]


def open_with_what_was_saved(person: Person, notebook: str) -> None:
    """Opens a notebook, until the widget that was saved in it is shown.

    JupyterLab's widget manager may have asked the new kernel, which has no widgets, before it has read the notebook's. It
    takes a widget that is drawn between the two for lost, and says so until the page is loaded again, as a person does then.
    """
    output = person.page.locator(".jp-Notebook .jp-CodeCell").first.locator(".jp-OutputArea")
    shown, lost = output.get_by_role("button", name="Join").first, output.get_by_text("model not found")
    person.open_lab(notebook)
    expect(shown.or_(lost)).to_be_visible(timeout=SLOW)
    if lost.is_visible():
        person.open_lab(notebook)
        expect(shown).to_be_visible(timeout=SLOW)
    expect(output.get_by_role("heading", name="Saved")).to_be_visible()
