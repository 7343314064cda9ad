"""What each caller may do, as a table: the decision that every request of the matrix is compared with. Pure.

What a standing may do is ``ROWS`` of ``tests/rules/test_access.py``. Here stands which route is which action, and how each
kind of caller stands.
"""

from dataclasses import dataclass
from typing import Any, Final

from tests.rules.test_access import COLUMNS, ROWS

Routes = dict[str, dict[str, str]]

METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
READING: Final = frozenset({"GET", "HEAD"})
_MEETING: Final = "api/v1/meetings/([^/]*)"

_NOTHING: Final[dict[str, str]] = {}


def _shown(action: str) -> dict[str, str]:
    """What can be asked for with the content, or for the headers alone."""
    return {"GET": action, "HEAD": action}


OF_MEETINGS: Final[Routes] = {
    "": _shown("page"),
    "static/([^/]*)": _shown("static"),
    "api/about": {"GET": "about"},
    "health": _shown("health"),
    "health/ready": _shown("health"),
    "api/v1/me": {"GET": "me"},
    "api/v1/socket": {"GET": "socket"},
    "api/v1/meetings": {"GET": "own", "POST": "create"},
    _MEETING: {"GET": "digest", "PATCH": "update", "DELETE": "end_meeting"},
    f"{_MEETING}/preview": {"POST": "preview"},
    f"{_MEETING}/admissions": {"POST": "admission"},
    f"{_MEETING}/attendance": {"GET": "attendance"},
    f"{_MEETING}/invites": {"GET": "invites", "POST": "create_invite"},
    f"{_MEETING}/invites/([^/]*)": {"DELETE": "revoke_invite"},
    "api/v1(?:/.*)?": _NOTHING,
    "(?:api|static)(?:/.*)?": _NOTHING,
    "([^/]+)": _shown("page"),
    ".*": _NOTHING,
}
"""Pattern below the root, and the action of each method; in the order in which the router looks."""
OF_SERVICE: Final[Routes] = {
    "login": {"GET": "login"},
    "oauth_callback": {"GET": "login"},
    "metrics": {"GET": "metrics"},
    **OF_MEETINGS,
}
OF_RELAY: Final[Routes] = {
    "": _shown("page"),
    "api/about": {"GET": "about"},
    "api/v1/([A-Za-z0-9_/-]*)": dict.fromkeys(("GET", "POST", "PATCH", "DELETE"), "relay"),
    "api/v1(?:/.*)?": _NOTHING,
    "static/([^/]*)": _shown("static"),
    "lab/([A-Za-z0-9_-]{22})": _shown("page"),
    "([A-Za-z0-9_-]+)": _shown("page"),
    ".*": _NOTHING,
}


@dataclass(frozen=True)
class Caller:
    """A kind of caller.

    Args:
        stands: columns of the table of roles and actions that hold for it, in the meeting that is asked for.
        everywhere: the code with which everything is answered for which it matters who calls.
        changing: the code with which everything but reading is refused.
        reading: the methods that count as that.
        meeting: the code with which every call about the meeting is refused, once its login has been found good.
        shows: the code of what it shows in place of a login, if that is no good.
        foreign: whether it is a page of another web site.
    """

    stands: frozenset[str]
    everywhere: str = ""
    changing: str = ""
    reading: frozenset[str] = READING
    meeting: str = ""
    shows: str = "login_required"
    foreign: bool = False

    @property
    def known(self) -> bool:
        return "member" in self.stands


def member(*roles: str, **more: Any) -> Caller:
    """Somebody with a login; without a role of their own, an attendee."""
    return Caller(frozenset({"member", *(roles or ["attendee"])}), **more)


GUEST: Final = Caller(frozenset({"guest"}))
NOBODY: Final = Caller(frozenset({"anonymous"}))
ANOTHER_SITE: Final = Caller(frozenset(), foreign=True)


def showing(code: str) -> Caller:
    """Nobody, who shows something that is no good."""
    return Caller(frozenset({"anonymous"}), shows=code)


