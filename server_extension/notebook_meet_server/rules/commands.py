"""What can happen to a live room, and what has to be done about it.

A connection is named by a number that its owner gives out and never uses twice.
"""

from collections.abc import Collection
from dataclasses import dataclass

from notebook_meet.wire.close import CloseCode
from notebook_meet.wire.messages import ClientMessage
from notebook_meet.wire.people import IfHere, Kind, Role
from notebook_meet_server.rules.decisions import Decision
from notebook_meet_server.rules.grants import Grant
from notebook_meet_server.rules.records import Meeting

# --- commands: what happens ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrant:
    """Someone who comes in, stamped by the server.

    Args:
        id: the participant id.
        principal: the person's principal id.
        resume: the resume token, as text: the welcome carries it.
        joined_at: seconds since the epoch.
        held: whether a host has decided that the person may not switch the microphone on.
    """

    id: str
    principal: str
    name: str
    role: Role
    kind: Kind
    guest: bool
    resume: str
    joined_at: float
    held: bool = False


@dataclass(frozen=True, slots=True)
class Join:
    """Someone comes in: anew, or back after a restart of the server.

    Args:
        replaces: the participant id of an earlier participation of the same person.
        if_here: what becomes of the person's other participations.
        back: True for who comes back after a restart of the server.
        at: when, in seconds since the epoch: a credential in the welcome runs out some time after.
    """

    entrant: Entrant
    connection: int
    replaces: str | None = None
    if_here: IfHere = "join"
    back: bool = False
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class Knocked:
    """Someone has to wait to be let in.

    Args:
        id: the participant id that the person will have.
        grant: what the person was admitted for.
        since: seconds since the epoch.
    """

    id: str
    grant: Grant
    since: float
    connection: int


@dataclass(frozen=True, slots=True)
class Admitted:
    """Someone who waited comes in; ``join`` is on the same connection."""

    knocker: str
    join: Join


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """Someone who waited cannot come in; ``code`` says why."""

    knocker: str
    code: str


@dataclass(frozen=True, slots=True)
class Reattach:
    """A participant's new socket shows a good resume token. ``seq`` and ``epoch`` as in the message, ``at`` as in ``Join``."""

    participant: str
    connection: int
    seq: int
    epoch: str
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class Lost:
    """A socket is gone. ``clean`` when the browser closed it in order (1000 or 1001)."""

    connection: int
    clean: bool


@dataclass(frozen=True, slots=True)
class Received:
    """A decoded message came.

    Args:
        at: when, in seconds since the epoch, UTC: people are told when something was written.
    """

    connection: int
    message: ClientMessage
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class Heard:
    """A protocol-level pong came."""

    connection: int


@dataclass(frozen=True, slots=True)
class RoleGranted:
    """A person may do more now, in every participation."""

    principal: str
    role: Role


@dataclass(frozen=True, slots=True)
class Declined:
    """What a participant's message ``n`` asked for did not work out; ``code`` says why."""

    participant: str
    n: int
    code: str


@dataclass(frozen=True, slots=True)
class Changed:
    """The stored meeting is different now."""

    meeting: Meeting


@dataclass(frozen=True, slots=True)
class Remove:
    """These are put out, in the meeting or at its door, and who waits with this invite; ``code`` tells them why."""

    participants: Collection[str]
    code: str
    invite: str | None = None


@dataclass(frozen=True, slots=True)
class Finish:
    """The meeting is over."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Time went by; ``at`` is the time in seconds since the epoch."""

    at: float = 0.0


Command = (
    Join
    | Knocked
    | Admitted
    | TurnedAway
    | Reattach
    | Lost
    | Received
    | Heard
    | RoleGranted
    | Declined
    | Changed
    | Remove
    | Finish
    | Tick
    | Decision
)

# --- effects: what has to be done ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Send:
    """Send one encoded message."""

    connection: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Replay:
    """Send what was missed, all of it; it is bounded by the outbox, not by the send queue."""

    connection: int
    data: list[bytes]


@dataclass(frozen=True, slots=True)
class Drop:
    """Close a socket, after everything sent before.

    Args:
        close: the close code.
        code: the error to put into a ``refused`` message before it; None for none.
    """

    connection: int
    close: CloseCode
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A participant was told that a message was refused; ``code`` says why."""

    code: str


@dataclass(frozen=True, slots=True)
class SeatTaken:
    """A participation has begun."""

    who: Entrant


@dataclass(frozen=True, slots=True)
class SeatLeft:
    """A participation is over; note it in the store."""

    participant: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A participant has no socket for now, or (``over``) has one again."""

    participant: str
    over: bool


@dataclass(frozen=True, slots=True)
class ClaimKey:
    """Try a host key; answer with ``RoleGranted`` or ``Declined``."""

    participant: str
    principal: str
    n: int
    key: str


@dataclass(frozen=True, slots=True)
class EndMeeting:
    """End the meeting in the store and then here, with ``Finish``; answer with ``Declined`` if that fails."""

    participant: str
    n: int


@dataclass(frozen=True, slots=True)
class Keep:
    """Store a decision, and apply it as a command then; answer with ``Declined`` if that fails."""

    participant: str
    n: int
    decision: Decision


@dataclass(frozen=True, slots=True)
class LetIn:
    """Find a seat for someone who waits; answer with ``Admitted``, ``TurnedAway``, or ``Declined`` to who asked.

    Args:
        knocker: who waits.
        participant: who asked; None when the waiting room was switched off.
        n: the number of the message that asked.
    """

    knocker: str
    participant: str | None = None
    n: int = 0


Effect = Send | Replay | Drop | Refusal | SeatTaken | SeatLeft | Gap | ClaimKey | EndMeeting | Keep | LetIn
