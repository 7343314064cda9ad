"""Who sends too much of whatever kind is told, then cut; nobody who floods makes the server keep much."""

import asyncio
import itertools
from pathlib import Path
from typing import Any

import msgspec
import pytest

from notebook_meet.wire import limits
from notebook_meet.wire.close import CloseCode
from notebook_meet.wire.messages import Ping, Refused, Resume, Resumed, TicketFrom, Updated, Welcome
from notebook_meet.wire.messages import Ticket as TicketMessage
from notebook_meet_server.rules.rate import FRAMES
from notebook_meet_server.store.errors import ServerBusy
from notebook_meet_server.store.thread import IN_LINE, STRANGERS
from notebook_meet_server.switchboard.board import CLOSING_SOCKETS
from notebook_meet_server.switchboard.line import FRAME_BYTES, LATE_FRAMES
from tests.switchboard.house import ADA, GRACE, House, Socket

BURST = FRAMES * limits.MESSAGE_BURST


async def test_frames_of_any_kind_are_counted(path: Path) -> None:
    async with House(path) as house:
        ada = await house.join(ADA, await house.meeting())
        for _ in range(BURST):
            house.board.frame(ada.line, 8)
        assert not ada.line.over
        house.board.frame(ada.line, 8)
        assert await ada.closed() == CloseCode.TOO_FAST
        assert (await ada.hear(Refused)).code == "too_fast"


async def test_frames_at_the_rate_never_run_out(path: Path) -> None:
    async with House(path) as house:
        ada = await house.join(ADA, await house.meeting())
        rate = FRAMES * limits.MESSAGES_PER_SECOND
        for _ in range(10 * BURST):
            house.clock.now += 1 / rate
            house.board.frame(ada.line, 8)
        assert not ada.line.over


