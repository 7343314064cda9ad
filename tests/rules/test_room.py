"""The live room: coming, going, and what everybody is told."""

from typing import Any

import msgspec
import pytest

from notebook_meet.wire import limits
from notebook_meet.wire.close import CloseCode
from notebook_meet.wire.codec import encode
from notebook_meet.wire.messages import (
    Claim,
    End,
    Ended,
    Failed,
    Hello,
    Joined,
    Leave,
    Left,
    MeetingChanged,
    Message,
    Ping,
    Pong,
    Resume,
    Resumed,
    State,
    Ticket,
    TicketFrom,
    Updated,
    Welcome,
)
from notebook_meet.wire.people import IceServer
from notebook_meet_server.rules import commands as c
from notebook_meet_server.rules.newcomer import Newcomer
from tests.rules.rooms import Stage, a_meeting, pid, signal, token


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


# --- messages ------------------------------------------------------------------------------------------------------


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


# --- going ---------------------------------------------------------------------------------------------------------


def test_leaving() -> None:
    stage = Stage()
    ada, grace = stage.join("ada"), stage.join("grace")
    stage.send(grace, Leave)
    assert [(left.id, left.reason) for left in ada.of(Left)] == [(grace.id, "left")]
    assert grace.closed is not None
    assert (grace.closed.close, grace.closed.code) == (CloseCode.NORMAL, None)
    assert c.SeatLeft(grace.id) in stage.effects
    assert stage.room.tokens.keys() == {token("ada")}


@pytest.mark.parametrize(("clean", "seconds"), [(False, 30.0), (True, 4.0)])
def test_a_lost_socket(*, clean: bool, seconds: float) -> None:
    stage = Stage()
    ada, grace = stage.join("ada"), stage.join("grace")
    stage.cut(grace, clean=clean)
    assert ada.of(Updated)[-1].participant.presence == "reconnecting"
    stage.wait(seconds - 0.1)
    assert not ada.of(Left)
    stage.wait(0.1)
    assert [(left.id, left.reason) for left in ada.of(Left)] == [(grace.id, "lost")]
    assert c.SeatLeft(grace.id) in stage.effects


def test_nine_seconds_of_silence() -> None:
    stage = Stage()
    ada, grace = stage.join("ada"), stage.join("grace")
    stage.now += 8.9
    stage.say(ada, Ping(seq=0))
    stage.apply(c.Tick())
    assert grace.closed is None
    stage.now += 0.1
    stage.apply(c.Tick())
    assert grace.closed is not None
    assert grace.closed.close == CloseCode.SLOW_READER
    assert ada.of(Updated)[-1].participant.presence == "reconnecting"
    assert ada.closed is None


def test_a_pong_is_a_sign_of_life() -> None:
    stage = Stage()
    ada = stage.join("ada")
    for _ in range(5):
        stage.wait(8)
    assert ada.closed is None


def test_being_removed() -> None:
    stage = Stage()
    ada, grace, alan = stage.join("ada"), stage.join("grace"), stage.join("alan")
    stage.cut(alan)
    stage.apply(c.Remove([grace.id, alan.id, pid("nobody")], "invite_revoked"))
    assert grace.closed is not None
    assert (grace.closed.close, grace.closed.code) == (CloseCode.NOT_ALLOWED, "invite_revoked")
    assert [(left.id, left.reason) for left in ada.of(Left)] == [(grace.id, "removed"), (alan.id, "removed")]
    assert not grace.of(Left)


def test_the_end() -> None:
    stage = Stage()
    ada, grace = stage.join("ada"), stage.join("grace")
    stage.cut(grace)
    stage.apply(c.Finish())
    assert isinstance(ada.heard[-1], Ended)
    assert ada.closed is not None
    assert (ada.closed.close, ada.closed.code) == (CloseCode.ENDED, None)
    assert stage.room.problem(Newcomer("user:ada", "browser")) == "meeting_ended"
    assert not stage.room.members
    assert not stage.room.tokens
    assert stage.wait(60) == []


def test_a_change_of_the_meeting() -> None:
    stage = Stage()
    ada = stage.join("ada")
    assert stage.apply(c.Changed(a_meeting(keep=True))) == []
    stage.apply(c.Changed(a_meeting(title="Geometry")))
    stage.apply(c.Changed(a_meeting(title="Geometry", has_passcode=True)))
    assert [(m.meeting.title, m.meeting.has_passcode) for m in ada.of(MeetingChanged)] == [
        ("Geometry", False),
        ("Geometry", True),
    ]


@pytest.mark.parametrize(
    "command",
    [
        c.Lost(99, clean=True),
        c.Heard(99),
        c.Received(99, Ping(seq=0)),
        c.Declined(pid("nobody"), 1, "internal"),
        c.Remove([pid("nobody")], "removed"),
        c.RoleGranted("user:nobody", "host"),
    ],
)
def test_news_of_nobody_changes_nothing(command: c.Command) -> None:
    stage = Stage()
    stage.join("ada")
    assert stage.apply(command) == []


# --- coming back ---------------------------------------------------------------------------------------------------


