"""How the fake server answers: REST calls and sockets."""

import secrets
from typing import TYPE_CHECKING, Any, TypeVar

from tornado.web import RequestHandler
from tornado.websocket import WebSocketHandler

from notebook_meet.wire.close import CloseCode
from notebook_meet.wire.codec import decode_body, decode_client, encode
from notebook_meet.wire.errors import ERRORS, ErrorReply, error_body
from notebook_meet.wire.messages import Ended, Failed, Hello, Leave, Ping, Pong, Refused, Resume, Resumed
from notebook_meet.wire.rest import (
    About,
    Admission,
    Attendance,
    Created,
    CreateInvite,
    CreateMeeting,
    Invite,
    InviteCreated,
    Me,
    MeetingList,
    Preview,
    RequestAdmission,
)
from notebook_meet.wire.talk import Say
from notebook_meet.wire.version import SUBPROTOCOL
from tests.kernel.fake_meetings import FakeMeeting, Seat, identifier, secret

if TYPE_CHECKING:
    from tests.kernel.fake_server import FakeServer

T = TypeVar("T")


class Answer(Exception):
    """An error reply of the protocol."""


class Rest(RequestHandler):
    """The REST calls that a kernel makes."""

    def initialize(self, fake: "FakeServer") -> None:
        self.fake = fake

    def prepare(self) -> None:
        path = self.request.path.removeprefix("/meet/api/").removeprefix("v1/")
        try:
            self._reply(self._answer(self.request.method or "", path))
        except Answer as answer:
            code = str(answer)
            self.fake.refused += 1
            self.set_status(ERRORS[code].status)
            self.finish(
                encode(ErrorReply(error_body(code, retry_after=7.0 if code == "throttled" else None)))
            )

    def _reply(self, value: Any) -> None:
        if value is None:
            self.set_status(204)
            self.finish()
        else:
            self.finish(encode(value))

    def _body(self, kind: type[T]) -> T:
        body = decode_body(self.request.body, kind)
        self.fake.asked.append((self.request.method or "", self.request.path, body))
        return body

    def _answer(self, method: str, path: str) -> Any:
        fake = self.fake
        for beginning, code in fake.failing.items():
            if path.startswith(beginning):
                raise Answer(code)
        if path == "about":
            return About(name="notebook-meet", version="1.2.3", protocols=fake.protocols)
        if self.request.headers.get("Authorization") != f"notebook-meet {fake.secret}":
            raise Answer("login_required")
        if path == "me":
            fake.introduced += 1
            return Me(name="", logged_in=True, login_url=None, public_url=fake.public_url)
        if (method, path) == ("POST", "meetings"):
            wanted = self._body(CreateMeeting)
            made = fake.meeting(wanted.title, passcode=wanted.passcode, keep=wanted.keep)
            return Created(meeting=made.digest, host_key=made.host_key)
        if path == "meetings":
            return MeetingList([meeting.digest for meeting in fake.meetings.values() if not meeting.ended])
        return self._in_meeting(method, *path.split("/")[1:])

    def _in_meeting(self, method: str, meeting_id: str, what: str = "", which: str = "") -> Any:
        meeting = self.fake.meetings.get(meeting_id)
        if meeting is None:
            raise Answer("meeting_not_found")
        if meeting.ended:
            raise Answer("meeting_ended")
        match method, what:
            case "GET", "" | "attendance":
                return Attendance(meeting.attended) if what else meeting.digest
            case "DELETE", "":
                meeting.ended = True
                meeting.tell(Ended)
                self.fake._close_sockets(CloseCode.ENDED, None)
                return None
            case "POST", "preview":
                if self._body(Preview).invite not in meeting.invites.values():
                    raise Answer("invite_invalid")
                return meeting.digest
            case "POST", "admissions":
                return self._admit(meeting, self._body(RequestAdmission))
            case "POST", "invites":
                return self._invite(meeting, self._body(CreateInvite))
            case "DELETE", "invites":
                del meeting.invites[which]
                return None
        raise Answer("not_found")

    def _admit(self, meeting: FakeMeeting, wanted: RequestAdmission) -> Admission:
        if (
            wanted.passcode is not None
            and meeting.passcode is not None
            and wanted.passcode != meeting.passcode
        ):
            raise Answer("passcode_mismatch")
        admission = secret()
        self.fake.admissions[admission] = meeting
        return Admission(admission=admission, expires_in=30.0, role="host", name=wanted.name, guest=False)

    def _invite(self, meeting: FakeMeeting, wanted: CreateInvite) -> InviteCreated:
        number, key = identifier(), secret()
        meeting.invites[number] = key
        made = Invite(
            id=number, role=wanted.role, name=wanted.name, created_at=meeting.created_at,
            expires_at=meeting.created_at + wanted.expires_in, uses=wanted.uses, used=0,
        )  # fmt: skip
        return InviteCreated(invite=made, secret=key)


