"""Who was in a meeting, and for how long."""

from dataclasses import replace

import pytest

from notebook_meet_server.rules.records import Attendee, Meeting
from notebook_meet_server.store.attendance import BREAK_SECONDS, LEAP_SECONDS
from notebook_meet_server.store.errors import StorageConflict
from notebook_meet_server.store.sql import SqlStore
from tests.store.records import HERE, LEASE, NOW, a_meeting

ADA = "user:ada"


def ada(meeting: Meeting, **changes: object) -> Attendee:
    """Ada, who has just come."""
    return replace(Attendee(meeting.id, ADA, "Ada", NOW, NOW, 0.0), **changes)  # type: ignore[arg-type]


def test_a_stay_grows_with_every_note(store: SqlStore, meeting: Meeting) -> None:
    store.arrive(meeting.id, ADA, "Ada", NOW)
    store.note_here([(meeting.id, ADA)], NOW + 20)
    store.note_here([(meeting.id, ADA)], NOW + 50)
    store.note_here([], NOW + 90)
    assert store.attendance(meeting.id) == [ada(meeting, seen_at=NOW + 50, seconds=50.0)]


def test_one_row_for_a_person_however_often_the_person_comes(store: SqlStore, meeting: Meeting) -> None:
    store.arrive(meeting.id, ADA, "Ada", NOW)
    store.note_here([(meeting.id, ADA)], NOW + 100)
    store.arrive(meeting.id, ADA, "Ada L.", NOW + 1000)
    store.note_here([(meeting.id, ADA)], NOW + 1010)
    assert store.attendance(meeting.id) == [ada(meeting, name="Ada L.", seen_at=NOW + 1010, seconds=110.0)]


@pytest.mark.parametrize(
    ("away", "seconds"), [(BREAK_SECONDS, 10.0 + BREAK_SECONDS), (BREAK_SECONDS + 1, 10.0)]
)
def test_who_is_back_soon_was_not_away(
    store: SqlStore, meeting: Meeting, away: float, seconds: float
) -> None:
    store.arrive(meeting.id, ADA, "Ada", NOW)
    store.note_here([(meeting.id, ADA)], NOW + 10)
    store.arrive(meeting.id, ADA, "Ada", NOW + 10 + away)
    assert [person.seconds for person in store.attendance(meeting.id)] == [seconds]


@pytest.mark.parametrize(("leap", "seconds"), [(LEAP_SECONDS, LEAP_SECONDS), (LEAP_SECONDS + 1, 0), (-5, 0)])
def test_a_leap_of_the_clock_is_no_stay(
    store: SqlStore, meeting: Meeting, leap: float, seconds: float
) -> None:
    store.arrive(meeting.id, ADA, "Ada", NOW)
    store.note_here([(meeting.id, ADA)], NOW + leap)
    store.note_here([(meeting.id, ADA)], NOW + leap + 7)
    assert [person.seconds for person in store.attendance(meeting.id)] == [seconds + 7]


def test_several_are_noted_at_once_and_nobody_else(store: SqlStore, meeting: Meeting) -> None:
    elsewhere = a_meeting()
    store.create_meeting(elsewhere, None, HERE, NOW + LEASE)
    for place, person in ((meeting, "user:bob"), (meeting, ADA), (elsewhere, ADA), (elsewhere, "user:bob")):
        store.arrive(place.id, person, person, NOW)
    store.note_here([(meeting.id, ADA), (elsewhere.id, "user:bob"), (meeting.id, "user:nobody")], NOW + 5)
    assert [(p.principal, p.seconds) for p in store.attendance(meeting.id)] == [(ADA, 5), ("user:bob", 0)]
    assert [(p.principal, p.seconds) for p in store.attendance(elsewhere.id)] == [(ADA, 0), ("user:bob", 5)]


def test_in_the_order_they_first_came(store: SqlStore, meeting: Meeting) -> None:
    for person, at in (("c", 1), ("a", 2), ("b", 3), ("c", 4)):
        store.arrive(meeting.id, person, person, NOW + at)
    assert [person.principal for person in store.attendance(meeting.id)] == ["c", "a", "b"]


def test_an_arrival_is_withdrawn_only_as_long_as_nothing_was_noted(store: SqlStore, meeting: Meeting) -> None:
    store.arrive(meeting.id, ADA, "Ada", NOW)
    store.arrive(meeting.id, "user:bob", "Bob", NOW)
    store.withdraw_arrival(meeting.id, ADA)
    assert [person.principal for person in store.attendance(meeting.id)] == ["user:bob"]
    store.note_here([(meeting.id, "user:bob")], NOW + 1)
    store.withdraw_arrival(meeting.id, "user:bob")
    assert [person.principal for person in store.attendance(meeting.id)] == ["user:bob"]


def test_it_outlives_the_end_and_goes_with_the_clean_up(store: SqlStore, meeting: Meeting) -> None:
    store.arrive(meeting.id, ADA, "Ada", NOW)
    store.end_meeting(meeting.id, NOW + 10)
    assert store.attendance(meeting.id) == [ada(meeting)]
    assert store.clean_up(NOW + 11, NOW + 11, HERE, []) == [meeting.id]
    assert store.attendance(meeting.id) == []


def test_nobody_attends_no_meeting(store: SqlStore) -> None:
    with pytest.raises(StorageConflict):
        store.arrive("nowhere", ADA, "Ada", NOW)
