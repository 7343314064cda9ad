"""One admission, 200 sockets that show it at the same moment: one gets in."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from notebook_meet.wire import limits
from tests.web.conftest import Start
from tests.web.raw import Raw
from tests.web.server import MeetServer

SOCKETS = 200


async def outcome(raw: Raw) -> tuple[str, int | None]:
    """What a socket hears first, and the close code if it is closed."""
    heard = await raw.hear()
    return heard.get("code", heard["type"]), None if heard["type"] == "welcome" else await raw.closed()


async def race(server: MeetServer, meeting: str) -> None:
    """One round. The sockets are open before the first of them speaks, and all speak before any is answered."""
    admission = await server.as_kernel("POST", f"meetings/{meeting}/admissions", {"kind": "kernel"})
    async with AsyncExitStack() as stack:
        raws = [await stack.enter_async_context(Raw(server.port)) for _ in range(SOCKETS)]
        await asyncio.gather(*(raw.open() for raw in raws))
        for raw in raws:
            raw.say(type="hello", admission=admission.json["admission"])
        heard = await asyncio.gather(*map(outcome, raws))
        assert sorted(heard, key=str) == [("admission_invalid", 4401)] * (SOCKETS - 1) + [("welcome", None)]
        winner = raws[heard.index(("welcome", None))]
        winner.say(type="leave", n=1)
        assert await winner.closed() == 1000


@pytest.mark.parametrize(
    "rounds",
    [pytest.param(1), pytest.param(50, marks=pytest.mark.soak)],
    ids=lambda rounds: f"{rounds} rounds",
)
async def test_of_200_at_once_one_gets_in(start: Start, monkeypatch: pytest.MonkeyPatch, rounds: int) -> None:
    monkeypatch.setattr(limits, "UNADMITTED_SOCKETS", SOCKETS)
    monkeypatch.setattr(limits, "HELLO_SECONDS", 60.0)  # A busy machine may take long to open them all.
    async with start() as server:
        meeting = await server.meeting()
        for _ in range(rounds):
            await race(server, meeting["id"])
        assert server.site.switchboard.grants._waiting == {}
