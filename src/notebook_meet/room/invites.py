"""Invites: personal links, mostly for people without a login."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from typing_extensions import override

from notebook_meet.errors import BadRequest
from notebook_meet.room.people import when
from notebook_meet.wire import limits, rest

_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*([smhd])")
_UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_SHORTEST: Final = 60
"""Seconds; the protocol's ``CreateInvite.expires_in``."""


def lifetime(expires: str | float | timedelta) -> float:
    """Seconds that an invite shall live.

    Args:
        expires: ``"90m"``, ``"24h"``, ``"7d"``, seconds, or a timedelta.

    Raises:
        BadRequest: not a duration, or not between a minute and seven days.
    """
    if isinstance(expires, timedelta):
        seconds = expires.total_seconds()
    elif isinstance(expires, str):
        found = _DURATION.fullmatch(expires.strip())
        if found is None:
            raise BadRequest(f"{expires!r} is not a duration. Write it like '90m', '24h' or '7d'.")
        seconds = float(found[1]) * _UNITS[found[2]]
    else:
        seconds = float(expires)
    if not _SHORTEST <= seconds <= limits.INVITE_MAX_SECONDS:
        raise BadRequest("An invite can be valid for a minute at least and seven days at most.")
    return seconds


class Invite:
    """A personal link. Its ``link`` is a secret: it is shown only when asked for.

    Args:
        made: as the server made it.
        guests: whether it lets in people without a login; else it counts for those who have one.
        link: gives the link.
        revoke: takes the invite back.

    Attributes:
        id: names the invite; no secret.
        role: what who comes in with it may do.
        name: a guest's name; "" when the guest chooses it.
        expires_at: in UTC.
        uses: how many times it can be used.
    """

    def __init__(
        self, made: rest.Invite, *, guests: bool, link: Callable[[], str], revoke: Callable[[], None]
    ) -> None:
        self.id = made.id
        self.role = made.role
        self.name = made.name
        self.expires_at = when(made.expires_at)
        self.uses = made.uses
        self.guests = guests
        self._link = link
        self._revoke = revoke

    @property
    def link(self) -> str:
        """The invite link. Who has it can come in: send it to the guest only."""
        return self._link()

    def revoke(self) -> None:
        """Takes the invite back; who came in with it is put out.

        Raises:
            MeetError: the server refused.
        """
        self._revoke()

    @override
    def __repr__(self) -> str:
        guest = f"for {self.name!r}" if self.name else "for anyone"
        guest += "" if self.guests else " with a login"
        uses = "once" if self.uses == 1 else f"{self.uses} times"
        until = self.expires_at.strftime("%Y-%m-%d %H:%M UTC")
        return f"<Invite {guest} as {self.role}, {uses}, until {until}; its link is in .link>"
