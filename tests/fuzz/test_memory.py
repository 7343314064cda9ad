"""Hostile input leaves nothing behind: after thousands of inputs the server holds what it held before."""

import asyncio
import gc
import logging
import tracemalloc
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notebook_meet.wire.messages import CLIENT_MESSAGES
from notebook_meet_server.rules.pace import Pace
from notebook_meet_server.rules.rate import Bucket
from tests.fuzz import test_rest, test_socket
from tests.fuzz.live import served, tries
from tests.web.conftest import Start
from tests.web.server import ROOT

ROUNDS, INPUTS = 6, 100
FLAT = 256 * 1024
"""Bytes that a round may differ from another: caches of the interpreter and of the database."""


@pytest.mark.soak
@pytest.mark.parametrize("state", ["not admitted", "in a meeting"])
def test_memory_is_flat(
    start: Start, jp_asyncio_loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    monkeypatch.setattr(Bucket, "take", lambda *_: True)
    monkeypatch.setattr(Pace, "check", lambda *_: None)
    monkeypatch.setattr(logging.root.manager, "disable", logging.INFO)  # pytest keeps every line
    server, run = start(), jp_asyncio_loop.run_until_complete
    messages, bodies = inputs()
    with served(server, jp_asyncio_loop):
        talker = test_socket.Caller(server, state)
        caller = test_rest.Caller(server, list(server.kernel.items()))
        meeting = run(server.meeting())["id"]
        held: list[int] = []
        tracemalloc.start()
        for _ in range(ROUNDS):
            for data in messages:
                run(talker.send(data))
            for method, path, body in bodies:
                if "invites" not in path:  # A meeting keeps those that it was asked to make, up to its limit.
                    run(caller.ask(method, f"{ROOT}api/v1/{path.format(id=meeting)}", body))
            run(talker.hang_up())
            gc.collect()
            held.append(tracemalloc.get_traced_memory()[0])
        tracemalloc.stop()
        run(caller.hang_up())
    growth = [after - before for before, after in pairwise(held[2:])]
    assert sorted(growth)[len(growth) // 2] < FLAT, held


def inputs() -> tuple[list[bytes], list[tuple[str, str, bytes]]]:
    """The same messages and bodies for each round."""
    messages: list[bytes] = []
    bodies: list[tuple[str, str, bytes]] = []

    @tries(INPUTS)
    @given(st.one_of([test_socket.of(kind.__name__) for kind in CLIENT_MESSAGES]), test_rest.INPUT)
    def collect(message: bytes, body: tuple[str, str, bytes]) -> None:
        messages.append(message)
        bodies.append(body)

    collect()
    return messages, bodies
