"""A meeting, as the people in it see it."""

import msgspec

from notebook_meet.wire.people import MeetingId, ParticipantId


class MeetingInfo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What people in a meeting know of it.

    Args:
        created_at: seconds since the epoch, UTC.
        locked: whether newcomers are refused.
        waiting_room: whether newcomers wait until they are let in.
        spotlight: the participant whom the host shows large to everybody.
    """

    id: MeetingId
    title: str
    has_passcode: bool
    created_at: float
    locked: bool
    waiting_room: bool
    spotlight: ParticipantId | None = None


class VideoPolicy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many cameras the mesh carries, and whether there is room for this participant's now."""

    limit: int
    allowed: bool
