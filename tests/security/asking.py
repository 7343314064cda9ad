"""How the matrix asks: an address of each route, a request in which nothing but the caller is wrong, and what the answer says."""

import json
import re
from typing import Any, Final

from notebook_meet.wire.errors import ERRORS
from tests.security import table
from tests.security.scene import Scene, Shown
from tests.web.addresses import ROOT
from tests.web.raw import Raw, upgrade
from tests.web.server import Answer

BODILESS: Final = frozenset({"GET", "HEAD", "DELETE"})


async def ask(scene: Scene, shown: Shown, method: str, path: str, body: dict[str, Any] | None = None) -> str:
    """``yes``, or the code of the refusal; ``HEAD`` is told its status alone."""
    headers = {**({"Origin": scene.server.origin} if path.endswith("/socket") else {}), **shown.headers}
    content = None
    if method not in BODILESS:
        headers["Content-Type"] = "application/json"
        content = json.dumps(body or {}).encode()
    answer = await scene.server.send(method, ROOT + path, content, headers)
    return outcome(answer, method)


def outcome(answer: Answer, method: str) -> str:
    """``yes``, or the code of the refusal."""
    if answer.status < 400:
        return "yes"
    return str(answer.status) if method == "HEAD" else answer.code


def told(code: str, method: str) -> str:
    """What of a decision of the table an answer can tell."""
    return str(ERRORS[code].status) if method == "HEAD" and code != "yes" else code


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


EXAMPLES: Final = {
    "static/([^/]*)": ("static/page.js",),
    "api/v1(?:/.*)?": (
        "api/v1/no.thing",
        "api/v1",
        "api/v1/",
        "api/v1/me.json",
        "api/v1/meetings/.",
        "api/v1/../../api/contents",
        "api/v1/meetings/MEETING/invites/a/b.c",
    ),
    "(?:api|static)(?:/.*)?": ("api/nothing", "api", "static", "api/v2/me", "api/contents", "static/a/b.js"),
    "([^/]+)": ("MEETING", "no-meeting", "api%2Fv1%2Fmeetings", ".."),
    "([A-Za-z0-9_-]+)": ("MEETING", "no-meeting", "metrics", "login"),
    "lab/([A-Za-z0-9_-]{22})": ("lab/MEETING",),
    "api/v1/([A-Za-z0-9_/-]*)": ("api/v1/me", "api/v1/meetings", "api/v1/nothing", "api/v1/"),
    ".*": ("two/segments", "../api/contents", "login/x", "metrics/x", "lab/x/y", "%2e%2e/api/kernels", "//x"),
}
"""Addresses below the root for patterns that do not say it themselves. Several for those that catch whatever nobody else does."""


def addresses(scene: Scene, routes: table.Routes, pattern: str) -> list[str]:
    """Addresses that a route answers, and none before it."""
    written = EXAMPLES.get(pattern) or (
        pattern.replace("([^/]*)", "MEETING", 1).replace("([^/]*)", "INVITE"),
    )
    paths = [path.replace("MEETING", scene.meeting) for path in written]
    found = [path for path in paths if next(one for one in routes if re.fullmatch(one, path)) == pattern]
    assert found, pattern
    return found
