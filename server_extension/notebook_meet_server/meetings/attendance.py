"""Who was in a meeting, and who may be told."""

from collections.abc import Collection

from notebook_meet.wire import rest
from notebook_meet_server.rules.admission import Case
from notebook_meet_server.rules.records import Attendee
from notebook_meet_server.store.sql import SqlStore


def attendees(
    store: SqlStore, meeting_id: str, here_now: Collection[tuple[str, str]], now: float
) -> list[rest.Attendee]:
    """Everybody who was ever in a meeting, up to this moment. Runs on the store's thread.

    Args:
        here_now: who is in it, as pairs of its id and a principal's.
        now: seconds since the epoch.
    """
    with store.transaction():
        store.note_here(here_now, now)
        return [
            _told(person, here=(meeting_id, person.principal) in here_now)
            for person in store.attendance(meeting_id)
        ]


def owner_of_ended(case: Case) -> bool:
    """Whether the caller owns the meeting, and it is over: nobody else has a right in it any more."""
    meeting = case.meeting
    return meeting is not None and meeting.ended_at is not None and meeting.owner == case.principal.id


def _told(person: Attendee, *, here: bool) -> rest.Attendee:
    # A clock that was set back meanwhile sends nobody away before the person came.
    left = None if here else max(person.joined_at, person.seen_at)
    return rest.Attendee(name=person.name, joined=person.joined_at, left=left, seconds=person.seconds)
