"""What a participant's messages do: devices, tickets, the host key, and how many may come."""

from typing import Any

import msgspec
import pytest

from notebook_meet.wire import limits
from notebook_meet.wire.close import CloseCode
from notebook_meet.wire.messages import (
    Claim,
    End,
    Failed,
    Hello,
    Leave,
    Ping,
    Pong,
    Resume,
    State,
    Ticket,
    TicketFrom,
    Updated,
    Welcome,
)
from notebook_meet_server.rules import commands as c
from tests.rules.rooms import Stage, pid, signal


def test_devices_are_told_to_everyone_else_once() -> None:
    stage = Stage()
    ada, grace = stage.join("ada"), stage.join("grace")
    stage.send(ada, State, microphone=True, camera=True)
    stage.send(ada, State, microphone=True, camera=True)
    (updated,) = grace.of(Updated)
    assert (updated.participant.microphone, updated.participant.camera) == (True, True)
    assert not ada.of(Updated)


def test_the_mesh_carries_four_cameras() -> None:
    stage = Stage()
    people = [stage.join(f"p{number}") for number in range(5)]
    for person in people:
        stage.send(person, State, microphone=True, camera=True)
    assert [(f.code, f.re) for f in people[4].of(Failed)] == [("video_full", 1)]
    last = people[0].of(Updated)[-1].participant
    assert (last.id, last.microphone, last.camera) == (people[4].id, True, False)
    late = stage.join("late")
    assert late.of(Welcome)[0].video.allowed is False
    stage.send(people[0], State, microphone=True, camera=False)
    stage.send(people[4], State, microphone=True, camera=True)
    assert len(people[4].of(Failed)) == 1
    stage.send(people[4], State, microphone=False, camera=True)
    assert people[1].of(Updated)[-1].participant.camera is True


def test_an_observer_sends_no_media_but_takes_part_in_signalling() -> None:
    stage = Stage()
    ada, watcher = stage.join("ada"), stage.join("watcher", role="observer")
    stage.send(watcher, State, microphone=False, camera=True)
    stage.send(watcher, State, microphone=True, camera=False)
    assert [f.code for f in watcher.of(Failed)] == ["not_allowed", "not_allowed"]
    assert not ada.of(Updated)
    stage.send(watcher, State, microphone=False, camera=False)
    stage.ticket(watcher, ada, 1)
    assert len(watcher.of(Failed)) == 2
    assert len(ada.of(TicketFrom)) == 1


def test_hosts_and_presenters_show_a_screen() -> None:
    stage = Stage()
    ada, grace = stage.join("ada", role="host"), stage.join("grace", role="presenter")
    for person in (ada, grace):
        stage.send(person, State, microphone=False, camera=False, screen=True)
    assert [m.participant.screen for m in grace.of(Updated)] == [True]
    assert [m.participant.screen for m in ada.of(Updated)] == [True]
    late = stage.join("late")
    assert [person.screen for person in late.of(Welcome)[0].participants] == [True, True, False]
    stage.send(ada, State, microphone=False, camera=False)
    assert grace.of(Updated)[-1].participant.screen is False


@pytest.mark.parametrize("role", ["attendee", "observer"])
def test_nobody_else_shows_one(role: str) -> None:
    stage = Stage()
    ada, grace = stage.join("ada"), stage.join("grace", role=role)
    stage.send(grace, State, microphone=False, camera=False, screen=True)
    assert [(failed.code, failed.re) for failed in grace.of(Failed)] == [("not_allowed", 1)]
    assert not ada.of(Updated)


def test_what_else_was_said_beside_a_refused_screen_counts() -> None:
    stage = Stage()
    ada, grace = stage.join("ada"), stage.join("grace")
    stage.send(grace, State, microphone=True, camera=False, screen=True)
    (updated,) = ada.of(Updated)
    assert (updated.participant.microphone, updated.participant.screen) == (True, False)


def test_who_may_no_longer_show_a_screen_shows_none() -> None:
    stage = Stage()
    ada = stage.join("ada", role="presenter")
    stage.send(ada, State, microphone=True, camera=True, screen=True)
    member = stage.room.members[ada.id]
    member.become("host")
    assert member.seen().screen
    member.become("attendee")
    assert (member.seen().role, member.seen().screen, member.seen().camera) == ("attendee", False, True)
    member.become("presenter")
    assert not member.seen().screen


def test_a_ticket_is_stamped_and_reaches_its_recipient_only() -> None:
    stage = Stage()
    ada, grace, alan = stage.join("ada"), stage.join("grace"), stage.join("alan")
    stage.ticket(ada, grace, 1, offer=True)
    (ticket,) = grace.of(TicketFrom)
    assert ticket.sender == ada.id
    assert bytes(ticket.signal) == b'{"number":1,  "seen":0, "description":{"type":"offer","sdp":"v=0"}}'
    assert not alan.of(TicketFrom)
    assert not ada.of(TicketFrom)


