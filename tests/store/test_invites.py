"""Invites: what counts as usable, and that no use is given twice."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store.records import HERE, LEASE, NOW, a_meeting, an_invite

from notebook_meet_server.rules.records import Meeting
from notebook_meet_server.store.errors import StorageConflict
from notebook_meet_server.store.sql import SqlStore


def test_an_invite_is_found_by_id_and_by_secret(store: SqlStore, meeting: Meeting) -> None:
    invite = an_invite(meeting, secret_hash=b"secret", name="Guests")
    store.add_invite(invite)
    store.add_invite(an_invite(meeting))
    assert store.invite(invite.id) == store.invite_by_secret(b"secret") == invite
    assert store.invite("nowhere") is store.invite_by_secret(b"nothing") is None


UNUSABLE: list[dict[str, Any]] = [
    {"expires_at": NOW},
    {"revoked_at": NOW - 1},
    {"uses": 3, "used": 3},
]


@pytest.mark.parametrize("state", UNUSABLE, ids=str)
def test_an_unusable_invite_is_not_listed_nor_used(
    store: SqlStore, meeting: Meeting, state: dict[str, Any]
) -> None:
    invite = an_invite(meeting, **state)
    store.add_invite(invite)
    assert store.invites(meeting.id, NOW) == []
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


@pytest.fixture(scope="module")
def two_stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SqlStore, SqlStore]]:
    """Two servers' stores on one file."""
    path = tmp_path_factory.mktemp("shared") / "meet.db"
    with closing(SqlStore(path)) as one, closing(SqlStore(path)) as other:
        one.open()
        other.open()
        yield one, other


def at_once(calls: list[Callable[[], int]]) -> int:
    """Call each on a thread of its own, all starting together; give the sum."""
    barrier = Barrier(len(calls))

    def called(call: Callable[[], int]) -> int:
        barrier.wait(timeout=10)
        return call()

    with ThreadPoolExecutor(len(calls)) as threads:
        return sum(threads.map(called, calls))


@settings(max_examples=15, deadline=None)
@given(uses=st.integers(1, 12), tries=st.tuples(st.integers(0, 10), st.integers(0, 10)))
def test_two_servers_never_give_a_use_twice(
    two_stores: tuple[SqlStore, SqlStore], uses: int, tries: tuple[int, int]
) -> None:
    meeting = a_meeting()
    invite = an_invite(meeting, uses=uses)
    two_stores[0].create_meeting(meeting, None, HERE, NOW + LEASE)
    two_stores[0].add_invite(invite)

    def tried(store: SqlStore, times: int) -> Callable[[], int]:
        return lambda: sum(store.use_invite(invite.id, NOW) for _ in range(times))

    given_out = at_once([tried(store, times) for store, times in zip(two_stores, tries, strict=True)])
    assert given_out == min(uses, sum(tries))
    assert two_stores[1].invite(invite.id) == replace(invite, used=given_out)


def test_two_servers_never_both_take_a_host_key(two_stores: tuple[SqlStore, SqlStore]) -> None:
    for _ in range(20):
        meeting = a_meeting(host_key_hash=b"key")
        two_stores[0].create_meeting(meeting, None, HERE, NOW + LEASE)

        def taken(store: SqlStore, meeting_id: str = meeting.id) -> Callable[[], int]:
            return lambda: store.take_host_key(meeting_id, b"key")

        assert at_once([taken(store) for store in two_stores]) == 1
