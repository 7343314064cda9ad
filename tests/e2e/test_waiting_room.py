"""The waiting room: who waits, who lets in, and what a waiting page gets to see."""

import json
import time
from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.e2e.lost import BACK
from tests.e2e.media import expect_media_from, live_tracks
from tests.e2e.meetings import begin, button
from tests.e2e.people import Person
from tests.e2e.waiting import POLL
from tests.jupyter import JupyterServer

APP = "server"
Meet = Callable[..., Person]


def open_house(host: Person, *others: Person) -> str:
    """Makes a meeting on the page, lets everybody in, then switches the waiting room on; its address."""
    address = begin(host, "Open door", *others)
    button(host, "People").click()
    button(host, "Waiting room").click()
    expect(button(host, "Waiting room")).to_have_attribute("aria-pressed", "true")
    button(host, "People").click()
    return address


def knock(someone: Person, address: str) -> list[dict[str, object]]:
    """Asks to join, and waits; what the server says to that page from now on."""
    heard: list[dict[str, object]] = []
    someone.page.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda text: heard.append(json.loads(str(text)))),
    )
    someone.page.goto(address)
    someone.fill_prejoin()
    expect(button(someone, "Join meeting")).to_have_count(0)
    button(someone, "Ask to join").click()
    expect_waiting(someone)
    return heard


def expect_waiting(someone: Person) -> None:
    expect(someone.page.get_by_role("heading", name="Waiting to be let in", exact=True)).to_be_visible()
    expect(someone.page.get_by_text("The host has been told that you are waiting.")).to_be_visible()


def expect_answered(someone: Person, heard: list[dict[str, object]]) -> None:
    """Waits for two more answers to the page's pings: what was under way before the first has come by then."""
    before = len(heard)
    deadline = time.monotonic() + 30
    while sum(one["type"] == "pong" for one in heard[before:]) < 2:
        assert time.monotonic() < deadline, heard
        someone.page.wait_for_timeout(POLL)


def waiting(host: Person) -> Locator:
    return host.page.get_by_role("list", name="Waiting", exact=True)


def test_knock_and_admit(meet: Meet) -> None:
    ada, grace = meet("Ada"), meet("Grace")
    address = open_house(ada)
    knock(grace, address)
    assert sorted(live_tracks(grace.page)) == ["audio", "video"], "the own preview stays"
    expect(ada.page.get_by_role("alert")).to_contain_text("Grace waits to be let in.")
    expect(button(ada, "People")).to_have_attribute("aria-description", "1 person waiting")
    expect(ada.tiles).to_have_count(1)

    button(ada, "Show who is waiting").click()
    expect(waiting(ada)).to_contain_text("Grace")
    button(ada, "Admit Grace").click()
    grace.expect_in()
    expect(waiting(ada)).to_have_count(0)
    expect(button(ada, "People")).not_to_have_attribute("aria-description", "1 person waiting")
    expect_media_from(ada.page, 1)
    expect_media_from(grace.page, 1)

    grace.page.reload()
    expect(button(grace, "Join meeting")).to_be_visible()
    grace.join()


def test_a_waiting_page_learns_nothing_of_the_meeting(meet: Meet) -> None:
    ada, alan, grace = meet("Ada"), meet("Alan"), meet("Grace")
    address = open_house(ada, alan)
    heard = knock(grace, address)
    button(ada, "Chat").click()
    ada.page.get_by_role("textbox", name="Message", exact=True).fill("Nobody outside may read this.")
    button(ada, "Send").click()
    expect(ada.page.get_by_role("log", name="Messages", exact=True)).to_contain_text("Nobody outside")
    button(alan, "Raise hand").click()
    expect(ada.tile("Alan")).to_contain_text("hand raised")
    alan.page.reload()
    alan.join()
    expect_media_from(ada.page, 1)
    expect_answered(grace, heard)
    assert {one["type"] for one in heard} == {"waiting", "pong"}
    assert all(set(one) <= {"type", "seq", "ack"} for one in heard), heard

    button(ada, "Show who is waiting").click()
    button(ada, "Admit Grace").click()
    grace.expect_in()
    assert next(one["type"] for one in heard if one["type"] not in {"waiting", "pong"}) == "welcome"


def test_deny(meet: Meet) -> None:
    ada, carol = meet("Ada"), meet("Carol")
    knock(carol, open_house(ada))
    button(ada, "Show who is waiting").click()
    button(ada, "Deny Carol").click()
    expect(carol.page.get_by_role("alert")).to_be_visible()
    expect(carol.page.get_by_role("heading", name="Waiting to be let in", exact=True)).to_have_count(0)
    expect(waiting(ada)).to_have_count(0)
    expect(ada.tiles).to_have_count(1)
    assert live_tracks(carol.page) == [], "nobody may be at a camera that runs on"


def test_cancel(meet: Meet) -> None:
    ada, grace = meet("Ada"), meet("Grace")
    address = open_house(ada)
    knock(grace, address)
    button(ada, "Show who is waiting").click()
    expect(waiting(ada)).to_contain_text("Grace")
    button(grace, "Cancel").click()
    expect(button(grace, "Ask to join")).to_be_visible()
    expect(waiting(ada)).to_have_count(0)
    assert live_tracks(grace.page) == []

    button(grace, "Ask to join").click()
    expect(waiting(ada)).to_contain_text("Grace")
    grace.page.close()
    expect(waiting(ada)).to_have_count(0)


def test_a_presenter_lets_in_too_and_an_attendee_sees_nothing(meet: Meet) -> None:
    ada, grace, alan, carol = meet("Ada"), meet("Grace"), meet("Alan"), meet("Carol")
    address = open_house(ada, grace, alan)
    knock(carol, address)
    button(ada, "Show who is waiting").click()
    expect(alan.page.get_by_role("alert")).to_have_count(0)
    button(alan, "People").click()
    expect(waiting(alan)).to_have_count(0)

    button(ada, "Make presenter Grace").click()
    button(grace, "Show who is waiting").click()
    button(grace, "Admit Carol").click()
    carol.expect_in()
    for someone in (ada, grace):
        expect(waiting(someone)).to_have_count(0)


def test_waiting_outlasts_a_restart_of_the_server(meet: Meet, lab: JupyterServer) -> None:
    ada, grace = meet("Ada"), meet("Grace")
    knock(grace, open_house(ada))
    lab.kill()
    lab.start()
    expect(ada.status).to_have_text("Connected", timeout=BACK)
    expect(grace.status).to_have_text("Connected", timeout=BACK)
    expect_waiting(grace)
    button(ada, "Show who is waiting").click()
    button(ada, "Admit Grace").click()
    grace.expect_in()


def test_without_the_waiting_room_people_join_as_ever(meet: Meet) -> None:
    ada, grace = meet("Ada"), meet("Grace")
    address = open_house(ada)
    button(ada, "People").click()
    button(ada, "Waiting room").click()
    expect(button(ada, "Waiting room")).to_have_attribute("aria-pressed", "false")
    grace.page.goto(address)
    grace.join()
    expect(ada.tile("Grace")).to_have_count(1)
