"""Making, reading, changing, ending meetings."""

from pathlib import Path
from typing import Any

import pytest

from notebook_meet.wire.messages import Ended, MeetingChanged
from notebook_meet.wire.rest import CreateInvite, CreateMeeting, Preview, RequestAdmission, UpdateMeeting
from notebook_meet_server.rules.records import ANONYMOUS, Principal
from notebook_meet_server.rules.refused import Refused
from tests.switchboard.house import ADA, ALAN, GRACE, House

SERVER = Principal("server", "server")
NO_MEETING = "n" * 22
BODIES: dict[str, tuple[Any, ...]] = {
    "own": (),
    "create": (CreateMeeting(title="x"),),
    "digest": ("meeting",),
    "preview": ("meeting", Preview()),
    "admit": ("meeting", RequestAdmission()),
    "update": ("meeting", UpdateMeeting(title="x")),
    "end": ("meeting",),
    "create_invite": ("meeting", CreateInvite()),
    "invites": ("meeting",),
    "revoke_invite": ("meeting", "i" * 16),
}


async def code_of(house: House, call: str, who: Principal, meeting: str) -> str:
    """How a call is refused; "" when it is not."""
    arguments = [meeting if value == "meeting" else value for value in BODIES[call]]
    try:
        await getattr(house.meetings, call)(who, *arguments)
    except Refused as no:
        return no.code
    return ""


async def test_a_new_meeting(path: Path) -> None:
    async with House(path) as house:
        created = await house.meetings.create(
            ADA, CreateMeeting(title="  Linear\u202e algebra ", passcode="fourier")
        )
        digest = created.meeting
        assert (digest.title, digest.role, digest.has_passcode, digest.needs_passcode) == (
            "Linear algebra",
            "host",
            True,
            False,
        )
        assert (digest.ended, digest.keep, digest.present, digest.max_seats) == (False, False, 0, 8)
        assert (digest.guest, digest.name, digest.name_fixed) == (False, "Ada", False)
        assert digest.created_at == house.clock.wall()
        assert len(created.host_key) == 43
        stored = await house.ask(house.store.meeting, digest.id)
        assert created.host_key.encode() not in (stored.host_key_hash, b"")
        assert await house.meetings.digest(ADA, digest.id) == digest


async def test_a_title_of_nothing(path: Path) -> None:
    async with House(path) as house:
        for call in (
            house.meetings.create(ADA, CreateMeeting(title=" \u200b ")),
            house.meetings.update(ADA, await house.meeting(), UpdateMeeting(title="\u202e")),
        ):
            with pytest.raises(Refused, match="bad_field") as no:
                await call
            assert no.value.detail == "$.title"


async def test_own_meetings_newest_first(path: Path) -> None:
    async with House(path) as house:
        first = await house.meeting()
        house.clock.now += 1
        second = await house.meeting(keep=True)
        ended = await house.meeting()
        await house.meeting(GRACE)
        await house.meetings.end(ADA, ended)
        assert [(m.id, m.role) for m in await house.meetings.own(ADA)] == [(second, "host"), (first, "host")]
        assert await house.meetings.own(SERVER) == []


