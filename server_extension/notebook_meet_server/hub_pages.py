"""What a hub's service answers beside the meetings: the way to the hub's login and back, and the figures."""
# mypy: disable-error-code="explicit-override, mutable-override"
# (Tornado declares the methods of a handler as attributes.)

import logging
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar, Final, cast

from jupyterhub.services.auth import HubOAuthCallbackHandler, HubOAuthenticated
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from tornado.web import HTTPError

from notebook_meet_server.hub import HubLogin
from notebook_meet_server.rules.records import ANONYMOUS
from notebook_meet_server.rules.refused import Refused
from notebook_meet_server.web.handler import Handler
from notebook_meet_server.web.next_page import own_page
from notebook_meet_server.web.pages import write_shell

if TYPE_CHECKING:
    from collections.abc import Awaitable

log = logging.getLogger(__name__)

METRICS_SCOPE: Final = "read:metrics"
"""The hub's own scope for its metrics."""


def on_hub(handler: type[Handler]) -> type[Handler]:
    """The same handler as part of a hub's service.

    Its XSRF token is the hub's, which is bound to the login: a page beside ours on the hub's origin can set a
    cookie for our path, but cannot make up one that counts.
    """
    return cast("type[Handler]", type(handler.__name__, (HubOAuthenticated, handler), {}))


class Login(HubOAuthenticated, Handler):  # type: ignore[misc]  # jupyterhub has no types
    """Sends someone to the hub's login, and back to the page in ``next`` afterwards."""

    ACTIONS: ClassVar = {"GET": "login"}

    async def get(self) -> None:
        page = own_page(self.get_query_argument("next", ""), self.front.root)
        try:
            known = await self.front.authenticator.principal(self) is not ANONYMOUS
        except Refused:
            known = True  # the page says why, in its own words
        if known:
            self.redirect(page)
            return
        self.redirect(self.get_login_url())


class Callback(HubOAuthCallbackHandler, Handler):  # type: ignore[misc]  # jupyterhub has no types
    """Where the hub sends people back to. A login that came to nothing is told by the page, in words."""

    ACTIONS: ClassVar = {"GET": "login"}

    async def get(self) -> None:
        with suppress(Refused):  # of an earlier login, which this one takes the place of
            await self.front.authenticator.principal(self)
        try:
            async with _hub_login(self).asking(2):
                await cast("Awaitable[None]", super().get())
        except (HTTPError, TimeoutError) as error:
            code = login_problem(error)
            said = error.log_message if isinstance(error, HTTPError) else "no answer in time"
            log.warning("A login came to nothing: %s: %s", code, (said or "")[:256])
            write_shell(self, problem=code)


class MetricsCall(Handler):
    """The process's figures, for Prometheus: for who may read those of the hub itself."""

    ACTIONS: ClassVar = {"GET": "metrics"}

    async def get(self) -> None:
        scopes = await _hub_login(self).scopes(self)
        if scopes is None:
            raise Refused(
                "login_required", detail="metrics need a token of the hub in the Authorization header"
            )
        if METRICS_SCOPE not in scopes:
            raise Refused("not_allowed", detail=f"this token lacks the scope {METRICS_SCOPE}")
        self.set_header("Content-Type", CONTENT_TYPE_LATEST)
        self.write(generate_latest())


def login_problem(error: HTTPError | TimeoutError) -> str:
    """The code of what went wrong on the way back from the hub's login.

    Args:
        error: as jupyterhub's client library raises it: 500 or 502 where it could not ask the hub, 500 where the hub
            refused what this service shows, else the browser's part. A ``TimeoutError`` where the hub did not answer.
    """
    if (
        isinstance(error, TimeoutError)
        or error.status_code == 502
        or "Failed to connect" in (error.log_message or "")
    ):
        return "hub_unreachable"
    return "login_refused" if error.status_code >= 500 else "login_failed"


def _hub_login(handler: Handler) -> HubLogin:
    """Who is calling is asked of nobody else where these handlers are."""
    return cast("HubLogin", handler.front.authenticator)
