"""A user's own server on a hub: calls of its owner and kernels go on to the service, and nobody else's do."""

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import pytest
from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPServerRequest
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler

from tests.web.conftest import BUNDLE, Start
from tests.web.server import BASE, ROOT, Answer

MEETING = "aaaaaaaaaaaaaaaaaaaaaa"
ABOUT = {"name": "notebook-meet", "version": "9.9", "protocols": [1]}


@dataclass
class Service:
    """A stand-in for the hub's service: writes down what it is asked, and answers what it is told to."""

    url: str
    status: int = 201
    answer: bytes = b'{"ok":true}'
    kind: str = "application/json"
    about: bytes = json.dumps(ABOUT).encode()
    asked: list[HTTPServerRequest] = field(default_factory=list)


@asynccontextmanager
async def service(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Service]:
    listener, port = bind_unused_port()
    here = Service(f"http://127.0.0.1:{port}/services/meet/")

    class Any(RequestHandler):
        def prepare(self) -> None:
            here.asked.append(self.request)
            about = self.request.path.endswith("api/about")
            self.set_status(200 if about else here.status)
            self.set_header("Content-Type", here.kind)
            if here.status == 429:
                self.set_header("Retry-After", "7")
            if about or here.status != 204:
                self.write(here.about if about else here.answer)
            self.finish()

    server = HTTPServer(Application([(".*", Any)]))
    server.add_socket(listener)
    for name, value in {
        "NOTEBOOK_MEET_SERVICE": here.url,
        "JUPYTERHUB_API_TOKEN": "the-owner-s",
        "JUPYTERHUB_USER": "ada",
    }.items():
        monkeypatch.setenv(name, value)
    try:
        yield here
    finally:
        server.stop()
        await server.close_all_connections()


