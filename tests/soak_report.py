"""A pytest plugin for ``make soak``: keeps what ran, for how long and what it found, in one JSON file.

Loaded with ``-p tests.soak_report --soak-report FILE``. What a test says with ``record_property`` stands beside it.
"""

import json
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where the report goes."""
    parser.addoption("--soak-report", type=Path, metavar="FILE", help="write what ran to FILE, as JSON")


def pytest_configure(config: pytest.Config) -> None:
    """Nothing is written unless it was asked for."""
    file = config.getoption("--soak-report")
    if file is not None:
        config.pluginmanager.register(Report(file), "soak-report-of-this-run")


class Report:
    """Of one run.

    Args:
        file: where it is written, after every test: a run that is cut short keeps what it found.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._before: dict[str, Any] = json.loads(file.read_text())["tests"] if file.exists() else {}
        self._tests: dict[str, dict[str, Any]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test passed only if its set-up and its clean-up did, too."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        test = self._tests.setdefault(report.nodeid, {"at": now, "outcome": "passed", "seconds": 0.0})
        test["seconds"] = round(test["seconds"] + report.duration, 1)
        if not report.passed:
            test["outcome"] = report.outcome
        if report.when == "call":
            test.update(dict(report.user_properties))
        if report.when == "teardown":
            self._write()

    def _write(self) -> None:
        """One line for each test. Of tests that were left out this time, what was known stays."""
        head = {
            "name": "Everything that takes too long for make test",
            "machine": {"python": platform.python_version(), "machine": platform.machine()},
        }
        lines = [
            f" {json.dumps(name)}: {json.dumps(test)}" for name, test in (self._before | self._tests).items()
        ]
        self._file.write_text(
            json.dumps(head, indent=1)[:-2] + ',\n "tests": {\n' + ",\n".join(lines) + "\n }\n}\n"
        )
