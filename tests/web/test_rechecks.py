"""Who loses the right to be here is put out; while nobody can say, everybody stays."""

import asyncio
from collections.abc import Collection
from typing import Any

import pytest

from notebook_meet_server.rechecks import Rechecks
from notebook_meet_server.rules.refused import Refused
from notebook_meet_server.rules.rights import Standing


class Board:
    def __init__(self, who: dict[str, dict[str, list[str]]]) -> None:
        self._who = who
        self.removed: list[tuple[str, list[str], str]] = []

    def who(self) -> dict[str, dict[str, list[str]]]:
        return self._who

    async def remove(self, meeting_id: str, participants: Collection[str], code: str) -> None:
        self.removed.append((meeting_id, list(participants), code))


class Hub:
    def __init__(self, *good: str, away: bool = False, unknown: str = "") -> None:
        self._good = good
        self._away = away
        self.unknown = unknown

    async def standing(self, principal: str) -> Standing:
        if self._away:
            raise Refused("hub_unreachable")
        if principal == self.unknown:
            return "unknown"
        return "good" if principal in self._good else "lost"


WHO = {"one": {"user:ada": ["a1", "a2"], "user:bob": ["b1"]}, "two": {"user:bob": ["b2"], "guest:x": ["x"]}}


def rechecks(hub: Hub, board: Any, **more: Any) -> Rechecks:
    return Rechecks(hub, board, 25.0, **more)


def test_everywhere_and_nobody_else() -> None:
    board = Board(WHO)
    asyncio.run(rechecks(Hub("user:ada", "guest:x"), board).round())
    assert board.removed == [("one", ["b1"], "hub_not_allowed"), ("two", ["b2"], "hub_not_allowed")]


def test_a_fault_about_one_does_not_end_the_round_for_the_others(caplog: pytest.LogCaptureFixture) -> None:
    class Faulty(Hub):
        async def standing(self, principal: str) -> Standing:
            if principal == "user:ada":
                raise RuntimeError("a fault of ours")
            return await super().standing(principal)

    board = Board(WHO)
    asyncio.run(rechecks(Faulty("guest:x"), board).round())
    assert [ids for _, ids, _ in board.removed] == [["b1"], ["b2"]]
    assert "Looking at somebody's rights again" in caplog.text


def test_while_the_hub_is_away_everybody_stays() -> None:
    board = Board(WHO)
    asyncio.run(rechecks(Hub(away=True), board).round())
    assert board.removed == []


@pytest.mark.parametrize(
    ("shows_a_login", "removed"), [(True, []), (False, [("one", ["a1", "a2"], "resume_refused")])]
)
def test_who_is_unknown_has_a_moment_to_show_a_login(shows_a_login: bool, removed: list[Any]) -> None:
    board, hub, waits = Board(WHO), Hub("user:ada", "user:bob", "guest:x", unknown="user:ada"), []

    async def moment(seconds: float) -> None:
        waits.append(seconds)
        if shows_a_login:
            hub.unknown = ""

    asyncio.run(rechecks(hub, board, sleep=moment).round())
    assert (board.removed, waits) == (removed, [5.0])


def test_again_and_again_also_after_a_fault(caplog: pytest.LogCaptureFixture) -> None:
    class Faulty(Board):
        calls = 0

        def who(self) -> dict[str, dict[str, list[str]]]:
            self.calls += 1
            if self.calls == 1:
                raise RuntimeError("a fault of ours")
            return super().who()

    waits: list[float] = []
    board = Faulty(WHO)

    async def run() -> None:
        enough = asyncio.Event()

        async def sleep(seconds: float) -> None:
            waits.append(seconds)
            if len(waits) > 2:
                enough.set()
                await asyncio.Event().wait()

        loop = rechecks(Hub("user:ada", "guest:x"), board, sleep=sleep)
        loop.start()
        await enough.wait()
        await loop.stop()

    asyncio.run(run())
    assert waits == [25.0] * 3
    assert len(board.removed) == 2
    assert "Looking at people's rights again" in caplog.text
