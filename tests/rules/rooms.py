"""A room that tests can talk to, and clients that keep to the protocol."""

from dataclasses import dataclass, field
from typing import Any

import msgspec

from notebook_meet.wire.codec import decode_client, decode_server, encode
from notebook_meet.wire.messages import ClientMessage, Message, Resumed, Sequenced, Ticket, Welcome
from notebook_meet_server.rules import commands as c
from notebook_meet_server.rules.apply import apply
from notebook_meet_server.rules.grants import Grant
from notebook_meet_server.rules.records import Meeting
from notebook_meet_server.rules.room import Room
from notebook_meet_server.rules.settings import Settings

MEETING_ID = "m" * 22


def a_meeting(**changes: Any) -> Meeting:
    """A meeting without passcode, owned by Ada."""
    values: dict[str, Any] = {
        "id": MEETING_ID,
        "title": "Algebra",
        "owner": "user:ada",
        "created_at": 1000.0,
        "last_used_at": 1000.0,
        "ended_at": None,
        "keep": False,
        "has_passcode": False,
        "host_key_hash": None,
    }
    return Meeting(**values | changes)


def pid(name: str) -> str:
    """A participant id that can be read."""
    return name.ljust(16, "_")


def token(name: str) -> str:
    """A resume token that can be read."""
    return name.ljust(43, "_")


def signal(number: int, *, offer: bool = False, seen: int = 0) -> msgspec.Raw:
    """A ticket's content; strange spacing shows whether it is passed on as it is."""
    description = ', "description":{"type":"offer","sdp":"v=0"}' if offer else ""
    return msgspec.Raw(f'{{"number":{number},  "seen":{seen}{description}}}'.encode())


@dataclass
class Client:
    """What one person's client has seen. ``connection`` is None while cut off."""

    name: str
    connection: int | None = None
    heard: list[Message] = field(default_factory=list)
    closed: c.Drop | None = None
    seq: int = 0
    epoch: str = ""
    n: int = 0
    unacknowledged: list[Any] = field(default_factory=list)

    @property
    def id(self) -> str:
        return pid(self.name)

    def take(self, data: bytes) -> None:
        """Handles a message as the protocol tells clients to."""
        message = decode_server(data)
        if isinstance(message, Welcome):
            self.epoch = message.epoch
        elif isinstance(message, Sequenced) and message.seq <= self.seq:
            return
        if isinstance(message, Sequenced):
            self.seq = message.seq
        if isinstance(message, Welcome | Resumed):
            self.unacknowledged = [sent for sent in self.unacknowledged if sent.n > message.ack]
        self.heard.append(message)

    def of(self, kind: type[Any]) -> list[Any]:
        """What was heard of one type."""
        return [message for message in self.heard if isinstance(message, kind)]


class Stage:
    """A room with its clients. ``now`` is moved by the test, and ``wall``, the clock on it, goes along."""

    def __init__(self, epoch: str = "first", meeting: Meeting | None = None, **settings: Any) -> None:
        self.room = Room(meeting or a_meeting(), Settings(server_id="here", **settings), epoch)
        self.now = 100.0
        self.clients: dict[int, Client] = {}
        self.effects: list[c.Effect] = []
        self._connections = 0

    @property
    def wall(self) -> float:
        """Seconds since the epoch."""
        return 1_700_000_000.0 + self.now

    def apply(self, command: c.Command) -> list[c.Effect]:
        """Applies a command and carries the messages to the clients."""
        effects = apply(self.room, command, self.now)
        self.effects += effects
        for effect in effects:
            match effect:
                case c.Send(connection, data) if connection in self.clients:
                    self.clients[connection].take(data)
                case c.Replay(connection, batch) if connection in self.clients:
                    for data in batch:
                        self.clients[connection].take(data)
                case c.Drop(connection) if connection in self.clients:
                    client = self.clients.pop(connection)
                    client.closed, client.connection = effect, None
        return effects

    def decide(self, client: Client, kind: type[Any], **values: Any) -> list[c.Effect]:
        """A client decides something, which is stored without trouble."""
        effects = self.send(client, kind, **values)
        for effect in effects:
            if isinstance(effect, c.Keep):
                self.apply(effect.decision)
        return effects

    def join(self, name: str, **more: Any) -> Client:
        """Somebody comes in; ``principal``, ``role``, ``kind``, ``guest``, ``held``, ``replaces``, ``if_here`` and ``back`` as in the rules."""
        client = Client(name)
        values: dict[str, Any] = {
            "id": pid(name),
            "principal": f"user:{name}",
            "name": name.title(),
            "role": "attendee",
            "kind": "browser",
            "guest": False,
            "resume": token(name),
            "joined_at": 1000.0 + len(self.room.members),
        }
        replaces = more.pop("replaces", None)
        if_here = more.pop("if_here", "join")
        back = more.pop("back", False)
        self.apply(c.Join(c.Entrant(**values | more), self._plug(client), replaces, if_here, back, self.wall))
        return client

    def knock(self, name: str, **more: Any) -> Client:
        """Somebody waits; ``principal``, ``guest``, ``invite_id`` and ``spend_invite`` as in the rules."""
        client = Client(name)
        values: dict[str, Any] = {
            "meeting_id": MEETING_ID,
            "principal": f"user:{name}",
            "name": name.title(),
            "role": "attendee",
            "kind": "browser",
            "guest": False,
        }
        self.apply(c.Knocked(pid(name), Grant(**values | more), 1000.0, self._plug(client)))
        return client

    def resume(self, client: Client, *, seq: int | None = None, epoch: str | None = None) -> None:
        """A client comes back on a new socket, and says again what was not acknowledged."""
        seq, epoch = client.seq if seq is None else seq, client.epoch if epoch is None else epoch
        self.apply(c.Reattach(client.id, self._plug(client), seq, epoch, self.wall))
        for message in list(client.unacknowledged):
            self.say(client, message)

    def cut(self, client: Client, *, clean: bool = False) -> None:
        """A client's socket goes."""
        if client.connection is not None:
            connection, client.connection = client.connection, None
            del self.clients[connection]
            self.apply(c.Lost(connection, clean))

    def say(self, client: Client, message: ClientMessage) -> list[c.Effect]:
        """A client says something."""
        assert client.connection is not None
        return self.apply(c.Received(client.connection, decode_client(encode(message))))

    def send(self, client: Client, kind: type[Any], **values: Any) -> list[c.Effect]:
        """A client says something numbered, and remembers it."""
        client.n += 1
        message = kind(n=client.n, **values)
        client.unacknowledged.append(message)
        return self.say(client, message)

    def ticket(self, client: Client, to: Client, number: int, *, offer: bool = False) -> list[c.Effect]:
        return self.send(client, Ticket, to=to.id, signal=signal(number, offer=offer))

    def wait(self, seconds: float) -> list[c.Effect]:
        """Time goes by; everybody connected shows a sign of life first, then the time-outs are looked at."""
        self.now += seconds
        for connection in list(self.clients):
            self.apply(c.Heard(connection))
        return self.apply(c.Tick(self.wall))

    def _plug(self, client: Client) -> int:
        self._connections += 1
        client.connection = self._connections
        self.clients[self._connections] = client
        return self._connections
