"""Rules: the waiting room."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from notebook_meet.wire.messages import Ping
from notebook_meet.wire.waiting import Admit, Deny, SetWaitingRoom
from tests.machine.bench import WHICH, somebody_present
from tests.machine.client import Client
from tests.machine.moderation_rules import ModerationRules, somebody_leads
from tests.machine.places import pick


class WaitingRules(ModerationRules):
    """Who knocks, who lets in, and what goes wrong meanwhile."""

    @property
    def waiting(self) -> list[Client]:
        return [one for one in self.deeds.clients if one.state == "waiting" and one.wire is not None]

    def _knockers(self, meeting: str) -> list[str]:
        room = self.deeds.hall.rooms.get(meeting)
        return [waiter.id for waiter in room.waiting] if room else []

    def _knock(self, who: int, meeting: str, invite: int | None, kind: Any) -> Client:
        client = self.deeds.somebody(who, self.deeds.meetings.index(meeting), invite, kind)
        self.run(self._ask(client, "right", None, hello=True, back=False))
        return client

    @somebody_leads
    @rule(which=WHICH, on=st.booleans())
    def waiting_room(self, which: int, on: bool) -> None:
        self.run(self.deeds.moderate(pick(self.leaders, which), SetWaitingRoom, on=on))

    @somebody_leads
    @rule(
        which=WHICH,
        who=WHICH,
        invite=st.none() | WHICH,
        kind=st.sampled_from(["browser", "browser", "kernel"]),
        what=st.sampled_from([Admit, Admit, Deny, SetWaitingRoom, None]),
        back=st.booleans(),
    )
    def somebody_knocks(
        self, which: int, who: int, invite: int | None, kind: Any, what: Any, back: bool
    ) -> None:
        """Somebody waits, and is let in or sent away by name; or everybody is let in."""
        host = pick(self.leaders, which)
        if host.meeting not in self.deeds.meetings or len(self.deeds.clients) > 24:
            return
        self.run(self.deeds.moderate(host, SetWaitingRoom, on=True))
        client = self._knock(who, host.meeting, invite, kind)
        if what is SetWaitingRoom:
            self.run(self.deeds.moderate(host, SetWaitingRoom, on=False))
        elif what is not None:
            for knocker in self._knockers(host.meeting)[-1:]:
                self.run(self.deeds.moderate(host, what, id=knocker))
        if back:
            self.run(self._ask(client, "right", None, hello=True, back=True))

    @somebody_present
    @rule(which=WHICH, whom=WHICH, what=st.sampled_from([Admit, Deny, SetWaitingRoom]), on=st.booleans())
    def anybody_answers(self, which: int, whom: int, what: Any, on: bool) -> None:
        """Also who may not, and about those who do not wait."""
        client = pick(self.present, which)
        people = [*self._knockers(client.meeting), *self.deeds.hall.book.seats, "n" * 16]
        about: dict[str, Any] = {"on": on} if what is SetWaitingRoom else {"id": pick(people, whom)}
        self.run(self.deeds.moderate(client, what, **about))

    @somebody_leads
    @rule(which=WHICH, who=WHICH, say=st.sampled_from(["chat", "state", "ping", "leave", "nonsense", "go"]))
    def who_waits_speaks(self, which: int, who: int, say: str) -> None:
        """All but a ping ends it."""
        host = pick(self.leaders, which)
        if host.meeting not in self.deeds.meetings or len(self.deeds.clients) > 24:
            return
        self.run(self.deeds.moderate(host, SetWaitingRoom, on=True))
        self._knock(who, host.meeting, None, "browser")
        self.run(self.deeds.chat(host, "not for those who wait", None))
        for client in self.waiting[-1:]:
            self.run(self._say(client, say))

    async def _say(self, client: Client, what: str) -> None:
        wire = client.wire
        if wire is None:
            return
        words = {
            "chat": b'{"type":"chat","n":1,"text":"let me in"}',
            "state": b'{"type":"state","n":1,"microphone":true,"camera":true,"screen":false}',
            "ping": b'{"type":"ping","seq":0}',
            "leave": b'{"type":"leave","n":1}',
            "nonsense": b"no json",
        }
        if what == "go":
            await self.deeds.hang_up(client, None, known=True)
        else:
            wire.up.append(words[what])
            await self.deeds.pump()

    @somebody_leads
    @rule(
        which=WHICH, who=WHICH, times=st.integers(1, 2), how=st.sampled_from(["held", "gone", "full", "end"])
    )
    def let_in_at_the_wrong_moment(self, which: int, who: int, times: int, how: str) -> None:
        """Somebody is let in twice, or has just gone, or finds no room, or the meeting ends."""
        host = pick(self.leaders, which)
        if host.meeting not in self.deeds.meetings or len(self.deeds.clients) > 24:
            return
        self.run(self.deeds.moderate(host, SetWaitingRoom, on=True))
        client = self._knock(who, host.meeting, None, "browser")
        knockers = self._knockers(host.meeting)[-1:]
        if how == "gone":
            self.run(self.deeds.hang_up(client, None, known=True))
        if how == "full":
            self._knock(who + 1, host.meeting, None, "browser")
            knockers = self._knockers(host.meeting)
        for knocker in knockers:
            self.run(self.deeds.let_in(host, knocker, times, end=how == "end"))

    @rule(seconds=st.sampled_from([1.0, 8.9, 9.0]))
    def who_waits_is_silent(self, seconds: float) -> None:
        for client in self.waiting:
            if client.wire is not None:
                client.wire.held = True
        self.run(self.deeds.advance(seconds))

    @rule()
    def who_waits_pings(self) -> None:
        for client in self.waiting:
            if client.wire is not None:
                self.deeds.send(client.wire, Ping(seq=0))
        self.run(self.deeds.pump())
