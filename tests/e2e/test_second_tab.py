"""One person in two tabs: the call is moved there and back, or joined a second time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.media import expect_media_from, expect_moving, live_tracks
from tests.e2e.meetings import begin, created
from tests.e2e.people import SLOW, Person
from tests.e2e.secrets_scan import Secrets, watched
from tests.e2e.waiting import wait_until
from tests.jupyter import JupyterServer

Meet = Callable[..., Person]
TILES = """() => [...document.querySelectorAll("figure")].map((one) => one.getAttribute("aria-label"))"""
SEEN = """
() => {
  const tiles = () => [...document.querySelectorAll("figure")].map((one) => one.getAttribute("aria-label"));
  window.__seen = [tiles()];
  new MutationObserver(() => window.__seen.push(tiles())).observe(document.body, { childList: true, subtree: true });
}
"""
"""Writes down every list of tiles that the page ever shows from now on."""
CLICK_JOIN = """
() => [...document.querySelectorAll("button")].find((one) => one.textContent === "Join meeting")?.click()
"""

LISTEN = """
(() => {
  const started = (window.__started = new Set());
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    if (this instanceof HTMLAudioElement) started.add(this);
    return play.call(this);
  };
})();
"""
"""Notes what plays sound: those elements stand in no document."""
PLAYING = "[...window.__started].filter((one) => !one.paused).length"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory, secrets: Secrets) -> Iterator[JupyterServer]:
    """A server without JupyterLab, whose meetings hold three people."""
    small = JupyterServer(tmp_path_factory.mktemp("small"), app="server", options=("--Meet.max_seats=3",))
    with watched(small, secrets) as server:
        yield server


@pytest.fixture
def meeting(lab: JupyterServer) -> str:
    """The address of a meeting that nobody is in."""
    return f"{lab.url}meet/{created(lab, 'Two tabs')}"


@contextmanager
def at(person: Person, page: Page) -> Iterator[None]:
    """The person looks at this tab."""
    before, person.page = person.page, page
    page.bring_to_front()
    yield
    person.page = before


def second_tab(person: Person, meeting: str) -> Page:
    """Another tab of the same browser, which sees that the person is in already."""
    page = person.context.new_page()
    page.goto(meeting)
    expect(page.get_by_role("button", name="Move the call here", exact=True)).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("button", name="Join meeting", exact=True)).to_have_count(0)
    return page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def expect_moved_away(page: Page) -> None:
    """The tab says where the call is, and has let go of camera and microphone."""
    expect(page.get_by_role("heading", name="The call was moved to another of your tabs.")).to_be_visible(
        timeout=10_000
    )
    expect(page.get_by_role("button", name="Rejoin meeting", exact=True)).to_be_visible()
    wait_until(page, "() => window.__live().length === 0")


def test_there_and_back_in_a_full_meeting(meet: Meet, meeting: str) -> None:
    ada, grace = meet("Ada"), meet("Grace")
    for person in (ada, grace):
        person.page.goto(meeting)
        person.join()
    alan = meet("Alan")
    alan.page.goto(meeting)
    alan.join()
    for person in (ada, grace, alan):
        expect_media_from(person.page, 2)
    ada.page.evaluate(SEEN)
    order = ada.page.evaluate(TILES)
    assert sorted(order) == ["Ada (you)", "Alan", "Grace"]

    first = grace.page
    second = second_tab(grace, meeting)
    assert live_tracks(second) == [], "nothing is captured before the choice"
    with at(grace, second):
        grace.fill_prejoin()
        press(second, "Join a second time")
        expect(second.get_by_role("alert")).to_contain_text("This meeting is full.", timeout=SLOW)
        press(second, "Move the call here")
        grace.expect_in()
        expect_moved_away(first)
        expect_media_from(second, 2)
    expect_media_from(ada.page, 2)
    expect_moving(ada.page, "Grace")

    with at(grace, first):
        press(first, "Move the call here")
        grace.expect_in()
        expect_moved_away(second)
        expect_media_from(first, 2)
    expect_media_from(ada.page, 2)
    seen = ada.page.evaluate("window.__seen")
    assert {tuple(tiles) for tiles in seen} == {tuple(order)}, (
        "one tile of Grace at any time, always in its place"
    )


def test_a_second_time(meet: Meet, meeting: str) -> None:
    ada, grace = meet("Ada"), meet("Grace")
    for person in (ada, grace):
        person.page.goto(meeting)
        person.join()
    second = second_tab(grace, meeting)
    with at(grace, second):
        grace.fill_prejoin()
        press(second, "Join a second time")
        grace.expect_in()
        assert live_tracks(second) == ["video"], "two microphones in one room howl"
        expect(second.get_by_role("button", name="Microphone", exact=True)).to_have_attribute(
            "aria-pressed", "false"
        )
        expect(second.get_by_role("button", name="Click to hear", exact=True)).to_be_visible()
        expect(grace.tile("Grace")).to_have_count(1)
        for name in ("Ada", "Grace"):
            expect_moving(second, name)
        press(second, "Click to hear")
        expect(second.get_by_role("button", name="Click to hear", exact=True)).to_have_count(0)
    expect(ada.tile("Grace")).to_have_count(2)
    for nth in (0, 1):
        expect_moving(ada.page, "Grace", nth=nth)

    third = second_tab(grace, meeting)
    with at(grace, third):
        press(third, "Move the call here")
        expect(third.get_by_role("figure")).to_have_count(2, timeout=SLOW)
    for page in (grace.page, second):
        expect_moved_away(page)
    expect(ada.page.get_by_role("figure")).to_have_count(2)


def test_a_second_time_without_a_camera(launch: Callable[..., Browser], meet: Meet, meeting: str) -> None:
    """Nothing is left to begin with, neither picture nor sound: it is in all the same, and says why."""
    devices = "--use-fake-device-for-media-stream"
    ada = meet("Ada")
    grace = meet("Grace", browser=launch(f"{devices}=device-count=0", without=(devices,)))
    for person in (ada, grace):
        person.page.goto(meeting)
        person.join()
    assert live_tracks(grace.page) == ["audio"]
    grace.context.add_init_script(LISTEN)
    second = second_tab(grace, meeting)
    with at(grace, second):
        grace.fill_prejoin()
        press(second, "Join a second time")
        grace.expect_in()
        expect(second.get_by_role("alert")).to_contain_text("No camera was found.")
        expect_moving(second, "Ada")
        assert live_tracks(second) == []
        for name in ("Camera", "Microphone"):
            control = second.get_by_role("button", name=name, exact=True)
            expect(control).to_have_attribute("aria-pressed", "false")
        expect(second.get_by_role("button", name="Click to hear", exact=True)).to_be_visible()
        assert second.evaluate(PLAYING) == 0, "the first tab plays the sound"
        press(second, "Click to hear")
        wait_until(second, f"() => {PLAYING} === 2")
    expect(ada.tile("Grace")).to_have_count(2)


def test_the_choice_follows_the_other_tab(meet: Meet, meeting: str) -> None:
    """A prejoin screen that was opened before never makes a second participation by surprise."""
    ada = meet("Ada")
    early = ada.page
    early.goto(meeting)
    ada.fill_prejoin()
    late = ada.context.new_page()
    late.goto(meeting)
    with at(ada, late):
        ada.join()
    # The click comes as a person's would who never left this window: nothing has told the page.
    early.evaluate(CLICK_JOIN)
    expect(early.get_by_role("button", name="Move the call here", exact=True)).to_be_visible(timeout=10_000)
    expect(late.get_by_role("figure")).to_have_count(1)
    with at(ada, late):
        ada.leave()
    early.evaluate("() => dispatchEvent(new Event('focus'))")
    early.get_by_role("button", name="Join meeting", exact=True).click()
    with at(ada, early):
        ada.expect_in()
        early.reload()
        expect(early.get_by_role("button", name="Join meeting", exact=True)).to_be_visible(timeout=SLOW)


def test_a_host_stays_host(meet: Meet, lab: JupyterServer) -> None:
    ada = meet("Ada")
    second = second_tab(ada, begin(ada, "Mine"))
    press(second, "Move the call here")
    end = second.get_by_role("button", name="End meeting for everyone", exact=True)
    expect(end).to_be_visible(timeout=SLOW)
    expect_moved_away(ada.page)
    expect(second.get_by_role("figure")).to_have_count(1)
