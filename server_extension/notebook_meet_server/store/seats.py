"""Seats: who takes or took part, and what they may do."""

from collections.abc import Sequence
from dataclasses import asdict, fields

from sqlalchemy import delete, func, insert, select, update

from notebook_meet.wire.people import Role
from notebook_meet_server.rules.records import Seat
from notebook_meet_server.store.database import Database
from notebook_meet_server.store.tables import seats

_COLUMNS = tuple(seats.c[field.name] for field in fields(Seat))


class SeatRows(Database):
    """The rows of seats. Times are seconds since the epoch."""

    def add_seat(self, seat: Seat) -> None:
        """Store a new participation.

        It replaces seats that the same person has left and that gave exactly the same rights, so that coming and
        going does not fill the disk.

        Raises:
            StorageConflict: the id is taken, or the meeting or invite is gone.
        """
        superseded = (
            seats.c.meeting_id == seat.meeting_id,
            seats.c.principal == seat.principal,
            seats.c.left_at.is_not(None),
            seats.c.role == seat.role,
            seats.c.kind == seat.kind,
            seats.c.guest.is_(seat.guest),
            seats.c.invite_id.is_not_distinct_from(seat.invite_id),
            seats.c.banned.is_(seat.banned),
            seats.c.spent_invite.is_not_distinct_from(seat.spent_invite),
        )
        with self._write() as connection:
            connection.execute(delete(seats).where(*superseded))
            connection.execute(insert(seats).values(asdict(seat)))

    def withdraw_seat(self, seat_id: str, earlier: Sequence[Seat]) -> bool:
        """Undo ``add_seat`` for someone who never learned of the seat.

        Args:
            seat_id: the seat that goes.
            earlier: the same person's seats as they were before; those that were replaced come back.

        Returns:
            False, with nothing changed, when the seat is gone or was banned meanwhile.
        """
        with self._write() as connection:
            seat = self.seat(seat_id)
            if seat is None or seat.banned:
                return False
            connection.execute(delete(seats).where(seats.c.id == seat_id))
            for old in earlier:
                if self.seat(old.id) is None:
                    # It had the role of the seat that replaced it, which may have been raised since.
                    connection.execute(insert(seats).values(asdict(old) | {"role": seat.role}))
                else:
                    connection.execute(update(seats).where(seats.c.id == old.id).values(left_at=old.left_at))
            return True

    def seats(self, meeting_id: str, principal: str | None = None) -> list[Seat]:
        """List a meeting's seats, present and past, or one person's there; in the order of joining."""
        query = (
            select(*_COLUMNS).where(seats.c.meeting_id == meeting_id).order_by(seats.c.joined_at, seats.c.id)
        )
        if principal is not None:
            query = query.where(seats.c.principal == principal)
        with self._read() as connection:
            return [Seat(*row) for row in connection.execute(query)]

    def seat(self, seat_id: str) -> Seat | None:
        """Give the seat of a participant id."""
        with self._read() as connection:
            row = connection.execute(select(*_COLUMNS).where(seats.c.id == seat_id)).one_or_none()
            return None if row is None else Seat(*row)

    def seat_by_resume(self, resume_hash: bytes) -> Seat | None:
        """Give the seat that a resume token belongs to, also one that was left; None once it was banned."""
        with self._read() as connection:
            row = connection.execute(
                select(*_COLUMNS).where(seats.c.resume_hash == resume_hash)
            ).one_or_none()
            return None if row is None else Seat(*row)

    def set_role(self, meeting_id: str, principal: str, role: Role) -> None:
        """Give all seats of a person in a meeting this role."""
        with self._write() as connection:
            connection.execute(
                update(seats)
                .where(seats.c.meeting_id == meeting_id, seats.c.principal == principal)
                .values(role=role)
            )

    def leave_seat(self, seat_id: str, now: float) -> None:
        """Note the end of a participation; a second end changes nothing.

        Its resume token stays: it cannot continue the participation, but a guest is known by it, and may come in
        again after the one use of the invite.
        """
        with self._write() as connection:
            connection.execute(
                update(seats).where(seats.c.id == seat_id).values(left_at=func.coalesce(seats.c.left_at, now))
            )

    def ban_person(self, meeting_id: str, principal: str) -> list[str]:
        """Ban a person. None of the person's seats can be resumed any more.

        Returns:
            the ids of the invites that let the person in, or gave the person something.
        """
        own = (seats.c.meeting_id == meeting_id, seats.c.principal == principal)
        with self._write() as connection:
            rows = connection.execute(select(seats.c.invite_id, seats.c.spent_invite).where(*own)).all()
            connection.execute(update(seats).where(*own).values(banned=True, resume_hash=None))
            return sorted({invite for row in rows for invite in row if invite is not None})

    def ban_invite(self, invite_id: str) -> list[str]:
        """Ban everyone whom an invite let in. None of these seats can be resumed any more.

        Returns:
            the ids of all seats of that invite, in the order of joining.
        """
        of_invite = seats.c.invite_id == invite_id
        with self._write() as connection:
            query = select(seats.c.id).where(of_invite).order_by(seats.c.joined_at, seats.c.id)
            banned = list(connection.execute(query).scalars())
            connection.execute(update(seats).where(of_invite).values(banned=True, resume_hash=None))
            return banned
