import pytest
from msgspec.structs import replace

from notebook_meet.errors import Disconnected, InviteRevoked, MeetingEnded
from notebook_meet.happenings import (
    Connected,
    HandRaised,
    MeetingOver,
    MeetingRenamed,
    PersonJoined,
    PersonLeft,
    PersonUpdated,
    RequestFailed,
    ServerLeaving,
    Written,
)  # fmt: skip
from notebook_meet.session import Session
from notebook_meet.wire.limits import RECONNECT_SECONDS
from notebook_meet.wire.messages import (
    Ended,
    Failed,
    GoingAway,
    Hello,
    Joined,
    Leave,
    Left,
    MeetingChanged,
    Pong,
    Refused,
    Resume,
    Resumed,
    Updated,
)
from notebook_meet.wire.talk import ChatMessage, Chatted
from tests.kernel.welcomed import ADA, CAROL, GRACE, INFO, NOW, TOKEN, welcome, welcomed


def names(session: Session) -> list[str]:
    return [person.name for person in session.people]


def test_the_first_greeting_presents_the_admission_and_later_ones_resume() -> None:
    session = Session()
    assert session.needs_admission
    assert session.greeting("a" * 43) == Hello(admission="a" * 43)
    session.received(welcome(seq=4), NOW)
    session.received(Joined(seq=9, participant=ADA), NOW)
    assert session.closed(None) == "resume"
    assert session.greeting() == Resume(token=TOKEN, seq=9, epoch="e1")


def test_a_greeting_without_admission_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="admission"):
        Session().greeting()


def test_who_was_there_before_did_not_just_join() -> None:
    session = Session()
    session.greeting("a" * 43)
    assert session.received(welcome(ADA, GRACE), NOW) == [Connected()]
    assert names(session) == ["Ada", "Grace"]


def test_people_come_change_and_go() -> None:
    session = welcomed(ADA)
    assert session.received(Joined(seq=2, participant=GRACE), NOW) == [PersonJoined(GRACE)]
    muted = replace(ADA, microphone=False)
    assert session.received(Updated(seq=3, participant=muted), NOW) == [PersonUpdated(muted)]
    assert session.people == (muted, GRACE)
    assert session.received(Left(seq=4, id=ADA.id, reason="left"), NOW) == [PersonLeft(muted, "left")]
    assert session.received(Left(seq=5, id=ADA.id, reason="left"), NOW) == []
    assert session.people == (GRACE,)


def test_title_errors_and_farewells_are_told() -> None:
    session = welcomed()
    info = replace(INFO, title="Geometry")
    assert session.received(MeetingChanged(seq=2, meeting=info), NOW) == [MeetingRenamed(info)]
    assert session.meeting == info
    (failed,) = session.received(Failed(seq=3, code="not_allowed", message="No.", re=1), NOW)
    assert isinstance(failed, RequestFailed)
    assert failed.error.code == "not_allowed"
    assert session.received(GoingAway(retry_after=2.5), NOW) == [ServerLeaving(2.5)]
    assert session.received(Ended(seq=4), NOW) == [MeetingOver()]
    assert session.closed(4410) == "over"
    assert isinstance(session.over, MeetingEnded)


def test_nothing_counts_before_the_greeting_was_answered() -> None:
    session = welcomed(ADA)
    session.closed(None)
    session.greeting()
    assert session.received(Joined(seq=2, participant=GRACE), NOW) == []
    assert session.received(Resumed(ack=0), NOW) == [Connected()]
    assert session.received(Joined(seq=2, participant=GRACE), NOW) == [PersonJoined(GRACE)]


@pytest.mark.parametrize("code", [None, 1000, 1001, 1006, 1011, 1012, 1013, 4408, 4429])
def test_what_may_come_back_resumes(code: int | None) -> None:
    session = welcomed()
    assert session.closed(code) == "resume"
    assert session.over is None


@pytest.mark.parametrize("code", [1009, 4400, 4403, 4409, 4410, 4499])
def test_what_may_not_come_back_is_over(code: int) -> None:
    session = welcomed()
    assert session.closed(code) == "over"
    assert isinstance(session.over, MeetingEnded if code == 4410 else Disconnected)


def test_the_servers_reason_is_kept() -> None:
    session = welcomed()
    session.received(Refused(code="invite_revoked", message="This invite was revoked."), NOW)
    assert session.closed(4403) == "over"
    assert isinstance(session.over, InviteRevoked)


