"""Changes JSON as JSON, so that the fuzzer gets past the parser, which it cannot see into."""

import json
import random
from collections.abc import Callable
from typing import Any

PIECES: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1.5,
    2**53,
    10**30,
    "",
    "A" * 16,
    "A" * 43,
    "é\u202e",
    [],
    {},
    [[]],
)
OUTSIDE = 0.3
"""How often bytes are changed all the same, beside the JSON."""


def changed(data: bytes, most: int, seed: int, bytewise: Callable[[bytes, int], bytes]) -> bytes:
    """The input with something changed in its JSON, or bytewise where there is none.

    Args:
        data: the first byte chooses the reader; the rest may be JSON.
        most: bytes at most.
        seed: makes the change repeatable.
        bytewise: libFuzzer's own way.
    """
    chance = random.Random(seed)
    try:
        value = json.loads(data[1:])
    except (ValueError, RecursionError):
        return bytewise(data, most)
    if not isinstance(value, dict | list) or chance.random() < OUTSIDE:
        return bytewise(data, most)
    _change(value, chance)
    text = json.dumps(value, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")
    return (data[:1] + text)[:most]


def _change(node: Any, chance: random.Random) -> None:
    """Goes down by chance, and replaces, removes, repeats or adds one thing."""
    keys = list(node) if isinstance(node, dict) else list(range(len(node)))
    key = chance.choice(keys) if keys else None
    if key is not None and isinstance(node[key], dict | list) and chance.random() < 0.7:
        _change(node[key], chance)
        return
    piece = chance.choice(PIECES)
    if key is None or chance.random() < 0.2:
        node.append(piece) if isinstance(node, list) else node.update(surprise=piece)
    elif chance.random() < 0.3:
        del node[key]
    elif isinstance(node[key], str) and chance.random() < 0.5:
        node[key] = node[key] * chance.randint(0, 3) + chance.choice(["", "x", "\0", "\ud800", "\u0301"])
    else:
        node[key] = piece
