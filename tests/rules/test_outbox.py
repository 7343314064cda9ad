"""What is kept for someone who is away."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from notebook_meet.wire import limits
from notebook_meet.wire.codec import decode_server, encode
from notebook_meet.wire.messages import SERVER_MESSAGES, Ended, Failed, Left, Sequenced, TicketFrom
from notebook_meet_server.rules.outbox import Envelope, Outbox


def seqs(missed: list[bytes] | None) -> list[int]:
    assert missed is not None
    return [json.loads(data)["seq"] for data in missed]


SMALL = Envelope.of(Ended(seq=1))


def test_an_envelope_is_the_message_with_another_number() -> None:
    message = Failed(seq=1, code='"seq":9', message="seq 1", re=1)
    assert Envelope.of(message).stamped(1234) == encode(msgspec.structs.replace(message, seq=1234))


def test_a_signal_passes_byte_for_byte() -> None:
    signal = msgspec.Raw(b'{ "number": 1,\t"seen":0 }')
    data = Envelope.of(TicketFrom(seq=1, sender="a" * 16, signal=signal)).stamped(7)
    assert bytes(signal) in data
    assert decode_server(data) == TicketFrom(seq=7, sender="a" * 16, signal=signal)


@pytest.mark.parametrize("kind", [kind for kind in SERVER_MESSAGES if issubclass(kind, Sequenced)])
def test_every_sequenced_message_begins_with_its_type_and_number(kind: type[Sequenced]) -> None:
    assert kind.__struct_fields__[0] == "seq"


def test_numbers_grow_from_one() -> None:
    outbox = Outbox()
    assert [json.loads(outbox.add(SMALL))["seq"] for _ in range(3)] == [1, 2, 3]
    assert seqs(outbox.missed(0)) == [1, 2, 3]
    assert seqs(outbox.missed(2)) == [3]
    assert seqs(outbox.missed(3)) == []


def test_a_number_that_was_never_given_is_not_believed() -> None:
    outbox = Outbox()
    outbox.add(SMALL)
    assert outbox.missed(2) is None


def test_what_is_acknowledged_is_forgotten() -> None:
    outbox = Outbox()
    for _ in range(4):
        outbox.add(SMALL)
    outbox.acknowledge(2)
    assert outbox.missed(1) is None
    assert seqs(outbox.missed(2)) == [3, 4]
    outbox.acknowledge(99)
    assert seqs(outbox.missed(4)) == []
    outbox.add(SMALL)
    assert seqs(outbox.missed(4)) == [5]


def test_512_messages_are_kept() -> None:
    outbox = Outbox()
    for _ in range(limits.REPLAY_MESSAGES):
        outbox.add(SMALL)
    assert len(seqs(outbox.missed(0))) == 512
    outbox.add(SMALL)
    assert outbox.missed(0) is None
    assert len(seqs(outbox.missed(1))) == 512


def test_one_mebibyte_is_kept() -> None:
    outbox = Outbox()
    big = Envelope.of(Left(seq=1, id="x" * 60 * 1024, reason="left"))
    for _ in range(17):
        outbox.add(big)
    assert outbox.missed(0) is not None
    outbox.add(big)
    assert outbox.missed(0) is None
    assert outbox.missed(1) is not None


def test_voiding_drops_one_senders_tickets_and_nothing_else() -> None:
    outbox = Outbox()
    outbox.add(SMALL, "ada")
    outbox.add(SMALL, "grace")
    outbox.add(SMALL)
    outbox.add(SMALL, "ada")
    outbox.void("ada")
    outbox.add(SMALL, "ada")
    assert seqs(outbox.missed(0)) == [2, 3, 5]


def test_after_a_welcome_nothing_older_can_be_replayed() -> None:
    outbox = Outbox()
    outbox.add(SMALL)
    outbox.clear()
    outbox.add(SMALL)
    assert outbox.missed(0) is None
    assert seqs(outbox.missed(1)) == [2]


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("add"), st.sampled_from(["", "a", "b"])),
            st.tuples(st.just("void"), st.sampled_from(["a", "b"])),
            st.tuples(st.just("ack"), st.integers(0, 60)),
        ),
        max_size=60,
    ),
    st.integers(0, 60),
)
def test_replay_is_exactly_what_came_after(steps: list[tuple[str, str | int]], after: int) -> None:
    outbox, kept, given_out, acknowledged = Outbox(), dict[int, str](), 0, 0
    for step, value in steps:
        if step == "add":
            outbox.add(SMALL, str(value) or None)
            given_out += 1
            kept[given_out] = str(value)
        elif step == "void":
            outbox.void(str(value))
            kept = {seq: sender for seq, sender in kept.items() if sender != value}
        else:
            outbox.acknowledge(int(value))
            acknowledged = max(acknowledged, min(int(value), given_out))
    missed = outbox.missed(after)
    if acknowledged <= after <= given_out:
        assert seqs(missed) == [seq for seq in kept if seq > after]
    else:
        assert missed is None
    assert outbox._bytes == sum(len(item.envelope) for item in outbox._kept)
