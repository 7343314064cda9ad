"""Guests on a JupyterHub: whether they are let in, and what they are called."""

from pathlib import Path

import pytest

from notebook_meet.wire.meetings import Residence
from notebook_meet.wire.messages import Refused, Welcome
from notebook_meet.wire.rest import Preview
from notebook_meet.wire.talk import Chatted, Say
from notebook_meet.wire.waiting import Admit, Knock
from notebook_meet_server.rules.records import ANONYMOUS
from notebook_meet_server.rules.refused import Refused as Refusal
from tests.switchboard.house import ADA, GRACE, House

HUB = Residence("hub", guests=True, lab="/hub/user-redirect/meet/lab/")
OWN = Residence("users_server", guests=True)
CLOSED = Residence("hub", guests=False)


@pytest.mark.parametrize("residence", [HUB, OWN], ids=["service", "own server"])
async def test_a_guest_is_marked_wherever_the_name_stands(path: Path, residence: Residence) -> None:
    async with House(path, residence=residence) as house:
        meeting = await house.meeting(waiting_room=True)
        ada = await house.join(ADA, meeting)
        admission = await house.admission(
            ANONYMOUS, meeting, invite=await house.invite(meeting), name="grace"
        )
        carol = await house.hello(admission)
        knock = await ada.hear(Knock)
        assert (knock.person.name, knock.person.guest) == ("grace (guest)", True)
        await house.say(ada, Admit(n=1, id=knock.person.id))
        welcome = await carol.hear(Welcome)
        assert [(one.name, one.guest) for one in welcome.participants] == [
            ("ada", False),
            ("grace (guest)", True),
        ]
        await house.say(carol, Say(n=1, text="hello"))
        assert (await ada.hear(Chatted)).message.name == "grace (guest)"
        attendance = await house.meetings.attendance(ADA, meeting)
        assert {person.name for person in attendance} == {"ada", "grace (guest)"}
        # A real grace, who comes later, keeps her name.
        grace = await house.join(GRACE, meeting, invite=await house.invite(meeting, role="presenter"))
        assert {one.name for one in grace.welcome.participants} == {"ada", "grace (guest)", "grace"}


async def test_everybody_is_told_where_the_meeting_lives(path: Path) -> None:
    async with House(path, residence=HUB) as house:
        meeting = await house.meeting()
        assert (await house.meetings.digest(GRACE, meeting)).residence == HUB
        assert (await house.join(ADA, meeting)).welcome.meeting.residence == HUB


async def test_where_the_hub_lets_no_guests_in_a_stranger_learns_nothing_but_that(path: Path) -> None:
    async with House(path, residence=CLOSED) as house:
        meeting = await house.meeting()
        secret = await house.invite(meeting, role="presenter")
        for where in (meeting, "n" * 22):
            for shown in (secret, "x" * 43):
                with pytest.raises(Refusal, match="guests_refused"):
                    await house.admission(ANONYMOUS, where, invite=shown)
                with pytest.raises(Refusal, match="guests_refused"):
                    await house.meetings.preview(ANONYMOUS, where, Preview(invite=shown))
            with pytest.raises(Refusal, match="login_required"):
                await house.admission(ANONYMOUS, where)
        grace = await house.join(GRACE, meeting, invite=secret)
        assert grace.welcome.role == "presenter"


async def test_where_no_guests_are_let_in_a_resume_token_cannot_be_tried(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real one and a made-up one get one answer, and neither is looked up: nor does the time tell."""
    async with House(path, residence=HUB) as house:
        meeting = await house.meeting()
        carol = await house.join(ANONYMOUS, meeting, invite=await house.invite(meeting), name="Carol")
        ada = await house.join(ADA, meeting)
        await house.crash()
        async with House(path, life="b", residence=CLOSED) as after:
            monkeypatch.setattr(after.thread, "run", None)
            for token in (carol.welcome.resume, ada.welcome.resume, "x" * 43):
                for where in (meeting, "n" * 22):
                    with pytest.raises(Refusal, match="guests_refused"):
                        await after.admission(ANONYMOUS, where, resume=token)
                    with pytest.raises(Refusal, match="guests_refused"):
                        await after.meetings.preview(ANONYMOUS, where, Preview(resume=token))
            monkeypatch.undo()


async def test_a_guest_does_not_come_back_once_the_administrator_has_decided_otherwise(path: Path) -> None:
    async with House(path, residence=HUB) as house:
        meeting = await house.meeting()
        carol = await house.join(ANONYMOUS, meeting, invite=await house.invite(meeting), name="Carol")
        grace = await house.join(GRACE, meeting)
        await house.crash()
        async with House(path, life="b", residence=CLOSED) as after:
            back = await after.resume(carol)
            assert (await back.hear(Refused)).code == "resume_refused", "as to a made-up token"
            assert await back.closed() == 4401
            assert [p.name for p in (await (await after.resume(grace)).hear(Welcome)).participants] == [
                "grace"
            ]
