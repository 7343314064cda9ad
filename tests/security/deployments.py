"""The places that notebook-meet runs in, each a real application in this process, with its callers' credentials.

A hub is its API alone (``hub.py``); what asks it, jupyterhub's own client, is the real one.
"""

from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import parse_qs, urlsplit

import pytest
from jupyter_server.base.handlers import JupyterHandler
from jupyterhub.log import log_request
from jupyterhub.services.auth import HubOAuth
from jupyterhub.singleuser.extension import JupyterHubAuthorizer, JupyterHubIdentityProvider
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler
from traitlets.config import Config
from typing_extensions import override

from notebook_meet_server.config import Meet
from notebook_meet_server.service import HubPlace, opened
from notebook_meet_server.web.site import Site
from tests.security.hub import ALICES, SERVICE, HubApi
from tests.web.addresses import BASE, ROOT
from tests.web.conftest import Start
from tests.web.server import Answer, Browser, MeetServer, cookies_set_by

CLIENT: Final = "hub-client"
"""The OAuth client id of the application; its login cookie is named after it."""
OWN_TOKEN: Final = "the-servers-own"
"""What the hub gave to the application itself."""


class ServiceServer(MeetServer):
    """A hub's service, driven as a Jupyter server is. It has no kernels."""

    secret = "there-is-none"

    def __init__(self, database: Path, **meet: Any) -> None:
        self._config = Config(Meet={"database": str(database), **meet})
        listener, port = bind_unused_port()
        super().__init__(lambda: None, listener)  # type: ignore[arg-type, return-value]
        self.place = HubPlace(ROOT, "127.0.0.1", port, None, b"signs cookies" * 3)

    @override
    async def __aenter__(self) -> Self:
        self._stack = AsyncExitStack()
        self.web = opened(self.place, Meet(config=self._config), self._stack)
        self.http = HTTPServer(self.web, xheaders=True)
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
        site: Site = self.web.wildcard_router.rules[0].target_kwargs["opening"].site
        return site

    @property
    def hub_auth(self) -> HubOAuth:
        """The application's client of the hub."""
        return self.site.authenticator._auth  # type: ignore[attr-defined]


def application_of(server: MeetServer) -> Application:
    """The Tornado application, with the router that answers."""
    return server.web if isinstance(server, ServiceServer) else server.app.web_app


async def hub_browser(server: MeetServer, token: str) -> Browser:
    """A browser that went through the hub's login and came back: the hub gives this token to the application."""
    browser = Browser(server, {"jupyterhub-session-id": f"session-{token}"})
    away = await _visit(browser, f"{ROOT}login" if isinstance(server, ServiceServer) else f"{BASE}files/x")
    (state,) = parse_qs(urlsplit(away.headers["Location"]).query)["state"]
    root = ROOT if isinstance(server, ServiceServer) else BASE
    await _visit(browser, f"{root}oauth_callback?code={token}&state={state}")
    assert CLIENT in browser.cookies, "the login came to its end"
    return browser


async def _visit(browser: Browser, address: str) -> Answer:
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    answer = await browser.server.send("GET", address, headers={"Cookie": cookies})
    browser.cookies |= cookies_set_by(answer)
    return answer


def _at_once(client: HubOAuth, ask: Callable[..., Coroutine[Any, Any, Any]], *args: Any, **more: Any) -> Any:
    """What jupyterhub's client does for a caller who does not await: nobody else is served meanwhile.

    The log of its own handlers asks like that, when the answer is known. It would start a thread that nothing ends.
    """
    asking = ask(*args, **more)
    try:
        asking.send(None)
    except StopIteration as known:
        return known.value
    raise AssertionError("the hub would be asked, and everybody would wait")


def _environment(monkeypatch: pytest.MonkeyPatch, hub: HubApi, scope: str) -> None:
    for name, value in {
        "JUPYTERHUB_API_URL": hub.url,
        "JUPYTERHUB_API_TOKEN": OWN_TOKEN,
        "JUPYTERHUB_CLIENT_ID": CLIENT,
        "JUPYTERHUB_OAUTH_ACCESS_SCOPES": f'["{scope}"]',
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(HubOAuth, "_synchronize", _at_once)


@asynccontextmanager
async def hub_service(
    monkeypatch: pytest.MonkeyPatch, hub: HubApi, folder: Path, **meet: Any
) -> AsyncIterator[ServiceServer]:
    """The meeting service of a hub."""
    with monkeypatch.context() as patch:
        _environment(patch, hub, SERVICE)
        # Each application gets a client of its own: in one process jupyterhub would share one among all.
        patch.setattr(HubOAuth, "instance", cache(lambda **given: HubOAuth(base_url=ROOT, **given)))
        async with ServiceServer(folder / "service.sqlite3", **meet) as server:
            yield server


@asynccontextmanager
async def own_server(
    monkeypatch: pytest.MonkeyPatch, start: Start, hub: HubApi, service: MeetServer | None, **sections: Any
) -> AsyncIterator[MeetServer]:
    """Alice's own server on the hub, beside a meeting service or, with None, without one. Keywords as those of ``start``."""
    with monkeypatch.context() as patch:
        _environment(patch, hub, ALICES)
        patch.setenv("JUPYTERHUB_USER", "alice")
        if service is not None:
            patch.setenv("NOTEBOOK_MEET_SERVICE", f"{service.origin}{ROOT}")
        hub.knows(OWN_TOKEN, "alice", {ALICES, SERVICE})
        # What jupyterhub's extension of a user's server sets. It also reports to the hub, which nothing here looks at.
        login = {
            "identity_provider_class": JupyterHubIdentityProvider,
            "authorizer_class": JupyterHubAuthorizer,
            "allow_remote_access": True,
            "trust_xheaders": True,
            "tornado_settings": {"xsrf_cookies": False, "log_function": log_request},
        }
        with _as_before(JupyterHandler, RequestHandler):
            async with start(ServerApp=login, HubOAuth={"base_url": BASE}, **sections) as server:
                yield server


@contextmanager
def _as_before(*classes: type) -> Iterator[None]:
    """Takes back what jupyterhub puts into the classes of all handlers: its own XSRF check, for good."""
    names = ("check_xsrf_cookie", "xsrf_token", "_xsrf_token_id")
    before = [(one, name, vars(one).get(name)) for one in classes for name in names]
    try:
        yield
    finally:
        for one, name, value in before:
            if value is not None:
                setattr(one, name, value)
            elif name in vars(one):
                delattr(one, name)
