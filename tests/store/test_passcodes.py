"""Passcodes: Argon2id with the parameters we promise, off the loop, in the same time for whoever asks."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from notebook_meet_server.store import passcodes
from notebook_meet_server.store.errors import ServerBusy
from notebook_meet_server.store.passcodes import PasscodeHasher

MOST = 32
"""Passcodes that may wait."""
PARAMETERS = "$argon2id$v=19$m=19456,t=2,p=1$"


@asynccontextmanager
async def hashing() -> AsyncIterator[PasscodeHasher]:
    hasher = PasscodeHasher()
    hasher.start()
    try:
        yield hasher
    finally:
        await hasher.stop()


async def test_the_parameters_are_the_promised_ones() -> None:
    async with hashing() as hasher:
        first, second = await hasher.hash("ferret"), await hasher.hash("ferret")
    assert first.startswith(PARAMETERS)
    assert first != second
    assert "ferret" not in first


async def test_only_the_right_passcode_matches() -> None:
    async with hashing() as hasher:
        stored = await hasher.hash("ferret")
        assert await hasher.verify(stored, "ferret")
        assert not await hasher.verify(stored, "Ferret")
        assert not await hasher.verify(stored, "")


async def test_accents_match_however_they_were_typed() -> None:
    async with hashing() as hasher:
        assert await hasher.verify(await hasher.hash("caf\u00e9"), "cafe\u0301")


async def test_no_passcode_costs_as_much_as_a_wrong_one(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, int]] = []
    matches = passcodes._matches

    def watched(stored: str, passcode: str) -> bool:
        seen.append((stored, threading.get_ident()))
        return matches(stored, passcode)

    monkeypatch.setattr(passcodes, "_matches", watched)
    async with hashing() as hasher:
        stored = await hasher.hash("ferret")
        assert not await hasher.verify(stored, "weasel")
        assert not await hasher.verify(None, "weasel")
    assert [text.startswith(PARAMETERS) for text, _ in seen] == [True, True]
    assert seen[0][1] == seen[1][1] != threading.get_ident()


async def test_even_a_dummy_that_matches_lets_nobody_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passcodes, "_matches", lambda stored, passcode: True)
    async with hashing() as hasher:
        assert not await hasher.verify(None, "weasel")


async def test_a_crowd_is_refused_and_the_loop_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Event()
    monkeypatch.setattr(passcodes, "_matches", lambda stored, passcode: gate.wait(20))
    async with hashing() as hasher:
        waiting = [asyncio.ensure_future(hasher.verify("stored", "weasel")) for _ in range(MOST)]
        await asyncio.sleep(0)
        with pytest.raises(ServerBusy):
            await hasher.verify("stored", "weasel")
        with pytest.raises(ServerBusy):
            await hasher.hash("weasel")
        gate.set()
        assert await asyncio.gather(*waiting) == [True] * MOST


async def test_the_end_waits_for_one_passcode_and_drops_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, gate, tried = threading.Event(), threading.Event(), []

    def matches(stored: str, passcode: str) -> bool:
        tried.append(passcode)
        begun.set()
        return gate.wait(20)

    monkeypatch.setattr(passcodes, "_matches", matches)
    hasher = PasscodeHasher()
    monkeypatch.setattr(hasher._worker, "_patience", 600.0)  # nothing is dropped for having waited
    hasher.start()
    calls = [asyncio.ensure_future(hasher.verify("stored", f"weasel {number}")) for number in range(MOST)]
    assert await asyncio.to_thread(begun.wait, 20)
    end = asyncio.ensure_future(hasher.stop())
    dropped, _ = await asyncio.wait(calls[1:], timeout=10)
    assert not end.done()
    gate.set()
    await end
    assert [type(call.exception()) for call in dropped] == [ServerBusy] * (MOST - 1)
    assert await calls[0]
    assert tried == ["weasel 0"]
    await hasher.stop()
