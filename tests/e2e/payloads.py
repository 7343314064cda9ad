"""Text that tries to become something else: ``payloads.json``, by family. ``__xss`` and xss.test are the canaries."""

import json
from pathlib import Path
from random import Random

FILE = Path(__file__).with_name("payloads.json")


def every() -> list[str]:
    """All of them."""
    families: dict[str, list[str]] = json.loads(FILE.read_text())
    return [payload for family in families.values() for payload in family]


def sample(count: int, seed: int) -> list[str]:
    """Some of them, from every family at least two; the same for the same seed."""
    random = Random(seed)
    families: dict[str, list[str]] = json.loads(FILE.read_text())
    some = [payload for family in families.values() for payload in random.sample(family, 2)]
    rest = [payload for payload in every() if payload not in some]
    return some + random.sample(rest, count - len(some))