INVITED: Final[dict[str, Caller]] = {
    "an invited guest": GUEST,
    "a guest who comes back": GUEST,
    "an expired invite": showing("invite_expired"),
    "a revoked invite": showing("invite_revoked"),
    "an invite that was used up": showing("invite_used_up"),
    "another meeting's invite": showing("invite_invalid"),
    "a made-up invite": showing("invite_invalid"),
    "a made-up resume token": NOBODY,
    "a removed guest": showing("invite_revoked"),
    "a removed guest's resume token": NOBODY,
}
STRANGERS: Final[dict[str, Caller]] = {
    "nobody": NOBODY,
    "nobody, from another site": ANOTHER_SITE,
    "a wrong token": NOBODY,
    "a kernel with a wrong secret": NOBODY,
}
ROLES: Final[dict[str, Caller]] = {
    "the host": member("host"),
    "a presenter": member("presenter"),
    "an observer": member("observer"),
    "somebody with a login": member(),
    "somebody removed": member("removed", meeting="removed"),
    "the host, without the XSRF header": member("host", changing="xsrf_missing"),
    "the host, from another site": ANOTHER_SITE,
    "a token": member(),
    "a token, from another site": ANOTHER_SITE,
}
PLAIN: Final = {
    **STRANGERS,
    **INVITED,
    **ROLES,
    "a kernel": member(),
    "a kernel, from another site": ANOTHER_SITE,
    "a hub's token": NOBODY,
}
_WITHOUT_HEADER: Final = member("host", changing="xsrf_missing", reading=READING | {"OPTIONS"})
"""As the hub's own check has it; nothing of ours answers to the method."""
ON_HUB: Final = {
    **STRANGERS,
    **INVITED,
    **ROLES,
    "the host, without the XSRF header": _WITHOUT_HEADER,
    "a page of another user's server": member("host", everywhere="xsrf_missing"),
    "an expired token": NOBODY,
    "a login that has expired": NOBODY,
    "a kernel's secret of a plain server": NOBODY,
}
SERVICE: Final = {
    **ON_HUB,
    "another service of the hub": member(),
    "without the scope": Caller(frozenset(), everywhere="hub_not_allowed"),
    "without the scope, by token": Caller(frozenset(), everywhere="hub_not_allowed"),
    "whose role was taken away": Caller(frozenset(), everywhere="hub_not_allowed"),
}
CLOSED_SERVICE: Final = {
    **STRANGERS,
    "an invited guest": showing("guests_refused"),
    "a made-up invite": showing("guests_refused"),
    "a made-up resume token": showing("guests_refused"),
    "the host": member("host"),
    "the host, without the XSRF header": _WITHOUT_HEADER,
    "the host, from another site": ANOTHER_SITE,
    "somebody with a login": member(),
    "somebody with a login, invited": member(),
}
OWN_ALONE: Final = {
    **ON_HUB,
    "a kernel": member(),
    "a kernel, from another site": ANOTHER_SITE,
    "a user of another server": NOBODY,
    "a user of another server, invited": GUEST,
}
_NOT_YOURS: Final = Caller(frozenset({"member"}), meeting="not_your_server")
OWN_BESIDE_SERVICE: Final = {
    **STRANGERS,
    "an invited guest": NOBODY,
    "a made-up invite": NOBODY,
    "the host": member("host"),
    "the host, without the XSRF header": _WITHOUT_HEADER,
    "the host, from another site": ANOTHER_SITE,
    "a page of another user's server": member("host", everywhere="xsrf_missing"),
    "a kernel": member("host"),
    "a kernel, from another site": ANOTHER_SITE,
    "a token": member("host"),
    "a token, from another site": ANOTHER_SITE,
    "an expired token": NOBODY,
    "a login that has expired": NOBODY,
    "a colleague with access to the server": _NOT_YOURS,
    "a user of another server": NOBODY,
}

_UNASKED: Final = frozenset({"health", "page", "static", "about", "login", "socket"})
"""Nobody is asked who it is; a socket's first message says so."""
_OF_A_MEETING: Final = frozenset(
    {
        "digest",
        "preview",
        "admission",
        "update",
        "end_meeting",
        "attendance",
        "create_invite",
        "invites",
        "revoke_invite",
    }
)


def may(caller: Caller, action: str) -> bool:
    """Whether the table of roles and actions has a mark for one of the caller's standings."""
    return any(
        mark == "x" for column, mark in zip(COLUMNS, ROWS[action], strict=True) if column in caller.stands
    )


def decision(caller: Caller, action: str, method: str) -> str:
    """``yes``, or the code of the refusal: the first that holds."""
    about_meeting = action in _OF_A_MEETING
    order = (
        ("origin_refused", caller.foreign),
        ("yes", action in _UNASKED),
        (caller.everywhere, bool(caller.everywhere)),
        (caller.changing, bool(caller.changing) and method not in caller.reading),
        (caller.meeting, caller.meeting == "not_your_server"),
        (caller.meeting, bool(caller.meeting) and about_meeting),
        ("yes", may(caller, action)),
        ("not_allowed", caller.known),
        (caller.shows, action in {"preview", "admission"}),
        ("login_required", True),
    )
    return next(code for code, holds in order if holds)


_PAGES: Final = frozenset(
    {
        "health",
        "health/ready",
        "",
        "static/([^/]*)",
        "([^/]+)",
        "([A-Za-z0-9_-]+)",
        "lab/([A-Za-z0-9_-]{22})",
        "api/v1/socket",
        "login",
        "oauth_callback",
        "metrics",
    }
)
_ELSE: Final = frozenset({"(?:api|static)(?:/.*)?", ".*"})


def no_such_method(caller: Caller, pattern: str, method: str) -> str:
    """The code for a method that an address does not have: somebody unknown is not told even that."""
    order = (
        ("origin_refused", caller.foreign),
        ("method_not_allowed", pattern in _PAGES),
        ("not_found", pattern in _ELSE),
        ("login_required", pattern == "api/about"),
        (caller.everywhere, bool(caller.everywhere)),
        (caller.changing, bool(caller.changing) and method not in caller.reading),
        ("login_required", not caller.known),
        ("not_found", pattern == "api/v1(?:/.*)?"),
        (caller.meeting, caller.meeting == "not_your_server" and pattern.startswith("api/v1/(")),
        ("method_not_allowed", True),
    )
    return next(code for code, holds in order if holds)
