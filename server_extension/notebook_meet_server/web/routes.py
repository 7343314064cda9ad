"""The URL table."""

import re
from typing import Final

from notebook_meet.wire.version import API_PREFIX
from notebook_meet_server.web import api, health, pages
from notebook_meet_server.web.handler import Handler
from notebook_meet_server.web.site import Opening
from notebook_meet_server.web.socket import Socket

Route = tuple[str, type[Handler], dict[str, Opening]]

_MEETING: Final = f"{API_PREFIX}/meetings/([^/]*)"

TABLE: Final[tuple[tuple[str, type[Handler]], ...]] = (
    ("", pages.Page),
    ("static/([^/]*)", pages.Static),
    ("api/about", api.AboutCall),
    ("health", health.Alive),
    ("health/ready", health.Ready),
    (f"{API_PREFIX}/me", api.MeCall),
    (f"{API_PREFIX}/socket", Socket),
    (f"{API_PREFIX}/meetings", api.MeetingsCall),
    (_MEETING, api.MeetingCall),
    (f"{_MEETING}/preview", api.PreviewCall),
    (f"{_MEETING}/admissions", api.AdmissionsCall),
    (f"{_MEETING}/attendance", api.AttendanceCall),
    (f"{_MEETING}/invites", api.InvitesCall),
    (f"{_MEETING}/invites/([^/]*)", api.InviteCall),
    (f"{API_PREFIX}(?:/.*)?", api.NoSuchCall),
    ("(?:api|static)(?:/.*)?", api.NothingHere),
    ("([^/]+)", pages.Page),
    (".*", api.NothingHere),
)
"""Patterns below the root, the first that fits wins. One path segment that is none of ours is a meeting link."""


def routes(prefix: str, opening: Opening) -> list[Route]:
    """The table for a Tornado application.

    Args:
        prefix: path of the root as the application matches it, with a slash at both ends.
        opening: where the handlers find what they work with. Until it is there they answer ``server_busy``.
    """
    start = re.escape(prefix)
    own = [(start + pattern, handler, {"opening": opening}) for pattern, handler in TABLE]
    return [(start.removesuffix("/"), pages.ToRoot, {"opening": opening}), *own]
