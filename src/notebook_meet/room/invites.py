"""Invites: links that let someone without an account in."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from typing_extensions import override

from notebook_meet.errors import BadRequest
from notebook_meet.wire import limits
from notebook_meet.wire.people import Role

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
    """A link for someone without an account. Its ``link`` is a secret: it is shown only when asked for.

    Args:
        id: names the invite; no secret.
        role: what its guest may do.
        name: the guest's name; "" when the guest chooses it.
        expires_at: in UTC.
        uses: how many times it can be used.
        link: gives the link.
        revoke: takes the invite back.
    """

    def __init__(
        self,
        id: str,  # noqa: A002 (what everybody calls it)
        *,
        role: Role,
        name: str,
        expires_at: datetime,
        uses: int,
        link: Callable[[], str],
        revoke: Callable[[], None],
    ) -> None:
        self.id = id
        self.role = role
        self.name = name
        self.expires_at = expires_at
        self.uses = uses
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
        uses = "once" if self.uses == 1 else f"{self.uses} times"
        until = self.expires_at.strftime("%Y-%m-%d %H:%M UTC")
        return f"<Invite {guest} as {self.role}, {uses}, until {until}; its link is in .link>"
