"""UDP proxies made as they are asked for: one for each address that somebody wants to reach."""

import asyncio
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self

from tests.chaos.udp import Address, UdpProxy
from tests.chaos.weather import BLACKOUT, CLEAR, Weather


class Paths:
    """Every way to an address leads through a proxy; ``async with`` ends them all.

    Args:
        weather: on each new path.
        seed: of chance.
    """

    def __init__(self, weather: Weather = CLEAR, *, seed: int = 0) -> None:
        self._weather = weather
        self._seed = seed
        self._proxies: dict[Address, UdpProxy] = {}
        self._stack = AsyncExitStack()
        self._over = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over = True
        await self._stack.aclose()

    async def to(self, target: Address) -> int:
        """The port, at the target's own address, that leads there: its own one once this is over."""
        if self._over:
            return target[1]
        if target not in self._proxies:
            proxy = UdpProxy(target, seed=self._seed + len(self._proxies))
            await proxy.turn(self._weather)
            self._proxies[target] = await self._stack.enter_async_context(proxy)
        return self._proxies[target].port

    async def turn(self, weather: Weather) -> None:
        """How it is from now on on the paths that there are; new ones are as before."""
        for proxy in self._proxies.values():
            await proxy.turn(weather)

    async def darken(self, seconds: float) -> None:
        """Nothing gets through for so long, neither on the paths that there are nor on new ones."""
        before, self._weather = self._weather, BLACKOUT
        await self.turn(BLACKOUT)
        await asyncio.sleep(seconds)
        self._weather = before
        await self.turn(before)

    async def arrived(self) -> int:
        """How many datagrams came in on all of them."""
        return sum(proxy.arrived for proxy in self._proxies.values())
