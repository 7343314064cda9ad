"""The page and its files: the same for everybody, and nothing beside them."""

import re
from pathlib import Path

import pytest

from tests.web.conftest import BUNDLE, Start
from tests.web.server import BASE, ROOT

MEETING = "A" * 22
FROM_THE_PAGE = re.compile(r'(?:href|src)="([^"]+)"')


@pytest.mark.parametrize(
    "path", ["", MEETING, "not-an-id", "x" * 500, "%00", "..", "%2e%2e%2fbeside.txt", "a%2Fb", "%3Cscript%3E"]
)
async def test_every_meeting_link_gives_the_same_shell(start: Start, path: str) -> None:
    async with start() as server:
        answer = await server.send("GET", ROOT + path)
        assert answer.status == 200
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert answer.content == (await server.send("GET", ROOT)).content
        assert f'data-root="{ROOT}"' in answer.content.decode()
        assert "Set-Cookie" not in answer.headers


async def test_the_shell_loads_its_files_for_good(start: Start) -> None:
    async with start() as server:
        shell = (await server.send("GET", ROOT)).content.decode()
        files = FROM_THE_PAGE.findall(shell)
        assert {address.partition("?")[0] for address in files} == {
            f"{ROOT}static/{name}" for name in ("page.js", "meet.css", "icon.svg")
        }
        for address in files:
            answer = await server.send("GET", address)
            assert answer.status == 200
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_file_that_changed_gets_another_address(start: Start, bundle: Path) -> None:
    async with start() as server:
        before = (await server.send("GET", ROOT)).content
        (bundle / "page.js").write_bytes(b"export const changed = true;\n")
        after = (await server.send("GET", ROOT)).content
        assert before != after


async def test_a_file_without_its_hash_is_asked_for_again_each_time(start: Start) -> None:
    async with start() as server:
        first = await server.send("GET", f"{ROOT}static/page.js")
        assert (first.status, first.content) == (200, BUNDLE["page.js"])
        assert first.headers["Cache-Control"] == "no-cache"
        assert first.headers["Content-Type"] == "text/javascript; charset=utf-8"
        again = await server.send(
            "GET", f"{ROOT}static/page.js", headers={"If-None-Match": first.headers["Etag"]}
        )
        assert (again.status, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "static/",
        "static",
        "static/absent.js",
        "static/../beside.txt",
        "static/..%2Fbeside.txt",
        "static/%2e%2e/beside.txt",
        "static/%2e%2e%2fbeside.txt",
        "static/..%5Cbeside.txt",
        "static//etc/passwd",
        "static/%2Fetc%2Fpasswd",
        "static/page.js/",
        "static/page.js%00.txt",
        "static/.",
        "static/..",
        "static/page.py",
        "static/secret",
        "api",
        "api/",
        "api/nothing",
        "api/v2/me",
        "two/segments",
        f"{MEETING}/static/page.js",
        "../meet/two/segments",
    ],
)
async def test_nothing_else_is_there(start: Start, bundle: Path, path: str) -> None:
    (bundle / "secret").write_text("no suffix")
    (bundle / "page.py").write_text("another kind")
    (bundle / "absent.js").symlink_to(bundle.parent / "beside.txt")
    async with start() as server:
        answer = await server.send("GET", ROOT + path)
        assert (answer.status, answer.code) == (404, "not_found")


async def test_the_root_without_its_slash_leads_to_the_root(start: Start) -> None:
    async with start() as server:
        answer = await server.send("GET", f"{BASE}meet")
        assert (answer.status, answer.headers["Location"]) == (308, ROOT)


async def test_a_checkout_that_is_not_built_says_what_to_do(start: Start, bundle: Path) -> None:
    (bundle / "page.js").unlink()
    async with start() as server:
        answer = await server.send("GET", ROOT + MEETING)
        assert answer.status == 503
        assert b"make build" in answer.content
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


async def test_the_page_may_do_no_more_than_it_needs(start: Start) -> None:
    async with start() as server:
        headers = (await server.send("GET", ROOT)).headers
        host = f"127.0.0.1:{server.port}"
        assert headers["Content-Security-Policy"].split("; ") == [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data: blob:",
            "media-src 'self' blob:",
            f"connect-src 'self' ws://{host} wss://{host}",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        ]


async def test_a_strange_host_gets_into_no_header(start: Start) -> None:
    async with start() as server:
        answer = await server.send("GET", ROOT, headers={"Host": "a.example; script-src *"})
        assert "a.example" not in answer.headers.get("Content-Security-Policy", "")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("HEAD", ""),
        ("POST", ""),
        ("GET", MEETING),
        ("GET", "static/page.js"),
        ("GET", "static/absent.js"),
        ("GET", "api/about"),
        ("GET", "api/v1/me"),
        ("GET", "api/v1/meetings"),
        ("POST", "api/v1/meetings"),
        ("DELETE", "api/v1/meetings/x/invites/y"),
        ("GET", "api/v1/nothing"),
        ("GET", "api/v1/socket"),
        ("OPTIONS", "api/v1/meetings"),
        ("TRACE", "api/v1/meetings"),
        ("GET", "two/segments"),
    ],
)
async def test_every_reply_carries_the_headers(start: Start, method: str, path: str) -> None:
    async with start() as server:
        headers = (await server.send(method, ROOT + path)).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "camera=(self), microphone=(self), display-capture=(self)" in headers["Permissions-Policy"]
        assert "geolocation=()" in headers["Permissions-Policy"]
        assert headers["Cache-Control"] == ("no-cache" if path == "static/page.js" else "no-store")
        assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize("path", ["", "static/page.js"])
async def test_head_says_the_same_without_the_body(start: Start, path: str) -> None:
    async with start() as server:
        full, head = await server.send("GET", ROOT + path), await server.send("HEAD", ROOT + path)
        assert (head.status, head.content) == (200, b"")
        assert head.headers["Content-Length"] == full.headers["Content-Length"]
