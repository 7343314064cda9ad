"""A server without web: a real store, switchboard and meetings, sockets in memory, and a clock that tests move."""

import asyncio
import itertools
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest
from typing_extensions import override

from notebook_meet.wire.codec import decode_server, encode
from notebook_meet.wire.messages import Hello, Message, Resume, Sequenced, Welcome
from notebook_meet.wire.rest import Admission, CreateInvite, CreateMeeting, RequestAdmission
from notebook_meet_server.meetings import Meetings
from notebook_meet_server.rules.records import Principal
from notebook_meet_server.rules.refused import Refused
from notebook_meet_server.rules.settings import Settings
from notebook_meet_server.store.sql import SqlStore
from notebook_meet_server.store.thread import StoreThread
from notebook_meet_server.switchboard import ConnectionClosed, Environment, Line, Switchboard
from tests.switchboard.stalling import Stalling

ADA = Principal("user", "user:ada", "Ada")
GRACE = Principal("user", "user:grace", "Grace")
ALAN = Principal("user", "user:alan", "Alan")


class FakeClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.wall_offset = 1_700_000_000.0

    def monotonic(self) -> float:
        return self.now

    def wall(self) -> float:
        return self.now + self.wall_offset

    def local(self) -> datetime:
        return datetime.fromtimestamp(self.wall(), UTC)


class CountingIds:
    """Names of the right length that can be told apart; ``life`` keeps two servers' names apart."""

    def __init__(self, life: str) -> None:
        self._life = life
        self._numbers = itertools.count(1)

    def _next(self, length: int) -> str:
        return f"{self._life}{next(self._numbers)}".ljust(length, "-")

    def meeting(self) -> str:
        return self._next(22)

    def short(self) -> str:
        return self._next(16)

    def secret(self) -> str:
        return self._next(43)


class QuickHasher:
    """Stands in for Argon2, and counts."""

    def __init__(self) -> None:
        self.verified = 0

    async def hash(self, passcode: str) -> str:
        return f"hashed {passcode}"

    async def verify(self, stored: str | None, passcode: str) -> bool:
        self.verified += 1
        await asyncio.sleep(0)
        return stored == f"hashed {passcode}"


