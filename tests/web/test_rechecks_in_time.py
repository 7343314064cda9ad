"""Within 60 s of losing the right everybody is out, with 500 people and a slow hub too. The clock is made up."""

import asyncio
import random
from collections.abc import Collection, Coroutine
from typing import Any, Final

import pytest

from notebook_meet_server.hub import HUB_SECONDS, TOKENS_KEPT, HubLogin
from notebook_meet_server.rechecks import AT_ONCE, Rechecks
from notebook_meet_server.rules.refused import Refused
from notebook_meet_server.rules.rights import Standing
from tests.simulated import simulated

EVERY: Final = 25.0
"""The setting's default."""
PROMISED: Final = 60.0
SLOW: Final = 0.75
"""Seconds for an answer, on average, up to which the promise holds for 500 people."""


def now() -> float:
    return asyncio.get_running_loop().time()


class SlowHub:
    """Takes its time, and hangs for some.

    Args:
        chance: chooses how long an answer takes.
        hangs: of whom it never answers.
    """

    def __init__(self, chance: random.Random, hangs: Collection[str] = ()) -> None:
        self.gone: dict[str, Standing] = {}
        self.asked = 0
        self.at_once = self.most_at_once = 0
        self.hangs = hangs
        self.trouble = ""
        self._chance = chance

    async def standing(self, principal: str) -> Standing:
        self.asked += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        answer = self.gone.get(principal, "good")  # as it was when the hub looked
        try:
            await self._take_time(principal)
        finally:
            self.at_once -= 1
        return answer

    async def _take_time(self, principal: str) -> None:
        if principal in self.hangs or self.trouble == "hangs":
            await asyncio.sleep(HUB_SECONDS)
            raise Refused("hub_unreachable")
        if self.trouble == "away":
            raise Refused("hub_unreachable")
        await asyncio.sleep(self._chance.uniform(0.1, 2 * SLOW - 0.1))


class Class:
    """A meeting room for as many as there are; notes when somebody is out."""

    def __init__(self, people: list[str]) -> None:
        self.here = dict.fromkeys(people, 0)
        self.out: dict[str, tuple[float, str]] = {}

    def who(self) -> dict[str, dict[str, list[str]]]:
        return {"one": {person: [f"{person} in a tab"] for person in self.here}}

    async def remove(self, meeting_id: str, participants: Collection[str], code: str) -> None:
        for one in participants:
            person = one.removesuffix(" in a tab")
            del self.here[person]
            self.out[person] = now(), code


PEOPLE: Final = [f"user:{number:03}" for number in range(500)]


def run(hub: Any, board: Any, job: Coroutine[Any, Any, None]) -> None:
    async def both() -> None:
        rechecks = Rechecks(hub, board, EVERY)
        rechecks.start()
        await job
        await rechecks.stop()
        assert hub.at_once == 0, "nothing goes on behind it"

    simulated(both())


@pytest.mark.parametrize("seed", range(5))
def test_of_500_everybody_who_loses_the_right_is_out_in_time_and_nobody_else(seed: int) -> None:
    chance = random.Random(seed)
    hub, board = SlowHub(chance, hangs=chance.sample(PEOPLE, 4)), Class(PEOPLE)
    losing = chance.sample([person for person in PEOPLE if person not in hub.hangs], 60)
    lost_at: dict[str, float] = {}

    async def three_minutes() -> None:
        for number, person in enumerate(losing):
            await asyncio.sleep(2.0)
            hub.gone[person] = "unknown" if number % 3 == 0 else "lost"
            lost_at[person] = now()
        await asyncio.sleep(PROMISED)

    run(hub, board, three_minutes())
    assert set(board.out) == set(losing)
    late = {person: at - lost_at[person] for person, (at, _) in board.out.items()}
    assert max(late.values()) < PROMISED
    assert {code for _, code in board.out.values()} == {"hub_not_allowed", "resume_refused"}
    assert hub.most_at_once == AT_ONCE


