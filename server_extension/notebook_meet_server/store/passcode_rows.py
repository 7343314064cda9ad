"""The table of passcodes. Nothing but this file reads or writes it."""

from sqlalchemy import delete, insert, select, update

from notebook_meet_server.store.database import Database
from notebook_meet_server.store.tables import meetings, passcodes


class PasscodeRows(Database):
    """Argon2id texts by meeting."""

    def set_passcode(self, meeting_id: str, passcode_hash: str | None) -> None:
        """Set or, with None, remove a meeting's passcode.

        Args:
            passcode_hash: from ``PasscodeHasher.hash``; never the passcode.

        Raises:
            StorageConflict: a passcode for a meeting that is not stored.
        """
        with self._write() as connection:
            connection.execute(delete(passcodes).where(passcodes.c.meeting_id == meeting_id))
            if passcode_hash is not None:
                connection.execute(insert(passcodes).values(meeting_id=meeting_id, argon2=passcode_hash))
            connection.execute(
                update(meetings)
                .where(meetings.c.id == meeting_id)
                .values(has_passcode=passcode_hash is not None)
            )

    def passcode_hash(self, meeting_id: str) -> str | None:
        """Give what ``PasscodeHasher.verify`` compares with; None without passcode or meeting."""
        with self._read() as connection:
            query = select(passcodes.c.argon2).where(passcodes.c.meeting_id == meeting_id)
            return connection.execute(query).scalar_one_or_none()
