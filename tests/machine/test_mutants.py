"""The machine can fail: it finds every fault that is put into the server on purpose."""

from collections.abc import Callable

import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.machine import mutants_of_people  # noqa: F401 (registers more)
from tests.machine.machine import Machine
from tests.machine.mutants import MUTANTS
from tests.machine.searching import FIRST


@pytest.mark.soak
@pytest.mark.parametrize("name", MUTANTS)
def test_a_fault_is_found(
    name: str,
    machine: type[Machine],
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    MUTANTS[name](monkeypatch)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(machine, settings=FIRST)
    record_property("found within runs", machine.counts["runs"])
