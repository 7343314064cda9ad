"""What people say to each other."""

from collections import defaultdict
from typing import Any

import msgspec

from notebook_meet.wire.messages import Claim, End, Leave, Numbered, Ping, State, Ticket
from notebook_meet.wire.moderation import HandOver
from notebook_meet.wire.talk import Hand, Lower, React, Say
from notebook_meet.wire.waiting import Admit
from tests.machine.arrivals import Arrivals
from tests.machine.client import Client
from tests.machine.places import NOBODYS


class Said:
    """A ticket, for the check of what arrived."""

    __slots__ = ("at", "described", "n", "number")

    def __init__(self, number: int, n: int, at: int, *, described: bool) -> None:
        self.number, self.n, self.at, self.described = number, n, at, described


class Deeds(Arrivals):
    """The driver, with voices.

    Attributes:
        tickets: what was said, by sender and recipient.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.tickets: dict[tuple[str, str], list[Said]] = defaultdict(list)

    async def say(self, client: Client, *messages: Numbered) -> None:
        """Says what the client has numbered already, if there is a socket to say it on."""
        if client.wire is not None and client.state == "in":
            self.send(client.wire, *messages)
        await self.pump()

    async def ticket(self, client: Client, to: str, times: int, *, described: bool, size: int) -> None:
        await self.say(client, *[self._ticket(client, to, described, size) for _ in range(times)])

    def _ticket(self, client: Client, to: str, described: bool, size: int) -> Numbered:
        self.said += 1
        sent = self.tickets[client.you, to]
        number = len(sent) + 1
        more: dict[str, Any] = {"candidates": [{"candidate": "a" * size}] if size else []}
        if described:
            more["description"] = {"type": "offer", "sdp": "v=0"}
        signal = msgspec.Raw(msgspec.json.encode({"number": number, "seen": 0, **more}))
        message = client.say(lambda n: Ticket(n=n, to=to, signal=signal))
        sent.append(Said(number, message.n, self.said, described=described))
        return message

    async def state(self, client: Client, *, microphone: bool, camera: bool, screen: bool = False) -> None:
        await self.say(client, client.say(lambda n: State(n, microphone, camera, screen)))

    async def claim(self, client: Client, *, right: bool) -> None:
        key = self.keys[client.meeting] if right else NOBODYS
        await self.say(client, client.say(lambda n: Claim(n=n, host_key=key)))

    async def chat(self, client: Client, text: str, to: str | None) -> None:
        await self.say(client, client.say(lambda n: Say(n=n, text=text, to=to)))

    async def hand(self, client: Client, *, raised: bool) -> None:
        await self.say(client, client.say(lambda n: Hand(n=n, raised=raised)))

    async def lower(self, client: Client, whose: str) -> None:
        await self.say(client, client.say(lambda n: Lower(n=n, id=whose)))

    async def react(self, client: Client) -> None:
        await self.say(client, client.say(lambda n: React(n=n, reaction="clap")))

    async def moderate(self, client: Client, kind: type[Any], **about: Any) -> None:
        await self.say(client, client.say(lambda n: kind(n=n, **about)))

    async def hand_over(self, host: Client, other: Client, leave: str | None) -> None:
        """A host hands over, and perhaps one of both leaves before that is stored."""
        words = [host.say(lambda n: HandOver(n=n, id=other.you))]
        if leave == "old":
            words.append(host.say(lambda n: Leave(n=n)))
        if host.wire is not None and host.state == "in":
            self.send(host.wire, *words)
        if leave == "new" and other.wire is not None:
            self.send(other.wire, other.say(lambda n: Leave(n=n)))
        await self.pump()

    async def let_in(self, host: Client, knocker: str, times: int, *, end: bool) -> None:
        """Lets somebody in, so many times in one breath, and perhaps ends the meeting in the same."""
        words = [host.say(lambda n: Admit(n=n, id=knocker)) for _ in range(times)]
        await self.say(host, *words, *([host.say(lambda n: End(n=n))] if end else []))

    async def leave(self, client: Client) -> None:
        await self.say(client, client.say(lambda n: Leave(n=n)))

    async def end_it(self, client: Client) -> None:
        await self.say(client, client.say(lambda n: End(n=n)))

    async def everything_at_once(self, client: Client) -> None:
        """Claim, speak and leave in one breath: what follows from the claim comes when nobody is there any more."""
        key = self.keys[client.meeting]
        words = [
            client.say(lambda n: Claim(n=n, host_key=key)),
            client.say(lambda n: State(n=n, microphone=True, camera=True)),
            client.say(lambda n: Leave(n=n)),
        ]
        await self.say(client, *words)

    async def flood(self, client: Client) -> None:
        """More messages than anybody may say."""
        if client.wire is not None:
            self.send(client.wire, *[Ping(seq=client.seq)] * 205)
        await self.pump()

    async def say_old(self, client: Client) -> None:
        """A number from before what was handled: it does nothing."""
        if client.wire is not None and client.state == "in" and client.last_n > 1:
            self.send(client.wire, State(n=client.last_n - 1, microphone=False, camera=False))
        await self.pump()
