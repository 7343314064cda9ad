"""``Meeting``: what people call in a cell. Everything behind it runs on the library's own thread."""

import os
import warnings
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

from jupyter_core.paths import jupyter_runtime_dir
from typing_extensions import override

from notebook_meet.discovery import find_server
from notebook_meet.errors import MeetingEnded
from notebook_meet.links import parse_link
from notebook_meet.loop import LoopThread
from notebook_meet.room import entry
from notebook_meet.room.attendance import require_pandas, table
from notebook_meet.room.chat import Chat
from notebook_meet.room.invites import Invite, lifetime
from notebook_meet.room.moderation import Moderation
from notebook_meet.room.passcode import made_up
from notebook_meet.room.people import OpenMeeting, Participant, open_meeting, when
from notebook_meet.room.room import WAITS, Room
from notebook_meet.room.shared_links import SharedLinks
from notebook_meet.server_api import ServerApi
from notebook_meet.widget import MeetingView, read_bundle
from notebook_meet.wire.people import Role
from notebook_meet.wire.rest import CreateInvite, RequestAdmission

if TYPE_CHECKING:
    import pandas as pd

F = TypeVar("F", bound=Callable[..., Any])
People = list[Participant]
Rows = list[OpenMeeting]

_thread: Final = LoopThread("notebook-meet")
"""The one network thread of this process, shared by all its meetings."""


