"""What hosts decide lasts: through admissions, reloads and restarts, whatever a person shows."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from notebook_meet.wire.messages import Failed, Leave, MeetingChanged, Updated
from notebook_meet.wire.messages import Refused as RefusedMessage
from notebook_meet.wire.moderation import HandOver, Hold, Lock, Remove, SetRole
from notebook_meet.wire.rest import CreateInvite, Preview, UpdateMeeting
from notebook_meet_server.rules.records import ANONYMOUS, Principal
from notebook_meet_server.rules.refused import Refused
from notebook_meet_server.store.errors import StorageFull
from tests.switchboard.house import ADA, ALAN, GRACE, House, Socket


async def decide(house: House, host: Socket, kind: type[Any], n: int = 1, **values: Any) -> None:
    """A host's decision, and all that follows from it."""
    await house.say(host, kind(n=n, **values))
    await house.settle()


def role(socket: Socket, other: Socket) -> str:
    """The role that one is told another has."""
    told = [one.participant for one in socket.of(Updated)] + socket.welcome.participants
    return next(str(one.role) for one in told if one.id == other.welcome.you)


@asynccontextmanager
async def restarted(path: Path) -> AsyncIterator[House]:
    async with House(path, "b") as house:
        yield house


# --- removed ---------------------------------------------------------------------------------------------------


