"""Every body and address of the REST calls, and what only looks like one, against a live server."""

import asyncio
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notebook_meet.wire.errors import ERRORS
from notebook_meet_server.rules.pace import Pace
from tests.fuzz.live import EXAMPLES, SOAK_EXAMPLES, served, tries
from tests.fuzz.strategies import of
from tests.web.conftest import Start
from tests.web.raw import Headers, Raw, request
from tests.web.server import ROOT, MeetServer

CALLS = [
    ("POST", "meetings", "CreateMeeting"),
    ("PATCH", "meetings/{id}", "UpdateMeeting"),
    ("POST", "meetings/{id}/preview", "Preview"),
    ("POST", "meetings/{id}/admissions", "RequestAdmission"),
    ("POST", "meetings/{id}/invites", "CreateInvite"),
]
INPUT = st.one_of([st.tuples(st.just(method), st.just(path), of(name)) for method, path, name in CALLS])
"""A call and a body for it."""
METHODS = ("GET", "HEAD", "POST", "PATCH", "DELETE", "PUT", "OPTIONS", "TRACE", "x")
STATUSES = {spec.status for spec in ERRORS.values()} - {500} | {200, 201, 204, 308}
SEGMENT = st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="/?#"), max_size=60)


class Caller:
    """Keeps one connection for as long as the server does."""

    def __init__(self, server: MeetServer, headers: Headers) -> None:
        self._server, self._headers = server, [*headers, ("Host", f"127.0.0.1:{server.port}")]
        self._raw: Raw | None = None

    async def ask(self, method: str, path: str, body: bytes, kind: str = "application/json") -> int:
        """The status, after a look at the reply."""
        if self._raw is None:
            self._raw = await Raw(self._server.port).__aenter__()
        length = [("Content-Type", kind), ("Content-Length", str(len(body)))]
        try:
            status, _, content = await self._raw.ask(request(method, path, [*self._headers, *length], body))
        except (EOFError, ConnectionError):
            await self.hang_up()
            return 400
        if method == "HEAD" or (status == 400 and not content):
            await self.hang_up()
        elif status >= 400:
            assert json.loads(content)["error"]["code"] in ERRORS
        return status

    async def hang_up(self) -> None:
        if self._raw is not None:
            raw, self._raw = self._raw, None
            raw.writer.transport.abort()


async def callers(server: MeetServer, meeting: str) -> dict[str, Headers]:
    """Who calls: nobody, a browser with its cookie, a kernel."""
    ada = await server.log_in()
    cookies = "; ".join(f"{name}={value}" for name, value in ada.cookies.items())
    return {
        "nobody": [],
        "browser": [("Cookie", cookies), ("X-XSRFToken", ada.cookies["_xsrf"])],
        "kernel": list(server.kernel.items()),
    }


@pytest.mark.parametrize("examples", [EXAMPLES, pytest.param(SOAK_EXAMPLES, marks=pytest.mark.soak)])
@pytest.mark.parametrize("who", ["nobody", "browser", "kernel"])
def test_no_body_makes_the_server_fail(
    start: Start,
    jp_asyncio_loop: asyncio.AbstractEventLoop,
    monkeypatch: pytest.MonkeyPatch,
    who: str,
    examples: int,
) -> None:
    monkeypatch.setattr(Pace, "check", lambda *_: None)
    server, run = start(), jp_asyncio_loop.run_until_complete
    with served(server, jp_asyncio_loop) as faults:
        ended = run(server.meeting())["id"]
        run(server.as_kernel("DELETE", f"meetings/{ended}"))
        meetings = [run(server.meeting())["id"], ended, "A" * 22]
        caller = Caller(server, run(callers(server, meetings[0]))[who])

        @tries(len(CALLS) * examples)
        @given(INPUT, st.sampled_from(meetings))
        def check(asked: tuple[str, str, bytes], meeting: str) -> None:
            method, path, body = asked
            status = run(caller.ask(method, f"{ROOT}api/v1/{path.format(id=meeting)}", body))
            assert status in STATUSES
            assert faults.told == []

        check()
        run(caller.hang_up())


@pytest.mark.parametrize("examples", [EXAMPLES, pytest.param(SOAK_EXAMPLES, marks=pytest.mark.soak)])
def test_no_address_makes_the_server_fail(
    start: Start, jp_asyncio_loop: asyncio.AbstractEventLoop, examples: int
) -> None:
    server, run = start(), jp_asyncio_loop.run_until_complete
    with served(server, jp_asyncio_loop) as faults:
        caller = Caller(server, list(server.kernel.items()))
        places = st.sampled_from(["", "api/v1/", "api/", "static/", "api/v1/meetings/"])
        rest = st.lists(SEGMENT, max_size=4).map("/".join)
        queries = st.just("") | st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=80).map(
            "?{}".format
        )

        @tries(4 * examples)
        @given(st.sampled_from(METHODS), places, rest, queries)
        def check(method: str, place: str, path: str, query: str) -> None:
            assert run(caller.ask(method, ROOT + place + path + query, b"{}")) in STATUSES
            assert faults.told == []

        check()
        run(caller.hang_up())
