"""Where the state machine works: one server and one model for each run."""

import asyncio
import shutil
import tempfile
from collections import Counter
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.machine.checks import check_rooms, check_rosters, check_store, check_tickets, present
from tests.machine.client import Client
from tests.machine.faults import Faults

WHO = st.integers(0, 4)
OWNER_OR = st.none() | WHO
"""None stands for the meeting's owner."""
WHICH = st.integers(0, 11)

some_client = precondition(lambda self: bool(self.deeds.clients))
some_meeting = precondition(lambda self: bool(self.deeds.meetings))
some_invite = precondition(lambda self: bool(self.deeds.invites))
some_admission = precondition(lambda self: bool(self.deeds.admissions))
somebody_present = precondition(lambda self: bool(self.present))
somebody_away = precondition(lambda self: bool(self.away))


class Bench(RuleBasedStateMachine):
    """The server and the model, and when both are compared as wholes."""

    counts: ClassVar[Counter[str]] = Counter()
    empty: ClassVar[Path]
    """A database with nothing in it but its tables."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = Path(tempfile.mkdtemp(dir=self.empty.parent))
        shutil.copy(self.empty, self.folder / "meet.db")
        self.deeds = Faults(self.folder / "meet.db")
        self.run(self.deeds.start())

    def run(self, deed: Coroutine[Any, Any, Any]) -> None:
        self.broken = True
        self.loop.run_until_complete(deed)
        self.broken = False

    @property
    def present(self) -> list[Client]:
        return present(self.deeds)

    @property
    def away(self) -> list[Client]:
        return [client for client in self.deeds.clients if client.state == "away"]

    # --- checks ------------------------------------------------------------------------------------------------

    steps = 0

    @invariant()
    def rooms_are_right(self) -> None:
        self.steps += 1
        check_rooms(self.deeds)

    @rule()
    def quiet(self) -> None:
        """Everybody who can come back does, everything arrives: now all know the same."""
        self.run(self._quiet())

    async def _quiet(self) -> None:
        await self.deeds.calm()
        for client in self.away:
            await self.deeds.resume(client)
        await self.deeds.ping_all()
        check_rosters(self.deeds)
        check_tickets(self.deeds)
        await check_store(self.deeds)

    async def _nothing_is_left(self) -> None:
        """Ends what a run that broke off has left waiting."""
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def teardown(self) -> None:
        try:
            if not self.broken:
                self.run(self._quiet())
        finally:
            self.counts.update(self.deeds.counts, runs=1)
            self.run(self.deeds.stop())
            self.run(self._nothing_is_left())
            self.loop.close()
            shutil.rmtree(self.folder)
