"""People, meetings and invites as the one who writes Python sees them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from notebook_meet.errors import BadRequest
from notebook_meet.wire.people import Kind, Role
from notebook_meet.wire.people import Participant as WireParticipant
from notebook_meet.wire.rest import Digest
from notebook_meet.wire.waiting import Knocker


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
        muted: whether the microphone is off, by whomever.
        held: whether a host switched it off so that the person cannot switch it on.
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
    held: bool
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
        muted=not person.microphone or person.silence != "none",
        held=person.silence == "held",
        camera=person.camera,
        screen=person.screen,
        hand_raised=person.hand > 0,
        joined_at=when(person.joined_at),
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """Someone who waits to be let in.

    Args:
        since: in UTC.
    """

    id: str
    name: str
    guest: bool
    since: datetime


def waiting(person: Knocker) -> Waiting:
    """A knock of the protocol as a person."""
    return Waiting(id=person.id, name=person.name, guest=person.guest, since=when(person.since))


Someone = TypeVar("Someone", Participant, Waiting)


def the_one(
    person: Someone | str, people: Callable[[], list[Someone]], where: str = "in this meeting"
) -> Someone:
    """Whom somebody means.

    Args:
        person: a person, an id, or the name of exactly one.
        people: gives who there is; asked only where it matters.
        where: they are, for the error.

    Raises:
        BadRequest: nobody or several have that name.
    """
    if not isinstance(person, str):
        return person
    here = people()
    found = [one for one in here if one.id == person] or [one for one in here if one.name == person]
    if len(found) == 1:
        return found[0]
    if found:
        raise BadRequest(
            f"{len(found)} people {where} have the name {person!r}. Pass one of them, or an id, instead of the name."
        )
    who = ", ".join(repr(one.name) for one in here) or "nobody"
    raise BadRequest(f"Nobody {where} has the name {person!r}. There is: {who}.")


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
