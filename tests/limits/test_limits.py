"""Every number in ``wire/limits.py`` holds: a limit without a case is a failure, and so is a case without a limit."""

import json
from pathlib import Path
from typing import Any

import pytest

from notebook_meet.wire import limits, rest
from notebook_meet.wire.codec import decode_body
from notebook_meet.wire.messages import CLIENT_MESSAGES
from notebook_meet.wire.schema import document
from tests.limits import in_messages, in_talk, in_time, of_people
from tests.limits.table import CASES, Case, message, refused
from tests.wire.cases import load

REGISTERED = (in_messages, in_talk, in_time, of_people)
"""The modules with the cases."""
ROOT = Path(__file__).parents[2]

ELSEWHERE = {
    "CANDIDATE_BATCH_SECONDS": ("js/tests/engine/batch.test.ts", "candidates wait at most {:.0f} ms")
}
"""Limits that only a client keeps, in milliseconds, and the test that says so."""

NAMES = {name for name in vars(limits) if name.isupper()} - {"KIB"}


def test_every_limit_has_a_case() -> None:
    assert set(CASES) | set(ELSEWHERE) == NAMES
    for name, (file, test) in ELSEWHERE.items():
        assert test.format(1000 * getattr(limits, name)) in (ROOT / file).read_text("utf-8")


@pytest.mark.parametrize("case", dict.fromkeys(CASES.values()), ids=lambda case: case.__name__)
async def test_the_limit_holds(case: Case, path: Path) -> None:
    await case(path)


# --- nesting ---------------------------------------------------------------------------------------------------

DEPTH = 8
GOOD = {
    json.loads(case.text).get("type") or case.type: json.loads(case.text)
    for case in load()
    if case.ok and case.type != "ServerMessage"
}
"""A good message or body of each type."""


def depth(schema: Any, definitions: dict[str, Any]) -> int:
    """How deep a value of this schema nests at most. None of ours is recursive."""
    if "$ref" in schema:
        return depth(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    if "anyOf" in schema:
        return max(depth(one, definitions) for one in schema["anyOf"])
    parts = [*schema.get("properties", {}).values(), *([schema["items"]] if "items" in schema else [])]
    below = max((depth(part, definitions) for part in parts), default=0)
    return below + (schema.get("type") in {"object", "array"})


def test_nothing_in_the_protocol_nests_deeper_than_four() -> None:
    schema = document()["$defs"]
    deepest = {name: depth(one, schema) for name, one in schema.items()}
    assert max(deepest.values()) == DEPTH // 2


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_what_nests_deeper_is_refused_in_every_field(opening: str) -> None:
    closing = "]" if opening == "[" else "}"
    deep = json.loads(opening * DEPTH + "0" + closing * DEPTH)
    for kind in CLIENT_MESSAGES:
        good = GOOD[str(kind.__struct_config__.tag)]
        message(**good)
        for field in kind.__struct_encode_fields__:
            with refused("bad_field"):
                message(**{**good, field: deep})
    with refused("bad_field"):
        message(**{**GOOD["ticket"], "signal": {"number": 1, "seen": 0, "candidates": [deep]}})


@pytest.mark.parametrize("kind", rest.REQUESTS, ids=lambda kind: kind.__name__)
def test_what_nests_deeper_is_refused_in_every_body(kind: Any) -> None:
    good = GOOD[kind.__name__]
    for field in kind.__struct_encode_fields__:
        for deep in ("[" * DEPTH + "]" * DEPTH, "[" * 30_000):
            text = json.dumps({**good, field: "HERE"}).replace('"HERE"', deep)
            with refused("bad_field"):
                decode_body(text.encode(), kind)
