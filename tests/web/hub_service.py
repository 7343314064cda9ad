"""A hub's API and the hub's service beside it, both in this process."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler
from traitlets.config import Config
from typing_extensions import override

from notebook_meet_server.config import Meet
from notebook_meet_server.hub_place import HubPlace
from notebook_meet_server.service import opened
from notebook_meet_server.web.site import Site
from tests.web.addresses import PATIENCE, ROOT
from tests.web.server import Answer, MeetServer

MAY: Final = "access:services!service=meet"
SERVICE_TOKEN: Final = "the-service-s"


@dataclass
class HubApi:
    """What a hub answers to its service: whose a token is, and a token for the code of a login.

    Args:
        tokens: the answer about each token that is good.
        codes: the token for each code that is good.
        away: nobody is behind the hub's proxy.
        silent: it takes calls and does not answer them.

    Attributes:
        held: calls that have no answer.
        most_held: the most there ever were.
    """

    tokens: dict[str, dict[str, Any]] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    away: bool = False
    silent: bool = False
    url: str = ""
    held: int = field(default=0, init=False)
    most_held: int = field(default=0, init=False)
    _news: asyncio.Condition = field(default_factory=asyncio.Condition, init=False)

    def knows(self, token: str, name: str, *scopes: str) -> dict[str, str]:
        """Gives out a token; the header that shows it."""
        self.tokens[token] = {"kind": "user", "name": name, "scopes": list(scopes)}
        return {"Authorization": f"token {token}"}

    async def hold(self) -> None:
        """Keeps a call as long as the hub is silent."""
        async with self._news:
            self.held += 1
            self.most_held = max(self.most_held, self.held)
            self._news.notify_all()
            await self._news.wait_for(lambda: not self.silent)
            self.held -= 1

    async def holds(self, calls: int) -> None:
        """Returns once so many calls have no answer."""
        async with self._news, asyncio.timeout(PATIENCE):
            await self._news.wait_for(lambda: self.held >= calls)

    async def speak(self) -> None:
        """Answers again, also what waits."""
        self.silent = False
        async with self._news:
            self._news.notify_all()


@asynccontextmanager
async def hub_api() -> AsyncIterator[HubApi]:
    """A hub that knows its service and nobody else yet."""
    hub = HubApi({SERVICE_TOKEN: {"kind": "service", "name": "meet", "scopes": []}})

    class Asked(RequestHandler):
        async def prepare(self) -> None:
            if hub.silent:
                await hub.hold()
            if hub.away:
                self.set_status(503)
                self.finish()

        def get(self) -> None:
            model = hub.tokens.get(self.request.headers.get("Authorization", "").partition(" ")[2])
            self.set_status(200 if model else 403)
            self.write(json.dumps(model or {}))

        def post(self) -> None:
            token = hub.codes.pop(self.get_body_argument("code"), None)
            good = token is not None and self.get_body_argument("client_secret") in hub.tokens
            self.set_status(200 if good else 401)
            self.write({"access_token": token} if good else {"error": "invalid_client"})

    listener, port = bind_unused_port()
    hub.url = f"http://127.0.0.1:{port}/hub/api"
    http = HTTPServer(Application([("/hub/api/.*", Asked)], log_function=lambda _: None))
    http.add_socket(listener)
    try:
        yield hub
    finally:
        await hub.speak()
        http.stop()
        await http.close_all_connections()


class Service(MeetServer):
    """The service, driven as a Jupyter server is; it has no kernels of its own.

    Args:
        hub: is asked.
        folder: for the database.
        meet: its settings.
        told: by the hub, besides what every service is told.
    """

    def __init__(self, hub: HubApi, folder: Path, meet: dict[str, Any] | None = None, **told: str) -> None:
        listener, _ = bind_unused_port()
        super().__init__(lambda: None, listener)  # type: ignore[arg-type, return-value]
        self._meet = Meet(config=Config(Meet={"database": str(folder / "service.sqlite3"), **(meet or {})}))
        self._place = HubPlace.of(
            {
                "JUPYTERHUB_API_TOKEN": SERVICE_TOKEN,
                "JUPYTERHUB_API_URL": hub.url,
                "JUPYTERHUB_SERVICE_PREFIX": ROOT,
                "JUPYTERHUB_SERVICE_NAME": "meet",
                "JUPYTERHUB_SERVICE_URL": self.origin,
                **told,
            }
        )

    @override
    async def __aenter__(self) -> Self:
        self._stack = AsyncExitStack()
        self.web = opened(self._place, self._meet, self._stack)
        self.http = HTTPServer(self.web)
        self.http.add_socket(self._listener)
        return self

    @override
    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()
        for client in self.clients:
            client.close()
        self.http.stop()
        await self.http.close_all_connections()
        self.client.close()

    @property
    @override
    def site(self) -> Site:
        rule = self.web.wildcard_router.rules[0]
        site: Site = rule.target_kwargs["opening"].site
        return site

    async def get(self, address: str, cookies: dict[str, str] | None = None) -> Answer:
        """What a browser gets that goes to an address."""
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())}
        return await self.send("GET", address, headers=sent if cookies else {})
