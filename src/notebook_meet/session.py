"""The kernel's side of a participation, without I/O: messages and times in, what is to be said and what happened out.

It knows who is here, how to come back after a lost socket, and which of its own messages the server has not
acknowledged. Times are seconds of any monotonic clock, passed in.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

from notebook_meet.errors import Disconnected, MeetError, error_for
from notebook_meet.happenings import (
    Connected,
    Event,
    HandRaised,
    Knocked,
    KnockEnded,
    MeetingOver,
    MeetingRenamed,
    PersonJoined,
    PersonLeft,
    PersonUpdated,
    RequestFailed,
    ServerLeaving,
    Waits,
    Written,
)
from notebook_meet.sayings import Done, N, Sayings, Told
from notebook_meet.transcript import Transcript
from notebook_meet.wire import limits
from notebook_meet.wire.base import Numbered, Sequenced
from notebook_meet.wire.close import RESUMABLE, CloseCode
from notebook_meet.wire.messages import (
    Ended,
    Failed,
    GoingAway,
    Hello,
    Joined,
    Left,
    MeetingChanged,
    Pong,
    Refused,
    Resume,
    Resumed,
    ServerMessage,
    Updated,
    Welcome,
)
from notebook_meet.wire.people import LeftReason, Participant
from notebook_meet.wire.talk import ChatMessage, Chatted, History
from notebook_meet.wire.waiting import Knock, Knocker, KnockOver, Waiting

if TYPE_CHECKING:
    from notebook_meet.wire.meetings import MeetingInfo

Next = Literal["resume", "admit", "over"]
"""How to go on after a socket closed: come back with the token, with a new admission, or not at all."""

_PRIVATE_CODES = 4000
"""Below are the close codes of the WebSocket protocol itself, which any proxy may send."""


@dataclass(slots=True)
class _Place:
    """Where this client stands in the server's stream, by the last welcome."""

    you: str
    token: str = field(repr=False)
    seq: int


