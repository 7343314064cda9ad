"""A server in this process that speaks the protocol to kernels, and does on demand what real ones do on bad days."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from notebook_meet.discovery import Server
from notebook_meet.loop import LoopThread
from notebook_meet.wire.close import CloseCode
from notebook_meet.wire.codec import encode
from notebook_meet.wire.errors import ERRORS
from notebook_meet.wire.meetings import PLAIN_SERVER
from notebook_meet.wire.messages import GoingAway, Refused
from tests.kernel.fake_handlers import Rest, Socket
from tests.kernel.fake_meetings import FakeMeeting, Seat, identifier, secret

if TYPE_CHECKING:
    from tornado.httputil import HTTPServerRequest

T = TypeVar("T")


class FakeServer:
    """Faults are plain attributes: ``silent`` swallows pings, ``slamming`` closes new sockets, ``failing`` answers a path with an error code."""

    def __init__(self) -> None:
        self.secret = secret()
        self.epoch = identifier()
        self.protocols = [1]
        self.public_url: str | None = None
        self.residence = PLAIN_SERVER
        self.meetings: dict[str, FakeMeeting] = {}
        self.admissions: dict[str, FakeMeeting] = {}
        self.asked: list[tuple[str, str, Any]] = []
        self.upgrades: list[HTTPServerRequest] = []
        self.received: list[Any] = []
        self.introduced = 0
        self.silent = False
        self.slamming = False
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
        made = FakeMeeting(title, residence=self.residence, **fields)
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


@contextmanager
def running() -> Iterator[FakeServer]:
    """A fake server, stopped at the end."""
    fake = FakeServer()
    fake.start()
    try:
        yield fake
    finally:
        fake.stop()
