"""How fast one caller may make REST calls."""

import pytest

from notebook_meet_server.rules.pace import CALL_BURST, CALLERS, CALLS_PER_SECOND, Pace
from notebook_meet_server.rules.refused import Refused


def calls(pace: Pace, caller: str, now: float, count: int) -> int:
    """How many of so many calls are answered."""
    for done in range(count):
        try:
            pace.check(caller, now)
        except Refused:
            return done
    return count


def test_a_burst_then_the_rate() -> None:
    pace = Pace()
    assert calls(pace, "ada", 0.0, CALL_BURST + 5) == CALL_BURST
    assert calls(pace, "ada", 1.0, 100) == CALLS_PER_SECOND
    with pytest.raises(Refused) as no:
        pace.check("ada", 1.0)
    assert (no.value.code, no.value.retry_after) == ("server_busy", 1.0)


def test_callers_are_counted_apart() -> None:
    pace = Pace()
    calls(pace, "ada", 0.0, CALL_BURST + 1)
    assert calls(pace, "grace", 0.0, 1) == 1


def test_memory_is_bounded_and_who_keeps_calling_is_remembered() -> None:
    pace = Pace()
    calls(pace, "ada", 0.0, CALL_BURST)
    for number in range(2 * CALLERS):
        pace.check(f"caller {number}", 0.0)
        if number % 1000 == 0:
            with pytest.raises(Refused):
                pace.check("ada", 0.0)
    assert len(pace._callers) == CALLERS
