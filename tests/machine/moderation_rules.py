"""Rules: what hosts and presenters do about the others, and who hosts."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from notebook_meet.wire.moderation import HandOver, Hold, Lock, Mute, MuteAll, Remove, SetRole, Spotlight
from tests.machine.bench import WHICH, some_meeting, somebody_present
from tests.machine.client import Client
from tests.machine.door_rules import DoorRules
from tests.machine.places import pick

somebody_leads = precondition(lambda self: bool(self.leaders))


class ModerationRules(DoorRules):
    """Who may, who may not, and what comes of it."""

    @property
    def leaders(self) -> list[Client]:
        """Those who are host, as the server would say."""
        members = [self.deeds.hall.member(client.you) for client in self.present]
        return [c for c, m in zip(self.present, members, strict=True) if m is not None and m.role == "host"]

    def _others(self, client: Client) -> list[Client]:
        return [other for other in self.present if other.meeting == client.meeting and other is not client]

    @somebody_present
    @rule(
        which=WHICH,
        host=st.booleans(),
        whom=WHICH,
        what=st.sampled_from([Mute, MuteAll, Hold, Remove, SetRole, HandOver, Lock, Spotlight]),
        on=st.booleans(),
        role=st.sampled_from(["presenter", "attendee", "observer"]),
    )
    def moderate(self, which: int, host: bool, whom: int, what: Any, on: bool, role: Any) -> None:
        """Anybody about anybody, also about people of other meetings and those who have left."""
        sender = pick(self.leaders if host and self.leaders else self.present, which)
        people = [other.you for other in self._others(sender)] or [*self.deeds.hall.book.seats, "n" * 16]
        about: dict[str, Any] = {} if what in {MuteAll, Lock} else {"id": pick(people, whom)}
        about |= {"on": on} if what in {Hold, Lock} else {"role": role} if what is SetRole else {}
        self.run(self.deeds.moderate(sender, what, **about))

    @somebody_leads
    @rule(
        which=WHICH,
        whom=WHICH,
        hold=st.booleans(),
        off=st.booleans(),
        back=st.booleans(),
        release=st.booleans(),
    )
    def silenced(self, which: int, whom: int, hold: bool, off: bool, back: bool, release: bool) -> None:
        """Somebody speaks, is silenced, and tries to speak on: by a stale word, by switching on, by a new page."""
        host = pick(self.leaders, which)
        if not self._others(host):
            return
        other = pick(self._others(host), whom)
        self.run(self.deeds.state(other, microphone=True, camera=False))
        about = {"id": other.you} | ({"on": True} if hold else {})
        self.run(self.deeds.moderate(host, Hold if hold else Mute, **about))
        self.run(self.deeds.state(other, microphone=not off, camera=True))
        if back:
            self.run(self._ask(other, "right", None, hello=True, back=True))
        self.run(self.deeds.state(other, microphone=True, camera=False))
        if hold and release:
            self.run(self.deeds.moderate(host, Hold, id=other.you, on=False))

    @somebody_leads
    @rule(which=WHICH, whom=WHICH, away=st.booleans())
    def put_out(self, which: int, whom: int, away: bool) -> None:
        """Somebody is removed, and tries to come back in every way."""
        host = pick(self.leaders, which)
        if not self._others(host):
            return
        other = pick(self._others(host), whom)
        if away:
            self.run(self.deeds.hang_up(other, None, known=True))
        self.run(self.deeds.moderate(host, Remove, id=other.you))
        if other.state == "away":
            self.run(self.deeds.resume(other))
        self.run(self._ask(other, "right", None, hello=True, back=True))
        self.run(self._ask(other, "right", None, hello=True, back=False))

    @somebody_leads
    @rule(which=WHICH, who=WHICH, invite=st.none() | WHICH, early=st.booleans(), again=st.booleans())
    def locked(self, which: int, who: int, invite: int | None, early: bool, again: bool) -> None:
        """A newcomer at a locked meeting, perhaps with an admission from before; and somebody who was there."""
        host = pick(self.leaders, which)
        where = self.deeds.meetings.index(host.meeting) if host.meeting in self.deeds.meetings else 0
        newcomer = self.deeds.somebody(who, where, invite, "browser")
        if early:
            self.run(self._ask(newcomer, "right", None, hello=False, back=False))
        self.run(self.deeds.moderate(host, Lock, on=True))
        if early and self.deeds.admissions:
            self.run(self.deeds.hello(-1))
        self.run(self._ask(newcomer, "right", None, hello=True, back=False))
        if again and self.present:
            self.run(self._ask(pick(self.present, who), "right", None, hello=True, back=True))
        if self.leaders:
            self.run(self.deeds.moderate(pick(self.leaders, which), Lock, on=False))

    @somebody_leads
    @rule(which=WHICH, whom=WHICH, leave=st.sampled_from([None, "old", "new"]))
    def hand_over(self, which: int, whom: int, leave: str | None) -> None:
        """A host hands over, and one of both goes in the same breath."""
        host = pick(self.leaders, which)
        if not self._others(host):
            return
        other = pick(self._others(host), whom)
        self.run(self.deeds.hand_over(host, other, leave))

    @some_meeting
    @rule(who=WHICH, back=st.booleans(), passed=st.booleans(), seconds=st.sampled_from([59.0, 60.5, 61.0]))
    def the_host_goes(self, who: int, back: bool, passed: bool, seconds: float) -> None:
        """A presenter is left alone for about a minute, and the host comes back."""
        if not self.leaders:
            return
        host = pick(self.leaders, who)
        for other in self._others(host)[:1]:
            self.run(self.deeds.moderate(host, SetRole, id=other.you, role="presenter"))
        for leader in [one for one in self.leaders if one.meeting == host.meeting]:
            self.run(self.deeds.leave(leader))
        self.run(self.deeds.advance(0.5))
        for _ in range(10):
            self.run(self.deeds.advance(seconds / 10))
        acting = [one for one in self.leaders if one.meeting == host.meeting]
        if passed and acting and self._others(acting[0]):
            self.run(self.deeds.moderate(acting[0], HandOver, id=self._others(acting[0])[0].you))
        if back:
            self.run(self._ask(host, "right", None, hello=True, back=False))
