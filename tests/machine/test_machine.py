"""The server against the model, in whatever order things happen: the same 200 runs each time."""

from hypothesis.stateful import run_state_machine_as_test

from tests.machine.machine import Machine
from tests.machine.searching import SETTINGS


def test_nothing_is_lost_doubled_reordered_or_told_to_strangers(machine: type[Machine]) -> None:
    run_state_machine_as_test(machine, settings=SETTINGS)
    assert machine.counts["runs"] >= SETTINGS.max_examples
