"""What people tell each other beside sound and picture: chat, hands and reactions."""

from typing import Annotated, Literal

import msgspec

from notebook_meet.wire import limits
from notebook_meet.wire.base import Message, Numbered, Sequenced
from notebook_meet.wire.people import ParticipantId

ChatText = Annotated[str, msgspec.Meta(min_length=1, max_length=limits.CHAT_CHARS)]
"""Plain text as typed, with line breaks. The server takes control characters out."""
ChatNumber = Annotated[int, msgspec.Meta(ge=1, le=limits.COUNT)]

Reaction = Literal["thumbs_up", "clap", "heart", "laugh", "surprised", "celebrate"]
"""What a person can show for a moment."""


class ChatMessage(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"sender": "from"}, omit_defaults=True
):
    """One message of the chat, stamped by the server.

    Args:
        number: counts the meeting's messages, in the order the server got them; of a private one only some people hear.
        sender: the participant id of who wrote it. That person may have left since, or be back under another id.
        name: the sender's display name.
        text: what was written.
        at: when, in seconds since the epoch, UTC.
        to: for a private message, the participant id of whom it is for; None for everybody.
        to_name: that person's display name.
    """

    number: ChatNumber
    sender: ParticipantId
    name: str
    text: str
    at: float
    to: ParticipantId | None = None
    to_name: str | None = None


# --- from a client ---------------------------------------------------------------------------------------------


class Say(Numbered, frozen=True, tag="chat", omit_defaults=True):
    """Writes into the chat; ``to`` names the one participant who gets it, None everybody."""

    text: ChatText
    to: ParticipantId | None = None


class Hand(Numbered, frozen=True, tag="hand"):
    """Raises the own hand, or takes it down."""

    raised: bool


class Lower(Numbered, frozen=True, tag="lower"):
    """Takes down another participant's hand."""

    id: ParticipantId


class React(Numbered, frozen=True, tag="reaction"):
    """Shows everybody a reaction, for a moment."""

    reaction: Reaction


# --- from the server -------------------------------------------------------------------------------------------


class Chatted(Sequenced, frozen=True, tag="chat"):
    """Someone wrote into the chat; the sender hears of it in the same way."""

    message: ChatMessage


class History(Sequenced, frozen=True, tag="history"):
    """What was written in the chat before, as far as this participant may read it. Follows a welcome, in as many pieces as it takes."""

    messages: list[ChatMessage]


class Reacted(Sequenced, frozen=True, tag="reaction", rename={"sender": "from"}):
    """Someone shows a reaction."""

    sender: ParticipantId
    reaction: Reaction


Talk = Say | Hand | Lower | React
TALK: tuple[type[Message], ...] = (Say, Hand, Lower, React)
TalkNews = Chatted | History | Reacted
TALK_NEWS: tuple[type[Message], ...] = (Chatted, History, Reacted)
