"""A school's hour begins: 200 people in 25 meetings come in at the same moment."""

import asyncio
import os
import tempfile
from pathlib import Path
from time import perf_counter

from load.crowd import SEATS, allow_sockets
from load.http import Api, Refused
from load.joining import TurnedAway, joined, left, open_meetings
from load.servers import apart
from rows import Row

from tests.jupyter import JupyterServer

NAME = "Join storm: 200 people in 25 meetings at once"
NOTE = """Guests by invite, all at the same moment, at a server as users run it, on one core; the load on the other. From the request for an
admission to the welcome, and until a person knows of all eight. Whoever is turned away asks again after 1 s."""
MEETINGS = 25
AGAIN_SECONDS = 1.0
"""What ``server_busy`` asks for."""
ROUNDS = int(os.environ.get("ROUNDS", "10"))


class Comer:
    """One person on the way in. Times are seconds from the start of the storm."""

    def __init__(self, port: int, meeting: str, invite: str, name: str) -> None:
        self.turned_away = 0
        self.welcomed = self.complete = 0.0
        self._port, self._meeting, self._invite, self._name = port, meeting, invite, name

    async def come(self, started: float) -> None:
        """Returns when everybody of the meeting is known."""
        welcome = await self._in()
        self.welcomed = perf_counter() - started
        known = {person["id"] for person in welcome["participants"]}
        while len(known) < SEATS:
            message = await self.socket.next()
            if message["type"] == "joined":
                known.add(message["participant"]["id"])
        self.complete = perf_counter() - started

    async def _in(self) -> dict[str, list[dict[str, str]]]:
        async with Api(self._port) as api:
            while True:
                try:
                    self.socket, welcome = await joined(
                        api, self._port, self._meeting, self._name, invite=self._invite
                    )
                except (Refused, TurnedAway):
                    self.turned_away += 1
                    await asyncio.sleep(AGAIN_SECONDS)
                else:
                    return dict(welcome)


async def _storm(port: int, meetings: list[tuple[str, str]]) -> list[Comer]:
    comers = [Comer(port, *meeting, f"P{number}") for number in range(SEATS) for meeting in meetings]
    started = perf_counter()
    await asyncio.gather(*(comer.come(started) for comer in comers))
    await asyncio.gather(*(left(comer.socket, 1) for comer in comers))
    return comers


async def _measured(server: JupyterServer) -> list[list[Comer]]:
    async with Api(server.port, server.token) as api:
        meetings = await open_meetings(api, MEETINGS, (ROUNDS + 1) * 2 * SEATS)
    await _storm(server.port, meetings)  # warm
    return [await _storm(server.port, meetings) for _ in range(ROUNDS)]


def measure() -> list[Row]:
    """Everybody leaves after each round."""
    allow_sockets(4096)
    with tempfile.TemporaryDirectory() as folder:
        server = JupyterServer(Path(folder), app="server")
        with apart(server):
            rounds = asyncio.run(_measured(server))
    everybody = [comer for comers in rounds for comer in comers]
    return [
        Row("until the welcome", "ms", [1000 * comer.welcomed for comer in everybody]),
        Row("until all eight are known", "ms", [1000 * comer.complete for comer in everybody]),
        Row(
            "until the last of 200 knows all",
            "ms",
            [1000 * max(c.complete for c in comers) for comers in rounds],
        ),
        Row("turned away, of 200", "", [float(sum(c.turned_away for c in comers)) for comers in rounds]),
    ]
