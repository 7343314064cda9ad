"""Faults of ours, and readers that do not read: each concerns one socket."""

from pathlib import Path

import msgspec
import pytest

from notebook_meet.wire.messages import (
    Left,
    Ping,
    Refused,
    Resumed,
    State,
    Ticket,
    TicketFrom,
    Updated,
)
from notebook_meet_server.rules import apply as rules
from notebook_meet_server.rules.commands import Command, Tick
from notebook_meet_server.switchboard import exchange
from tests.rules.rooms import signal
from tests.switchboard.house import House

CANARY = "can" + "ary"
"""Not to be found in the source line that a traceback shows."""


async def test_a_fault_in_the_rules_concerns_one_socket_and_the_log_has_no_text(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with House(path) as house:
        _, ada, grace, alan = await house.trio()

        def fail(*_: object) -> None:
            raise ValueError(CANARY)

        with monkeypatch.context() as broken:
            broken.setattr(rules, "handle", fail)
            await house.say(ada, Ping(seq=0))
        assert (await ada.hear(Refused)).code == "internal"
        assert await ada.closed() == 1011
        await house.say(grace, Ticket(n=1, to=alan.welcome.you, signal=signal(1)))
        await alan.hear(TicketFrom)
        assert "ValueError" in caplog.text
        assert CANARY not in caplog.text
        back = await house.resume(ada)
        await back.hear(Resumed)


async def test_a_failing_effect_concerns_one_socket(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with House(path) as house:
        _, ada, grace, alan = await house.trio()

        def fail(_: bytes) -> bool:
            raise ValueError(CANARY)

        monkeypatch.setattr(grace.line, "send", fail)
        await house.say(ada, State(n=1, microphone=True, camera=False))
        assert await grace.closed() == 1011
        updated = [(await alan.hear(Updated, count)).participant for count in (1, 2)]
        assert [(p.id, p.presence) for p in updated] == [
            (ada.welcome.you, "here"),
            (grace.welcome.you, "reconnecting"),
        ]
        assert ada.close_code is None
        assert CANARY not in caplog.text


async def test_a_fault_in_one_rooms_time_outs_leaves_the_others(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with House(path) as house:
        broken, *_ = await house.trio()
        _, _, grace, alan = await house.trio()
        house.hang_up(grace)
        whole = exchange.apply

        def partly(room: exchange.Room, command: Command, now: float) -> exchange.Effects:
            if room.meeting.id == broken and isinstance(command, Tick):
                raise ValueError(CANARY)
            return whole(room, command, now)

        with monkeypatch.context() as failing:
            failing.setattr(exchange, "apply", partly)
            for _ in range(6):
                await house.wait(5)
        assert (await alan.hear(Left)).reason == "lost"
        assert "ValueError" in caplog.text
        assert CANARY not in caplog.text


# --- slow readers --------------------------------------------------------------------------------------------------


async def test_a_full_queue_resets_the_slow_reader_who_may_come_back(path: Path) -> None:
    async with House(path) as house:
        _, ada, grace, alan = await house.trio()
        grace.flowing.clear()
        for number in range(1, 301):
            house.clock.now += 0.02
            await house.say(ada, Ticket(n=number, to=grace.welcome.you, signal=signal(number)))
        assert grace.close_code == 4408
        assert (await alan.hear(Updated)).participant.presence == "reconnecting"
        back = await house.resume(grace)
        await back.hear(TicketFrom, 300)
        numbers = [msgspec.json.decode(ticket.signal)["number"] for ticket in back.of(TicketFrom)]
        assert numbers == list(range(1, 301))


async def test_a_write_that_does_not_end_resets_the_reader(path: Path) -> None:
    async with House(path) as house:
        _, ada, grace, _ = await house.trio()
        grace.flowing.clear()
        await house.say(ada, Ticket(n=1, to=grace.welcome.you, signal=signal(1)))
        await house.settle()
        await house.wait(4.9)
        assert grace.close_code is None
        await house.wait(0.1)
        assert grace.close_code == 4408
        assert (await ada.hear(Updated)).participant.presence == "reconnecting"


async def test_silence(path: Path) -> None:
    async with House(path) as house:
        _, ada, grace, _ = await house.trio()
        house.clock.now += 9
        house.board.heard(ada.line)
        house.board.tick()
        assert await grace.closed() == 4408
        assert ada.close_code is None


async def test_the_tick_runs_by_itself(path: Path) -> None:
    async with House(path) as house:
        house.board.start()
        socket = await house.socket()
        house.clock.now += 5
        assert await socket.closed() == 1013
