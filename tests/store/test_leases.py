"""Servers that share a database: who holds which meeting, and what goes in a clean-up."""

from collections.abc import Callable
from itertools import product

import pytest

from notebook_meet_server.rules.records import Meeting
from notebook_meet_server.store.sql import SqlStore
from tests.store.listing import listed
from tests.store.records import HERE, LEASE, NOW, THERE, a_meeting, a_seat, an_invite

LATER = NOW + LEASE
"""The moment at which a lease taken at NOW is over."""


@pytest.fixture
def other(store: SqlStore, open_store: Callable[[], SqlStore]) -> SqlStore:
    """Another server's store on the same file."""
    return open_store()


def test_a_live_lease_is_not_taken(store: SqlStore, other: SqlStore, meeting: Meeting) -> None:
    assert not other.hold(meeting.id, THERE, LATER - 0.001, LATER + LEASE)
    assert other.meetings_of("server", THERE, LATER - 0.001) == []
    assert store.meetings_of("server", HERE, LATER - 0.001) == [meeting]


def test_an_expired_lease_is_adopted_and_not_taken_back(
    store: SqlStore, other: SqlStore, meeting: Meeting
) -> None:
    assert other.meetings_of("server", THERE, LATER) == [meeting]
    assert other.hold(meeting.id, THERE, LATER, LATER + LEASE)
    assert not store.hold(meeting.id, HERE, LATER, LATER + LEASE)
    assert store.meetings_of("server", HERE, LATER) == []
    store.renew(HERE, LATER + 10 * LEASE)
    assert store.hold(meeting.id, HERE, LATER + LEASE, LATER + 2 * LEASE)


def test_a_server_keeps_and_renews_its_own(store: SqlStore, other: SqlStore, meeting: Meeting) -> None:
    assert store.hold(meeting.id, HERE, NOW + 10, LATER + 10)
    store.renew(HERE, LATER + 20)
    assert not other.hold(meeting.id, THERE, LATER + 19, LATER + 90)
    assert store.hold(meeting.id, HERE, LATER + 500, LATER + 560)


def test_renewal_leaves_others_alone(store: SqlStore, other: SqlStore, meeting: Meeting) -> None:
    theirs = a_meeting()
    other.create_meeting(theirs, None, THERE, LATER)
    store.renew(HERE, LATER + LEASE)
    assert store.hold(theirs.id, HERE, LATER, LATER + LEASE)
    assert not other.hold(meeting.id, THERE, LATER, LATER + LEASE)


def test_release_gives_all_of_a_server_free(store: SqlStore, other: SqlStore, meeting: Meeting) -> None:
    theirs = a_meeting()
    other.create_meeting(theirs, None, THERE, LATER)
    store.release(HERE)
    assert other.hold(meeting.id, THERE, NOW, LATER)
    assert listed(store, HERE) == set()
    assert listed(other, THERE) == {meeting.id, theirs.id}


def test_there_is_nothing_to_hold_without_a_meeting(store: SqlStore) -> None:
    assert not store.hold("nowhere", HERE, NOW, LATER)


def test_an_ended_meeting_is_held_by_nobody(store: SqlStore, other: SqlStore, meeting: Meeting) -> None:
    store.end_meeting(meeting.id, NOW)
    store.renew(HERE, LATER)
    assert other.clean_up(NOW + 1, NOW + 1, THERE, []) == [meeting.id]


SINCE = NOW + 1000
AGES = {"older": SINCE - 0.001, "just used": SINCE}
LEASES = {"mine": (HERE, SINCE + 1), "theirs": (THERE, SINCE + 1), "expired": (THERE, SINCE), "none": None}


@pytest.mark.parametrize(
    ("age", "keep", "ended", "live", "lease"),
    list(product(AGES, (False, True), (False, True), (False, True), LEASES)),
)
def test_clean_up_takes_only_what_nobody_needs(
    store: SqlStore, age: str, keep: bool, ended: bool, live: bool, lease: str
) -> None:
    used = AGES[age]
    made = a_meeting(last_used_at=used, keep=keep)
    server, until = LEASES[lease] or (HERE, SINCE)
    store.create_meeting(made, None, server, until)
    if LEASES[lease] is None:
        store.release(HERE)
    if ended:
        store.end_meeting(made.id, used)
    # The end gives up the lease.
    goes = age == "older" and (ended or not keep) and not live and (ended or lease != "theirs")
    assert store.clean_up(SINCE, SINCE, HERE, [made.id] if live else []) == ([made.id] if goes else [])
    assert (store.meeting(made.id) is None) == goes


def test_clean_up_takes_what_belongs_to_a_meeting(store: SqlStore, meeting: Meeting) -> None:
    kept = a_meeting(keep=True)
    store.create_meeting(kept, "hash", HERE, LATER)
    store.set_passcode(meeting.id, "hash")
    invites = {each.id: an_invite(each) for each in (meeting, kept)}
    seats = {each.id: a_seat(each, invite_id=invites[each.id].id) for each in (meeting, kept)}
    for each in (meeting, kept):
        store.add_invite(invites[each.id])
        store.add_seat(seats[each.id])
    assert store.clean_up(SINCE, SINCE, HERE, []) == [meeting.id]
    assert store.passcode_hash(meeting.id) is None
    assert store.invite(invites[meeting.id].id) is None
    assert store.seat(seats[meeting.id].id) is None
    assert store.passcode_hash(kept.id) == "hash"
    assert store.seats(kept.id) == [seats[kept.id]]
