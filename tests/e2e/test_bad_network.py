"""A call over a network that is dark for a while, loses much, or is narrow: sound goes on, and what people read is true.

How long something takes is measured by the benchmarks; a test waits five times the bound.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.chaos import LoopThread, Paths, TcpProxy, Weather
from tests.e2e.detour import lead
from tests.e2e.drawn import noise
from tests.e2e.lost import BACK, BROKEN, LOOKS, NOTICED, SLOW_TO_GRACE, expect_back
from tests.e2e.media import expect_media_from, expect_sound
from tests.e2e.meetings import created
from tests.e2e.people import Person
from tests.e2e.secrets_scan import Secrets, watched
from tests.jupyter import JupyterServer

pytestmark = pytest.mark.alone

Meet = Callable[..., Person]
DARK = 10.0
"""Seconds."""
NARROW = 256_000 / 8
"""Bytes a second, each way."""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory, secrets: Secrets) -> Iterator[JupyterServer]:
    with watched(JupyterServer(tmp_path_factory.mktemp("server"), app="server"), secrets) as server:
        yield server


@contextmanager
def a_call(paths: Paths, chaos: LoopThread, *people: Person) -> Iterator[None]:
    """Everybody in a meeting, all media through ``paths``."""
    with chaos.holding(paths):
        path = f"meet/{created(people[0].server, 'A call')}"
        for someone in people:
            lead(someone, paths, chaos)
            someone.page.goto(someone.server.url + path)
            someone.join()
        for someone in people:
            expect_media_from(someone.page, 1, timeout=LOOKS)
        yield


def bars(person: Person, name: str) -> Locator:
    return person.tile(name).get_by_role("button", name=re.compile("connection$"))


def test_ten_seconds_of_darkness(meet: Meet, lab: JupyterServer, chaos: LoopThread, proxy: TcpProxy) -> None:
    """The network of one of two is gone altogether, and comes back."""
    ada, grace = meet("Ada"), meet("Grace", at=lab.behind(proxy.port))
    paths = Paths()
    with a_call(paths, chaos, ada, grace):
        dark, silent = chaos.begin(paths.darken(DARK)), chaos.begin(proxy.stall_for(DARK))
        for someone in (ada, grace):
            expect(someone.status).to_have_text(BROKEN, timeout=NOTICED)
        expect(ada.tile("Grace")).to_contain_text(re.compile("interrupted|Reconnecting"))
        dark.result()
        silent.result()
        expect_back(ada, grace)
        for someone in (ada, grace):
            expect(someone.tiles.filter(has_text="interrupted")).to_have_count(0, timeout=BACK)
            expect_media_from(someone.page, 1, timeout=BACK)
        expect_sound(ada.page, grace.page)
        for someone in (ada, grace):
            expect(someone.status).to_have_text("Connected")


def test_a_tenth_is_lost(meet: Meet, chaos: LoopThread) -> None:
    ada, grace = meet("Ada"), meet("Grace")
    paths = Paths()
    with a_call(paths, chaos, ada, grace):
        chaos.run(paths.turn(Weather(loss=0.1)))
        for someone, other in ((ada, "Grace"), (grace, "Ada")):
            expect(bars(someone, other)).to_have_accessible_name(
                re.compile("^(Weak|Poor) connection$"), timeout=LOOKS
            )
            expect_media_from(someone.page, 1)
            expect(someone.status).to_have_text("Connected")
        expect_sound(ada.page, grace.page)
        expect(ada.page.get_by_text(SLOW_TO_GRACE)).to_be_visible(timeout=LOOKS)
        chaos.run(paths.turn(Weather()))
        for someone, other in ((ada, "Grace"), (grace, "Ada")):
            expect(bars(someone, other)).to_have_accessible_name("Good connection", timeout=LOOKS)


def test_a_narrow_way(meet: Meet, chaos: LoopThread, launch: Callable[..., Browser], tmp_path: Path) -> None:
    """256 kbit/s each way, for sound and a picture that wants much more."""
    browser = launch(f"--use-file-for-fake-video-capture={noise(tmp_path / 'noise.y4m')}")
    ada, grace = meet("Ada", browser=browser), meet("Grace", browser=browser)
    paths = Paths()
    with a_call(paths, chaos, ada, grace):
        chaos.run(paths.turn(Weather(rate=NARROW)))
        expect(ada.page.get_by_text(SLOW_TO_GRACE)).to_be_visible(timeout=LOOKS)
        expect_sound(ada.page, grace.page)
        for someone in (ada, grace):
            expect(someone.status).to_have_text("Connected")
            expect_media_from(someone.page, 1, timeout=LOOKS)
        chaos.run(paths.turn(Weather()))
        expect(ada.page.get_by_text(SLOW_TO_GRACE)).to_have_count(0, timeout=LOOKS)
