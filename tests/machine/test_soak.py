"""The same for a long time: 10,000 cuts."""

import itertools
import json
import platform
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import seed
from hypothesis.stateful import run_state_machine_as_test

from tests.machine.machine import Machine
from tests.machine.searching import SOAK

CUTS = 10_000
RESULT = Path(__file__).parents[2] / "benchmarks" / "results" / "machine.json"


@pytest.mark.soak
def test_ten_thousand_cuts(machine: type[Machine]) -> None:
    began = time.monotonic()
    for number in itertools.count(1):
        run_state_machine_as_test(seed(number)(machine), settings=SOAK)
        if machine.counts["cuts"] >= CUTS:
            break
    result = {
        "name": "The server against the reference model: nothing lost, doubled, reordered or told to strangers",
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"python": platform.python_version(), "machine": platform.machine()},
        "seconds": round(time.monotonic() - began),
        **machine.counts,
    }
    RESULT.write_text(json.dumps(result, indent=1) + "\n")
