"""Somebody who waits to be let in."""

from dataclasses import dataclass

from notebook_meet.wire.waiting import Knocker
from notebook_meet_server.rules.grants import Grant
from notebook_meet_server.rules.rate import Bucket


@dataclass(slots=True)
class Waiter:
    """Belongs to one room, and nothing else changes it.

    Args:
        id: the participant id that the person will have.
        grant: what the person was admitted for; nothing of it is used up yet.
        since: seconds since the epoch.
        connection: the socket.
        heard_at: when the last sign of life came, in monotonic seconds.
        messages: how fast the person may speak.
    """

    id: str
    grant: Grant
    since: float
    connection: int
    heard_at: float
    messages: Bucket

    def seen(self) -> Knocker:
        """As those see it who can let people in."""
        return Knocker(id=self.id, name=self.grant.name, guest=self.grant.guest, since=self.since)
