"""A call with somebody on another computer whose network is narrow, or becomes another one."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserType, expect

from tests.e2e.conftest import CHROMIUM_FLAGS, chromium_path
from tests.e2e.drawn import noise
from tests.e2e.lost import BACK, BROKEN, LOOKS, NOTICED, SLOW_TO_GRACE, expect_back
from tests.e2e.media import expect_media_from, expect_sound, links
from tests.e2e.meetings import created
from tests.e2e.namespace import Namespace, missing, namespace
from tests.e2e.people import Person
from tests.e2e.secrets_scan import Secrets, watched
from tests.jupyter import JupyterServer

pytestmark = [
    pytest.mark.alone,
    pytest.mark.soak,
    pytest.mark.skipif(missing() is not None, reason=missing() or ""),
]
Meet = Callable[..., Person]


@pytest.fixture
def cable() -> Iterator[Namespace]:
    with namespace() as there:
        yield there


@pytest.fixture
def lab(tmp_path: Path, secrets: Secrets, cable: Namespace) -> Iterator[JupyterServer]:
    """A server that the other computer reaches, too."""
    options = ("--ServerApp.allow_remote_access=True",)
    server = JupyterServer(tmp_path / "server", app="server", listen="0.0.0.0", options=options)
    with watched(server, secrets) as server:
        yield server


@pytest.fixture
def pair(
    meet: Meet, chromium: BrowserType, lab: JupyterServer, cable: Namespace, tmp_path: Path
) -> Iterator[tuple[Person, Person]]:
    """Ada here and Grace there, in a call."""
    flags = [*CHROMIUM_FLAGS, f"--use-file-for-fake-video-capture={noise(tmp_path / 'noise.y4m')}"]
    # Camera and microphone need a secure context, and this server speaks plain HTTP.
    trusted = f"--unsafely-treat-insecure-origin-as-secure=http://{cable.here}:{lab.port}"
    program = cable.wrapper(chromium_path(), tmp_path)
    with (
        chromium.launch(executable_path=chromium_path(), args=flags) as here,
        chromium.launch(executable_path=program, args=[*flags, trusted]) as there,
    ):
        ada, grace = meet("Ada", browser=here), meet("Grace", at=lab.seen_from(cable.here), browser=there)
        path = f"meet/{created(lab, 'From afar')}"
        for someone in (ada, grace):
            someone.page.goto(someone.server.url + path)
            someone.join()
        for someone in (ada, grace):
            expect_media_from(someone.page, 1, timeout=LOOKS)
        yield ada, grace


def test_a_quarter_of_a_megabit(pair: tuple[Person, Person], cable: Namespace) -> None:
    ada, _ = pair
    cable.narrow("256kbit")
    expect(ada.page.get_by_text(SLOW_TO_GRACE)).to_be_visible(timeout=LOOKS)
    expect_sound(*(someone.page for someone in pair))
    for someone in pair:
        expect(someone.status).to_have_text("Connected", timeout=BACK)
        expect_media_from(someone.page, 1, timeout=LOOKS)
    cable.widen()
    expect(ada.page.get_by_text(SLOW_TO_GRACE)).to_have_count(0, timeout=LOOKS)


def test_another_address(pair: tuple[Person, Person], cable: Namespace) -> None:
    before = [dict(links(someone.page)) for someone in pair]
    cable.move()
    ada, grace = pair
    expect(ada.status).to_have_text(BROKEN, timeout=NOTICED)
    expect_back(ada, grace)
    for someone, old in zip(pair, before, strict=True):
        expect(someone.tiles.filter(has_text="interrupted")).to_have_count(0, timeout=BACK)
        expect_media_from(someone.page, 1, timeout=BACK)
        new = dict(links(someone.page))
        assert new.keys() == old.keys(), "the same connection"
        assert new != old, "with new credentials"
    expect_sound(*(someone.page for someone in pair))
