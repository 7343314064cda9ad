"""What counting costs a ticket: two houses in this process, one of which counts nothing."""

import asyncio
import json
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path
from time import thread_time
from typing import Any

from load.negotiation import Negotiation
from typing_extensions import override

from tests.switchboard.house import ADA, GRACE, FakeClock, House

TICKETS = 250
TURNS = 20


class _Clock(FakeClock):
    """Costs what a clock costs, and lets so much time go by that nobody is too fast."""

    @override
    def monotonic(self) -> float:
        time.monotonic()
        self.now += 0.02
        return self.now


class _Nothing:
    """In place of whatever counts."""

    def observe(self, _seconds: float) -> None:
        """Nothing."""

    def saw(self, _meeting: str, _effect: object) -> None:
        """Nothing."""


class _Pair:
    """Two people, one of whom sends tickets to the other."""

    def __init__(self, house: House, *, counts: bool) -> None:
        self._house, self._counts, self._n = house, counts, 0

    async def meet(self) -> None:
        meeting = await self._house.meeting()
        ada, grace = await self._house.join(ADA, meeting), await self._house.join(GRACE, meeting)
        if not self._counts:
            board: Any = self._house.board
            board.figures.relay = board._exchange._witness = _Nothing()  # noqa: SLF001
        ada._take = grace._take = lambda _data: None  # type: ignore[method-assign]  # noqa: SLF001
        signal = Negotiation.captured().signals("offerer")[1]
        self._line = ada.line
        self._ticket = {"type": "ticket", "to": grace.welcome.you, "signal": signal}

    def microseconds(self) -> float:
        """Processor time of one ticket, from its text to the recipient's connection."""
        numbers = range(self._n + 1, self._n + 1 + TICKETS)
        texts = [json.dumps({**self._ticket, "n": n}, separators=(",", ":")).encode() for n in numbers]
        self._n += TICKETS
        received, line = self._house.board.received, self._line
        started = thread_time()
        for text in texts:
            received(line, text)
        return 1e6 * (thread_time() - started) / TICKETS


async def _measured(rounds: int) -> tuple[list[float], list[float]]:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        pairs = []
        for counts in (True, False):
            house = House(folder / f"{counts}.sqlite3", clock=_Clock())
            pairs.append(_Pair(await stack.enter_async_context(house), counts=counts))
            await pairs[-1].meet()
        values: tuple[list[float], list[float]] = ([], [])
        for _ in range(TURNS * rounds):
            for pair, of in zip(pairs, values, strict=True):
                of.append(pair.microseconds())
    return values


def counting(rounds: int) -> tuple[list[float], list[float]]:
    """Microseconds of a ticket, counted and not, measured in turn.

    Args:
        rounds: more of them for more values.
    """
    return asyncio.run(_measured(rounds))