def test_one_slow_answer_holds_nobody_up() -> None:
    hub, board = SlowHub(random.Random(1), hangs=[PEOPLE[0]]), Class(PEOPLE[:20])
    hub.gone = dict.fromkeys(PEOPLE[1:20], "lost")

    async def a_round() -> None:
        await asyncio.sleep(EVERY + HUB_SECONDS - 0.1)
        assert list(board.here) == [PEOPLE[0]], "the others are out before the round is over"

    run(hub, board, a_round())


@pytest.mark.parametrize("trouble", ["hangs", "away"])
def test_while_the_hub_is_silent_everybody_stays_and_afterwards_the_promise_holds_again(trouble: str) -> None:
    hub, board = SlowHub(random.Random(2)), Class(PEOPLE)
    hub.gone = {PEOPLE[7]: "lost", PEOPLE[499]: "lost"}

    async def five_minutes_of_trouble() -> None:
        hub.trouble = trouble
        await asyncio.sleep(300.0)
        assert not board.out
        assert hub.asked <= 2 * AT_ONCE * 300 / EVERY, "a hub that is down is not asked about everybody"
        hub.trouble, back = "", now()
        await asyncio.sleep(PROMISED)
        assert set(board.out) == set(hub.gone)
        assert max(at for at, _ in board.out.values()) - back < PROMISED

    run(hub, board, five_minutes_of_trouble())


def test_who_the_hub_cannot_answer_for_does_not_keep_the_others_from_being_judged() -> None:
    """Also where there are so many of these that a round is given up: the next one begins with those left out."""
    hub, board = SlowHub(random.Random(3), hangs=PEOPLE[: 2 * AT_ONCE]), Class(PEOPLE)
    hub.gone = dict.fromkeys(PEOPLE[2 * AT_ONCE :], "lost")

    async def some_rounds() -> None:
        await asyncio.sleep(4 * EVERY + PROMISED)
        assert list(board.here) == PEOPLE[: 2 * AT_ONCE]

    run(hub, board, some_rounds())


class SlowClient:
    """The hub's client library, when the hub takes its time for each token, and refuses whoever has it.

    Args:
        seconds: that it takes.
    """

    api_token = "the service's"
    api_url = "http://hub.example/hub/api"
    access_scopes = frozenset({"access:services!service=meet"})

    def __init__(self, seconds: float) -> None:
        self.may = frozenset[str]()
        self.asked = 0
        self._seconds = seconds

    async def user_for_token(self, token: str, **_: Any) -> dict[str, Any]:
        self.asked += 1
        await asyncio.sleep(self._seconds)
        return {"kind": "user", "name": "ada"}

    def check_scopes(self, needed: frozenset[str], model: dict[str, Any]) -> frozenset[str]:
        return needed & self.may


def with_all_tokens(client: Any) -> HubLogin:
    login = HubLogin(client, "/m/")
    for number in range(TOKENS_KEPT):
        login._remember("user:ada", f"t{number}")
    return login


def test_who_has_as_many_tokens_as_are_kept_is_out_in_one_round_though_each_answer_takes_3_s() -> None:
    async def a_round() -> None:
        client, board = SlowClient(3.0), Class(["user:ada"])
        rechecks = Rechecks(with_all_tokens(client), board, EVERY)  # type: ignore[arg-type]
        client.may = client.access_scopes
        await rechecks.round()
        assert (board.out, client.asked) == ({}, 1), "the latest is good: the hub is spared the others"
        client.may = frozenset()
        began = now()
        await rechecks.round()
        assert board.out == {"user:ada": (began + 6.0, "hub_not_allowed")}

    simulated(a_round())


def test_a_hub_that_takes_a_call_and_says_nothing_is_told_of(caplog: pytest.LogCaptureFixture) -> None:
    async def a_round() -> None:
        board = Class(["user:ada"])
        await Rechecks(with_all_tokens(SlowClient(100.0)), board, EVERY).round()  # type: ignore[arg-type]
        assert not board.out
        assert now() == HUB_SECONDS

    simulated(a_round())
    assert "The hub at http://hub.example/hub/api took a call and gave no answer in 10 s." in caplog.text
