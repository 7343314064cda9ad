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
    """Renews leases every 20 s; cleans up soon after the start and whenever the time of day for it has passed.

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
        self._renewed_at: float | None = None
        self._troubled = False
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins; needs a running event loop. The first round comes at once, the first clean-up with the second."""
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
        """Does once what is due. Trouble with the store is logged when it begins; the next round tries again."""
        try:
            others_may_lag = await self._renew()
            if not others_may_lag:
                await self._clean_up()
        except (StorageError, ServerBusy) as trouble:
            level = logging.DEBUG if self._troubled else logging.WARNING
            log.log(level, "The caretaker's round failed; tried again every %d s: %s", RENEW_SECONDS, trouble)
            self._troubled = True
        else:
            self._troubled = False

    async def _run(self) -> None:
        while True:
            try:
                await self.round()
            except Exception as fault:  # noqa: BLE001 (logged; without leases other servers would take over)
                log_fault(log, "The caretaker's round", fault)
            await self._sleep(RENEW_SECONDS)

    async def _renew(self) -> bool:
        """Renews the leases.

        Returns:
            Whether other servers may not have had the time to renew theirs, so that they look expired: at the
            start, after a suspend, after the clock was set forward, and after trouble with the database that all
            share. They do so before the next round; until then nothing may be taken for abandoned.
        """
        env, now, lease = self._env, self._env.clock.monotonic(), self._env.lease()
        due = self._touched_at is None or now - self._touched_at >= TOUCH_SECONDS
        live = self._board.live()
        here = self._board.attending(*live)
        await env.thread.run(_renew, env.store, lease, live if due else set(), here)
        if due:
            self._touched_at = now
        before, self._renewed_at = self._renewed_at, lease.now
        return before is None or lease.now - before > LEASE_SECONDS

    async def _clean_up(self) -> None:
        env, now, wall = self._env, self._env.clock.local(), self._env.clock.wall()
        if not clean_up_due(self._cleaned_at, now, env.settings.clean_up_at):
            return
        unused_since = wall - env.settings.unused_seconds
        gone = await env.thread.run(
            env.store.clean_up, wall, unused_since, env.settings.server_id, self._board.live()
        )
        self._cleaned_at = now
        if gone:
            log.info("Deleted %d meetings that nobody used any more", len(gone))


def _renew(store: SqlStore, lease: Lease, live: set[str], here: set[tuple[str, str]]) -> None:
    with store.transaction():
        store.renew(lease.server_id, lease.until)
        store.note_here(here, lease.now)
        for meeting_id in live:
            store.touch(meeting_id, lease.now)
