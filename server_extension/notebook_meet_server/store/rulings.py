"""What hosts have decided about people."""

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from notebook_meet.wire.people import Role
from notebook_meet_server.rules.records import NO_RULING, Ruling
from notebook_meet_server.store.database import Database
from notebook_meet_server.store.tables import rulings


class RulingRows(Database):
    """The rows of rulings."""

    def ruling(self, meeting_id: str, principal: str) -> Ruling:
        """Give what hosts have decided about a person; nothing when nobody has."""
        query = select(rulings.c.role, rulings.c.held).where(
            rulings.c.meeting_id == meeting_id, rulings.c.principal == principal
        )
        with self._read() as connection:
            row = connection.execute(query).one_or_none()
            return NO_RULING if row is None else Ruling(*row)

    def rule_role(self, meeting_id: str, principal: str, role: Role | None) -> None:
        """Decide a person's role, or with None leave it to seats and invites again."""
        self._rule(meeting_id, principal, {"role": role})

    def rule_held(self, meeting_id: str, principal: str, *, held: bool) -> None:
        """Decide whether a person may not switch the microphone on."""
        self._rule(meeting_id, principal, {"held": held})

    def _rule(self, meeting_id: str, principal: str, changes: dict[str, object]) -> None:
        row = {"meeting_id": meeting_id, "principal": principal, "role": None, "held": False} | changes
        with self._write() as connection:
            connection.execute(
                insert(rulings)
                .values(row)
                .on_conflict_do_update(index_elements=["meeting_id", "principal"], set_=changes)
            )
