"""On a hub, whoever is in a meeting is looked at again: a right that the hub took away ends the call, too."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Protocol

from notebook_meet_server.rules.refused import Refused
from notebook_meet_server.switchboard import Switchboard
from notebook_meet_server.switchboard.faults import log_fault

log = logging.getLogger(__name__)


class Rights(Protocol):
    """Who can say whether people may still be here."""

    async def still_allowed(self, principal: str) -> bool:
        """Whether this person may still be here.

        Raises:
            Refused: nobody can say at the moment.
        """


class Rechecks:
    """Asks about everybody in a meeting again and again, and puts out who has lost the right to be there.

    Args:
        rights: is asked.
        switchboard: knows who is in a meeting.
        every: seconds between two rounds.
        sleep: ``asyncio.sleep``, or a test's.
    """

    def __init__(
        self,
        rights: Rights,
        switchboard: Switchboard,
        every: float,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._rights = rights
        self._board = switchboard
        self._every = every
        self._sleep = sleep
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins; needs a running event loop."""
        self._task = asyncio.create_task(self._run(), name="notebook-meet rechecks")

    async def stop(self) -> None:
        """Ends."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def round(self) -> None:
        """Asks about everybody once. While the hub does not answer everybody stays."""
        meetings = self._board.who()
        people = {principal for who in meetings.values() for principal in who}
        try:
            gone = {person for person in people if not await self._rights.still_allowed(person)}
        except Refused as no:
            log.info("Nobody's rights could be looked at again: %s", no.code)
            return
        for meeting_id, who in meetings.items():
            ids = [one for person, own in who.items() if person in gone for one in own]
            if ids:
                await self._board.remove(meeting_id, ids, "hub_not_allowed")

    async def _run(self) -> None:
        while True:
            await self._sleep(self._every)
            try:
                await self.round()
            except Exception as fault:  # noqa: BLE001 (logged; the next round looks again)
                log_fault(log, "Looking at people's rights again", fault)
