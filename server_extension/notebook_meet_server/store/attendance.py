"""Who was in a meeting, and for how long: one row for each person, however often the person came."""

from collections.abc import Collection
from dataclasses import fields
from typing import Final

from sqlalchemy import BindParameter, ColumnElement, bindparam, case, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from notebook_meet.wire import limits
from notebook_meet_server.rules.records import Attendee
from notebook_meet_server.store.database import Database
from notebook_meet_server.store.tables import attendance

BREAK_SECONDS: Final = 60.0
"""Who is back within this time has not been away: a page was loaded again, or the server was restarted."""
LEAP_SECONDS: Final = 3600.0
"""No stay is noted for so long in one piece: the clock was set, or the machine slept."""

_COLUMNS = tuple(attendance.c[field.name] for field in fields(Attendee))
_OLDEST_FIRST = (attendance.c.joined_at, attendance.c.principal)


def _with(passed: ColumnElement[float], most: float) -> ColumnElement[float]:
    """Say in SQL: the seconds so far, and those that have passed since, if these are not too many."""
    return attendance.c.seconds + case((passed.between(0.0, most), passed), else_=0.0)


class AttendanceRows(Database):
    """The rows of the attendance. Times are seconds since the epoch."""

    def arrive(self, meeting_id: str, principal: str, name: str, now: float) -> None:
        """Note that a person comes in: for the first time, again, or once more beside another tab.

        Raises:
            StorageConflict: there is no such meeting.
        """
        first = insert(attendance).values(
            meeting_id=meeting_id, principal=principal, name=name, joined_at=now, seen_at=now, seconds=0.0
        )
        again = {
            "name": name,
            "seconds": _with(first.excluded.seen_at - attendance.c.seen_at, BREAK_SECONDS),
            "seen_at": first.excluded.seen_at,
        }
        with self._write() as connection:
            connection.execute(first.on_conflict_do_update(index_elements=attendance.primary_key, set_=again))

    def note_here(self, people: Collection[tuple[str, str]], now: float) -> None:
        """Note that people are, or were until now, in a meeting.

        Args:
            people: pairs of a meeting's id and a principal's.
            now: the time up to which they were here.
        """
        if not people:
            return
        moment: BindParameter[float] = bindparam("now", now)
        noted = (
            update(attendance)
            .where(
                attendance.c.meeting_id == bindparam("of_meeting"),
                attendance.c.principal == bindparam("person"),
            )
            .values(seconds=_with(moment - attendance.c.seen_at, LEAP_SECONDS), seen_at=moment)
        )
        rows = [{"of_meeting": meeting, "person": person, "now": now} for meeting, person in people]
        with self._write() as connection:
            connection.execute(noted, rows)

    def withdraw_arrival(self, meeting_id: str, principal: str) -> None:
        """Forget a person who has only just come for the first time; whoever was here longer stays."""
        never_here = attendance.c.seen_at == attendance.c.joined_at
        with self._write() as connection:
            connection.execute(
                delete(attendance).where(
                    attendance.c.meeting_id == meeting_id, attendance.c.principal == principal, never_here
                )
            )

    def attendance(self, meeting_id: str) -> list[Attendee]:
        """List everybody who was in a meeting, in the order they first came; of too many those who came last."""
        latest = (
            select(*_COLUMNS)
            .where(attendance.c.meeting_id == meeting_id)
            .order_by(*(column.desc() for column in _OLDEST_FIRST))
            .limit(limits.ATTENDANCE_PEOPLE)
        )
        with self._read() as connection:
            return [Attendee(*row) for row in connection.execute(latest)][::-1]
