"""Two people in a call, while somebody else does something wrong."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from tests.web.server import Client, MeetServer, people, signal

LATE = 1000
"""A message number above all that a test has used."""


@dataclass
class Call:
    """A meeting, and Ada and Grace in it: their sockets and participant ids."""

    meeting: dict[str, Any]
    ada: Client
    ada_id: str
    grace: Client
    grace_id: str

    @property
    def id(self) -> str:
        return str(self.meeting["id"])


@asynccontextmanager
async def undisturbed(server: MeetServer, **meeting: object) -> AsyncIterator[Call]:
    """A call that nothing in the block may be noticed in.

    Raises:
        AssertionError: one of them got a message, or cannot send the other a ticket any more.
    """
    made, ((ada, hers), (grace, theirs)) = await people(server, 2, **meeting)
    call = Call(made, ada, hers["you"], grace, theirs["you"])
    yield call
    for client in (ada, grace):
        await client.say(type="ping", seq=0)
        assert (await client.hear())["type"] == "pong"
    for sender, from_, to, recipient in (
        (ada, call.ada_id, call.grace_id, grace),
        (grace, call.grace_id, call.ada_id, ada),
    ):
        await sender.say(type="ticket", n=LATE, to=to, signal=signal(LATE))
        heard = await recipient.hear()
        assert (heard["type"], heard["from"], heard["signal"]["number"]) == ("ticket", from_, LATE)
