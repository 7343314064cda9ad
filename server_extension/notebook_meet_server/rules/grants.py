"""Admissions that were promised and not yet redeemed."""

from dataclasses import dataclass
from typing import Final

from notebook_meet.wire import limits
from notebook_meet.wire.people import IfHere, Kind, Role
from notebook_meet_server.rules.digests import hashed
from notebook_meet_server.rules.newcomer import Newcomer
from notebook_meet_server.rules.refused import Refused

OUTSTANDING: Final = 4096
"""Most admissions waiting at a time; they live for 30 s."""
PER_ASKER: Final = 64
"""Most of them for one asker in one meeting, so that nobody can take all the places. A class that comes in by one
invite, and the kernels of a server, are one asker each: a whole class may ask at the same moment."""


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
        if_here: what becomes of the person's other participations.
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
    if_here: IfHere = "join"

    @property
    def newcomer(self) -> Newcomer:
        """As the room looks at it."""
        return Newcomer(self.principal, self.kind, self.replaces, self.if_here)


_Asker = tuple[str, str]
"""Meeting id, and who asks."""


@dataclass(frozen=True, slots=True)
class _Promise:
    until: float
    grant: Grant
    key: _Asker


class Grants:
    """Each can be taken once, within 30 s. Keyed by the secret's hash. Times are monotonic seconds."""

    def __init__(self) -> None:
        self._waiting: dict[bytes, _Promise] = {}
        self._by_asker: dict[_Asker, list[bytes]] = {}

    def issue(self, secret: str, grant: Grant, asker: str, now: float) -> None:
        """Promises an admission. It takes the place of the asker's oldest one when there are 64 in this meeting.

        Args:
            secret: the admission.
            grant: what it is for.
            asker: who asks: the person's principal id, or the invite of a new guest, whose principal is new
                with every request.
            now: monotonic seconds.

        Raises:
            Refused: ``server_busy`` when too many are outstanding.
        """
        self.prune(now)
        key = (grant.meeting_id, asker)
        own = self._by_asker.get(key, [])
        if len(own) >= PER_ASKER:
            self._take(own[0])
        if len(self._waiting) >= OUTSTANDING:
            raise Refused("server_busy", retry_after=limits.ADMISSION_SECONDS)
        digest = hashed(secret)
        self._waiting[digest] = _Promise(now + limits.ADMISSION_SECONDS, grant, key)
        self._by_asker.setdefault(key, []).append(digest)

    def redeem(self, secret: str, now: float) -> Grant:
        """Takes an admission; nobody can take it again.

        Raises:
            Refused: ``admission_invalid``.
        """
        promise = self._take(hashed(secret))
        if promise is None or now >= promise.until:
            raise Refused("admission_invalid")
        return promise.grant

    def prune(self, now: float) -> None:
        """Forgets what has expired. Insertion order is order of expiry."""
        while self._waiting:
            oldest = next(iter(self._waiting))
            if self._waiting[oldest].until > now:
                return
            self._take(oldest)

    def _take(self, digest: bytes) -> _Promise | None:
        promise = self._waiting.pop(digest, None)
        if promise is not None:
            own = self._by_asker[promise.key]
            own.remove(digest)
            if not own:
                del self._by_asker[promise.key]
        return promise
