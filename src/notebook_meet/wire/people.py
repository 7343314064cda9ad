"""Who is in a meeting, as everybody in it sees them."""

from typing import Annotated, Literal

import msgspec

from notebook_meet.wire import limits

# The length is said twice: in Python `$` also matches before a final line break, and "\Z" is not known to JSON Schema.
MeetingId = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{22}$", max_length=22)]
"""128 random bits, base64url."""
ParticipantId = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{16}$", max_length=16)]
"""96 random bits, base64url. New with every join; kept through a resume."""
InviteId = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{16}$", max_length=16)]
Secret = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{43}$", max_length=43)]
"""256 random bits, base64url: admission, host key, invite secret, resume token."""
Name = Annotated[str, msgspec.Meta(max_length=4 * limits.NAME_CHARS)]
"""A display name as typed. The server normalises and shortens it (``notebook_meet_server.rules``)."""

Role = Literal["host", "presenter", "attendee", "observer"]
Kind = Literal["browser", "kernel"]
Presence = Literal["here", "reconnecting"]
Silence = Literal["none", "muted", "held"]
LeftReason = Literal["left", "lost", "removed", "moved"]
IfHere = Literal["ask", "move", "join"]
"""What an admission does where the person is in the meeting already: nothing but say so, move the call, join once more."""


class Participant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One tile.

    Args:
        id: the participant's id in this meeting.
        name: the display name, stamped by the server.
        role: what the person may do.
        kind: a browser, or a kernel that takes part with media.
        guest: True for someone let in by an invite without an account.
        presence: ``reconnecting`` while the socket is silently lost.
        silence: ``muted`` when a host or presenter switched the microphone off, ``held`` when the person cannot switch
            it on either. Nobody plays the sound of one who is silenced.
        microphone: whether the person's microphone is on.
        camera: whether the person's camera is on.
        screen: whether the person shows a screen.
        hand: 0 while the hand is down. Of raised hands the one with the lowest number was raised first.
        joined_at: seconds since the epoch, UTC.
    """

    id: ParticipantId
    name: str
    role: Role
    kind: Kind
    guest: bool
    presence: Presence
    silence: Silence
    microphone: bool
    camera: bool
    screen: bool
    hand: Annotated[int, msgspec.Meta(ge=0, le=limits.COUNT)]
    joined_at: float


class IceServer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An RTCIceServer (W3C WebRTC section 4.2.4)."""

    urls: Annotated[
        list[Annotated[str, msgspec.Meta(max_length=limits.URL_CHARS)]],
        msgspec.Meta(min_length=1, max_length=limits.ICE_URLS),
    ]
    username: str | None = None
    credential: str | None = None
