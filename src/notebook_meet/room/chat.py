"""The chat as the one who writes Python sees it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from typing_extensions import override

from notebook_meet.errors import BadRequest
from notebook_meet.room.people import Participant, the_one, when
from notebook_meet.wire import limits
from notebook_meet.wire.base import Numbered
from notebook_meet.wire.talk import ChatMessage as WireMessage
from notebook_meet.wire.talk import Say


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message of the chat.

    Args:
        name: who wrote it.
        text: what was written; plain text.
        at: when, in UTC.
        to: the name of whom it is for, where it is private; None for everybody.
        sender_id: the participant id of who wrote it.
    """

    name: str
    text: str
    at: datetime
    to: str | None
    sender_id: str = field(repr=False)


def chat_message(said: WireMessage) -> ChatMessage:
    """A message of the protocol."""
    return ChatMessage(
        name=said.name, text=said.text, at=when(said.at), to=said.to_name, sender_id=said.sender
    )


class Chat:
    """``m.chat``: what people write. Made by ``Meeting``.

    Args:
        say: says something to the server and waits until it is handled.
        written: gives what is known of the chat.
        people: gives who is in the meeting.
    """

    def __init__(
        self,
        say: Callable[[Callable[[int], Numbered]], None],
        written: Callable[[], Iterable[ChatMessage]],
        people: Callable[[], list[Participant]],
    ) -> None:
        self._say = say
        self._written = written
        self._people = people

    @property
    def messages(self) -> list[ChatMessage]:
        """What was written, oldest first: from before this kernel came, at most the server's latest 200."""
        return list(self._written())

    def send(self, text: str, to: Participant | str | None = None) -> None:
        """Writes into the chat, under your name.

        Args:
            text: plain text; links can be clicked, and three backticks fence code.
            to: a participant, or the id or name of one, who alone gets it; None for everybody.

        Raises:
            BadRequest: there is nothing to read in it, it is too long, or nobody or several have that name.
            MeetError: it could not be sent: the class says why.
        """
        checked = _checked(text)
        whom = None if to is None else the_one(to, self._people).id
        self._say(lambda n: Say(n=n, text=checked, to=whom))

    @override
    def __repr__(self) -> str:
        lines = [
            f"{said.at:%H:%M} {said.name}{f' (to {said.to} only)' if said.to else ''}: {said.text}"
            for said in self.messages
        ]
        return "\n".join(lines) or "<nothing has been written>"


def _checked(text: str) -> str:
    if not text.strip():
        raise BadRequest(code="chat_empty")
    if len(text) > limits.CHAT_CHARS:
        raise BadRequest(
            f"The message is too long: at most {limits.CHAT_CHARS} characters, and this has {len(text)}."
        )
    return text.encode(errors="replace").decode()  # half a surrogate pair is no text
