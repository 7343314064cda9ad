"""On a hub with the service: a notebook's calls go through its own server, which asks the service with its owner's token.

So a cell needs no visit to the service first, no cookie of it, and nothing of this server is handed out.
"""
# mypy: disable-error-code="explicit-override, mutable-override"
# (Tornado declares the methods of a handler as attributes.)

import logging
import re
from dataclasses import dataclass, field
from typing import ClassVar, Final

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest, HTTPResponse
from typing_extensions import override

from notebook_meet.wire.version import API_PREFIX
from notebook_meet_server.rules.refused import Refused
from notebook_meet_server.web import api, pages
from notebook_meet_server.web.handler import Api, Handler
from notebook_meet_server.web.routes import Route
from notebook_meet_server.web.site import Front, Opening

log = logging.getLogger(__name__)

CONNECT_SECONDS: Final = 5.0
REQUEST_SECONDS: Final = 15.0
OWN_LAB: Final = "/meet/lab/"
"""Below a user's own server: what opens the meeting whose id follows in that user's JupyterLab."""
_NO_CONTENT: Final = 204
_WITH_BODY: Final = frozenset({"POST", "PATCH"})
_GATEWAY: Final = frozenset({502, 503, 504})


@dataclass(frozen=True, slots=True)
class HubService:
    """The service, and who may ask it through this server.

    Args:
        url: its root as this server reaches it, ending in ``/``.
        page: its root as people's browsers reach it: a path on the page's own host, or an address on a hub with subdomains.
        token: the owner's, which the hub gave to this server.
        callers: ids of the principals that may use the token: the owner in a browser, and this server's kernels.
    """

    url: str
    page: str
    token: str = field(repr=False)
    callers: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayFront(Front):
    """A server whose meetings live in the hub's service.

    Args:
        service: that service.
        lab: path of this server's JupyterLab; empty where it has none.
    """

    service: HubService
    lab: str


class _Beside(Handler):
    """A handler of such a server."""

    @property
    def relay(self) -> RelayFront:
        """What these handlers work with."""
        if not isinstance(self.front, RelayFront):
            raise TypeError("the table of a relay was given to another application")
        return self.front


class Relayed(_Beside, Api):
    """A call that the service answers."""

    async def pass_on(self, path: str, headers: dict[str, str], body: bytes | None) -> None:
        """Asks the service, and answers what it answers.

        Args:
            path: below the service's root.
            headers: of the request.
            body: None for none.

        Raises:
            Refused: ``service_unreachable``.
        """
        answer = await _asked(f"{self.relay.service.url}{path}", self.request.method or "", headers, body)
        if answer.code in _GATEWAY and "json" not in answer.headers.get("Content-Type", ""):
            raise Refused("service_unreachable")  # the hub's proxy says that nobody is behind it
        self.set_status(answer.code)
        if "Retry-After" in answer.headers:
            self.set_header("Retry-After", answer.headers["Retry-After"])
        if answer.code != _NO_CONTENT:
            self.set_header("Content-Type", "application/json")
            self.write(answer.body)


class AboutService(Relayed):
    """What the service speaks."""

    ACTIONS: ClassVar = {"GET": "about"}

    async def get(self) -> None:
        await self.pass_on("api/about", {}, None)


class Relay(Relayed):
    """Every other call, in its owner's name."""

    ACTIONS: ClassVar = dict.fromkeys(("GET", "POST", "PATCH", "DELETE"), "relay")

    @override
    def check_method(self) -> str:
        if self.principal.id not in self.relay.service.callers:
            raise Refused("not_your_server")
        return super().check_method()

    async def get(self, path: str) -> None:
        headers = {"Authorization": f"token {self.relay.service.token}"}
        body = None
        if self.request.method in _WITH_BODY:
            body = self.json_body()
            headers["Content-Type"] = "application/json"
        await self.pass_on(f"{API_PREFIX}/{path}", headers, body)

    post = patch = delete = get


class ToService(_Beside):
    """A page of this server's own address. Meetings have theirs at the service; a browser takes the fragment along."""

    ACTIONS: ClassVar = {"GET": "page", "HEAD": "page"}

    async def get(self, meeting: str = "") -> None:
        self.set_header("Location", f"{self.relay.service.page}{meeting}")
        self.set_status(307)

    head = get


class InLab(_Beside):
    """Opens a meeting in this server's JupyterLab, where our extension reads the id in the address.

    Nothing is asked or joined here, and whoever is not logged in gets the login from JupyterLab itself.
    """

    ACTIONS: ClassVar = {"GET": "page", "HEAD": "page"}

    async def get(self, meeting: str) -> None:
        lab = self.relay.lab
        self.redirect(f"{lab}?notebook-meet={meeting}" if lab else f"{self.relay.service.page}{meeting}")

    head = get


async def _asked(url: str, method: str, headers: dict[str, str], body: bytes | None) -> HTTPResponse:
    request = HTTPRequest(
        url,
        method=method,
        headers=headers,
        body=body,
        connect_timeout=CONNECT_SECONDS,
        request_timeout=REQUEST_SECONDS,
        follow_redirects=False,
    )
    try:
        return await AsyncHTTPClient().fetch(request, raise_error=False)
    except (OSError, HTTPClientError) as error:
        log.warning("The hub's meeting service does not answer: %s", type(error).__name__)
        raise Refused("service_unreachable") from error


def relay_routes(prefix: str, opening: Opening) -> list[Route]:
    """The table for a Tornado application whose meetings live in the service. Arguments as those of ``routes``."""
    start = re.escape(prefix)
    table: tuple[tuple[str, type[Handler]], ...] = (
        ("", ToService),
        ("api/about", AboutService),
        (f"{API_PREFIX}/([A-Za-z0-9_/-]*)", Relay),
        (f"{API_PREFIX}(?:/.*)?", api.NoSuchCall),
        ("static/([^/]*)", pages.Static),
        ("lab/([A-Za-z0-9_-]{22})", InLab),
        ("([A-Za-z0-9_-]+)", ToService),
        (".*", api.NothingHere),
    )
    own = [(start + pattern, handler, {"opening": opening}) for pattern, handler in table]
    return [(start.removesuffix("/"), ToService, {"opening": opening}), *own]
