"""Keeps this server's leases alive and tidies up at night."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from notebook_meet_server.rules.cleanup import clean_up_due
from notebook_meet_server.rules.settings import LEASE_SECONDS, RENEW_SECONDS
from notebook_meet_server.store.errors import ServerBusy, StorageError
from notebook_meet_server.store.sql import SqlStore
from notebook_meet_server.switchboard import Environment, Switchboard
from notebook_meet_server.switchboard.environment import Lease
from notebook_meet_server.switchboard.faults import log_fault

log = logging.getLogger(__name__)

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
TOUCH_SECONDS = 600.0
"""How often a meeting that is going on is noted as used: a crash must not make it look abandoned."""


class Caretaker:
    """Renews leases every 20 s; cleans up at the start and whenever the time of day for it has passed.

    Args:
        env: the environment.
        switchboard: knows which meetings are live.
        sleep: ``asyncio.sleep``, or a test's.
    """

    def __init__(
        self,
        env: Environment,
        switchboard: Switchboard,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._env = env
        self._board = switchboard
        self._sleep = sleep
        self._cleaned_at = NEVER
        self._touched_at: float | None = None
        self._offset: float | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins; needs a running event loop. The first round, with a clean-up, comes at once."""
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="notebook-meet caretaker")

    async def stop(self) -> None:
        """Ends, and gives this server's meetings free for others."""
        if self._task is None:
            return
        self._task.cancel()
        await asyncio.wait([self._task])
        self._task = None
        env = self._env
        try:
            await env.thread.run(env.store.release, env.settings.server_id)
        except (StorageError, ServerBusy) as trouble:
            log.warning("The leases run out by themselves: %s", trouble)

    async def round(self) -> None:
        """Does once what is due. Trouble with the store is logged; the next round tries again."""
        try:
            await self._renew()
            await self._clean_up()
        except (StorageError, ServerBusy) as trouble:
            log.warning("The caretaker tries again in %d s: %s", RENEW_SECONDS, trouble)

    async def _run(self) -> None:
        while True:
            try:
                await self.round()
            except Exception as fault:  # noqa: BLE001 (logged; without leases other servers would take over)
                log_fault(log, "The caretaker's round", fault)
            await self._sleep(RENEW_SECONDS)

    async def _renew(self) -> None:
        env, now = self._env, self._env.clock.monotonic()
        due = self._touched_at is None or now - self._touched_at >= TOUCH_SECONDS
        live = self._board.live() if due else set()
        await env.thread.run(_renew, env.store, env.lease(), live)
        if due:
            self._touched_at = now

    async def _clean_up(self) -> None:
        env, now, wall = self._env, self._env.clock.local(), self._env.clock.wall()
        if self._leapt(wall):
            return
        if not clean_up_due(self._cleaned_at, now, env.settings.clean_up_at):
            return
        unused_since = wall - env.settings.unused_seconds
        gone = await env.thread.run(
            env.store.clean_up, wall, unused_since, env.settings.server_id, self._board.live()
        )
        self._cleaned_at = now
        if gone:
            log.info("Deleted %d meetings that nobody used any more", len(gone))

    def _leapt(self, wall: float) -> bool:
        """Whether the clock went on without this machine, or was set, since the last round.

        Other servers on it have slept too: their leases look expired until they have renewed them, which
        they do before the next round. Until then nothing may be taken for abandoned.
        """
        offset = wall - self._env.clock.monotonic()
        before, self._offset = self._offset, offset
        return before is not None and offset - before > LEASE_SECONDS


def _renew(store: SqlStore, lease: Lease, live: set[str]) -> None:
    with store.transaction():
        store.renew(lease.server_id, lease.until)
        for meeting_id in live:
            store.touch(meeting_id, lease.now)
