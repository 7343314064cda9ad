"""What the tests drive the server with: an HTTP client that sends exactly what it is told, and sockets."""

import asyncio
import json
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from jupyter_server.serverapp import ServerApp
from tornado.httpclient import HTTPClientError, HTTPRequest, HTTPResponse
from tornado.httpserver import HTTPServer
from tornado.simple_httpclient import SimpleAsyncHTTPClient
from tornado.websocket import WebSocketClientConnection, websocket_connect

from notebook_meet_server.web.site import Site
from tests.web.addresses import BASE, PATIENCE, ROOT, SUBPROTOCOL


@dataclass
class Answer:
    """A reply."""

    status: int
    headers: Any
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)

    @property
    def code(self) -> str:
        """The error's code."""
        code: str = self.json["error"]["code"]
        return code


@dataclass
class Browser:
    """A logged-in browser: its cookies, and what its pages would send."""

    server: "MeetServer"
    cookies: dict[str, str]

    async def call(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        own = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if method != "GET":
            own["X-XSRFToken"] = self.cookies.get("_xsrf", "")
        answer = await self.server.call(method, path, body, {"Origin": self.server.origin, **own, **headers})
        self.cookies |= cookies_set_by(answer)
        return answer


def cookies_set_by(answer: Answer) -> dict[str, str]:
    """The cookies that an answer sets."""
    pairs = (line.partition(";")[0].partition("=") for line in answer.headers.get_list("Set-Cookie"))
    return {name: value.strip('"') for name, _, value in pairs}


class Client:
    """One WebSocket."""

    def __init__(self, connection: WebSocketClientConnection) -> None:
        self.connection = connection

    async def say(self, **message: object) -> None:
        await self.connection.write_message(json.dumps(message))

    async def hear(self, kind: str | None = None) -> dict[str, Any]:
        """The next message, or the next of a type.

        Raises:
            EOFError: the server closed the socket; the close code is its argument.
        """
        while True:
            text = await asyncio.wait_for(self.connection.read_message(), PATIENCE)
            if text is None:
                raise EOFError(self.connection.close_code)
            message: dict[str, Any] = json.loads(text)
            if kind is None or message["type"] == kind:
                return message

    async def closed(self) -> int | None:
        """Waits until the server closes; the close code."""
        while await asyncio.wait_for(self.connection.read_message(), PATIENCE) is not None:
            pass
        return self.connection.close_code

    def close(self) -> None:
        self.connection.close()


class MeetServer:
    """A Jupyter server with the extension; started by ``async with``."""

    def __init__(self, make: Callable[[], ServerApp], listener: socket.socket) -> None:
        self._make, self._listener = make, listener
        self.port: int = listener.getsockname()[1]
        self.origin = f"http://127.0.0.1:{self.port}"
        self.client = SimpleAsyncHTTPClient(force_instance=True, max_clients=200)

        self.late = False
        """Whether it only listens at first, and the test starts the extensions."""
        self.clients: list[Client] = []

    async def __aenter__(self) -> Self:
        self.app = self._make()
        self.http = HTTPServer(self.app.web_app, xheaders=self.app.trust_xheaders)
        self.http.add_socket(self._listener)
        if not self.late:
            await self.start_extensions()
        return self

    async def start_extensions(self) -> None:
        await self.app.extension_manager.start_all_extensions()
        self.secret = os.environ.get("NOTEBOOK_MEET_SECRET", "")

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.app.extension_manager.stop_all_extensions()
        for client in self.clients:
            client.close()
        self.http.stop()
        await self.http.close_all_connections()
        self.client.close()

    @property
    def site(self) -> Site:
        """What the running handlers work with."""
        (extension,) = self.app.extension_manager.extension_apps["notebook_meet_server"]
        site: Site = extension._opening.site
        return site

    @property
    def token(self) -> str:
        return str(self.app.identity_provider.token)

    @property
    def kernel(self) -> dict[str, str]:
        """The header by which kernels are known."""
        return {"Authorization": f"notebook-meet {self.secret}"}

    async def send(
        self, method: str, address: str, content: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """Any request, to a path from the server's root."""
        return await self._fetch(method, address, headers, body=content)

    async def stream(
        self, method: str, address: str, producer: Callable[..., Any], headers: dict[str, str]
    ) -> Answer:
        """A request whose body's length is not said beforehand."""
        return await self._fetch(method, address, headers, body_producer=producer)

    async def _fetch(self, method: str, address: str, headers: dict[str, str] | None, **body: Any) -> Answer:
        request = HTTPRequest(
            self.origin + address,
            method=method,
            headers=headers or {},
            allow_nonstandard_methods=True,
            follow_redirects=False,
            request_timeout=15,
            **body,
        )
        response: HTTPResponse = await self.client.fetch(request, raise_error=False)
        if isinstance(response.error, HTTPClientError) or response.error is None:
            return Answer(response.code, response.headers, response.body)
        raise response.error

    async def call(
        self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """A REST call; ``path`` below ``api/v1/``."""
        content = None if body is None else json.dumps(body).encode()
        kind = {} if body is None else {"Content-Type": "application/json"}
        return await self.send(method, f"{ROOT}api/v1/{path}", content, {**kind, **(headers or {})})

    async def as_kernel(self, method: str, path: str, body: object = None) -> Answer:
        return await self.call(method, path, body, self.kernel)

    async def meeting(self, **wish: object) -> dict[str, Any]:
        """A meeting that a kernel made: the digest, with the ``host_key`` put in."""
        answer = await self.as_kernel("POST", "meetings", {"title": "Algebra", **wish})
        assert answer.status == 201, answer.content
        return {**answer.json["meeting"], "host_key": answer.json["host_key"]}

    async def invite(self, meeting: str, **wish: object) -> dict[str, Any]:
        """An invite that a kernel made: ``secret`` and ``invite``."""
        answer = await self.as_kernel("POST", f"meetings/{meeting}/invites", wish)
        assert answer.status == 201, answer.content
        made: dict[str, Any] = answer.json
        return made

    async def guest(self, meeting: str, **wish: object) -> Answer:
        """Asks for an admission without any login."""
        return await self.call("POST", f"meetings/{meeting}/admissions", wish, {"Origin": self.origin})

    async def join(self, admission: Answer) -> tuple["Client", dict[str, Any]]:
        """Redeems an admission: the socket and its welcome."""
        assert admission.status == 201, admission.content
        client = await self.connect()
        await client.say(type="hello", admission=admission.json["admission"])
        return client, await client.hear("welcome")

    async def log_in(self) -> Browser:
        """A browser that opened the link with the token, as Jupyter prints it."""
        landing = await self.send("GET", f"{BASE}api/me?token={self.token}")
        browser = Browser(self, cookies_set_by(landing))
        assert (await browser.call("GET", "me")).json["logged_in"]
        return browser

    async def connect(self, *, subprotocol: str | None = SUBPROTOCOL, **headers: str) -> Client:
        """Opens a WebSocket with the server's own origin.

        Raises:
            HTTPClientError: the upgrade was refused.
        """
        named = {"Origin": self.origin, **{name.replace("_", "-"): value for name, value in headers.items()}}
        sent = {name: value for name, value in named.items() if value}
        request = HTTPRequest(
            f"ws://127.0.0.1:{self.port}{ROOT}api/v1/socket", headers=sent, request_timeout=15
        )
        names = [subprotocol] if subprotocol else None
        client = Client(await websocket_connect(request, subprotocols=names))
        self.clients.append(client)
        return client


async def people(
    server: MeetServer, count: int, **meeting: object
) -> tuple[dict[str, Any], list[tuple[Client, Any]]]:
    """A meeting and so many people in it, each from a browser of its own; everybody has heard of everybody."""
    made = await server.meeting(**meeting)
    shown = {"passcode": meeting["passcode"]} if "passcode" in meeting else {}
    found: list[tuple[Client, Any]] = []
    for number in range(count):
        browser = await server.log_in()
        admission = await browser.call(
            "POST", f"meetings/{made['id']}/admissions", {"name": f"P{number}", **shown}
        )
        joined = await server.join(admission)
        for client, _ in found:
            assert (await client.hear("joined"))["participant"]["name"] == f"P{number}"
        found.append(joined)
    return made, found


def signal(number: int, **more: object) -> dict[str, object]:
    return {"number": number, "seen": 0, **more}
