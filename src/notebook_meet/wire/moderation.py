"""What hosts and presenters do about the others. Who may say what stands in the server's table of roles and actions."""

from typing import Literal

from notebook_meet.wire.base import Message, Numbered
from notebook_meet.wire.people import ParticipantId

GivenRole = Literal["presenter", "attendee", "observer"]
"""What a host can make of somebody. The host's own role is handed over."""


class Mute(Numbered, frozen=True, tag="mute"):
    """Switches a person's microphone off, until the person switches it on again."""

    id: ParticipantId


class MuteAll(Numbered, frozen=True, tag="mute_all"):
    """Mutes everybody but the sender and the hosts."""


class Hold(Numbered, frozen=True, tag="hold"):
    """Switches a person's microphone off so that only a host can allow it again, or allows it again."""

    id: ParticipantId
    on: bool


class Remove(Numbered, frozen=True, tag="remove"):
    """Puts a person out for good."""

    id: ParticipantId


class SetRole(Numbered, frozen=True, tag="role"):
    """Says what a person may do in this meeting from now on."""

    id: ParticipantId
    role: GivenRole


class HandOver(Numbered, frozen=True, tag="hand_over"):
    """Makes another person host, and the sender a presenter."""

    id: ParticipantId


class Lock(Numbered, frozen=True, tag="lock"):
    """Refuses newcomers, or lets them in again."""

    on: bool


class Spotlight(Numbered, frozen=True, tag="spotlight"):
    """Shows one participant large to everybody, the host too if that is the one; ``null`` shows all alike again."""

    id: ParticipantId | None


Moderation = Mute | MuteAll | Hold | Remove | SetRole | HandOver | Lock | Spotlight
MODERATION: tuple[type[Message], ...] = (Mute, MuteAll, Hold, Remove, SetRole, HandOver, Lock, Spotlight)
