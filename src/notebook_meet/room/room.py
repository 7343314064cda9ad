"""One meeting, live: the kernel's connection kept running in the background, and what it knows."""

import asyncio
import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from notebook_meet.connection import Connection
from notebook_meet.errors import Disconnected, MeetError, MeetingEnded, NotAdmitted, ServerUnreachable
from notebook_meet.happenings import (
    Connected,
    Event,
    HandRaised,
    Knocked,
    Lost,
    MeetingOver,
    MeetingRenamed,
    PersonJoined,
    PersonLeft,
    PersonUpdated,
    RequestFailed,
    Waits,
    Written,
)
from notebook_meet.loop import LoopThread
from notebook_meet.room.chat import ChatMessage, chat_message
from notebook_meet.room.events import Events
from notebook_meet.room.people import Participant, Waiting, participant, waiting
from notebook_meet.sayings import Done
from notebook_meet.server_api import ServerApi
from notebook_meet.session import Session
from notebook_meet.wire.base import Numbered
from notebook_meet.wire.meetings import MeetingInfo
from notebook_meet.wire.rest import RequestAdmission

if TYPE_CHECKING:
    from concurrent.futures import Future

_log = logging.getLogger(__name__)

SAY_SECONDS = 10.0
"""How long someone who says something waits for the server to have handled it."""
WAITS: Final = "This meeting has a waiting room: a host or presenter has to let this kernel in. m.on('connected', …) tells when."
FIRST_ROSTER_SECONDS = 5.0
"""How long the first question for the people may wait for the server's answer."""


