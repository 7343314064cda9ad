"""Weaknesses that others of this kind had, and were told the public, tried here."""

import ast
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import pytest

from notebook_meet.wire import limits
from tests.security.deployments import ALICES, hub_browser, known, own_server
from tests.security.scene import by
from tests.web.addresses import ROOT
from tests.web.conftest import Start
from tests.web.hub_service import MAY, HubApi, Service, hub_api
from tests.web.raw import Raw, upgrade
from tests.web.server import Browser, MeetServer
from tests.web.test_next_page import HOSTILE

EVIL: Final = "https://evil.example"
HERE: Final = "tests/security/test_advisories.py"
TRIED_IN: Final = {
    # a proxied socket's path without any login
    "CVE-2024-28179": (
        f"{HERE}::test_no_path_but_the_socket_s_becomes_a_socket",
        "tests/security/test_messages.py::test_a_message_does_what_the_table_says",
    ),
    # past the lobby
    "GHSA-6268-rqrh-9rf3": (
        "tests/security/test_messages.py::test_a_message_does_what_the_table_says",
        "tests/e2e/test_waiting_room.py::test_a_waiting_page_learns_nothing_of_the_meeting",
    ),
    "XSS by a display name": ("tests/e2e/test_hostile_text.py::test_nothing_runs",),
    # an origin compared with a pattern's beginning
    "CVE-2026-40110": (
        f"{HERE}::test_jupyter_s_patterns_of_origins_open_nothing_here",
        "tests/security/test_cross_site.py::test_no_other_site_opens_a_socket",
    ),
    "open redirect in next": (
        f"{HERE}::test_the_login_leads_nobody_to_another_site",
        "tests/web/test_next_page.py::test_any_other_page_is_the_root",
    ),
    # a token in logs, by the Referer
    "CVE-2026-86049": (
        "tests/web/test_log.py::test_the_log_holds_nothing_of_what_was_sent_nor_from_where",
        "tests/web/test_pages.py::test_every_reply_carries_the_headers",
    ),
    # a name without bounds in the log
    "CVE-2026-54338": (
        f"{HERE}::test_a_name_from_the_hub_is_bounded_in_our_log_and_in_the_roster",
        "tests/web/test_log.py::test_the_log_holds_nothing_of_what_was_sent_nor_from_where",
    ),
    # cookies thrown from one user's server at another's
    "CVE-2024-28233": (
        f"{HERE}::test_a_thrown_cookie_does_not_make_another_user_s_page_ours",
        f"{HERE}::test_a_login_cookie_counts_only_with_the_application_s_own_signature",
        "tests/security/test_matrix.py::test_everybody_may_what_the_table_says",
    ),
}
"""The tests that try each of them."""


def named_in(file: Path) -> set[str]:
    """The names of a file's tests; none if there is no such file."""
    tree = ast.parse(file.read_bytes()) if file.exists() else ast.Module([], [])
    functions = (one for one in tree.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef))
    return {one.name for one in functions if one.name.startswith("test_")}


def test_each_is_tried_somewhere() -> None:
    root, missing = Path(__file__).parents[2], []
    for test in (test for tests in TRIED_IN.values() for test in tests):
        file, _, name = test.partition("::")
        if name not in named_in(root / file):
            missing.append(test)
    assert missing == []
    assert all(TRIED_IN.values())


@asynccontextmanager
async def at_service(
    hub: HubApi, _start: Start, _patch: pytest.MonkeyPatch, folder: Path
) -> AsyncIterator[MeetServer]:
    async with Service(hub, folder) as server:
        yield server


@asynccontextmanager
async def at_own_server(
    hub: HubApi, start: Start, patch: pytest.MonkeyPatch, _folder: Path
) -> AsyncIterator[MeetServer]:
    async with own_server(patch, start, hub, None) as server:
        yield server


Place = Callable[..., Any]
ON_HUB: Final = pytest.mark.parametrize("place", [at_service, at_own_server], ids=["service", "own server"])


# --- CVE-2024-28179: a socket's path that nobody guards ---------------------------------------------------------------


async def test_no_path_but_the_socket_s_becomes_a_socket(start: Start) -> None:
    """Even with the token: what is no socket of ours is passed on to nothing behind."""
    async with start() as server:
        paths = {
            f"{ROOT}{name}"
            for name in ("", "x", "api/v1/me", "api/v1/socket/", "api/v1/socket/x", "static/x", "proxy/80/")
        }
        opened = []
        for path in paths:
            host = f"127.0.0.1:{server.port}"
            known_by = [("Origin", server.origin), ("Authorization", f"token {server.token}")]
            asked = upgrade(host, known_by).replace(f"{ROOT}api/v1/socket ".encode(), f"{path} ".encode())
            async with Raw(server.port) as raw:
                status, _, _ = await raw.ask(asked)
            opened += [path] if status == 101 else []
        assert opened == []


# --- CVE-2026-40110: an origin compared with a pattern's beginning ----------------------------------------------------


