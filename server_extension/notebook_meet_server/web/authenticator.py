"""The port through which a root says who is calling."""

from typing import Protocol

from tornado.web import RequestHandler

from notebook_meet_server.rules.records import Principal


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
