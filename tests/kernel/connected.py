"""A connection to a fake server, with all that it told."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from notebook_meet.connection import Connection, Timing
from notebook_meet.happenings import Connected, Event
from notebook_meet.loop import LoopThread
from notebook_meet.server_api import ServerApi
from notebook_meet.session import Session
from notebook_meet.wire.rest import RequestAdmission
from notebook_meet.wire.talk import Say
from tests.kernel.fake_meetings import FakeMeeting
from tests.kernel.fake_server import FakeServer
from tests.kernel.waiting import eventually

if TYPE_CHECKING:
    from concurrent.futures import Future

QUICK = Timing(
    ping=0.02, silence=0.3, connect=2.0, goodbye=1.0, first_delay=0.01, longest_delay=0.05, jitter=0.01
)


class Kernel:
    """A connection under test, and all that it told."""

    def __init__(self, fake: FakeServer, meeting: FakeMeeting, timing: Timing = QUICK) -> None:
        self.session = Session()
        self.events: list[Event] = []
        self._api = ServerApi(fake.server)
        self._meeting = meeting
        self._thread = LoopThread("under-test")
        self._connection = Connection(
            fake.server, self.session, self._admit, self.events.append, timing=timing, chance=lambda: 0.5
        )
        self.task: Any = None

    async def _admit(self) -> str:
        return (await self._api.admit(self._meeting.id, RequestAdmission(kind="kernel"))).admission

    @property
    def names(self) -> list[str]:
        return [person.name for person in self.session.people]

    def count(self, kind: type[Event]) -> int:
        return sum(isinstance(event, kind) for event in self.events)

    def start(self, admission: str | None = None) -> None:
        self.task = self._thread.spawn(self._connection.run(admission))

    def say(self, text: str) -> "Future[None]":
        return self._thread.spawn(self._connection.say(lambda n: Say(n=n, text=text)))

    def stop(self) -> None:
        self._thread.stop()


@contextmanager
def connected(fake: FakeServer, meeting: FakeMeeting, timing: Timing = QUICK) -> Iterator[Kernel]:
    kernel = Kernel(fake, meeting, timing)
    kernel.start()
    try:
        eventually(lambda: kernel.count(Connected) == 1, "the first welcome")
        yield kernel
    finally:
        kernel.stop()
