"""Live rooms over real sockets' ports: effects, faults, time-outs, and the end."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from notebook_meet.wire.messages import (
    Claim,
    End,
    Ended,
    Failed,
    GoingAway,
    Hello,
    Joined,
    Leave,
    Left,
    MeetingChanged,
    Ping,
    Pong,
    Refused,
    Resumed,
    State,
    Ticket,
    TicketFrom,
    Updated,
    Welcome,
)
from notebook_meet_server.rules import apply as rules
from notebook_meet_server.rules.commands import Command, Tick
from notebook_meet_server.store.errors import StorageFull
from notebook_meet_server.switchboard import exchange
from tests.switchboard.house import ADA, ALAN, GRACE, House, Socket

CANARY = "can" + "ary"
"""Not to be found in the source line that a traceback shows."""


def signal(number: int) -> msgspec.Raw:
    return msgspec.Raw(b'{"number":%d,"seen":0}' % number)


async def trio(house: House) -> tuple[str, Socket, Socket, Socket]:
    meeting = await house.meeting()
    return meeting, *[await house.join(who, meeting) for who in (ADA, GRACE, ALAN)]  # type: ignore[return-value]


async def test_a_ticket_travels(path: Path) -> None:
    async with House(path) as house:
        _, ada, grace, alan = await trio(house)
        await house.say(ada, Ticket(n=1, to=grace.welcome.you, signal=signal(1)))
        ticket = await grace.hear(TicketFrom)
        assert (ticket.sender, bytes(ticket.signal)) == (ada.welcome.you, b'{"number":1,"seen":0}')
        assert not alan.of(TicketFrom)


async def test_a_ticket_to_another_meeting(path: Path) -> None:
    async with House(path) as house:
        _, ada, *_ = await trio(house)
        other = await house.join(GRACE, await house.meeting())
        await house.say(ada, Ticket(n=1, to=other.welcome.you, signal=signal(1)))
        assert (await ada.hear(Failed)).code == "bad_recipient"
        assert not other.of(TicketFrom)


@pytest.mark.parametrize(
    ("data", "code", "close"),
    [
        ("no json", "bad_json", 4400),
        ('{"type":"state","n":1,"microphone":true}', "bad_field", 4400),
        ('{"type":"state","n":1,"microphone":true,"camera":true,"x":1}', "bad_field", 4400),
        ('{"type":"teleport"}', "bad_field", 4400),
        ('{"type":"ping","seq":' + " " * 70_000 + "1}", "too_large", 1009),
        ('{"type":"ticket","n":1,"to":"' + "a" * 16 + '","signal":{"number":1}}', "bad_field", 4400),
    ],
)
async def test_a_bad_message_closes_its_own_socket_only(path: Path, data: str, code: str, close: int) -> None:
    async with House(path) as house:
        _, ada, grace, _ = await trio(house)
        assert house.board.received(ada.line, data) is None
        assert await ada.closed() == close
        assert ada.of(Refused)[-1].code == code
        assert (await grace.hear(Updated)).participant.presence == "reconnecting"
        assert grace.close_code is None
        await house.say(ada, State(n=1, microphone=True, camera=False))
        await house.wait(4)
        assert (await grace.hear(Left)).reason == "lost"


async def test_what_is_said_after_the_close_is_not_heard(path: Path) -> None:
    async with House(path) as house:
        _, ada, grace, _ = await trio(house)
        assert house.board.received(ada.line, "no json") is None
        await house.say(ada, Ticket(n=1, to=grace.welcome.you, signal=signal(1)))
        await house.settle()
        assert not grace.of(TicketFrom)


# --- faults of ours ------------------------------------------------------------------------------------------------


async def test_a_fault_in_the_rules_concerns_one_socket_and_the_log_has_no_text(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with House(path) as house:
        _, ada, grace, alan = await trio(house)

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
        _, ada, grace, alan = await trio(house)

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
        broken, *_ = await trio(house)
        _, _, grace, alan = await trio(house)
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
        _, ada, grace, alan = await trio(house)
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
        _, ada, grace, _ = await trio(house)
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
        _, ada, grace, _ = await trio(house)
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


# --- what hosts do -------------------------------------------------------------------------------------------------


async def test_claiming_a_host_key(path: Path) -> None:
    async with House(path) as house:
        _, _, grace, alan = await trio(house)
        await house.say(grace, Claim(n=1, host_key="x" * 43))
        failed = await grace.hear(Failed)
        assert (failed.code, failed.re) == ("host_key_invalid", 1)
        await house.say(grace, Claim(n=2, host_key=house.host_key))
        assert (await grace.hear(Updated)).participant.role == "host"
        assert (await alan.hear(Updated)).participant.role == "host"
        await house.say(alan, Claim(n=1, host_key=house.host_key))
        assert (await alan.hear(Failed)).code == "host_key_invalid"
        again = await house.join(GRACE, grace.line.meeting_id or "")
        assert again.welcome.role == "host"


async def test_ending_for_everyone(path: Path) -> None:
    async with House(path) as house:
        meeting, ada, grace, alan = await trio(house)
        await house.say(alan, End(n=1))
        assert (await alan.hear(Failed)).code == "not_allowed"
        await house.say(ada, End(n=1))
        for socket in (ada, grace, alan):
            assert await socket.closed() == 4410
            assert isinstance(socket.heard[-1], Ended)
        stored = await house.ask(house.store.meeting, meeting)
        assert stored.ended_at == house.clock.wall()
        assert house.board.live() == set()


async def test_store_trouble_is_told_and_the_call_goes_on(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with House(path) as house:
        _, ada, grace, alan = await trio(house)

        async def fail(*_: object) -> None:
            raise StorageFull

        with monkeypatch.context() as broken:
            broken.setattr(house.thread, "run", fail)
            await house.say(ada, End(n=1))
            assert (await ada.hear(Failed)).code == "storage_full"
            await house.say(grace, Claim(n=1, host_key=house.host_key))
            assert (await grace.hear(Failed)).code == "storage_full"
            await house.say(alan, Leave(n=1))
            await ada.hear(Left)
            await house.settle()
        await house.say(ada, Ticket(n=2, to=grace.welcome.you, signal=signal(1)))
        await grace.hear(TicketFrom)
        seat = await house.ask(house.store.seat, alan.welcome.you)
        assert seat.left_at is None
        await house.wait(2)
        seat = await house.ask(house.store.seat, alan.welcome.you)
        assert seat.left_at is not None


async def test_being_removed(path: Path) -> None:
    async with House(path) as house:
        meeting, ada, grace, _ = await trio(house)
        await house.board.remove(meeting, [grace.welcome.you], "removed")
        assert await grace.closed() == 4403
        assert grace.of(Refused)[0].code == "removed"
        assert (await ada.hear(Left)).reason == "removed"


# --- coming and going ----------------------------------------------------------------------------------------------


async def test_leaving_is_noted(path: Path) -> None:
    async with House(path) as house:
        meeting, ada, grace, alan = await trio(house)
        house.clock.now += 100
        await house.say(grace, Leave(n=1))
        assert (await ada.hear(Left)).reason == "left"
        assert await grace.closed() == 1000
        for socket in (ada, alan):
            await house.say(socket, Leave(n=1))
        await house.settle()
        assert house.board.live() == set()
        seats = await house.ask(house.store.seats, meeting)
        assert all(seat.left_at == house.clock.wall() for seat in seats)
        assert (await house.ask(house.store.meeting, meeting)).last_used_at == house.clock.wall()


@pytest.mark.parametrize(("code", "seconds"), [(1000, 4), (1001, 4), (1006, 30), (None, 30)])
async def test_how_long_somebody_is_waited_for(path: Path, code: int | None, seconds: float) -> None:
    async with House(path) as house:
        _, ada, grace, _ = await trio(house)
        house.hang_up(grace, code)
        house.hang_up(grace, code)  # twice is once
        await house.wait(seconds - 0.5)
        assert not ada.of(Left)
        await house.wait(0.5)
        assert (await ada.hear(Left)).reason == "lost"


async def test_a_ping_is_answered(path: Path) -> None:
    async with House(path) as house:
        _, ada, *_ = await trio(house)
        await house.say(ada, State(n=7, microphone=True, camera=False))
        await house.say(ada, Ping(seq=1))
        assert (await ada.hear(Pong)).ack == 7


async def test_a_change_of_the_meeting_is_told(path: Path) -> None:
    async with House(path) as house:
        meeting, ada, *_ = await trio(house)
        stored = await house.ask(house.store.meeting, meeting)
        house.board.meeting_changed(replace(stored, title="Geometry"))
        assert (await ada.hear(MeetingChanged)).meeting.title == "Geometry"


# --- the end -------------------------------------------------------------------------------------------------------


async def test_a_shutdown_says_goodbye_and_keeps_the_seats(path: Path) -> None:
    async with House(path) as house:
        meeting, ada, grace, _ = await trio(house)
        waiting = await house.socket()
        await house.board.shutdown()
        for socket in (ada, grace, waiting):
            assert socket.close_code == 1001
            assert socket.of(GoingAway)[0].retry_after > 0
        house.hang_up(ada, 1001)
        seats = await house.ask(house.store.seats, meeting)
        assert [seat.left_at for seat in seats] == [None] * 3
        async with House(path, life="b") as after:
            back = await after.resume(ada)
            await back.hear(Welcome)


async def test_a_shutdown_does_not_wait_for_who_does_not_read(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notebook_meet_server.switchboard.board.DRAIN_SECONDS", 0.01)
    async with House(path) as house:
        _, _, grace, _ = await trio(house)
        grace.flowing.clear()
        await house.board.shutdown()
        assert grace.close_code == 1001
        assert grace.line.ended.done()


async def test_nobody_comes_in_during_a_shutdown(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        ada = await house.join(ADA, meeting)
        admission = await house.admission(GRACE, meeting)
        socket = await house.socket()
        hello = asyncio.create_task(house.say(socket, Hello(admission=admission)))
        await asyncio.sleep(0)
        await house.board.shutdown()
        await hello
        assert not ada.of(Joined)
        assert not socket.of(Welcome)
        late = await house.socket()
        assert late.line.over


async def test_a_shutdown_tries_once_more_to_note_who_left(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with House(path) as house:
        meeting, _, grace, _ = await trio(house)
        with monkeypatch.context() as full:
            full.setattr(exchange, "leave_seats", fail_as(StorageFull("The disk is full.")))
            await house.say(grace, Leave(n=1))
            await house.settle()
        await house.board.shutdown()
        seats = await house.ask(house.store.seats, meeting)
        assert [seat.name for seat in seats if seat.left_at is not None] == ["Grace"]


async def test_a_shutdown_says_whose_leaving_it_could_not_note(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with House(path) as house:
        _, _, grace, _ = await trio(house)
        monkeypatch.setattr(exchange, "leave_seats", fail_as(StorageFull("The disk is full.")))
        await house.say(grace, Leave(n=1))
        await house.board.shutdown()
        assert "could not be noted that 1 people have left" in caplog.text


def fail_as(trouble: Exception) -> Callable[..., None]:
    """Stands in for a call of the store that always fails."""

    def fail(*_: object) -> None:
        raise trouble

    return fail
