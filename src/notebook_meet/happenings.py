"""What can happen in a meeting, as far as the kernel is told."""

from dataclasses import dataclass

from notebook_meet.errors import MeetError
from notebook_meet.wire.meetings import MeetingInfo
from notebook_meet.wire.people import LeftReason, Participant
from notebook_meet.wire.talk import ChatMessage
from notebook_meet.wire.waiting import Knocker


class Event:
    """Base of what can happen."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Connected(Event):
    """The server answered: the roster is right from here on."""

    restarted: bool = False
    """Whether it was started again meanwhile."""


@dataclass(frozen=True, slots=True)
class Lost(Event):
    """The socket is gone; the connection comes back by itself unless it is over."""


@dataclass(frozen=True, slots=True)
class PersonJoined(Event):
    """Someone is new."""

    person: Participant


@dataclass(frozen=True, slots=True)
class PersonUpdated(Event):
    """Someone's role, presence or devices changed."""

    person: Participant


@dataclass(frozen=True, slots=True)
class PersonLeft(Event):
    """Someone is gone; ``person`` as last seen."""

    person: Participant
    reason: LeftReason


@dataclass(frozen=True, slots=True)
class MeetingRenamed(Event):
    """The meeting's title or passcode setting changed."""

    meeting: MeetingInfo


@dataclass(frozen=True, slots=True)
class MeetingOver(Event):
    """The meeting ended for everyone."""


@dataclass(frozen=True, slots=True)
class RequestFailed(Event):
    """The server refused a numbered message of ours whose outcome nobody waits for."""

    error: MeetError


@dataclass(frozen=True, slots=True)
class HandRaised(Event):
    """Someone raised a hand."""

    person: Participant


@dataclass(frozen=True, slots=True)
class Written(Event):
    """Someone wrote into the chat."""

    message: ChatMessage


@dataclass(frozen=True, slots=True)
class Waits(Event):
    """This kernel waits in the meeting's waiting room until a host or presenter lets it in."""


@dataclass(frozen=True, slots=True)
class Knocked(Event):
    """Someone waits to be let in."""

    person: Knocker


@dataclass(frozen=True, slots=True)
class KnockEnded(Event):
    """Someone waits no longer: let in, turned away, or gone."""

    person: Knocker


@dataclass(frozen=True, slots=True)
class ServerLeaving(Event):
    """The server shuts down; come back after so many seconds."""

    retry_after: float
