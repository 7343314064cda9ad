"""Rules: what is said in a meeting."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.machine.bench import (
    WHICH,
    Bench,
    somebody_away,
    somebody_present,
)
from tests.machine.places import pick


class SpeechRules(Bench):
    """Messages of all kinds, right and wrong ones."""

    @somebody_present
    @rule(
        which=WHICH,
        to=WHICH,
        times=st.sampled_from([1, 1, 2, 5]),
        described=st.booleans(),
        size=st.sampled_from([0, 10, 1000]),
    )
    def ticket(self, which: int, to: int, times: int, described: bool, size: int) -> None:
        sender = pick(self.present, which)
        recipients = [c.you for c in self.deeds.clients if c.you and c.meeting == sender.meeting]
        self.run(
            self.deeds.ticket(sender, pick(recipients, to), times, described=described, size=min(size, 1000))
        )

    @somebody_present
    @rule(which=WHICH, to=WHICH)
    def ticket_elsewhere(self, which: int, to: int) -> None:
        """To anybody at all: also to people of other meetings and to those who have left."""
        sender = pick(self.present, which)
        to_whom = pick([*self.deeds.hall.book.seats, "n" * 16], to)
        self.run(self.deeds.ticket(sender, to_whom, 1, described=False, size=0))

    @somebody_present
    @rule(which=WHICH, microphone=st.booleans(), camera=st.booleans(), screen=st.booleans())
    def state(self, which: int, microphone: bool, camera: bool, screen: bool) -> None:
        speaker = pick(self.present, which)
        self.run(self.deeds.state(speaker, microphone=microphone, camera=camera, screen=screen))

    @somebody_present
    @rule(which=WHICH, to=st.none() | WHICH, text=st.sampled_from(["hello", "hello", " \n", "a\r\nb "]))
    def chat(self, which: int, to: int | None, text: str) -> None:
        sender = pick(self.present, which)
        people = [*self.deeds.hall.book.seats, "n" * 16]
        self.run(self.deeds.chat(sender, text, None if to is None else pick(people, to)))

    @somebody_present
    @rule(which=WHICH, raised=st.booleans(), lowered=st.none() | WHICH)
    def hand(self, which: int, raised: bool, lowered: int | None) -> None:
        """Somebody's hand goes up or down, and perhaps somebody takes down a hand."""
        self.run(self.deeds.hand(pick(self.present, which), raised=raised))
        if lowered is not None and self.present:
            whose = pick([*self.deeds.hall.book.seats, "n" * 16], lowered)
            self.run(self.deeds.lower(pick(self.present, lowered), whose))

    @somebody_present
    @rule(which=WHICH)
    def react(self, which: int) -> None:
        self.run(self.deeds.react(pick(self.present, which)))

    @somebody_away
    @rule(which=WHICH, to=WHICH, described=st.booleans())
    def speak_while_away(self, which: int, to: int, described: bool) -> None:
        client = pick(self.away, which)
        people = list(client.roster)
        if people:
            self.run(self.deeds.ticket(client, pick(people, to), 1, described=described, size=0))

    @somebody_present
    @rule(which=WHICH, right=st.booleans())
    def claim(self, which: int, right: bool) -> None:
        self.run(self.deeds.claim(pick(self.present, which), right=right))

    @somebody_present
    @rule(which=WHICH)
    def leave(self, which: int) -> None:
        self.run(self.deeds.leave(pick(self.present, which)))

    @precondition(lambda self: self.present and self.steps % 8 == 0)
    @rule(which=WHICH)
    def end_from_inside(self, which: int) -> None:
        self.run(self.deeds.end_it(pick(self.present, which)))

    @precondition(lambda self: self.present and self.steps % 4 == 0)
    @rule(which=WHICH)
    def everything_at_once(self, which: int) -> None:
        self.run(self.deeds.everything_at_once(pick(self.present, which)))

    @somebody_present
    @rule(which=WHICH, gap=st.sampled_from([0, 0, 3]))
    def say_again(self, which: int, gap: int) -> None:
        """Says again what was not acknowledged; then goes on with a gap, and with a number from within it."""
        client = pick(self.present, which)
        again = list(client.unacked)
        client.last_n += gap
        self.run(self.deeds.say(client, *again))
        self.run(self.deeds.state(client, microphone=True, camera=False, screen=False))
        self.run(self.deeds.say_old(client))

    @somebody_present
    @rule(which=WHICH)
    def flood(self, which: int) -> None:
        self.run(self.deeds.flood(pick(self.present, which)))

    @somebody_present
    @rule(which=WHICH, data=st.sampled_from([b"no json", b'{"type":"teleport"}']), first=st.booleans())
    def nonsense(self, which: int, data: bytes, first: bool) -> None:
        self.run(self.deeds.nonsense(None if first else pick(self.present, which), data))
