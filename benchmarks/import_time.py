"""How long a kernel takes to import the package, beside anywidget, which every such widget needs."""

import os
import subprocess
import sys
from time import perf_counter

from rows import Row

NAME = "Import"
NOTE = """In a fresh interpreter, with its start; and in one that has loaded what every kernel has (`ipykernel`), the import alone."""
ROUNDS = int(os.environ.get("ROUNDS", "15"))

PYTHON, ANYWIDGET, PACKAGE, MEETING = (
    "pass",
    "import anywidget",
    "import notebook_meet",
    "from notebook_meet import Meeting",
)
IN_A_KERNEL = """
import ipykernel.kernelapp, ipykernel.ipkernel, time
started = time.perf_counter()
{statement}
print(time.perf_counter() - started)
"""


def fresh(statement: str) -> float:
    """Milliseconds of a whole process that does nothing else."""
    started = perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True)
    return 1000 * (perf_counter() - started)


def in_a_kernel(statement: str) -> float:
    """Milliseconds of the statement in a process that has loaded ``ipykernel``."""
    code = IN_A_KERNEL.format(statement=statement)
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return 1000 * float(done.stdout)


def measure() -> list[Row]:
    """Each in turn, so that a slow moment of the machine meets all of them."""
    bare: dict[str, list[float]] = {name: [] for name in (PYTHON, ANYWIDGET, PACKAGE, MEETING)}
    kernel: dict[str, list[float]] = {name: [] for name in (ANYWIDGET, PACKAGE, MEETING)}
    for _ in range(ROUNDS):
        for statement, times in bare.items():
            times.append(fresh(statement))
        for statement, times in kernel.items():
            times.append(in_a_kernel(statement))
    return [
        Row("python alone", "ms", bare[PYTHON]),
        Row(ANYWIDGET, "ms", bare[ANYWIDGET]),
        Row(PACKAGE, "ms", bare[PACKAGE], bare[ANYWIDGET], 1.3),
        Row(MEETING, "ms", bare[MEETING], bare[ANYWIDGET], 1.3),
        Row(f"in a kernel: {ANYWIDGET}", "ms", kernel[ANYWIDGET]),
        Row(f"in a kernel: {PACKAGE}", "ms", kernel[PACKAGE], kernel[ANYWIDGET], 1.3),
        Row(f"in a kernel: {MEETING}", "ms", kernel[MEETING], kernel[ANYWIDGET], 1.3),
    ]
