"""A meeting, as the people in it see it, and where it lives."""

from typing import Annotated, Final, Literal

import msgspec

from notebook_meet.wire import limits
from notebook_meet.wire.people import MeetingId, ParticipantId

HomeKind = Literal["server", "hub", "users_server"]
"""A Jupyter server; a JupyterHub's service, which all its users share; one user's own server on a hub without it."""


class Residence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a meeting lives, hence whom its links let in.

    Args:
        kind: what serves it.
        guests: whether an invite lets in people without a login.
        lab: what opens the meeting in a recipient's own JupyterLab once the meeting's id is put behind it: a path on the
            host of the meeting's links, or an address; empty where there is no such form.
    """

    kind: HomeKind
    guests: bool
    lab: Annotated[str, msgspec.Meta(max_length=limits.URL_CHARS)] = ""


PLAIN_SERVER: Final = Residence("server", guests=True)


class MeetingInfo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What people in a meeting know of it.

    Args:
        created_at: seconds since the epoch, UTC.
        locked: whether newcomers are refused.
        waiting_room: whether newcomers wait until they are let in.
        spotlight: the participant whom the host shows large to everybody.
        residence: where it lives; a server that does not say is a plain one.
    """

    id: MeetingId
    title: str
    has_passcode: bool
    created_at: float
    locked: bool
    waiting_room: bool
    spotlight: ParticipantId | None = None
    residence: Residence = PLAIN_SERVER


class VideoPolicy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many cameras the mesh carries, and whether there is room for this participant's now."""

    limit: int
    allowed: bool
