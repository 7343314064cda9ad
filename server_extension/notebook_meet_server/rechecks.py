"""On a hub, whoever is in a meeting, or waits to be let in, is looked at again: a right that the hub took away ends that, too."""

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
AT_ONCE: Final = 16
"""So many people are asked about at a time. Of 500, a hub that takes 0.75 s for each answer has told in 24 s."""


class Rights(Protocol):
    """Who can say whether people may still be here."""

    async def standing(self, principal: str) -> Standing:
        """How it stands with this person. An answer that does not come is waited for so long and no longer: a round waits for all.

        Raises:
            Refused: nobody can say at the moment.
        """


class Rechecks:
    """Asks about everybody in or at a meeting again and again, and puts out who has lost the right to be there.

    Args:
        rights: is asked.
        switchboard: knows who is there.
        every: seconds from one round's beginning to that of the next; a round that takes longer is followed at once.
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
        self._order: dict[str, None] = {}
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
        """Asks about everybody once, and about those who are unknown twice; each is judged as soon as the hub has answered.

        Of whom the hub does not answer stays. After as many such as are asked about at a time, and no answer in between, the
        hub is taken to be away, and the round ends; the next one begins with those who were left out.
        """
        look = _Round(self._rights, self._put_out, self._sleep, self._next())
        try:
            await look.run()
        finally:
            for person in look.asked:  # to the end of the line
                self._order.pop(person, None)
                self._order[person] = None
        if look.unanswered:
            log.info("The rights of %d people could not be looked at again.", look.unanswered)

    def _next(self) -> list[str]:
        """Everybody who is here or waits at the door, who was asked about longest ago first, and newcomers last: these had a good login a moment ago."""
        here = {principal for who in self._board.who().values() for principal in who}
        self._order = {person: None for person in self._order if person in here}
        self._order |= dict.fromkeys(sorted(here))
        return list(self._order)

    async def _put_out(self, person: str, code: str) -> None:
        """Puts somebody out, from wherever that person is by now."""
        for meeting_id, who in self._board.who().items():
            if ids := who.get(person):
                await self._board.remove(meeting_id, ids, code)

    async def _run(self) -> None:
        await self._sleep(self._every)
        while True:
            await asyncio.gather(self._sleep(self._every), self._looked())

    async def _looked(self) -> None:
        try:
            await self.round()
        except Exception as fault:  # noqa: BLE001 (logged; the next round looks again)
            log_fault(log, "Looking at people's rights again", fault)


class _Round:
    """One look at everybody.

    Attributes:
        asked: about whom the hub was asked, answer or not.
        unanswered: how many were left as they are, since nobody can say.
    """

    def __init__(
        self,
        rights: Rights,
        put_out: Callable[[str, str], Awaitable[None]],
        sleep: Callable[[float], Awaitable[None]],
        people: list[str],
    ) -> None:
        self.asked: dict[str, None] = {}
        self.unanswered = 0
        self._silences = 0
        self._rights = rights
        self._put_out = put_out
        self._sleep = sleep
        self._people = people
        self._places = asyncio.Semaphore(AT_ONCE)

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            for person in self._people:
                group.create_task(self._judge(person))

    async def _judge(self, person: str) -> None:
        try:
            found = await self._ask(person)
            if found == "unknown":
                await self._sleep(GRACE_SECONDS)
                found = await self._ask(person)
            code = VERDICTS[found] if found else None
            if code is not None:
                await self._put_out(person, code)
        except Exception as fault:  # noqa: BLE001 (logged; it must not end the round for the others)
            log_fault(log, "Looking at somebody's rights again", fault)

    async def _ask(self, person: str) -> Standing | None:
        """How it stands with somebody; None when nobody can say."""
        async with self._places:
            if self._silences >= AT_ONCE:
                self.unanswered += 1
                return None
            self.asked[person] = None
            try:
                found = await self._rights.standing(person)
            except Refused:
                self._silences += 1
                self.unanswered += 1
                return None
            self._silences = 0
            return found
