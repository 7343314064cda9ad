"""The bounded way out."""

import asyncio

import pytest

from notebook_meet.wire.close import CloseCode
from notebook_meet.wire.codec import encode
from notebook_meet.wire.messages import Failed, Pong
from notebook_meet_server.switchboard import Line
from tests.switchboard.house import FakeClock, Socket

PONG = encode(Pong(ack=1))


async def test_messages_go_out_in_order_and_the_close_comes_last() -> None:
    socket = Socket()
    line = Line(1, socket, FakeClock())
    for ack in range(5):
        assert line.send(encode(Pong(ack=ack)))
    line.replay([encode(Pong(ack=5))])
    line.finish(CloseCode.ENDED, encode(Pong(ack=6)))
    assert line.send(PONG)  # too late: neither queued nor an overflow
    assert await socket.closed() == CloseCode.ENDED
    assert [pong.ack for pong in socket.heard] == list(range(7))
    await line.ended


async def test_256_messages_fit() -> None:
    socket = Socket()
    socket.flowing.clear()
    line = Line(1, socket, FakeClock())
    assert sum(line.send(PONG) for _ in range(300)) == 256
    socket.flowing.set()
    await socket.hear(Pong, 256)
    await asyncio.sleep(0)
    assert line.send(PONG)
    line.abort(CloseCode.INTERNAL)


async def test_one_mebibyte_fits() -> None:
    socket = Socket()
    socket.flowing.clear()
    line = Line(1, socket, FakeClock())
    big = encode(Failed(seq=1, code="internal", message="x" * 65_000, re=1))
    assert sum(line.send(big) for _ in range(100)) == 16
    line.abort(CloseCode.INTERNAL)


async def test_a_replay_is_bounded_by_the_outbox_not_by_the_queue() -> None:
    socket = Socket()
    line = Line(1, socket, FakeClock())
    line.replay([PONG] * 512)
    assert line.send(PONG)
    await socket.hear(Pong, 513)
    line.abort(CloseCode.INTERNAL)


async def test_a_write_that_takes_five_seconds() -> None:
    socket, clock = Socket(), FakeClock()
    line = Line(1, socket, clock)
    assert not line.stuck(clock.now + 100)
    socket.flowing.clear()
    line.send(PONG)
    await asyncio.sleep(0)
    assert not line.stuck(clock.now + 4.9)
    assert line.stuck(clock.now + 5.0)
    socket.flowing.set()
    await socket.hear(Pong)
    await asyncio.sleep(0)
    assert not line.stuck(clock.now + 100)
    line.abort(CloseCode.SLOW_READER)
    assert socket.close_code == CloseCode.SLOW_READER


async def test_the_other_side_is_gone() -> None:
    socket = Socket()
    socket.gone = True
    line = Line(1, socket, FakeClock())
    line.send(PONG)
    await line.ended
    assert socket.close_code is None


async def test_a_fault_of_the_connection_closes_it_and_the_log_has_no_text(
    caplog: pytest.LogCaptureFixture,
) -> None:
    socket = Socket()
    socket.fault = ValueError("canary")
    line = Line(1, socket, FakeClock())
    line.send(PONG)
    await line.ended
    assert socket.close_code == CloseCode.INTERNAL
    assert "ValueError" in caplog.text
    assert "canary" not in caplog.text
