"""Invites, and the counting of their uses."""

from dataclasses import asdict, fields

from sqlalchemy import ColumnElement, and_, func, insert, select, update

from notebook_meet_server.rules.records import Invite
from notebook_meet_server.store.database import Database
from notebook_meet_server.store.tables import invites

_COLUMNS = tuple(invites.c[field.name] for field in fields(Invite))


def _open(now: float) -> ColumnElement[bool]:
    """Say in SQL: the invite is neither expired nor revoked."""
    return and_(invites.c.revoked_at.is_(None), invites.c.expires_at > now)


def _usable(now: float) -> ColumnElement[bool]:
    """Say in SQL: the invite still lets someone in."""
    return and_(_open(now), invites.c.used < invites.c.uses)


class InviteRows(Database):
    """The rows of invites. Times are seconds since the epoch."""

    def add_invite(self, invite: Invite) -> None:
        """Store a new invite.

        Raises:
            StorageConflict: the id or secret is taken, or the meeting is gone.
        """
        with self._write() as connection:
            connection.execute(insert(invites).values(asdict(invite)))

    def invites(self, meeting_id: str, now: float) -> list[Invite]:
        """List a meeting's open invites, newest first: neither expired nor revoked.

        One that is used up is among them: revoking it puts out those whom it let in.
        """
        query = (
            select(*_COLUMNS)
            .where(invites.c.meeting_id == meeting_id, _open(now))
            .order_by(invites.c.created_at.desc(), invites.c.id)
        )
        with self._read() as connection:
            return [Invite(*row) for row in connection.execute(query)]

    def invite(self, invite_id: str) -> Invite | None:
        """Give an invite in whatever state."""
        with self._read() as connection:
            row = connection.execute(select(*_COLUMNS).where(invites.c.id == invite_id)).one_or_none()
            return None if row is None else Invite(*row)

    def invite_by_secret(self, secret_hash: bytes) -> Invite | None:
        """Give the invite that a secret belongs to, in whatever state."""
        with self._read() as connection:
            row = connection.execute(
                select(*_COLUMNS).where(invites.c.secret_hash == secret_hash)
            ).one_or_none()
            return None if row is None else Invite(*row)

    def use_invite(self, invite_id: str, now: float) -> bool:
        """Use up one use. False when it is unknown, expired, revoked or used up; never more uses than there are."""
        with self._write() as connection:
            used = connection.execute(
                update(invites).where(invites.c.id == invite_id, _usable(now)).values(used=invites.c.used + 1)
            )
            return used.rowcount == 1

    def return_use(self, invite_id: str) -> None:
        """Give back one use that ``use_invite`` has taken."""
        with self._write() as connection:
            connection.execute(
                update(invites)
                .where(invites.c.id == invite_id, invites.c.used > 0)
                .values(used=invites.c.used - 1)
            )

    def revoke_invite(self, invite_id: str, now: float) -> None:
        """Revoke an invite; a second time changes nothing."""
        with self._write() as connection:
            connection.execute(
                update(invites)
                .where(invites.c.id == invite_id)
                .values(revoked_at=func.coalesce(invites.c.revoked_at, now))
            )
