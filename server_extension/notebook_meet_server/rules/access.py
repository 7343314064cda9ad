"""Who may do what: one table, deny by default. A REST call or message without a row is an error.

Roles apply inside a meeting. Outside, a caller stands as ``member`` (logged in), ``guest`` (shows an
invite or a resume token), ``unadmitted`` (a socket before its first message), ``waiting`` (to be let in) or ``anonymous``.
"""

from typing import Final, Literal

from notebook_meet.wire.people import Kind, Role
from notebook_meet_server.rules.records import Principal
from notebook_meet_server.rules.refused import Refused

Standing = Literal[
    "host", "presenter", "attendee", "observer", "member", "guest", "unadmitted", "waiting", "anonymous"
]

ROLES: Final[tuple[Role, ...]] = ("observer", "attendee", "presenter", "host")
"""Lowest first."""

_ANYONE: Final[frozenset[Standing]] = frozenset(
    {"member", "guest", "unadmitted", "waiting", "anonymous", *ROLES}
)
_MEMBER: Final[frozenset[Standing]] = frozenset({"member"})
_INVITED: Final[frozenset[Standing]] = frozenset({"member", "guest"})
_UNADMITTED: Final[frozenset[Standing]] = frozenset({"unadmitted"})
_ROLES: Final[frozenset[Standing]] = frozenset(ROLES)
_CONNECTED: Final[frozenset[Standing]] = frozenset({"waiting", *ROLES})
_SENDERS: Final[frozenset[Standing]] = frozenset({"host", "presenter", "attendee"})
_LEADERS: Final[frozenset[Standing]] = frozenset({"host", "presenter"})
_HOST: Final[frozenset[Standing]] = frozenset({"host"})

REST: Final[dict[str, frozenset[Standing]]] = {
    "page": _ANYONE,
    "static": _ANYONE,
    "about": _ANYONE,
    "health": _ANYONE,
    "metrics": frozenset(),  # No standing in meetings gives it: the hub's scope does.
    "me": _ANYONE,
    "login": _ANYONE,
    "relay": _MEMBER,
    "socket": _ANYONE,  # The upgrade carries no login; its first message does.
    "create": _MEMBER,
    "own": _MEMBER,
    "digest": _MEMBER,
    "preview": _INVITED,
    "admission": _INVITED,
    "update": _HOST,
    "end_meeting": _HOST,
    "attendance": _HOST,
    "create_invite": _LEADERS,
    "invites": _LEADERS,
    "revoke_invite": _LEADERS,
}
"""What the HTTP routes do."""

MESSAGES: Final[dict[str, frozenset[Standing]]] = {
    "hello": _UNADMITTED,
    "resume": _UNADMITTED,
    "state": _ROLES,
    "media": _SENDERS,  # A ``state`` that switches a microphone or camera on.
    "screen": _LEADERS,  # A ``state`` that shows a screen.
    "ticket": _ROLES,
    "claim": _ROLES,
    "chat": _SENDERS,
    "hand": _SENDERS,
    "lower": _HOST,
    "reaction": _SENDERS,
    "leave": _CONNECTED,
    "end": _HOST,
    "mute": _LEADERS,
    "mute_all": _LEADERS,
    "hold": _HOST,
    "remove": _HOST,
    "role": _HOST,
    "hand_over": _HOST,
    "lock": _HOST,
    "spotlight": _HOST,
    "waiting_room": _HOST,
    "admit": _LEADERS,
    "deny": _LEADERS,
    "ping": _CONNECTED,
}
"""What the socket's messages do, by the message's ``type``."""

ACTIONS: Final[dict[str, frozenset[Standing]]] = {**REST, **MESSAGES}

KERNEL_DENIED: Final[frozenset[str]] = frozenset({"state", "media", "screen", "ticket", "hand", "reaction"})
"""Taken from a kernel's role: a kernel that only listens sends no media, and nobody sees its hand."""


def allowed(standing: Standing, action: str, kind: Kind = "browser") -> bool:
    """Whether someone who stands like this may do that.

    Raises:
        KeyError: the action has no row.
    """
    return standing in ACTIONS[action] and not (kind == "kernel" and action in KERNEL_DENIED)


def at_door(principal: Principal, action: str) -> None:
    """Refuses a REST call that this caller can never make, before anything of it is read.

    A logged-in caller passes where some role may act: the meeting decides which role that is. An
    anonymous caller passes where a guest may: the invite in the body decides.

    Raises:
        Refused: ``login_required`` or ``not_allowed``.
        KeyError: the action has no row.
    """
    row = ACTIONS[action]
    if principal.kind == "anonymous":
        if not row & {"anonymous", "guest"}:
            raise Refused("login_required")
    elif not row & {"member", *ROLES}:
        raise Refused("not_allowed")


def rank(role: Role) -> int:
    """Higher may more."""
    return ROLES.index(role)


def highest(*roles: Role) -> Role:
    """The role that may most.

    Raises:
        ValueError: none was given.
    """
    return max(roles, key=rank)
