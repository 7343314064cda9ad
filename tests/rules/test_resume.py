"""Whatever is cut, and whenever: nothing is lost, doubled or out of order."""

from collections import Counter
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from notebook_meet.wire.messages import Failed, Ping, State, TicketFrom, Updated, Welcome
from notebook_meet_server.rules import commands as c
from tests.rules.rooms import Client, Stage

NAMES = ("ada", "grace", "alan")
NAME = st.sampled_from(NAMES)
STEP = st.one_of(
    st.tuples(st.just("ticket"), NAME, NAME).filter(lambda step: step[1] != step[2]),
    st.tuples(st.just("lose"), NAME, st.integers(0, 5)),
    st.tuples(st.sampled_from(["state", "cut", "resume", "ping"]), NAME, st.none()),
)


class Lossy(Stage):
    """Sockets that can die with messages still under way, in both directions."""

    def __init__(self) -> None:
        super().__init__()
        self.deaf: dict[int, int] = {}

    def apply(self, command: c.Command) -> list[c.Effect]:
        """As a stage, but a dying socket delivers only so many more messages."""
        if isinstance(command, c.Received) and self.deaf.get(command.connection) is not None:
            return []
        return super().apply(command)

    def lose(self, client: Client, more: int) -> None:
        """The socket's last messages to the client never arrive; the client does not know yet."""
        if client.connection is None:
            return
        connection, take, left = client.connection, client.take, [more]
        self.deaf[connection] = more

        def some(data: bytes) -> None:
            if client.connection != connection:
                take(data)
            elif left[0] > 0:
                left[0] -= 1
                take(data)

        client.take = some  # type: ignore[method-assign]


def numbers(client: Client, sender: Client) -> list[int]:
    """Which of a sender's tickets a client has seen, in the order it saw them."""
    prefix = len(b'{"number":')
    return [
        int(bytes(ticket.signal)[prefix:].partition(b",")[0])
        for ticket in client.of(TicketFrom)
        if ticket.sender == sender.id
    ]


def comes_back(stage: Lossy, client: Client) -> None:
    if client.connection is not None and client.connection in stage.deaf:
        stage.cut(client)
    if client.connection is None:
        stage.resume(client)


@dataclass
class Call:
    """Three people, and what each of them has said so far."""

    stage: Lossy = field(default_factory=Lossy)
    sent: Counter[tuple[str, str]] = field(default_factory=Counter)
    flips: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.clients = {name: self.stage.join(name) for name in NAMES}

    def do(self, kind: str, name: str, value: object) -> None:
        """Takes one step of a story, if the client can."""
        self.stage.now += 0.1
        client = self.clients[name]
        if kind == "resume":
            comes_back(self.stage, client)
        elif client.connection is not None:
            getattr(self, kind)(client, value)

    def ticket(self, client: Client, to: str) -> None:
        self.sent[client.name, to] += 1
        self.stage.ticket(client, self.clients[to], self.sent[client.name, to])

    def state(self, client: Client, _: None) -> None:
        self.flips[client.name] += 1
        self.stage.send(client, State, microphone=self.flips[client.name] % 2 == 1, camera=False)

    def cut(self, client: Client, _: None) -> None:
        self.stage.cut(client)

    def lose(self, client: Client, more: int) -> None:
        self.stage.lose(client, more)

    def ping(self, client: Client, _: None) -> None:
        self.stage.say(client, Ping(seq=client.seq))


@settings(max_examples=300, deadline=None)
@given(st.lists(STEP, max_size=60))
def test_nothing_is_lost_doubled_or_reordered(steps: list[tuple[str, str, object]]) -> None:
    call = Call()
    for step in steps:
        call.do(*step)
    for client in call.clients.values():
        comes_back(call.stage, client)

    for (a, b), count in call.sent.items():
        assert numbers(call.clients[b], call.clients[a]) == list(range(1, count + 1))
    for client in call.clients.values():
        assert len(client.of(Welcome)) == 1
        assert not client.of(Failed)
        for other in call.clients.values():
            seen = [m.participant for m in client.of(Updated) if m.participant.id == other.id][-1:]
            assert all(last.microphone == (call.flips[other.name] % 2 == 1) for last in seen)
            assert all(last.presence == "here" for last in seen)
            assert seen or other is client or not call.flips[other.name]
