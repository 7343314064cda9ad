"""Pages of other web sites, with the login cookie of somebody who is logged in here, in every spelling of an origin."""

import json
from collections.abc import Iterator

import pytest

from notebook_meet_server.web.routes import TABLE
from tests.web.conftest import Start
from tests.web.raw import Headers, Raw, request, upgrade
from tests.web.server import ROOT, Browser, MeetServer

FOREIGN = [
    # Another site.
    "https://evil.example",
    "HTTPS://EVIL.EXAMPLE",
    "http://evil.example:{port}",
    "http://evil.example:80",
    "https://evil.example:443",
    # No site.
    "",
    "null",
    "NULL",
    "undefined",
    "*",
    "about:blank",
    # A name for the address.
    "http://localhost:{port}",
    "http://LocalHost:{port}",
    "http://localhost.:{port}",
    # Another port, or a strange one.
    "http://127.0.0.1",
    "http://127.0.0.1:",
    "http://127.0.0.1:80",
    "https://127.0.0.1",
    "https://127.0.0.1:443",
    "http://127.0.0.1:{next}",
    "http://127.0.0.1:{port}0",
    "http://127.0.0.1:+{port}",
    "http://127.0.0.1:{port}:80",
    "http://127.0.0.1:0x1F90",
    # Something before or behind.
    "http://127.0.0.1:{port}.",
    "http://127.0.0.1.:{port}",
    "http://127.0.0.1:{port}/",
    "http://127.0.0.1:{port}/meet",
    "http://127.0.0.1:{port}?",
    "http://127.0.0.1:{port}#",
    "http://evil.example/http://127.0.0.1:{port}",
    "http://evil.example?http://127.0.0.1:{port}",
    "http://evil.example#http://127.0.0.1:{port}",
    "http://evil.example\\127.0.0.1:{port}",
    "http://127.0.0.1:{port}\\evil.example",
    # A login.
    "http://127.0.0.1:{port}@evil.example",
    "http://evil.example@127.0.0.1:{port}",
    "http://user:word@127.0.0.1:{port}",
    "http://@127.0.0.1:{port}",
    # Domains above and below.
    "http://a.127.0.0.1:{port}",
    "http://.127.0.0.1:{port}",
    "http://127.0.0.1.evil.example:{port}",
    "http://127.0.0.1:{port}.evil.example",
    "http://evil127.0.0.1:{port}",
    # Another scheme, or none.
    "ws://127.0.0.1:{port}",
    "wss://127.0.0.1:{port}",
    "ftp://127.0.0.1:{port}",
    "file://127.0.0.1:{port}",
    "javascript://127.0.0.1:{port}",
    "chrome-extension://127.0.0.1:{port}",
    "127.0.0.1:{port}",
    "//127.0.0.1:{port}",
    "http:127.0.0.1:{port}",
    "http:/127.0.0.1:{port}",
    "http:///127.0.0.1:{port}",
    "http//127.0.0.1:{port}",
    # The same address in other figures.
    "http://2130706433:{port}",
    "http://0x7f000001:{port}",
    "http://0x7f.0.0.1:{port}",
    "http://0177.0.0.1:{port}",
    "http://127.1:{port}",
    "http://127.0.0.01:{port}",
    "http://127.0.0.2:{port}",
    "http://0.0.0.0:{port}",
    # IPv6.
    "http://[::1]:{port}",
    "http://[::]:{port}",
    "http://[::ffff:127.0.0.1]:{port}",
    "http://[127.0.0.1]:{port}",
    "http://[127.0.0.1:{port}",
    # Escapes, and letters that look alike.
    "http://127%2e0%2e0%2e1:{port}",
    "http://%31%32%37.0.0.1:{port}",
    "http://127.0.0.1%00.evil.example:{port}",
    "http%3a//127.0.0.1:{port}",
    "http://127.0.0.1%3a{port}",
    "http://127.0.0.1\xad:{port}",
    "http://\xb927.0.0.1:{port}",
    # White space and lists.
    "http://127.0.0.1 :{port}",
    "http://127.0.0.1: {port}",
    "http ://127.0.0.1:{port}",
    "http://127.0.0.1:{port} http://evil.example",
    "http://evil.example http://127.0.0.1:{port}",
    "http://127.0.0.1:{port}, http://evil.example",
    "http://127.0.0.1:{port},http://127.0.0.1:{port}",
    "http://127.0.0.1:{port};",
    "http://127.0.0.1:{port}\tnull",
    "http://127.0.0.1:{port}\x0b",
    "http://127.0.0.1:{port}\x00",
    '"http://127.0.0.1:{port}"',
    "<http://127.0.0.1:{port}>",
]


def spellings(port: int) -> Iterator[Headers]:
    """The headers of every request that another site's page could send."""
    own = f"http://127.0.0.1:{port}"
    for text in FOREIGN:
        yield [("Origin", text.format(port=port, next=port + 1))]
    evil = "https://evil.example"
    yield [("oRIGIN", evil)]
    yield [("Origin", own), ("Origin", evil)]
    yield [("Origin", evil), ("Origin", own)]
    yield [("Origin", own), ("Origin", own)]
    yield [("Origin", evil), ("Referer", f"{own}/"), ("Sec-Fetch-Site", "same-origin")]
    yield [("Origin", evil), ("X-Forwarded-Host", "evil.example"), ("Forwarded", "host=evil.example")]
    yield [("Origin", evil), ("X-Forwarded-For", "127.0.0.1"), ("X-Original-Host", "evil.example")]


