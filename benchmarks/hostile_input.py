"""What one hostile input costs the server's processor: no input may take more than 100 ms."""

import asyncio
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from time import thread_time

from hypothesis import HealthCheck, given, settings
from rows import Row

sys.path.insert(0, str(Path(__file__).parents[1]))

from notebook_meet.wire.codec import BadInput, decode_body
from notebook_meet.wire.limits import MESSAGE_BYTES
from notebook_meet.wire.messages import CLIENT_MESSAGES
from notebook_meet.wire.rest import REQUESTS
from tests.fuzz.strategies import of
from tests.switchboard.house import ADA, House

NAME = "Processor time of one hostile input"
BOUND = 100.0
EXAMPLES = 300
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
                await house.board.received(socket.line, data)
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


def measure() -> list[Row]:
    """The worst first, then thousands from the schema. The bound is for the longest."""
    client = made([kind.__name__ for kind in CLIENT_MESSAGES])
    rest = made([kind.__name__ for kind in REQUESTS])
    return [
        Row("message, hand-made", "ms", asyncio.run(messages(worst())), bound=BOUND, judged="max"),
        Row("message, from the schema", "ms", asyncio.run(messages(client)), bound=BOUND, judged="max"),
        Row("body, hand-made", "ms", bodies(worst()), bound=BOUND, judged="max"),
        Row("body, from the schema", "ms", bodies(rest), bound=BOUND, judged="max"),
    ]
