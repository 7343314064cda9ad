"""One person's presence in a live room."""

from dataclasses import dataclass, field

from notebook_meet.wire.people import Participant, Role, Silence
from notebook_meet_server.rules.access import allowed
from notebook_meet_server.rules.commands import Entrant
from notebook_meet_server.rules.outbox import Outbox
from notebook_meet_server.rules.rate import Bucket


@dataclass(slots=True)
class Participation:
    """Belongs to one room, and nothing else changes it. Times are monotonic seconds.

    Args:
        who: what does not change.
        role: what the person may do now.
        connection: the socket, None while it is lost.
        heard_at: when the last sign of life came.
        gone_at: when the person counts as gone, while the socket is lost.
        handled: the highest message number handled.
        messages: how fast the participant may still speak.
        pings: the same for ``ping``, which is counted apart.
        muted: whether somebody muted the participant, who has not switched the microphone on since.
        held: whether the person may not switch the microphone on.
        said_on: whether the client's latest ``state`` had the microphone on.
        hand: 0 while it is down, else how many hands had been raised in this meeting by then.
        renew_at: when the credential for the TURN server is renewed, in seconds since the epoch; None without one.
        came_back: whether it has shown its resume token, which only its welcome told.
    """

    who: Entrant
    role: Role
    connection: int | None
    heard_at: float
    messages: Bucket
    pings: Bucket
    gone_at: float = 0.0
    handled: int = 0
    microphone: bool = False
    camera: bool = False
    screen: bool = False
    muted: bool = False
    held: bool = False
    said_on: bool = False
    hand: int = 0
    renew_at: float | None = None
    came_back: bool = False
    outbox: Outbox = field(default_factory=Outbox)

    @property
    def listens(self) -> bool:
        """True for a kernel without media: it hears everything and nobody sees it."""
        return self.who.kind == "kernel"

    @property
    def unaware(self) -> bool:
        """True for one whose socket went before a word was said, and that never came back: its welcome may never have arrived.

        A browser says its ``state`` as soon as it is welcome. Without the welcome it has no token to come back
        with, and asks to be let in once more. A kernel that listens has nothing to say.
        """
        spoke = self.handled > 0 or self.came_back
        return self.connection is None and not spoke and not self.listens

    @property
    def silence(self) -> Silence:
        """Why nobody plays this participant's sound."""
        return "held" if self.held else "muted" if self.muted else "none"

    @property
    def leads(self) -> bool:
        """Whether the participant can let people in, and so hears who waits."""
        return allowed(self.role, "admit", self.who.kind)

    def attach(self, connection: int, now: float) -> None:
        """Continues on a new socket, within the same limits: a new one would be a way around them."""
        self.connection, self.heard_at = connection, now

    def detach(self, gone_at: float) -> None:
        """Has no socket for now."""
        self.connection, self.gone_at = None, gone_at

    def become(self, role: Role) -> None:
        """May do this from now on. What is no longer allowed ends: a screen, and an observer's devices and hand."""
        self.role, kind = role, self.who.kind
        self.screen = self.screen and allowed(role, "screen", kind)
        if not allowed(role, "media", kind):
            self.microphone = self.camera = False
        if not allowed(role, "hand", kind):
            self.hand = 0

    def seen(self) -> Participant:
        """As everybody in the meeting sees it."""
        who = self.who
        return Participant(
            id=who.id,
            name=who.name,
            role=self.role,
            kind=who.kind,
            guest=who.guest,
            presence="reconnecting" if self.connection is None else "here",
            silence=self.silence,
            microphone=self.microphone,
            camera=self.camera,
            screen=self.screen,
            hand=self.hand,
            joined_at=who.joined_at,
        )
