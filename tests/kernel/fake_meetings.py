"""What the fake server remembers: meetings, seats and what their sockets have missed."""

import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from msgspec.structs import replace

from notebook_meet.wire.codec import encode
from notebook_meet.wire.meetings import PLAIN_SERVER, Residence
from notebook_meet.wire.messages import (
    Joined,
    Left,
    MeetingChanged,
    MeetingInfo,
    Sequenced,
    Updated,
    VideoPolicy,
    Welcome,
)
from notebook_meet.wire.people import Participant
from notebook_meet.wire.rest import Attendee, Digest


def identifier() -> str:
    """A participant or invite id: 96 bits."""
    return secrets.token_urlsafe(12)


def secret() -> str:
    """An admission, key, token or invite: 256 bits."""
    return secrets.token_urlsafe(32)


def someone(name: str, **fields: Any) -> Participant:
    """A participant in a browser."""
    given: dict[str, Any] = {
        "id": identifier(), "name": name, "role": "attendee", "kind": "browser", "guest": False, "presence": "here",
        "silence": "none", "microphone": True, "camera": True, "screen": False, "hand": 0, "joined_at": time.time(),
    }  # fmt: skip
    return Participant(**{**given, **fields})


@dataclass
class Seat:
    """One participation of a kernel."""

    id: str = field(default_factory=identifier)
    token: str = field(default_factory=secret)
    seq: int = 0
    ack: int = 0
    kept: list[tuple[int, bytes]] = field(default_factory=list)
    socket: Any = None
    gone: bool = False
    cut_at: int = 0

    def send(self, make: "type[Sequenced]", **fields: Any) -> None:
        """A sequenced message, kept for a replay."""
        self.seq += 1
        data = encode(make(seq=self.seq, **fields))
        self.kept.append((self.seq, data))
        if self.socket is not None:
            self.socket.push(data)

    def replay(self, seq: int) -> None:
        """Sends again what came after ``seq``."""
        for number, data in self.kept:
            if number > seq:
                self.socket.push(data)


@dataclass
class FakeMeeting:
    """A meeting with its people and the kernels that listen."""

    title: str
    passcode: str | None = None
    keep: bool = False
    id: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    created_at: float = field(default_factory=time.time)
    ended: bool = False
    host_key: str = field(default_factory=secret)
    invites: dict[str, str] = field(default_factory=dict)
    people: dict[str, Participant] = field(default_factory=dict)
    seats: list[Seat] = field(default_factory=list)
    attended: list[Attendee] = field(default_factory=list)
    residence: Residence = PLAIN_SERVER

    @property
    def info(self) -> MeetingInfo:
        return MeetingInfo(
            id=self.id,
            title=self.title,
            has_passcode=self.passcode is not None,
            created_at=self.created_at,
            locked=False,
            waiting_room=False,
        )

    @property
    def digest(self) -> Digest:
        return Digest(
            id=self.id, title=self.title, created_at=self.created_at, ended=self.ended, has_passcode=self.passcode is not None,
            needs_passcode=False, keep=self.keep, role="host", guest=False, name="", name_fixed=False,
            present=len(self.people), here=0, max_seats=8, locked=False, waits=False, residence=self.residence,
        )  # fmt: skip

    def welcome(self, seat: Seat, epoch: str) -> None:
        """The whole truth, afresh."""
        seat.kept.clear()
        seat.send(
            Welcome, you=seat.id, epoch=epoch, resume=seat.token, ack=seat.ack, role="host", meeting=self.info,
            participants=list(self.people.values()), ice_servers=[], video=VideoPolicy(limit=4, allowed=True),
        )  # fmt: skip

    def tell(self, make: "type[Sequenced]", **fields: Any) -> None:
        """A sequenced message to every kernel that listens."""
        for seat in self.seats:
            if not seat.gone:
                seat.send(make, **fields)

    def comes(self, name: str, **fields: Any) -> Participant:
        """Someone joins."""
        person = someone(name, **fields)
        self.people[person.id] = person
        self.tell(Joined, participant=person)
        return person

    def changes(self, person: Participant, **fields: Any) -> Participant:
        """Someone's devices, role or presence change."""
        changed = replace(person, **fields)
        self.people[person.id] = changed
        self.tell(Updated, participant=changed)
        return changed

    def goes(self, person: Participant) -> None:
        """Someone leaves."""
        del self.people[person.id]
        self.tell(Left, id=person.id, reason="left")

    def renamed(self, title: str) -> None:
        """The host changes the title."""
        self.title = title
        self.tell(MeetingChanged, meeting=self.info)
