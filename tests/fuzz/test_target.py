"""What the fuzzer found, and the golden messages, hold without the fuzzer too."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notebook_meet.wire.codec import decode_body, decode_client, decode_server
from notebook_meet.wire.messages import CLIENT_MESSAGES, SERVER_MESSAGES
from notebook_meet.wire.rest import REQUESTS
from tests.fuzz.live import EXAMPLES, SOAK_EXAMPLES, tries
from tests.fuzz.seeds import FIRST_BODY, inputs
from tests.fuzz.strategies import DEFINITIONS, encoded, of, valid
from tests.fuzz.target import READERS, check

CORPUS = Path(__file__).parent / "corpus"


def test_the_corpus_holds() -> None:
    files = sorted(CORPUS.iterdir())
    assert len(files) > 20
    for file in files:
        check(file.read_bytes())


def test_the_golden_messages_hold() -> None:
    assert len(READERS) == FIRST_BODY + len(REQUESTS) + 2
    for data in inputs():
        check(data)


@pytest.mark.parametrize(
    "examples", [20 * EXAMPLES, pytest.param(20 * SOAK_EXAMPLES, marks=pytest.mark.soak)]
)
def test_anything_holds(examples: int) -> None:
    kinds = [(0, kind.__name__) for kind in CLIENT_MESSAGES] + [
        (1, kind.__name__) for kind in SERVER_MESSAGES
    ]
    kinds += [(FIRST_BODY + number, kind.__name__) for number, kind in enumerate(REQUESTS)]
    read = [of(name).map(lambda data, first=first: bytes([first]) + data) for first, name in kinds]
    texts = st.tuples(st.integers(FIRST_BODY + len(REQUESTS), len(READERS) - 1), st.text(max_size=300))

    @tries(examples)
    @given(st.one_of(*read, texts.map(lambda pair: bytes([pair[0]]) + pair[1].encode())))
    def run(data: bytes) -> None:
        check(data)

    run()


@pytest.mark.parametrize(
    "kind", [*CLIENT_MESSAGES, *SERVER_MESSAGES, *REQUESTS], ids=lambda kind: kind.__name__
)
def test_what_the_schema_allows_is_read(kind: type) -> None:
    """Without this, all of the fuzz could be of nothing but refusals."""

    @tries(EXAMPLES)
    @given(encoded(valid(DEFINITIONS[kind.__name__])))
    def run(data: bytes) -> None:
        if kind in CLIENT_MESSAGES:
            assert isinstance(decode_client(data), kind)
        elif kind in SERVER_MESSAGES:
            assert isinstance(decode_server(data), kind)
        else:
            assert isinstance(decode_body(data, kind), kind)

    run()
