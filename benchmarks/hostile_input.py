"""What one hostile input costs the server's processor: no input may take more than 100 ms."""

import asyncio
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import thread_time

from hypothesis import HealthCheck, given, settings
from load.cores import cpu_clock
from load.servers import UnthrottledServer
from rows import Row

sys.path.insert(0, str(Path(__file__).parents[1]))

from notebook_meet.wire.codec import BadInput, decode_body
from notebook_meet.wire.limits import MESSAGE_BYTES
from notebook_meet.wire.messages import CLIENT_MESSAGES
from notebook_meet.wire.rest import REQUESTS
from tests.e2e.meetings import created
from tests.fuzz.strategies import of
from tests.fuzz.test_rest import CALLS
from tests.jupyter import JupyterServer, running
from tests.switchboard.house import ADA, House
from tests.web.addresses import BASE, ROOT
from tests.web.raw import TEXT, Raw, frame, request

NAME = "Processor time of one hostile input"
NOTE = """Messages and the reading of bodies: in this process, the thread that does the work, without a network. Through the server: all threads of a real
Jupyter server, from just before the bytes are sent until it has answered and rests, with HTTP and the log; what costs more than
20 ms is sent thrice, and the least counts, since Python's and Jupyter's housekeeping falls into it now and then. Bodies come from a
caller with a login, to each REST call that takes one; first messages come in sockets that were opened just before and have not been admitted. That
server's limits of calls and messages a second are raised, or it would refuse to look at so many. The dearest bodies are good ones with a passcode: it
is hashed with Argon2, on a thread of its own."""
BOUND = 100.0
MUCH = 20.0
EXAMPLES = 30 * int(os.environ.get("ROUNDS", "10"))
ROOM = MESSAGE_BYTES - 200


