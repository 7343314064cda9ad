"""How people come in and come back."""

from collections.abc import Awaitable
from typing import Any, Literal

from notebook_meet.wire.messages import Resume
from notebook_meet.wire.people import IfHere
from notebook_meet.wire.rest import RequestAdmission
from tests.machine.client import Client
from tests.machine.places import NOBODYS, PEOPLE, Places, pick
from tests.machine.records import Ask, Grant, Wrong


class Arrivals(Places):
    """The driver, with a door.

    Attributes:
        admissions: each that was given out, and to whom.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.admissions: list[tuple[Client, str]] = []

    # --- coming in ---------------------------------------------------------------------------------------------

    def somebody(
        self, who: int, where: int, invite: int | None, kind: Literal["browser", "kernel"]
    ) -> Client:
        """A new tab; without an invite nobody comes as a guest."""
        caller, meeting, secret = pick(list(PEOPLE), who), pick(self.meetings, where), None
        if invite is not None and self.invites:
            meeting, _, secret = pick(self.invites, invite)
        client = Client(caller, meeting, secret, kind)
        self.clients.append(client)
        return client

    async def request(
        self, client: Client, passcode: str | None, key: bool | None, *, back: bool, if_here: IfHere = "join"
    ) -> None:
        """Asks for an admission: with which passcode, with the right host key (True), a wrong one, or none."""
        keys = {True: self.keys[client.meeting], False: NOBODYS, None: None}
        body = RequestAdmission(
            kind=client.kind,
            if_here=if_here,
            passcode=passcode,
            invite=client.invite,
            host_key=keys[key],
            resume=(client.token or None) if back else None,
        )
        ask = Ask(caller=client.who, meeting=client.meeting, body=body)
        given, grant = await self.ask(
            lambda: self.house.meetings.admit(client.who, client.meeting, body), lambda: self.hall.admit(ask)
        )
        if given is None:
            return
        self._check_admission(given, grant)
        grant.name = given.name
        self.hall.grants[given.admission] = grant
        self.admissions.append((client, given.admission))

    @staticmethod
    def _check_admission(given: Any, grant: Grant) -> None:
        if (given.role, given.guest, given.expires_in) != (grant.role, grant.guest, 30.0):
            raise Wrong(f"Admitted as {given}, not as {grant}.")

    async def hello(self, which: int) -> None:
        """Presents an admission, perhaps one that was used or has expired; the client's other socket is cut."""
        client, admission = pick(self.admissions, which)
        self.cut(client, None, known=True)
        await self.greet(client, admission)
        await self.pump()

    async def hello_twice(self, which: int) -> None:
        """Two tabs present one admission at the same moment."""
        client, admission = pick(self.admissions, which)
        self.cut(client, None, known=True)
        twin = Client(client.who, client.meeting, client.invite, client.kind)
        self.clients.append(twin)
        wires = [await self.greet(client, admission), await self.greet(twin, admission)]
        await self.arrive_together(wires)
        self.model_together()
        await self.pump()

    async def hello_and_go(self, which: int) -> None:
        """The socket goes while the server writes the seat."""
        client, admission = pick(self.admissions, which)
        grant = self.hall.grants.get(admission)
        await self.pump()
        if not self._would_be_welcomed(grant):
            return
        self.cut(client, None, known=True)
        wire = await self.greet(client, admission)

        async def go() -> None:
            self.wires.pop(wire.number)
            self.house.board.closed(wire.line, None)

        await self.arrive_together([wire], go)
        self.hall.gone_before_welcome(wire.number, self._together[0][1])  # type: ignore[arg-type]
        client.closed(None)
        await self.pump()

    def _would_be_welcomed(self, grant: Grant | None) -> bool:
        return grant is not None and self.clock.now < grant.until

    async def hello_beside(self, which: int, deed: str, who: int | None) -> None:
        """Somebody comes in while the meeting ends, or the invite is revoked: one of both comes first."""
        client, admission = pick(self.admissions, which)
        caller, meeting = self.caller(who, client.meeting), client.meeting
        invite = next((i for m, i, s in self.invites if s == client.invite), NOBODYS[:16])
        await self.pump()
        self.cut(client, None, known=True)
        await self.pump()
        wire = await self.greet(client, admission)

        def real() -> Awaitable[None]:
            if deed == "end":
                return self.house.meetings.end(caller, meeting)
            return self.house.meetings.revoke_invite(caller, meeting, invite)

        (answer,) = await self.arrive_together([wire], real)
        if isinstance(answer, Exception) and not hasattr(answer, "code"):
            raise answer

        def model() -> None:
            if deed == "end":
                self.hall.end_by(caller, meeting)
            else:
                self.hall.revoke(caller, meeting, invite)

        welcomed = self._welcome(wire) is not None or self._knocker(wire) is not None
        if welcomed:
            self.model_together()
        self.modelled(model, getattr(answer, "code", None))
        if not welcomed:
            self.model_together()
        await self.pump()

    # --- coming back -------------------------------------------------------------------------------------------

    async def resume(self, client: Client, seq: int | None = None) -> None:
        await self.greet(client, seq=seq)
        await self.pump()

    async def resume_twice(self, client: Client) -> None:
        """Two sockets resume at the same moment; the client goes on with the second."""
        first, second = await self.greet(client), await self.greet(client)
        first.told = True
        await self.arrive_together([first, second])
        self.model_together()
        await self.pump()

    async def resume_and_go(self, client: Client) -> None:
        """The socket goes while the server looks for the seat; it may have been welcomed before."""
        wire = await self.greet(client)
        if any(m.seat.token == client.token for room in self.hall.rooms.values() for m in room.members):
            await self.pump()
            return

        async def go() -> None:
            self.wires.pop(wire.number)
            self.house.board.closed(wire.line, None)

        await self.arrive_together([wire], go)
        self.hall.ports.ports.pop(wire.number)
        client.closed(None)
        await self.pump()

    async def strange_resume(self, epoch: str) -> None:
        """Somebody resumes with a token that was never given out."""
        wire = await self.open(None)
        self.send(wire, Resume(token=NOBODYS, seq=0, epoch=epoch))
        await self.pump()
