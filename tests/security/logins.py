"""The way to the hub's login and back, for everybody: it leads to no other place, and lets in nobody but who came from the hub."""

from typing import Final
from urllib.parse import parse_qs, quote, urlsplit

from tests.security.asking import outcome
from tests.security.populated import Populated
from tests.security.scene import EVIL
from tests.security.table import Caller
from tests.web.addresses import ROOT
from tests.web.server import Answer, cookies_set_by

HUB: Final = "/hub/api/oauth2/authorize"
IN_WORDS: Final = "the page, which says what went wrong"
CODE: Final = "code-of-another-login"
"""Good, and known to whoever began that login: a page could send anybody back with it."""
HARMLESS: Final = ("_xsrf", "service-meet-oauth-state")
"""What the cookies may be called that come before a login. The login's own is ``service-meet``."""


async def wrong_logins(here: Populated) -> list[tuple[str, ...]]:
    """Caller, address, expected and real outcome, wherever these differ; nothing where the deployment has no login of its own."""
    if here.hub is None:
        return []
    here.hub.codes[CODE] = next(iter(here.hub.tokens))
    pages = {"": ROOT, f"{ROOT}{here.scene.meeting}": f"{ROOT}{here.scene.meeting}", f"{EVIL}/{ROOT}": ROOT}
    bare = ("", "error=access_denied", "code=a", "state=a", f"code={CODE}")
    wrong = []
    for who, caller in here.callers.items():
        for wanted, page in pages.items():
            path = f"login?next={quote(wanted, safe='')}"
            wrong += _differs(who, path, _away(caller, page), await _goes(here, who, path))
        states = {"made-up": "a", "another's": await _state_of_another(here)}
        ways = {f"code={CODE}&state={state}": kind for kind, state in states.items()}
        for query, kind in {**dict.fromkeys(bare, "none"), **ways}.items():
            path = f"oauth_callback?{query}"
            wrong += _differs(who, path, _back(caller, kind), await _goes(here, who, path))
    assert CODE in here.hub.codes, "a made-up way back was followed to its end"
    return wrong


def _differs(who: str, path: str, expected: str, got: str) -> list[tuple[str, ...]]:
    return [] if got == expected else [(who, path, expected, got)]


def _away(caller: Caller, page: str) -> str:
    """Whom the hub knows is at home already; to whom that is of no use, the page says why."""
    if caller.foreign:
        return "origin_refused"
    return page if caller.known or caller.everywhere else HUB


def _back(caller: Caller, state: str) -> str:
    """Who is logged in is at home already, and goes where the login was begun."""
    if caller.foreign:
        return "origin_refused"
    inside = caller.known and not caller.everywhere
    at_home = {"made-up": ROOT, "another's": f"{ROOT}login"} if inside else {}
    return at_home.get(state, IN_WORDS)


async def _state_of_another(here: Populated) -> str:
    """The state of a login that was begun in another browser."""
    away = await here.scene.server.send("GET", f"{ROOT}login")
    (state,) = parse_qs(urlsplit(away.headers["Location"]).query)["state"]
    return state


async def _goes(here: Populated, who: str, path: str) -> str:
    """Where it leads, in one word, or the code of the refusal; the name of a cookie that should not be set."""
    answer = await here.scene.server.send("GET", ROOT + path, None, here.scene.callers[who].headers)
    cookies = [name for name in cookies_set_by(answer) if not name.startswith(HARMLESS)]
    return f"sets {cookies}" if cookies else _led(answer)


def _led(answer: Answer) -> str:
    if "Location" in answer.headers:
        there = answer.headers["Location"]
        return HUB if there.startswith(f"{HUB}?") else str(there)
    told = answer.headers["Content-Type"].startswith("text/html")
    return IN_WORDS if told and answer.status >= 400 else outcome(answer, "GET")
