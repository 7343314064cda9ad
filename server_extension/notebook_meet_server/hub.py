"""Who is calling, on a JupyterHub: its user, by the login that the hub gives this service, or by one of the hub's tokens.

The only module that imports jupyterhub.
"""
# mypy: disable-error-code="explicit-override, mutable-override"
# (Tornado declares the methods of a handler as attributes.)

from collections import OrderedDict
from typing import Any, ClassVar, Final, cast

from jupyterhub.services.auth import HubOAuth, HubOAuthCallbackHandler, HubOAuthenticated
from tornado.web import HTTPError, RequestHandler

from notebook_meet_server.rules.records import ANONYMOUS, Principal
from notebook_meet_server.rules.refused import Refused
from notebook_meet_server.web.authenticator import HOST_CHARS, must_be_ours
from notebook_meet_server.web.handler import Handler
from notebook_meet_server.web.next_page import own_page

TOKENS_KEPT: Final = 4
"""So many of a person's tokens, the latest, are asked about again while that person is in a meeting."""
PEOPLE_KEPT: Final = 4096
"""Of so many people, those who asked for something last, tokens are kept."""
ANSWER_SECONDS: Final = 10
"""How long the hub's answer about a token holds."""


def on_hub(handler: type[Handler]) -> type[Handler]:
    """The same handler as part of a hub's service.

    Its XSRF token is the hub's, which is bound to the login: a page beside ours on the hub's origin can set a
    cookie for our path, but cannot make up one that counts.
    """
    return cast("type[Handler]", type(handler.__name__, (HubOAuthenticated, handler), {}))


def hub_auth() -> HubOAuth:
    """The hub's client library, set up from the environment that a hub gives to its services."""
    return HubOAuth.instance(cache_max_age=ANSWER_SECONDS, allow_token_in_url=False)


class HubLogin:
    """An ``Authenticator`` that asks the hub.

    Args:
        auth: the hub's client library, set up from the environment that a hub gives to its services.
        root: path of the application's root, with a slash at both ends.
    """

    def __init__(self, auth: HubOAuth, root: str) -> None:
        self._auth = auth
        self._root = root
        self._tokens: OrderedDict[str, OrderedDict[str, None]] = OrderedDict()

    async def principal(self, handler: RequestHandler) -> Principal:
        """See ``Authenticator``. A token that the hub does not know makes the caller anonymous, whatever cookies come along.

        Raises:
            Refused: also ``hub_not_allowed`` for a user of the hub who has no access to this service, and
                ``hub_unreachable``.
        """
        if len(handler.request.host) > HOST_CHARS:
            raise Refused("origin_refused", detail="the Host header is too long")
        handler.hub_auth = self._auth  # type: ignore[attr-defined]
        person = await self._shown(handler)
        if person is not ANONYMOUS:
            # Else reading the XSRF token would ask the hub once more, and everybody would wait for it.
            handler.current_user = person.name
            if "Authorization" not in handler.request.headers:
                # Also where a call only reads: on a hub without subdomains pages of other users' servers see the answer.
                # The hub's check lets pages be opened without.
                must_be_ours(handler.check_xsrf_cookie)
        return person

    async def _shown(self, handler: RequestHandler) -> Principal:
        if "Authorization" in handler.request.headers:
            token = self._auth.get_token(handler, in_cookie=False)
            return await self._person(str(token), "") if token else ANONYMOUS
        cookie = handler.get_secure_cookie(self._auth.cookie_name)
        if cookie is None:
            return ANONYMOUS
        session = str(self._auth.get_session_id(handler))
        return await self._person(cookie.decode("ascii", "replace"), session)

    def login_url(self, handler: RequestHandler) -> str | None:  # noqa: ARG002 (the port's signature)
        """See ``Authenticator``."""
        return f"{self._root}login"

    def page_opened(self, handler: RequestHandler) -> None:
        """See ``Authenticator``. The token is new with every login, so each page that is opened brings the right one."""
        if handler.get_secure_cookie(self._auth.cookie_name) is not None:
            handler.hub_auth = self._auth  # type: ignore[attr-defined]
            handler.current_user = (
                "somebody"  # else the hub would be asked who, and everybody would wait for it
            )
            handler.xsrf_token  # noqa: B018 (reading it sets its cookie)

    async def still_allowed(self, principal: str) -> bool:
        """Whether someone who came in may still be here: one of the tokens known of that person is still good.

        Args:
            principal: a principal's id. Where no token is known nothing speaks against it: that is so for guests, and
                for who has asked for nothing since the service was started.

        Raises:
            Refused: ``hub_unreachable``.
        """
        tokens = self._tokens.get(principal)
        if tokens is None:
            return True
        for token in list(reversed(tokens)):
            try:
                if await self._person(token, "", fresh=True) is not ANONYMOUS:
                    return True
            except Refused as no:
                if no.code != "hub_not_allowed":
                    raise
            tokens.pop(token, None)
        return False

    async def _person(self, token: str, session: str, *, fresh: bool = False) -> Principal:
        try:
            model: dict[str, Any] | None = await self._auth.user_for_token(
                token, session_id=session, sync=False, use_cache=not fresh
            )
        except HTTPError as error:
            raise Refused("hub_unreachable", detail=error.log_message or "") from error
        if model is None:
            return ANONYMOUS
        if not self._auth.check_scopes(self._auth.access_scopes, model):
            raise Refused("hub_not_allowed")
        name = str(model["name"])
        person = Principal("user", f"{model.get('kind', 'user')}:{name}", name)
        self._remember(person.id, token)
        return person

    def _remember(self, principal: str, token: str) -> None:
        tokens = self._tokens.setdefault(principal, OrderedDict())
        self._tokens.move_to_end(principal)
        tokens[token] = None
        tokens.move_to_end(token)
        for known, most in ((tokens, TOKENS_KEPT), (self._tokens, PEOPLE_KEPT)):
            if len(known) > most:
                known.popitem(last=False)


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
        self.current_user = None
        self.redirect(self.get_login_url())


class Callback(HubOAuthCallbackHandler, Handler):  # type: ignore[misc]  # jupyterhub has no types
    """Where the hub sends people back to."""

    ACTIONS: ClassVar = {"GET": "login"}
