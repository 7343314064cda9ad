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
    grace.open_lab("saved.ipynb")
    cell = grace.page.locator(".jp-Notebook .jp-CodeCell").first
    expect(cell.get_by_text("Saved", exact=False).first).to_be_visible(timeout=SLOW)
    expect(cell.get_by_role("button", name="Join", exact=False).first).to_be_visible(timeout=SLOW)
    assert times_asked(grace.page) == 0
    assert live_tracks(grace.page) == []
    assert not [url for url in sockets + posts if "/meet/api/" in url]
