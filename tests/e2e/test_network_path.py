"""The way that media takes breaks, or is bad, in a real call."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.chaos import BLACKOUT, LoopThread, Paths, TcpProxy, Weather
from tests.e2e.detour import a_call
from tests.e2e.lost import BACK, NOTICED, expect_back
from tests.e2e.media import expect_media_from, links
from tests.e2e.people import Person
from tests.jupyter import JupyterServer

pytestmark = pytest.mark.alone

APP = "server"
Meet = Callable[..., Person]


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
