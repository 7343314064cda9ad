"""Who may come in, as whom, and with what."""

from typing import Any

import pytest

from notebook_meet_server.rules.admission import (
    Case,
    Right,
    check_stranger,
    decide,
    invite_problem,
)
from notebook_meet_server.rules.records import ANONYMOUS, Invite, Principal, Seat
from notebook_meet_server.rules.refused import Refused
from tests.rules.rooms import MEETING_ID, a_meeting

GRACE = Principal("user", "user:grace", "Grace")
OWNER = Principal("user", "user:ada", "Ada")
KEY = b"key" * 11


def a_seat(principal: str = "user:grace", **changes: Any) -> Seat:
    values: dict[str, Any] = {
        "id": "s" * 16,
        "meeting_id": MEETING_ID,
        "principal": principal,
        "name": "Grace",
        "role": "attendee",
        "kind": "browser",
        "guest": False,
        "invite_id": None,
        "banned": False,
        "resume_hash": b"r",
        "joined_at": 10.0,
        "left_at": None,
    }
    return Seat(**values | changes)


def an_invite(**changes: Any) -> Invite:
    values: dict[str, Any] = {
        "id": "i" * 16,
        "meeting_id": MEETING_ID,
        "secret_hash": b"s",
        "role": "attendee",
        "name": "",
        "created_by": "user:ada",
        "created_at": 10.0,
        "expires_at": 100.0,
        "uses": 1,
        "used": 0,
        "revoked_at": None,
    }
    return Invite(**values | changes)


def a_case(principal: Principal = GRACE, **changes: Any) -> Case:
    values: dict[str, Any] = {
        "principal": principal,
        "meeting": a_meeting(has_passcode=True, host_key_hash=KEY),
        "held": True,
        "seats": [],
        "now": 50.0,
    }
    if changes.get("invite") is not None:
        changes.setdefault("invite_shown", True)
    return Case(**values | changes)


def right(principal: Principal = GRACE, **changes: Any) -> Right:
    return decide(a_case(principal, **changes), "attendee")


def code(principal: Principal = GRACE, **changes: Any) -> str:
    with pytest.raises(Refused) as no:
        right(principal, **changes)
    return no.value.code


# --- the order of the checks ----------------------------------------------------------------------------------------

LATER_TROUBLES: dict[str, Any] = {"seats": [a_seat(banned=True)], "invite_shown": True, "host_key": b"wrong"}


def test_first_the_meeting_then_the_person_then_the_right() -> None:
    gone = a_meeting(ended_at=20.0)
    assert code(meeting=None, **LATER_TROUBLES) == "meeting_not_found"
    assert code(meeting=gone, held=False, **LATER_TROUBLES) == "meeting_ended"
    assert code(held=False, **LATER_TROUBLES) == "meeting_elsewhere"
    assert code(**LATER_TROUBLES) == "removed"
    assert code(invite_shown=True, host_key=b"wrong") == "invite_invalid"
    assert code(host_key=b"wrong") == "host_key_invalid"


@pytest.mark.parametrize("meeting", [None, a_meeting(), a_meeting(ended_at=1.0)])
@pytest.mark.parametrize("held", [True, False])
@pytest.mark.parametrize(
    ("shown", "answer"), [({}, "login_required"), ({"invite_shown": True}, "invite_invalid")]
)
def test_a_stranger_cannot_tell_whether_a_meeting_exists(
    meeting: Any, shown: dict[str, Any], answer: str, *, held: bool
) -> None:
    assert code(ANONYMOUS, meeting=meeting, held=held, **shown) == answer


# --- the passcode ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("principal", "changes", "asked"),
    [
        (GRACE, {}, True),
        (GRACE, {"meeting": a_meeting()}, False),
        (OWNER, {}, False),
        (Principal("server", "server"), {"meeting": a_meeting(has_passcode=True, owner="server")}, False),
        (GRACE, {"host_key": KEY}, False),
        (GRACE, {"seats": [a_seat()]}, False),
        (GRACE, {"seats": [a_seat(left_at=20.0)]}, False),
        (GRACE, {"earlier": a_seat("user:the same browser before")}, False),
        (GRACE, {"invite": an_invite()}, False),
        (ANONYMOUS, {"invite": an_invite()}, False),
        (ANONYMOUS, {"earlier": a_seat("guest:carol", guest=True)}, False),
    ],
)
def test_who_is_asked_for_the_passcode(principal: Principal, changes: dict[str, Any], *, asked: bool) -> None:
    assert right(principal, **changes).passcode_needed is asked


def test_whose_wrong_passcodes_they_are() -> None:
    assert right().throttled_as == "user:grace"
    assert right(ANONYMOUS, invite=an_invite()).throttled_as == f"invite:{'i' * 16}"
    assert right(ANONYMOUS, earlier=a_seat("guest:carol")).throttled_as == "guest:carol"


