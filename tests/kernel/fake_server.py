"""A server in this process that speaks the protocol to kernels, and does on demand what real ones do on bad days."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from tests.kernel.fake_meetings import FakeMeeting, Seat, identifier, secret
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketHandler

from notebook_meet.discovery import Server
from notebook_meet.loop import LoopThread
from notebook_meet.wire.close import CloseCode
from notebook_meet.wire.codec import decode_body, decode_client, encode
from notebook_meet.wire.errors import ERRORS, ErrorReply, error_body
from notebook_meet.wire.messages import Ended, GoingAway, Hello, Leave, Ping, Pong, Refused, Resume, Resumed
from notebook_meet.wire.rest import (
    About,
    Admission,
    Created,
    CreateInvite,
    CreateMeeting,
    Invite,
    InviteCreated,
    Me,
    MeetingList,
    Preview,
    RequestAdmission,
)  # fmt: skip
from notebook_meet.wire.version import SUBPROTOCOL

if TYPE_CHECKING:
    from tornado.httputil import HTTPServerRequest

T = TypeVar("T")


class Answer(Exception):
    """An error reply of the protocol."""


class FakeServer:
    """Faults are plain attributes: ``silent`` swallows pings, ``failing`` answers a path with an error code."""

    def __init__(self) -> None:
        self.secret = secret()
        self.epoch = identifier()
        self.protocols = [1]
        self.public_url: str | None = None
        self.meetings: dict[str, FakeMeeting] = {}
        self.admissions: dict[str, FakeMeeting] = {}
        self.asked: list[tuple[str, str, Any]] = []
        self.upgrades: list[HTTPServerRequest] = []
        self.received: list[Any] = []
        self.silent = False
        self.failing: dict[str, str] = {}
        self.refused = 0
        self.port = 0
        self._http: HTTPServer | None = None
        self._thread = LoopThread("fake-server")

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def server(self) -> Server:
        """What a kernel would find."""
        return Server(self.base_url, f"notebook-meet {self.secret}")

    @property
    def environ(self) -> dict[str, str]:
        """What the extension would give to a kernel."""
        return {"NOTEBOOK_MEET_SERVER_URL": f"{self.base_url}meet/", "NOTEBOOK_MEET_SECRET": self.secret}

    def do(self, work: Callable[..., T], *args: Any, **fields: Any) -> T:
        """Runs ``work`` on the server's own thread."""

        async def call() -> T:
            return work(*args, **fields)

        return self._thread.run(call())

    def start(self) -> None:
        self.do(self._listen)

    def stop(self) -> None:
        self.do(self._hang_up)
        self._thread.stop()

    def goes_down(self) -> None:
        """The process is killed: the port is closed, sockets are reset, and everything but meetings and seats is forgotten."""
        self.do(self._hang_up)
        self.epoch = identifier()
        self.admissions.clear()

    def comes_back(self) -> None:
        self.do(self._listen)

    def meeting(self, title: str = "Algebra", **fields: Any) -> FakeMeeting:
        """A stored meeting."""
        made = FakeMeeting(title, **fields)
        self.meetings[made.id] = made
        return made

    def seats(self) -> list[Seat]:
        """Every seat whose socket is open."""
        return [
            seat for meeting in self.meetings.values() for seat in meeting.seats if seat.socket is not None
        ]

    def close_sockets(self, code: int | None, refusal: str | None = None) -> None:
        """Closes every socket with ``code``, after ``refused``; None cuts them off."""
        self.do(self._close_sockets, code, refusal)

    def says_goodbye(self, retry_after: float) -> None:
        """What a server does before it shuts down."""

        def tell() -> None:
            for seat in self.seats():
                seat.socket.push(encode(GoingAway(retry_after=retry_after)))

        self.do(tell)
        self.close_sockets(CloseCode.GOING_AWAY)

    def _listen(self) -> None:
        routes = [
            (r"/meet/api/about", Rest), (r"/meet/api/v1/socket", Socket), (r"/meet/api/v1/.*", Rest)
        ]  # fmt: skip
        self._http = HTTPServer(Application([(path, handler, {"fake": self}) for path, handler in routes]))
        sockets = bind_sockets(self.port, "127.0.0.1")
        self.port = sockets[0].getsockname()[1]
        self._http.add_sockets(sockets)

    def _hang_up(self) -> None:
        self._close_sockets(None, None)
        if self._http is not None:
            self._http.stop()
            for connection in list(self._http._connections):
                connection.stream.close()  # type: ignore[attr-defined]
            self._http = None

    def _close_sockets(self, code: int | None, refusal: str | None) -> None:
        for seat in self.seats():
            socket, seat.socket = seat.socket, None
            if refusal is not None:
                socket.push(encode(Refused(code=refusal, message=ERRORS[refusal].message)))
            if code is None:
                socket.cut()
            else:
                socket.close(code)


class Rest(RequestHandler):
    """The REST calls that a kernel makes."""

    def initialize(self, fake: FakeServer) -> None:
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
            case "GET", "":
                return meeting.digest
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

    def initialize(self, fake: FakeServer) -> None:
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
            case Leave(n=n) if self.seat is not None:
                self.seat.ack, self.seat.gone = n, True

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


@contextmanager
def running() -> Iterator[FakeServer]:
    """A fake server, stopped at the end."""
    fake = FakeServer()
    fake.start()
    try:
        yield fake
    finally:
        fake.stop()
