"""What the administrator chose, as plain data. ``config.py`` makes it from traitlets at the root."""

from dataclasses import dataclass
from datetime import time

from notebook_meet.wire.meetings import PLAIN_SERVER, Residence
from notebook_meet.wire.people import IceServer, Role
from notebook_meet_server.rules.cleanup import CLEAN_UP_AT
from notebook_meet_server.rules.turn import Turn

LEASE_SECONDS = 60.0
"""How long a server may be silent before another one on the same database adopts its meetings."""
RENEW_SECONDS = 20.0
"""How often a server renews its leases: two renewals may fail before a lease runs out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Settings of one server.

    Args:
        server_id: names this server in leases; the same again after a restart.
        default_role: the role of a logged-in person who has no seat in a meeting.
        max_seats: how many people a meeting holds.
        mesh_video: how many cameras a meeting carries.
        ice_servers: handed to every client; empty means host candidates only.
        turn: a TURN server for which every client gets a credential of its own; None for none.
        clean_up_at: local time of day of the daily clean-up.
        unused_seconds: a meeting that nobody used for so long is deleted by the clean-up.
        residence: what kind of server this is, and whether it lets guests in.
    """

    server_id: str
    default_role: Role = "attendee"
    max_seats: int = 8
    mesh_video: int = 4
    ice_servers: tuple[IceServer, ...] = ()
    turn: Turn | None = None
    clean_up_at: time = CLEAN_UP_AT
    unused_seconds: float = 2 * 24 * 3600.0
    residence: Residence = PLAIN_SERVER

    @property
    def on_hub(self) -> bool:
        """Whether people have logins here of whom this server does not know."""
        return self.residence.kind != "server"
