"""What the store does for the REST calls. Each function runs on the store's thread, all or nothing."""

import msgspec

from notebook_meet.wire import limits
from notebook_meet_server.rules.access import highest, rank
from notebook_meet_server.rules.admission import Right, here
from notebook_meet_server.rules.records import Invite, Meeting, Ruling
from notebook_meet_server.rules.refused import Refused
from notebook_meet_server.store.sql import SqlStore


def owned(store: SqlStore, owner: str, server_id: str, now: float) -> list[tuple[Meeting, Ruling]]:
    """What somebody owns and has not ended, with what hosts have decided about the owner there."""
    return [
        (meeting, store.ruling(meeting.id, owner)) for meeting in store.meetings_of(owner, server_id, now)
    ]


def change(
    store: SqlStore,
    meeting_id: str,
    title: str | None,
    keep: bool | None,
    passcode: str | msgspec.UnsetType | None,
) -> None:
    """Changes what is given of a meeting; a passcode is given hashed."""
    with store.transaction():
        here(store.meeting(meeting_id), held=True)
        store.update_meeting(meeting_id, title=title, keep=keep)
        if passcode is not msgspec.UNSET:
            store.set_passcode(meeting_id, passcode)


def add_invite(store: SqlStore, invite: Invite) -> None:
    """Stores an invite, if the meeting has not too many."""
    with store.transaction():
        here(store.meeting(invite.meeting_id), held=True)
        if len(store.invites(invite.meeting_id, invite.created_at)) >= limits.INVITES_PER_MEETING:
            raise Refused("too_many_invites")
        store.add_invite(invite)


def revoke(store: SqlStore, right: Right, invite_id: str, now: float) -> list[str]:
    """Revokes an invite and bans everybody whom it let in; gives their participant ids."""
    with store.transaction():
        invite = store.invite(invite_id)
        if invite is None or invite.meeting_id != right.meeting.id:
            raise Refused("invite_invalid")
        # A guest may have become more than the invite says, with the host key.
        let_in = [seat.role for seat in store.seats(invite.meeting_id) if seat.invite_id == invite_id]
        if rank(highest(invite.role, *let_in)) > rank(right.role):
            raise Refused("not_allowed")
        store.revoke_invite(invite_id, now)
        return store.ban_invite(invite_id)