class Socket(Stalling):
    """One client's end of a connection."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Message] = []
        self.close_code: int | None = None
        self.gone = False
        self.aborted = False
        self.fault: Exception | None = None
        self._news = asyncio.Event()
        self.line: Line

    @override
    def _take(self, data: bytes) -> None:
        if self.fault is not None:
            raise self.fault
        if self.gone:
            raise ConnectionClosed
        self.heard.append(decode_server(data))
        self._news.set()

    def close(self, code: int, reason: str) -> None:
        if self.close_code is None:
            self.close_code = code
        self._news.set()

    def abort(self) -> None:
        self.aborted = True
        self._news.set()

    async def until(self, true: Callable[[], bool]) -> None:
        """Waits until something holds of what was heard."""
        async with asyncio.timeout(5):
            while not true():
                self._news.clear()
                await self._news.wait()

    async def hear(self, kind: type[Any], count: int = 1) -> Any:
        """The ``count``-th message of a type, when it has come."""
        await self.until(lambda: len(self.of(kind)) >= count)
        return self.of(kind)[count - 1]

    async def closed(self) -> int | None:
        """The close code, when the server closes."""
        await self.until(lambda: self.close_code is not None)
        return self.close_code

    def of(self, kind: type[Any]) -> list[Any]:
        return [message for message in self.heard if isinstance(message, kind)]

    @property
    def seq(self) -> int:
        """The highest sequence number handled."""
        return max((m.seq for m in self.heard if isinstance(m, Sequenced)), default=0)

    @property
    def welcome(self) -> Welcome:
        welcome: Welcome = self.of(Welcome)[-1]
        return welcome


class House:
    """Everything below the web. ``async with House(path) as house``."""

    def __init__(
        self,
        path: Path,
        life: str = "a",
        server_id: str = "here",
        clock: FakeClock | None = None,
        **settings: Any,
    ) -> None:
        self.store = SqlStore(path)
        self.thread = StoreThread(self.store)
        self.clock = clock or FakeClock()
        self.settings = Settings(server_id=server_id, **settings)
        self.hasher = QuickHasher()
        self.env = Environment(self.store, self.thread, self.settings, self.clock, CountingIds(life))

    async def __aenter__(self) -> Self:
        self.thread.start()
        await self.thread.run(self.store.open)
        self.board = Switchboard(self.env)
        self.meetings = Meetings(self.env, self.hasher, self.board)  # type: ignore[arg-type]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self.thread.stop)
            stack.push_async_callback(self.board.shutdown)

    async def crash(self) -> None:
        """Ends as kill -9 would: nobody is told, nothing is noted."""
        for line in list(self.board._exchange.lines.values()):
            line.gone()
        self.board._exchange.lines.clear()
        await self.board._exchange.settled()

    async def ask(self, fn: Callable[..., Any], *args: Any) -> Any:
        """A call of the store."""
        return await self.thread.run(fn, *args)

    async def settle(self) -> None:
        """Lets everything happen that can happen without time going by."""
        await self.board._exchange.settled()
        for _ in range(20):
            await asyncio.sleep(0)

    async def wait(self, seconds: float) -> None:
        """Time goes by, with a sign of life of everybody connected, and one look at the time-outs."""
        self.clock.now += seconds
        for line in list(self.board._exchange.lines.values()):
            self.board.heard(line)
        self.board.tick()
        await self.settle()

    # --- people ------------------------------------------------------------------------------------------------

    async def meeting(self, owner: Principal = ADA, **body: Any) -> str:
        """A new meeting's id."""
        created = await self.meetings.create(owner, CreateMeeting(title="Algebra", **body))
        self.host_key = created.host_key
        return created.meeting.id

    async def admit(self, who: Principal, meeting: str, **body: Any) -> Admission:
        return await self.meetings.admit(who, meeting, RequestAdmission(**body))

    async def admission(self, who: Principal, meeting: str, **body: Any) -> str:
        return (await self.admit(who, meeting, **body)).admission

    async def refusal(self, who: Principal, meeting: str, **body: Any) -> str:
        """The code with which somebody is not let in."""
        with pytest.raises(Refused) as no:
            await self.admission(who, meeting, **body)
        return no.value.code

    async def invite(self, meeting: str, **body: Any) -> str:
        """The secret of an invite of Ada's."""
        return (await self.meetings.create_invite(ADA, meeting, CreateInvite(**body))).secret

    async def trio(self) -> tuple[str, Socket, Socket, Socket]:
        """A meeting's id, and three who are in it."""
        meeting = await self.meeting()
        return meeting, *[await self.join(who, meeting) for who in (ADA, GRACE, ALAN)]  # type: ignore[return-value]

    async def socket(self) -> Socket:
        socket = Socket()
        socket.line = await self.board.opened(socket)
        return socket

    async def say(self, socket: Socket, message: Message) -> None:
        pending = self.board.received(socket.line, encode(message))
        if pending is not None:
            await pending

    async def hello(self, admission: str) -> Socket:
        socket = await self.socket()
        await self.say(socket, Hello(admission=admission))
        return socket

    async def join(self, who: Principal, meeting: str, **body: Any) -> Socket:
        """Somebody who has been welcomed."""
        socket = await self.hello(await self.admission(who, meeting, **body))
        await socket.hear(Welcome)
        return socket

    async def resume(self, earlier: Socket, seq: int | None = None) -> Socket:
        """A new socket with the token of an earlier one."""
        socket = await self.socket()
        welcome = earlier.welcome
        seq = earlier.seq if seq is None else seq
        await self.say(socket, Resume(token=welcome.resume, seq=seq, epoch=welcome.epoch))
        return socket

    def hang_up(self, socket: Socket, code: int | None = None) -> None:
        """The client's side goes."""
        socket.gone = True
        self.board.closed(socket.line, code)
