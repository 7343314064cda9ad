"""What people see of a lost connection, and how long a test waits to see it.

A test waits five times as long as the behaviour may take; how long it takes is for the benchmarks.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import expect

from tests.e2e.media import expect_media_from, links
from tests.e2e.people import Person
from tests.e2e.waiting import wait_until

STAND = """() => window.__connections.some((one) => one.connectionState === "connected")
  && window.__connections.every((one) => ["connected", "closed"].includes(one.connectionState))"""
"""JavaScript: whether every connection that is not over stands. The first frames can come a moment before that is said."""
AWAY = re.compile("Reconnecting|The server does not answer")
"""The strip while the server is away: it changes its words when that lasts."""
PATIENCE = 5
"""Times the bound."""
BACK = PATIENCE * 3_000.0
"""Milliseconds: back after the network is."""
NOTICED = PATIENCE * 10_000.0
"""Milliseconds: silence is noticed."""
LOST = PATIENCE * 30_000.0
"""Milliseconds: nobody is waited for any more."""
GONE = PATIENCE * 5_000.0
"""Milliseconds: somebody who closed the page is gone."""

LOOKS = 120_000.0
"""Milliseconds in which the page has looked at its connections often enough to judge them."""
BROKEN = re.compile("Picture and sound are interrupted|Reconnecting|The server does not answer")
"""The strip while sound and picture are not as they should be."""
SLOW_TO_GRACE = re.compile("The connection to Grace is (very )?slow")


def expect_back(*people: Person) -> None:
    """Each is connected to the server, and the others see that."""
    for person in people:
        expect(person.status).to_have_text("Connected", timeout=BACK)
    for person in people:
        expect(person.tiles.filter(has_text="Reconnecting…")).to_have_count(0, timeout=BACK)


def expect_roster(person: Person, *others: str) -> None:
    """Sees exactly these, each once, in this order."""
    names = [f"{person.name} (you)", *others]
    tags = person.tiles.locator(".nbmeet-tag-name")
    expect(tags).to_have_text(names, timeout=BACK)


@contextmanager
def media_untouched(*people: Person) -> Iterator[None]:
    """Whatever happens to the server meanwhile: the same connections with the same credentials, and media flows.

    Raises:
        AssertionError: a connection was replaced or restarted, or brings nothing new at the end.
    """
    for person in people:
        wait_until(person.page, STAND, timeout=BACK)
    before = {person.name: links(person.page) for person in people}
    assert all(before.values())
    yield
    for person in people:
        assert links(person.page) == before[person.name], f"{person.name}'s connections are others"
        expect_media_from(person.page, len(before[person.name]))