async def test_jupyter_s_patterns_of_origins_open_nothing_here(start: Start) -> None:
    """They are Jupyter's own setting, compared from the beginning only in some versions; ours lists whole origins."""
    loose = {"allow_origin_pat": r"https://good\.example", "allow_origin": "*"}
    async with start(ServerApp=loose, Meet={"allow_origins": ["https://good.example"]}) as server:
        status = {}
        for origin in (
            "https://good.example",
            "https://good.example.evil.example",
            "https://goodXexample",
            EVIL,
        ):
            async with Raw(server.port) as raw:
                asked = upgrade(f"127.0.0.1:{server.port}", [("Origin", origin)])
                status[origin], _, _ = await raw.ask(asked)
            answer = await server.call("GET", "me", headers={**server.kernel, "Origin": origin})
            assert (answer.status == 200) == (status[origin] == 101)
            assert "Access-Control-Allow-Origin" not in answer.headers
    assert [origin for origin, code in status.items() if code == 101] == ["https://good.example"]


# --- an open redirect in next ----------------------------------------------------------------------------------------


async def test_the_login_leads_nobody_to_another_site(tmp_path: Path) -> None:
    """Who is logged in already goes on at once, and who is not goes to the hub, whatever the address asks for."""
    async with hub_api() as hub, Service(hub, tmp_path) as server:
        ada = await hub_browser(server, hub, known(hub, "ada", MAY))
        headers = by(ada).headers
        astray = []
        for wanted in HOSTILE:
            address = f"{ROOT}login?next={quote(wanted, safe='')}"
            back = (await server.send("GET", address, headers=headers)).headers["Location"]
            away = (await server.send("GET", address)).headers["Location"]
            if back != ROOT or not away.startswith("/hub/api/oauth2/authorize?"):
                astray.append((wanted, back, away))
        assert astray == []
        assert len(HOSTILE) >= 60


# --- CVE-2026-54338: a name without bounds in the log ----------------------------------------------------------------


async def test_a_name_from_the_hub_is_bounded_in_our_log_and_in_the_roster(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with hub_api() as hub, Service(hub, tmp_path) as server:
        hub.knows("token-of-long", "long" * 5000, MAY)
        headers = {"Authorization": "token token-of-long"}
        made = await server.call("POST", "meetings", {"title": "a"}, headers)
        path = f"meetings/{made.json['meeting']['id']}"
        _, welcome = await server.join(await server.call("POST", f"{path}/admissions", {}, headers))
        await server.call("GET", f"{path}/attendance", headers=headers)
    (shown,) = welcome["participants"]
    assert len(shown["name"]) == limits.NAME_CHARS
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("notebook_meet")]
    assert ours
    assert max(map(len, ours)) <= 256
    assert not [line for line in ours if "longlong" in line]


# --- CVE-2024-28233: cookies thrown from one user's server at another's ----------------------------------------------


def cookies(browser: Browser, **thrown: str) -> dict[str, str]:
    """What the browser sends after another server of the hub has set cookies for our path. Both come along; theirs first."""
    sent = [
        *thrown.items(),
        *((name, value) for name, value in browser.cookies.items() if name not in thrown),
    ]
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in sent)}


@ON_HUB
async def test_a_thrown_cookie_does_not_make_another_user_s_page_ours(
    place: Place, start: Start, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Bob's page knows a token that was given to Bob, and can make Alice's browser send it as a cookie, too."""
    async with hub_api() as hub, place(hub, start, monkeypatch, tmp_path) as server:
        alice = await hub_browser(server, hub, known(hub, "alice", ALICES, MAY))
        bob = await hub_browser(server, hub, known(hub, "bob", ALICES, MAY))
        plain = "2|23ab6ea1|62017278106dd0a76017df961fd9f489|1795373065"  # one of Tornado's own, which anybody can make
        for thrown in (bob.cookies["_xsrf"], plain, "x", ""):
            forged = {**cookies(alice, _xsrf=thrown), "X-XSRFToken": thrown, "Origin": server.origin}
            for method, path, body in (("POST", "meetings", {"title": "forged"}), ("GET", "meetings", None)):
                answer = await server.call(method, path, body, {**forged, "Sec-Fetch-Mode": "cors"})
                assert (answer.status, answer.code) == (403, "xsrf_missing"), (method, thrown)
        assert (await alice.call("GET", "meetings")).json["meetings"] == []
        assert (await alice.call("POST", "meetings", {"title": "her own"})).status == 201


@ON_HUB
async def test_a_login_cookie_counts_only_with_the_application_s_own_signature(
    place: Place, start: Start, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with hub_api() as hub, place(hub, start, monkeypatch, tmp_path) as server:
        alice = await hub_browser(server, hub, known(hub, "alice", ALICES, MAY))
        for name, value in list(alice.cookies.items()):
            if value.startswith("2|"):
                kept, _, signature = value.rpartition("|")
                forged = f"{kept}|{signature[::-1]}"
                answer = await server.call("GET", "me", headers=cookies(alice, **{name: forged}))
                assert answer.json["logged_in"] is False
