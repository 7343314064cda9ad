"""How fast one caller may make REST calls. Like passcodes: by who it is, never by address."""

from collections import OrderedDict
from typing import Final

from notebook_meet_server.rules.rate import Bucket
from notebook_meet_server.rules.refused import Refused

CALLS_PER_SECOND: Final = 50.0
CALL_BURST: Final = 1000
"""A class that comes in by one invite is one caller."""
CALLERS: Final = 10_000
"""Callers remembered at most; the one that has been quiet for longest is forgotten first."""


class Pace:
    """A bucket for each caller. Times are monotonic seconds."""

    def __init__(self) -> None:
        self._callers: OrderedDict[str | bytes, Bucket] = OrderedDict()

    def check(self, caller: str | bytes, now: float) -> None:
        """Counts a call.

        Args:
            caller: a principal's id, or the hash of the secret that somebody without a login shows.
            now: monotonic seconds.

        Raises:
            Refused: ``server_busy`` when the caller has made too many.
        """
        bucket = self._callers.get(caller) or Bucket(now, CALLS_PER_SECOND, CALL_BURST)
        self._callers[caller] = bucket
        self._callers.move_to_end(caller)
        if len(self._callers) > CALLERS:
            self._callers.popitem(last=False)
        if not bucket.take(now):
            raise Refused("server_busy", retry_after=1.0)
