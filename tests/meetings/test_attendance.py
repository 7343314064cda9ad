"""Who was in a meeting, as its host is told: through reconnects, restarts and crashes."""

from pathlib import Path

import pytest

from notebook_meet.wire.messages import End, Ended, Leave, Resumed, Welcome
from notebook_meet.wire.rest import Attendee, CreateInvite
from notebook_meet_server.meetings import Caretaker
from notebook_meet_server.rules.records import ANONYMOUS, Principal
from notebook_meet_server.rules.refused import Refused
from notebook_meet_server.switchboard.seating import give_back, take_seat
from tests.switchboard.house import ADA, ALAN, GRACE, House


class Register:
    """The attendance of one meeting, with times counted from its making."""

    def __init__(self, house: House, meeting: str) -> None:
        self.meeting, self.began = meeting, house.clock.wall()

    async def read(self, house: House, who: Principal = ADA) -> dict[str, tuple[float, float | None, float]]:
        """``(joined, left, seconds)`` by name."""
        people = await house.meetings.attendance(who, self.meeting)
        assert len({person.name for person in people}) == len(people)
        return {person.name: self._times(person) for person in people}

    def _times(self, person: Attendee) -> tuple[float, float | None, float]:
        left = None if person.left is None else round(person.left - self.began)
        return round(person.joined - self.began), left, round(person.seconds)


async def began(house: House) -> Register:
    return Register(house, await house.meeting())


async def test_nobody_yet(path: Path) -> None:
    async with House(path) as house:
        register = await began(house)
        assert await register.read(house) == {}


async def test_who_came_who_went_and_who_is_here(path: Path) -> None:
    async with House(path) as house:
        register = await began(house)
        await house.join(ADA, register.meeting)
        house.clock.now += 60
        grace = await house.join(GRACE, register.meeting)
        house.clock.now += 30
        await house.say(grace, Leave(n=1))
        await house.settle()
        house.clock.now += 10
        assert await register.read(house) == {"Ada": (0, None, 100), "Grace": (60, 90, 30)}


async def test_a_lost_connection_a_reload_and_a_second_tab_are_one_stay(path: Path) -> None:
    async with House(path) as house:
        register = await began(house)
        first = await house.join(GRACE, register.meeting)
        house.hang_up(first)
        await house.wait(20)
        back = await house.resume(first)
        await back.hear(Resumed)
        house.hang_up(back, 1001)
        await house.wait(2)
        reloaded = await house.join(GRACE, register.meeting, resume=first.welcome.resume)
        await house.wait(10)
        second = await house.join(GRACE, register.meeting)
        await house.wait(10)
        await house.say(reloaded, Leave(n=1))
        await house.settle()
        await house.wait(10)
        assert await register.read(house) == {"Grace": (0, None, 52)}
        await house.say(second, Leave(n=1))
        await house.settle()
        await house.wait(10)
        assert await register.read(house) == {"Grace": (0, 52, 52)}


async def test_a_break_between_two_stays_does_not_count(path: Path) -> None:
    async with House(path) as house:
        register = await began(house)
        for _ in range(2):
            grace = await house.join(GRACE, register.meeting)
            house.clock.now += 100
            await house.say(grace, Leave(n=1))
            await house.settle()
            house.clock.now += 1000
        assert await register.read(house) == {"Grace": (0, 1200, 200)}


async def test_a_lost_person_is_gone_when_the_tile_goes(path: Path) -> None:
    async with House(path) as house:
        register = await began(house)
        house.hang_up(await house.join(GRACE, register.meeting))
        await house.wait(31)
        await house.wait(100)
        assert await register.read(house) == {"Grace": (0, 31, 31)}


async def test_a_restart_is_no_leaving(path: Path) -> None:
    async with House(path) as house:
        register = await began(house)
        ada, grace = await house.join(ADA, register.meeting), await house.join(GRACE, register.meeting)
        house.clock.now += 100
    async with House(path, life="b", clock=house.clock) as again:
        again.clock.now += 10
        assert await register.read(again) == {"Ada": (0, 100, 100), "Grace": (0, 100, 100)}
        await (await again.resume(ada)).hear(Welcome)
        again.clock.now += 10
        assert await register.read(again) == {"Ada": (0, None, 120), "Grace": (0, 100, 100)}
        again.clock.now += 1000
        await (await again.resume(grace)).hear(Welcome)
        assert await register.read(again) == {"Ada": (0, None, 1120), "Grace": (0, None, 100)}


