"""The store's thread: the loop goes on, nothing taken is lost, nothing piles up."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from notebook_meet_server.rules.records import Meeting
from notebook_meet_server.store.errors import ServerBusy, StorageConflict, StorageUnavailable
from notebook_meet_server.store.sql import SqlStore
from notebook_meet_server.store.thread import StoreThread
from tests.store.listing import listed
from tests.store.records import HERE, LEASE, NOW, a_meeting, a_seat

PATIENCE = 20.0


@asynccontextmanager
async def running(store: SqlStore, **settings: Any) -> AsyncIterator[StoreThread]:
    thread = StoreThread(store, **settings)
    thread.start()
    try:
        yield thread
    finally:
        await thread.stop()


class Gate:
    """Work that takes until it is let go; it tells when it has begun."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.open = threading.Event()
        self._loop = asyncio.get_running_loop()

    def wait(self) -> bool:
        self._loop.call_soon_threadsafe(self.begun.set)
        return self.open.wait(PATIENCE)


async def test_a_call_gives_its_result(store: SqlStore) -> None:
    made = a_meeting()
    async with running(store) as thread:
        await thread.run(store.create_meeting, made, None, HERE, NOW + LEASE)
        await thread.run(store.update_meeting, made.id, title="Algebra")
        found = await thread.run(store.meeting, made.id)
    assert found is not None
    assert found.title == "Algebra"


async def test_a_call_raises_its_error(store: SqlStore) -> None:
    async with running(store) as thread:
        with pytest.raises(StorageConflict):
            await thread.run(store.add_seat, a_seat(a_meeting()))
        assert await thread.run(listed, store) == set()


async def test_several_calls_in_one(store: SqlStore, meeting: Meeting) -> None:
    def joined(store: SqlStore) -> bool:
        with store.transaction():
            store.add_seat(a_seat(meeting))
            return store.take_host_key(meeting.id, meeting.host_key_hash or b"")

    async with running(store) as thread:
        assert await thread.run(joined, store)


async def test_the_loop_goes_on_while_the_store_works(store: SqlStore) -> None:
    gate = Gate()
    async with running(store) as thread:
        call = asyncio.ensure_future(thread.run(gate.wait))
        await gate.begun.wait()
        # Only a loop that is not held up gets here before the gate loses its patience.
        gate.open.set()
        assert await call


async def test_everything_happens_on_one_thread_that_is_not_the_loops(store: SqlStore) -> None:
    async with running(store) as thread:
        idents = await asyncio.gather(*(thread.run(threading.get_ident) for _ in range(20)))
    assert len(set(idents)) == 1
    assert idents[0] != threading.get_ident()