class Session:
    """One person's stay in one meeting, however many sockets and participations it takes."""

    def __init__(self) -> None:
        self.meeting: MeetingInfo | None = None
        self.over: MeetError | None = None
        self._place: _Place | None = None
        self._epoch: str | None = None
        self._open = False
        self._people: dict[str, Participant] = {}
        self._missing: dict[str, float] = {}
        self._refusal: MeetError | None = None
        self._knocking: dict[str, Knocker] = {}
        self._heard_before: frozenset[str] = frozenset()
        self.waits = False
        self._said = Sayings()
        self.transcript = Transcript()

    @property
    def people(self) -> tuple[Participant, ...]:
        """Everybody, in the order they joined."""
        return tuple(self._people.values())

    @property
    def knocking(self) -> tuple[Knocker, ...]:
        """Who waits to be let in, the one who has waited longest first; known to hosts and presenters."""
        return tuple(self._knocking.values())

    @property
    def unacked(self) -> tuple[Numbered, ...]:
        """What the server has not acknowledged: to be sent, in order, whenever a socket is open."""
        return self._said.unacked

    @property
    def seq(self) -> int:
        """The highest sequence number that was handled, for ``ping``."""
        return self._place.seq if self._place else 0

    @property
    def needs_admission(self) -> bool:
        """Whether the next socket must present a new admission."""
        return self._place is None

    def greeting(self, admission: str | None = None) -> Hello | Resume:
        """The first message of a new socket.

        Raises:
            ValueError: an admission is needed and none was given.
        """
        self._open, self._refusal, self.waits = False, None, False
        if self._place is not None:
            return Resume(token=self._place.token, seq=self._place.seq, epoch=self._epoch or "")
        if admission is None:
            raise ValueError("a new participation needs an admission")
        return Hello(admission=admission)

    def say(self, build: Callable[[int], N], told: Told | None = None, done: Done | None = None) -> N:
        """Numbers a message and keeps it until the server has acknowledged it; see ``Sayings.say``."""
        return self._said.say(build, told, done)

    def received(self, message: ServerMessage, now: float) -> list[Event]:
        """Takes a message in. Before the greeting was answered, and for what was handled before, nothing happens."""
        match message:
            case Welcome():
                return self._welcome(message, now)
            case Resumed(ack=ack) if self._place is not None:
                self._open = True
                self._said.acknowledge(ack)
                return [Connected()]
            case Pong(ack=ack) if self._open:
                self._said.acknowledge(ack)
            case Waiting():
                self.waits = True
                return [Waits()]
            case Refused(code=code, message=sentence):
                self._refusal = error_for(code, sentence)
            case GoingAway(retry_after=seconds):
                return [ServerLeaving(seconds)]
            case Sequenced(seq=seq) if self._open and self._place is not None and seq > self._place.seq:
                self._place.seq = seq
                return self._happened(message)
        return []

    @property
    def connected(self) -> bool:
        """Whether the server has answered this socket's greeting."""
        return self._open

    def closed(self, code: int | None) -> Next:
        """How to go on after the socket closed with ``code``, None for a connection that was just lost."""
        self._open = False
        if self.over is not None:
            return "over"
        if code == CloseCode.NO_ADMISSION:
            self._place = None
            return "admit"
        if code is None or code in RESUMABLE or (code < _PRIVATE_CODES and code != CloseCode.TOO_BIG):
            return "admit" if self._place is None else "resume"
        if code == CloseCode.ENDED:
            self.over = error_for("meeting_ended")
        self.over = self.over or self._refusal or Disconnected(f"The server closed the connection ({code}).")
        return "over"

    def expire(self, now: float) -> list[Event]:
        """Those who did not come back in time after a server restart are gone."""
        late = [who for who, deadline in self._missing.items() if deadline <= now]
        events: list[Event] = []
        for who in late:
            events += self._gone(who, "lost")
        return events

    def _happened(self, message: ServerMessage) -> list[Event]:
        match message:
            case Joined(participant=person) | Updated(participant=person):
                events = self._is_here(person)
            case Left(id=who, reason=reason):
                events = self._gone(who, reason)
            case Chatted(message=said):
                events = self._read([said], live=True)
            case History(messages=messages):
                events = self._read(messages, live=False)
            case Knock(person=knocker):
                events = self._knocks(knocker)
            case KnockOver(id=who):
                gone = self._knocking.pop(who, None)
                events = [] if gone is None else [KnockEnded(gone)]
            case MeetingChanged(meeting=meeting):
                self.meeting = meeting
                events = [MeetingRenamed(meeting)]
            case Failed(code=code, message=sentence, re=n):
                events = self._refused(n, error_for(code, sentence))
            case Ended():
                self.over = error_for("meeting_ended")
                events = [MeetingOver()]
            case _:  # a ticket or a reaction: only who shows pictures could use it
                events = []
        self._said.look()
        return events

    def _read(self, messages: list[ChatMessage], *, live: bool) -> list[Event]:
        news = self.transcript.read(messages, self._epoch or "", live=live)
        return [Written(message) for message in news]

    def _refused(self, n: int, error: MeetError) -> list[Event]:
        return [] if self._said.refuse(n, error) else [RequestFailed(error)]

    def _is_here(self, person: Participant) -> list[Event]:
        before = self._people.get(person.id)
        self._missing.pop(person.id, None)
        self._people[person.id] = person
        if before is None:
            return [PersonJoined(person)]
        if before == person:
            return []
        raised = [HandRaised(person)] if person.hand and not before.hand else []
        return [PersonUpdated(person), *raised]

    def _knocks(self, person: Knocker) -> list[Event]:
        news = person.id not in self._knocking and person.id not in self._heard_before
        self._knocking[person.id] = person
        return [Knocked(person)] if news else []

    def _gone(self, who: str, reason: LeftReason) -> list[Event]:
        self._missing.pop(who, None)
        person = self._people.pop(who, None)
        return [] if person is None else [PersonLeft(person, reason)]

    def _welcome(self, welcome: Welcome, now: float) -> list[Event]:
        before = self._place
        self.transcript.welcomed()
        first, restarted = self._epoch is None, self._epoch not in (None, welcome.epoch)
        self._epoch = welcome.epoch
        self._place = _Place(welcome.you, welcome.resume, welcome.seq)
        self._open, self.waits = True, False
        # Who waits is said afresh, to those who may know it.
        self._heard_before = frozenset(self._knocking)
        self._knocking.clear()
        if before is not None and before.you == welcome.you:
            self._said.acknowledge(welcome.ack)
        else:
            self._said.number_afresh(welcome.ack)
        events: list[Event] = [Connected(restarted)]
        if self.meeting is not None and self.meeting != welcome.meeting:
            events.append(MeetingRenamed(welcome.meeting))
        self.meeting = welcome.meeting
        if first:  # who was here before us did not just join
            self._people = {person.id: person for person in welcome.participants}
        else:
            events += self._roster(welcome.participants, now, restarted=restarted)
        self._said.look()
        return events

    def _roster(self, people: list[Participant], now: float, *, restarted: bool) -> list[Event]:
        """Takes the new roster as the truth. After a server restart who is not in it may be on the way back."""
        events: list[Event] = []
        here = {person.id for person in people}
        for who in [who for who in self._people if who not in here]:
            events += self._may_come_back(who, now) if restarted else self._gone(who, "lost")
        for person in people:
            events += self._is_here(person)
        order = {person.id: place for place, person in enumerate(people)}
        self._people = dict(sorted(self._people.items(), key=lambda item: order.get(item[0], len(order))))
        return events

    def _may_come_back(self, who: str, now: float) -> list[Event]:
        self._missing.setdefault(who, now + limits.RECONNECT_SECONDS)
        person = self._people[who]
        if person.presence == "reconnecting":
            return []
        self._people[who] = replace(person, presence="reconnecting")
        return [PersonUpdated(self._people[who])]