class Meeting(SharedLinks, Moderation, MeetingView):
    """A meeting, and its place in the notebook: as the last expression of a cell it shows itself.

    Made by ``Meeting.create`` and ``Meeting.join``, which display nothing by themselves. In a ``with`` block the
    meeting is left at the block's end; it goes on for the others until someone calls ``end``.
    """

    def __init__(self, api: ServerApi, found: entry.Entry, bundle: dict[str, str], name: str = "") -> None:
        digest = found.digest
        self._api = api
        self._residence = digest.residence
        request = RequestAdmission(name=name, kind="kernel", passcode=found.passcode)
        self._room = Room(_thread, api, digest.id, request, self._renamed)
        self._chat = Chat(self._room.say, lambda: self._room.written, lambda: self._room.people)
        super().__init__(
            found.secrets,
            meeting_id=digest.id,
            title=digest.title,
            created_at=digest.created_at,
            base_url=api.server.base_url,
            public_url=found.public_url,
            service=api.server.service_page(found.public_url),
            display_name=name,
            **bundle,
        )
        self._room.start(found.admission)

    # ------------------------------------------------------------------------------------------------ coming in

    @classmethod
    def create(
        cls,
        title: str,
        *,
        passcode: str | bool | None = None,
        keep: bool = False,
        waiting_room: bool = False,
        server: str | None = None,
        token: str | None = None,
    ) -> Self:
        """Makes a new meeting on this kernel's Jupyter server. Whoever first joins from this cell is its host.

        Args:
            title: what everybody sees.
            passcode: asked of everyone who has only the link; True makes one up, shown in the Invite panel.
            keep: never cleaned up, also when nobody uses it for days.
            waiting_room: newcomers wait until a host or presenter lets them in.
            server: address of another Jupyter server.
            token: that server's token.

        Raises:
            MeetError: it could not be made: the class says why.
        """
        api = _api(server, token)
        bundle = read_bundle()
        chosen = made_up() if passcode is True else passcode or None
        return cls(
            api, _thread.run(entry.create(api, title, chosen, keep=keep, waiting_room=waiting_room)), bundle
        )

    @classmethod
    def join(
        cls,
        link_or_id: str,
        *,
        passcode: str | None = None,
        name: str = "",
        server: str | None = None,
        token: str | None = None,
    ) -> Self:
        """Goes to a meeting that exists. The camera stays off until you click in the cell that shows it.

        Where the meeting has a waiting room the kernel waits in it, with a warning, until a host or presenter lets
        it in; until then most calls raise ``NotAdmitted``.

        Args:
            link_or_id: a meeting link, an invite link or a meeting's id.
            passcode: if the meeting has one.
            name: proposed as your name.
            server: address of another Jupyter server.
            token: that server's token.

        Raises:
            MeetError: the meeting cannot be entered: the class says why.
        """
        link = parse_link(link_or_id)
        api = _api(server, token)
        bundle = read_bundle()
        found = _thread.run(entry.join(api, link, passcode or None, name))
        if found.digest.waits:
            warnings.warn(WAITS, stacklevel=2)
        return cls(api, found, bundle, name)

    # --------------------------------------------------------------------------------------------- what it knows

    @property
    def id(self) -> str:
        """The meeting's id, 22 characters."""
        return self._room.id

    @property
    def participants(self) -> People:
        """Who is in the meeting now, in the order they joined. This kernel, which only listens, is not in it.

        Raises:
            MeetError: the kernel cannot know: it was not let in, or the server does not answer.
        """
        return self._room.people

    @property
    def chat(self) -> Chat:
        """The chat: ``m.chat.send("hello")``, ``m.chat.messages``."""
        return self._chat

    def on(self, event: str, function: F | None = None) -> Any:
        """Calls ``function`` when something happens; without one it is a decorator.

        Functions run one after another on a thread of their own, also while a cell computes; what they print
        appears below the cell that registered them. One that fails is reported once and still called again.

        Args:
            event: ``joined``, ``left``, ``updated``, ``hand`` (a hand was raised; these are called with a
                ``Participant``), ``chat`` (called with a ``ChatMessage``), ``knock`` (someone
                waits to be let in; called with one of ``m.waiting``), ``connected``, ``disconnected``
                (this kernel's connection) or ``ended`` (called with nothing).
            function: what to call.

        Raises:
            ValueError: there is no such event.
        """
        if function is not None:
            return self._room.events.add(event, function)
        return lambda function: self._room.events.add(event, function)

    # ------------------------------------------------------------------------------------------------ what it does

    def invite(
        self, role: Role = "attendee", name: str = "", expires: str | float | timedelta = "24h", uses: int = 1
    ) -> Invite:
        """Makes a personal link, as a rule for someone without a login.

        On a JupyterHub whose administrator lets no guests in it is for people of the hub: it gives the role, and needs
        no passcode. The invite's ``guests`` says which of the two it is.

        Args:
            role: ``presenter``, ``attendee`` or ``observer``.
            name: fixes the guest's name.
            expires: ``"90m"``, ``"24h"``, ``"7d"``, seconds or a timedelta; at most seven days.
            uses: how many people may come in with it.

        Raises:
            MeetError: the invite could not be made.
        """
        request = CreateInvite(role=role, name=name, expires_in=lifetime(expires), uses=uses)
        made = _thread.run(self._api.invite(self.id, request))
        self._keep_invite(made.invite.id, made.secret)
        return Invite(
            made.invite,
            guests=self._residence.guests,
            link=lambda: f"{self.link}#invite={made.secret}",
            revoke=lambda: _thread.run(self._api.revoke(self.id, made.invite.id)),
        )

    def attendance(self) -> "pd.DataFrame":
        """Who was in the meeting: ``name``, ``joined``, ``left`` (UTC; ``NaT`` while here) and ``minutes``.

        One row for each person, however often the connection was lost and however often the person came. Kept
        until the meeting is cleaned up, also after its end.

        Raises:
            PandasMissing: ``pip install 'notebook-meet[attendance]'`` brings it.
            MeetError: you are not the meeting's host, or the server does not answer.
        """
        require_pandas()
        return table(_thread.run(self._api.attendance(self.id)))

    def end(self) -> None:
        """Ends the meeting for everyone. Does nothing when it has ended already.

        Raises:
            MeetError: you are not its host, or the server does not answer.
        """
        try:
            _thread.run(self._api.end(self.id))
        except MeetingEnded:
            return

    def leave(self) -> None:
        """Leaves the meeting, in this cell and in the kernel; it goes on for the others. May be called again."""
        self._room.leave()
        if self.comm is not None:
            self.send({"type": "leave"})

    @override
    def close(self) -> None:
        """Takes the widget away, as ipywidgets do; leaves the meeting, too."""
        room = getattr(self, "_room", None)
        if room is not None:  # None when the constructor raised
            room.leave()
        super().close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leave()

    @override
    def __repr__(self) -> str:
        if self._room.waits:
            return f"<Meeting {self.title!r} {self.id}, waiting to be let in>"
        present = self._room.present
        return f"<Meeting {self.title!r} {self.id}, {present} {'person' if present == 1 else 'people'} here>"

    @override
    def _fallback(self) -> str:
        link = f"{self._public_root()}{self.id}"
        created = when(float(self.created_at)).strftime("%Y-%m-%d %H:%M UTC")
        return f"Meeting: {self.title} (created {created})\nJoin: open {link} in a browser, or Meeting.join({link!r})"

    @override
    def _public_root(self) -> str:
        """The application's address as people reach it: set by the administrator, seen by a view, or our own."""
        return str(self.public_url) or self._api.server.public_root(self._page_origin)

    def _renamed(self, title: str) -> None:
        self.title = title

    # Last, because its name hides the builtin in the class body below it.
    @classmethod
    def list(cls, *, server: str | None = None, token: str | None = None) -> Rows:
        """Your open meetings, newest first. On a plain server: all that its kernels made.

        Raises:
            MeetError: the server cannot be used.
        """
        api = _api(server, token)
        return [open_meeting(digest) for digest in _thread.run(entry.mine(api))]


def _api(server: str | None, token: str | None) -> ServerApi:
    return ServerApi(find_server(server, token, environ=os.environ, runtime_dir=Path(jupyter_runtime_dir())))
