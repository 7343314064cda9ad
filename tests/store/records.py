"""Records for the tests: each with its own id, everything else as a first meeting has it."""

from itertools import count
from typing import Any

from notebook_meet_server.rules.records import Invite, Meeting, Seat

HERE = "server-here"
THERE = "server-there"
NOW = 1_800_000_000.0
LEASE = 60.0

_numbers = count(1)


def fresh(prefix: str) -> str:
    """An id or secret that no other record has."""
    return f"{prefix}-{next(_numbers)}"


def a_meeting(**changes: Any) -> Meeting:
    """A meeting made just now by the server's kernels."""
    values: dict[str, Any] = {
        "id": fresh("meeting"),
        "title": "Statistics",
        "owner": "server",
        "created_at": NOW,
        "last_used_at": NOW,
        "ended_at": None,
        "keep": False,
        "has_passcode": False,
        "host_key_hash": fresh("key").encode(),
    }
    return Meeting(**values | changes)


def a_seat(meeting: Meeting, **changes: Any) -> Seat:
    """The seat of an attendee who is present."""
    values: dict[str, Any] = {
        "id": fresh("seat"),
        "meeting_id": meeting.id,
        "principal": "user:ada",
        "name": "Ada",
        "role": "attendee",
        "kind": "browser",
        "guest": False,
        "invite_id": None,
        "banned": False,
        "resume_hash": fresh("resume").encode(),
        "joined_at": NOW,
        "left_at": None,
    }
    return Seat(**values | changes)


def an_invite(meeting: Meeting, **changes: Any) -> Invite:
    """An invite for two people, good for a day."""
    values: dict[str, Any] = {
        "id": fresh("invite"),
        "meeting_id": meeting.id,
        "secret_hash": fresh("secret").encode(),
        "role": "attendee",
        "name": "",
        "created_by": "server",
        "created_at": NOW,
        "expires_at": NOW + 86400,
        "uses": 2,
        "used": 0,
        "revoked_at": None,
    }
    return Invite(**values | changes)
