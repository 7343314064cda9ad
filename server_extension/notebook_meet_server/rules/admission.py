"""Who may come in, as whom, and with what: the decision behind a preview and an admission.

The order of the checks is the one of docs/protocol.md, section 3. For a caller without a login nothing
depends on whether the meeting exists before the invite or the resume token has been found good.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from notebook_meet.wire import limits
from notebook_meet.wire.people import Kind, Role
from notebook_meet_server.rules.access import highest, rank
from notebook_meet_server.rules.names import clean_name, guest_name, users_name
from notebook_meet_server.rules.records import NO_RULING, Invite, Meeting, Principal, Ruling, Seat
from notebook_meet_server.rules.refused import Refused

LISTENERS_PER_MEETING: Final = 64
"""Most kernels that only listen; they take no person's place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """All that the decision looks at.

    Args:
        principal: the caller, as the web knows it.
        meeting: the meeting asked for, if it is in the store.
        held: whether this server holds the meeting's lease.
        seats: the seats in this meeting of the caller, or of whom the resume token belongs to.
        earlier: the seat in this meeting whose resume token was shown.
        earlier_invite: the invite that let ``earlier`` in.
        invite_shown: whether an invite's secret was shown.
        invite: the invite of this meeting with that secret.
        host_key: hash of the host key that was shown.
        ruling: what hosts have decided about the person.
        now: seconds since the epoch.
    """

    principal: Principal
    meeting: Meeting | None
    held: bool
    seats: Sequence[Seat]
    now: float
    earlier: Seat | None = None
    earlier_invite: Invite | None = None
    invite_shown: bool = False
    invite: Invite | None = None
    host_key: bytes | None = None
    ruling: Ruling = NO_RULING


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """What the caller would come in with.

    Args:
        meeting: the meeting.
        principal: the person's principal id; None for a new guest, who has none yet.
        role: the role.
        guest: whether the person is marked as a guest.
        name: the name to propose.
        name_fixed: whether the invite fixes it.
        passcode_needed: whether a passcode must be given: by who has neither a seat nor an invite nor a host key.
        invite_id: the invite that lets a guest in.
        spend_invite: the invite that loses a use.
        host_key: hash of the host key that is used up.
        replaces: the earlier participation of the same person.
        locked_out: whether the meeting is locked to this person.
        waits: whether the person has to wait to be let in.
    """

    meeting: Meeting
    principal: str | None
    role: Role
    guest: bool
    name: str
    name_fixed: bool
    passcode_needed: bool
    invite_id: str | None
    spend_invite: str | None
    host_key: bytes | None
    replaces: str | None
    locked_out: bool = False
    waits: bool = False

    @property
    def throttled_as(self) -> str:
        """Whose wrong passcodes these are: a new guest is known by the invite."""
        return self.principal or f"invite:{self.invite_id}"


def invite_problem(invite: Invite | None, now: float) -> str | None:
    """Why an invite cannot be used; None when it can. ``now`` is in seconds since the epoch."""
    if invite is None:
        return "invite_invalid"
    if invite.revoked_at is not None:
        return "invite_revoked"
    if now >= invite.expires_at:
        return "invite_expired"
    if invite.used >= invite.uses:
        return "invite_used_up"
    return None


def role_of(
    principal: str, meeting: Meeting, seats: Sequence[Seat], default: Role, ruled: Role | None
) -> Role:
    """A person's role: what a host decided, else the owner's is host, else the highest of the person's seats, else the default."""
    if ruled is not None:
        return ruled
    if meeting.owner == principal:
        return "host"
    return highest(*(seat.role for seat in seats)) if seats else default


def check_stranger(*, shows: bool, guests: bool) -> None:
    """Asked about a caller without a login before anything is looked up.

    So where guests are not let in, neither the answer nor its time tells whether what was shown is good: a token that
    was found somewhere cannot be tried there.

    Args:
        shows: whether the call shows a secret, an invite's or a resume token.
        guests: whether anybody comes in without a login.

    Raises:
        Refused: ``login_required`` or ``guests_refused``.
    """
    if not shows:
        raise Refused("login_required")
    if not guests:
        raise Refused("guests_refused")


