"""Runs every benchmark and prints one table each: ``make bench``; with names, only those.

A benchmark is a module beside this one with ``NAME``, ``measure() -> list[Row]`` and, where there is something to
know, a ``NOTE``. It measures ratios within one run, since the machine's own speed changes from run to run. Raw data goes
to ``results/``, the tables to ``results/README.md``.
"""

import importlib
import json
import os
import platform
import re
import subprocess
import sys
import traceback
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rows import Row, table

HERE = Path(__file__).parent
RESULTS = HERE / "results"
sys.path.insert(0, str(HERE.parent))  # for what the browser tests have: servers, people

QUICK = "ROUNDS" in os.environ
"""A few rounds show that a benchmark runs. They are printed, and not kept."""
BENCHMARKS = (
    "relay",
    "admissions",
    "idle",
    "storm",
    "hub_storm",
    "first_frame",
    "recovery",
    "import_time",
    "bundle_size",
    "crowded",
    "leaving",
    "gone",
    "storage",
    "hostile_input",
    "attacker",
)
PACKAGES = ("jupyter_server", "jupyterhub", "tornado", "msgspec", "sqlalchemy", "anywidget")


def machine() -> dict[str, str]:
    """What the numbers were measured on."""
    found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    node = subprocess.run(["node", "--version"], check=True, capture_output=True, text=True).stdout
    return {
        "machine": f"{platform.machine()}, {len(os.sched_getaffinity(0))} cores",
        "processor": found[1] if found else "",
        "system": platform.system(),
        "python": platform.python_version(),
        "node": node.strip().removeprefix("v"),
        **{name: version(name) for name in PACKAGES},
    }


def run(name: str) -> dict[str, Any]:
    """Measures once; what is kept of it."""
    benchmark = importlib.import_module(name)
    started = datetime.now(UTC).isoformat(timespec="seconds")
    rows: list[Row] = benchmark.measure()
    return {
        "name": benchmark.NAME,
        "note": getattr(benchmark, "NOTE", ""),
        "at": started,
        "machine": machine(),
        "rows": [asdict(row) for row in rows],
    }


def section(result: dict[str, Any]) -> str:
    """A result for a person to read."""
    where = ", ".join(f"{name} {value}" for name, value in result["machine"].items() if value)
    rows = [Row(**row) for row in result["rows"]]
    note = f"{result['note'].strip()}\n\n" if result.get("note") else ""
    return f"## {result['name']}\n\n{note}{table(rows)}\n\n{result['at']}: {where}\n"


def written(result: dict[str, Any]) -> str:
    """A result as JSON, a line for each row."""
    head = {key: value for key, value in result.items() if key != "rows"}
    rows = ",\n".join(json.dumps(_rounded(row), ensure_ascii=False) for row in result["rows"])
    return json.dumps(head, indent=1, ensure_ascii=False)[:-2] + f',\n "rows": [\n{rows}\n ]\n}}\n'


def _rounded(row: dict[str, Any]) -> dict[str, Any]:
    lists = {name: [round(value, 3) for value in row[name]] for name in ("values", "baseline")}
    return {**row, **lists}


def write_tables() -> None:
    """All that is kept, in one page."""
    kept = [file for name in BENCHMARKS if (file := RESULTS / f"{name}.json").exists()]
    sections = [section(json.loads(file.read_text())) for file in kept]
    text = (
        "# Results\n\nWritten by `make bench`; every single value stands in the JSON files beside this page."
    )
    (RESULTS / "README.md").write_text("\n".join([f"{text} [What is measured](../README.md).\n", *sections]))


def main() -> int:
    """Runs the benchmarks named on the command line, or all of them; how many could not be run."""
    failed = 0
    for name in sys.argv[1:] or BENCHMARKS:
        try:
            result = run(name)
        except Exception:  # noqa: BLE001 (printed; the others are measured all the same)
            failed += 1
            print(f"## {name} could not be run\n\n{traceback.format_exc()}", flush=True)
            continue
        print(section(result), flush=True)
        if not QUICK:
            RESULTS.mkdir(exist_ok=True)
            (RESULTS / f"{name}.json").write_text(written(result))
    if not QUICK:
        write_tables()
    return failed


if __name__ == "__main__":
    sys.exit(main())
