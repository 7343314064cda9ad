"""A hub's API, in this process: it knows tokens, whose they are, and what they allow, and ends logins."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Final, Self

from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler

SERVICE: Final = "access:services!service=meet"
ALICES: Final = "access:servers!server=alice/"
"""May use the meeting service; may use Alice's own server."""


@dataclass
class HubApi:
    """What ``HubOAuth`` asks. ``async with`` opens and closes it.

    Args:
        tokens: the answer about each token; one that is not here has expired, or was never given out.
    """

    tokens: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: int = 0

    def knows(self, token: str, name: str, scopes: Iterable[str], kind: str = "user") -> str:
        """Gives out a token."""
        self.tokens[token] = {
            "kind": kind,
            "name": name,
            "admin": False,
            "groups": [],
            "scopes": sorted(scopes),
        }
        return token

    async def __aenter__(self) -> Self:
        hub = self

        class User(RequestHandler):
            def get(self) -> None:
                hub.asked += 1
                token = self.request.headers.get("Authorization", "").partition(" ")[2]
                model = hub.tokens.get(token)
                self.set_status(200 if model else 403)
                self.write(json.dumps(model or {"status": 403, "message": "no such token"}))

        class Token(RequestHandler):
            """The end of the login: a test's code is the token that it stands for."""

            def post(self) -> None:
                self.write({"access_token": self.get_body_argument("code")})

        listener, port = bind_unused_port()
        self.url = f"http://127.0.0.1:{port}/hub/api"
        self._http = HTTPServer(
            Application(
                [("/hub/api/user", User), ("/hub/api/oauth2/token", Token)], log_function=lambda _: None
            )
        )
        self._http.add_socket(listener)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.stop()
        await self._http.close_all_connections()
