"""The clean-up's hour."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from notebook_meet_server.rules.cleanup import clean_up_due

BERLIN = ZoneInfo("Europe/Berlin")


def at(day: int, hour: int, minute: int = 0, month: int = 6) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (at(1, 12), at(1, 18), False),
        (at(1, 12), at(2, 1, 59), False),
        (at(1, 12), at(2, 2), True),
        (at(2, 2), at(2, 2, 1), False),
        (at(2, 1, 59), at(2, 2, 1), True),
        (at(2, 2), at(9, 1), True),  # the machine slept for a week
        (at(9, 1), at(2, 1), True),  # the clock was set back
        (datetime(1970, 1, 1, tzinfo=UTC), at(1, 12), True),
        (at(28, 12, month=3), at(29, 1, 59, month=3), False),
        (at(28, 12, month=3), at(29, 3, 1, month=3), True),  # 02:00 does not exist on this day
        (at(24, 12, month=10), at(25, 2, 30, month=10), True),
    ],
)
def test_due(last: datetime, now: datetime, *, due: bool) -> None:
    assert clean_up_due(last, now) is due


@pytest.mark.parametrize("month", [3, 6, 10])
def test_once_a_day_whatever_the_clock_does(month: int) -> None:
    now = datetime(2026, month, 20, 12, tzinfo=UTC)
    last, runs = now, []
    for _ in range(10 * 24 * 6):
        now += timedelta(minutes=10)
        if clean_up_due(last, now.astimezone(BERLIN)):
            last = now
            runs.append(now.astimezone(BERLIN))
    assert len({run.date() for run in runs}) == len(runs) == 10
    assert {run.hour for run in runs} <= {2, 3}


def test_another_time_of_day() -> None:
    assert not clean_up_due(at(1, 12), at(1, 23, 44), time(23, 45))
    assert clean_up_due(at(1, 12), at(1, 23, 45), time(23, 45))
