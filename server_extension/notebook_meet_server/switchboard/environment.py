"""What the switchboard and the meetings work with, made once at the root."""

from dataclasses import dataclass, field

from notebook_meet_server.rules.settings import LEASE_SECONDS, Settings
from notebook_meet_server.store.sql import SqlStore
from notebook_meet_server.store.thread import StoreThread
from notebook_meet_server.switchboard.figures import Figures
from notebook_meet_server.switchboard.ports import Clock, Ids


@dataclass(frozen=True, slots=True)
class Lease:
    """Which server takes a meeting, and until when. Times are seconds since the epoch."""

    server_id: str
    now: float
    until: float


@dataclass(frozen=True, slots=True)
class Environment:
    """Everything from outside.

    Args:
        store: where meetings live; called on ``thread`` only.
        thread: the store's thread.
        settings: what the administrator chose.
        clock: what time it is.
        ids: fresh names.
        figures: what is counted.
    """

    store: SqlStore
    thread: StoreThread
    settings: Settings
    clock: Clock
    ids: Ids
    figures: Figures = field(default_factory=Figures)

    def lease(self) -> Lease:
        """A lease that this server takes now."""
        now = self.clock.wall()
        return Lease(self.settings.server_id, now, now + LEASE_SECONDS)
