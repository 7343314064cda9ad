"""Seats."""

from dataclasses import replace
from typing import Any

import pytest

from notebook_meet_server.rules.records import Meeting
from notebook_meet_server.store.errors import StorageConflict
from notebook_meet_server.store.sql import SqlStore
from tests.store.records import HERE, LEASE, NOW, a_meeting, a_seat, an_invite


def test_seats_are_listed_in_the_order_of_joining(store: SqlStore, meeting: Meeting) -> None:
    late, early = a_seat(meeting, joined_at=NOW + 1), a_seat(meeting, principal="user:bob")
    elsewhere = a_meeting()
    store.create_meeting(elsewhere, None, HERE, NOW + LEASE)
    for seat in (late, early, a_seat(elsewhere)):
        store.add_seat(seat)
    assert store.seats(meeting.id) == [early, late]
    assert store.seats(meeting.id, "user:ada") == [late]
    assert store.seat(early.id) == early
    assert store.seat("nobody") is None


def test_a_seat_is_found_by_its_resume_token_also_when_it_was_left(store: SqlStore, meeting: Meeting) -> None:
    seat = a_seat(meeting, resume_hash=b"token")
    store.add_seat(seat)
    assert store.seat_by_resume(b"token") == seat
    assert store.seat_by_resume(b"other") is None
    store.leave_seat(seat.id, NOW + 5)
    store.leave_seat(seat.id, NOW + 9)
    assert store.seat_by_resume(b"token") == store.seat(seat.id) == replace(seat, left_at=NOW + 5)


def test_a_role_goes_to_all_of_a_persons_seats_in_one_meeting(store: SqlStore, meeting: Meeting) -> None:
    elsewhere = a_meeting()
    store.create_meeting(elsewhere, None, HERE, NOW + LEASE)
    mine = [a_seat(meeting), a_seat(meeting)]
    others = [a_seat(meeting, principal="user:bob"), a_seat(elsewhere)]
    for seat in (*mine, *others):
        store.add_seat(seat)
    store.set_role(meeting.id, "user:ada", "host")
    assert [store.seat(seat.id) for seat in mine] == [replace(seat, role="host") for seat in mine]
    assert [store.seat(seat.id) for seat in others] == others


def test_banning_an_invite_bans_whom_it_let_in(store: SqlStore, meeting: Meeting) -> None:
    invite, other = an_invite(meeting), an_invite(meeting)
    store.add_invite(invite)
    store.add_invite(other)
    guests = [a_seat(meeting, principal=f"guest:{n}", guest=True, invite_id=invite.id) for n in (1, 2)]
    rest = [a_seat(meeting), a_seat(meeting, principal="guest:3", guest=True, invite_id=other.id)]
    for seat in (*guests, *rest):
        store.add_seat(seat)
    assert store.ban_invite(invite.id) == [seat.id for seat in guests]
    assert [store.seat(seat.id) for seat in guests] == [
        replace(seat, banned=True, resume_hash=None) for seat in guests
    ]
    assert [store.seat(seat.id) for seat in rest] == rest


def test_coming_and_going_leaves_one_seat(store: SqlStore, meeting: Meeting) -> None:
    for turn in range(5):
        seat = a_seat(meeting, joined_at=NOW + turn)
        store.add_seat(seat)
        store.leave_seat(seat.id, NOW + turn)
    assert [seat.joined_at for seat in store.seats(meeting.id)] == [NOW + 4]


@pytest.mark.parametrize(
    "difference",
    [
        {"left_at": None},
        {"role": "host"},
        {"banned": True},
        {"principal": "user:bob"},
        {"kind": "kernel"},
        {"guest": True},
        {"invite_id": "invite"},
    ],
    ids=str,
)
def test_a_new_seat_replaces_none_that_matters(
    store: SqlStore, meeting: Meeting, difference: dict[str, Any]
) -> None:
    store.add_invite(an_invite(meeting, id="invite"))
    earlier = a_seat(meeting, **{"left_at": NOW} | difference)
    store.add_seat(earlier)
    later = a_seat(meeting, joined_at=NOW + 1)
    store.add_seat(later)
    assert store.seats(meeting.id) == [earlier, later]


def test_no_seat_without_a_meeting(store: SqlStore) -> None:
    with pytest.raises(StorageConflict):
        store.add_seat(a_seat(a_meeting()))
