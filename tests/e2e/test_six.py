"""Six people, all with their cameras on, everybody connected to everybody."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.drawn import bar
from tests.e2e.media import expect_media_from, expect_moving
from tests.e2e.meetings import created
from tests.e2e.people import SLOW, Person
from tests.jupyter import JupyterServer

pytestmark = [pytest.mark.alone, pytest.mark.soak]

NAMES = ("Ada", "Grace", "Alan", "Emmy", "Carol", "Kurt")
ALL = 240_000.0
"""Milliseconds in which everybody sees and hears everybody, on two cores that do all of it."""


def test_thirty_streams_play(
    meet: Callable[..., Person],
    serve: Callable[[JupyterServer], JupyterServer],
    launch: Callable[..., Browser],
    tmp_path: Path,
) -> None:
    server = serve(JupyterServer(tmp_path / "server", app="server", options=("--Meet.mesh_video=6",)))
    camera = bar(tmp_path / "camera.y4m")
    browser = launch(f"--use-file-for-fake-video-capture={camera}")
    path = f"meet/{created(server, 'Six of us')}"
    people = [meet(name, at=server, browser=browser) for name in NAMES]
    for someone in people:
        someone.page.goto(server.url + path)
        someone.join()
    for someone in people:
        expect(someone.tiles).to_have_count(len(NAMES), timeout=SLOW)
        expect_media_from(someone.page, len(NAMES) - 1, frames=2, timeout=ALL)
        for other in NAMES:
            if other != someone.name:
                expect_moving(someone.page, other, timeout=ALL)
        expect(someone.status).to_have_text("Connected")
