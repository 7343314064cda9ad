"""The socket breaks or falls silent in a real call: media goes on, and the roster is right again."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.chaos import LoopThread, TcpProxy
from tests.e2e.lost import BACK, LOST, NOTICED, expect_back, expect_roster, media_untouched
from tests.e2e.media import expect_media_from, links
from tests.e2e.meetings import created
from tests.e2e.people import Person
from tests.e2e.waiting import wait_until
from tests.jupyter import JupyterServer

APP = "server"
Meet = Callable[..., Person]


@pytest.fixture
def call(meet: Meet, lab: JupyterServer, proxy: TcpProxy) -> tuple[Person, Person]:
    """Ada, and Grace behind the proxy."""
    ada, grace = meet("Ada"), meet("Grace", at=lab.behind(proxy.port))
    path = f"meet/{created(lab, 'A call')}"
    for person in (ada, grace):
        person.page.goto(person.server.url + path)
        person.join()
    for person in (ada, grace):
        expect_media_from(person.page, 1)
    return ada, grace


def test_who_missed_something_hears_of_it(
    call: tuple[Person, Person], meet: Meet, chaos: LoopThread, proxy: TcpProxy
) -> None:
    ada, grace = call
    alan = meet("Alan")
    alan.page.goto(ada.page.url)
    alan.join()
    for person in (ada, grace, alan):
        expect_media_from(person.page, 2)
    before = links(grace.page)

    chaos.run(proxy.refuse())
    expect(grace.status).to_have_text("Reconnecting")
    expect(ada.tile("Grace")).to_contain_text("Reconnecting…")
    ada.page.get_by_role("button", name="Microphone", exact=True).click()
    alan.leave()
    alan.page.goto(ada.page.url)
    alan.join(name="Carol")
    expect(ada.tile("Carol")).to_have_count(1)
    expect_roster(grace, "Ada", "Alan")
    chaos.run(proxy.accept())

    expect_back(ada, grace)
    expect_roster(grace, "Ada", "Carol")
    expect_roster(ada, "Grace", "Carol")
    expect(grace.tile("Ada")).to_contain_text("microphone off")
    wait_until(grace.page, "async () => (await window.__received()).length === 2", timeout=BACK)
    assert len(before & links(grace.page)) == 1, "the connection to Ada is the same"


@pytest.mark.parametrize("times", [20, pytest.param(200, marks=pytest.mark.soak)])
def test_resets_do_not_touch_media(
    times: int, call: tuple[Person, Person], chaos: LoopThread, proxy: TcpProxy
) -> None:
    ada, grace = call
    with media_untouched(ada, grace):
        cut_often(grace, chaos, proxy, times)
        expect_back(ada, grace)
    expect_roster(grace, "Ada")
    expect_roster(ada, "Grace")


def cut_often(person: Person, chaos: LoopThread, proxy: TcpProxy, times: int) -> None:
    """Cuts as soon as the person is back, and every other time while coming back, half way through the greeting."""
    for number in range(times):
        next_one = proxy.connections + 1
        chaos.run(proxy.cut())
        chaos.run(proxy.forwarded(next_one))
        if number % 2 == 1:
            expect_back(person)


def test_who_leaves_meanwhile_is_not_waited_for(
    call: tuple[Person, Person], chaos: LoopThread, proxy: TcpProxy
) -> None:
    ada, grace = call
    chaos.run(proxy.refuse())
    expect(ada.tile("Grace")).to_contain_text("Reconnecting…")
    grace.leave()
    expect(grace.page.get_by_role("heading", name="You left the meeting.")).to_be_visible()
    chaos.run(proxy.accept())
    expect(ada.tile("Grace")).to_have_count(0, timeout=BACK)


def test_silence_is_noticed_on_both_sides(
    call: tuple[Person, Person], chaos: LoopThread, proxy: TcpProxy
) -> None:
    ada, grace = call
    with media_untouched(ada, grace):
        chaos.run(proxy.stall())
        expect(ada.tile("Grace")).to_contain_text("Reconnecting…", timeout=NOTICED)
        expect(grace.status).to_have_text("Reconnecting", timeout=NOTICED)
        expect_media_from(grace.page, 1)
        chaos.run(proxy.flow())
        expect_back(ada, grace)
    expect_roster(grace, "Ada")
    expect_roster(ada, "Grace")


@pytest.mark.soak
def test_who_was_away_for_too_long_comes_back_as_someone_new(
    call: tuple[Person, Person], chaos: LoopThread, proxy: TcpProxy
) -> None:
    ada, grace = call
    chaos.run(proxy.refuse())
    expect(grace.status).to_have_text("The server does not answer", timeout=NOTICED)
    expect(grace.page.get_by_role("alert")).to_contain_text("Check your network")
    expect(ada.tile("Grace")).to_have_count(0, timeout=LOST)
    chaos.run(proxy.accept())
    expect_back(ada, grace)
    expect(grace.page.get_by_role("alert")).to_have_count(0)
    expect_roster(grace, "Ada")
    expect_roster(ada, "Grace")
    for person in (ada, grace):
        expect_media_from(person.page, 1)