async def test_a_kernel_s_call_goes_on_in_the_owner_s_name(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with service(monkeypatch) as hub, start() as server:
        made = await server.as_kernel("POST", "meetings", {"title": "Algebra"})
        assert (made.status, made.json) == (201, {"ok": True})
        (asked,) = hub.asked
        assert (asked.method, asked.path) == ("POST", "/services/meet/api/v1/meetings")
        assert json.loads(asked.body) == {"title": "Algebra"}
        assert asked.headers["Authorization"] == "token the-owner-s"
        assert "Cookie" not in asked.headers


@pytest.mark.parametrize(
    ("method", "status"), [("GET", 200), ("PATCH", 200), ("DELETE", 204), ("GET", 410), ("POST", 429)]
)
async def test_answers_come_back_as_they_are(
    start: Start, monkeypatch: pytest.MonkeyPatch, method: str, status: int
) -> None:
    async with service(monkeypatch) as hub, start() as server:
        hub.status = status
        body = {} if method in ("POST", "PATCH") else None
        answer = await server.as_kernel(method, f"meetings/{MEETING}", body)
        assert answer.status == status
        assert answer.content == (b"" if status == 204 else hub.answer)
        assert answer.headers.get("Retry-After") == ("7" if status == 429 else None)


async def test_nobody_else_s_call_goes_on(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    async with service(monkeypatch) as hub, start() as server:
        for headers, code in (
            ({"Authorization": f"token {server.token}"}, "not_your_server"),
            ({}, "login_required"),
            ({"Authorization": "notebook-meet wrong"}, "login_required"),
            (
                {"Authorization": f"notebook-meet {server.secret}", "Origin": "https://evil.example"},
                "origin_refused",
            ),
        ):
            answer = await server.call("POST", "meetings", {"title": "Algebra"}, headers)
            assert answer.json["error"]["code"] == code
        assert hub.asked == []


@pytest.mark.parametrize(
    "path", ["../../hub/api/users", "..%2f..%2fhub", "a.b", "meetings/../../x", "%2e%2e/x", "me?x=1", "é"]
)
async def test_no_path_leads_out_of_the_service_s_api(
    start: Start, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    async with service(monkeypatch) as hub, start() as server:
        await server.send("GET", f"{ROOT}api/v1/{path}", headers=server.kernel)
        assert all(asked.uri == "/services/meet/api/v1/me" for asked in hub.asked)


async def test_anyone_may_know_what_the_service_speaks(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    async with service(monkeypatch) as hub, start() as server:
        answer = await server.send("GET", f"{ROOT}api/about")
        assert answer.json == ABOUT
        assert "Authorization" not in hub.asked[0].headers


@pytest.mark.parametrize("path", ["", MEETING])
async def test_pages_lead_to_the_service_s(start: Start, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    async with service(monkeypatch), start() as server:
        answer = await server.send("GET", f"{ROOT}{path}")
        assert (answer.status, answer.headers["Location"]) == (307, f"/services/meet/{path}")


async def test_a_link_leads_to_the_recipient_s_own_jupyterlab(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only an id stands in the address, and nothing is asked in anybody's name."""
    async with service(monkeypatch) as hub, start() as server:
        (extension,) = server.app.extension_manager.extension_apps["notebook_meet_server"]
        answer = await server.send("GET", f"{ROOT}lab/{MEETING}")
        assert (answer.status, answer.headers["Location"]) == (307, f"/services/meet/{MEETING}")
        extension._opening.front = replace(extension._opening.front, lab=f"{BASE}lab")
        answer = await server.send("GET", f"{ROOT}lab/{MEETING}")
        assert (answer.status, answer.headers["Location"]) == (302, f"{BASE}lab?notebook-meet={MEETING}")
        for other in ("x", f"{MEETING}?next=https://evil.example", f"{MEETING}/..", "%2f%2fevil.example"):
            answer = await server.send("GET", f"{ROOT}lab/{other}")
            assert "evil" not in answer.headers.get("Location", "")
        assert hub.asked == []


async def test_what_jupyterlab_needs_is_served_and_named(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with service(monkeypatch), start() as server:
        assert (await server.send("GET", f"{ROOT}static/widget.js")).content == BUNDLE["widget.js"]
        config = server.app.web_app.settings["page_config_data"]
        assert config["notebookMeetService"] == "/services/meet/"


def expect_away(answer: Answer) -> None:
    assert (answer.status, answer.json["error"]["code"]) == (503, "service_unreachable")
    assert "JupyterHub's meeting service does not answer" in answer.json["error"]["message"]


async def test_a_service_that_the_proxy_does_not_reach_is_named(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with service(monkeypatch) as hub, start() as server:
        hub.status, hub.kind, hub.answer = 503, "text/html", b"<h1>Service unavailable</h1>"
        expect_away(await server.as_kernel("GET", "meetings"))


async def test_an_address_where_nobody_answers_is_named(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with service(monkeypatch):
        pass
    async with start() as server:
        expect_away(await server.as_kernel("GET", "meetings"))


@pytest.mark.parametrize(
    ("kind", "body"),
    [("text/html", b"<h1>Not found</h1>"), ("application/json", b'{"message": "Not Found"}'), ("application/json", b"[]")],
)  # fmt: skip
async def test_something_else_at_the_service_s_address_is_named(
    start: Start, monkeypatch: pytest.MonkeyPatch, kind: str, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async with service(monkeypatch) as hub, start() as server:
        hub.kind, hub.about = kind, body
        answer = await server.send("GET", f"{ROOT}api/about")
        assert (answer.status, answer.code) == (502, "service_missing")
        assert (
            f"At {hub.url}, the address of the hub's meeting service, something else answers" in caplog.text
        )


@pytest.mark.parametrize(("protocols", "code"), [([], "service_too_old"), ([2, 3], "service_too_new")])
async def test_a_service_of_another_version_is_named(
    start: Start,
    monkeypatch: pytest.MonkeyPatch,
    protocols: list[int],
    code: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with service(monkeypatch) as hub, start() as server:
        hub.about = json.dumps({**ABOUT, "protocols": protocols, "more": 1}).encode()
        answer = await server.send("GET", f"{ROOT}api/about")
        assert (answer.status, answer.code) == (502, code)
        assert "The hub's meeting service is notebook-meet 9.9, this server has" in caplog.text


async def test_a_token_that_the_hub_has_forgotten_is_named(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with service(monkeypatch) as hub, start() as server:
        hub.status, hub.answer = 401, b'{"error":{"code":"login_required","message":"","retry_after":null}}'
        answer = await server.as_kernel("POST", "meetings", {"title": "Algebra"})
        assert (answer.status, answer.code) == (403, "hub_token_expired")
        assert "start it again in the hub's control panel" in answer.json["error"]["message"]


async def test_on_a_hub_with_subdomains_pages_lead_to_the_service_s_host(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTERHUB_PUBLIC_URL", "http://ada.hub.example/user/ada/")
    async with service(monkeypatch) as hub, start() as server:
        there = "http://meet--service.hub.example/services/meet/"
        hub.status, hub.answer = 200, json.dumps({"public_url": there, "more": 1}).encode()
        assert (await server.send("GET", f"{ROOT}abc")).headers["Location"] == f"{there}abc"
        for nothing in (
            b"<h1>Something else</h1>",
            b'{"public_url": "http://hub.example:99999/"}',
            b'"\xff"',
        ):
            hub.answer = nothing
            assert (await server.send("GET", f"{ROOT}abc")).headers["Location"] == "/services/meet/abc"


async def test_kernels_are_told_the_whole_address(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    async with service(monkeypatch) as hub:
        monkeypatch.setenv("NOTEBOOK_MEET_SERVICE", hub.url.removesuffix("/services/meet/"))
        async with start():
            assert os.environ["NOTEBOOK_MEET_SERVICE"] == hub.url


async def test_no_database_is_opened(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    async with service(monkeypatch), start() as server:
        await server.as_kernel("GET", "meetings")
        (extension,) = server.app.extension_manager.extension_apps["notebook_meet_server"]
        assert extension._opening.site is None
        assert not extension.current_activity()
