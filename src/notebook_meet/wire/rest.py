"""Bodies of the REST calls. Times are seconds since the epoch, UTC; durations are seconds."""

from typing import Annotated

import msgspec

from notebook_meet.wire import limits
from notebook_meet.wire.meetings import PLAIN_SERVER, Residence
from notebook_meet.wire.people import IfHere, InviteId, Kind, MeetingId, Name, Role, Secret

Title = Annotated[str, msgspec.Meta(min_length=1, max_length=limits.TITLE_CHARS)]
Passcode = Annotated[str, msgspec.Meta(min_length=1, max_length=limits.PASSCODE_CHARS)]


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of all bodies."""


class About(Body, frozen=True):
    """What a client must know before it speaks: ``GET <root>api/about``."""

    name: str
    version: str
    protocols: list[int]


class Me(Body, frozen=True):
    """Who the caller is. ``name`` is a proposal for ``Your name``; empty for an anonymous caller.

    ``login_url`` is where an anonymous caller logs in, as a path on this origin; None when logged in.
    """

    name: str
    logged_in: bool
    login_url: str | None
    public_url: str | None


class CreateMeeting(Body, frozen=True):
    """``POST meetings``. ``keep`` exempts the meeting from the clean-up; with ``waiting_room`` newcomers wait to be let in."""

    title: Title
    passcode: Passcode | None = None
    keep: bool = False
    waiting_room: bool = False


class Digest(Body, frozen=True):
    """A meeting as someone may know it who has not joined.

    Args:
        needs_passcode: whether *this* caller must give a passcode to join.
        role: the role this caller would join with.
        guest: whether this caller would be marked as a guest.
        name: the name to propose, or the one an invite fixes.
        name_fixed: whether the name cannot be changed.
        present: how many people are in the meeting now.
        here: how many of these are this caller already, in another tab or on another device.
        max_seats: how many fit.
        locked: whether the meeting is locked, and *this* caller is one of those whom that keeps out.
        waits: whether *this* caller would wait to be let in.
        residence: where the meeting lives; a server that does not say is a plain one.
    """

    id: MeetingId
    title: str
    created_at: float
    ended: bool
    has_passcode: bool
    needs_passcode: bool
    keep: bool
    role: Role
    guest: bool
    name: str
    name_fixed: bool
    present: int
    here: int
    max_seats: int
    locked: bool
    waits: bool
    residence: Residence = PLAIN_SERVER


class Created(Body, frozen=True):
    """Answers ``POST meetings``. The host key makes whoever first joins with it the host."""

    meeting: Digest
    host_key: Secret


class MeetingList(Body, frozen=True):
    """Answers ``GET meetings``: the caller's own, newest first, ended ones left out."""

    meetings: list[Digest]


class UpdateMeeting(Body, frozen=True):
    """``PATCH meetings/{id}``. What is left out stays; ``passcode: null`` takes the passcode away."""

    title: Title | msgspec.UnsetType = msgspec.UNSET
    passcode: Passcode | msgspec.UnsetType | None = msgspec.UNSET
    keep: bool | msgspec.UnsetType = msgspec.UNSET


class Preview(Body, frozen=True):
    """``POST meetings/{id}/preview``: the digest for someone whose right is an invite or an earlier seat."""

    invite: Secret | None = None
    resume: Secret | None = None


class RequestAdmission(Body, frozen=True):
    """``POST meetings/{id}/admissions``.

    Args:
        name: the display name wanted; empty for the one the server knows.
        kind: what will take part.
        passcode: if the meeting needs one.
        invite: the secret of an invite link.
        host_key: from the meeting's creation.
        resume: the resume token of an earlier participation of the same person, after a reload.
        if_here: what happens if this person is in the meeting already, beside the earlier participation. ``ask``
            refuses with ``already_here``; ``move`` ends the other participations; ``join`` leaves them.
    """

    name: Name = ""
    kind: Kind = "browser"
    passcode: Passcode | None = None
    invite: Secret | None = None
    host_key: Secret | None = None
    resume: Secret | None = None
    if_here: IfHere = "join"


class Admission(Body, frozen=True):
    """Answers a request for admission: present it in the socket's first message within ``expires_in``."""

    admission: Secret
    expires_in: float
    role: Role
    name: str
    guest: bool


class CreateInvite(Body, frozen=True):
    """``POST meetings/{id}/invites``. ``name`` fixes the guest's name."""

    role: Role = "attendee"
    name: Name = ""
    expires_in: Annotated[float, msgspec.Meta(ge=60, le=limits.INVITE_MAX_SECONDS)] = (
        limits.INVITE_DEFAULT_SECONDS
    )
    uses: Annotated[int, msgspec.Meta(ge=1, le=limits.INVITE_USES)] = 1


class Invite(Body, frozen=True):
    """An invite as its meeting's hosts see it; its secret is known only to who made it."""

    id: InviteId
    role: Role
    name: str
    created_at: float
    expires_at: float
    uses: int
    used: int


class InviteCreated(Body, frozen=True):
    """Answers ``POST …/invites``. The link is ``<meeting link>#invite=<secret>``."""

    invite: Invite
    secret: Secret


class InviteList(Body, frozen=True):
    """Answers ``GET …/invites``: neither expired nor revoked, newest first."""

    invites: list[Invite]


class Attendee(Body, frozen=True):
    """One person of a meeting's attendance, through all reconnects and stays.

    Args:
        name: as shown last.
        joined: when the person first came.
        left: when the person went last; None while here.
        seconds: how long the person was here, without the breaks between two stays.
    """

    name: str
    joined: float
    left: float | None
    seconds: Annotated[float, msgspec.Meta(ge=0)]


class Attendance(Body, frozen=True):
    """Answers ``GET meetings/{id}/attendance``: everybody who was ever in, in the order they first came."""

    people: Annotated[list[Attendee], msgspec.Meta(max_length=limits.ATTENDANCE_PEOPLE)]


REQUESTS: tuple[type[Body], ...] = (CreateMeeting, UpdateMeeting, Preview, RequestAdmission, CreateInvite)
REPLIES: tuple[type[Body], ...] = (
    About,
    Me,
    Digest,
    Created,
    MeetingList,
    Admission,
    InviteCreated,
    InviteList,
    Invite,
    Attendance,
)
