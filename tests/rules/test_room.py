"""The live room: coming in, and kernels that listen."""

from typing import Any

import pytest

from notebook_meet.wire.close import CloseCode
from notebook_meet.wire.messages import (
    Failed,
    Joined,
    Leave,
    Left,
    State,
    TicketFrom,
    Updated,
    Welcome,
)
from notebook_meet.wire.people import IceServer
from notebook_meet_server.rules import commands as c
from notebook_meet_server.rules.newcomer import Newcomer
from tests.rules.rooms import Stage, a_meeting, pid, token


def ids(messages: list[Any]) -> list[str]:
    return [message.participant.id for message in messages]


# --- coming in -----------------------------------------------------------------------------------------------------


def test_a_welcome_tells_the_whole_truth() -> None:
    ice = IceServer(urls=["turn:example.org"], username="u", credential="c")
    stage = Stage(epoch="life", ice_servers=(ice,), meeting=a_meeting(has_passcode=True))
    ada = stage.join("ada", role="host")
    stage.send(ada, State, microphone=True, camera=False)
    grace = stage.join("grace", guest=True)
    (welcome,) = grace.heard
    assert isinstance(welcome, Welcome)
    assert (welcome.you, welcome.epoch, welcome.resume, welcome.ack) == (
        pid("grace"),
        "life",
        token("grace"),
        0,
    )
    assert (welcome.role, welcome.meeting.title, welcome.meeting.has_passcode) == (
        "attendee",
        "Algebra",
        True,
    )
    assert [person.id for person in welcome.participants] == [pid("ada"), pid("grace")]
    assert (welcome.participants[0].role, welcome.participants[0].microphone) == ("host", True)
    assert (welcome.participants[1].guest, welcome.participants[1].presence) == (True, "here")
    assert welcome.ice_servers == [ice]
    assert (welcome.video.limit, welcome.video.allowed) == (4, True)


def test_everyone_else_hears_of_a_newcomer_and_nobody_hears_of_themselves() -> None:
    stage = Stage()
    ada, grace = stage.join("ada"), stage.join("grace")
    alan = stage.join("alan")
    assert ids(ada.of(Joined)) == [grace.id, alan.id]
    assert ids(grace.of(Joined)) == [alan.id]
    assert alan.of(Joined) == []


def test_the_roster_is_in_the_order_of_joining_also_after_a_restart() -> None:
    stage = Stage()
    stage.join("grace", joined_at=20.0)
    stage.join("ada", joined_at=10.0)
    alan = stage.join("alan", joined_at=30.0)
    assert [person.id for person in alan.of(Welcome)[0].participants] == [
        pid("ada"),
        pid("grace"),
        pid("alan"),
    ]


def test_one_person_has_one_role_in_all_participations() -> None:
    stage = Stage()
    first = stage.join("first", principal="user:ada")
    other = stage.join("other")
    second = stage.join("second", principal="user:ada", role="host")
    third = stage.join("third", principal="user:ada")
    assert first.of(Updated)[0].participant.role == "host"
    assert ids(other.of(Updated)) == [first.id]
    assert second.of(Welcome)[0].role == third.of(Welcome)[0].role == "host"


def test_replacing_an_earlier_participation() -> None:
    stage = Stage(max_seats=2)
    ada = stage.join("ada")
    old = stage.join("old", principal="user:grace")
    assert stage.room.problem(Newcomer("user:grace", "browser")) == "meeting_full"
    assert stage.room.problem(Newcomer("user:grace", "browser", old.id)) is None
    new = stage.join("new", principal="user:grace", replaces=old.id)
    assert old.closed is not None
    assert (old.closed.close, old.closed.code) == (CloseCode.MOVED, "moved")
    assert [type(message) for message in ada.heard[-2:]] == [Left, Joined]
    assert (ada.of(Left)[0].id, ada.of(Left)[0].reason) == (old.id, "moved")
    assert [person.id for person in new.of(Welcome)[0].participants] == [ada.id, new.id]
    assert c.SeatLeft(old.id) in stage.effects


@pytest.mark.parametrize(
    ("people", "principal", "kind", "problem"),
    [
        (7, "user:ada", "browser", None),
        (8, "user:ada", "browser", "meeting_full"),
        (8, "user:ada", "kernel", None),
        (5, "user:same", "browser", "too_many_seats"),
        (5, "user:same", "kernel", None),
    ],
)
def test_room_for_one_more(people: int, principal: str, kind: Any, problem: str | None) -> None:
    stage = Stage()
    for number in range(people):
        stage.join(f"p{number}", principal="user:same" if principal == "user:same" else f"user:{number}")
    assert stage.room.problem(Newcomer(principal, kind)) == problem


def test_listening_kernels_have_a_bound_of_their_own() -> None:
    stage = Stage(max_seats=1)
    for number in range(64):
        assert stage.room.problem(Newcomer("server", "kernel")) is None
        stage.join(f"k{number}", principal="server", kind="kernel")
    assert stage.room.problem(Newcomer("server", "kernel")) == "too_many_seats"
    assert stage.room.problem(Newcomer("user:ada", "browser")) is None


# --- kernels that listen -------------------------------------------------------------------------------------------


def test_a_listening_kernel_hears_everything_and_nobody_sees_it() -> None:
    stage = Stage()
    ada = stage.join("ada")
    kernel = stage.join("kernel", kind="kernel", principal="server", role="host")
    grace = stage.join("grace")
    stage.send(grace, State, microphone=True, camera=False)
    stage.send(grace, Leave)
    assert [person.id for person in kernel.of(Welcome)[0].participants] == [ada.id]
    assert [type(message) for message in kernel.heard] == [Welcome, Joined, Updated, Left]
    assert ids(ada.of(Joined)) == [grace.id]
    assert [person.id for person in grace.of(Welcome)[0].participants] == [ada.id, grace.id]
    before = len(ada.heard)
    stage.cut(kernel)
    stage.wait(31)
    assert len(ada.heard) == before
    assert kernel.id not in stage.room.members


def test_no_tickets_to_or_from_a_listening_kernel() -> None:
    stage = Stage()
    ada = stage.join("ada")
    kernel = stage.join("kernel", kind="kernel")
    stage.ticket(ada, kernel, 1)
    stage.ticket(kernel, ada, 1)
    assert ada.of(Failed)[0].code == "bad_recipient"
    assert kernel.of(Failed)[0].code == "not_allowed"
    assert not kernel.of(TicketFrom)
