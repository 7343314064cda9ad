"""What goes wrong on the way, and how everything comes to rest again."""

from itertools import cycle

from notebook_meet.wire.messages import Ping
from tests.machine.client import Client
from tests.machine.deeds import Deeds
from tests.machine.records import Wrong

UNUSED_SECONDS = 2 * 24 * 3600.0


class Faults(Deeds):
    """The deeds, and the faults."""

    async def hang_up(self, client: Client, code: int | None, *, known: bool) -> None:
        """A cut, and what follows from it."""
        self.cut(client, code, known=known)
        await self.pump()

    async def cut_in_flight(
        self,
        senders: list[Client],
        recipient: Client,
        tickets: list[bool],
        arrive: int,
        seconds: float,
        *,
        ping: bool,
        resume: bool,
    ) -> None:
        """Tickets go to a socket that turns silent; some arrive before the cut, some are said after it."""
        wire = recipient.wire
        if wire is None:
            return
        wire.held = True
        half = len(tickets) // 2
        for sender, described in zip(cycle(senders), tickets[:half], strict=False):
            await self.ticket(sender, recipient.you, 1, described=described, size=0)
        if recipient.wire is not wire:
            return
        self._take_some(recipient, arrive)
        if ping:
            wire.up.append(b'{"type":"ping","seq":%d}' % recipient.seq)
            await self.arrive(wire)
        await self.pump()
        self.cut(recipient, None, known=True)
        if seconds:
            await self.advance(seconds)
        for sender, described in zip(cycle(senders), tickets[half:], strict=False):
            await self.ticket(sender, recipient.you, 1, described=described, size=0)
        if resume and recipient.state == "away":
            await self.resume(recipient)

    def _take_some(self, client: Client, most: int) -> None:
        wire = client.wire
        while wire is not None and wire.down and most > 0:
            self.take(client, wire.down.popleft())
            most -= 1

    async def resume_in_vain(self, client: Client, arrive: int, *, wrong_epoch: bool) -> None:
        """Most of the answer to a resume is lost in another cut."""
        epoch = client.epoch
        client.epoch = "another" if wrong_epoch else epoch
        wire = await self.greet(client)
        client.epoch = epoch
        wire.held = True
        await self.arrive(wire)
        await self.pump()
        if client.wire is wire:
            self._take_some(client, arrive)
            self.cut(client, None, known=True)
            await self.pump()
            if client.state == "away":
                await self.resume(client)

    async def burst(self, sender: Client, recipient: Client, times: int, *, stalled: bool) -> None:
        """So many tickets that a queue, or what is kept for someone who is away, overflows."""
        if stalled:
            self.stall(recipient)
        else:
            self.cut(recipient, None, known=True)
        for _ in range(times // 150):
            await self.ticket(sender, recipient.you, 150, described=False, size=0)
            await self.advance(2.4, pings=True)

    def stall(self, client: Client) -> None:
        """The client reads no more."""
        if client.wire is not None:
            client.wire.flowing.clear()
            self.hall.ports.stall(client.wire.number)

    async def unstall(self) -> None:
        """Everybody reads on."""
        await self.pump()
        for wire, _ in self.wires.values():
            if not wire.flowing.is_set():
                wire.flowing.set()
                self.hall.ports.unstall(wire.number)
        await self.pump()

    async def late(self, *, whole: bool) -> None:
        """What was on its way from clients that are gone arrives; with ``whole`` the server learns that they are."""
        for wire, _ in list(self.wires.values()):
            if wire.told:
                while wire.up:
                    await self.arrive(wire)
                await self.pump()
                if whole and wire.number in self.wires:
                    self.server_learns(wire, None)
        await self.pump()

    async def nonsense(self, client: Client | None, data: bytes) -> None:
        """Something that is no message, as a socket's first or a later one."""
        if client is None:
            wire = await self.open(None)
            self.send(wire, Ping(seq=0))
        elif client.wire is not None:
            client.wire.up.append(data)
        await self.pump()

    async def resume_with(self, client: Client, seq: int | None, *, wrong_epoch: bool) -> None:
        """Resumes with another number: absolute, or with -1 one before the right one."""
        epoch = client.epoch
        if wrong_epoch:
            client.epoch = "another"
        number = seq if seq in {None, 0, 1000} else max(0, client.seq + (seq or 0))
        wire = await self.greet(client, seq=number)
        client.epoch = epoch
        if wire.held:
            raise Wrong("A new socket is not held up.")
        await self.pump()

    async def caretake(self) -> None:
        """The caretaker's round: only what is over, unused, and has nobody in it goes."""
        await self.pump()
        before = set(self.hall.book.meetings)
        await self.caretaker.round()
        await self.settle()
        for key in before:
            if await self.house.ask(self.house.store.meeting, key) is None:
                self._cleaned(key)

    def _cleaned(self, key: str) -> None:
        meeting = self.hall.book.meetings[key]
        spared = key in self.hall.rooms or (meeting.keep and not meeting.ended)
        if spared or meeting.used_at >= self.clock.wall() - UNUSED_SECONDS:
            raise Wrong("A meeting was cleaned up that was in use.")
        self.hall.book.forget(key)
        del self.hall.book.meetings[key]
        self.invites = [invite for invite in self.invites if invite[0] != key]
        self.counts["cleaned up"] += 1

    async def calm(self) -> None:
        """Nothing is held up any more, and everybody reads; nobody waits for what was cut."""
        await self.late(whole=True)
        for wire, _ in self.wires.values():
            wire.held = False
        await self.unstall()

    async def ping_all(self) -> None:
        """Everybody acknowledges what came, and learns what arrived."""
        await self.advance(1.0)
        for client in self.clients:
            if client.state == "in" and client.wire is not None:
                self.send(client.wire, Ping(seq=client.seq))
        await self.pump()