def changes(meeting: str, invite: str) -> dict[str, tuple[str, str, dict[str, object]]]:
    """A request for each route and method that changes something."""
    bodies: dict[str, dict[str, object]] = {"create": {"title": "evil"}, "update": {"title": "evil"}}
    found: dict[str, tuple[str, str, dict[str, object]]] = {}
    for pattern, handler in TABLE:
        for method, action in handler.ACTIONS.items():
            if method not in {"GET", "HEAD"}:
                path = pattern.replace("([^/]*)", meeting, 1).replace("([^/]*)", invite)
                found[action] = (method, ROOT + path, bodies.get(action, {}))
    return found


def credentials(browser: Browser) -> Headers:
    """All that somebody's browser has; another site's page would not even have the XSRF header."""
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    return [("Cookie", cookies), ("X-XSRFToken", browser.cookies["_xsrf"])]


async def answer(server: MeetServer, data: bytes) -> tuple[int, str]:
    """Status and code. A request that breaks HTTP is refused without a code."""
    async with Raw(server.port) as raw:
        status, _, content = await raw.ask(data)
    return status, json.loads(content)["error"]["code"] if content.startswith(b'{"error"') else ""


async def knock(
    server: MeetServer, who: Headers, origin: Headers, meeting: str, invite: str
) -> dict[str, int]:
    """Tries the socket and every change; the status of what was not refused because of its origin."""
    host, passed = f"127.0.0.1:{server.port}", {}
    status, code = await answer(server, upgrade(host, [*who, *origin]))
    if (status, code) not in {(403, "origin_refused"), (400, "")}:
        passed["socket"] = status
    for action, (method, path, fields) in changes(meeting, invite).items():
        body = json.dumps(fields).encode()
        own = [("Host", host), ("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        status, code = await answer(server, request(method, path, [*own, *who, *origin], body))
        if (status, code) not in {(403, "origin_refused"), (400, "")}:
            passed[action] = status
    return passed


async def a_meeting(ada: Browser) -> tuple[str, str]:
    """A meeting of somebody's own, and an invite of it."""
    meeting = (await ada.call("POST", "meetings", {"title": "mine"})).json["meeting"]["id"]
    invite = (await ada.call("POST", f"meetings/{meeting}/invites", {})).json["invite"]["id"]
    return meeting, invite


async def test_a_foreign_origin_is_refused_in_every_spelling(start: Start) -> None:
    async with start() as server:
        ada = await server.log_in()
        meeting, invite = await a_meeting(ada)
        wrong = {}
        for origin in spellings(server.port):
            passed = await knock(server, credentials(ada), origin, meeting, invite)
            if passed:
                wrong[str(origin)] = passed
        assert wrong == {}
        (left,) = (await ada.call("GET", "meetings")).json["meetings"]
        assert left["title"] == "mine"
        assert len((await ada.call("GET", f"meetings/{meeting}/invites")).json["invites"]) == 1


async def test_the_own_origin_passes_the_same_door(start: Start) -> None:
    """Without this the test above would pass for requests that fail for another reason."""
    async with start() as server:
        ada = await server.log_in()
        meeting, invite = await a_meeting(ada)
        passed = await knock(server, credentials(ada), [("Origin", server.origin)], meeting, invite)
        assert set(passed) == {"socket", *changes(meeting, invite)}
        assert all(status < 300 for status in passed.values()) or passed["admission"] == 410


async def test_without_an_origin_no_socket_opens_and_no_cookie_changes_anything(start: Start) -> None:
    """Old browsers leave it out for some requests; those lack the XSRF header too. Programs with a token need none."""
    async with start() as server:
        ada = await server.log_in()
        meeting, invite = await a_meeting(ada)
        (cookie, _) = credentials(ada)
        host = f"127.0.0.1:{server.port}"
        assert await answer(server, upgrade(host, credentials(ada))) == (403, "origin_refused")
        assert await answer(server, upgrade(host, [cookie, ("Sec-WebSocket-Origin", server.origin)])) == (
            403,
            "origin_refused",
        )
        for method, path, _fields in changes(meeting, invite).values():
            own = [("Host", host), ("Content-Type", "application/json"), ("Content-Length", "2")]
            said = await answer(server, request(method, path, [*own, cookie], b"{}"))
            assert said == (403, "xsrf_missing"), path


@pytest.mark.parametrize(("scheme", "status"), [("http", 403), ("https", 200)])
async def test_behind_tls_a_page_without_it_is_another_site(start: Start, scheme: str, status: int) -> None:
    """Who sits on the line can put words into a page that came without TLS."""
    async with start(ServerApp={"trust_xheaders": True}) as server:
        headers = {"Origin": f"{scheme}://127.0.0.1:{server.port}", "X-Forwarded-Proto": "https"}
        assert (await server.call("GET", "me", headers=headers)).status == status