async def test_what_is_too_much_is_refused_at_once(store: SqlStore) -> None:
    gate = Gate()
    async with running(store, limit=3) as thread:
        calls = [asyncio.ensure_future(thread.run(gate.wait)) for _ in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(ServerBusy):
            await thread.run(listed, store)
        gate.open.set()
        assert await asyncio.gather(*calls) == [True] * 3
        assert await asyncio.gather(*(thread.run(listed, store) for _ in range(3))) == [set()] * 3


async def test_what_waits_for_too_long_is_refused_and_never_done(store: SqlStore) -> None:
    gate, made = Gate(), a_meeting()
    async with running(store, patience=0.05) as thread:
        blocking = asyncio.ensure_future(thread.run(gate.wait))
        await gate.begun.wait()
        # All of them hear it while the thread is still held up, not one after the other.
        calls = (thread.run(store.create_meeting, made, None, HERE, NOW + LEASE) for _ in range(3))
        ends = await asyncio.wait_for(asyncio.gather(*calls, return_exceptions=True), PATIENCE / 2)
        assert [type(end) for end in ends] == [ServerBusy] * 3
        assert not blocking.done()
        gate.open.set()
        assert await blocking
        assert await thread.run(store.meeting, made.id) is None


async def test_the_end_does_not_wait_for_what_is_overdue(
    store: SqlStore, open_store: Callable[[], SqlStore], caplog: pytest.LogCaptureFixture
) -> None:
    gate, made = Gate(), a_meeting()
    thread = StoreThread(store, patience=0.05)
    thread.start()
    blocking = asyncio.ensure_future(thread.run(gate.wait))
    await gate.begun.wait()
    heard = asyncio.ensure_future(thread.run(store.create_meeting, made, None, HERE, NOW + LEASE))
    abandoned = asyncio.ensure_future(thread.run(store.create_meeting, made, None, HERE, NOW + LEASE))
    await asyncio.sleep(0)
    abandoned.cancel()
    end = asyncio.ensure_future(thread.stop())
    with pytest.raises(ServerBusy):
        await heard
    # Each call is overdue at a moment of its own.
    async with asyncio.timeout(PATIENCE):
        while "nobody waits for any more has failed: ServerBusy" not in caplog.text:  # noqa: ASYNC110 (a log has no event)
            await asyncio.sleep(0.01)
    gate.open.set()
    await end
    assert await blocking
    assert open_store().meeting(made.id) is None


async def test_a_caller_who_gives_up_breaks_nothing(store: SqlStore) -> None:
    gate, made = Gate(), a_meeting()
    async with running(store) as thread:
        under_way = asyncio.ensure_future(thread.run(gate.wait))
        waiting = asyncio.ensure_future(thread.run(store.create_meeting, made, None, HERE, NOW + LEASE))
        await gate.begun.wait()
        under_way.cancel()
        waiting.cancel()
        assert [type(end) for end in await asyncio.gather(under_way, waiting, return_exceptions=True)] == [
            asyncio.CancelledError
        ] * 2
        gate.open.set()
        assert await thread.run(store.meeting, made.id) == made


async def test_a_failure_that_nobody_waits_for_is_logged(
    store: SqlStore, caplog: pytest.LogCaptureFixture
) -> None:
    gate = Gate()
    async with running(store) as thread:
        blocking = asyncio.ensure_future(thread.run(gate.wait))
        failing = asyncio.ensure_future(thread.run(store.add_seat, a_seat(a_meeting())))
        await gate.begun.wait()
        failing.cancel()
        await asyncio.gather(failing, return_exceptions=True)
        gate.open.set()
        await blocking
    await asyncio.sleep(0)
    with_error = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert any("nobody waits" in record.getMessage() for record in with_error)


async def test_what_was_sent_stays_out_of_the_log(store: SqlStore, caplog: pytest.LogCaptureFixture) -> None:
    gate = Gate()

    def failing() -> None:
        gate.wait()
        raise ValueError("canary")

    async with running(store) as thread:
        call = asyncio.ensure_future(thread.run(failing))
        await gate.begun.wait()
        call.cancel()
        await asyncio.gather(call, return_exceptions=True)
        gate.open.set()
        await thread.run(listed, store)
    await asyncio.sleep(0)
    assert "ValueError" in caplog.text
    assert "canary" not in caplog.text


async def test_the_end_waits_for_what_was_taken(store: SqlStore, open_store: Callable[[], SqlStore]) -> None:
    gate, made = Gate(), [a_meeting() for _ in range(20)]
    thread = StoreThread(store)
    thread.start()
    blocking = asyncio.ensure_future(thread.run(gate.wait))
    calls = [
        asyncio.ensure_future(thread.run(store.create_meeting, each, None, HERE, NOW + LEASE))
        for each in made
    ]
    await gate.begun.wait()
    end = asyncio.ensure_future(thread.stop())
    await asyncio.sleep(0)
    assert not end.done()
    with pytest.raises(StorageUnavailable):
        await thread.run(listed, store)
    gate.open.set()
    await end
    assert all(call.done() for call in (blocking, *calls))
    assert store._engine is None
    assert listed(open_store()) == {each.id for each in made}
    await thread.stop()


async def test_it_can_be_started_again(store: SqlStore) -> None:
    thread = StoreThread(store)
    for _ in range(2):
        thread.start()
        thread.start()
        assert await thread.run(listed, store) == set()
        await thread.stop()


async def test_it_takes_nothing_before_the_start(store: SqlStore) -> None:
    with pytest.raises(StorageUnavailable, match="not running"):
        await StoreThread(store).run(listed, store)
