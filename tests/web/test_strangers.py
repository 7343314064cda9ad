"""What someone learns and reaches without a login: nothing, and with an invite one meeting."""

import re
from itertools import product

import pytest
from jupyter_server.extension.manager import ExtensionManager
from tornado.simple_httpclient import HTTPStreamClosedError

from tests.web.conftest import Start
from tests.web.server import BASE, ROOT, Answer, MeetServer, cookies_set_by
from tests.web.test_table import rules

UNKNOWN = "A" * 22
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
BELOW = ("", "/preview", "/admissions", "/attendance", "/invites", "/invites/AAAAAAAAAAAAAAAA", "/secrets")


def seen(answer: Answer) -> tuple[int, bytes, list[tuple[str, str]]]:
    """All that a stranger can tell one reply from another by."""
    changing = {"Date", "Etag"}
    headers = sorted((name, value) for name, value in answer.headers.get_all() if name not in changing)
    return answer.status, answer.content, headers


@pytest.mark.parametrize(
    "body", [{}, {"invite": "s" * 43}, {"resume": "s" * 43}, {"invite": "x"}, {"passcode": "fourier"}]
)
async def test_a_meeting_that_exists_looks_like_one_that_does_not(start: Start, body: dict[str, str]) -> None:
    async with start() as server:
        there = (await server.meeting(title="canary-title", passcode="fourier"))["id"]
        ended = (await server.meeting())["id"]
        await server.as_kernel("DELETE", f"meetings/{ended}")
        for method, below in product(METHODS, BELOW):
            replies = [
                await server.call(method, f"meetings/{meeting}{below}", body)
                for meeting in (there, ended, UNKNOWN)
            ]
            assert len({repr(seen(reply)) for reply in replies}) == 1
            assert replies[0].code in {"login_required", "invite_invalid", "bad_field"}
            assert b"canary" not in replies[0].content


@pytest.mark.parametrize(
    "path", ["", "meetings", "nothing", "meetings/", "meetings/x", f"meetings/{UNKNOWN}/x/y/z", "me/x"]
)
async def test_a_stranger_gets_one_answer_everywhere(start: Start, path: str) -> None:
    async with start() as server:
        for method in METHODS:
            answer = await server.call(method, path, {"title": "a"})
            assert (answer.status, answer.code) == (401, "login_required")


async def test_malformed_input_comes_after_the_door(start: Start) -> None:
    async with start() as server:
        answer = await server.send("POST", f"{ROOT}api/v1/meetings", b"{", {"Content-Type": "text/plain"})
        assert answer.code == "login_required"


EVERYTHING = (
    "jupyterlab",
    "jupyter_lsp",
    "jupyter_server_terminals",
    "nbclassic",
    "notebook",
    "notebook_shim",
    "notebook_meet_server",
)
"""What is switched on where all of Jupyter's own is installed, and ours."""


def example(pattern: str) -> str:
    """A path that a pattern of Jupyter's router takes: an ``x`` for each class, the first of each alternative."""
    path = re.sub(
        r"\[[^\]]*\][+*?]?|\\[wd]\+|\.[*+]", "x", pattern.rstrip("$").replace("(?:(?:/[^/]+)+|/?)", "/x")
    )
    while "(" in path:
        path = re.sub(r"\((?:\?P<\w+>|\?:)?([^()]*)\)[+*?]?", lambda match: match[1].partition("|")[0], path)
    path = re.sub(r"\\(.)", r"\1", path).replace("?", "")
    assert re.match(pattern, path), (pattern, path)
    return path


def jupyters_paths(server: MeetServer) -> list[str]:
    """A path for each of the server's routes that are not ours."""
    patterns = {pattern for pattern, _ in rules(server.app.web_app) if pattern.startswith("/")}
    others = {pattern for pattern in patterns if not pattern.startswith(ROOT.rstrip("/"))}
    # jupyterlab_server forgets to send its no here, and a stranger waits for it for ever.
    return sorted(example(pattern) for pattern in others if "licenses" not in pattern)


async def knock(server: MeetServer, method: str, path: str, headers: dict[str, str]) -> int:
    """The status of a reply; 599 where one of Jupyter's own handlers falls over and hangs up."""
    try:
        answer = await server.send(method, path, None if method == "GET" else b"{}", headers)
    except HTTPStreamClosedError:
        return 599
    if 300 <= answer.status < 400:
        assert answer.headers["Location"].startswith(BASE), (
            "to the login, or to another address of this server"
        )
    return answer.status


PUBLIC = re.compile(
    rf"({BASE})?/?(login|logout|api|static/.*|robots\.txt|favicon\.ico|api/security/csp-report)?/?"
)
"""What Jupyter shows anyone: its login page, its version, its pictures."""


async def test_a_guest_reaches_the_meeting_and_nothing_else_of_the_server(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every route of the running server, JupyterLab's and all, with everything a guest has where a login would stand."""
    # notebook_shim puts its own here when it starts, which does not do for a server without it.
    monkeypatch.setattr(ExtensionManager, "sorted_extensions", ExtensionManager.sorted_extensions)
    async with start(ServerApp={"jpserver_extensions": dict.fromkeys(EVERYTHING, True)}) as server:
        paths, owner = jupyters_paths(server), {"Authorization": f"token {server.token}"}
        opened = [await knock(server, "GET", path, owner) for path in paths].count(200)
        assert opened > 30, "else these would be paths that nobody can reach"
        meeting = await server.meeting()
        secret = (await server.invite(meeting["id"], uses=5))["secret"]
        _, welcome = await server.join(await server.guest(meeting["id"], invite=secret))
        page, asked = (
            await server.send("GET", ROOT + meeting["id"]),
            await server.guest(meeting["id"], invite=secret),
        )
        assert not (cookies_set_by(page) | cookies_set_by(asked)).keys() - {"_xsrf"}, (
            "nothing logs a guest in"
        )
        tokens = (secret, asked.json["admission"], welcome["resume"])
        shown: list[dict[str, str]] = [{}]
        shown += [
            {"Authorization": f"{scheme} {token}"}
            for scheme, token in zip(("token", "token", "notebook-meet"), tokens, strict=True)
        ]
        shown += [{"Cookie": f"_xsrf=a; username-127-0-0-1-{server.port}={secret}", "X-XSRFToken": "a"}]
        reached = []
        for path, method, headers in product(paths, ("GET", "POST", "PUT", "PATCH", "DELETE"), shown):
            if await knock(server, method, path, headers) < 300 and not PUBLIC.fullmatch(path):
                reached.append((method, path))
        assert reached == []
        for path in ("me", "meetings", f"meetings/{meeting['id']}", f"meetings/{meeting['id']}/invites"):
            for headers in shown[1:]:
                answer = await server.call("GET", path, headers=headers)
                assert answer.json.get("logged_in") is False or answer.code == "login_required"
