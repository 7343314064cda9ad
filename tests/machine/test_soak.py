"""The same for a long time: 10,000 cuts."""

import itertools
from collections.abc import Callable

import pytest
from hypothesis import seed
from hypothesis.stateful import run_state_machine_as_test

from tests.machine.machine import Machine
from tests.machine.searching import SOAK

CUTS = 10_000


@pytest.mark.soak
def test_ten_thousand_cuts(machine: type[Machine], record_property: Callable[[str, object], None]) -> None:
    for number in itertools.count(1):
        run_state_machine_as_test(seed(number)(machine), settings=SOAK)
        if machine.counts["cuts"] >= CUTS:
            break
    for what, count in machine.counts.items():
        record_property(what, count)
