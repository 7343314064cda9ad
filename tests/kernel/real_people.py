"""People in browsers, as far as a real server sees: guests, each a person of their own."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from notebook_meet.connection import Connection, Timing
from notebook_meet.discovery import Server
from notebook_meet.errors import MeetError
from notebook_meet.happenings import Event
from notebook_meet.loop import LoopThread
from notebook_meet.server_api import ServerApi
from notebook_meet.session import Session
from notebook_meet.wire.messages import State
from notebook_meet.wire.people import Participant, Role
from notebook_meet.wire.rest import CreateInvite, RequestAdmission
from tests.jupyter import JupyterServer
from tests.kernel.waiting import PATIENCE, eventually

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from notebook_meet.wire.base import Numbered


@dataclass
class Person:
    """Somebody in a meeting."""

    loop: LoopThread
    api: ServerApi
    meeting: str
    request: RequestAdmission
    session: Session = field(default_factory=Session)
    timing: Timing = field(default_factory=Timing)
    events: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.connection = Connection(
            self.api.server, self.session, self.admit, self.events.append, timing=self.timing
        )
        self._stay: Future[MeetError] = self.loop.spawn(self.connection.run())

    async def admit(self) -> str:
        """Asks to be let in."""
        return (await self.api.admit(self.meeting, self.request)).admission

    @property
    def me(self) -> Participant | None:
        """How everybody sees this person."""
        mine = [one for one in self.session.people if one.name == self.request.name]
        return mine[0] if mine else None

    def here(self) -> "Person":
        """Returns when the person is in."""
        eventually(lambda: self.me, f"{self.request.name} in the meeting")
        return self

    def says(self, build: "Callable[[int], Numbered]") -> None:
        """Says something; raises what the server refuses."""
        self.loop.spawn(self.connection.say(build)).result(PATIENCE)

    def speaks(self) -> "Person":
        """Switches the microphone on."""
        self.says(lambda n: State(n=n, microphone=True, camera=False))
        return self

    def says_off_and_on(self) -> None:
        """Switches the microphone off, as the page does when it is silenced, and on again."""
        self.says(lambda n: State(n=n, microphone=False, camera=False))
        self.speaks()

    def goes(self) -> None:
        """Leaves."""
        self._stay.cancel()

    def over(self) -> MeetError:
        """Why the server put the person out."""
        return self._stay.result(PATIENCE)


class Town:
    """Who lives near a server."""

    def __init__(self, server: JupyterServer, loop: LoopThread) -> None:
        self.host = ServerApi(Server(server.url, f"token {server.token}"))
        self.guest = ServerApi(Server(server.url, ""))
        self.loop = loop

    def invite(self, meeting: str, role: Role = "attendee", uses: int = 9) -> str:
        """An invite's secret."""
        return self.loop.run(self.host.invite(meeting, CreateInvite(role=role, uses=uses))).secret

    def person(
        self, meeting: str, name: str, role: Role = "attendee", invite: str = "", **how: Any
    ) -> Person:
        """Somebody who comes in with an invite."""
        request = RequestAdmission(name=name, invite=invite or self.invite(meeting, role))
        return Person(self.loop, self.guest, meeting, request, **how)
