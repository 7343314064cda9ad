"""People, meetings and invites as the one who writes Python sees them."""

from dataclasses import dataclass
from datetime import UTC, datetime

from notebook_meet.wire.people import Kind, Role
from notebook_meet.wire.people import Participant as WireParticipant
from notebook_meet.wire.rest import Digest


def when(seconds: float) -> datetime:
    """A time of the protocol (seconds since the epoch) as a datetime in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


@dataclass(frozen=True, slots=True)
class Participant:
    """Someone in a meeting, at the moment of asking.

    Args:
        id: new with every join, kept through a reconnect.
        name: the display name.
        role: ``host``, ``presenter``, ``attendee`` or ``observer``.
        kind: ``browser``, or ``kernel`` for one that takes part with media.
        guest: whether an invite let this person in.
        reconnecting: whether the server has just lost sight of this person.
        muted: whether the microphone is off.
        camera: whether the camera is on.
        screen: whether a screen is shown.
        hand_raised: whether the hand is up.
        joined_at: in UTC.
    """

    id: str
    name: str
    role: Role
    kind: Kind
    guest: bool
    reconnecting: bool
    muted: bool
    camera: bool
    screen: bool
    hand_raised: bool
    joined_at: datetime


def participant(person: WireParticipant) -> Participant:
    """A tile of the protocol as a person."""
    return Participant(
        id=person.id,
        name=person.name,
        role=person.role,
        kind=person.kind,
        guest=person.guest,
        reconnecting=person.presence == "reconnecting",
        muted=not person.microphone,
        camera=person.camera,
        screen=person.screen,
        hand_raised=person.hand > 0,
        joined_at=when(person.joined_at),
    )


@dataclass(frozen=True, slots=True)
class OpenMeeting:
    """A row of ``Meeting.list()``; give its ``id`` to ``Meeting.join``.

    Args:
        created_at: in UTC.
        present: how many people are in it now.
    """

    id: str
    title: str
    created_at: datetime
    present: int
    has_passcode: bool
    keep: bool


def open_meeting(digest: Digest) -> OpenMeeting:
    """A digest as a row of a list."""
    return OpenMeeting(
        id=digest.id,
        title=digest.title,
        created_at=when(digest.created_at),
        present=digest.present,
        has_passcode=digest.has_passcode,
        keep=digest.keep,
    )
