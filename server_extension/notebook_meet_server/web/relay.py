"""On a hub with the service: a notebook's calls go through its own server, which asks the service with its owner's token.

So a cell needs no visit to the service first, no cookie of it, and nothing of this server is handed out.
"""
# mypy: disable-error-code="explicit-override, mutable-override"
# (Tornado declares the methods of a handler as attributes.)

import logging
import re
from dataclasses import dataclass, field
from typing import ClassVar, Final

import msgspec
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest, HTTPResponse
from typing_extensions import override

from notebook_meet._version import __version__
from notebook_meet.wire.addresses import seen_from
from notebook_meet.wire.version import API_PREFIX, PROTOCOL
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
_NO_LOGIN: Final = 401
_WITH_BODY: Final = frozenset({"POST", "PATCH"})
_GATEWAY: Final = frozenset({502, 503, 504})


@dataclass(frozen=True, slots=True)
class HubService:
    """The service, and who may ask it through this server.

    Args:
        url: its root as this server reaches it, ending in ``/``.
        path: of its root as people's browsers reach it, ending in ``/``.
        token: the owner's, which the hub gave to this server.
        callers: ids of the principals that may use the token: the owner in a browser, and this server's kernels.
        own_url: this server's address as browsers reach it; "" when the hub does not say it.
    """

    url: str
    path: str
    token: str = field(repr=False)
    callers: frozenset[str]
    own_url: str = ""


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
        answer = await self._answer(path, headers, body)
        if answer.code == _NO_LOGIN:  # though this server showed its owner's token
            log.error("The hub does not know this server's token any more.")
            raise Refused("hub_token_expired")
        self.set_status(answer.code)
        if "Retry-After" in answer.headers:
            self.set_header("Retry-After", answer.headers["Retry-After"])
        if answer.code != _NO_CONTENT:
            self.set_header("Content-Type", "application/json")
            self.write(answer.body)

    async def _answer(self, path: str, headers: dict[str, str], body: bytes | None) -> HTTPResponse:
        answer = await _asked(f"{self.relay.service.url}{path}", self.request.method or "", headers, body)
        if answer.code == _NO_CONTENT or "json" in answer.headers.get("Content-Type", ""):
            return answer
        if answer.code in _GATEWAY:
            raise Refused("service_unreachable")  # the hub's proxy says that nobody is behind it
        raise _missing(self.relay.service)


class AboutService(Relayed):
    """What the service speaks, if it is one and speaks what this server does."""

    ACTIONS: ClassVar = {"GET": "about"}
    ASKS_WHO: ClassVar = False

    async def get(self) -> None:
        answer = await self._answer("api/about", {}, None)
        try:
            about = msgspec.json.decode(answer.body, type=_About)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise _missing(self.relay.service) from None
        if about.name != "notebook-meet":
            raise _missing(self.relay.service)
        if PROTOCOL not in about.protocols:
            old = max(about.protocols, default=0) < PROTOCOL
            log.error(
                "The hub's meeting service is notebook-meet %s, this server has %s.",
                about.version[:32],
                __version__,
            )
            raise Refused("service_too_old" if old else "service_too_new")
        self.set_header("Content-Type", "application/json")
        self.write(answer.body)


class _About(msgspec.Struct):
    """What must be readable in any version's ``About``."""

    name: str
    protocols: list[int]
    version: str = "?"


def _missing(service: HubService) -> Refused:
    log.error("At %s, the address of the hub's meeting service, something else answers.", service.url)
    return Refused("service_missing")


class Relay(Relayed):
    """Every other call, in its owner's name."""

    ACTIONS: ClassVar = dict.fromkeys(("GET", "POST", "PATCH", "DELETE"), "relay")

    @override
    def check_method(self) -> str:
        if self.principal.id not in self.relay.service.callers:
            raise Refused("not_your_server")
        return super().check_method()

    async def get(self, path: str) -> None:
        headers = _owners(self.relay.service)
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
        self.set_header("Location", f"{await self._page()}{meeting}")
        self.set_status(307)

    head = get

    async def _page(self) -> str:
        """Only the service knows its host, and only where that can be another is it asked."""
        service = self.relay.service
        if not service.own_url:
            return service.path
        answer = await _asked(f"{service.url}{API_PREFIX}/me", "GET", _owners(service), None)
        try:
            me = msgspec.json.decode(answer.body, type=_Me)
            return seen_from(service.own_url, service.path, me.public_url)
        except (msgspec.DecodeError, ValueError):  # no such answer, or no address in it
            return service.path  # whoever follows it is told by whatever is there


class InLab(ToService):
    """Opens a meeting in this server's JupyterLab, where our extension reads the id in the address.

    Nothing is asked or joined here, and whoever is not logged in gets the login from JupyterLab itself.
    """

    async def get(self, meeting: str = "") -> None:
        if not self.relay.lab:
            await super().get(meeting)
            return
        self.redirect(f"{self.relay.lab}?notebook-meet={meeting}")

    head = get


class _Me(msgspec.Struct):
    """What must be readable in any version's ``Me``."""

    public_url: str | None = None


def _owners(service: HubService) -> dict[str, str]:
    return {"Authorization": f"token {service.token}"}


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
