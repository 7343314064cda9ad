"""Being let in: invites, names, room."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from notebook_meet.wire.messages import Leave, Welcome
from notebook_meet.wire.messages import Refused as NoEntry
from notebook_meet.wire.rest import CreateInvite, Preview
from notebook_meet_server.rules import grants
from notebook_meet_server.rules.records import ANONYMOUS
from notebook_meet_server.rules.refused import Refused
from tests.switchboard.house import ADA, ALAN, GRACE, House

NOTHING = "x" * 43
NO_MEETING = "n" * 22


async def test_an_admission(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        admission = await house.admit(GRACE, meeting, name=" Amazing  Grace\u202e")
        assert (admission.name, admission.role, admission.guest) == ("Amazing Grace", "attendee", False)
        assert admission.expires_in == 30
        assert (await house.admit(GRACE, meeting)).name == "Grace"
        assert (await house.ask(house.store.seats, meeting)) == []


# --- guests --------------------------------------------------------------------------------------------------------


async def test_a_guest(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting(passcode="fourier")
        secret = await house.invite(meeting, name="Carol", role="presenter")
        digest = await house.meetings.preview(ANONYMOUS, meeting, Preview(invite=secret))
        assert (digest.title, digest.guest, digest.name, digest.name_fixed) == (
            "Algebra",
            True,
            "Carol",
            True,
        )
        assert (digest.role, digest.needs_passcode) == ("presenter", False)
        admission = await house.admit(ANONYMOUS, meeting, invite=secret, name="Ada")
        assert (admission.name, admission.guest, admission.role) == ("Carol", True, "presenter")
        carol = await house.hello(admission.admission)
        welcome = await carol.hear(Welcome)
        assert [(p.name, p.guest, p.role) for p in welcome.participants] == [("Carol", True, "presenter")]
        assert await house.refusal(ANONYMOUS, meeting, invite=secret) == "invite_used_up"


@pytest.mark.parametrize("passcode", [None, "fourier"])
async def test_a_wrong_invite_tells_nothing_and_takes_the_same_way(
    path: Path, monkeypatch: pytest.MonkeyPatch, passcode: str | None
) -> None:
    async with House(path) as house:
        here = await house.meeting(passcode="fourier")
        other = await house.invite(await house.meeting())
        ways = []
        for meeting in (here, NO_MEETING, "no id at all"):
            calls: list[str] = []
            with monkeypatch.context() as watched:
                for name in ("meeting", "seats", "hold", "invite_by_secret", "passcode_hash", "invite"):
                    watched.setattr(house.store, name, _noting(calls, name, getattr(house.store, name)))
                for secret in (NOTHING, other):
                    assert (
                        await house.refusal(ANONYMOUS, meeting, invite=secret, passcode=passcode)
                        == "invite_invalid"
                    )
                    with pytest.raises(Refused, match="invite_invalid"):
                        await house.meetings.preview(ANONYMOUS, meeting, Preview(invite=secret))
            ways.append(calls)
        assert ways == [["invite_by_secret"] * 4] * 3
        assert house.hasher.verified == 0


def _noting(calls: list[str], name: str, call: Any) -> Any:
    def noted(*args: Any, **more: Any) -> Any:
        calls.append(name)
        return call(*args, **more)

    return noted


async def test_an_invite_of_a_meeting_that_ended(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        secret = await house.invite(meeting)
        await house.meetings.end(ADA, meeting)
        assert await house.refusal(ANONYMOUS, meeting, invite=secret) == "invite_invalid"


async def test_a_guest_reloads_with_the_one_use_of_the_invite_gone(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting(passcode="fourier")
        secret = await house.invite(meeting)
        carol = await house.join(ANONYMOUS, meeting, invite=secret, name="Carol")
        shown = {"invite": secret, "resume": carol.welcome.resume}
        house.hang_up(carol, 1001)
        digest = await house.meetings.preview(ANONYMOUS, meeting, Preview(**shown))
        assert (digest.guest, digest.name, digest.needs_passcode) == (True, "Carol", False)
        again = await house.join(ANONYMOUS, meeting, **shown)
        assert [p.name for p in again.welcome.participants] == ["Carol"]
        seats = await house.ask(house.store.seats, meeting)
        assert len({seat.principal for seat in seats}) == 1


@pytest.mark.parametrize("how", ["lost", "left"])
async def test_a_guest_comes_in_again_later(path: Path, how: str) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        secret = await house.invite(meeting)
        carol = await house.join(ANONYMOUS, meeting, invite=secret, name="Carol")
        if how == "left":
            await house.say(carol, Leave(n=1))
        else:
            house.hang_up(carol)
        await house.wait(300)
        assert house.board.present(meeting) == 0
        for _ in range(2):
            back = await house.join(ANONYMOUS, meeting, invite=secret, resume=carol.welcome.resume)
            assert back.welcome.participants[0].guest
            house.hang_up(back)
            await house.wait(30)
            carol = back


async def test_one_invite_does_not_fill_the_door(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grants, "OUTSTANDING", 10)
    monkeypatch.setattr(grants, "PER_ASKER", 8)
    async with House(path) as house:
        meeting = await house.meeting()
        secret = await house.invite(meeting)
        asked = [(await house.admit(ANONYMOUS, meeting, invite=secret)).admission for _ in range(12)]
        await house.join(GRACE, meeting)
        assert (await (await house.hello(asked[0])).hear(NoEntry)).code == "admission_invalid"
        await (await house.hello(asked[-1])).hear(Welcome)


async def test_a_resume_token_opens_its_own_meeting_only(path: Path) -> None:
    async with House(path) as house:
        grace = await house.join(GRACE, await house.meeting(passcode="fourier"), passcode="fourier")
        other = await house.meeting(passcode="euclid")
        token = grace.welcome.resume
        assert await house.refusal(ANONYMOUS, other, resume=token) == "login_required"
        assert await house.refusal(GRACE, other, resume=token) == "passcode_required"
        assert (await house.admit(ANONYMOUS, grace.welcome.meeting.id, resume=token)).guest is False


async def test_a_token_left_in_a_tab_gives_the_next_login_nothing(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting(ADA, passcode="fourier")
        ada = await house.join(ADA, meeting)
        await house.say(ada, Leave(n=1))
        assert await house.refusal(GRACE, meeting, resume=ada.welcome.resume) == "passcode_required"
        admission = await house.admit(GRACE, meeting, resume=ada.welcome.resume, passcode="fourier")
        assert admission.role == "attendee"


async def test_a_guest_does_not_carry_a_members_name(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        await house.join(GRACE, meeting)
        secret = await house.invite(meeting)
        assert (await house.admit(ANONYMOUS, meeting, invite=secret, name="GRACE")).name == "GRACE (guest)"


async def test_a_stranger_cannot_listen_unseen(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        secret = await house.invite(meeting)
        assert await house.refusal(ANONYMOUS, meeting, invite=secret, kind="kernel") == "not_allowed"
        await house.admit(GRACE, meeting, kind="kernel")


# --- revoking ------------------------------------------------------------------------------------------------------


async def test_revoking_puts_its_guests_out_and_keeps_them_out(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        made = await house.meetings.create_invite(ADA, meeting, CreateInvite(uses=5))
        carol = await house.join(ANONYMOUS, meeting, invite=made.secret)
        other = await house.join(ANONYMOUS, meeting, invite=await house.invite(meeting))
        waiting = (await house.admit(ANONYMOUS, meeting, resume=carol.welcome.resume)).admission
        fresh = (await house.admit(ANONYMOUS, meeting, invite=made.secret)).admission
        for _ in range(2):
            await house.meetings.revoke_invite(ADA, meeting, made.invite.id)
        assert await carol.closed() == 4403
        assert carol.heard[-1].code == "invite_revoked"  # type: ignore[attr-defined]
        assert other.close_code is None
        shown = {"invite": made.secret, "resume": carol.welcome.resume}
        assert await house.refusal(ANONYMOUS, meeting, **shown) == "invite_revoked"
        for admission, refused in ((waiting, "removed"), (fresh, "invite_revoked")):
            late = await house.hello(admission)
            assert await late.closed() == 4403
            assert late.heard[0].code == refused  # type: ignore[attr-defined]
        back = await house.resume(carol)
        assert await back.closed() == 4401
        assert house.board.present(meeting) == 1


async def test_revoking_while_the_guest_comes_in(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        made = await house.meetings.create_invite(ADA, meeting, CreateInvite())
        admission = (await house.admit(ANONYMOUS, meeting, invite=made.secret)).admission
        seated, revoked, banned, run = asyncio.Event(), asyncio.Event(), asyncio.Event(), house.thread.run

        async def slowly(fn: Any, *args: Any) -> Any:
            result = await run(fn, *args)
            if fn.__name__ == "take_seat":
                seated.set()
                await banned.wait()
            if fn.__name__ == "revoke":
                revoked.set()
            return result

        monkeypatch.setattr(house.thread, "run", slowly)
        coming = asyncio.create_task(house.hello(admission))
        await seated.wait()
        revoking = asyncio.create_task(house.meetings.revoke_invite(ADA, meeting, made.invite.id))
        await revoked.wait()
        await house.settle()
        banned.set()
        await revoking
        assert await (await coming).closed() == 4403
        assert house.board.present(meeting) == 0


# --- room ----------------------------------------------------------------------------------------------------------


async def test_a_full_meeting(path: Path) -> None:
    async with House(path, max_seats=2) as house:
        meeting = await house.meeting(passcode="fourier")
        ada = await house.join(ADA, meeting)
        await house.join(ADA, meeting, kind="kernel")
        grace = await house.join(GRACE, meeting, passcode="fourier")
        assert await house.refusal(ALAN, meeting, passcode="wrong") == "passcode_mismatch"
        assert await house.refusal(ALAN, meeting, passcode="fourier") == "meeting_full"
        await house.admit(ALAN, meeting, passcode="fourier", kind="kernel")
        await house.admit(GRACE, meeting, resume=grace.welcome.resume)
        await house.say(ada, Leave(n=1))
        await house.admit(ALAN, meeting, passcode="fourier")


async def test_five_seats_for_one_person(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        for _ in range(5):
            await house.join(GRACE, meeting)
        assert await house.refusal(GRACE, meeting) == "too_many_seats"
        await house.admit(ALAN, meeting)


# --- use keeps a meeting alive ---------------------------------------------------------------------------------------


async def test_asking_to_come_in_is_use(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        house.clock.now += 1000
        await house.admit(GRACE, meeting)
        assert (await house.ask(house.store.meeting, meeting)).last_used_at == house.clock.wall()