async def test_the_digest_is_the_callers_own(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting(passcode="fourier")
        digest = await house.meetings.digest(GRACE, meeting)
        assert (digest.role, digest.needs_passcode, digest.name) == ("attendee", True, "Grace")
        await house.join(GRACE, meeting, passcode="fourier")
        digest = await house.meetings.digest(GRACE, meeting)
        assert (digest.needs_passcode, digest.present) == (False, 1)


async def test_a_meeting_that_has_ended(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting(passcode="fourier")
        grace = await house.join(GRACE, meeting, passcode="fourier")
        await house.meetings.end(ADA, meeting)
        await grace.hear(Ended)
        digest = await house.meetings.digest(GRACE, meeting)
        assert (digest.ended, digest.title, digest.present) == (True, "Algebra", 0)
        for call in ("preview", "admit", "update", "end", "create_invite", "invites", "revoke_invite"):
            assert await code_of(house, call, ADA, meeting) == "meeting_ended"


async def test_changing_a_meeting(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        grace = await house.join(GRACE, meeting)
        digest = await house.meetings.update(ADA, meeting, UpdateMeeting(title="Geometry"))
        assert digest.title == (await grace.hear(MeetingChanged)).meeting.title == "Geometry"
        digest = await house.meetings.update(ADA, meeting, UpdateMeeting(passcode="euclid"))
        assert digest.has_passcode
        assert (await grace.hear(MeetingChanged, 2)).meeting.has_passcode
        digest = await house.meetings.update(ADA, meeting, UpdateMeeting(keep=True))
        assert (digest.title, digest.has_passcode, digest.keep) == ("Geometry", True, True)
        with pytest.raises(Refused, match="passcode_mismatch"):
            await house.admission(ALAN, meeting, passcode="fourier")
        await house.admission(ALAN, meeting, passcode="euclid")
        assert not (await house.meetings.update(ADA, meeting, UpdateMeeting(passcode=None))).has_passcode
        await house.admission(Principal("user", "user:new"), meeting)
        assert len(grace.of(MeetingChanged)) == 3


# --- who may -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("call", sorted(BODIES))
async def test_an_anonymous_caller_learns_nothing(path: Path, call: str) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        assert await code_of(house, call, ANONYMOUS, meeting) == "login_required"
        assert await code_of(house, call, ANONYMOUS, NO_MEETING) == "login_required"
        assert await code_of(house, call, ANONYMOUS, "malformed/../id") == "login_required"


@pytest.mark.parametrize("call", sorted(set(BODIES) - {"own", "create"}))
async def test_a_meeting_that_is_not_there(path: Path, call: str) -> None:
    async with House(path) as house:
        assert await code_of(house, call, ADA, NO_MEETING) == "meeting_not_found"


@pytest.mark.parametrize(
    ("call", "roles"),
    [
        ("update", {"host"}),
        ("end", {"host"}),
        ("create_invite", {"host", "presenter"}),
        ("invites", {"host", "presenter"}),
        ("revoke_invite", {"host", "presenter"}),
        ("digest", {"host", "presenter", "attendee", "observer"}),
        ("preview", {"host", "presenter", "attendee", "observer"}),
        ("admit", {"host", "presenter", "attendee", "observer"}),
    ],
)
@pytest.mark.parametrize("role", ["host", "presenter", "attendee", "observer"])
async def test_roles(path: Path, call: str, roles: set[str], role: str) -> None:
    async with House(path, default_role=role) as house:
        meeting = await house.meeting()
        code = await code_of(house, call, GRACE, meeting)
        if role not in roles:
            assert code == "not_allowed"
        else:
            assert code == ("invite_invalid" if call == "revoke_invite" else "")


async def test_a_host_by_key_stays_host_under_the_same_principal(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting(SERVER, passcode="fourier")
        with pytest.raises(Refused, match="not_allowed"):
            await house.meetings.update(ADA, meeting, UpdateMeeting(title="x"))
        await house.join(ADA, meeting, host_key=house.host_key)
        assert (await house.meetings.update(ADA, meeting, UpdateMeeting(title="x"))).role == "host"
        assert (await house.meetings.digest(ADA, meeting)).needs_passcode is False


# --- several servers on one database ---------------------------------------------------------------------------------


@pytest.mark.parametrize("call", sorted(set(BODIES) - {"own", "create"}))
async def test_a_meeting_that_another_server_holds(path: Path, call: str) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        async with House(path, life="b", server_id="there") as there:
            assert await code_of(there, call, ADA, meeting) == "meeting_elsewhere"
            assert await there.meetings.own(ADA) == []
            there.clock.now += 61
            assert await code_of(there, "digest", ADA, meeting) == ""
            assert await code_of(house, call, ADA, meeting) == "meeting_elsewhere"


async def test_the_same_server_after_a_crash_goes_on_at_once(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        await house.crash()
        async with House(path, life="b") as after:
            assert await code_of(after, "digest", ADA, meeting) == ""
