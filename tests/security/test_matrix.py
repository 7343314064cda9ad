"""Every route and method, every kind of caller, every deployment: nobody gets more than the table says, and nobody less."""

import random
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any, Final

import pytest

from tests.security import table
from tests.security.asking import addresses, ask, does, told
from tests.security.deployments import application_of
from tests.security.logins import wrong_logins
from tests.security.populated import DEPLOYMENTS, Populated
from tests.web.addresses import ROOT
from tests.web.conftest import Start
from tests.web.test_table import answered, rules

SEED: Final = 2026
ALWAYS: Final = ("nobody", "the host")
"""Tried with every method that an address does not have, beside so many others from the seed; ``make soak`` tries everybody."""
OTHERS: Final = 2
OF_HUB: Final = frozenset({"login", "oauth_callback", "metrics"})
"""Two lead to the hub's login and back: ``logins.py``. The third has a door of its own, for programs with a scope of the hub:
``tests/web/test_metrics.py``."""


def calls_of(routes: table.Routes) -> list[tuple[str, str, str]]:
    """Pattern, method and action of every call. A relay's one pattern stands for all of the service's calls."""
    found = [(pattern, method, action) for pattern, own in routes.items() for method, action in own.items()]
    relayed = [call for call in found if call[2] == "relay"]
    if not relayed:
        return found
    behind = calls_of(
        {p: own for p, own in table.OF_MEETINGS.items() if p.startswith("api/v1/") and p != "api/v1/socket"}
    )
    # The service is asked in the owner's name, so nobody else is told even who they are.
    behind = [(pattern, method, "own" if action == "me" else action) for pattern, method, action in behind]
    return [call for call in found if call[2] != "relay"] + behind


def places() -> list[Any]:
    """Deployments, each with Jupyter's stricter setting, if it is one of Jupyter's own servers, and without."""
    settings = [
        (name, strict)
        for name in DEPLOYMENTS
        for strict in ("true", "false")
        if strict == "true" or "service" not in name.partition(" server")[0]
    ]
    whole = [pytest.param(name, strict, True, marks=pytest.mark.soak) for name, strict in settings]
    return [(name, strict, False) for name, strict in settings] + whole


@pytest.mark.parametrize(("name", "strict", "whole"), places())
async def test_everybody_may_what_the_table_says(
    name: str, strict: str, whole: bool, start: Start, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("JUPYTER_SERVER_ALLOW_UNAUTHENTICATED_ACCESS", strict)
    async with DEPLOYMENTS[name](start, monkeypatch, tmp_path) as here:
        assert set(here.scene.callers) >= set(here.callers), "a caller of the table was not made"
        assert below_the_root(here) == list(here.routes.items()), (
            "a route or method is missing in tests/security/table.py, or is gone"
        )
        wrong = await wrong_calls(here) + await wrong_methods(here, whole=whole) + await wrong_logins(here)
    assert not wrong, "\n".join(map(str, wrong))


def below_the_root(here: Populated) -> list[tuple[str, dict[str, str]]]:
    """The running router's patterns, in their order, with what their handlers have code for, and under which action's name.

    The root without its slash, which leads to the root, is left out. A service has nothing outside its root.
    """
    found = [
        (pattern.removesuffix("$"), target) for pattern, target in rules(application_of(here.scene.server))
    ]
    return [
        (
            pattern.removeprefix(ROOT),
            {method: target.ACTIONS.get(method, "") for method in sorted(answered(target))},
        )
        for pattern, target in found
        if pattern.startswith(ROOT) or (here.hub and pattern != ROOT.removesuffix("/"))
    ]


async def wrong_calls(here: Populated) -> list[tuple[str, ...]]:
    """Caller, call, expected and real decision, wherever these two differ."""
    wrong = []
    for who, caller in here.callers.items():
        for pattern, method, action in calls_of(here.routes):
            routes = here.routes if pattern in here.routes else table.OF_MEETINGS
            if pattern not in OF_HUB:
                path = addresses(here.scene, routes, pattern)[0]
                expected = told(table.decision(caller, action, method), method)
                got = await does(here.scene, here.scene.callers[who], action, method, path)
                wrong += [(who, f"{method} {pattern}", expected, got)] if got != expected else []
    return wrong


def unlisted(here: Populated, *, whole: bool) -> Iterator[tuple[str, str, str]]:
    """Caller, pattern, and a method that the address does not have; not everybody unless the whole is asked for."""
    chance = random.Random(SEED)
    others = sorted(here.callers.keys() - set(ALWAYS))
    for pattern, method in product(here.routes, table.METHODS):
        if method not in here.routes[pattern]:
            for who in here.callers if whole else (*ALWAYS, *chance.sample(others, OTHERS)):
                yield who, pattern, method


async def wrong_methods(here: Populated, *, whole: bool) -> list[tuple[str, ...]]:
    """The same for methods that an address does not have, and for addresses that are none."""
    chance = random.Random(SEED)
    wrong: list[tuple[str, ...]] = []
    for who, pattern, method in unlisted(here, whole=whole):
        paths = addresses(here.scene, here.routes, pattern)
        for path in paths if whole else [chance.choice(paths)]:
            expected = told(table.no_such_method(here.callers[who], pattern, method), method)
            got = await ask(here.scene, here.scene.callers[who], method, path)
            wrong += [(who, f"{method} {path}", expected, got)] if got != expected else []
    return wrong
