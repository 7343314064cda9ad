"""How good a connection is, as people see it on the tiles."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.media import LOUD, expect_media_from, expect_no_picture_sent, look_away, received
from tests.e2e.meetings import created
from tests.e2e.people import Person
from tests.e2e.secrets_scan import Secrets, watched
from tests.e2e.waiting import wait_until
from tests.jupyter import JupyterServer

pytestmark = pytest.mark.alone

Meet = Callable[..., Person]
LOOKS = 60_000.0
"""Milliseconds in which some looks at the connections are taken, also on a busy machine: one is due every 2 s."""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory, secrets: Secrets) -> Iterator[JupyterServer]:
    with watched(JupyterServer(tmp_path_factory.mktemp("server"), app="server"), secrets) as server:
        yield server


def in_call(*people: Person) -> None:
    path = f"meet/{created(people[0].server, 'How it goes')}"
    for someone in people:
        someone.page.goto(someone.server.url + path)
        someone.join()
    for someone in people:
        expect_media_from(someone.page, len(people) - 1)


def mark(person: Person, name: str) -> Locator:
    """The bars on a tile."""
    return person.tile(name).get_by_role("button", name=re.compile("connection$|upload$"))


def test_each_tile_says_how_its_connection_is(meet: Meet) -> None:
    ada, grace = meet("Ada"), meet("Grace")
    in_call(ada, grace)
    bars = mark(ada, "Grace")
    expect(bars).to_have_accessible_name("Good connection", timeout=LOOKS)
    figures = re.compile(r"^direct, \d+ ms, 0 % lost, \d+\D\d+$")
    expect(bars).to_have_accessible_description(figures, timeout=LOOKS)
    words = ada.tile("Grace").get_by_text("Good connection: direct")
    expect(words).not_to_be_visible()
    bars.focus()
    ada.page.keyboard.press("Enter")
    expect(words).to_be_visible()
    own = mark(ada, "Ada (you)")
    expect(own).to_have_accessible_name("Good upload", timeout=LOOKS)
    expect(own).to_have_accessible_description(re.compile(r"^\d+ kbit/s, \d+\D\d+$"), timeout=LOOKS)


def test_who_shows_nothing_has_no_picture_size(meet: Meet) -> None:
    ada, grace = meet("Ada"), meet("Grace")
    in_call(ada, grace)
    grace.page.get_by_role("button", name="Camera", exact=True).click()
    expect(mark(ada, "Grace")).to_have_accessible_description(
        re.compile(r"^direct, \d+ ms, [\d.]+ % lost$"), timeout=LOOKS
    )


def test_what_is_not_shown_is_not_sent_and_sound_goes_on(meet: Meet) -> None:
    """Grace puts her page away, as one does with a tab; then she looks again."""
    ada, grace = meet("Ada"), meet("Grace")
    in_call(ada, grace)
    look_away(grace.page, hidden=True)
    expect_no_picture_sent(ada.page, timeout=LOOKS)
    heard = received(grace.page)[0].energy
    wait_until(grace.page, "async (heard) => (await window.__received())[0].energy > heard", heard + LOUD)
    expect_media_from(ada.page, 1)
    look_away(grace.page, hidden=False)
    expect_media_from(grace.page, 1)