def test_coming_back_replays_what_was_missed() -> None:
    stage = Stage()
    ada, grace = stage.join("ada"), stage.join("grace")
    stage.ticket(ada, grace, 1)
    stage.cut(grace)
    stage.ticket(ada, grace, 2)
    alan = stage.join("alan")
    stage.resume(grace)
    assert [type(message) for message in grace.heard] == [Welcome, TicketFrom, Resumed, TicketFrom, Joined]
    assert grace.of(Joined)[0].participant.id == alan.id
    presence = [m.participant.presence for m in ada.of(Updated)]
    assert presence == ["reconnecting", "here"]
    assert c.SeatLeft(grace.id) not in stage.effects


def test_a_new_socket_replaces_one_that_was_not_missed_yet() -> None:
    stage = Stage()
    ada, grace = stage.join("ada"), stage.join("grace")
    old = grace.connection
    assert old is not None
    shadow = stage.clients[old] = type(grace)("shadow")
    stage.resume(grace)
    assert shadow.closed is not None
    assert (shadow.closed.close, shadow.closed.code) == (CloseCode.MOVED, "moved")
    assert not ada.of(Updated)
    assert stage.apply(c.Lost(old, clean=False)) == []
    stage.ticket(ada, grace, 1)
    assert len(grace.of(TicketFrom)) == 1


def test_too_much_missed_gives_a_welcome_with_the_same_id() -> None:
    stage = Stage()
    ada, grace = stage.join("ada"), stage.join("grace")
    stage.send(grace, State, microphone=True, camera=False)
    stage.cut(grace)
    for number in range(1, 600):
        stage.ticket(ada, grace, number)
        stage.now += 0.02
        stage.say(ada, Ping(seq=0))
    stage.resume(grace)
    first, again = grace.of(Welcome)
    assert again.you == first.you
    assert again.seq > 600
    assert again.ack == 1
    assert not grace.of(TicketFrom)
    stage.ticket(ada, grace, 600)
    assert len(grace.of(TicketFrom)) == 1


@pytest.mark.parametrize(("seq", "epoch"), [(None, "another life"), (10_000, None)])
def test_a_position_that_makes_no_sense_gives_a_welcome(seq: int | None, epoch: str | None) -> None:
    stage = Stage()
    grace = stage.join("grace")
    stage.cut(grace)
    stage.resume(grace, seq=seq, epoch=epoch)
    assert [type(message) for message in grace.heard] == [Welcome, Welcome]


def test_a_welcome_leaves_nothing_older_to_say_again() -> None:
    stage = Stage()
    ada, grace = stage.join("ada"), stage.join("grace")
    stage.ticket(ada, grace, 1)
    stage.cut(grace)
    stage.resume(grace, epoch="another life")
    assert len(stage.room.members[grace.id].outbox._kept) == 1


def test_a_newer_description_voids_what_waits_from_the_same_sender() -> None:
    stage = Stage()
    ada, grace, alan = stage.join("ada"), stage.join("grace"), stage.join("alan")
    stage.cut(grace)
    stage.ticket(ada, grace, 1, offer=True)
    stage.ticket(ada, grace, 2)
    stage.ticket(alan, grace, 1, offer=True)
    stage.ticket(ada, grace, 3, offer=True)
    stage.ticket(ada, grace, 4)
    stage.resume(grace)
    received = [(t.sender, bytes(t.signal)[:11]) for t in grace.of(TicketFrom)]
    assert received == [(alan.id, b'{"number":1'), (ada.id, b'{"number":3'), (ada.id, b'{"number":4')]


def test_a_broadcast_is_the_same_bytes_but_for_the_number() -> None:
    stage = Stage()
    for number in range(3):
        stage.join(f"p{number}")
    effects = stage.apply(c.Changed(a_meeting(title="Geometry")))
    sends = [e for e in effects if isinstance(e, c.Send)]
    assert len(sends) == 3
    assert len({send.data.partition(b'"meeting":{')[2] for send in sends}) == 1


def test_after_a_restart_people_come_back_one_by_one() -> None:
    stage = Stage(epoch="second")
    ada = stage.join("ada")
    assert [person.id for person in ada.of(Welcome)[0].participants] == [ada.id]
    grace = stage.join("grace")
    assert ids(ada.of(Joined)) == [grace.id]
    assert [person.id for person in grace.of(Welcome)[0].participants] == [ada.id, grace.id]


def test_who_reads_of_an_own_role_later_reads_of_being_here() -> None:
    stage = Stage()
    ada, grace = stage.join("ada"), stage.join("grace")
    stage.cut(grace)
    stage.apply(c.RoleGranted(stage.room.members[grace.id].who.principal, "host"))
    stage.resume(grace)
    assert [(m.participant.role, m.participant.presence) for m in grace.of(Updated)] == [("host", "here")]
    told = [(m.participant.role, m.participant.presence) for m in ada.of(Updated)]
    assert told == [("attendee", "reconnecting"), ("host", "reconnecting"), ("host", "here")]


def test_unsequenced_messages_encode() -> None:
    message: Message = Pong(ack=3)
    assert encode(message) == b'{"type":"pong","ack":3}'
