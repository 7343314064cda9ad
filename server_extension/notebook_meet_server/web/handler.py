"""What every handler has in common: who asks, whether that page may ask, and how a no is said."""

import logging
import math
from collections.abc import Mapping
from types import TracebackType
from typing import Any, ClassVar, TypeVar

import msgspec
from tornado.web import RequestHandler, stream_request_body
from typing_extensions import override

from notebook_meet.wire import limits
from notebook_meet.wire.codec import decode_body, encode
from notebook_meet.wire.errors import ERRORS, ErrorReply
from notebook_meet_server.rules.access import at_door
from notebook_meet_server.rules.origin import OriginRule, Origins
from notebook_meet_server.rules.records import ANONYMOUS, Principal
from notebook_meet_server.rules.refused import Refused
from notebook_meet_server.web.errors import BUSY_SECONDS, body_of, log_error
from notebook_meet_server.web.headers import EVERY_REPLY
from notebook_meet_server.web.site import Front, Opening, Site

log = logging.getLogger(__name__)

T = TypeVar("T", bound=msgspec.Struct)

READ_AT_MOST = 16 * limits.MESSAGE_BYTES
"""A body that is too long is read up to here and thrown away, so that its sender gets to read the answer."""


class Handler(RequestHandler):
    """Base of all handlers.

    A subclass names an action of ``rules.access`` for each method that it answers; any other method is
    refused. ``check_xsrf_cookie`` is empty on purpose: whether a request needs the XSRF header depends on
    how the caller is known, which the authenticator decides.
    """

    ACTIONS: ClassVar[Mapping[str, str]] = {}
    _opening: Opening
    _said = ""
    """The code of the error that was answered."""

    @override
    def initialize(self, opening: Opening) -> None:
        """Called by Tornado with what stands in the URL table."""
        self._opening = opening

    @property
    def front(self) -> Front:
        """What every handler works with; every ``prepare`` asks for it first.

        Raises:
            Refused: ``server_busy`` while it is not there yet.
        """
        if self._opening.front is None:
            raise Refused("server_busy", retry_after=BUSY_SECONDS)
        return self._opening.front

    @property
    def site(self) -> Site:
        """What a handler of meetings works with.

        Raises:
            Refused: as ``front``.
        """
        if self._opening.site is None:
            raise Refused("server_busy", retry_after=BUSY_SECONDS)
        return self._opening.site

    @override
    def set_default_headers(self) -> None:
        for name, value in EVERY_REPLY.items():
            self.set_header(name, value)

    @override
    def check_xsrf_cookie(self) -> None:
        return

    @override
    def compute_etag(self) -> str | None:
        return None  # Nothing but the bundle's files may be kept.

    @override
    def prepare(self) -> Any:
        self.check_web_site()
        self.check_method()

    def check_web_site(self) -> None:
        """Refuses a request that a page of another web site makes.

        Raises:
            Refused: ``origin_refused``, or as ``front``.
        """
        headers, secure = self.request.headers, self.request.protocol == "https"
        origin, may = headers.get("Origin"), self.origin_rule(self.front.origins)
        if origin is not None and not may(origin, headers.get("Host", ""), secure=secure):
            raise Refused("origin_refused")

    def origin_rule(self, origins: Origins) -> OriginRule:
        """Which of the rules about origins holds for this handler."""
        return origins.allows

    def check_method(self) -> str:
        """The action that the request's method stands for.

        Raises:
            Refused: ``method_not_allowed``.
        """
        action = self.ACTIONS.get(self.request.method or "")
        if action is None:
            raise Refused("method_not_allowed")
        return action

    @override
    def write_error(self, status_code: int, **kwargs: Any) -> None:
        error = kwargs.get("exc_info", (None, None, None))[1]
        body = body_of(error)
        self._said = body.code
        if self._opening.site is not None:
            self._opening.site.switchboard.figures.refused("call", body.code)
        self.set_status(ERRORS[body.code].status)
        if body.code == "method_not_allowed":
            self.set_header("Allow", ", ".join(self.ACTIONS))
        if body.retry_after is not None:
            self.set_header("Retry-After", str(max(1, math.ceil(body.retry_after))))
        self.set_header("Content-Type", "application/json")
        self.write(encode(ErrorReply(body)))

    @override
    def _log(self) -> None:
        """One line for each reply, in place of Tornado's, for whoever looks for trouble.

        It says neither who asked, from which address, nor for which. Faults have a louder line of their own.
        """
        method = self.request.method if self.request.method in self.SUPPORTED_METHODS else "?"
        milliseconds = 1000 * self.request.request_time()
        action = self.ACTIONS.get(method or "", "")
        log.debug("%s %s: %d %s %.1f ms", method, action, self.get_status(), self._said, milliseconds)

    @override
    def log_exception(
        self, typ: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None
    ) -> None:
        if value is not None:
            method = self.request.method or ""
            log_error(f"{method} {self.ACTIONS.get(method, '')}", value)


@stream_request_body
class Api(Handler):
    """Base of the REST calls: JSON in, JSON out, for a known caller."""

    ASKS_WHO: ClassVar[bool] = True
    """Whether it matters who is calling. Where not, nothing that a login would need is asked for either."""
    principal: Principal = ANONYMOUS
    _body: bytearray
    _too_large = False

    @override
    async def prepare(self) -> None:
        self._body = bytearray()
        self._bound_body()
        self.check_web_site()
        if self.ASKS_WHO:
            self.principal = await self.front.authenticator.principal(self)
        method = self.request.method or ""
        # Somebody unknown gets the same answer everywhere, also where that method does not exist.
        at_door(self.principal, self.ACTIONS.get(method, "own"))
        self.check_method()

    def _bound_body(self) -> None:
        """Sees to it that no more is read than a small multiple of what is allowed.

        Raises:
            Refused: ``too_large`` when the length is known beforehand and far too much.
        """
        length = self.request.headers.get("Content-Length", "0")
        if len(length) > 12 or (length.isdecimal() and int(length) > READ_AT_MOST):
            raise Refused("too_large")
        self.request.connection.set_max_body_size(READ_AT_MOST)  # type: ignore[union-attr]

    @override
    def data_received(self, chunk: bytes) -> None:
        if len(self._body) + len(chunk) > limits.MESSAGE_BYTES:
            self._too_large = True
        else:
            self._body += chunk

    def body(self, of: type[T]) -> T:
        """The request's body.

        Raises:
            BadInput: not JSON, or not of that type.
            Refused: as ``json_body``.
        """
        return decode_body(self.json_body(), of)

    def json_body(self) -> bytes:
        """The request's body as it came.

        Raises:
            Refused: ``too_large``, or ``bad_field`` for another content type: a form of another web site
                can send any of those without asking.
        """
        if self._too_large:
            raise Refused("too_large")
        if (
            self.request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            != "application/json"
        ):
            raise Refused("bad_field", detail="Content-Type must be application/json")
        return bytes(self._body)

    def reply(self, body: msgspec.Struct, status: int = 200) -> None:
        """Answers with a body."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json")
        self.write(encode(body))

    def reply_empty(self) -> None:
        """Answers that it is done."""
        self.set_status(204)
