"""Who is calling, on a JupyterHub: its user, by the login that the hub gives this service, or by one of the hub's tokens."""

import asyncio
import logging
from collections import OrderedDict
from contextlib import AbstractAsyncContextManager
from typing import Any, Final

from jupyterhub.services.auth import HubOAuth
from tornado.web import HTTPError, RequestHandler

from notebook_meet_server.hub_place import HubPlace
from notebook_meet_server.patience import Patience
from notebook_meet_server.rules.records import ANONYMOUS, Principal
from notebook_meet_server.rules.refused import Refused
from notebook_meet_server.rules.rights import Standing
from notebook_meet_server.web.authenticator import HOST_CHARS, must_be_ours

log = logging.getLogger(__name__)

TOKENS_KEPT: Final = 4
"""So many of a person's tokens, the latest, are asked about again while that person is in a meeting."""
PEOPLE_KEPT: Final = 4096
"""Of so many people, those who asked for something last, tokens are kept."""
ANSWER_SECONDS: Final = 10
"""How long the hub's answer about a token holds."""
HUB_SECONDS: Final = 10.0
"""How long the hub may take to answer. jupyterhub's client alone would wait for minutes."""
_OF_HUB: Final = frozenset({"user", "service"})
"""What the ids of those begin with whom the hub knows. It knows nothing of guests."""
_NO_HUB: Final = """\
The hub does not answer at %s. Nobody can log in until it does; who is in a meeting stays. If it runs, JUPYTERHUB_API_URL \
is wrong."""
_SILENT_HUB: Final = "The hub at %s took a call and gave no answer in %d s."
_NOT_KNOWN: Final = """\
The hub at %s does not know this service's token, so nobody can log in. JUPYTERHUB_API_TOKEN must be the `api_token` of the \
service in jupyterhub_config.py."""
_NO_SCOPE: Final = """\
The hub knows somebody who called, but the token has none of the scopes %s. If this happens to everybody, the roles of the \
lines that notebook-meet-service --print-config prints are missing in jupyterhub_config.py: `user` for browsers, `server` \
for notebooks. This is said once."""


def hub_auth(place: HubPlace) -> HubOAuth:
    """The hub's client library. What is not named here it finds in the environment itself."""
    return HubOAuth(
        api_url=place.api_url,
        api_token=place.api_token,
        base_url=place.root,
        oauth_client_id=place.client_id,
        oauth_redirect_uri=place.callback,
        hub_host=place.hub_host,
        hub_prefix=place.hub_prefix,
        access_scopes={"access:services", place.scope},
        cache_max_age=ANSWER_SECONDS,
        allow_token_in_url=False,
    )


