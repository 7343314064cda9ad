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


async def test_who_needs_no_passcode_learns_nothing_about_it(path: Path) -> None:
    """Or people inside could guess for those outside: another twenty an hour."""
    async with House(path) as house:
        meeting = await house.meeting(passcode="fourier")
        grace = await house.join(GRACE, meeting, passcode="fourier")
        guest = await house.join(ANONYMOUS, meeting, invite=await house.invite(meeting))
        observing = await house.invite(meeting, role="observer")
        watcher = await house.join(ANONYMOUS, meeting, invite=observing)
        await house.say(watcher, Leave(n=1))
        await house.settle()
        hashed = house.hasher.verified
        for _ in range(3):
            for passcode in ("wrong", "fourier"):
                await house.admit(GRACE, meeting, passcode=passcode)
                await house.admit(GRACE, meeting, passcode=passcode, kind="kernel")
                await house.admit(GRACE, meeting, passcode=passcode, resume=grace.welcome.resume)
                await house.admit(ANONYMOUS, meeting, passcode=passcode, resume=guest.welcome.resume)
                await house.admit(ANONYMOUS, meeting, passcode=passcode, resume=watcher.welcome.resume)
                await house.admit(ANONYMOUS, meeting, passcode=passcode, invite=await house.invite(meeting))
                await house.admit(ALAN, meeting, passcode=passcode, invite=await house.invite(meeting))
        assert house.hasher.verified == hashed


async def test_an_invite_that_holds_no_more_is_no_way_to_try_a_passcode(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting(passcode="fourier")
        used_up, expired = await house.invite(meeting), await house.invite(meeting, expires_in=60)
        await house.join(ANONYMOUS, meeting, invite=used_up)
        house.clock.now += 61
        for passcode in ("wrong", "fourier"):
            for who in (ANONYMOUS, ALAN):
                assert (
                    await house.refusal(who, meeting, passcode=passcode, invite=expired) == "invite_expired"
                )
                assert (
                    await house.refusal(who, meeting, passcode=passcode, invite=used_up) == "invite_used_up"
                )
        assert house.hasher.verified == 0


async def test_a_host_hears_of_a_wrong_passcode_and_is_never_kept_out(path: Path) -> None:
    """It is counted as everybody's: when all tries are used up, a host's passcode is not looked at."""
    async with House(path) as house:
        meeting = await house.meeting(passcode="fourier")
        codes = [await house.refusal(ADA, meeting, passcode=f"{n}") for n in range(5)]
        assert codes == ["passcode_mismatch"] * 5
        await house.admit(ADA, meeting, passcode="wrong")
        guessers = [Principal("user", f"user:{n}") for n in range(30)]
        others = [await house.refusal(who, meeting, passcode="wrong") for who in guessers]
        assert others == ["passcode_mismatch"] * 15 + ["throttled"] * 15
        house.clock.now += 1800
        for passcode in ("wrong", "fourier"):
            await house.admit(ADA, meeting, passcode=passcode)
            await house.admit(ALAN, meeting, passcode=passcode, host_key=house.host_key)
        assert house.hasher.verified == 20