async def test_a_frame_counts_by_its_size_too(path: Path) -> None:
    async with House(path) as house:
        ada = await house.join(ADA, await house.meeting())
        for _ in range(BURST // 10):
            house.board.frame(ada.line, 9 * FRAME_BYTES)
        assert not ada.line.over
        house.board.frame(ada.line, 0)
        assert ada.line.over


async def test_sockets_without_an_admission_are_counted_alike(path: Path) -> None:
    async with House(path) as house:
        socket = await house.socket()
        for _ in range(BURST + 1):
            house.board.frame(socket.line, 8)
        assert await socket.closed() == CloseCode.TOO_FAST


async def test_who_goes_on_after_being_told_is_cut(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        ada, grace = await house.join(ADA, meeting), await house.join(GRACE, meeting)
        for _ in range(limits.MESSAGE_BURST + 1):
            await house.say(ada, Ping(seq=0))
        assert await ada.closed() == CloseCode.TOO_FAST
        for _ in range(LATE_FRAMES):
            house.board.frame(ada.line, 8)
        assert not ada.aborted
        house.board.frame(ada.line, 8)
        assert ada.aborted
        assert (await grace.hear(Updated)).participant.presence == "reconnecting"
        assert ada.line.number not in house.board._exchange.lines


async def test_a_message_after_the_close_does_nothing(path: Path) -> None:
    async with House(path) as house:
        ada = await house.join(ADA, await house.meeting())
        for _ in range(limits.MESSAGE_BURST + 1):
            await house.say(ada, Ping(seq=0))
        await ada.closed()
        heard = len(ada.heard)
        await house.say(ada, Ping(seq=0))
        await house.settle()
        assert len(ada.heard) == heard


async def test_sockets_that_take_their_time_to_close_are_bounded(path: Path) -> None:
    async with House(path) as house:
        count = limits.UNADMITTED_SOCKETS + CLOSING_SOCKETS + 9
        sockets = [await house.socket() for _ in range(count)]
        await house.settle()
        assert [socket.aborted for socket in sockets[:11]] == [True] * 10 + [False]
        assert len(house.board._exchange.lines) <= limits.UNADMITTED_SOCKETS + CLOSING_SOCKETS + 1


async def fill(house: House, sender: Socket, recipient: Socket, count: int, first: int = 1) -> None:
    """So many tickets of 16 KiB, at a pace that the limits allow."""
    candidates = [{"candidate": "c" * 1000}] * 16
    for n in range(first, first + count):
        house.clock.now += 0.2
        signal = {"number": n, "seen": 0, "candidates": candidates}
        raw = msgspec.Raw(msgspec.json.encode(signal))
        await house.say(sender, TicketMessage(n=n, to=recipient.welcome.you, signal=raw))


async def test_a_replaced_socket_keeps_nothing_that_its_successor_is_told(path: Path) -> None:
    """Else somebody who resumes again and again without reading would have a megabyte kept for each socket."""
    async with House(path) as house:
        meeting = await house.meeting()
        ada, grace = await house.join(ADA, meeting), await house.join(GRACE, meeting)
        seq = grace.seq
        grace.flowing.clear()
        await fill(house, ada, grace, 10)
        after = await house.resume(grace, seq)
        assert sum(len(data) for data, _ in grace.line._queue) < 1024
        await after.hear(Resumed)
        await after.hear(TicketFrom, 10)
        grace.flowing.set()
        assert await grace.closed() == CloseCode.MOVED
        assert len(grace.of(TicketFrom)) <= 1


async def test_a_reader_that_never_reads_costs_at_most_three_mebibytes(path: Path) -> None:
    """The queue, what is kept for a replay, and one replay; the system's own buffer comes to that."""
    async with House(path) as house:
        meeting = await house.meeting()
        ada, grace = await house.join(ADA, meeting), await house.join(GRACE, meeting)
        grace.flowing.clear()
        most, n = 0, 1
        for _ in range(20):
            await fill(house, ada, grace, 5, n)
            n += 5
            again = await house.socket()
            again.flowing.clear()
            welcome = grace.welcome
            await house.say(again, Resume(token=welcome.resume, seq=grace.seq, epoch=welcome.epoch))
            await house.settle()
            lines = [*house.board._exchange.lines.values()]
            queued = sum(len(data) for line in lines for data, _ in line._queue)
            (member,) = [
                m
                for m in house.board._exchange.rooms[meeting].members.values()
                if m.who.principal == GRACE.id
            ]
            most = max(most, queued + member.outbox._bytes)
        assert most < 3 * limits.SEND_QUEUE_BYTES


async def test_strangers_cannot_take_the_stores_places_from_members(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with House(path) as house:
        blocked, taken = asyncio.Event(), itertools.count()

        async def wait(*_: object) -> None:
            next(taken)
            await blocked.wait()

        monkeypatch.setattr(house.thread._worker, "run", wait)
        tasks = [asyncio.create_task(house.thread.run_for_stranger(print)) for _ in range(IN_LINE)]
        await asyncio.sleep(0)
        assert next(taken) == STRANGERS, "the others wait in line"
        with pytest.raises(ServerBusy):
            await house.thread.run_for_stranger(print)
        blocked.set()
        await asyncio.gather(*tasks)
        await house.thread.run_for_stranger(print)
        monkeypatch.undo()


async def test_a_stranger_does_not_wait_in_line_for_ever(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with House(path) as house:
        blocked = asyncio.Event()

        async def wait(*_: object) -> None:
            await blocked.wait()

        monkeypatch.setattr(house.thread._worker, "run", wait)
        tasks = [asyncio.create_task(house.thread.run_for_stranger(print)) for _ in range(STRANGERS)]
        await asyncio.sleep(0)
        monkeypatch.setattr(house.thread._strangers, "_patience", 0.0)
        with pytest.raises(ServerBusy):
            await house.thread.run_for_stranger(print)
        blocked.set()
        await asyncio.gather(*tasks)
        await house.thread.run_for_stranger(print)
        monkeypatch.undo()


async def cut_off_by_a_crash(path: Path) -> Socket:
    """Somebody who was in a meeting when the server crashed."""
    async with House(path) as house:
        ada = await house.join(ADA, await house.meeting())
        await house.crash()
    return ada


async def test_a_stranger_who_is_turned_away_for_that_may_come_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await cut_off_by_a_crash(path)
    async with House(path, life="b") as house:
        monkeypatch.setattr("notebook_meet_server.store.thread.IN_LINE", 0)
        late = await house.resume(ada)
        assert (await late.hear(Refused)).code == "server_busy"
        assert await late.closed() == CloseCode.INTERNAL  # resumable: the token stays good
        monkeypatch.undo()
        assert (await (await house.resume(ada)).hear(Welcome)).you == ada.welcome.you


async def test_strangers_who_call_keep_nobody_from_coming_back(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await cut_off_by_a_crash(path)
    async with House(path, life="b") as house:
        blocked, run = asyncio.Event(), house.thread.run

        async def wait(fn: Any, *args: Any, **more: Any) -> Any:
            if fn is print:
                await blocked.wait()
            return await run(fn, *args, **more)

        monkeypatch.setattr(house.thread, "run", wait)
        calls = [asyncio.create_task(house.thread.run_for_stranger(print)) for _ in range(2 * STRANGERS)]
        await asyncio.sleep(0)
        assert (await (await house.resume(ada)).hear(Welcome)).you == ada.welcome.you
        blocked.set()
        await asyncio.gather(*calls)
        monkeypatch.undo()
