"""For callers without a login a wrong passcode, no meeting and an ended one are one answer, and cost the same."""

from pathlib import Path

import pytest

from notebook_meet.wire.rest import RequestAdmission
from notebook_meet_server.rules.records import ANONYMOUS, Principal
from notebook_meet_server.rules.refused import Refused
from tests.switchboard.house import ADA, GRACE, House

UNKNOWN, NOBODY = "A" * 22, "s" * 43


class Cost:
    """Counts what an answer costs: hashes, and calls of the store."""

    def __init__(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        self._house, self.stored = house, 0
        run = house.thread.run

        async def counted(*args: object, **more: object) -> object:
            self.stored += 1
            return await run(*args, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(house.thread, "run", counted)

    async def of(self, meeting: str, **wish: str) -> tuple[str, int, int]:
        """The code, and how many hashes and store calls it took."""
        hashes, stored = self._house.hasher.verified, self.stored
        with pytest.raises(Refused) as no:
            await self._house.meetings.admit(ANONYMOUS, meeting, RequestAdmission(**wish))
        return no.value.code, self._house.hasher.verified - hashes, self.stored - stored


@pytest.mark.parametrize(
    "wish",
    [
        {"passcode": "wrong"},
        {"passcode": "fourier"},
        {"passcode": "wrong", "invite": NOBODY},
        {"passcode": "fourier", "resume": NOBODY},
        {"passcode": "wrong", "host_key": NOBODY},
    ],
)
async def test_one_answer_at_one_cost(
    path: Path, monkeypatch: pytest.MonkeyPatch, wish: dict[str, str]
) -> None:
    async with House(path) as house:
        there = await house.meeting(passcode="fourier")
        ended = await house.meeting(passcode="fourier")
        await house.meetings.end(ADA, ended)
        cost = Cost(house, monkeypatch)
        answers = [await cost.of(meeting, **wish) for meeting in (there, ended, UNKNOWN)]
        assert len(set(answers)) == 1
        assert answers[0][0] in {"login_required", "invite_invalid"}
        assert answers[0][1] == 0, "nobody without a right makes the server hash"


async def test_twenty_wrong_ones_close_the_meeting_for_an_hour_and_then_no_more(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting(passcode="fourier")
        for number in range(20):
            person = Principal("user", f"user:{number}")
            with pytest.raises(Refused, match="passcode_mismatch"):
                await house.admission(person, meeting, passcode="no")
        with pytest.raises(Refused) as no:
            await house.admission(GRACE, meeting, passcode="fourier")
        assert (no.value.code, no.value.retry_after) == ("throttled", 3600.0)
        assert house.hasher.verified == 20
        await house.admission(ADA, meeting)  # the owner has a seat
        house.clock.now += 3600.0
        await house.admission(GRACE, meeting, passcode="fourier")
