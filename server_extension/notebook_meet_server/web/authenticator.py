"""The port through which a root says who is calling, and what every root checks."""

from collections.abc import Callable
from typing import Final, Protocol

from tornado.web import HTTPError, RequestHandler

from notebook_meet_server.rules.records import Principal
from notebook_meet_server.rules.refused import Refused

HOST_CHARS: Final = 256
"""Longest ``Host`` header that is looked at: what refuses one may log it."""
READ_ONLY: Final = frozenset({"GET", "HEAD"})
"""Methods that change nothing: a page of another web site may cause them, and does not see the answer."""


class Authenticator(Protocol):
    """Implemented once per root: for a Jupyter server, and for a hub."""

    async def principal(self, handler: RequestHandler) -> Principal:
        """Who is calling; ``ANONYMOUS`` for someone who is not logged in.

        Raises:
            Refused: ``xsrf_missing`` for a cookie's request that another web site could have caused,
                ``origin_refused`` for a host that this server does not serve.
        """

    def page_opened(self, handler: RequestHandler) -> None:
        """Someone opened one of our pages: sets what the page's calls will need. Asks nobody anything."""

    def login_url(self, handler: RequestHandler) -> str | None:
        """Where an anonymous caller logs in, as a path on this origin; None when there is no such page."""


def must_be_ours(check: Callable[[], None]) -> None:
    """A cookie is sent along by any page's request; only our own pages can read the ``_xsrf`` cookie.

    Args:
        check: compares header and cookie, and raises ``HTTPError`` where they differ.

    Raises:
        Refused: ``xsrf_missing``.
    """
    try:
        check()
    except HTTPError:
        raise Refused("xsrf_missing") from None
