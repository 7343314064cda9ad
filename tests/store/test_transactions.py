"""Several calls as one, and who may look at passcodes."""

import inspect
from dataclasses import replace

import pytest
from sqlalchemy import event

from notebook_meet_server.rules.records import Meeting
from notebook_meet_server.store.errors import StorageConflict
from notebook_meet_server.store.sql import SqlStore
from tests.store.records import HERE, LEASE, NOW, a_meeting, a_seat, an_invite


def test_all_or_nothing(store: SqlStore, meeting: Meeting) -> None:
    seat = a_seat(meeting)

    class ChangedMyMind(Exception):
        pass

    def joined_almost() -> None:
        with store.transaction():
            store.add_seat(seat)
            assert store.take_host_key(meeting.id, meeting.host_key_hash or b"")
            assert store.seat(seat.id) == seat
            raise ChangedMyMind

    with pytest.raises(ChangedMyMind):
        joined_almost()
    assert store.seat(seat.id) is None
    assert store.meeting(meeting.id) == meeting
    with store.transaction():
        store.add_seat(seat)
        with store.transaction():
            store.touch(meeting.id, NOW + 1)
    assert store.seat(seat.id) == seat


def test_a_conflict_in_a_transaction_undoes_it(store: SqlStore, meeting: Meeting) -> None:
    def contradicted() -> None:
        with store.transaction():
            store.update_meeting(meeting.id, title="Gone")
            store.add_seat(a_seat(a_meeting()))

    with pytest.raises(StorageConflict):
        contradicted()
    assert store.meeting(meeting.id) == meeting


def test_a_mistake_in_a_call_is_not_taken_for_a_fault_of_the_disk(store: SqlStore, meeting: Meeting) -> None:
    with pytest.raises(ConnectionError), store.transaction():
        raise ConnectionError


def test_an_error_of_the_database_does_not_quote_what_was_to_be_stored(
    store: SqlStore, meeting: Meeting
) -> None:
    with pytest.raises(StorageConflict) as raised:
        store.create_meeting(replace(meeting, title="canary"), "canary", HERE, NOW + LEASE)
    assert "parameters hidden" in str(raised.value.__cause__)
    assert "canary" not in f"{raised.value} {raised.value.__cause__}"


def test_nothing_but_the_passcode_calls_touches_the_passcodes(store: SqlStore, meeting: Meeting) -> None:
    invite, seat = an_invite(meeting), a_seat(meeting)
    calls = {
        "meeting": (meeting.id,),
        "meetings_of": ("server", HERE, NOW),
        "hold": (meeting.id, HERE, NOW, NOW + LEASE),
        "renew": (HERE, NOW + LEASE),
        "release": (HERE,),
        "touch": (meeting.id, NOW),
        "take_host_key": (meeting.id, b"key"),
        "return_host_key": (meeting.id, b"key"),
        "add_invite": (invite,),
        "invites": (meeting.id, NOW),
        "invite": (invite.id,),
        "invite_by_secret": (b"secret",),
        "use_invite": (invite.id, NOW),
        "add_seat": (seat,),
        "seats": (meeting.id,),
        "seat": (seat.id,),
        "seat_by_resume": (b"resume",),
        "set_role": (meeting.id, "user:ada", "host"),
        "withdraw_seat": ("another", []),
        "leave_seat": (seat.id, NOW),
        "ban_invite": (invite.id,),
        "ban_person": (meeting.id, "user:ada"),
        "ruling": (meeting.id, "user:ada"),
        "rule_role": (meeting.id, "user:ada", "observer"),
        "return_use": (invite.id,),
        "revoke_invite": (invite.id, NOW),
        "arrive": (meeting.id, "user:ada", "Ada", NOW),
        "note_here": ([(meeting.id, "user:ada")], NOW),
        "withdraw_arrival": (meeting.id, "user:ada"),
        "attendance": (meeting.id,),
        "clean_up": (NOW, NOW, HERE, [meeting.id]),
    }
    public = {
        name for name, _ in inspect.getmembers(SqlStore, inspect.isfunction) if not name.startswith("_")
    }
    told = {"create_meeting", "set_passcode", "passcode_hash", "end_meeting"}
    assert public == {
        *calls,
        *told,
        "update_meeting",
        "lock_meeting",
        "set_waiting_room",
        "rule_held",
        "open",
        "close",
        "transaction",
    }

    statements: list[str] = []
    event.listen(store._ready(), "before_cursor_execute", lambda *seen: statements.append(seen[2]))
    for name, arguments in calls.items():
        getattr(store, name)(*arguments)
    store.update_meeting(meeting.id, title="Algebra")
    store.lock_meeting(meeting.id, locked=True)
    store.set_waiting_room(meeting.id, on=True)
    store.rule_held(meeting.id, "user:ada", held=True)
    assert len(statements) > len(calls)
    assert [statement for statement in statements if "passcodes" in statement] == []
    store.passcode_hash(meeting.id)
    assert "passcodes" in statements[-1]
