"""Our own part of the WebSocket framing: what goes out, and what comes in pieces or all at once."""

import itertools
import json

import pytest
from tornado.iostream import IOStream

from notebook_meet_server.web.frames import READ_BYTES, text_frame
from tests.web.conftest import Start
from tests.web.server import Client, people, signal

MASK = b"\x01\x02\x03\x04"


@pytest.mark.parametrize(
    ("length", "head"),
    [
        (0, b"\x81\x00"),
        (125, b"\x81\x7d"),
        (126, b"\x81\x7e\x00\x7e"),
        (65_535, b"\x81\x7e\xff\xff"),
        (65_536, b"\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00"),
    ],
)
def test_the_length_stands_as_rfc_6455_wants_it(length: int, head: bytes) -> None:
    assert text_frame(b"x" * length) == head + b"x" * length


def masked(**message: object) -> bytes:
    """A message as a client sends it."""
    data = json.dumps(message).encode()
    length = len(data)
    head = bytes([0x80 | length]) if length < 126 else b"\xfe" + length.to_bytes(2)
    return b"\x81" + head + MASK + bytes(byte ^ MASK[index % 4] for index, byte in enumerate(data))


def stream(client: Client) -> IOStream:
    """The client's own connection."""
    assert client.connection.protocol is not None
    found: IOStream = client.connection.protocol.stream  # type: ignore[attr-defined]
    return found


async def test_messages_that_come_byte_by_byte(start: Start) -> None:
    async with start() as server:
        _, [(ada, _), (grace, welcome)] = await people(server, 2)
        for byte in masked(type="ticket", n=1, to=welcome["you"], signal=signal(1)):
            await stream(ada).write(bytes([byte]))
        assert (await grace.hear("ticket"))["signal"] == signal(1)


async def test_many_messages_that_come_at_once_and_end_amid_one(start: Start) -> None:
    candidates, count = [{"candidate": "c" * 1000}] * 3, 3 * READ_BYTES // 4096
    async with start() as server:
        _, [(ada, _), (grace, welcome)] = await people(server, 2)
        all_at_once = b"".join(
            masked(type="ticket", n=n, to=welcome["you"], signal=signal(n, candidates=candidates))
            for n in range(1, count + 1)
        )
        await stream(ada).write(all_at_once[:-10])
        for n in range(1, count):
            assert (await grace.hear("ticket"))["signal"] == signal(n, candidates=candidates)
        await stream(ada).write(all_at_once[-10:])
        assert (await grace.hear("ticket"))["signal"]["number"] == count


async def test_what_does_not_fit_at_once_waits_and_arrives_whole_and_in_order(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every connection here takes a kilobyte at most, and every other time nothing."""
    whole, calls = IOStream.write_to_fd, itertools.count()

    def little(connection: IOStream, data: memoryview) -> int:
        if next(calls) % 2:
            raise BlockingIOError
        return whole(connection, data[:1024])

    monkeypatch.setattr(IOStream, "write_to_fd", little)
    candidates = [{"candidate": "c" * 1000}] * 30
    async with start() as server:
        _, [(ada, _), (grace, welcome)] = await people(server, 2)
        for n in range(1, 25):
            await ada.say(type="ticket", n=n, to=welcome["you"], signal=signal(n, candidates=candidates))
        for n in range(1, 25):
            assert (await grace.hear("ticket"))["signal"] == signal(n, candidates=candidates)