# --- roles ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("principal", "changes", "role"),
    [
        (GRACE, {}, "attendee"),
        (OWNER, {}, "host"),
        (OWNER, {"seats": [a_seat("user:ada", role="observer")]}, "host"),
        (GRACE, {"seats": [a_seat(role="observer")]}, "observer"),
        (GRACE, {"seats": [a_seat(role="observer"), a_seat(role="presenter")]}, "presenter"),
        (GRACE, {"earlier": a_seat(role="presenter")}, "presenter"),
        (GRACE, {"host_key": KEY}, "host"),
        (GRACE, {"invite": an_invite(role="presenter")}, "presenter"),
        (GRACE, {"invite": an_invite(role="observer")}, "attendee"),
        (ANONYMOUS, {"invite": an_invite(role="observer")}, "observer"),
        (ANONYMOUS, {"invite": an_invite(role="presenter")}, "presenter"),
        (ANONYMOUS, {"earlier": a_seat("guest:carol", role="presenter")}, "presenter"),
    ],
)
def test_roles(principal: Principal, changes: dict[str, Any], role: str) -> None:
    assert right(principal, **changes).role == role


def test_the_default_role_is_the_administrators() -> None:
    assert decide(a_case(), "observer").role == "observer"


# --- what is used up ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("principal", "changes", "spent"),
    [
        (ANONYMOUS, {}, True),
        (GRACE, {}, True),  # it spares her the passcode
        (GRACE, {"meeting": a_meeting()}, False),  # it gives her nothing
        (GRACE, {"seats": [a_seat()]}, False),
        (GRACE, {"seats": [a_seat()], "invite": an_invite(role="presenter")}, True),
        (OWNER, {}, False),
        (ANONYMOUS, {"earlier": a_seat("guest:carol", guest=True)}, False),
    ],
)
def test_an_invite_is_used_up_where_it_gives_something(
    principal: Principal, changes: dict[str, Any], *, spent: bool
) -> None:
    changes = {"invite": an_invite(), **changes}
    assert (right(principal, **changes).spend_invite is not None) is spent


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({}, None),
        ({"used": 1}, "invite_used_up"),
        ({"expires_at": 50.0}, "invite_expired"),
        ({"revoked_at": 20.0}, "invite_revoked"),
        ({"revoked_at": 20.0, "expires_at": 50.0, "used": 1}, "invite_revoked"),
    ],
)
def test_what_is_wrong_with_an_invite(changes: dict[str, Any], problem: str | None) -> None:
    invite = an_invite(**changes)
    assert invite_problem(invite, 50.0) == problem
    if problem is None:
        return
    assert code(ANONYMOUS, invite=invite) == code(GRACE, invite=invite) == problem
    # Who has a seat already still shows the invite that gave it.
    assert right(ANONYMOUS, invite=invite, earlier=a_seat("guest:carol", guest=True)).spend_invite is None
    assert right(GRACE, invite=invite, seats=[a_seat()]).spend_invite is None


def test_a_host_key_is_used_up_by_who_is_not_host_yet() -> None:
    assert right(host_key=KEY).host_key == KEY
    assert right(OWNER, host_key=KEY).host_key is None
    assert right(host_key=b"used long ago", seats=[a_seat(role="host")]).host_key is None
    assert code(host_key=KEY, meeting=a_meeting(host_key_hash=None)) == "host_key_invalid"


# --- who it is ------------------------------------------------------------------------------------------------------


def test_a_new_guest() -> None:
    guest = right(ANONYMOUS, invite=an_invite(name="Carol"))
    assert (guest.principal, guest.guest, guest.invite_id) == (None, True, "i" * 16)
    assert (guest.name, guest.name_fixed, guest.replaces) == ("Carol", True, None)


def test_a_guest_who_comes_back_is_the_same_person() -> None:
    earlier = a_seat("guest:carol", guest=True, invite_id="i" * 16, name="Carol")
    guest = right(ANONYMOUS, earlier=earlier, earlier_invite=an_invite(name="Carol", used=1))
    assert (guest.principal, guest.guest, guest.invite_id) == ("guest:carol", True, "i" * 16)
    assert (guest.name, guest.name_fixed, guest.replaces) == ("Carol", True, earlier.id)
    assert right(ANONYMOUS, earlier=earlier, earlier_invite=an_invite(used=1)).name_fixed is False


def test_a_banned_earlier_seat() -> None:
    assert code(ANONYMOUS, earlier=a_seat("guest:carol", banned=True)) == "removed"
    assert code(GRACE, earlier=a_seat("guest:carol", banned=True)) == "removed"


def test_someone_logged_in_is_no_guest_even_with_an_invite() -> None:
    member = right(GRACE, invite=an_invite(name="Carol"))
    assert (member.principal, member.guest, member.invite_id) == ("user:grace", False, None)
    assert (member.name, member.name_fixed) == ("Grace", False)


# --- where guests are not let in -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shows", "guests", "answer"),
    [
        (False, True, "login_required"),
        (False, False, "login_required"),
        (True, False, "guests_refused"),
        (True, True, ""),
    ],
)
def test_what_a_stranger_is_told_before_anything_is_looked_up(shows: bool, guests: bool, answer: str) -> None:
    told = ""
    try:
        check_stranger(shows=shows, guests=guests)
    except Refused as no:
        told = no.code
    assert told == answer
