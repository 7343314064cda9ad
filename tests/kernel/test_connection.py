from concurrent.futures import CancelledError
from dataclasses import replace

import pytest

from notebook_meet import errors
from notebook_meet.connection import Connection
from notebook_meet.happenings import Connected, Lost, PersonJoined, PersonUpdated
from notebook_meet.session import Session
from notebook_meet.wire.messages import Hello, Leave, Ping, Resume
from notebook_meet.wire.talk import Say
from tests.kernel.connected import QUICK, Kernel, connected
from tests.kernel.fake_meetings import identifier
from tests.kernel.fake_server import FakeServer
from tests.kernel.waiting import PATIENCE, eventually


def test_says_hello_with_an_admission_the_servers_own_origin_and_the_subprotocol(fake: FakeServer) -> None:
    meeting = fake.meeting()
    meeting.comes("Ada")
    with connected(fake, meeting) as kernel:
        assert kernel.names == ["Ada"]
        (upgrade,) = fake.upgrades
        assert upgrade.headers["Origin"] == fake.base_url.rstrip("/")
        assert upgrade.headers["Sec-WebSocket-Protocol"] == "notebook-meet.v1"
        assert "Authorization" not in upgrade.headers
        assert isinstance(fake.received[0], Hello)
        assert fake.admissions == {}


def test_uses_the_admission_it_was_given(fake: FakeServer) -> None:
    meeting = fake.meeting()
    admission = identifier() + "x" * 27
    fake.admissions[admission] = meeting
    kernel = Kernel(fake, meeting)
    kernel.start(admission)
    eventually(lambda: kernel.count(Connected))
    kernel.stop()
    assert fake.received[0] == Hello(admission=admission)
    assert fake.asked == []


def test_hears_what_happens(fake: FakeServer) -> None:
    meeting = fake.meeting()
    with connected(fake, meeting) as kernel:
        ada = fake.do(meeting.comes, "Ada")
        fake.do(meeting.changes, ada, microphone=False)
        eventually(lambda: kernel.count(PersonUpdated))
        assert not kernel.session.people[0].microphone
        fake.do(meeting.goes, ada)
        eventually(lambda: not kernel.names)


def test_keeps_alive_and_acknowledges(fake: FakeServer) -> None:
    meeting = fake.meeting()
    with connected(fake, meeting):
        fake.do(meeting.comes, "Ada")
        eventually(lambda: Ping(seq=2) in fake.received, "a ping that acknowledges the joined message")


@pytest.mark.parametrize("code", [None, 1001, 1011, 4408])
def test_comes_back_after_a_lost_socket_and_misses_nothing(fake: FakeServer, code: int | None) -> None:
    meeting = fake.meeting()
    with connected(fake, meeting) as kernel:
        fake.do(meeting.comes, "Ada")
        eventually(lambda: kernel.names)
        fake.close_sockets(code)
        fake.do(meeting.comes, "Grace")  # nobody hears it now
        eventually(lambda: kernel.names == ["Ada", "Grace"])
        assert kernel.count(PersonJoined) == 2
        assert kernel.count(Lost) == 1
        assert len(meeting.seats) == 1
        resume = next(message for message in fake.received if isinstance(message, Resume))
        assert resume.seq == 2


def test_a_socket_that_only_looks_open_is_given_up(fake: FakeServer) -> None:
    meeting = fake.meeting()
    with connected(fake, meeting) as kernel:
        fake.silent = True
        eventually(lambda: kernel.count(Lost), "the silence to be noticed")
        fake.silent = False
        eventually(lambda: kernel.count(Connected) == 2)
        assert len(meeting.seats) == 1


def test_survives_a_restart_of_the_server(fake: FakeServer) -> None:
    meeting = fake.meeting()
    ada, grace = meeting.comes("Ada"), meeting.comes("Grace")
    with connected(fake, meeting) as kernel:
        fake.goes_down()
        eventually(lambda: kernel.count(Lost))
        del meeting.people[grace.id]  # still on the way back
        fake.comes_back()
        eventually(lambda: kernel.count(Connected) == 2)
        assert [(person.id, person.presence) for person in kernel.session.people] == [
            (ada.id, "here"),
            (grace.id, "reconnecting"),
        ]


def test_a_forgotten_participation_is_begun_anew(fake: FakeServer) -> None:
    meeting = fake.meeting()
    with connected(fake, meeting) as kernel:
        meeting.seats[0].gone = True
        fake.close_sockets(None)
        eventually(lambda: kernel.count(Connected) == 2)
        assert [type(message) for message in fake.received if not isinstance(message, Ping)] == [
            Hello,
            Resume,
            Hello,
        ]
        assert not kernel.task.done()


def test_waits_as_long_as_the_server_that_shuts_down_asks(fake: FakeServer) -> None:
    meeting = fake.meeting()
    asked: list[float] = []
    with connected(fake, meeting) as kernel:
        connection = kernel._connection
        original = connection._delay
        connection._delay = lambda: asked.append(original()) or 0.0  # type: ignore[method-assign, func-returns-value]
        fake.says_goodbye(retry_after=30.0)
        eventually(lambda: kernel.count(Connected) == 2)
    assert asked[0] == pytest.approx(30.0 + 0.5 * QUICK.jitter)


