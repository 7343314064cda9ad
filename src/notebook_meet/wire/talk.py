"""What people tell each other beside sound and picture: chat and reactions."""

from typing import Annotated, Literal

import msgspec

from notebook_meet.wire import limits
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
