"""Admissions that were promised and not yet redeemed."""

from dataclasses import dataclass
from typing import Final

from notebook_meet.wire import limits
from notebook_meet.wire.people import Kind, Role
from notebook_meet_server.rules.digests import hashed
from notebook_meet_server.rules.refused import Refused

OUTSTANDING: Final = 4096
"""Most admissions waiting at a time; they live for 30 s."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What an admission is for.

    Args:
        principal: the person's principal id.
        name: the display name, cleaned.
        guest: whether an invite lets the person in.
        invite_id: the invite that let a guest in.
        spend_invite: the invite that loses one use when this is redeemed.
        host_key: hash of the host key that is used up when this is redeemed.
        replaces: the participation that this one takes the place of.
    """

    meeting_id: str
    principal: str
    name: str
    role: Role
    kind: Kind
    guest: bool
    invite_id: str | None = None
    spend_invite: str | None = None
    host_key: bytes | None = None
    replaces: str | None = None


class Grants:
    """Each can be taken once, within 30 s. Keyed by the secret's hash. Times are monotonic seconds."""

    def __init__(self) -> None:
        self._waiting: dict[bytes, tuple[float, Grant]] = {}

    def issue(self, secret: str, grant: Grant, now: float) -> None:
        """Promises an admission.

        Raises:
            Refused: ``server_busy`` when too many are outstanding.
        """
        self.prune(now)
        if len(self._waiting) >= OUTSTANDING:
            raise Refused("server_busy", retry_after=limits.ADMISSION_SECONDS)
        self._waiting[hashed(secret)] = (now + limits.ADMISSION_SECONDS, grant)

    def redeem(self, secret: str, now: float) -> Grant:
        """Takes an admission; nobody can take it again.

        Raises:
            Refused: ``admission_invalid``.
        """
        until, grant = self._waiting.pop(hashed(secret), (now, None))
        if grant is None or now >= until:
            raise Refused("admission_invalid")
        return grant

    def prune(self, now: float) -> None:
        """Forgets what has expired. Insertion order is order of expiry."""
        while self._waiting:
            oldest = next(iter(self._waiting))
            if self._waiting[oldest][0] > now:
                return
            del self._waiting[oldest]
