"""Rules: sockets that fail, time that passes, and a server that goes and comes."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.machine.bench import (
    WHICH,
    Bench,
    somebody_away,
    somebody_present,
)
from tests.machine.places import pick

SECONDS = st.sampled_from([0.1, 0.5, 1.0, 2.9, 3.0, 4.0, 5.0, 8.9, 9.0, 29.9, 30.0, 100.0])
LEAPS = st.sampled_from([-200_000.0, -3600.0, -1.0, 1.0, 59.0, 61.0, 3600.0, 200_000.0])
CODES = st.sampled_from([None, None, 1000, 1001, 4000])


class NetworkRules(Bench):
    """Every way in which a connection can be lost and found."""

    @somebody_present
    @rule(
        which=WHICH,
        code=CODES,
        known=st.sampled_from([True, True, False]),
        seconds=st.sampled_from([0.0, 0.0, 3.9, 4.1, 29.9, 30.1]),
    )
    def cut(self, which: int, code: int | None, known: bool, seconds: float) -> None:
        """A cut, and perhaps a wait for about as long as the others wait."""
        self.run(self.deeds.hang_up(pick(self.present, which), code, known=known))
        if seconds:
            self.run(self.deeds.advance(seconds))

    @somebody_present
    @rule(
        which=WHICH,
        to=WHICH,
        tickets=st.lists(st.booleans(), max_size=6),
        arrive=st.integers(0, 6),
        seconds=st.sampled_from([0.0, 0.5, 3.0]),
        ping=st.booleans(),
        resume=st.booleans(),
    )
    def silence(
        self,
        which: int,
        to: int,
        tickets: list[bool],
        arrive: int,
        seconds: float,
        ping: bool,
        resume: bool,
    ) -> None:
        self.cut_in_flight(which, to, tickets, arrive, seconds, ping=ping, resume=resume)

    def cut_in_flight(
        self, which: int, to: int, tickets: list[bool], arrive: int, seconds: float, **how: bool
    ) -> None:
        """The recipient's socket goes silent while tickets come, delivers some of them, and is cut."""
        recipient = pick(self.present, to)
        senders = [c for c in self.present if c.meeting == recipient.meeting and c is not recipient]
        if senders:
            first = which % len(senders)
            senders = senders[first:] + senders[:first]
            self.run(self.deeds.cut_in_flight(senders, recipient, tickets, arrive, seconds, **how))

    @somebody_present
    @rule(
        to=WHICH,
        cuts=st.lists(st.tuples(WHICH, st.integers(0, 3), st.booleans()), min_size=2, max_size=6),
    )
    def bad_network(self, to: int, cuts: list[tuple[int, int, bool]]) -> None:
        """One cut after the other, each with something on the way."""
        for which, arrive, described in cuts:
            if len(self.present) < 2:
                return
            self.cut_in_flight(
                which, to, [described, not described], arrive, 0.0, ping=described, resume=True
            )

    @somebody_present
    @rule(which=WHICH)
    def hold(self, which: int) -> None:
        """A half-open connection: nothing arrives on either side."""
        wire = pick(self.present, which).wire
        if wire is not None:
            wire.held = True

    @rule()
    def release(self) -> None:
        for wire, _ in self.deeds.wires.values():
            wire.held = False
        self.run(self.deeds.pump())

    @somebody_present
    @rule(which=WHICH)
    def stall(self, which: int) -> None:
        """The client reads no more."""
        self.deeds.stall(pick(self.present, which))

    @precondition(lambda self: len(self.present) > 1 and self.steps % 2 == 0)
    @rule(which=WHICH, to=WHICH, times=st.sampled_from([150, 300, 600]), stalled=st.booleans())
    def burst(self, which: int, to: int, times: int, stalled: bool) -> None:
        recipient = pick(self.present, to)
        senders = [c for c in self.present if c.meeting == recipient.meeting and c is not recipient]
        if senders:
            self.run(self.deeds.burst(pick(senders, which), recipient, times, stalled=stalled))

    @rule()
    def unstall(self) -> None:
        self.run(self.deeds.unstall())

    @rule(whole=st.booleans())
    def late(self, whole: bool) -> None:
        """What was on its way to the server when a socket was cut arrives; then the server learns of the cut."""
        self.run(self.deeds.late(whole=whole))

    @somebody_away
    @rule(which=WHICH, seq=st.sampled_from([None, None, None, 0, -1, 1000]), wrong_epoch=st.booleans())
    def resume(self, which: int, seq: int | None, wrong_epoch: bool) -> None:
        """With the right number, or one that is too old, or was never given."""
        client = pick(self.away, which)
        self.run(self.deeds.resume_with(client, seq, wrong_epoch=wrong_epoch and seq is not None))

    @somebody_away
    @rule(which=WHICH, arrive=st.integers(0, 3), wrong_epoch=st.booleans())
    def resume_in_vain(self, which: int, arrive: int, wrong_epoch: bool) -> None:
        client = pick(self.away, which)
        self.run(self.deeds.resume_in_vain(client, arrive, wrong_epoch=wrong_epoch))

    @somebody_away
    @rule()
    def all_resume(self) -> None:
        for client in self.away:
            self.run(self.deeds.resume(client))

    @somebody_present
    @rule(which=WHICH)
    def resume_beside(self, which: int) -> None:
        """A client whose socket is well resumes on another."""
        self.run(self.deeds.resume(pick(self.present, which)))

    @somebody_away
    @rule(which=WHICH)
    def resume_twice(self, which: int) -> None:
        self.run(self.deeds.resume_twice(pick(self.away, which)))

    @somebody_away
    @rule(which=WHICH)
    def resume_and_go(self, which: int) -> None:
        self.run(self.deeds.resume_and_go(pick(self.away, which)))

    @rule(which=WHICH)
    def strange_resume(self, which: int) -> None:
        self.run(self.deeds.strange_resume(self.deeds.hall.epoch))

    @rule(seconds=SECONDS, pings=st.booleans())
    def time_passes(self, seconds: float, pings: bool) -> None:
        self.run(self.deeds.advance(seconds, pings=pings))

    @rule(seconds=LEAPS)
    def clock_is_set(self, seconds: float) -> None:
        self.deeds.clock.wall_offset += seconds

    @rule(graceful=st.booleans())
    def restart(self, graceful: bool) -> None:
        self.run(self.deeds.unstall())
        self.run(self.deeds.restart(graceful=graceful))

    @rule()
    def caretaker(self) -> None:
        self.run(self.deeds.caretake())
