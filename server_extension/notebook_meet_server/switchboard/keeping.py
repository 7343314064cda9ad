"""What the store does with a host's decision. Runs on the store's thread, all or nothing."""

from notebook_meet.wire.people import Role
from notebook_meet_server.rules import decisions as d
from notebook_meet_server.rules.admission import here, role_of
from notebook_meet_server.rules.records import Meeting
from notebook_meet_server.rules.refused import Refused
from notebook_meet_server.store.sql import SqlStore


def keep(store: SqlStore, meeting_id: str, decision: d.Decision, now: float) -> None:
    """Stores a decision.

    Args:
        store: the store.
        meeting_id: where.
        decision: what was decided.
        now: seconds since the epoch.

    Raises:
        Refused: ``meeting_ended``; ``not_allowed`` for a host who has handed over meanwhile.
    """
    with store.transaction():
        meeting = here(store.meeting(meeting_id), held=True)
        match decision:
            case d.Held(principal, on):
                store.rule_held(meeting_id, principal, held=on)
            case d.Ranked(principal, role):
                _rank(store, meeting_id, {principal: role})
            case d.HandedOver(old, new):
                if not _is_host(store, meeting, old):
                    raise Refused("not_allowed")
                _rank(store, meeting_id, {old: "presenter", new: "host"})
            case d.Expelled(principal):
                for invite in store.ban_person(meeting_id, principal):
                    # Nobody can tell a newcomer with this invite from the one who was put out.
                    store.revoke_invite(invite, now)
            case d.WaitingRoom(on):
                store.set_waiting_room(meeting_id, on=on)
            case d.Locked(on):
                store.lock_meeting(meeting_id, locked=on)


def _rank(store: SqlStore, meeting_id: str, roles: dict[str, Role]) -> None:
    for principal, role in roles.items():
        store.rule_role(meeting_id, principal, role)
        store.set_role(meeting_id, principal, role)


def _is_host(store: SqlStore, meeting: Meeting, principal: str) -> bool:
    seats, ruled = store.seats(meeting.id, principal), store.ruling(meeting.id, principal).role
    return role_of(principal, meeting, seats, "observer", ruled) == "host"
