"""Records as the REST calls answer with them."""

from notebook_meet.wire import rest
from notebook_meet_server.rules.admission import Right
from notebook_meet_server.rules.records import Invite, Meeting
from notebook_meet_server.rules.settings import Settings


def digest_of(right: Right, present: int, here: int, settings: Settings) -> rest.Digest:
    """A meeting as someone sees it who may come in.

    Args:
        right: what the caller would come in with.
        present: how many people are in it now.
        here: how many of these are the caller already.
        settings: the server's.
    """
    meeting = right.meeting
    return rest.Digest(
        id=meeting.id,
        title=meeting.title,
        created_at=meeting.created_at,
        ended=False,
        has_passcode=meeting.has_passcode,
        needs_passcode=right.passcode_needed,
        keep=meeting.keep,
        role=right.role,
        guest=right.guest,
        name=right.name,
        name_fixed=right.name_fixed,
        present=present,
        here=here,
        max_seats=settings.max_seats,
        locked=right.locked_out,
        waits=right.waits,
        residence=settings.residence,
    )


def ended_digest(meeting: Meeting, settings: Settings) -> rest.Digest:
    """A meeting that is over: nobody has a right in it any more."""
    return rest.Digest(
        id=meeting.id,
        title=meeting.title,
        created_at=meeting.created_at,
        ended=True,
        has_passcode=False,
        needs_passcode=False,
        keep=meeting.keep,
        role="observer",
        guest=False,
        name="",
        name_fixed=False,
        present=0,
        here=0,
        max_seats=settings.max_seats,
        locked=False,
        waits=False,
        residence=settings.residence,
    )


def invite_of(invite: Invite) -> rest.Invite:
    """An invite as its meeting's hosts see it."""
    return rest.Invite(
        id=invite.id,
        role=invite.role,
        name=invite.name,
        created_at=invite.created_at,
        expires_at=invite.expires_at,
        uses=invite.uses,
        used=invite.used,
    )