def test_a_refused_resume_asks_for_a_new_admission_and_starts_a_new_participation() -> None:
    session = welcomed(ADA, GRACE)
    session.closed(None)
    session.greeting()
    session.received(Refused(code="resume_refused", message=""), NOW)
    assert session.closed(4401) == "admit"
    assert session.greeting("b" * 43) == Hello(admission="b" * 43)
    assert session.received(welcome(GRACE, CAROL, you="n" * 16), NOW) == [
        Connected(), PersonLeft(ADA, "lost"), PersonJoined(CAROL),
    ]  # fmt: skip
    assert names(session) == ["Grace", "Carol"]


def test_after_a_server_restart_who_is_missing_may_be_on_the_way_back() -> None:
    session = welcomed(ADA, GRACE, CAROL)
    session.closed(None)
    session.greeting()
    gone = [replace(person, presence="reconnecting") for person in (GRACE, CAROL)]
    events = session.received(welcome(ADA, epoch="e2"), NOW)
    assert events == [Connected(restarted=True), PersonUpdated(gone[0]), PersonUpdated(gone[1])]
    assert names(session) == ["Ada", "Grace", "Carol"]

    assert session.received(Joined(seq=2, participant=GRACE), NOW + 1) == [PersonUpdated(GRACE)]
    assert session.expire(NOW + RECONNECT_SECONDS - 0.01) == []
    assert session.expire(NOW + RECONNECT_SECONDS) == [PersonLeft(gone[1], "lost")]
    assert session.expire(NOW + 2 * RECONNECT_SECONDS) == []
    assert names(session) == ["Ada", "Grace"]


def test_a_second_restart_does_not_prolong_the_wait() -> None:
    session = welcomed(ADA)
    for moment, epoch in ((NOW, "e2"), (NOW + 20, "e3")):
        session.closed(None)
        session.greeting()
        session.received(welcome(epoch=epoch), moment)
    assert [type(event) for event in session.expire(NOW + RECONNECT_SECONDS)] == [PersonLeft]


def leave(n: int) -> Leave:
    return Leave(n=n)


def test_what_the_server_has_not_acknowledged_is_said_again() -> None:
    session = welcomed()
    said = [session.say(leave) for _ in range(3)]
    assert [message.n for message in said] == [1, 2, 3]
    session.received(Pong(ack=1), NOW)
    assert session.unacked == tuple(said[1:])
    session.closed(None)
    session.greeting()
    session.received(Resumed(ack=2), NOW)
    assert session.unacked == (said[2],)


def test_a_new_participation_counts_from_its_own_start() -> None:
    session = welcomed()
    for _ in range(3):
        session.say(leave)
    session.received(Pong(ack=1), NOW)
    session.closed(4401)
    session.greeting("b" * 43)
    session.received(welcome(you="n" * 16), NOW)
    assert [message.n for message in session.unacked] == [1, 2]
    assert session.say(leave).n == 3


def test_the_outcome_of_a_message_is_told_once() -> None:
    session = welcomed()
    outcomes: list[object] = []
    for name in ("one", "two", "three"):
        session.say(leave, lambda error, name=name: outcomes.append((name, error and error.code)))  # type: ignore[misc]
    assert session.received(Failed(seq=2, code="bad_recipient", message="No.", re=2), NOW) == []
    assert outcomes == [("two", "bad_recipient")]
    session.received(Pong(ack=2), NOW)
    assert outcomes == [("two", "bad_recipient"), ("one", None)]
    session.closed(4401)
    session.greeting("a" * 43)
    session.received(welcome(you="n" * 16), NOW)
    session.received(Failed(seq=2, code="not_allowed", message="No.", re=1), NOW)
    assert outcomes[2:] == [("three", "not_allowed")]


def test_a_hand_that_goes_up_is_told_and_one_that_is_up_is_not() -> None:
    session = welcomed(ADA)
    up = replace(ADA, hand=1)
    assert session.received(Updated(seq=2, participant=up), NOW) == [PersonUpdated(up), HandRaised(up)]
    muted = replace(up, microphone=False)
    assert session.received(Updated(seq=3, participant=muted), NOW) == [PersonUpdated(muted)]
    down = replace(muted, hand=0)
    assert session.received(Updated(seq=4, participant=down), NOW) == [PersonUpdated(down)]


def test_what_is_written_is_told() -> None:
    session = welcomed(ADA)
    said = ChatMessage(number=1, sender=ADA.id, name="Ada", text="hello", at=1.0)
    assert session.received(Chatted(seq=2, message=said), NOW) == [Written(said)]
    assert session.transcript.messages == (said,)