class Socket(WebSocketHandler):
    """One kernel's socket."""

    def initialize(self, fake: "FakeServer") -> None:
        self.fake = fake
        self.seat: Seat | None = None

    def check_origin(self, origin: str) -> bool:
        return origin == self.fake.base_url.rstrip("/")

    async def get(self, *args: Any, **kwargs: Any) -> None:
        if SUBPROTOCOL not in self.request.headers.get("Sec-WebSocket-Protocol", ""):
            self.set_status(400)
            return
        if "Origin" not in self.request.headers:
            self.set_status(403)
            return
        self.fake.upgrades.append(self.request)
        await super().get(*args, **kwargs)

    def select_subprotocol(self, subprotocols: list[str]) -> str | None:
        return SUBPROTOCOL if SUBPROTOCOL in subprotocols else None

    def open(self, *args: Any, **kwargs: Any) -> None:
        self.set_nodelay(True)
        if self.fake.slamming:
            self.cut()

    def push(self, data: bytes) -> None:
        self.write_message(data.decode())

    def cut(self) -> None:
        """Drops the connection without a close frame."""
        if self.ws_connection is not None:
            self.ws_connection._abort()  # type: ignore[attr-defined]

    def on_close(self) -> None:
        if self.seat is not None and self.seat.socket is self:
            self.seat.socket = None

    def on_message(self, data: str | bytes) -> None:
        message = decode_client(data)
        self.fake.received.append(message)
        match message:
            case Hello(admission=admission):
                self._hello(self.fake.admissions.pop(admission, None))
            case Resume():
                self._resume(message)
            case Ping() if self.seat is not None and not self.fake.silent:
                self.push(encode(Pong(ack=self.seat.ack)))
            case Say(n=n, text=text) if self.seat is not None:
                self._say(self.seat, n, text)
            case Leave(n=n) if self.seat is not None:
                self.seat.ack, self.seat.gone = n, True

    def _say(self, seat: Seat, n: int, text: str) -> None:
        """Keeps what is said to itself, but for a text that says how it shall fail."""
        if text == "cut me off" and seat.cut_at != n:
            seat.cut_at = n
            self.cut()
        elif n > seat.ack:
            seat.ack = n
            if text == "refuse me":
                seat.send(Failed, code="bad_recipient", message="No.", re=n)

    def _hello(self, meeting: FakeMeeting | None) -> None:
        if meeting is None:
            self._refuse("admission_invalid")
            return
        self.seat = Seat(socket=self)
        meeting.seats.append(self.seat)
        meeting.welcome(self.seat, self.fake.epoch)

    def _resume(self, message: Resume) -> None:
        for meeting in self.fake.meetings.values():
            for seat in meeting.seats:
                if secrets.compare_digest(seat.token, message.token) and not seat.gone:
                    self._continue(meeting, seat, message)
                    return
        self._refuse("resume_refused")

    def _continue(self, meeting: FakeMeeting, seat: Seat, message: Resume) -> None:
        self.seat, seat.socket = seat, self
        if message.epoch != self.fake.epoch:
            seat.seq = seat.ack = 0
            meeting.welcome(seat, self.fake.epoch)
            return
        self.push(encode(Resumed(ack=seat.ack)))
        seat.replay(message.seq)

    def _refuse(self, code: str) -> None:
        self.push(encode(Refused(code=code, message=ERRORS[code].message)))
        self.close(ERRORS[code].close)