async def test_the_removed_cannot_come_back(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        ada, grace = await house.join(ADA, meeting), await house.join(GRACE, meeting)
        earlier = await house.admission(GRACE, meeting)
        await decide(house, ada, Remove, id=grace.welcome.you)
        assert await grace.closed() == 4403
        assert (await grace.hear(RefusedMessage)).code == "removed"
        key = house.host_key
        for shown in (
            {},
            {"resume": grace.welcome.resume},
            {"host_key": key},
            {"invite": await house.invite(meeting)},
        ):
            with pytest.raises(Refused, match="removed"):
                await house.admission(GRACE, meeting, **shown)
        late = await house.hello(earlier)
        assert (await late.hear(RefusedMessage)).code == "removed"
        assert (await (await house.resume(grace)).hear(RefusedMessage)).code == "resume_refused"
        await house.join(ALAN, meeting)
    async with restarted(path) as house:
        with pytest.raises(Refused, match="removed"):
            await house.admission(GRACE, meeting)
        assert (await (await house.resume(grace)).hear(RefusedMessage)).code == "resume_refused"


async def test_the_invite_of_a_removed_guest_lets_nobody_new_in(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        secret = await house.invite(meeting, uses=5)
        ada = await house.join(ADA, meeting)
        carol, dora = [await house.join(ANONYMOUS, meeting, invite=secret) for _ in range(2)]
        waiting = await house.admission(ANONYMOUS, meeting, invite=secret)
        await decide(house, ada, Remove, id=carol.welcome.you)
        assert await carol.closed() == 4403
        with pytest.raises(Refused, match="invite_revoked"):
            await house.admission(ANONYMOUS, meeting, invite=secret)
        assert (await (await house.hello(waiting)).hear(RefusedMessage)).code == "invite_revoked"
        with pytest.raises(Refused, match="invite_revoked"):
            await house.admission(ANONYMOUS, meeting, invite=secret, resume=carol.welcome.resume)
        assert dora.close_code is None, "another guest stays"
        await house.say(dora, Leave(n=1))
        await house.join(ANONYMOUS, meeting, invite=secret, resume=dora.welcome.resume)


async def test_the_invite_that_someone_logged_in_has_spent_goes_too(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        secret = await house.invite(meeting, role="presenter", uses=5)
        ada, grace = await house.join(ADA, meeting), await house.join(GRACE, meeting, invite=secret)
        await house.say(grace, Leave(n=1))
        grace = await house.join(GRACE, meeting)
        await decide(house, ada, Remove, id=grace.welcome.you)
        with pytest.raises(Refused, match="invite_revoked"):
            await house.admission(ANONYMOUS, meeting, invite=secret)


# --- held ------------------------------------------------------------------------------------------------------


async def test_a_hold_lasts_through_reload_and_restart_until_released(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        ada, grace = await house.join(ADA, meeting), await house.join(GRACE, meeting)
        await decide(house, ada, Hold, id=grace.welcome.you, on=True)
        await house.say(grace, Leave(n=1))
        grace = await house.join(GRACE, meeting)
        assert grace.welcome.participants[-1].silence == "held"
    async with restarted(path) as house:
        back = await house.resume(grace)
        assert back.welcome.participants[-1].silence == "held"
        ada = await house.join(ADA, meeting)
        await decide(house, ada, Hold, id=back.welcome.you, on=False)
        assert (await back.hear(Updated)).participant.silence == "none"
        await house.say(back, Leave(n=1))
        assert (await house.join(GRACE, meeting)).welcome.participants[-1].silence == "none"


# --- roles -----------------------------------------------------------------------------------------------------


async def test_no_invite_and_no_old_admission_undoes_a_role(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        secret = await house.invite(meeting, role="presenter", uses=9)
        ada, grace = await house.join(ADA, meeting), await house.join(GRACE, meeting, invite=secret)
        carol = await house.join(ANONYMOUS, meeting, invite=secret)
        old = await house.admission(GRACE, meeting)
        for number, one in enumerate((grace, carol), 1):
            assert one.welcome.role == "presenter"
            await decide(house, ada, SetRole, number, id=one.welcome.you, role="observer")
        again = await house.hello(old)
        assert again.welcome.role == "observer"
        assert (await house.join(GRACE, meeting, invite=secret)).welcome.role == "observer"
        shown = {"invite": secret, "resume": carol.welcome.resume}
        assert (await house.meetings.preview(ANONYMOUS, meeting, Preview(**shown))).role == "observer"
        assert (await house.join(ANONYMOUS, meeting, **shown)).welcome.role == "observer"
        used = {one.used for one in await house.meetings.invites(ADA, meeting)}
        assert used == {2}, "a use that gives nothing is not taken"
    async with restarted(path) as house:
        assert (await house.resume(again)).welcome.role == "observer"


async def test_a_host_key_goes_before_a_role(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        ada, grace = await house.join(ADA, meeting), await house.join(GRACE, meeting)
        await decide(house, ada, SetRole, id=grace.welcome.you, role="observer")
        assert (await house.join(GRACE, meeting, host_key=house.host_key)).welcome.role == "host"
        assert (await house.meetings.digest(GRACE, meeting)).role == "host"


async def test_handing_over_is_stored_also_against_the_owner(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        ada, grace = await house.join(ADA, meeting), await house.join(GRACE, meeting)
        await decide(house, ada, HandOver, id=grace.welcome.you)
        assert (role(grace, ada), role(ada, grace)) == ("presenter", "host")
        with pytest.raises(Refused, match="not_allowed"):
            await house.meetings.update(ADA, meeting, UpdateMeeting(title="Mine"))
        await house.meetings.update(GRACE, meeting, UpdateMeeting(title="Hers"))
        assert [digest.role for digest in await house.meetings.own(ADA)] == ["presenter"]
    async with restarted(path) as house:
        assert (await house.resume(ada)).welcome.role == "presenter"
        assert (await house.resume(grace)).welcome.role == "host"


async def test_the_host_leaves_while_handing_over(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        ada, grace = await house.join(ADA, meeting), await house.join(GRACE, meeting)
        await house.say(ada, HandOver(n=1, id=grace.welcome.you))
        await house.say(ada, Leave(n=2))
        assert (await grace.hear(Updated)).participant.role == "host"
        assert (await house.meetings.digest(ADA, meeting)).role == "presenter"


async def test_a_hand_over_to_someone_who_leaves_at_that_moment(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        ada, grace = await house.join(ADA, meeting), await house.join(GRACE, meeting)
        await house.say(ada, HandOver(n=1, id=grace.welcome.you))
        await house.say(grace, Leave(n=1))
        assert (await ada.hear(Failed)).code == "bad_recipient"
        assert (await house.meetings.digest(ADA, meeting)).role == "host"
        await house.say(ada, HandOver(n=2, id=grace.welcome.you))
        assert (await ada.hear(Failed, 2)).code == "bad_recipient"


async def test_only_one_of_two_hand_overs_counts(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        ada, grace, alan = [await house.join(who, meeting) for who in (ADA, GRACE, ALAN)]
        await house.say(ada, HandOver(n=1, id=grace.welcome.you))
        await house.say(ada, HandOver(n=2, id=alan.welcome.you))
        failed = await ada.hear(Failed)
        assert (failed.code, failed.re) == ("not_allowed", 2)
        assert (await house.meetings.digest(ALAN, meeting)).role == "attendee"


async def test_who_acts_as_host_may_do_so_over_rest_but_makes_no_hosts(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        ada = await house.join(ADA, meeting)
        grace = await house.join(GRACE, meeting, invite=await house.invite(meeting, role="presenter"))
        await house.say(ada, Leave(n=1))
        await house.wait(0)
        for _ in range(12):
            await house.wait(5)
        assert (await grace.hear(Updated)).participant.role == "host"
        assert (await house.meetings.update(GRACE, meeting, UpdateMeeting(title="Hers"))).title == "Hers"
        with pytest.raises(Refused, match="not_allowed"):
            await house.meetings.create_invite(GRACE, meeting, CreateInvite(role="host"))
        ada = await house.join(ADA, meeting)
        assert (await grace.hear(Updated, 2)).participant.role == "presenter"
        with pytest.raises(Refused, match="not_allowed"):
            await house.meetings.update(GRACE, meeting, UpdateMeeting(title="No more"))


# --- locked ----------------------------------------------------------------------------------------------------


async def test_a_lock_keeps_newcomers_out_and_nobody_else(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting(Principal("server", "server"))
        ada = await house.join(ADA, meeting, host_key=house.host_key)
        grace = await house.join(GRACE, meeting)
        secret = await house.invite(meeting, uses=5)
        carol = await house.join(ANONYMOUS, meeting, invite=secret)
        early = [
            await house.admission(ALAN, meeting),
            await house.admission(ANONYMOUS, meeting, invite=secret),
        ]
        await decide(house, ada, Lock, on=True)
        assert (await grace.hear(MeetingChanged)).meeting.locked
        for admission in early:
            assert (await (await house.hello(admission)).hear(RefusedMessage)).code == "meeting_locked"
        with pytest.raises(Refused, match="meeting_locked"):
            await house.admission(ALAN, meeting)
        with pytest.raises(Refused, match="meeting_locked"):
            await house.admission(ANONYMOUS, meeting, invite=secret)
        assert (await house.meetings.digest(ALAN, meeting)).locked
        assert not (await house.meetings.digest(GRACE, meeting)).locked
        await house.say(grace, Leave(n=1))
    async with restarted(path) as house:
        with pytest.raises(Refused, match="meeting_locked"):
            await house.admission(ALAN, meeting)
        await house.join(GRACE, meeting)
        await house.join(Principal("server", "server"), meeting, kind="kernel")
        assert (await house.resume(carol)).welcome.meeting.locked
        ada = await house.join(ADA, meeting)
        await decide(house, ada, Lock, on=False)
        assert not (await house.join(ALAN, meeting)).welcome.meeting.locked


async def test_the_host_key_opens_a_lock(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting(Principal("server", "server"))
        await house.ask(lambda: house.store.lock_meeting(meeting, locked=True))
        assert (await house.join(ADA, meeting, host_key=house.host_key)).welcome.role == "host"


# --- trouble ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "values"), [(Hold, {"on": True}), (Remove, {}), (SetRole, {"role": "observer"}), (HandOver, {})]
)
async def test_what_cannot_be_stored_does_not_happen(
    path: Path, monkeypatch: pytest.MonkeyPatch, kind: type[Any], values: dict[str, Any]
) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        ada, grace = await house.join(ADA, meeting), await house.join(GRACE, meeting)

        def full(*_: object, **__: object) -> None:
            raise StorageFull("no room")

        with monkeypatch.context() as patch:
            for name in ("rule_role", "rule_held", "ban_person"):
                patch.setattr(house.store, name, full)
            await decide(house, ada, kind, id=grace.welcome.you, **values)
        assert (await ada.hear(Failed)).code == "storage_full"
        assert grace.close_code is None
        assert not grace.of(Updated)
        assert (await house.meetings.digest(GRACE, meeting)).role == "attendee"


async def test_the_end_takes_rulings_with_it(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        ada, grace = await house.join(ADA, meeting), await house.join(GRACE, meeting)
        await decide(house, ada, Hold, id=grace.welcome.you, on=True)
        assert (await house.ask(house.store.ruling, meeting, GRACE.id)).held
        await house.meetings.end(ADA, meeting)
        assert not (await house.ask(house.store.ruling, meeting, GRACE.id)).held
