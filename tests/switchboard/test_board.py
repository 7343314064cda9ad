"""Live rooms over real sockets' ports: messages, and what the store has to say to them."""

from dataclasses import replace
from pathlib import Path

import pytest

from notebook_meet.wire.messages import (
    Claim,
    End,
    Ended,
    Failed,
    Leave,
    Left,
    MeetingChanged,
    Ping,
    Pong,
    Refused,
    State,
    Ticket,
    TicketFrom,
    Updated,
)
from notebook_meet_server.store.errors import StorageFull
from tests.rules.rooms import signal
from tests.switchboard.house import GRACE, House


async def test_a_ticket_travels(path: Path) -> None:
    async with House(path) as house:
        _, ada, grace, alan = await house.trio()
        await house.say(ada, Ticket(n=1, to=grace.welcome.you, signal=signal(1)))
        ticket = await grace.hear(TicketFrom)
        assert (ticket.sender, bytes(ticket.signal)) == (ada.welcome.you, bytes(signal(1)))
        assert not alan.of(TicketFrom)


async def test_a_ticket_to_another_meeting(path: Path) -> None:
    async with House(path) as house:
        _, ada, *_ = await house.trio()
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
        _, ada, grace, _ = await house.trio()
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
        _, ada, grace, _ = await house.trio()
        assert house.board.received(ada.line, "no json") is None
        await house.say(ada, Ticket(n=1, to=grace.welcome.you, signal=signal(1)))
        await house.settle()
        assert not grace.of(TicketFrom)


# --- what hosts do -------------------------------------------------------------------------------------------------


async def test_claiming_a_host_key(path: Path) -> None:
    async with House(path) as house:
        _, _, grace, alan = await house.trio()
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
        meeting, ada, grace, alan = await house.trio()
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
        _, ada, grace, alan = await house.trio()

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
        meeting, ada, grace, _ = await house.trio()
        await house.board.remove(meeting, [grace.welcome.you], "removed")
        assert await grace.closed() == 4403
        assert grace.of(Refused)[0].code == "removed"
        assert (await ada.hear(Left)).reason == "removed"


# --- coming and going ----------------------------------------------------------------------------------------------


async def test_leaving_is_noted(path: Path) -> None:
    async with House(path) as house:
        meeting, ada, grace, alan = await house.trio()
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
        _, ada, grace, _ = await house.trio()
        house.hang_up(grace, code)
        house.hang_up(grace, code)  # twice is once
        await house.wait(seconds - 0.5)
        assert not ada.of(Left)
        await house.wait(0.5)
        assert (await ada.hear(Left)).reason == "lost"


async def test_a_ping_is_answered(path: Path) -> None:
    async with House(path) as house:
        _, ada, *_ = await house.trio()
        await house.say(ada, State(n=7, microphone=True, camera=False))
        await house.say(ada, Ping(seq=1))
        assert (await ada.hear(Pong)).ack == 7


async def test_a_change_of_the_meeting_is_told(path: Path) -> None:
    async with House(path) as house:
        meeting, ada, *_ = await house.trio()
        stored = await house.ask(house.store.meeting, meeting)
        house.board.meeting_changed(replace(stored, title="Geometry"))
        assert (await ada.hear(MeetingChanged)).meeting.title == "Geometry"
