"""Refuse lock files that say where to download from: an address works only in the network in which it was written down.

Exits with 1 and names every place. ``make lock`` writes files without addresses.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]


def in_package_lock(text: str) -> Iterator[str]:
    """The packages in a package-lock.json (version 3) that have an address.

    Raises:
        ValueError: this is no such file.
    """
    packages = json.loads(text).get("packages")
    if not packages:
        raise ValueError("it lists no packages")
    for name, package in packages.items():
        if "resolved" in package:
            yield f'{name or "the root"} has "resolved"'


def in_constraints(text: str) -> Iterator[str]:
    """The lines of a constraints file that hold an address."""
    for number, line in enumerate(text.splitlines(), start=1):
        if "://" in line:
            yield f'line {number} has "://"'


FILES = {
    "js/package-lock.json": in_package_lock,
    "benchmarks/peer-server/package-lock.json": in_package_lock,
    "constraints.txt": in_constraints,
}


def main() -> None:
    """Look into every one."""
    found = [
        f"{name}: {place}"
        for name, look in FILES.items()
        for place in look((REPOSITORY / name).read_text(encoding="utf-8"))
    ]
    if found:
        sys.exit("\n".join([*found, "Lock files must not say where to download from. Run `make lock`."]))


if __name__ == "__main__":
    main()
