"""When the clean-up runs: every night at 02:00 local time, and once at the start."""

from datetime import datetime, time, timedelta
from typing import Final

CLEAN_UP_HOUR: Final = 2


def clean_up_due(last: datetime, now: datetime) -> bool:
    """Whether a 02:00 has passed since the last run.

    Asked again and again rather than slept for, so that a sleeping machine, a changed clock and the
    change to summer time need no rule of their own.

    Args:
        last: when the clean-up last ran, aware.
        now: local time, aware.

    Returns:
        True also when ``last`` lies in the future: the clock was set back.
    """
    latest = datetime.combine(now.date(), time(CLEAN_UP_HOUR), now.tzinfo)
    if latest > now:
        latest -= timedelta(days=1)
    return not latest <= last <= now
