"""Collects what a decision about a caller needs. Runs on the store's thread."""

from dataclasses import dataclass

from notebook_meet_server.rules.admission import Case
from notebook_meet_server.rules.digests import hashed
from notebook_meet_server.rules.records import Invite, Meeting, Principal, Seat
from notebook_meet_server.store.sql import SqlStore
from notebook_meet_server.switchboard.environment import Lease


@dataclass(frozen=True, slots=True)
class Shown:
    """The secrets that a caller showed."""

    invite: str | None = None
    resume: str | None = None
    host_key: str | None = None


def look_up(store: SqlStore, principal: Principal, meeting_id: str, shown: Shown, lease: Lease) -> Case:
    """Everything ``rules.admission.decide`` looks at; takes the meeting's lease.

    For a caller without a login the meeting itself is not even looked for before the invite or the
    resume token has been found to belong to it.
    """
    with store.transaction():
        earlier = _earlier(store, meeting_id, shown.resume, principal)
        invite = _invite(store, meeting_id, shown.invite)
        stranger = principal.kind == "anonymous" and earlier is None and invite is None
        meeting = None if stranger else store.meeting(meeting_id)
        return Case(
            principal=principal,
            meeting=meeting,
            held=meeting is not None and _held(store, meeting, lease),
            seats=_seats(store, meeting_id, principal, earlier),
            now=lease.now,
            earlier=earlier,
            earlier_invite=store.invite(earlier.invite_id) if earlier and earlier.invite_id else None,
            invite_shown=shown.invite is not None,
            invite=invite,
            host_key=hashed(shown.host_key) if shown.host_key is not None else None,
            ruling=store.ruling(meeting_id, earlier.principal if earlier else principal.id),
        )


def _held(store: SqlStore, meeting: Meeting, lease: Lease) -> bool:
    return meeting.ended_at is None and store.hold(meeting.id, lease.server_id, lease.now, lease.until)


def _earlier(store: SqlStore, meeting_id: str, resume: str | None, principal: Principal) -> Seat | None:
    """The seat that a resume token belongs to.

    Who is logged in has no use for another person's: the token may be left from whoever used the tab before.
    """
    seat = store.seat_by_resume(hashed(resume)) if resume is not None else None
    if seat is None or seat.meeting_id != meeting_id:
        return None
    own = principal.kind == "anonymous" or seat.principal == principal.id
    return seat if own else None


def _invite(store: SqlStore, meeting_id: str, secret: str | None) -> Invite | None:
    invite = store.invite_by_secret(hashed(secret)) if secret is not None else None
    return invite if invite is not None and invite.meeting_id == meeting_id else None


def _seats(store: SqlStore, meeting_id: str, principal: Principal, earlier: Seat | None) -> list[Seat]:
    if principal.kind != "anonymous":
        return store.seats(meeting_id, principal.id)
    return store.seats(meeting_id, earlier.principal) if earlier is not None else []
