"""Meetings, and which server holds which."""

from collections.abc import Collection
from dataclasses import asdict, fields

from sqlalchemy import ColumnElement, delete, func, insert, or_, select, update

from notebook_meet_server.rules.records import Meeting
from notebook_meet_server.store.passcode_rows import PasscodeRows
from notebook_meet_server.store.tables import invites, meetings, rulings, seats

_COLUMNS = tuple(meetings.c[field.name] for field in fields(Meeting))


def _free_for(server_id: str, now: float) -> ColumnElement[bool]:
    """Say in SQL: no other server's lease on the meeting is live."""
    return or_(
        meetings.c.server_id.is_(None), meetings.c.server_id == server_id, meetings.c.lease_until <= now
    )


class MeetingRows(PasscodeRows):
    """The rows of meetings. Times are seconds since the epoch."""

    def create_meeting(
        self, meeting: Meeting, passcode_hash: str | None, server_id: str, lease_until: float
    ) -> None:
        """Store a new meeting, held by the server that made it.

        Args:
            meeting: its ``has_passcode`` does not count, ``passcode_hash`` does.

        Raises:
            StorageConflict: the id is taken.
        """
        with self._write() as connection:
            row = asdict(meeting) | {"server_id": server_id, "lease_until": lease_until}
            connection.execute(insert(meetings).values(row))
            self.set_passcode(meeting.id, passcode_hash)

    def meeting(self, meeting_id: str) -> Meeting | None:
        """Give a meeting, also one that has ended or that another server holds; None when there is none."""
        with self._read() as connection:
            row = connection.execute(select(*_COLUMNS).where(meetings.c.id == meeting_id)).one_or_none()
            return None if row is None else Meeting(*row)

    def meetings_of(self, owner: str, server_id: str, now: float) -> list[Meeting]:
        """List what a principal owns, has not ended, and this server holds or may adopt; newest first."""
        query = (
            select(*_COLUMNS)
            .where(meetings.c.owner == owner, meetings.c.ended_at.is_(None), _free_for(server_id, now))
            .order_by(meetings.c.created_at.desc(), meetings.c.id)
        )
        with self._read() as connection:
            return [Meeting(*row) for row in connection.execute(query)]

    def update_meeting(self, meeting_id: str, *, title: str | None = None, keep: bool | None = None) -> None:
        """Change what is given, leave what is None."""
        changes = {name: value for name, value in (("title", title), ("keep", keep)) if value is not None}
        if changes:
            with self._write() as connection:
                connection.execute(update(meetings).where(meetings.c.id == meeting_id).values(changes))

    def lock_meeting(self, meeting_id: str, *, locked: bool) -> None:
        """Lock a meeting to newcomers, or open it."""
        with self._write() as connection:
            connection.execute(update(meetings).where(meetings.c.id == meeting_id).values(locked=locked))

    def set_waiting_room(self, meeting_id: str, *, on: bool) -> None:
        """Make newcomers wait, or let them in at once."""
        with self._write() as connection:
            connection.execute(update(meetings).where(meetings.c.id == meeting_id).values(waiting_room=on))

    def touch(self, meeting_id: str, now: float) -> None:
        """Note that a meeting is in use. A clock that was set back does not make it older."""
        with self._write() as connection:
            connection.execute(
                update(meetings)
                .where(meetings.c.id == meeting_id)
                .values(last_used_at=func.max(meetings.c.last_used_at, now))
            )

    def end_meeting(self, meeting_id: str, now: float) -> None:
        """End a meeting: its passcode, invites, seats, rulings, host key and lease go; the row stays until clean-up."""
        with self._write() as connection:
            self.set_passcode(meeting_id, None)
            connection.execute(delete(seats).where(seats.c.meeting_id == meeting_id))
            connection.execute(delete(invites).where(invites.c.meeting_id == meeting_id))
            connection.execute(delete(rulings).where(rulings.c.meeting_id == meeting_id))
            connection.execute(
                update(meetings)
                .where(meetings.c.id == meeting_id, meetings.c.ended_at.is_(None))
                .values(
                    ended_at=now,
                    last_used_at=func.max(meetings.c.last_used_at, now),
                    host_key_hash=None,
                    server_id=None,
                    lease_until=None,
                )
            )

    def take_host_key(self, meeting_id: str, key_hash: bytes) -> bool:
        """Use up the host key. True for exactly one caller who has the right one."""
        with self._write() as connection:
            taken = connection.execute(
                update(meetings)
                .where(meetings.c.id == meeting_id, meetings.c.host_key_hash == key_hash)
                .values(host_key_hash=None)
            )
            return taken.rowcount == 1

    def return_host_key(self, meeting_id: str, key_hash: bytes) -> None:
        """Make the host key good again that ``take_host_key`` has used up, unless the meeting has ended."""
        with self._write() as connection:
            connection.execute(
                update(meetings)
                .where(
                    meetings.c.id == meeting_id,
                    meetings.c.host_key_hash.is_(None),
                    meetings.c.ended_at.is_(None),
                )
                .values(host_key_hash=key_hash)
            )

    def hold(self, meeting_id: str, server_id: str, now: float, lease_until: float) -> bool:
        """Take or renew the lease of a meeting.

        Returns:
            False when another server's lease is live (it ends after ``now``), or there is no such meeting.
        """
        with self._write() as connection:
            held = connection.execute(
                update(meetings)
                .where(meetings.c.id == meeting_id, _free_for(server_id, now))
                .values(server_id=server_id, lease_until=lease_until)
            )
            return held.rowcount == 1

    def renew(self, server_id: str, lease_until: float) -> None:
        """Renew the leases of all meetings that this server holds; one that another has adopted stays there."""
        with self._write() as connection:
            connection.execute(
                update(meetings).where(meetings.c.server_id == server_id).values(lease_until=lease_until)
            )

    def release(self, server_id: str) -> None:
        """Give all of this server's meetings free, at a clean shutdown."""
        with self._write() as connection:
            connection.execute(
                update(meetings)
                .where(meetings.c.server_id == server_id)
                .values(server_id=None, lease_until=None)
            )

    def clean_up(self, now: float, unused_since: float, server_id: str, live: Collection[str]) -> list[str]:
        """Delete meetings that nobody needs any more, with all that belongs to them.

        Args:
            unused_since: only what was last used before this goes. Ended meetings go then even if kept.
            live: ids that stay whatever their age.

        Returns:
            the ids of what was deleted, never of a meeting under another server's live lease.
        """
        query = select(meetings.c.id).where(
            meetings.c.last_used_at < unused_since,
            or_(meetings.c.keep.is_(False), meetings.c.ended_at.is_not(None)),
            _free_for(server_id, now),
        )
        with self._write() as connection:
            gone = [
                meeting_id for meeting_id in connection.execute(query).scalars() if meeting_id not in live
            ]
            for meeting_id in gone:
                connection.execute(delete(meetings).where(meetings.c.id == meeting_id))
            return gone