def decide(case: Case, default_role: Role) -> Right:
    """The right to come in, before passcode and room.

    Args:
        case: the facts.
        default_role: the role of a logged-in person without a seat.

    Raises:
        Refused: ``login_required``, ``invite_*``, ``meeting_not_found``, ``meeting_ended``,
            ``meeting_elsewhere``, ``removed`` or ``host_key_invalid``.
    """
    anonymous = case.principal.kind == "anonymous"
    if anonymous:
        _known_guest(case)
    meeting = here(case.meeting, held=case.held)
    if any(seat.banned for seat in case.seats) or (case.earlier is not None and case.earlier.banned):
        raise Refused("removed")
    seats = [*case.seats, *([case.earlier] if case.earlier else [])]
    owner = meeting.owner == case.principal.id
    known = owner or bool(seats)
    ruled = case.ruling.role
    role = role_of(case.principal.id, meeting, seats, default_role, ruled)
    invite = _invite_to_spend(case, meeting, role if known or not anonymous else None, known=known)
    if invite is not None and ruled is None:
        role = invite.role if anonymous and not known else highest(role, invite.role)
    host_key = _host_key_to_spend(case, meeting, role)
    newcomer = not known and host_key is None
    name, fixed = _proposed_name(case, invite if anonymous else None)
    return Right(
        meeting=meeting,
        principal=_principal(case),
        role="host" if host_key else role,
        guest=anonymous and (case.earlier is None or case.earlier.guest),
        name=name,
        name_fixed=fixed,
        passcode_needed=meeting.has_passcode and newcomer and invite is None,
        invite_id=_guest_invite(case, invite) if anonymous else None,
        spend_invite=invite.id if invite else None,
        host_key=host_key,
        replaces=case.earlier.id if case.earlier else None,
        locked_out=newcomer and meeting.locked,
        waits=newcomer and waits(meeting, role),
    )


def waits(meeting: Meeting, role: Role) -> bool:
    """Whether a newcomer with this role waits to be let in."""
    return meeting.waiting_room and rank(role) < rank("presenter")


def here(meeting: Meeting | None, *, held: bool) -> Meeting:
    """The meeting, if it goes on here.

    Raises:
        Refused: ``meeting_not_found``, ``meeting_ended`` or ``meeting_elsewhere``.
    """
    if meeting is None:
        raise Refused("meeting_not_found")
    if meeting.ended_at is not None:
        raise Refused("meeting_ended")
    if not held:
        raise Refused("meeting_elsewhere")
    return meeting


def room_problem(present: int, own: int, kind: Kind, max_seats: int) -> str | None:
    """Why there is no room for one more; None when there is.

    Args:
        present: people in the meeting, or kernels that listen there, whichever ``kind`` asks for.
        own: how many of these are the same person.
        kind: what wants to come in.
        max_seats: how many people the meeting holds.
    """
    if kind == "kernel":
        return "too_many_seats" if present >= LISTENERS_PER_MEETING else None
    if own >= limits.SEATS_PER_PERSON:
        return "too_many_seats"
    return "meeting_full" if present >= max_seats else None


def chosen_name(right: Right, wanted: str, members: Sequence[Seat], *, on_hub: bool = False) -> str:
    """The display name that the server stamps.

    Args:
        right: who comes in.
        wanted: as typed; empty for the proposal.
        members: the meeting's seats; a guest cannot take the name of one who logged in.
        on_hub: whether more people have a login than are known here: then every guest's name says that it is one, also
            a name that an invite fixes, for a user of the hub may have made that; and a user's says which one it is.
    """
    if right.name_fixed and not on_hub:
        return right.name
    name = right.name if right.name_fixed else clean_name(wanted) or right.name
    if not right.guest:
        # By the id: the name that is proposed can be the one that was typed earlier. A kernel's own server has none.
        account = (right.principal or "").partition(":")[2]
        return users_name(name, account) if on_hub and account else name or "Someone"
    name = name or "Guest"
    known = [seat.name for seat in members if not seat.guest]
    return guest_name(name, known, always_marked=on_hub)


def _known_guest(case: Case) -> None:
    """A caller without a login must show something good before anything else is looked at."""
    if case.earlier is not None:
        return
    if not case.invite_shown:
        raise Refused("login_required")
    if case.invite is None:
        raise Refused("invite_invalid")


def _invite_to_spend(case: Case, meeting: Meeting, role: Role | None, *, known: bool) -> Invite | None:
    """The invite, where it gives something that the person has not got."""
    if not case.invite_shown:
        return None
    problem = invite_problem(case.invite, case.now)
    if problem is not None or case.invite is None:
        if known:
            return None  # A page that is loaded again still shows the invite it came with.
        raise Refused(problem or "invite_invalid")
    # What a host decided about a person is not undone by an invite.
    higher = role is None or (case.ruling.role is None and rank(case.invite.role) > rank(role))
    spares_passcode = meeting.has_passcode and not known
    return case.invite if higher or spares_passcode else None


def _host_key_to_spend(case: Case, meeting: Meeting, role: Role) -> bytes | None:
    if case.host_key is None or role == "host":
        return None
    if case.host_key != meeting.host_key_hash:
        raise Refused("host_key_invalid")
    return case.host_key


def _principal(case: Case) -> str | None:
    if case.principal.kind != "anonymous":
        return case.principal.id
    return case.earlier.principal if case.earlier else None


def _guest_invite(case: Case, invite: Invite | None) -> str | None:
    if invite is not None:
        return invite.id
    return case.earlier.invite_id if case.earlier else None


def _proposed_name(case: Case, invite: Invite | None) -> tuple[str, bool]:
    if case.earlier is not None:
        fixed = case.earlier_invite is not None and bool(case.earlier_invite.name)
        return case.earlier.name, fixed
    if invite is not None and invite.name:
        return invite.name, True
    return clean_name(case.principal.name), False
