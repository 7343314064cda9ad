"""48 hours against a passcode of 8 digits, by every kind of accomplice at once; the clock is the test's."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from notebook_meet.wire.rest import RequestAdmission
from notebook_meet_server.rules.records import ANONYMOUS, Principal
from notebook_meet_server.rules.refused import Refused
from tests.switchboard.house import ADA, GRACE, House

HOURS: Final = 48
PASSCODES: Final = 10**8
PASSCODE: Final = "99999999"
MOST: Final = 1e-5
GUESSERS: Final = 12
"""People outside who guess in turn. More of them get no further: the meeting's own limit is the same for all."""
INSIDERS: Final = 4
"""People inside, of each kind, who guess in turn."""
NOTHING_HEARD: Final = 4 * 3600.0
"""Seconds until somebody who came in whatever the passcode tries it once more."""


@dataclass
class Guessing:
    """Accomplices who try one passcode after another, each as soon as the server lets them.

    Args:
        house: where the meeting is.
        meeting: its id; the passcode is none of those that are tried.
        accomplices: who asks, and what each shows besides a passcode.

    Attributes:
        shown: passcodes that were shown.
        tried: those of them that the server compared with the right one.
    """

    house: House
    meeting: str
    accomplices: list[tuple[Principal, dict[str, str]]]
    shown: int = 0
    tried: int = 0

    async def for_two_days(self, meanwhile: Callable[[], Awaitable[object]]) -> None:
        """Each guesses until refused, and again as soon as the server said; ``meanwhile`` is done in between."""
        clock = self.house.clock
        end, again = clock.now + HOURS * 3600, dict.fromkeys(range(len(self.accomplices)), clock.now)
        while clock.now <= end:
            for number in [number for number, at in again.items() if at <= clock.now]:
                again[number] = clock.now + await self._until_stopped(*self.accomplices[number])
            await meanwhile()
            clock.now = min(again.values())

    async def _until_stopped(self, person: Principal, shown: dict[str, str]) -> float:
        """Guesses on while it is of use; how long it is of none."""
        while True:
            before = self.house.hasher.verified
            answer = await self._guess(person, shown)
            compared = self.house.hasher.verified - before
            assert compared == (answer == "passcode_mismatch")
            self.tried += compared
            if not compared:
                return answer if isinstance(answer, float) else NOTHING_HEARD

    async def _guess(self, person: Principal, shown: dict[str, str]) -> str | float | None:
        """The refusal's code, the seconds to wait, or None for who came in."""
        wish = RequestAdmission(passcode=f"{self.shown:08}", **shown)
        self.shown += 1
        try:
            await self.house.meetings.admit(person, self.meeting, wish)
        except Refused as no:
            if no.code not in {"passcode_mismatch", "throttled"}:
                raise
            return no.code if no.retry_after is None else no.retry_after
        return None


async def test_nobody_finds_it_and_nobody_invited_is_kept_out(path: Path) -> None:
    """People with a login, guests inside, members, holders of an invite, observers and a host, all together.

    Whatever counts one kind apart from another gives the accomplices both.
    """
    async with House(path, max_seats=64) as house:
        meeting = await house.meeting(passcode=PASSCODE)
        long = HOURS * 3600 + 1
        secret = await house.invite(meeting, expires_in=long)
        several = await house.invite(meeting, uses=2 * INSIDERS, expires_in=long)
        watching = await house.invite(meeting, uses=INSIDERS, expires_in=long, role="observer")
        guests = [await house.join(ANONYMOUS, meeting, invite=several) for _ in range(INSIDERS)]
        watchers = [await house.join(ANONYMOUS, meeting, invite=watching) for _ in range(INSIDERS)]
        host = Principal("user", "user:host")
        await house.join(host, meeting, host_key=house.host_key)
        members = [Principal("user", f"user:member {n}") for n in range(INSIDERS)]
        for person in [GRACE, *members]:
            await house.join(person, meeting, passcode=PASSCODE)
        insiders: list[tuple[Principal, dict[str, str]]] = [
            *((ANONYMOUS, {"resume": seat.welcome.resume}) for seat in (*guests, *watchers)),
            *((person, {}) for person in (host, *members)),
            *((Principal("user", f"user:invited {n}"), {"invite": several}) for n in range(INSIDERS)),
        ]
        outsiders = [(Principal("user", f"user:{n}"), dict[str, str]()) for n in range(GUESSERS)]
        guessing = Guessing(house, meeting, [*insiders, *outsiders])
        rounds = 0

        async def others_come_in() -> None:
            nonlocal rounds
            rounds += 1
            await house.admission(ANONYMOUS, meeting, invite=secret)
            await house.admission(ANONYMOUS, meeting, invite=secret, passcode=PASSCODE)
            await house.admission(ADA, meeting)
            await house.admission(GRACE, meeting)
            await house.admission(GRACE, meeting, passcode=PASSCODE)

        await guessing.for_two_days(others_come_in)
        assert rounds > HOURS / 2, rounds
        assert 20 * HOURS <= guessing.tried < guessing.shown
        assert guessing.tried / PASSCODES <= MOST
