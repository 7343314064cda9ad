"""The passcode at the door: who needs it, and how often it may be guessed."""

import asyncio
from pathlib import Path

import pytest

from notebook_meet.wire.messages import Leave
from notebook_meet_server.rules.records import ANONYMOUS, Principal
from notebook_meet_server.rules.refused import Refused
from tests.switchboard.house import ADA, ALAN, GRACE, House


async def test_the_passcode(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting(passcode="fourier")
        assert await house.refusal(GRACE, meeting) == "passcode_required"
        assert await house.refusal(GRACE, meeting, passcode="fourier ") == "passcode_mismatch"
        await house.admit(GRACE, meeting, passcode="fourier")
        await house.admit(ADA, meeting)
        await house.admit(ALAN, meeting, host_key=house.host_key)
        assert await house.refusal(ADA, meeting, passcode="wrong") == "passcode_mismatch"


async def test_a_passcode_where_there_is_none(path: Path) -> None:
    async with House(path) as house:
        await house.admit(GRACE, await house.meeting(), passcode="whatever")
        assert house.hasher.verified == 0


async def test_a_seat_remembers_that_the_passcode_was_given(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting(passcode="fourier")
        grace = await house.join(GRACE, meeting, passcode="fourier")
        await house.say(grace, Leave(n=1))
        await house.settle()
        await house.admit(GRACE, meeting)


async def test_five_failures_then_waiting(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting(passcode="fourier")
        for _ in range(5):
            assert await house.refusal(GRACE, meeting, passcode="wrong") == "passcode_mismatch"
        with pytest.raises(Refused, match="throttled") as no:
            await house.admit(GRACE, meeting, passcode="fourier")
        assert no.value.retry_after == 1.0
        assert await house.refusal(GRACE, meeting) == "passcode_required"
        await house.admit(ALAN, meeting, passcode="fourier")
        house.clock.now += 1
        await house.admit(GRACE, meeting, passcode="fourier")


async def test_two_hundred_guesses_at_once_are_five(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting(passcode="fourier")
        codes = await asyncio.gather(
            *(house.refusal(GRACE, meeting, passcode=f"guess {n}") for n in range(200))
        )
        assert (codes.count("passcode_mismatch"), codes.count("throttled")) == (5, 195)
        assert house.hasher.verified == 5


async def test_twenty_guesses_by_many_close_the_meeting_to_strangers(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting(passcode="fourier")
        await house.join(ALAN, meeting, passcode="fourier")
        secret = await house.invite(meeting)
        guessers = [Principal("user", f"user:{n}") for n in range(50)]
        codes = await asyncio.gather(*(house.refusal(who, meeting, passcode="wrong") for who in guessers))
        assert codes.count("passcode_mismatch") == 20
        assert await house.refusal(GRACE, meeting, passcode="fourier") == "throttled"
        await house.admit(ALAN, meeting, passcode="fourier")
        await house.admit(ANONYMOUS, meeting, invite=secret)
        await house.admit(ADA, meeting)
        house.clock.now += 3600
        await house.admit(GRACE, meeting, passcode="fourier")


async def test_guests_who_guess_do_not_close_the_meeting_to_members_nor_to_themselves(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting(passcode="fourier")
        for number in range(6):
            secret = await house.invite(meeting)
            codes = [
                await house.refusal(ANONYMOUS, meeting, invite=secret, passcode=f"{n}") for n in range(5)
            ]
            assert codes == (["passcode_mismatch"] * 5 if number < 4 else ["throttled"] * 5)
            await house.admit(ANONYMOUS, meeting, invite=secret)
        await house.admit(GRACE, meeting, passcode="fourier")


async def test_an_invited_guest_cannot_guess_without_end(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting(passcode="fourier")
        secret = await house.invite(meeting, uses=500)
        codes = [await house.refusal(ANONYMOUS, meeting, invite=secret, passcode=f"{n}") for n in range(7)]
        assert codes == ["passcode_mismatch"] * 5 + ["throttled"] * 2
