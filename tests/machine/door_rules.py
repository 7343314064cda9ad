"""Rules: meetings, invites, and coming in."""

from typing import Any, Literal

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from notebook_meet.wire.people import IfHere
from tests.machine.bench import (
    OWNER_OR,
    WHICH,
    WHO,
    Bench,
    some_admission,
    some_client,
    some_invite,
    some_meeting,
    somebody_present,
)
from tests.machine.client import Client
from tests.machine.places import SECRET, pick
from tests.machine.records import RANKS


class DoorRules(Bench):
    """Who makes, changes and ends meetings, and who comes in."""

    @initialize(who=st.integers(0, 1), passcode=st.booleans(), others=st.integers(0, 3))
    def first_meeting(self, who: int, passcode: bool, others: int) -> None:
        self.run(self.deeds.create(who, passcode=passcode, keep=False))
        for more in range(others + 1):
            self.run(self._join((who + more) % 4, 0, None, "browser", "right", None))

    @precondition(lambda self: len(self.deeds.meetings) < 3)
    @rule(who=WHO, passcode=st.booleans(), keep=st.booleans())
    def create(self, who: int, passcode: bool, keep: bool) -> None:
        self.run(self.deeds.create(who, passcode=passcode, keep=keep))

    @some_meeting
    @rule(
        who=WHO,
        where=WHICH,
        title=st.sampled_from([None, "Algebra", "Topology"]),
        passcode=st.sampled_from([None, "", SECRET]),
    )
    def update(self, who: int, where: int, title: str | None, passcode: str | None) -> None:
        self.run(self.deeds.update(who, where, title, passcode))

    @precondition(lambda self: self.deeds.meetings and self.steps % 8 == 0)
    @rule(who=WHO, where=WHICH)
    def end(self, who: int, where: int) -> None:
        self.run(self.deeds.end(who, where))

    @some_meeting
    @rule(
        who=OWNER_OR,
        where=WHICH,
        role=st.sampled_from(RANKS),
        uses=st.integers(1, 3),
        seconds=st.sampled_from([60.0, 86400.0]),
        guest=st.booleans(),
    )
    def invite(self, who: int | None, where: int, role: Any, uses: int, seconds: float, guest: bool) -> None:
        self.run(self.deeds.invite(who, where, role, uses, seconds))
        if guest and self.deeds.invites:
            self.run(self._join(4, 0, -1, "browser", "none", None))

    @some_meeting
    @rule(where=WHICH, role=st.sampled_from(RANKS), away=st.booleans())
    def guest_is_put_out(self, where: int, role: Any, away: bool) -> None:
        """A guest comes in, the invite is revoked, and the guest tries to come back in every way."""
        before = len(self.deeds.invites)
        self.run(self.deeds.invite(None, where, role, 2, 86400.0))
        if len(self.deeds.invites) == before:
            return
        self.run(self._join(4, 0, -1, "browser", "none", None))
        guest = self.deeds.clients[-1]
        if away:
            self.run(self.deeds.hang_up(guest, None, known=True))
        self.run(self.deeds.revoke(None, -1))
        if guest.state == "away":
            self.run(self.deeds.resume(guest))
        self.run(self._ask(guest, "none", None, hello=True, back=True))

    @some_invite
    @rule(who=OWNER_OR, which=WHICH)
    def revoke(self, who: int | None, which: int) -> None:
        self.run(self.deeds.revoke(who, which))

    async def _join(
        self,
        who: int,
        where: int,
        invite: int | None,
        kind: Literal["browser", "kernel"],
        passcode: str,
        key: bool | None,
    ) -> None:
        client = self.deeds.somebody(who, where, invite, kind)
        await self._ask(client, passcode, key, hello=True, back=False)

    async def _ask(
        self,
        client: Client,
        passcode: str,
        key: bool | None,
        *,
        hello: bool,
        back: bool,
        if_here: IfHere = "join",
    ) -> None:
        before = len(self.deeds.admissions)
        text = {"right": SECRET, "wrong": "wrong", "none": None}[passcode]
        await self.deeds.request(client, text, key, back=back, if_here=if_here)
        if hello and len(self.deeds.admissions) > before:
            await self.deeds.hello(-1)

    @precondition(lambda self: self.deeds.meetings and len(self.deeds.clients) < 24)
    @rule(
        who=WHO,
        where=WHICH,
        invite=st.none() | WHICH,
        kind=st.sampled_from(["browser", "browser", "browser", "kernel"]),
        passcode=st.sampled_from(["right", "right", "right", "wrong", "none"]),
        key=st.sampled_from([None, None, None, True, False]),
    )
    def join(self, who: int, where: int, invite: int | None, kind: Any, passcode: str, key: Any) -> None:
        self.run(self._join(who, where, invite, kind, passcode, key))

    @some_client
    @rule(
        which=WHICH,
        passcode=st.sampled_from(["right", "none"]),
        key=st.sampled_from([None, None, True]),
        hello=st.booleans(),
        back=st.booleans(),
        if_here=st.sampled_from(["join", "ask", "move"]),
    )
    def ask_again(
        self, which: int, passcode: str, key: bool | None, hello: bool, back: bool, if_here: Any
    ) -> None:
        self.run(
            self._ask(pick(self.deeds.clients, which), passcode, key, hello=hello, back=back, if_here=if_here)
        )

    @somebody_present
    @rule(which=WHICH, resume=st.booleans())
    def second_tab_claims(self, which: int, resume: bool) -> None:
        """A person becomes host in another tab while the first one is cut off."""
        first = pick(self.present, which)
        self.run(self.deeds.hang_up(first, None, known=True))
        second = Client(first.who, first.meeting, first.invite)
        self.deeds.clients.append(second)
        self.run(self._ask(second, "right", True, hello=True, back=False))
        if resume and first.state == "away":
            self.run(self.deeds.resume(first))

    @precondition(lambda self: self.present and len(self.deeds.clients) < 24 and self.steps % 3 == 0)
    @rule(which=WHICH)
    def the_last_one_leaves_and_comes_again(self, which: int) -> None:
        """What was written waits for whoever comes next."""
        first = pick(self.present, which)
        self.run(self.deeds.chat(first, "for later", None))
        for client in [one for one in self.present if one.meeting == first.meeting]:
            self.run(self.deeds.leave(client))
        again = Client(first.who, first.meeting, first.invite)
        self.deeds.clients.append(again)
        self.run(self._ask(again, "right", None, hello=True, back=False))

    @some_admission
    @rule(which=st.integers(-3, -1))
    def hello(self, which: int) -> None:
        self.run(self.deeds.hello(which))

    @some_admission
    @rule(which=st.integers(-3, -1))
    def hello_twice(self, which: int) -> None:
        self.run(self.deeds.hello_twice(which))

    @some_client
    @rule(which=WHICH, back=st.booleans())
    def hello_and_go(self, which: int, back: bool) -> None:
        self.run(self._ask(pick(self.deeds.clients, which), "right", None, hello=False, back=back))
        if self.deeds.admissions:
            self.run(self.deeds.hello_and_go(-1))

    @some_invite
    @rule(invite=WHICH, who=OWNER_OR, deed=st.sampled_from(["revoke", "revoke", "end"]))
    def hello_beside(self, invite: int, who: int | None, deed: str) -> None:
        client = self.deeds.somebody(4, 0, invite, "browser")
        before = len(self.deeds.admissions)
        self.run(self.deeds.request(client, None, None, back=False))
        if len(self.deeds.admissions) > before:
            self.run(self.deeds.hello_beside(-1, deed, who))