class HubLogin:
    """An ``Authenticator`` that asks the hub.

    Args:
        auth: the hub's client library, set up from the environment that a hub gives to its services.
        root: path of the application's root, with a slash at both ends.

    Attributes:
        patience: with the hub.
    """

    def __init__(self, auth: HubOAuth, root: str) -> None:
        self.patience = Patience()
        self._auth = auth
        self._root = root
        self._tokens: OrderedDict[str, OrderedDict[str, None]] = OrderedDict()
        self._warned = False

    async def principal(self, handler: RequestHandler) -> Principal:
        """See ``Authenticator``. A token that the hub does not know makes the caller anonymous, whatever cookies come along.

        Raises:
            Refused: also ``hub_not_allowed`` for a user of the hub who has no access to this service, and
                ``hub_unreachable``.
        """
        if len(handler.request.host) > HOST_CHARS:
            raise Refused("origin_refused", detail="the Host header is too long")
        handler.hub_auth = self._auth  # type: ignore[attr-defined]
        # Without one jupyterhub's handlers would ask the hub who calls, and everybody would wait for it.
        handler.current_user = None
        person = await self._caller(handler)
        handler.current_user = None if person is ANONYMOUS else person
        return person

    async def _caller(self, handler: RequestHandler) -> Principal:
        if "Authorization" in handler.request.headers:
            token = self._auth.get_token(handler, in_cookie=False)
            return await self._person(str(token), "") if token else ANONYMOUS
        cookie = handler.get_secure_cookie(self._auth.cookie_name)
        if cookie is None:
            return ANONYMOUS
        session = str(self._auth.get_session_id(handler))
        person = await self._person(cookie.decode("ascii", "replace"), session)
        if person is not ANONYMOUS:
            # Also where a call only reads: on a hub without subdomains pages of other users' servers see the answer.
            # The hub's check lets pages be opened without the token.
            must_be_ours(handler.check_xsrf_cookie)
        return person

    def login_url(self, handler: RequestHandler) -> str | None:  # noqa: ARG002 (the port's signature)
        """See ``Authenticator``."""
        return f"{self._root}login"

    def page_opened(self, handler: RequestHandler) -> None:
        """See ``Authenticator``. The token is new with every login, so each page that is opened brings the right one."""
        if handler.get_secure_cookie(self._auth.cookie_name) is not None:
            handler.hub_auth = self._auth  # type: ignore[attr-defined]
            handler.current_user = "somebody"  # as in ``principal``: nobody is asked who
            handler.xsrf_token  # noqa: B018 (reading it sets its cookie)

    async def standing(self, principal: str) -> Standing:
        """Whether someone who came in may still be here. See ``rechecks.Rights``.

        Args:
            principal: a principal's id.

        Raises:
            Refused: ``hub_unreachable``.
        """
        if principal.partition(":")[0] not in _OF_HUB:
            return "good"
        tokens = list(reversed(self._tokens.get(principal, OrderedDict())))
        if not tokens:
            await self._model(self._auth.api_token)  # who could not call, because the hub is away, stays
        # The latest is good with almost everybody. The others are asked about together, so this is over in twice HUB_SECONDS.
        lost = False
        for some in (tokens[:1], tokens[1:]):
            told = await asyncio.gather(
                *(self._standing_by(principal, token) for token in some), return_exceptions=True
            )
            if "good" in told:
                return "good"
            for problem in told:
                if isinstance(problem, BaseException):
                    raise problem
            lost = lost or "lost" in told
        return "lost" if lost else "unknown"

    async def _standing_by(self, principal: str, token: str) -> Standing:
        """How it stands with somebody by one of the tokens; one that is over is forgotten."""
        try:
            person = await self._person(token, "", fresh=True)
        except Refused as no:
            if no.code != "hub_not_allowed":
                raise
            return "lost"
        if person is not ANONYMOUS:
            return "good"
        self._tokens.get(principal, OrderedDict()).pop(token, None)
        return "unknown"

    async def scopes(self, handler: RequestHandler) -> frozenset[str] | None:
        """What the token in the request's ``Authorization`` may do on the hub; None for none, or one that the hub does not know.

        A cookie does not count: what is asked about here is for programs.

        Raises:
            Refused: ``hub_unreachable``.
        """
        token = self._auth.get_token(handler, in_cookie=False)
        model = await self._model(str(token)) if token else None
        return None if model is None else frozenset(model.get("scopes") or ())

    def asking(self, calls: int = 1) -> AbstractAsyncContextManager[None]:
        """The block asks the hub so many times, one after another.

        Raises:
            TimeoutError: the hub took too long, or the service ends.
        """
        return self.patience.lasting(calls * HUB_SECONDS)

    async def check(self) -> None:
        """Tells the log what is wrong, if the hub cannot be asked, or does not know this service."""
        try:
            known = await self._model(self._auth.api_token, fresh=True)
        except Refused:
            log.warning(_NO_HUB, self._auth.api_url)
        else:
            if known is None:
                log.error(_NOT_KNOWN, self._auth.api_url)

    async def _model(self, token: str, session: str = "", *, fresh: bool = False) -> dict[str, Any] | None:
        try:
            async with self.asking():
                model: dict[str, Any] | None = await self._auth.user_for_token(
                    token, session_id=session, sync=False, use_cache=not fresh
                )
        except HTTPError as error:
            raise Refused("hub_unreachable") from error  # jupyterhub has logged where it is looked for
        except TimeoutError as error:
            if not self.patience.over:
                log.warning(_SILENT_HUB, self._auth.api_url, HUB_SECONDS)
            raise Refused("hub_unreachable") from error
        return model

    async def _person(self, token: str, session: str, *, fresh: bool = False) -> Principal:
        model = await self._model(token, session, fresh=fresh)
        if model is None:
            return ANONYMOUS
        name = str(model["name"])
        person = Principal("user", f"{model.get('kind', 'user')}:{name}", name)
        self._remember(person.id, token)
        if not self._auth.check_scopes(self._auth.access_scopes, model):
            self._warn()
            raise Refused("hub_not_allowed")
        return person

    def _warn(self) -> None:
        if not self._warned:
            self._warned = True
            log.warning(_NO_SCOPE, ", ".join(sorted(self._auth.access_scopes)))

    def _remember(self, principal: str, token: str) -> None:
        tokens = self._tokens.setdefault(principal, OrderedDict())
        self._tokens.move_to_end(principal)
        tokens[token] = None
        tokens.move_to_end(token)
        for known, most in ((tokens, TOKENS_KEPT), (self._tokens, PEOPLE_KEPT)):
            if len(known) > most:
                known.popitem(last=False)
