"""What a browser loads, compressed as a server would."""

import gzip
from pathlib import Path

from rows import Row

import notebook_meet.wire

NAME = "Bundle, gzipped"


def measure() -> list[Row]:
    """Once: it does not vary."""
    static = Path(notebook_meet.wire.__file__).parent.parent / "static"
    size = {
        file.name: len(gzip.compress(file.read_bytes(), 9)) / 1000 for file in sorted(static.glob("*.[cj]s*"))
    }
    rows = [Row(name, "kB", [value]) for name, value in size.items()]
    cell = size["widget.js"] + size["meet.css"]
    page = size["page.js"] + size["meet.css"]
    return [*rows, Row("in a cell", "kB", [cell], bound=90), Row("on the page", "kB", [page], bound=90)]