async def test_after_a_crash_a_stay_ends_with_the_last_time_known(path: Path) -> None:
    async with House(path) as house:
        register = await began(house)
        await house.join(GRACE, register.meeting)
        caretaker = Caretaker(house.env, house.board)
        for _ in range(3):
            house.clock.now += 20
            await caretaker.round()
        house.clock.now += 15
        await house.crash()
        async with House(path, life="b", clock=house.clock) as again:
            again.clock.now += 500
            await Caretaker(again.env, again.board).round()
            assert await register.read(again) == {"Grace": (0, 60, 60)}


async def test_a_kernel_that_listens_attends_nothing(path: Path) -> None:
    async with House(path) as house:
        register = await began(house)
        kernel = await house.join(GRACE, register.meeting, kind="kernel")
        await house.say(kernel, Leave(n=1))
        await house.settle()
        assert await register.read(house) == {}


async def test_guests_of_one_name_are_two_people_who_come_again_as_themselves(path: Path) -> None:
    async with House(path) as house:
        register = await began(house)
        made = await house.meetings.create_invite(ADA, register.meeting, CreateInvite(uses=2))
        carol = await house.join(ANONYMOUS, register.meeting, invite=made.secret, name="Carol")
        await house.join(ANONYMOUS, register.meeting, invite=made.secret, name="Carl")
        await house.say(carol, Leave(n=1))
        await house.settle()
        house.clock.now += 1000
        await house.join(ANONYMOUS, register.meeting, resume=carol.welcome.resume)
        people = await house.meetings.attendance(ADA, register.meeting)
        assert [person.left for person in people] == [None, None]


async def test_who_went_before_the_welcome_was_never_here(path: Path) -> None:
    async with House(path) as house:
        register = await began(house)
        grant = house.board.grants.redeem(await house.admission(GRACE, register.meeting), house.clock.now)
        grace = await house.join(GRACE, register.meeting)
        (seat,) = await house.ask(house.store.seats, register.meeting)
        for others in (1, 0):  # first beside her own other tab, then after that was left
            new = type(seat)(**{name: getattr(seat, name) for name in seat.__slots__} | fresh(others))
            taken = await house.ask(take_seat, house.store, grant, new, house.env.lease())
            await house.ask(give_back, house.store, grant, taken)
            assert set(await register.read(house)) == ({"Grace"} if others else set())
            await house.say(grace, Leave(n=1))
            await house.settle()


def fresh(number: int) -> dict[str, object]:
    return {"id": f"seat{number}", "resume_hash": b"%d" % number}


async def test_for_hosts_and_after_the_end_for_the_owner(path: Path) -> None:
    async with House(path) as house:
        register = await began(house)
        host = await house.join(ALAN, register.meeting, host_key=house.host_key)
        await house.join(GRACE, register.meeting)
        house.clock.now += 60
        with pytest.raises(Refused, match="not_allowed"):
            await register.read(house, GRACE)
        assert set(await register.read(house, ALAN)) == {"Alan", "Grace"}
        await house.say(host, End(n=1))
        await host.hear(Ended)
        house.clock.now += 60
        assert await register.read(house) == {"Alan": (0, 60, 60), "Grace": (0, 60, 60)}
        for other in (ALAN, GRACE):
            with pytest.raises(Refused, match="meeting_ended"):
                await register.read(house, other)


async def test_no_meeting_and_another_servers(path: Path) -> None:
    async with House(path) as house, House(path, life="b", server_id="there") as there:
        register = await began(house)
        with pytest.raises(Refused, match="meeting_elsewhere"):
            await register.read(there)
        with pytest.raises(Refused, match="meeting_not_found"):
            await house.meetings.attendance(ADA, "x" * 22)


async def test_a_clock_that_was_set_back_sends_nobody_away_before_coming(path: Path) -> None:
    async with House(path) as house:
        register = await began(house)
        grace = await house.join(GRACE, register.meeting)
        house.clock.wall_offset -= 3600
        await house.say(grace, Leave(n=1))
        await house.settle()
        assert await register.read(house) == {"Grace": (0, 0, 0)}
