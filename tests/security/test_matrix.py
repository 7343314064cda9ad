"""Every route and method, every kind of caller, every deployment: nobody gets more than the table says, and nobody less."""

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest

from tests.security import table
from tests.security.deployments import application_of
from tests.security.populated import DEPLOYMENTS, Populated
from tests.security.scene import Scene, Shown
from tests.web.addresses import ROOT
from tests.web.conftest import Start
from tests.web.raw import Raw, upgrade
from tests.web.server import Answer
from tests.web.test_table import rules

UNLISTED: Final = "PUT"
"""A method that no address has."""
OF_HUB: Final = frozenset({"login", "oauth_callback", "metrics"})
"""Two lead to the hub's login and back, whoever asks; ``tests/security/test_advisories.py`` looks where. The third has a door of
its own, for programs with a scope of the hub: ``tests/web/test_metrics.py``."""


async def ask(scene: Scene, shown: Shown, method: str, path: str, body: dict[str, Any] | None = None) -> str:
    """``yes``, or the code of the refusal."""
    headers = {**({"Origin": scene.server.origin} if path.endswith("/socket") else {}), **shown.headers}
    content = None
    if method not in {"GET", "HEAD", "DELETE"}:
        headers["Content-Type"] = "application/json"
        content = json.dumps(body or {}).encode()
    return outcome(await scene.server.send(method, ROOT + path, content, headers))


def outcome(answer: Answer) -> str:
    return "yes" if answer.status < 400 else answer.code


async def opens(scene: Scene, shown: Shown) -> str:
    """Tries the socket: ``yes``, or the code of the refusal."""
    host = f"127.0.0.1:{scene.server.port}"
    sent = {"Origin": f"http://{host}", **shown.headers}
    async with Raw(scene.server.port) as raw:
        status, _, content = await raw.ask(upgrade(host, list(sent.items())))
    return "yes" if status == 101 else str(json.loads(content)["error"]["code"])


async def does(scene: Scene, shown: Shown, action: str, method: str, path: str) -> str:
    """Asks for an action, in a way that nothing but the caller speaks against."""
    if action == "socket":
        return await opens(scene, shown)
    if action in {"preview", "admission"}:
        return await ask(scene, shown, method, path, dict(shown.secrets))
    if action == "revoke_invite":
        path = path.replace("INVITE", (await scene.invite())[0])
    if action == "end_meeting":
        fresh = await scene.host.call("POST", "meetings", {"title": "to be ended"})
        ended = await ask(scene, shown, method, f"api/v1/meetings/{fresh.json['meeting']['id']}")
        return await ask(scene, shown, method, path) if ended != "yes" else ended
    return await ask(
        scene, shown, method, path, {"create": {"title": "made"}, "update": {"title": "matrix"}}.get(action)
    )


def address(scene: Scene, pattern: str) -> str:
    """An address that a pattern matches, below the root."""
    examples = {
        "static/([^/]*)": "static/page.js",
        "api/v1(?:/.*)?": "api/v1/no.thing",
        "(?:api|static)(?:/.*)?": "api/nothing",
        "([^/]+)": scene.meeting,
        "([A-Za-z0-9_-]+)": scene.meeting,
        "lab/([A-Za-z0-9_-]{22})": f"lab/{scene.meeting}",
        "api/v1/([A-Za-z0-9_/-]*)": "api/v1/me",
        ".*": "two/segments",
    }
    path = examples.get(pattern) or pattern.replace("([^/]*)", scene.meeting, 1).replace("([^/]*)", "INVITE")
    assert re.fullmatch(pattern, path)
    return path


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


@pytest.mark.parametrize(
    ("name", "strict"),
    # The stricter setting is one of Jupyter's own servers.
    [
        (name, strict)
        for name in DEPLOYMENTS
        for strict in ("true", "false")
        if strict == "true" or "service" not in name.partition(" server")[0]
    ],
)
async def test_everybody_may_what_the_table_says(
    name: str, strict: str, start: Start, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("JUPYTER_SERVER_ALLOW_UNAUTHENTICATED_ACCESS", strict)
    async with DEPLOYMENTS[name](start, monkeypatch, tmp_path) as here:
        assert set(here.scene.callers) >= set(here.callers), "a caller of the table was not made"
        assert below_the_root(here) == set(here.routes), (
            "a route is missing in tests/security/table.py, or is gone"
        )
        wrong = await wrong_calls(here) + await wrong_methods(here)
    assert not wrong, "\n".join(map(str, wrong))


def below_the_root(here: Populated) -> set[str]:
    """The patterns of the running router; the root without its slash, which leads to the root, is left out."""
    found = {pattern.removesuffix("$") for pattern, _ in rules(application_of(here.scene.server))}
    return {pattern.removeprefix(ROOT) for pattern in found if pattern.startswith(ROOT)}


async def wrong_calls(here: Populated) -> list[tuple[str, ...]]:
    """Caller, call, expected and real decision, wherever these two differ."""
    wrong = []
    for who, caller in here.callers.items():
        for pattern, method, action in calls_of(here.routes):
            if pattern not in OF_HUB:
                expected = table.decision(caller, action, method)
                got = await does(
                    here.scene, here.scene.callers[who], action, method, address(here.scene, pattern)
                )
                wrong += [(who, f"{method} {pattern}", expected, got)] if got != expected else []
    return wrong


async def wrong_methods(here: Populated) -> list[tuple[str, ...]]:
    """The same for a method that an address does not have."""
    wrong = []
    for who, caller in here.callers.items():
        for pattern in here.routes.keys() - OF_HUB:
            expected = table.no_such_method(caller, pattern)
            got = await ask(here.scene, here.scene.callers[who], UNLISTED, address(here.scene, pattern))
            wrong += [(who, f"{UNLISTED} {pattern}", expected, got)] if got != expected else []
    return wrong
