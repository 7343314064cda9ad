"""The way that media takes breaks, or is bad, in a real call."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.chaos import BLACKOUT, LoopThread, Paths, TcpProxy, Weather
from tests.e2e.detour import lead
from tests.e2e.lost import BACK, NOTICED, expect_back
from tests.e2e.media import expect_media_from, links
from tests.e2e.meetings import created
from tests.e2e.people import Person
from tests.e2e.secrets_scan import Secrets, watched
from tests.jupyter import JupyterServer

pytestmark = pytest.mark.alone

Meet = Callable[..., Person]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory, secrets: Secrets) -> Iterator[JupyterServer]:
    with watched(JupyterServer(tmp_path_factory.mktemp("server"), app="server"), secrets) as server:
        yield server


@contextmanager
def a_call(paths: Paths, chaos: LoopThread, *people: Person) -> Iterator[None]:
    with chaos.holding(paths):
        path = f"meet/{created(people[0].server, 'A call')}"
        for someone in people:
            lead(someone, paths, chaos)
            someone.page.goto(someone.server.url + path)
            someone.join()
        for someone in people:
            expect_media_from(someone.page, 1)
        assert chaos.run(paths.arrived()) > 0, "media goes through here"
        yield


def expect_repaired(*people: Person) -> None:
    for someone in people:
        expect(someone.tiles.filter(has_text="interrupted")).to_have_count(0, timeout=BACK)
        expect_media_from(someone.page, 1)


def test_ice_restarts_on_another_path(meet: Meet, chaos: LoopThread) -> None:
    people = ada, grace = meet("Ada"), meet("Grace")
    paths = Paths()
    with a_call(paths, chaos, *people):
        before = [dict(links(someone.page)) for someone in people]
        chaos.run(paths.turn(BLACKOUT))
        expect(ada.tile("Grace")).to_contain_text("Picture and sound are interrupted", timeout=NOTICED)
        expect_repaired(ada, grace)
        for someone, old in zip(people, before, strict=True):
            new = dict(links(someone.page))
            assert new.keys() == old.keys(), "the same connection"
            assert new != old, "with new credentials"


def test_media_in_bad_weather(meet: Meet, chaos: LoopThread) -> None:
    weather = Weather(loss=0.03, duplicate=0.05, reorder=0.05, delay=0.03, jitter=0.02)
    with a_call(Paths(weather, seed=1), chaos, meet("Ada"), meet("Grace")):
        pass


@pytest.mark.soak
def test_the_socket_and_the_path_break_together(
    meet: Meet, lab: JupyterServer, chaos: LoopThread, proxy: TcpProxy
) -> None:
    ada, grace = meet("Ada"), meet("Grace", at=lab.behind(proxy.port))
    paths = Paths()
    with a_call(paths, chaos, ada, grace):
        chaos.run(proxy.refuse())
        chaos.run(paths.turn(BLACKOUT))
        expect(grace.tile("Ada")).to_contain_text("Picture and sound are interrupted", timeout=NOTICED)
        expect(grace.status).to_have_text("The server does not answer", timeout=NOTICED)
        chaos.run(proxy.accept())
        expect_back(ada, grace)
        expect_repaired(ada, grace)
