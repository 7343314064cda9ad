"""Slows down guessing of passcodes: by person and meeting, and by meeting. Never by address.

Behind a proxy every request has one address, so addresses say nothing about who is guessing. All failures in a meeting
count together: accomplices of different kinds get no more tries than those of one kind.
"""

from collections import OrderedDict, deque
from dataclasses import dataclass
from typing import Final

from notebook_meet_server.rules.refused import Refused

FREE_FAILURES: Final = 5
"""Failures of one person in one meeting before waiting begins."""
FIRST_WAIT: Final = 1.0
LONGEST_WAIT: Final = 900.0
MEETING_FAILURES: Final = 20
MEETING_SECONDS: Final = 3600.0
REMEMBERED: Final = 10_000
"""Persons remembered at most; the one that failed longest ago is forgotten first."""


@dataclass(slots=True)
class _Record:
    failures: int = 0
    until: float = 0.0


class Throttle:
    """Failures so far. Times are monotonic seconds."""

    def __init__(self) -> None:
        self._persons: OrderedDict[tuple[str, str], _Record] = OrderedDict()
        self._meetings: dict[str, deque[float]] = {}

    def check(self, meeting: str, person: str, now: float) -> None:
        """Whether this person may try a passcode now.

        Args:
            meeting: the meeting's id.
            person: the principal's id.
            now: monotonic seconds.

        Raises:
            Refused: ``throttled`` with the seconds to wait.
        """
        record = self._persons.get((meeting, person))
        wait = max(record.until - now if record else 0.0, self._meeting_wait(meeting, now))
        if wait > 0:
            raise Refused("throttled", retry_after=wait)

    def failed(self, meeting: str, person: str, now: float) -> None:
        """Notes a wrong passcode.

        Args:
            meeting: the meeting's id.
            person: the principal's id.
            now: monotonic seconds.
        """
        record = self._persons.setdefault((meeting, person), _Record())
        self._persons.move_to_end((meeting, person))
        record.failures += 1
        doublings = record.failures - FREE_FAILURES
        if doublings >= 0:
            # The exponent is bounded before it is used: 2.0 ** 1100 overflows.
            record.until = now + min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(doublings, 16))
        while len(self._persons) > REMEMBERED:
            self._persons.popitem(last=False)
        self._meetings.setdefault(meeting, deque(maxlen=MEETING_FAILURES)).append(now)

    def passed(self, meeting: str, person: str) -> None:
        """Forgets a person's failures after a right passcode."""
        self._persons.pop((meeting, person), None)

    def prune(self, now: float) -> None:
        """Forgets meetings whose failures are all older than an hour."""
        for meeting in [m for m, times in self._meetings.items() if times[-1] <= now - MEETING_SECONDS]:
            del self._meetings[meeting]

    def _meeting_wait(self, meeting: str, now: float) -> float:
        times = self._meetings.get(meeting)
        if times is None or len(times) < MEETING_FAILURES:
            return 0.0
        return times[0] + MEETING_SECONDS - now
