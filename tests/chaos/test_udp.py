"""What the UDP proxy does to datagrams to an echo server, and what chance decides."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random

import pytest

from tests.chaos.echo import HOST, Datagrams, listener, sender, udp_echo
from tests.chaos.paths import Paths
from tests.chaos.udp import UdpProxy
from tests.chaos.weather import BLACKOUT, CLEAR, Queue, Weather


@asynccontextmanager
async def proxied(weather: Weather = CLEAR) -> AsyncIterator[tuple[UdpProxy, Datagrams]]:
    async with udp_echo() as port, UdpProxy((HOST, port)) as proxy, sender(proxy.port) as near:
        near.send("first")
        assert await near.next() == "first"
        await proxy.turn(weather)
        yield proxy, near


async def test_forwards_to_each_sender_its_own() -> None:
    async with proxied() as (proxy, near), sender(proxy.port) as other:
        near.send("a")
        other.send("b")
        assert (await near.next(), await other.next()) == ("a", "b")


async def test_the_same_are_lost_for_the_same_seed() -> None:
    weather, chance = Weather(loss=0.5), Random("0 up")
    CLEAR.fate(chance)
    expected = [str(number) for number in range(20) if weather.fate(chance).copies]
    assert expected[-1] == "19", "or the end below could overtake"
    async with (
        listener() as (port, came),
        UdpProxy((HOST, port), seed=0) as proxy,
        sender(proxy.port) as near,
    ):
        near.send("first")
        assert await came.next() == "first"
        await proxy.turn(weather)
        near.send(*map(str, range(20)))
        assert [await came.next() for _ in expected] == expected
        await proxy.turn(CLEAR)
        near.send("end")
        assert await came.next() == "end"


async def test_duplicates_arrive_twice_each_way() -> None:
    async with proxied(Weather(duplicate=1.0)) as (_, near):
        near.send("x")
        assert [await near.next() for _ in range(4)] == ["x"] * 4


async def test_reordered_ones_let_the_next_pass() -> None:
    async with listener() as (port, came), UdpProxy((HOST, port)) as proxy, sender(proxy.port) as near:
        near.send("first")
        assert await came.next() == "first"
        await proxy.turn(Weather(reorder=1.0))
        near.send("1", "2", "3", "4")
        assert [await came.next() for _ in range(4)] == ["2", "1", "4", "3"]
        near.send("alone")
        assert await came.next() == "alone", "though nothing follows it"


async def test_delay() -> None:
    async with proxied(Weather(delay=0.05)) as (_, near):
        loop = asyncio.get_running_loop()
        before = loop.time()
        near.send("late")
        await near.next()
        assert loop.time() - before >= 0.1


def _fates(weather: Weather, seed: int, count: int = 2000) -> list[object]:
    chance = Random(seed)
    return [weather.fate(chance) for _ in range(count)]


def test_the_same_seed_has_the_same_fate() -> None:
    weather = Weather(loss=0.2, duplicate=0.2, reorder=0.2, jitter=0.01)
    assert _fates(weather, 7) == _fates(weather, 7) != _fates(weather, 8)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5])
def test_shares_are_kept(share: float) -> None:
    count = 20_000
    chance = Random(3)
    weather = Weather(loss=share, duplicate=share, reorder=share)
    fates = [weather.fate(chance) for _ in range(count)]
    arrived = [fate for fate in fates if fate.copies]
    assert len(arrived) == pytest.approx(count * (1 - share), rel=0.03)
    assert sum(len(fate.copies) == 2 for fate in arrived) == pytest.approx(len(arrived) * share, rel=0.05)
    assert sum(fate.overtaken for fate in arrived) == pytest.approx(len(arrived) * share, rel=0.05)


def test_losing_more_changes_nothing_for_those_that_arrive() -> None:
    some, more = _fates(Weather(loss=0.1, jitter=1), 5), _fates(Weather(loss=0.3, jitter=1), 5)
    assert all(one == other for one, other in zip(some, more, strict=True) if other.copies)  # type: ignore[attr-defined]


async def test_paths_break_and_new_ones_do_not() -> None:
    async with udp_echo() as port, udp_echo() as other, Paths() as paths:
        old = await paths.to((HOST, port))
        assert await paths.to((HOST, port)) == old
        async with sender(old) as near:
            near.send("a")
            assert await near.next() == "a"
            await paths.turn(BLACKOUT)
            near.send("lost")
            async with sender(await paths.to((HOST, other))) as far:
                far.send("b")
                assert await far.next() == "b"
            await paths.turn(CLEAR)
            near.send("c")
            assert await near.next() == "c"


def test_a_narrow_way_lets_wait_and_then_loses() -> None:
    queue = Queue()
    assert [queue.wait(250, 1000.0, 0.0) for _ in range(4)] == [0.25, 0.5, None, None]
    assert queue.wait(250, 1000.0, 1.0) == 0.25, "it is empty again"
    assert Queue().wait(100, None, 1.0) == 0.0


async def test_a_narrow_way_takes_its_time() -> None:
    async with proxied(Weather(rate=1000.0)) as (_, near):
        loop = asyncio.get_running_loop()
        before = loop.time()
        near.send("x" * 50)
        await near.next()
        assert loop.time() - before >= 0.1, "50 ms each way"


async def test_darkness_ends_by_itself_and_new_paths_are_dark_as_well() -> None:
    async with (
        udp_echo() as one,
        udp_echo() as other,
        Paths() as paths,
        sender(await paths.to((HOST, one))) as near,
    ):
        near.send("first")
        assert await near.next() == "first"
        dark = asyncio.create_task(paths.darken(0.1))
        await asyncio.sleep(0)  # it begins
        near.send("lost")
        async with sender(await paths.to((HOST, other))) as new:
            new.send("lost, too")
            await dark
            near.send("again")
            new.send("as well")
            assert (await near.next(), await new.next()) == ("again", "as well")
