"""Who is calling, on a Jupyter server: its login cookie, its token, or the secret of its kernels."""

import hmac
from typing import TYPE_CHECKING, Final, cast

from jupyter_core.utils import ensure_async
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.prometheus.log_functions import prometheus_log_method
from tornado.web import RequestHandler
from typing_extensions import override

from notebook_meet_server.rules.records import ANONYMOUS, Principal
from notebook_meet_server.rules.refused import Refused
from notebook_meet_server.web.authenticator import HOST_CHARS, READ_ONLY, must_be_ours
from notebook_meet_server.web.handler import Handler

if TYPE_CHECKING:
    from jupyter_server.auth.identity import IdentityProvider, User

SCHEME: Final = "notebook-meet"
"""Of the ``Authorization`` header with which kernels show the extension's secret."""
KERNELS: Final = Principal("server", "server")
TOKEN_HOLDER: Final = Principal("user", "token")
"""Whoever calls with the server's token and no login cookie: a script or a kernel elsewhere, the same one every time.

Its id is outside ``user:``, where a login of that name could be. Jupyter would make up a new user for each such call, who would own nothing that the call before made.
"""


def on_jupyter(handler: type[Handler]) -> type[Handler]:
    """The same handler as part of a Jupyter server.

    It becomes a ``JupyterHandler``, since identity providers ask for more than a plain handler has. Ours
    comes first in the order of resolution, so headers, errors and checks stay ours. Its methods carry
    Jupyter's mark for those that need no login: the door is ours, and it lets guests in.
    """
    marked = {
        method.lower(): allow_unauthenticated(getattr(handler, method.lower())) for method in handler.ACTIONS
    }
    return cast("type[Handler]", type(handler.__name__, (_Measured, handler, JupyterHandler), marked))


class _Measured(Handler):
    """Keeps Jupyter's record of how long requests take, for which our line in the log stands in."""

    @override
    def _log(self) -> None:
        super()._log()
        wanted = getattr(self.settings["serverapp"], "record_http_request_metrics", True)
        # Each method that somebody makes up would be kept for good.
        if wanted and self.request.method in self.SUPPORTED_METHODS:
            prometheus_log_method(self)  # type: ignore[no-untyped-call]


class JupyterLogin:
    """An ``Authenticator`` that asks Jupyter's identity provider.

    Args:
        secret: what the extension put into its kernels' environment.
    """

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    async def principal(self, handler: RequestHandler) -> Principal:
        """See ``Authenticator``.

        A wrong secret makes the caller anonymous, whatever cookies come along: who shows a secret means to be
        known by it. Any other ``Authorization`` header is Jupyter's business; a proxy may have added it.
        """
        jupyter = _jupyter(handler)
        _set_user(jupyter, None)
        if len(jupyter.request.host) > HOST_CHARS or not jupyter.check_host():
            raise Refused("origin_refused", detail="the Host header names another server")
        scheme, _, shown = handler.request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == SCHEME:
            right = hmac.compare_digest(shown.strip().encode(), self._secret)
            return KERNELS if right else ANONYMOUS
        if not _has_login_cookie(jupyter) and await _shows_token(jupyter):
            return TOKEN_HOLDER
        return await self._logged_in(jupyter)

    def page_opened(self, handler: RequestHandler) -> None:
        """See ``Authenticator``. Jupyter's cookies are set by what the page asks next."""

    def login_url(self, handler: RequestHandler) -> str | None:
        """See ``Authenticator``."""
        jupyter = _jupyter(handler)
        return str(handler.settings["login_url"]) if jupyter.identity_provider.login_available else None

    async def _logged_in(self, handler: JupyterHandler) -> Principal:
        provider = handler.identity_provider
        user: User | None = await ensure_async(provider.get_user(handler))
        _set_user(handler, user)
        if user is None:
            return ANONYMOUS
        checked = handler.request.method not in READ_ONLY or _is_hubs(provider)
        if checked and not provider.is_token_authenticated(handler):
            must_be_ours(lambda: RequestHandler.check_xsrf_cookie(handler))
        return Principal("user", f"user:{user.username}", user.display_name or user.name or "")


def _jupyter(handler: RequestHandler) -> JupyterHandler:
    if not isinstance(handler, JupyterHandler):
        raise TypeError("the URL table was not made with on_jupyter")
    return handler


def _is_hubs(provider: "IdentityProvider") -> bool:
    """Whether the login is that of a hub, which puts its own check into every handler.

    That one lets pages be opened without the token, and asks for it where a page calls: without subdomains, pages of
    other users' servers see the answer of what only reads, too.
    """
    return hasattr(provider, "hub_auth")


def _set_user(handler: JupyterHandler, user: "User | None") -> None:
    """As ``JupyterHandler.prepare`` does. Jupyter's own code asks for it: its log, its check of tokens, its cookies."""
    handler.current_user = handler._jupyter_current_user = user  # noqa: SLF001


def _has_login_cookie(handler: JupyterHandler) -> bool:
    return handler.get_cookie(handler.identity_provider.get_cookie_name(handler)) is not None


async def _shows_token(handler: JupyterHandler) -> bool:
    user: User | None = await ensure_async(handler.identity_provider.get_user_token(handler))
    return user is not None
