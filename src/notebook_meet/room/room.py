"""One meeting, live: the kernel's connection kept running in the background, and what it knows."""

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from notebook_meet.connection import Connection
from notebook_meet.errors import Disconnected, MeetError, MeetingEnded, ServerUnreachable
from notebook_meet.loop import LoopThread
from notebook_meet.room.events import Events
from notebook_meet.room.people import Participant, participant
from notebook_meet.server_api import ServerApi
from notebook_meet.session import (
    Connected,
    Event,
    Lost,
    MeetingOver,
    MeetingRenamed,
    PersonJoined,
    PersonLeft,
    PersonUpdated,
    RequestFailed,
    Session,
)
from notebook_meet.wire.rest import RequestAdmission

if TYPE_CHECKING:
    from concurrent.futures import Future

_log = logging.getLogger(__name__)

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
        self._people: tuple[Participant, ...] = ()
        self._known = threading.Event()
        self._error: MeetError | None = None
        self._task: Future[None] | None = None

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
        if not self._known.wait(FIRST_ROSTER_SECONDS):
            raise ServerUnreachable("The meeting's server has not answered yet. Try again in a moment.")
        if self._error is not None and not isinstance(self._error, MeetingEnded):
            raise self._error
        return list(self._people)

    @property
    def present(self) -> int:
        """How many people are known to be here now; never waits."""
        return len(self._people)

    def leave(self) -> None:
        """Closes the kernel's connection. Never waits; may be called again."""
        task, self._task = self._task, None
        self._people = ()
        if task is not None:
            task.cancel()
            self.events.close()

    async def _stay(self, admission: str | None) -> None:
        connection = Connection(self._api.server, self._session, self._admit, self._happened)
        try:
            self._error = await connection.run(admission)
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

    def _happened(self, event: Event) -> None:
        self._people = tuple(participant(person) for person in self._session.people)
        match event:
            case Connected():
                self._known.set()
                self.events.emit("connected")
            case Lost():
                self.events.emit("disconnected")
            case PersonJoined(person=person):
                self.events.emit("joined", participant(person))
            case PersonUpdated(person=person):
                self.events.emit("updated", participant(person))
            case PersonLeft(person=person):
                self.events.emit("left", participant(person))
            case MeetingRenamed(meeting=meeting):
                self.events.call(self._renamed, meeting.title)
            case MeetingOver():
                self.events.emit("ended")
            case RequestFailed(error=error):
                _log.warning("the server refused: %s", error)
