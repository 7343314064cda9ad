"""The golden messages in ``tests/cases``; vitest reads the same files."""

import json
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]


class Case(NamedTuple):
    """One message: its text, the type it claims to be, and whether the protocol takes it."""

    name: str
    type: str
    text: str
    ok: bool


def _case(raw: dict[str, Any]) -> Case:
    text = raw["text"]
    for marker, (piece, times) in raw.get("fill", {}).items():
        text = text.replace(marker, piece * times)
    return Case(raw["name"], raw["type"], text, raw["ok"])


def load() -> list[Case]:
    """Every golden message."""
    files = sorted((ROOT / "tests/cases").glob("*.json"))
    return [_case(raw) for file in files for raw in json.loads(file.read_text("utf-8"))]
