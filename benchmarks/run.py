"""Runs every benchmark and prints one table each: ``make bench``. Raw data goes to ``benchmarks/results/``.

A benchmark is a module beside this one with ``NAME`` and ``measure() -> list[Row]``. It measures ratios within one run,
since the machine's own speed changes from run to run.
"""

import importlib
import json
import platform
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from rows import Row, table

HERE = Path(__file__).parent
BENCHMARKS = ("import_time", "bundle_size", "leaving")


def machine() -> dict[str, str]:
    """What the numbers were measured on."""
    versions = {name: version(name) for name in ("anywidget", "tornado", "msgspec")}
    return {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "system": platform.system(),
        **versions,
    }


def main() -> None:
    """Runs the benchmarks named on the command line, or all of them."""
    where, results = machine(), HERE / "results"
    results.mkdir(exist_ok=True)
    print(", ".join(f"{name} {value}" for name, value in where.items()))
    for name in sys.argv[1:] or BENCHMARKS:
        benchmark = importlib.import_module(name)
        rows: list[Row] = benchmark.measure()
        print(f"\n{benchmark.NAME}\n{table(rows)}")
        data = {
            "name": benchmark.NAME,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": where,
        }
        (results / f"{name}.json").write_text(
            json.dumps({**data, "rows": [asdict(row) for row in rows]}, indent=1) + "\n"
        )


if __name__ == "__main__":
    main()