@pytest.mark.parametrize("to", ["ada", "stranger", "gone"])
def test_tickets_to_oneself_a_stranger_or_someone_gone(to: str) -> None:
    stage = Stage()
    ada, gone = stage.join("ada"), stage.join("gone")
    stage.send(gone, Leave)
    stage.send(ada, Ticket, to=pid(to), signal=signal(1))
    assert [(f.code, f.re) for f in ada.of(Failed)] == [("bad_recipient", 1)]
    assert ada.closed is None


def test_a_number_is_handled_once() -> None:
    stage = Stage()
    ada, grace = stage.join("ada"), stage.join("grace")
    stage.ticket(ada, grace, 1)
    stage.say(ada, ada.unacknowledged[0])
    assert len(grace.of(TicketFrom)) == 1
    stage.say(ada, Ping(seq=0))
    assert ada.of(Pong) == [Pong(ack=1)]


def test_a_host_key_is_tried_by_the_shell_and_the_answer_reaches_everybody() -> None:
    stage = Stage()
    ada, grace = stage.join("ada"), stage.join("grace")
    effects = stage.send(ada, Claim, host_key="k" * 43)
    assert effects == [c.ClaimKey(ada.id, "user:ada", 1, "k" * 43)]
    stage.apply(c.RoleGranted("user:ada", "host"))
    assert ada.of(Updated)[0].participant.role == grace.of(Updated)[0].participant.role == "host"
    assert stage.send(ada, Claim, host_key="k" * 43) == []
    stage.apply(c.Declined(grace.id, 7, "host_key_invalid"))
    assert [(f.code, f.re) for f in grace.of(Failed)] == [("host_key_invalid", 7)]


def test_a_role_is_never_lowered_by_a_grant() -> None:
    stage = Stage()
    ada = stage.join("ada", role="host")
    assert stage.apply(c.RoleGranted("user:ada", "attendee")) == []
    assert stage.room.members[ada.id].role == "host"


@pytest.mark.parametrize("role", ["presenter", "attendee", "observer"])
def test_only_a_host_ends(role: str) -> None:
    stage = Stage()
    ada, host = stage.join("ada", role=role), stage.join("host", role="host")
    assert not [e for e in stage.send(ada, End) if isinstance(e, c.EndMeeting)]
    assert ada.of(Failed)[0].code == "not_allowed"
    assert stage.send(host, End) == [c.EndMeeting(host.id, 1)]


def test_the_right_is_looked_at_when_the_message_comes() -> None:
    stage = Stage()
    ada = stage.join("ada")
    stage.send(ada, End)
    stage.apply(c.RoleGranted("user:ada", "host"))
    assert stage.send(ada, End) == [c.EndMeeting(ada.id, 2)]


@pytest.mark.parametrize("first", [Hello(admission="a" * 43), Resume(token="t" * 43, seq=0, epoch="")])
def test_a_second_hello_is_a_bad_message(first: Any) -> None:
    stage = Stage()
    ada = stage.join("ada")
    stage.say(ada, first)
    assert ada.closed is not None
    assert (ada.closed.close, ada.closed.code) == (CloseCode.BAD_MESSAGE, "bad_message")


def test_too_fast() -> None:
    stage = Stage()
    ada, grace = stage.join("ada"), stage.join("grace")
    for _ in range(200):
        stage.send(ada, State, microphone=False, camera=False)
    for _ in range(150):
        stage.say(ada, Ping(seq=0))
    assert ada.closed is None
    stage.send(ada, State, microphone=False, camera=False)
    assert ada.closed is not None
    assert (ada.closed.close, ada.closed.code) == (CloseCode.TOO_FAST, "too_fast")
    assert grace.of(Updated)[-1].participant.presence == "reconnecting"
    stage.wait(29)
    stage.resume(ada)
    assert grace.of(Updated)[-1].participant.presence == "here"


def test_big_tickets_cannot_fill_the_recipients_queue() -> None:
    stage = Stage()
    ada, grace = stage.join("ada"), stage.join("grace")
    big = msgspec.Raw(b'{"number":1,"seen":0' + b" " * 64_000 + b"}")
    for _ in range(30):
        if ada.closed is None:
            stage.send(ada, Ticket, to=grace.id, signal=big)
    assert ada.closed is not None
    assert (ada.closed.close, ada.closed.code) == (CloseCode.TOO_FAST, "too_fast")
    assert 0 < sum(len(ticket.signal) for ticket in grace.of(TicketFrom)) < limits.SEND_QUEUE_BYTES


def test_a_new_socket_is_no_way_around_the_limits() -> None:
    stage = Stage()
    ada = stage.join("ada")
    for _ in range(200):
        stage.send(ada, State, microphone=False, camera=False)
    ada.unacknowledged.clear()
    stage.cut(ada)
    stage.resume(ada)
    stage.send(ada, State, microphone=False, camera=False)
    assert ada.closed is not None
    assert ada.closed.code == "too_fast"


def test_pings_have_a_bucket_of_their_own() -> None:
    stage = Stage()
    ada = stage.join("ada")
    for _ in range(200):
        stage.say(ada, Ping(seq=0))
    stage.send(ada, State, microphone=True, camera=False)
    assert ada.closed is None
    stage.say(ada, Ping(seq=0))
    assert ada.closed is not None
