"""Meetings, passcodes and host keys."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from notebook_meet_server.rules.records import Meeting
from notebook_meet_server.store.errors import StorageConflict
from notebook_meet_server.store.sql import SqlStore
from tests.store.listing import listed
from tests.store.records import HERE, LEASE, NOW, THERE, a_meeting, a_seat, an_invite


def test_a_meeting_comes_back_as_it_was_stored(store: SqlStore, open_store: Callable[[], SqlStore]) -> None:
    made = a_meeting(title="Größe 🎓 '; DROP TABLE meetings", keep=True, ended_at=None)
    store.create_meeting(made, None, HERE, NOW + LEASE)
    assert store.meeting(made.id) == made
    assert open_store().meeting(made.id) == made
    assert store.meeting("nowhere") is None


def test_an_id_is_taken_once(store: SqlStore, meeting: Meeting) -> None:
    with pytest.raises(StorageConflict):
        store.create_meeting(replace(meeting, title="Another"), "hash", THERE, NOW + LEASE)
    assert store.meeting(meeting.id) == meeting
    assert store.passcode_hash(meeting.id) is None


def test_own_meetings_are_listed_newest_first(store: SqlStore) -> None:
    old, new = a_meeting(owner="user:ada", created_at=NOW), a_meeting(owner="user:ada", created_at=NOW + 1)
    ended, foreign = a_meeting(owner="user:ada"), a_meeting(owner="user:bob")
    for made in (old, new, ended, foreign):
        store.create_meeting(made, None, HERE, NOW + LEASE)
    store.end_meeting(ended.id, NOW)
    assert store.meetings_of("user:ada", HERE, NOW) == [new, old]


def test_an_update_changes_what_is_given(store: SqlStore, meeting: Meeting) -> None:
    other = a_meeting()
    store.create_meeting(other, None, HERE, NOW + LEASE)
    store.update_meeting(meeting.id)
    assert store.meeting(meeting.id) == meeting
    store.update_meeting(meeting.id, title="Algebra")
    store.update_meeting(meeting.id, keep=True)
    assert store.meeting(meeting.id) == replace(meeting, title="Algebra", keep=True)
    store.update_meeting(meeting.id, title="", keep=False)
    assert store.meeting(meeting.id) == replace(meeting, title="", keep=False)
    assert store.meeting(other.id) == other


def test_touch_only_moves_forward(store: SqlStore, meeting: Meeting) -> None:
    store.touch(meeting.id, NOW + 10)
    store.touch(meeting.id, NOW - 10)
    assert store.meeting(meeting.id) == replace(meeting, last_used_at=NOW + 10)


def test_a_passcode_is_set_changed_and_removed(store: SqlStore, meeting: Meeting) -> None:
    for passcode_hash in ("first", "second", None):
        store.set_passcode(meeting.id, passcode_hash)
        assert store.passcode_hash(meeting.id) == passcode_hash
        assert store.meeting(meeting.id) == replace(meeting, has_passcode=passcode_hash is not None)


def test_a_meeting_is_created_with_its_passcode(store: SqlStore) -> None:
    made = a_meeting()
    store.create_meeting(made, "hash", HERE, NOW + LEASE)
    assert store.passcode_hash(made.id) == "hash"
    assert store.meeting(made.id) == replace(made, has_passcode=True)


def test_no_passcode_without_a_meeting(store: SqlStore) -> None:
    with pytest.raises(StorageConflict):
        store.set_passcode("nowhere", "hash")
    assert store.passcode_hash("nowhere") is None


def test_the_host_key_works_once_and_only_the_right_one(store: SqlStore) -> None:
    made, other = a_meeting(host_key_hash=b"right"), a_meeting(host_key_hash=b"other")
    for each in (made, other):
        store.create_meeting(each, None, HERE, NOW + LEASE)
    assert not store.take_host_key(made.id, b"other")
    assert store.take_host_key(made.id, b"right")
    assert not store.take_host_key(made.id, b"right")
    assert store.meeting(made.id) == replace(made, host_key_hash=None)
    assert store.meeting(other.id) == other


def test_the_end_takes_all_but_the_row(store: SqlStore, meeting: Meeting) -> None:
    other = a_meeting()
    store.create_meeting(other, "other", HERE, NOW + LEASE)
    seats, invites = {}, {}
    for each in (meeting, other):
        store.set_passcode(each.id, "hash")
        invites[each.id] = an_invite(each)
        store.add_invite(invites[each.id])
        seats[each.id] = a_seat(each, invite_id=invites[each.id].id)
        store.add_seat(seats[each.id])
    store.end_meeting(meeting.id, NOW + 5)
    store.end_meeting(meeting.id, NOW + 9)
    assert store.meeting(meeting.id) == replace(
        meeting, ended_at=NOW + 5, last_used_at=NOW + 5, host_key_hash=None, has_passcode=False
    )
    assert store.passcode_hash(meeting.id) is None
    assert store.seat(seats[meeting.id].id) is None
    assert store.invite(invites[meeting.id].id) is None
    assert store.seats(other.id) == [seats[other.id]]
    assert store.invites(other.id, NOW) == [invites[other.id]]
    assert store.passcode_hash(other.id) == "hash"
    assert listed(store) == {other.id}
