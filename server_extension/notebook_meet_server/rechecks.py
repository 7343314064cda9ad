"""On a hub, whoever is in a meeting is looked at again: a right that the hub took away ends the call, too."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final, Protocol

from notebook_meet_server.rules.refused import Refused
from notebook_meet_server.rules.rights import VERDICTS, Standing
from notebook_meet_server.switchboard import Switchboard
from notebook_meet_server.switchboard.faults import log_fault

log = logging.getLogger(__name__)

GRACE_SECONDS: Final = 5.0
"""Who came back a moment ago, after this service was started again, has so long to call with a login."""


class Rights(Protocol):
    """Who can say whether people may still be here."""

    async def standing(self, principal: str) -> Standing:
        """How it stands with this person.

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
        """Asks about everybody once, and about those who are unknown twice. While the hub does not answer everybody stays."""
        people = {principal for who in self._board.who().values() for principal in who}
        try:
            found = await self._asked(people)
            await self._put_out(found, "lost")
            unknown = {person for person in people if found[person] == "unknown"}
            if unknown:
                await self._sleep(GRACE_SECONDS)
                await self._put_out(await self._asked(unknown), "lost", "unknown")
        except Refused as no:
            log.info("Nobody's rights could be looked at again: %s", no.code)

    async def _asked(self, people: set[str]) -> dict[str, Standing]:
        return {person: await self._rights.standing(person) for person in people}

    async def _put_out(self, found: dict[str, Standing], *standings: Standing) -> None:
        """Puts out those of whom one of these was found, from wherever they are by now."""
        for meeting_id, who in self._board.who().items():
            for standing in standings:
                ids = [one for person, own in who.items() if found.get(person) == standing for one in own]
                code = VERDICTS[standing]
                if ids and code is not None:
                    await self._board.remove(meeting_id, ids, code)

    async def _run(self) -> None:
        while True:
            await self._sleep(self._every)
            try:
                await self.round()
            except Exception as fault:  # noqa: BLE001 (logged; the next round looks again)
                log_fault(log, "Looking at people's rights again", fault)