def worst() -> list[bytes]:
    """Messages of the largest size that are as much work as we could think of."""
    ticket = b'{"type":"ticket","n":1,"to":"AAAAAAAAAAAAAAAA","signal":%b}'
    candidate = b'{"candidate":"%b"}' % (b"\\u00e9" * 160)
    candidates = b",".join([candidate] * 64)
    return [
        b"[" * ROOM,
        b'{"a":' * (ROOM // 5),
        b"1" * ROOM,
        b"-0." + b"9" * ROOM,
        b'"' + b"\\ud83d\\ude00" * (ROOM // 12) + b'"',
        b"{" + b",".join(b'"k%d":0' % number for number in range(ROOM // 10)) + b"}",
        b'{"type":"' + b"x" * ROOM + b'"}',
        b'{"type":"ping","seq":' + b" " * ROOM + b"1}",
        b'{"type":"ping","seq":' + b"1" * ROOM + b"}",
        ticket % (b"[" * (ROOM - 100)),
        ticket % (b'{"number":1,"seen":0,"candidates":[' + candidates + b"]}"),
        ticket % (b'{"number":1,"seen":0,"description":{"type":"offer","sdp":"' + b"v" * 32_768 + b'"}}'),
        ticket % (b'{"number":1,"seen":0,"candidates":[' + b"{}," * 20_000 + b"{}]}"),
    ]


def made(names: list[str]) -> list[bytes]:
    """Inputs from the schema: valid, nearly valid and wild."""
    found: list[bytes] = []
    for name in names:

        @settings(
            max_examples=EXAMPLES, database=None, deadline=None, suppress_health_check=list(HealthCheck)
        )
        @given(of(name))
        def keep(data: bytes) -> None:
            found.append(data)

        keep()
    return found


async def messages(inputs: list[bytes]) -> list[float]:
    """Milliseconds of the event loop's thread for each, from somebody in a meeting."""
    times: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        async with House(Path(folder) / "meet.db") as house:
            meeting = await house.meeting()
            socket = await house.join(ADA, meeting)
            for data in inputs:
                if socket.line.over:
                    house.hang_up(socket)
                    await house.wait(60.0)
                    socket = await house.join(ADA, await house.meeting())
                house.clock.now += 1.0
                started = thread_time()
                if (pending := house.board.received(socket.line, data)) is not None:
                    await pending
                await asyncio.sleep(0)
                times.append(1000 * (thread_time() - started))
    return times


def bodies(inputs: list[bytes]) -> list[float]:
    """Milliseconds for each, read as each kind of body."""
    times: list[float] = []
    for kind in REQUESTS:
        for data in inputs:
            started = thread_time()
            with suppress(BadInput):
                decode_body(data, kind)
            times.append(1000 * (thread_time() - started))
    return times


async def least(cost: Callable[[], Awaitable[float]]) -> float:
    """What an input costs; the least of three when it is much, since what the server does beside it does not come thrice."""
    first = await cost()
    return first if first < MUCH else min(first, await cost(), await cost())


class Served:
    """A real server, and what single inputs cost it."""

    def __init__(self, server: JupyterServer) -> None:
        assert server.process is not None
        self._server, self._pid = server, server.process.pid
        self._meeting = created(server, "a")

    async def _cost(self, act: Awaitable[object]) -> float:
        """Milliseconds of the processor until something is answered and the server rests."""
        before = await cpu_clock(self._pid)
        await act
        return 1000 * (await cpu_clock(self._pid) - before)

    def _call(self, method: str, path: str, body: bytes) -> bytes:
        headers = [
            ("Host", f"127.0.0.1:{self._server.port}"),
            ("Authorization", f"token {self._server.token}"),
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
            ("Connection", "close"),
        ]
        return request(method, f"{ROOT}api/v1/{path.format(id=self._meeting)}", headers, body)

    async def _body(self, method: str, path: str, data: bytes) -> float:
        async with Raw(self._server.port) as raw:
            return await self._cost(raw.ask(self._call(method, path, data)))

    async def _first_message(self, data: bytes) -> float:
        async with Raw(self._server.port) as raw:
            await raw.open()
            return await self._cost(self._said(raw, data))

    async def bodies(self, inputs: dict[str, list[bytes]]) -> list[float]:
        """To each call that takes a body, the inputs for it."""
        return [
            await least(partial(self._body, method, path, data))
            for method, path, kind in CALLS
            for data in inputs[kind]
        ]

    async def first_messages(self, inputs: list[bytes]) -> list[float]:
        """Each input as the first message in a socket of its own, until the server has closed it."""
        return [await least(partial(self._first_message, data)) for data in inputs]

    async def _said(self, raw: Raw, data: bytes) -> None:
        await raw.send(frame(TEXT, data))
        await raw.closed()


async def through_the_server(rest: dict[str, list[bytes]], client: list[bytes]) -> list[Row]:
    """The same inputs, sent to a server. What it does for the first time is not counted."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running(UnthrottledServer(Path(folder), app="load.unthrottled", base_url=BASE)) as server,
    ):
        served = Served(server)
        await served.bodies({kind: [b"{}"] for kind in rest})
        await served.first_messages([b"{}"])
        found = {
            "body, hand-made": await served.bodies(dict.fromkeys(rest, worst())),
            "body, from the schema": await served.bodies(rest),
            "first message, hand-made": await served.first_messages(worst()),
            "first message, from the schema": await served.first_messages(client),
        }
    return [
        Row(f"{what}, through the server", "ms", times, bound=BOUND, judged="max")
        for what, times in found.items()
    ]


def measure() -> list[Row]:
    """The worst first, then thousands from the schema. The bound is for the longest."""
    client = made([kind.__name__ for kind in CLIENT_MESSAGES])
    rest = {kind.__name__: made([kind.__name__]) for kind in REQUESTS}
    return [
        Row("message, hand-made", "ms", asyncio.run(messages(worst())), bound=BOUND, judged="max"),
        Row("message, from the schema", "ms", asyncio.run(messages(client)), bound=BOUND, judged="max"),
        Row("reading a body, hand-made", "ms", bodies(worst()), bound=BOUND, judged="max"),
        Row(
            "reading a body, from the schema",
            "ms",
            bodies([one for some in rest.values() for one in some]),
            bound=BOUND,
            judged="max",
        ),
        *asyncio.run(through_the_server(rest, client)),
    ]
