"""What the server knows, as plain records. The store keeps them, the rules decide over them.

Times are seconds since the epoch, UTC. Hashes are SHA-256 of a secret's text, as bytes.
"""

from dataclasses import dataclass
from typing import Literal

from notebook_meet.wire.people import Kind, Role

PrincipalKind = Literal["user", "server", "guest", "anonymous"]


@dataclass(frozen=True, slots=True)
class Principal:
    """Who the server takes a caller for.

    Args:
        kind: how the caller is known.
        id: stable for that caller, ``<kind>:<id>``; ``server`` for kernels; empty for anonymous.
        name: the name the login knows, a proposal for the display name.
    """

    kind: PrincipalKind
    id: str
    name: str = ""


ANONYMOUS = Principal("anonymous", "")


@dataclass(frozen=True, slots=True)
class Meeting:
    """A stored meeting.

    Args:
        owner: a principal's id.
        host_key_hash: None once the key was used.
        locked: whether newcomers are refused.
        waiting_room: whether newcomers wait to be let in.
    """

    id: str
    title: str
    owner: str
    created_at: float
    last_used_at: float
    ended_at: float | None
    keep: bool
    has_passcode: bool
    host_key_hash: bytes | None
    locked: bool = False
    waiting_room: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """One participation, kept after its end so that the person's rights are remembered.

    Args:
        id: the participant id.
        principal: the person's principal id.
        role: what this seat may do; a person's role is the highest of that person's seats.
        guest: whether an invite let the person in.
        invite_id: which invite, for a guest.
        banned: removed by a host or by revoking the invite.
        resume_hash: hash of the resume token, which also tells who comes in again; None once banned.
        left_at: None while present or expected back.
        spent_invite: the invite that lost a use for this seat, also for someone who is logged in.
    """

    id: str
    meeting_id: str
    principal: str
    name: str
    role: Role
    kind: Kind
    guest: bool
    invite_id: str | None
    banned: bool
    resume_hash: bytes | None
    joined_at: float
    left_at: float | None
    spent_invite: str | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """What hosts have decided about one person in one meeting.

    Args:
        role: goes before whatever owner, seat, invite or setting would give; None when nobody decided.
        held: whether the person may not switch the microphone on.
    """

    role: Role | None = None
    held: bool = False


NO_RULING = Ruling()


@dataclass(frozen=True, slots=True)
class Attendee:
    """One person in a meeting's attendance. Who is here now, the live room knows.

    Args:
        principal: the person's principal id.
        name: as shown last.
        joined_at: when the person first came.
        seen_at: when the person was last known to be here.
        seconds: how long the person was here, by then.
    """

    meeting_id: str
    principal: str
    name: str
    joined_at: float
    seen_at: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Invite:
    """A stored invite. Its secret is known only to who made it."""

    id: str
    meeting_id: str
    secret_hash: bytes
    role: Role
    name: str
    created_by: str
    created_at: float
    expires_at: float
    uses: int
    used: int
    revoked_at: float | None