@pytest.mark.parametrize(
    ("code", "refusal", "cause"),
    [
        (4400, "bad_message", errors.BadRequest),
        (4403, "removed", errors.Removed),
        (4403, "invite_revoked", errors.InviteRevoked),
        (4409, "moved", errors.Disconnected),
        (4410, None, errors.MeetingEnded),
        (1009, None, errors.Disconnected),
    ],
)
def test_stays_away_when_told_to(
    fake: FakeServer, code: int, refusal: str | None, cause: type[errors.MeetError]
) -> None:
    meeting = fake.meeting()
    with connected(fake, meeting) as kernel:
        fake.close_sockets(code, refusal)
        assert isinstance(kernel.task.result(PATIENCE), cause)
        assert len(fake.upgrades) == 1


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        ("meeting_ended", errors.MeetingEnded),
        ("removed", errors.Removed),
        ("passcode_required", errors.PasscodeRequired),
    ],
)
def test_gives_up_when_no_admission_is_to_be_had(
    fake: FakeServer, code: str, cause: type[errors.MeetError]
) -> None:
    fake.failing["meetings/"] = code
    kernel = Kernel(fake, fake.meeting())
    kernel.start()
    assert isinstance(kernel.task.result(PATIENCE), cause)
    kernel.stop()


@pytest.mark.parametrize("code", ["server_busy", "storage_unavailable", "throttled"])
def test_tries_again_when_waiting_helps(fake: FakeServer, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fake.failing["meetings/"] = code
    kernel = Kernel(fake, fake.meeting())
    monkeypatch.setattr(kernel._connection, "_delay", lambda: 0.001)
    kernel.start()
    eventually(lambda: fake.refused >= 3, "three refusals")
    fake.failing.clear()
    eventually(lambda: kernel.count(Connected))
    kernel.stop()


def test_a_server_that_does_not_answer_is_tried_until_it_does(fake: FakeServer) -> None:
    fake.goes_down()
    kernel = Kernel(fake, fake.meeting())
    kernel.start()
    eventually(lambda: kernel._connection._failures >= 3)
    fake.comes_back()
    eventually(lambda: kernel.count(Connected))
    kernel.stop()


def test_a_door_that_is_slammed_before_the_greeting_is_tried_again(fake: FakeServer) -> None:
    fake.slamming = True
    kernel = Kernel(fake, fake.meeting())
    kernel.start()
    eventually(lambda: len(fake.upgrades) >= 3)
    fake.slamming = False
    eventually(lambda: kernel.count(Connected))
    kernel.stop()


def test_the_wait_doubles_up_to_its_limit_and_starts_again_once_settled(fake: FakeServer) -> None:
    connection = Connection(
        fake.server, Session(), Kernel(fake, fake.meeting())._admit, lambda _: None, chance=lambda: 1.0,
    )  # fmt: skip
    waits = []
    for failures in (0, 1, 2, 3, 10, 100_000):
        connection._failures = failures
        waits.append(connection._delay())
    assert waits == [0.25, 0.5, 1.0, 2.0, 10.0, 10.0]


def test_a_server_that_speaks_another_protocol_on_the_socket_is_told_apart(
    fake: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.kernel.fake_handlers.SUBPROTOCOL", "notebook-meet.v9")
    kernel = Kernel(fake, fake.meeting())
    kernel.start()
    assert isinstance(kernel.task.result(PATIENCE), errors.VersionMismatch)
    kernel.stop()


def test_an_unreadable_message_ends_it_instead_of_being_guessed_at(fake: FakeServer) -> None:
    meeting = fake.meeting()
    with connected(fake, meeting) as kernel:
        fake.do(meeting.seats[0].socket.push, b'{"type": "party"}')
        assert isinstance(kernel.task.result(PATIENCE), errors.VersionMismatch)


def test_cancelling_leaves_for_good(fake: FakeServer) -> None:
    meeting = fake.meeting()
    with connected(fake, meeting) as kernel:
        kernel.task.cancel()
        with pytest.raises(CancelledError):
            kernel.task.result(PATIENCE)
        eventually(lambda: meeting.seats[0].gone)
        assert any(isinstance(message, Leave) for message in fake.received)


def test_saying_waits_until_it_is_handled(fake: FakeServer) -> None:
    with connected(fake, fake.meeting()) as kernel:
        kernel.say("hello").result(PATIENCE)
        assert [message.text for message in fake.received if isinstance(message, Say)] == ["hello"]
        assert kernel.session.unacked == ()


def test_saying_tells_why_it_was_refused(fake: FakeServer) -> None:
    with connected(fake, fake.meeting()) as kernel, pytest.raises(errors.BadRequest) as refused:
        kernel.say("refuse me").result(PATIENCE)
    assert refused.value.code == "bad_recipient"


def test_what_a_cut_lost_is_said_again_and_then_handled(fake: FakeServer) -> None:
    with connected(fake, fake.meeting()) as kernel:
        kernel.say("cut me off").result(PATIENCE)
        assert kernel.count(Lost) == 1
        assert [message.n for message in fake.received if isinstance(message, Say)] == [1, 1]


def test_saying_fails_when_the_connection_is_over(fake: FakeServer) -> None:
    with connected(fake, fake.meeting(), replace(QUICK, silence=PATIENCE)) as kernel:
        fake.silent = True
        waiting = kernel.say("hello")
        eventually(lambda: any(isinstance(message, Say) for message in fake.received))
        fake.close_sockets(4410)
        with pytest.raises(errors.MeetingEnded):
            waiting.result(PATIENCE)
        with pytest.raises(errors.MeetingEnded):
            kernel.say("again").result(PATIENCE)
