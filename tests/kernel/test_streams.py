"""Any stream of messages, cut, repeated and resumed anywhere, ends in the truth."""

from dataclasses import dataclass, field
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from notebook_meet.happenings import (
    Event,
    PersonJoined,
    PersonLeft,
    PersonUpdated,
)  # fmt: skip
from notebook_meet.wire.limits import RECONNECT_SECONDS
from notebook_meet.wire.messages import (
    Joined,
    Left,
    Resume,
    Resumed,
    Updated,
)
from notebook_meet.wire.people import Participant
from tests.kernel.fake_meetings import someone
from tests.kernel.welcomed import NOW, welcome, welcomed

# ------------------------------------------------------------- any stream, cut, repeated and resumed anywhere


@dataclass
class Stream:
    """A server's stream to one participant, which sends again what a resume asks for."""

    sent: list[Any] = field(default_factory=list)
    seq: int = 1

    def after(self, seq: int) -> list[Any]:
        return [message for message in self.sent if message.seq > seq]


PEOPLE = [someone(name) for name in ("Ada", "Grace", "Carol", "Alan")]
step = st.tuples(
    st.sampled_from(["joined", "updated", "left"]), st.integers(0, 3), st.booleans(), st.integers(1, 3)
)


def build(steps: list[tuple[str, int, bool, int]]) -> tuple[Stream, dict[str, Participant]]:
    """A stream with gaps in its numbers, and who is here at its end."""
    stream, here = Stream(), {}
    for what, which, microphone, gap in steps:
        person = replace(PEOPLE[which], microphone=microphone)
        stream.seq += gap
        if what == "left":
            here.pop(person.id, None)
            stream.sent.append(Left(seq=stream.seq, id=person.id, reason="left"))
        elif (what == "joined") == (person.id not in here):
            here[person.id] = person
            stream.sent.append((Joined if what == "joined" else Updated)(seq=stream.seq, participant=person))
    return stream, here


@given(st.lists(step, max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=5))
def test_losing_the_socket_anywhere_loses_nothing_and_tells_nothing_twice(
    steps: list[tuple[str, int, bool, int]], cuts: list[tuple[int, int]]
) -> None:
    stream, here = build(steps)
    told: list[Event] = []
    session = welcomed()
    for heard, repeated in cuts:
        for message in stream.after(session.seq)[:heard]:
            told += session.received(message, NOW)
        for message in stream.sent[:repeated]:  # a replay that goes back too far
            if message.seq <= session.seq:
                assert session.received(message, NOW) == []
        assert session.closed(None) == "resume"
        resume = session.greeting()
        assert isinstance(resume, Resume)
        assert resume.seq == session.seq
        session.received(Resumed(ack=0), NOW)
    for message in stream.after(session.seq):
        told += session.received(message, NOW)

    undisturbed = welcomed()
    assert told == [event for message in stream.sent for event in undisturbed.received(message, NOW)]
    assert {person.id: person for person in session.people} == here


@given(st.lists(step, max_size=20), st.lists(step, max_size=20), st.booleans())
def test_a_fresh_roster_ends_in_the_truth_whatever_was_believed_before(
    before: list[tuple[str, int, bool, int]], after: list[tuple[str, int, bool, int]], restart: bool
) -> None:
    session = welcomed()
    for message in build(before)[0].sent:
        session.received(message, NOW)
    believed = {person.id: person for person in session.people}
    truth = build(after)[1]
    session.closed(None)
    session.greeting()
    events = session.received(welcome(*truth.values(), seq=1, epoch="e2" if restart else "e1"), NOW)
    events += session.expire(NOW + RECONNECT_SECONDS)
    assert {person.id: person for person in session.people} == truth
    for event in events:  # the events alone lead from one to the other
        match event:
            case PersonJoined(person=person) | PersonUpdated(person=person):
                believed[person.id] = person
            case PersonLeft(person=person):
                del believed[person.id]
    assert believed == truth
