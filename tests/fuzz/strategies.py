"""Input made from the protocol's own schema: as it should be, nearly so, and wild."""

import json
from typing import Any

from hypothesis import strategies as st

from notebook_meet.wire.schema import document

DEFINITIONS: dict[str, Any] = document()["$defs"]

Strategy = st.SearchStrategy[Any]

TEXT = st.text(max_size=300)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
NASTY = st.sampled_from(
    [
        *(-1, 0, 1, 1.5, 2**31, 2**53 - 1, 2**53, 2**63, 2**64, -(2**63), 10**400, 1e308),
        *("", "\0", "\ud7ff\ue000", "é" * 20_000, "x" * 70_000, "__proto__", "A" * 22 + "\n", "\u202e"),
        *([], {}, [[]], {"a": {"b": {}}}, [0] * 5000, None, True, float("nan"), float("inf")),
        json.loads("[" * 100 + "]" * 100),
    ]
)
"""Values that programs stumble over."""


def valid(schema: dict[str, Any]) -> Strategy:
    """What fits the schema: the part of JSON Schema that ``wire/`` uses."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return st.deferred(lambda: valid(DEFINITIONS[name]))
    if "anyOf" in schema:
        return st.one_of([valid(one) for one in schema["anyOf"]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "const" in schema:
        return st.just(schema["const"])
    return _KINDS[schema["type"]](schema)


def _string(schema: dict[str, Any]) -> Strategy:
    if "pattern" in schema:
        return st.from_regex(schema["pattern"].rstrip("$") + r"\Z")
    bounds = {"min_size": schema.get("minLength", 0), "max_size": min(schema.get("maxLength", 300), 300)}
    return st.text(**bounds)


def _object(schema: dict[str, Any]) -> Strategy:
    needed = set(schema.get("required", ()))
    fields = {name: valid(one) for name, one in schema.get("properties", {}).items()}
    return st.fixed_dictionaries(
        {name: one for name, one in fields.items() if name in needed},
        optional={name: one for name, one in fields.items() if name not in needed},
    )


_KINDS = {
    "string": _string,
    "object": _object,
    "integer": lambda schema: st.integers(schema.get("minimum"), schema.get("maximum")),
    "number": lambda schema: st.floats(
        schema.get("minimum"), schema.get("maximum"), allow_nan=False, allow_infinity=False
    ),
    "boolean": lambda _: st.booleans(),
    "null": lambda _: st.none(),
    "array": lambda schema: st.lists(
        valid(schema["items"]), min_size=schema.get("minItems", 0), max_size=min(schema.get("maxItems", 4), 4)
    ),
}


@st.composite
def nearly(draw: st.DrawFn, good: Strategy) -> Any:
    """A good value with one thing wrong, somewhere in it."""
    value = draw(good)
    holders: list[Any] = []

    def walk(node: Any) -> None:
        if isinstance(node, dict | list):
            holders.append(node)
            for inner in node.values() if isinstance(node, dict) else node:
                walk(inner)

    walk(value)
    if not holders:
        return draw(NASTY)
    holder = draw(st.sampled_from(holders))
    if isinstance(holder, list):
        holder.append(draw(NASTY | JSON))
        return value
    name = draw(st.sampled_from([*holder, "surprise"]))
    if name in holder and draw(st.booleans()):
        del holder[name]
    else:
        holder[name] = draw(NASTY | JSON)
    return value


@st.composite
def broken(draw: st.DrawFn, text: st.SearchStrategy[bytes]) -> bytes:
    """Text with a piece cut out, doubled, or overwritten."""
    data = draw(text)
    start = draw(st.integers(0, len(data)))
    end = draw(st.integers(start, min(len(data), start + 20)))
    piece = draw(
        st.binary(max_size=8) | st.just(data[start:end] * 2) | st.sampled_from([b'"', b"{", b"\\u", b","])
    )
    return data[:start] + piece + data[end:]


def encoded(values: Strategy) -> st.SearchStrategy[bytes]:
    """The values as JSON; NaN and Infinity too, as JavaScript and Python would write them."""
    return values.map(lambda value: json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"))


DEEP = st.sampled_from(
    [
        *(b"[" * 60_000, b'{"a":' * 12_000, b'{"type":' * 8000, b'"' + b"\\ud800" * 900 + b'"'),
        b'{"type":"ticket","n":1,"to":"AAAAAAAAAAAAAAAA","signal":' + b"[" * 60_000,
        b'{"type":"ticket","n":1,"to":"AAAAAAAAAAAAAAAA","signal":' + b'{"number":' * 6000,
    ]
)
"""What makes a parser that calls itself run out of stack, and escapes that stand for no character."""


def of(name: str) -> st.SearchStrategy[bytes]:
    """Input for whoever reads a ``name`` of the schema: valid, nearly valid, and wild."""
    good = valid(DEFINITIONS[name])
    texts = encoded(good)
    wild = encoded(JSON | NASTY) | st.binary(max_size=200) | DEEP
    return st.one_of(texts, encoded(nearly(good)), broken(texts), wild)
