"""The live room: going, and coming back."""

import pytest

from notebook_meet.wire.close import CloseCode
from notebook_meet.wire.codec import encode
from notebook_meet.wire.messages import (
    Ended,
    Joined,
    Leave,
    Left,
    MeetingChanged,
    Message,
    Ping,
    Pong,
    Resumed,
    State,
    TicketFrom,
    Updated,
    Welcome,
)
from notebook_meet_server.rules import commands as c
from notebook_meet_server.rules.newcomer import Newcomer
from tests.rules.rooms import Stage, a_meeting, pid, token


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


def test_back_after_a_restart_is_the_end_of_a_gap_and_no_new_participation() -> None:
    stage = Stage()
    ada = stage.join("ada", back=True)
    assert c.Gap(ada.id, over=True) in stage.effects
    assert not [effect for effect in stage.effects if isinstance(effect, c.SeatTaken)]


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
    assert [joined.participant.id for joined in ada.of(Joined)] == [grace.id]
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
