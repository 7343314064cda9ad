"""Invites: what counts as usable, and the counting of uses."""

from dataclasses import replace
from typing import Any

import pytest

from notebook_meet_server.rules.records import Meeting
from notebook_meet_server.store.errors import StorageConflict
from notebook_meet_server.store.sql import SqlStore
from tests.store.records import NOW, an_invite


def test_an_invite_is_found_by_id_and_by_secret(store: SqlStore, meeting: Meeting) -> None:
    invite = an_invite(meeting, secret_hash=b"secret", name="Guests")
    store.add_invite(invite)
    store.add_invite(an_invite(meeting))
    assert store.invite(invite.id) == store.invite_by_secret(b"secret") == invite
    assert store.invite("nowhere") is store.invite_by_secret(b"nothing") is None


CLOSED: list[dict[str, Any]] = [{"expires_at": NOW}, {"revoked_at": NOW - 1}]
USED_UP: dict[str, Any] = {"uses": 3, "used": 3}


@pytest.mark.parametrize("state", CLOSED, ids=str)
def test_a_closed_invite_is_not_listed(store: SqlStore, meeting: Meeting, state: dict[str, Any]) -> None:
    store.add_invite(an_invite(meeting, **state))
    assert store.invites(meeting.id, NOW) == []


def test_a_used_up_invite_is_listed_so_that_it_can_be_revoked(store: SqlStore, meeting: Meeting) -> None:
    invite = an_invite(meeting, **USED_UP)
    store.add_invite(invite)
    assert store.invites(meeting.id, NOW) == [invite]


@pytest.mark.parametrize("state", [*CLOSED, USED_UP], ids=str)
def test_an_unusable_invite_is_not_used(store: SqlStore, meeting: Meeting, state: dict[str, Any]) -> None:
    invite = an_invite(meeting, **state)
    store.add_invite(invite)
    assert not store.use_invite(invite.id, NOW)
    assert store.invite(invite.id) == invite


def test_usable_invites_are_listed_newest_first(store: SqlStore, meeting: Meeting) -> None:
    old, new = an_invite(meeting), an_invite(meeting, created_at=NOW + 1)
    last_moment = an_invite(meeting, created_at=NOW - 1, expires_at=NOW + 0.001)
    for invite in (old, new, last_moment):
        store.add_invite(invite)
    assert store.invites(meeting.id, NOW) == [new, old, last_moment]
    assert store.use_invite(last_moment.id, NOW)


def test_uses_are_counted(store: SqlStore, meeting: Meeting) -> None:
    invite = an_invite(meeting, uses=2)
    store.add_invite(invite)
    assert [store.use_invite(invite.id, NOW) for _ in range(4)] == [True, True, False, False]
    assert store.invite(invite.id) == replace(invite, used=2)
    assert not store.use_invite("nowhere", NOW)


def test_an_invite_is_revoked_once(store: SqlStore, meeting: Meeting) -> None:
    invite, other = an_invite(meeting), an_invite(meeting)
    store.add_invite(invite)
    store.add_invite(other)
    store.revoke_invite(invite.id, NOW + 1)
    store.revoke_invite(invite.id, NOW + 2)
    assert store.invite(invite.id) == replace(invite, revoked_at=NOW + 1)
    assert store.invites(meeting.id, NOW) == [other]


def test_a_secret_belongs_to_one_invite(store: SqlStore, meeting: Meeting) -> None:
    store.add_invite(an_invite(meeting, secret_hash=b"secret"))
    with pytest.raises(StorageConflict):
        store.add_invite(an_invite(meeting, secret_hash=b"secret"))


def test_the_database_itself_refuses_more_uses_than_there_are(store: SqlStore, meeting: Meeting) -> None:
    with pytest.raises(StorageConflict):
        store.add_invite(an_invite(meeting, uses=1, used=2))
