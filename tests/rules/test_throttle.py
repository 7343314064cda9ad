"""Guessing passcodes gets slow."""

from notebook_meet_server.rules.refused import Refused
from notebook_meet_server.rules.throttle import REMEMBERED, Throttle


def wait_of(throttle: Throttle, now: float, person: str = "ada", meeting: str = "m") -> float:
    """Seconds to wait; 0 when another try is allowed."""
    try:
        throttle.check(meeting, person, now)
    except Refused as no:
        return no.retry_after if no.code == "throttled" and no.retry_after else -1.0
    return 0.0


def test_five_are_free_then_the_wait_doubles_up_to_a_quarter_of_an_hour() -> None:
    throttle, now, waits = Throttle(), 50.0, []
    for _ in range(18):
        throttle.failed("m", "ada", now)
        waits.append(wait_of(throttle, now))
        now += waits[-1]
        assert wait_of(throttle, now) == 0.0
    assert waits[:6] == [0.0, 0.0, 0.0, 0.0, 1.0, 2.0]
    assert waits[6:14] == [4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0]
    assert waits[14:] == [900.0] * 4


def test_thousands_of_failures_do_not_overflow() -> None:
    throttle = Throttle()
    for number in range(2000):
        throttle.failed("m", "ada", 3600.0 * number)
    assert wait_of(throttle, 3600.0 * 1999) == 900.0


def test_the_right_passcode_forgets_the_failures() -> None:
    throttle = Throttle()
    for _ in range(7):
        throttle.failed("m", "ada", 0.0)
    throttle.passed("m", "ada")
    assert wait_of(throttle, 0.0) == 0.0
    throttle.failed("m", "ada", 0.0)
    assert wait_of(throttle, 0.0) == 0.0


def test_persons_and_meetings_are_counted_apart() -> None:
    throttle = Throttle()
    for _ in range(6):
        throttle.failed("m", "ada", 0.0)
    assert wait_of(throttle, 0.0, "ada", "m") > 0
    assert wait_of(throttle, 0.0, "grace", "m") == 0.0
    assert wait_of(throttle, 0.0, "ada", "other") == 0.0


def test_twenty_failures_within_an_hour_close_the_meeting_to_everybody_who_is_asked() -> None:
    throttle = Throttle()
    for number in range(20):
        assert wait_of(throttle, 10.0 * number, "grace") == 0.0
        throttle.failed("m", f"person {number}", 10.0 * number)
    assert wait_of(throttle, 200.0, "grace") == 3400.0
    assert wait_of(throttle, 3600.0, "grace") == 0.0


def test_the_hour_slides() -> None:
    throttle = Throttle()
    for number in range(40):
        throttle.failed("m", f"person {number}", 1000.0 * number)
    assert wait_of(throttle, 39_000.0, "grace") == 0.0


def test_memory_is_bounded() -> None:
    throttle = Throttle()
    for number in range(REMEMBERED + 5):
        throttle.failed(f"m{number}", "ada", float(number))
    assert len(throttle._persons) == REMEMBERED
    throttle.prune(REMEMBERED + 10_000.0)
    assert not throttle._meetings
