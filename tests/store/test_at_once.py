"""Two servers' stores on one file, writing at the same moment."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from threading import Barrier

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notebook_meet_server.store.sql import SqlStore
from tests.store.records import HERE, LEASE, NOW, a_meeting, an_invite


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


def test_what_a_transaction_has_read_holds_until_it_writes(two_stores: tuple[SqlStore, SqlStore]) -> None:
    meeting = a_meeting(title="0")
    two_stores[0].create_meeting(meeting, None, HERE, NOW + LEASE)

    def counted(store: SqlStore) -> Callable[[], int]:
        def count() -> int:
            for _ in range(20):
                with store.transaction():
                    found = store.meeting(meeting.id)
                    assert found is not None
                    store.update_meeting(meeting.id, title=str(int(found.title) + 1))
            return 20

        return count

    assert at_once([counted(store) for store in two_stores]) == 40
    assert two_stores[0].meeting(meeting.id) == replace(meeting, title="40")
