"""The places that notebook-meet runs in, each a real application in this process, with its callers' credentials.

A hub is its API alone (``tests/web/hub_service.py``); what asks it, jupyterhub's own client, is the real one.
"""

from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import pytest
from jupyter_server.base.handlers import JupyterHandler
from jupyterhub.log import log_request
from jupyterhub.services.auth import HubOAuth
from jupyterhub.singleuser.extension import JupyterHubAuthorizer, JupyterHubIdentityProvider
from tornado.web import Application, RequestHandler

from tests.web.addresses import BASE, ROOT
from tests.web.conftest import Start
from tests.web.hub_service import MAY, HubApi, Service
from tests.web.server import Answer, Browser, MeetServer, cookies_set_by

ALICES: Final = "access:servers!server=alice/"
"""The scope of who may use Alice's own server."""
OWN_TOKEN: Final = "the-servers-own"
"""What the hub gave to Alice's server."""


def known(hub: HubApi, name: str, *scopes: str) -> str:
    """A token that the hub gives to a user."""
    hub.knows(f"token-of-{name}", name, *scopes)
    return f"token-of-{name}"


def application_of(server: MeetServer) -> Application:
    """The Tornado application, with the router that answers."""
    return server.web if isinstance(server, Service) else server.app.web_app


async def hub_browser(server: MeetServer, hub: HubApi, token: str) -> Browser:
    """A browser that went through the hub's login and came back: the hub gives this token to the application."""
    browser = Browser(server, {"jupyterhub-session-id": f"session-{token}"})
    root, page = (ROOT, f"{ROOT}login") if isinstance(server, Service) else (BASE, f"{BASE}files/x")
    away = await _visit(browser, page)
    (state,) = parse_qs(urlsplit(away.headers["Location"]).query)["state"]
    hub.codes[f"code-{token}"] = token
    back = await _visit(browser, f"{root}oauth_callback?code=code-{token}&state={state}")
    assert back.status == 302, back.content
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


@asynccontextmanager
async def own_server(
    monkeypatch: pytest.MonkeyPatch, start: Start, hub: HubApi, service: MeetServer | None, **sections: Any
) -> AsyncIterator[MeetServer]:
    """Alice's own server on the hub, beside a meeting service or, with None, without one. Keywords as those of ``start``."""
    with monkeypatch.context() as patch:
        told = {
            "JUPYTERHUB_API_URL": hub.url,
            "JUPYTERHUB_API_TOKEN": OWN_TOKEN,
            "JUPYTERHUB_CLIENT_ID": "jupyterhub-user-alice",
            "JUPYTERHUB_OAUTH_ACCESS_SCOPES": f'["{ALICES}"]',
            "JUPYTERHUB_USER": "alice",
            **({"NOTEBOOK_MEET_SERVICE": f"{service.origin}{ROOT}"} if service else {}),
        }
        for name, value in told.items():
            patch.setenv(name, value)
        patch.setattr(HubOAuth, "_synchronize", _at_once)
        hub.knows(OWN_TOKEN, "alice", ALICES, MAY)
        # What jupyterhub's extension of a user's server sets. It also reports to the hub, which nothing here looks at.
        login = {
            "identity_provider_class": JupyterHubIdentityProvider,
            "authorizer_class": JupyterHubAuthorizer,
            "allow_remote_access": True,
            "trust_xheaders": True,
            "tornado_settings": {"xsrf_cookies": False, "log_function": log_request},
            **sections.pop("ServerApp", {}),
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
