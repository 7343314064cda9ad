"""48 hours against a passcode of 8 digits, by the best strategy there is; the clock is the test's."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from notebook_meet.wire.rest import RequestAdmission
from notebook_meet_server.rules.records import ANONYMOUS, Principal
from notebook_meet_server.rules.refused import Refused
from tests.switchboard.house import ADA, GRACE, House

HOURS: Final = 48
PASSCODES: Final = 10**8
PASSCODE: Final = "99999999"
MOST: Final = 1e-5
GUESSERS: Final = 12
"""People who guess in turn. More of them get no further: the meeting's own limit is the same for all."""


@dataclass
class Guessing:
    """Accomplices who try one passcode after another, each as soon as the server lets them.

    Args:
        house: where the meeting is.
        meeting: its id; the passcode is none of those that are tried.
        accomplices: who asks, and what each shows besides a passcode.
    """

    house: House
    meeting: str
    accomplices: list[tuple[Principal, dict[str, str]]]
    tried: int = 0

    async def for_two_days(self, meanwhile: Callable[[], Awaitable[object]]) -> None:
        """Each guesses until refused, and again as soon as the server said; ``meanwhile`` is done in between."""
        clock = self.house.clock
        end, again = clock.now + HOURS * 3600, dict.fromkeys(range(len(self.accomplices)), clock.now)
        while clock.now <= end:
            for number in [number for number, at in again.items() if at <= clock.now]:
                again[number] = clock.now + await self._until_refused(*self.accomplices[number])
            await meanwhile()
            clock.now = min(again.values())

    async def _until_refused(self, person: Principal, shown: dict[str, str]) -> float:
        while True:
            wish = RequestAdmission(passcode=f"{self.tried:08}", **shown)
            with pytest.raises(Refused, match=r"passcode_mismatch|throttled") as no:
                await self.house.meetings.admit(person, self.meeting, wish)
            if no.value.retry_after is not None:
                return no.value.retry_after
            self.tried += 1


async def test_people_with_a_login_find_nothing_and_keep_out_nobody_invited(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting(passcode=PASSCODE)
        await house.join(GRACE, meeting, passcode=PASSCODE)
        secret = await house.invite(meeting, expires_in=HOURS * 3600 + 1)
        guessing = Guessing(house, meeting, [(Principal("user", f"user:{n}"), {}) for n in range(GUESSERS)])
        rounds = 0

        async def others_come_in() -> None:
            nonlocal rounds
            rounds += 1
            await house.admission(ANONYMOUS, meeting, invite=secret)
            await house.admission(ADA, meeting)
            await house.admission(GRACE, meeting)

        await guessing.for_two_days(others_come_in)
        assert rounds > HOURS / 2
        assert 20 * HOURS <= guessing.tried == house.hasher.verified - 1
        assert guessing.tried / PASSCODES <= MOST


async def test_guests_who_came_in_by_one_invite_find_nothing_either(path: Path) -> None:
    """They need none; but whoever told them the invite may have kept the passcode to others."""
    async with House(path, max_seats=64) as house:
        meeting = await house.meeting(passcode=PASSCODE)
        secret = await house.invite(meeting, uses=GUESSERS, expires_in=HOURS * 3600 + 1)
        seats = [await house.join(ANONYMOUS, meeting, invite=secret) for _ in range(GUESSERS)]
        guessing = Guessing(house, meeting, [(ANONYMOUS, {"resume": seat.welcome.resume}) for seat in seats])

        async def members_come_in() -> None:
            await house.admission(GRACE, meeting, passcode=PASSCODE)

        await guessing.for_two_days(members_come_in)
        assert guessing.tried >= 20 * HOURS
        assert guessing.tried / PASSCODES <= MOST
