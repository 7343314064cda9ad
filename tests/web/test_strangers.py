"""What someone learns and reaches without a login: nothing, and with an invite one meeting."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from itertools import product
from typing import Any, Final

import pytest
from jupyter_server.extension.manager import ExtensionManager
from tornado.simple_httpclient import HTTPStreamClosedError

from tests.security.deployments import ALICES, known, own_server
from tests.web.conftest import Start
from tests.web.hub_service import MAY, hub_api
from tests.web.server import BASE, ROOT, Answer, MeetServer, cookies_set_by
from tests.web.test_table import answered, rules

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


def jupyters_calls(server: MeetServer) -> list[tuple[str, str]]:
    """A path for each of the server's routes that are not ours, with each method that something there has code for."""
    others = [
        (pattern, target)
        for pattern, target in rules(server.app.web_app)
        # jupyterlab_server forgets to send its no at "licenses", and a stranger waits for it for ever.
        if pattern.startswith("/") and not pattern.startswith(ROOT.rstrip("/")) and "licenses" not in pattern
    ]
    found = {
        (method, path)
        for path in {example(pattern) for pattern, _ in others}
        for pattern, target in others
        if re.match(pattern, path)
        for method in answered(target) - {"HEAD", "OPTIONS"}
    }
    return sorted(found)


AWAY: Final = (BASE, "/hub/api/oauth2/authorize?", "/hub/logout")
"""How addresses begin that a stranger may be sent to: the server's own, and on a hub those of its login."""


async def knock(server: MeetServer, method: str, path: str, headers: dict[str, str]) -> int:
    """The status of a reply; 599 where one of Jupyter's own handlers falls over and hangs up."""
    try:
        answer = await server.send(method, path, None if method == "GET" else b"{}", headers)
    except HTTPStreamClosedError:
        return 599
    if 300 <= answer.status < 400:
        assert answer.headers["Location"].startswith(AWAY), (
            "to the login, or to another address of this server"
        )
    return answer.status


PUBLIC = re.compile(
    rf"({BASE})?/?(login|logout|api|static/.*|robots\.txt|favicon\.ico|api/security/csp-report)?/?"
)
"""What Jupyter shows anyone: its login page, its version, its pictures."""


Place = Callable[
    [Start, pytest.MonkeyPatch, dict[str, Any]],
    AbstractAsyncContextManager[tuple[MeetServer, str, list[str]]],
]
"""A server with these settings, a token of its owner's, and the tokens that others have a right to elsewhere."""


@asynccontextmanager
async def plain(
    start: Start, _: pytest.MonkeyPatch, settings: dict[str, Any]
) -> AsyncIterator[tuple[MeetServer, str, list[str]]]:
    async with start(ServerApp=settings) as server:
        yield server, server.token, []


@asynccontextmanager
async def alices_own(
    start: Start, patch: pytest.MonkeyPatch, settings: dict[str, Any]
) -> AsyncIterator[tuple[MeetServer, str, list[str]]]:
    """Her server on a hub, where Carol has a login and a server, and may use the hub's services."""
    async with hub_api() as hub, own_server(patch, start, hub, None, ServerApp=settings) as server:
        yield server, known(hub, "alice", ALICES), [known(hub, "carol", "access:servers!server=carol/", MAY)]


# jupyterhub's own authorizer asks for it.
@pytest.mark.filterwarnings("ignore:HubAuth.oauth_scopes is deprecated")
@pytest.mark.parametrize(
    ("place", "unauthenticated"),
    [(plain, "true"), (alices_own, "true"), (alices_own, "false")],
    ids=["a plain server", "an own server on a hub", "an own server on a hub, strict"],
)
async def test_a_guest_reaches_the_meeting_and_nothing_else_of_the_server(
    place: Place, unauthenticated: str, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every route of the running server, JupyterLab's and all, with everything a guest has where a login would stand."""
    monkeypatch.setenv("JUPYTER_SERVER_ALLOW_UNAUTHENTICATED_ACCESS", unauthenticated)
    # notebook_shim puts its own here when it starts, which does not do for a server without it.
    monkeypatch.setattr(ExtensionManager, "sorted_extensions", ExtensionManager.sorted_extensions)
    settings = {"jpserver_extensions": dict.fromkeys(EVERYTHING, True)}
    async with place(start, monkeypatch, settings) as (server, owners, others):
        calls, owner = jupyters_calls(server), {"Authorization": f"token {owners}"}
        read = [await knock(server, method, path, owner) for method, path in calls if method == "GET"]
        assert read.count(200) > 30, "else these would be paths that nobody can reach"
        meeting = (await server.meeting())["id"]
        shown = [
            *await carried_by_a_guest(server, meeting),
            *({"Authorization": f"token {token}"} for token in others),
        ]
        assert await reached_by(server, calls, [{}, *shown]) == []
        for path in ("me", "meetings", f"meetings/{meeting}", f"meetings/{meeting}/invites"):
            for headers in shown:
                answer = await server.call("GET", path, headers=headers)
                assert answer.json.get("logged_in") is False or answer.code == "login_required"


async def carried_by_a_guest(server: MeetServer, meeting: str) -> list[dict[str, str]]:
    """Who came in by an invite shows every secret that this brought, in every way that a login is shown."""
    secret = (await server.invite(meeting, uses=5))["secret"]
    _, welcome = await server.join(await server.guest(meeting, invite=secret))
    page, asked = await server.send("GET", ROOT + meeting), await server.guest(meeting, invite=secret)
    assert not (cookies_set_by(page) | cookies_set_by(asked)).keys() - {"_xsrf"}, "nothing logs a guest in"
    tokens = {secret: "token", asked.json["admission"]: "token", welcome["resume"]: "notebook-meet"}
    cookie = f"_xsrf=a; username-127-0-0-1-{server.port}={secret}; jupyterhub-user-alice={secret}"
    shown = [{"Authorization": f"{scheme} {token}"} for token, scheme in tokens.items()]
    return [*shown, {"Cookie": cookie, "X-XSRFToken": "a"}]


async def reached_by(
    server: MeetServer, calls: list[tuple[str, str]], shown: list[dict[str, str]]
) -> list[tuple[str, str]]:
    """Those of the calls that open something to who shows any of these, and not to everybody."""
    return [
        (method, path)
        for (method, path), headers in product(calls, shown)
        if not PUBLIC.fullmatch(path) and await knock(server, method, path, headers) < 300
    ]