class Room:
    """What the kernel knows of one meeting, and the connection it knows it by.

    Args:
        thread: where the connection runs.
        api: the server.
        meeting_id: which meeting.
        request: what to ask for when a new admission is needed.
        renamed: is told a new title, on the events' thread.
    """

    def __init__(
        self,
        thread: LoopThread,
        api: ServerApi,
        meeting_id: str,
        request: RequestAdmission,
        renamed: Callable[[str], None],
    ) -> None:
        self.events = Events()
        self.id = meeting_id
        self._thread = thread
        self._api = api
        self._request = request
        self._renamed = renamed
        self._session = Session()
        self._connection = Connection(api.server, self._session, self._admit, self._happened)
        self._people: tuple[Participant, ...] = ()
        self._known = threading.Event()
        self._error: MeetError | None = None
        self._task: Future[None] | None = None
        self._introducing: asyncio.Task[None] | None = None

    def start(self, admission: str | None = None) -> None:
        """Connects in the background.

        Args:
            admission: one that was requested already.
        """
        self._task = self._thread.spawn(self._stay(admission))

    @property
    def people(self) -> list[Participant]:
        """Everybody who is in the meeting, in the order they joined; nobody once it is over or was left.

        Waits for the first answer of the server, at most ``FIRST_ROSTER_SECONDS``.

        Raises:
            MeetError: the kernel cannot know, because it was not let in or the server has never answered.
        """
        if self._task is None:
            return []
        self._wait_for_answer()
        return list(self._people)

    @property
    def now(self) -> Session:
        """What the connection's thread knows at this moment; never waits."""
        return self._session

    @property
    def meeting(self) -> MeetingInfo:
        """The meeting as it is known here; also once it is over.

        Raises:
            MeetError: as ``people``; also when this kernel has left before it was told.
        """
        if self._task is not None:
            self._wait_for_answer()
        if self._session.meeting is None:
            raise Disconnected("This kernel has left the meeting.")
        return self._session.meeting

    def _wait_for_answer(self) -> None:
        if not self._known.wait(FIRST_ROSTER_SECONDS):
            raise ServerUnreachable("The meeting's server has not answered yet. Try again in a moment.")
        if self._error is not None and not isinstance(self._error, MeetingEnded):
            raise self._error
        self._refuse_if_waiting()

    def _refuse_if_waiting(self) -> None:
        if self._session.waits and self._session.over is None:
            raise NotAdmitted(WAITS, code="not_admitted")

    @property
    def knocking(self) -> list[Waiting]:
        """Who waits to be let in, as far as this kernel may know.

        Raises:
            MeetError: as ``people``.
        """
        if self._task is None:
            return []
        self._wait_for_answer()
        return [waiting(person) for person in self._session.knocking]

    @property
    def waits(self) -> bool:
        """Whether this kernel itself waits to be let in; never waits for the server."""
        return self._session.waits

    @property
    def present(self) -> int:
        """How many people are known to be here now; never waits."""
        return len(self._people)

    @property
    def written(self) -> "tuple[ChatMessage, ...]":
        """The chat, as far as it is known here; never waits."""
        return tuple(chat_message(said) for said in self._session.transcript.messages)

    def say(self, build: Callable[[int], Numbered], done: Done | None = None) -> None:
        """Says something and waits until the server has handled it.

        Args:
            build: makes the message with its number.
            done: for what the server decides later than it acknowledges; asked on the connection's thread.

        Raises:
            MeetError: it was refused, or the server does not answer; then it is said when it does again.
        """
        if self._task is None:
            raise Disconnected("This kernel has left the meeting.")
        self._refuse_if_waiting()
        self._thread.run(self._say(build, done))

    async def _say(self, build: Callable[[int], Numbered], done: Done | None) -> None:
        try:
            async with asyncio.timeout(SAY_SECONDS):
                await self._connection.say(build, done)
        except TimeoutError:
            raise ServerUnreachable(
                "The meeting's server has not confirmed this yet. It is told as soon as it answers again."
            ) from None

    def leave(self) -> None:
        """Closes the kernel's connection. Never waits; may be called again."""
        task, self._task = self._task, None
        self._people = ()
        if task is not None:
            task.cancel()
            self.events.close()

    async def _stay(self, admission: str | None) -> None:
        try:
            self._error = await self._connection.run(admission)
            _log.info("the kernel's connection is over: %s", self._error)
        except Exception:  # noqa: BLE001 (logged, and told to whoever asks for the people)
            _log.exception("the kernel's connection failed")
            self._error = Disconnected("This kernel's connection to the meeting failed; the log says why.")
        finally:
            self._people = ()
            self._known.set()
            self.events.close()

    async def _admit(self) -> str:
        return (await self._api.admit(self.id, self._request)).admission

    async def _introduce(self) -> None:
        """A server that was started again knows this kernel by its seat; a hub's service has to know the login, too."""
        try:
            await self._api.me()
        except MeetError as error:
            _log.info("the server could not be told who this is: %s", error)

    def _happened(self, event: Event) -> None:
        self._people = tuple(participant(person) for person in self._session.people)
        if isinstance(event, Connected | Waits):
            self._known.set()
        if isinstance(event, Connected) and event.restarted:
            self._introducing = asyncio.get_running_loop().create_task(self._introduce())
        elif isinstance(event, MeetingRenamed):
            self.events.call(self._renamed, event.meeting.title)
        elif isinstance(event, RequestFailed):
            _log.warning("the server refused: %s", event.error)
        if type(event) in _NAMES:
            self.events.emit(_NAMES[type(event)], *_brings(event))


_NAMES: Final[dict[type[Event], str]] = {
    Connected: "connected",
    Lost: "disconnected",
    PersonJoined: "joined",
    PersonUpdated: "updated",
    PersonLeft: "left",
    HandRaised: "hand",
    Written: "chat",
    Knocked: "knock",
    MeetingOver: "ended",
}
"""What people call the events that they are told."""


def _brings(event: Event) -> list[object]:
    """What a person's function is called with."""
    if isinstance(event, Written):
        return [chat_message(event.message)]
    if isinstance(event, Knocked):
        return [waiting(event.person)]
    if isinstance(event, PersonJoined | PersonUpdated | PersonLeft | HandRaised):
        return [participant(event.person)]
    return []
