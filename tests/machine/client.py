"""The reference client: what docs/protocol.md asks of whoever speaks it, and nothing more."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from notebook_meet.wire.codec import decode_server, decode_signal
from notebook_meet.wire.messages import (
    Ended,
    Failed,
    Joined,
    Left,
    MeetingChanged,
    Message,
    Numbered,
    Pong,
    Resumed,
    Sequenced,
    TicketFrom,
    Updated,
    Welcome,
)
from notebook_meet.wire.people import Participant
from notebook_meet.wire.talk import Chatted, History
from notebook_meet.wire.waiting import Knock, KnockOver, Waiting
from notebook_meet_server.rules.records import Principal
from tests.machine.records import Wrong
from tests.machine.wire import Wire

RESUMABLE = {None, 1001, 1006, 1011, 1013, 4408, 4429}

State = Literal["out", "away", "waiting", "in", "over"]
"""``out``: needs an admission. ``away``: may resume. ``over``: has no right to come back by itself."""


@dataclass(slots=True, eq=False)
class Client:
    """One tab, or one kernel.

    Attributes:
        seq: the highest sequence number handled.
        ack: the highest of its own numbers that the server has handled.
        heard: the tickets of each sender, by the numbers that the sender gave them.
        fresh: how often a welcome took the place of a replay.
        failed: its own numbers that were refused.
        earlier: the latest ticket of each sender in earlier lives of the server, where it may come again.
        knocks: who waits, where the client can let people in.
        read: numbers of the chat messages that it knows of this life of the server.
    """

    who: Principal
    meeting: str
    invite: str | None = None
    kind: Literal["browser", "kernel"] = "browser"
    state: State = "out"
    wire: Wire | None = None
    token: str = ""
    epoch: str = ""
    you: str = ""
    seq: int = 0
    ack: int = 0
    last_n: int = 0
    unacked: list[Numbered] = field(default_factory=list)
    title: str = ""
    roster: dict[str, Participant] = field(default_factory=dict)
    heard: dict[str, list[int]] = field(default_factory=dict)
    failed: set[int] = field(default_factory=set)
    earlier: dict[str, int] = field(default_factory=dict)
    fresh: int = 0
    read: list[int] = field(default_factory=list)
    knocks: set[str] = field(default_factory=set)

    def say(self, build: Callable[[int], Numbered]) -> Numbered:
        """Numbers a message and keeps it until it is acknowledged."""
        self.last_n += 1
        message = build(self.last_n)
        self.unacked.append(message)
        return message

    def begin_anew(self) -> None:
        """A new participation counts from its own start."""
        self.state = "out"
        self.seq = self.ack = self.last_n = 0
        self.epoch = self.you = ""
        self.unacked.clear()
        self.heard.clear()
        self.earlier.clear()
        self.failed.clear()
        self.read.clear()

    def take(self, data: bytes) -> list[Numbered]:
        """Handles one message; gives what is to be said again."""
        message = decode_server(data)
        if isinstance(message, Sequenced):
            return self._sequenced(message)
        if isinstance(message, Resumed):
            self.state = "in"
            self._acknowledged(message.ack)
            return list(self.unacked)
        if isinstance(message, Waiting):
            self.state = "waiting"
        if isinstance(message, Pong):
            self._acknowledged(message.ack)
        return []

    def closed(self, code: int | None) -> None:
        """The socket is gone."""
        self.wire = None
        if self.state == "over":
            return
        if code == 4401:
            self.state = "out"
        elif code in RESUMABLE:
            self.state = "away" if self.you else "out"
        else:
            self.state = "over"

    def _acknowledged(self, ack: int) -> None:
        if not self.ack <= ack <= self.last_n:
            raise Wrong(f"Acknowledged {ack} after {self.ack}, of {self.last_n}.")
        self.ack = ack
        self.unacked = [message for message in self.unacked if message.n > ack]

    def _sequenced(self, message: Sequenced) -> list[Numbered]:
        if isinstance(message, Welcome):
            return self._welcome(message)
        if message.seq <= self.seq:
            return []
        self.seq = message.seq
        if isinstance(message, Knock | KnockOver):
            self._knocked(message)
        else:
            self._happened(message)
        return []

    def _welcome(self, welcome: Welcome) -> list[Numbered]:
        again = bool(self.you)
        if again and welcome.you != self.you:
            raise Wrong("Resumed as somebody else.")
        if again and welcome.epoch == self.epoch and welcome.seq <= self.seq:
            return []
        self.state, self.you, self.token = "in", welcome.you, welcome.resume
        if welcome.epoch != self.epoch:
            self.ack = 0
            self.failed.clear()
            self.read.clear()
            self.earlier = {sender: numbers[-1] for sender, numbers in self.heard.items() if numbers}
        self.epoch, self.seq, self.title = welcome.epoch, welcome.seq, welcome.meeting.title
        self.fresh += again
        self.knocks.clear()
        self.roster = {person.id: person for person in welcome.participants}
        if len(self.roster) != len(welcome.participants):
            raise Wrong("Somebody stands twice in the roster.")
        self._acknowledged(welcome.ack)
        return list(self.unacked)

    def _happened(self, message: Message) -> None:
        match message:
            case Joined() | Updated() | Left():
                self._roster_changed(message)
            case TicketFrom(sender=sender, signal=signal):
                self._ticket(sender, decode_signal(signal).number)
            case Chatted(message=said):
                if self.read and said.number <= self.read[-1]:
                    raise Wrong(f"Chat message {said.number} came after {self.read[-1]}.")
                self.read.append(said.number)
            case History(messages=messages):
                self.read = sorted({*self.read, *(said.number for said in messages)})
            case MeetingChanged(meeting=meeting):
                self.title = meeting.title
            case Failed(re=n):
                if n in self.failed:
                    raise Wrong(f"Message {n} was refused twice.")
                self.failed.add(n)
            case Ended():
                self.state = "over"

    def _knocked(self, message: Knock | KnockOver) -> None:
        if isinstance(message, Knock):
            self.knocks.add(message.person.id)
        else:
            self.knocks.discard(message.id)

    def _roster_changed(self, message: Joined | Updated | Left) -> None:
        who = message.id if isinstance(message, Left) else message.participant.id
        if (who in self.roster) == isinstance(message, Joined):
            raise Wrong(f"{who} cannot have {type(message).__name__.lower()}: the roster is {self.roster}")
        if isinstance(message, Left):
            del self.roster[who]
        else:
            self.roster[who] = message.participant
        if who == self.you and self.roster[who].role not in ("host", "presenter"):
            self.knocks.clear()

    def _ticket(self, sender: str, number: int) -> None:
        if number <= self.earlier.get(sender, 0):
            return
        numbers = self.heard.setdefault(sender, [])
        if not numbers or number > numbers[-1]:
            numbers.append(number)
        elif number in numbers:
            raise Wrong("A ticket came twice.")
        else:
            raise Wrong("A ticket came after a later one.")
