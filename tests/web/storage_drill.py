"""What people in a call, and people who want to come in, notice of a database in trouble."""

import asyncio
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.web.server import Answer, Browser, Client, MeetServer, signal

LONGEST = 5.0
"""Seconds within which everybody is answered, whatever the database does."""
SLACK = 2.0
"""What a busy machine may add to it."""
MANY = 25


async def eventually(true: Callable[[], object], what: str, patience: float = 30.0) -> None:
    """Waits until something holds.

    Raises:
        AssertionError: it does not.
    """
    deadline = time.monotonic() + patience
    while not true():
        assert time.monotonic() < deadline, f"{what} did not come true in {patience} s"
        await asyncio.sleep(0.02)


@dataclass
class Caller:
    """Somebody in the call: the browser, the socket, and how far the conversation has come."""

    browser: Browser
    client: Client
    welcome: dict[str, Any]
    said: int = 0
    sent: int = 0
    seq: int = 0

    @property
    def id(self) -> str:
        you: str = self.welcome["you"]
        return you

    async def say(self, **message: object) -> None:
        self.said += 1
        await self.client.say(n=self.said, **message)

    async def hear(self, kind: str) -> dict[str, Any]:
        message = await self.client.hear(kind)
        self.seq = max(self.seq, message.get("seq", 0))
        return message


class Drill:
    """Ada, Grace and Alan in a call, on a server whose database is about to fail."""

    def __init__(self, server: MeetServer, database: Path) -> None:
        self.server = server
        self.database = database

    async def begin(self) -> None:
        self.meeting = await self.server.meeting()
        self.invite = (await self.server.invite(self.meeting["id"]))["secret"]
        self.outsider = await self.server.log_in()
        self.ada, self.grace, self.alan = [await self._joined(name) for name in ("Ada", "Grace", "Alan")]

    async def _joined(self, name: str) -> Caller:
        browser = await self.server.log_in()
        admission = await browser.call("POST", f"meetings/{self.meeting['id']}/admissions", {"name": name})
        return Caller(browser, *(await self.server.join(admission)))

    # --- the call goes on --------------------------------------------------------------------------------------

    async def call_goes_on(self) -> None:
        """Tickets pass both ways, and somebody whose connection was cut is back at once."""
        await self._exchange(self.ada, self.grace)
        await self._exchange(self.grace, self.ada)
        await self._reconnect(self.grace)
        await self._exchange(self.ada, self.grace)

    async def _exchange(self, one: Caller, other: Caller) -> None:
        one.sent += 1
        offer = {"type": "offer", "sdp": f"v=0 {one.sent}"}
        await one.say(type="ticket", to=other.id, signal=signal(one.sent, description=offer))
        while (await other.hear("ticket"))["signal"]["description"] != offer:
            pass

    async def _reconnect(self, one: Caller) -> None:
        one.client.connection.stream.close()  # type: ignore[attr-defined]
        one.client = await self.server.connect()
        welcome = one.welcome
        await one.client.say(type="resume", token=welcome["resume"], seq=one.seq, epoch=welcome["epoch"])
        await one.hear("resumed")

    async def alan_leaves(self) -> None:
        """Somebody leaves for good, and the others see it."""
        await self.alan.say(type="leave")
        while (await self.ada.hear("left"))["id"] != self.alan.id:
            pass

    # --- the door ----------------------------------------------------------------------------------------------

    async def door_says(self, *codes: str) -> None:
        """Everybody who needs the database is told so, in time, and with no fault of ours."""
        for answer in [await self._asked(ask) for ask in self._requests()]:
            assert answer.code in codes, answer.content
            assert answer.status in {503, 507}
            await self._some_only_read()
        await self._crowd_is_told(codes)

    def _requests(self) -> list[Callable[[], Any]]:
        meeting = f"meetings/{self.meeting['id']}"
        return [
            lambda: self.outsider.call("POST", f"{meeting}/admissions", {"name": "Olga"}),
            lambda: self.server.guest(self.meeting["id"], invite=self.invite, name="Gil"),
            lambda: self.outsider.call("POST", "meetings", {"title": "Another"}),
            lambda: self.server.as_kernel("POST", f"{meeting}/invites", {}),
            lambda: self.server.as_kernel("PATCH", meeting, {"title": "New"}),
        ]

    async def _some_only_read(self) -> None:
        """Requests that may do well even on a full disk; the log must not take that for the end of the trouble."""
        for answer in (
            await self.server.as_kernel("GET", "meetings"),
            await self.server.guest(self.meeting["id"], invite="A" * 43),
        ):
            assert answer.status in {200, 403, 503, 507}, answer.content

    async def _asked(self, ask: Callable[[], Any]) -> Answer:
        began = time.monotonic()
        answer: Answer = await ask()
        assert time.monotonic() - began < LONGEST + SLACK
        return answer

    async def _crowd_is_told(self, codes: tuple[str, ...]) -> None:
        """Many at once: who comes last does not wait for all before."""
        ask = self._requests()[0]
        answers = await asyncio.gather(*(self._asked(ask) for _ in range(MANY)))
        assert {answer.code for answer in answers} <= {*codes, "server_busy"}

    async def door_opens(self) -> None:
        """Once the cause is gone people come in again, without a restart; and who left is written down."""
        await self.somebody_joins()
        await eventually(lambda: self.left_at(self.alan) is not None, "Alan's leave is stored")
        assert self.left_at(self.ada) is None

    async def somebody_joins(self) -> None:
        path = f"meetings/{self.meeting['id']}/admissions"
        admission = await self.outsider.call("POST", path, {"name": "Olga"})
        client, _ = await self.server.join(admission)
        await client.say(type="leave", n=1)
        await client.closed()

    def left_at(self, one: Caller) -> float | None:
        """When the store says that somebody left."""
        # In a copy: SQLite finds no way to a file in another mount namespace.
        with TemporaryDirectory() as folder:
            for ending in ("", "-wal"):
                Path(folder, f"copy{ending}").write_bytes(
                    self.database.with_name(f"{self.database.name}{ending}").read_bytes()
                )
            with closing(sqlite3.connect(Path(folder, "copy"))) as reader:
                [left] = reader.execute("SELECT left_at FROM seats WHERE id = ?", [one.id]).fetchone()
        found: float | None = left
        return found
