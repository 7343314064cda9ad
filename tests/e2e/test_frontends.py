"""The same cell in Notebook 7 and in nbclassic."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.frontends import NBCLASSIC, NOTEBOOK_7
from tests.e2e.media import expect_media_from, expect_moving
from tests.e2e.people import Person
from tests.jupyter import JupyterServer

FRONT_ENDS = {
    "notebook": ("notebooks/call.ipynb", NOTEBOOK_7),
    "nbclassic": ("nbclassic/notebooks/call.ipynb", NBCLASSIC),
}


@pytest.mark.parametrize("app", FRONT_ENDS)
@pytest.mark.parametrize("base_url", ["/", "/user/ada%40home/"])
def test_call_from_a_cell(
    app: str,
    base_url: str,
    serve: Callable[[JupyterServer], JupyterServer],
    meet: Callable[..., Person],
    tmp_path: Path,
) -> None:
    address, front_end = FRONT_ENDS[app]
    server = serve(JupyterServer(tmp_path, app=app, base_url=base_url))
    server.notebook(
        "call.ipynb",
        'from notebook_meet import Meeting\nm = Meeting.create("Front ends")\nprint(m.link)\nm',
    )
    ada, grace = meet("Ada", at=server), meet("Grace", at=server)
    ada.page.goto(server.url + address)
    front_end.wait(ada.page)
    front_end.run_cell(ada.page, 0)
    ada.join()
    printed = ada.page.get_by_text(f"127.0.0.1:{server.port}").last.inner_text()
    grace.page.goto(printed.strip())
    grace.join()
    for someone, other in ((ada, "Grace"), (grace, "Ada")):
        expect_media_from(someone.page, 1)
        expect_moving(someone.page, other)
