"""When the clean-up runs: every day at a time of day, and once at the start."""

from datetime import datetime, time, timedelta
from typing import Final

CLEAN_UP_AT: Final = time(2, 0)


def clean_up_due(last: datetime, now: datetime, at: time = CLEAN_UP_AT) -> bool:
    """Whether the time of day has passed since the last run.

    Asked again and again rather than slept for, so that a sleeping machine, a changed clock and the
    change to summer time need no rule of their own.

    Args:
        last: when the clean-up last ran, aware.
        now: local time, aware.
        at: the local time of day.

    Returns:
        True also when ``last`` lies in the future: the clock was set back.
    """
    latest = datetime.combine(now.date(), at, now.tzinfo)
    if latest > now:
        latest -= timedelta(days=1)
    return not latest <= last <= now
