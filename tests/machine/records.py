"""What the reference model remembers. None of it is shared with the server."""

from dataclasses import dataclass, field

from notebook_meet.wire.messages import Sequenced
from notebook_meet.wire.people import IfHere, Kind, Participant, Role, Silence
from notebook_meet.wire.rest import RequestAdmission
from notebook_meet.wire.waiting import Knocker
from notebook_meet_server.rules.records import Principal

RANKS: tuple[Role, ...] = ("observer", "attendee", "presenter", "host")
MAX_SEATS = 4
MESH_VIDEO = 2


def rank(role: Role) -> int:
    return RANKS.index(role)


def highest(roles: list[Role]) -> Role:
    return max(roles, key=rank)


class Wrong(AssertionError):
    """The server did something else than the model."""


# --- what a restart does not touch ---------------------------------------------------------------------------------


@dataclass(slots=True, kw_only=True)
class Meeting:
    """``roles`` and ``held``: what hosts have decided, by person."""

    id: str
    title: str
    owner: str
    created_at: float
    keep: bool
    passcode: str | None
    host_key: str | None
    used_at: float
    ended: bool = False
    locked: bool = False
    waiting_room: bool = False
    roles: dict[str, Role] = field(default_factory=dict)
    held: set[str] = field(default_factory=set)


@dataclass(slots=True, kw_only=True)
class Invite:
    id: str
    meeting: str
    secret: str
    role: Role
    expires_at: float
    uses: int
    used: int = 0
    revoked: bool = False

    def problem(self, wall: float) -> str | None:
        if self.revoked:
            return "invite_revoked"
        if wall >= self.expires_at:
            return "invite_expired"
        return "invite_used_up" if self.used >= self.uses else None


@dataclass(slots=True, kw_only=True)
class Seat:
    id: str
    meeting: str
    principal: str
    name: str
    role: Role
    kind: Kind
    guest: bool
    invite: str | None
    token: str | None
    joined_at: float
    spent: str | None = None
    banned: bool = False
    left: bool = False

    def rights(self) -> tuple[object, ...]:
        """A left seat goes when the same person takes another one with the same rights."""
        return (
            self.meeting, self.principal, self.role, self.kind, self.guest, self.invite, self.spent, self.banned
        )  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Ask:
    """A request for admission, as the server gets it."""

    caller: Principal
    meeting: str
    body: RequestAdmission


@dataclass(slots=True, kw_only=True)
class Grant:
    """What an admission is for. ``until`` is monotonic."""

    meeting: str
    principal: str
    role: Role
    kind: Kind
    guest: bool
    name: str = ""
    invite: str | None
    spends: str | None
    host_key: str | None
    replaces: str | None
    if_here: IfHere
    until: float = 0.0


# --- what a restart ends -------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Said:
    """One sequenced message to one member."""

    seq: int
    message: Sequenced
    sender: str | None
    size: int
    void: bool = False


@dataclass(slots=True)
class Allowance:
    """How much a member may still say: 200 at once, 50 more each second."""

    at: float
    left: float = 200.0

    def take(self, now: float, cost: int) -> bool:
        self.left = min(200.0, self.left + 50 * (now - self.at))
        self.at = now
        if cost > self.left:
            return False
        self.left -= cost
        return True


@dataclass(slots=True, eq=False)
class Waiter:
    """Who waits to be let in."""

    id: str
    grant: Grant
    since: float
    wire: int
    heard_at: float
    words: Allowance

    def seen(self) -> Knocker:
        return Knocker(id=self.id, name=self.grant.name, guest=self.grant.guest, since=self.since)


@dataclass(slots=True)
class Member:
    """Who is in a room or expected back."""

    seat: Seat
    role: Role
    wire: int | None
    heard_at: float
    words: Allowance
    pings: Allowance
    gone_at: float = 0.0
    handled: int = 0
    microphone: bool = False
    camera: bool = False
    screen: bool = False
    muted: bool = False
    held: bool = False
    said_on: bool = False
    hand: int = 0
    seq: int = 0
    floor: int = 0
    came_back: bool = False
    said: list[Said] = field(default_factory=list)

    @property
    def listens(self) -> bool:
        return self.seat.kind == "kernel"

    @property
    def unaware(self) -> bool:
        """Perhaps without its welcome, and so without a token to come back with."""
        return self.wire is None and self.handled == 0 and not self.came_back and not self.listens

    @property
    def silence(self) -> Silence:
        return "held" if self.held else "muted" if self.muted else "none"

    def seen(self) -> Participant:
        return Participant(
            id=self.seat.id,
            name=self.seat.name,
            role=self.role,
            kind=self.seat.kind,
            guest=self.seat.guest,
            presence="reconnecting" if self.wire is None else "here",
            silence=self.silence,
            microphone=self.microphone,
            camera=self.camera,
            screen=self.screen,
            hand=self.hand,
            joined_at=self.seat.joined_at,
        )


@dataclass(slots=True)
class Port:
    """The server's end of a wire.

    Args:
        opened_at: monotonic seconds.

    Attributes:
        due: what must be written, in order.
        queued: how many of these wait for a client that does not read.
        since: since when the first of them waits.
        ending: the close code that follows what is due.
        closed: the close code, once it must have closed.
    """

    opened_at: float
    waiting: bool = True
    over: bool = False
    stalled: bool = False
    due: list[bytes] = field(default_factory=list)
    queued: int = 0
    since: float | None = None
    ending: int | None = None
    closed: int | None = None
