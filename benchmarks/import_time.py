"""How long a kernel takes to import the package, beside anywidget, which every such widget needs."""

import subprocess
import sys
from time import perf_counter

from rows import Row

NAME = "Import in a fresh interpreter"
RUNS = 15


def _seconds(statement: str) -> float:
    started = perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True)
    return perf_counter() - started


def measure() -> list[Row]:
    """Each in turn, so that a slow moment of the machine meets all of them."""
    statements = {
        "python alone": "pass",
        "anywidget": "import anywidget",
        "notebook_meet": "import notebook_meet",
        "from notebook_meet import Meeting": "from notebook_meet import Meeting",
    }
    times: dict[str, list[float]] = {name: [] for name in statements}
    for _ in range(RUNS):
        for name, statement in statements.items():
            times[name].append(1000 * _seconds(statement))
    base = times["anywidget"]
    return [
        Row("python alone", "ms", times["python alone"]),
        Row("import anywidget", "ms", base),
        Row("import notebook_meet", "ms", times["notebook_meet"], base, 1.3),
        Row("from notebook_meet import Meeting", "ms", times["from notebook_meet import Meeting"], base, 1.3),
    ]
