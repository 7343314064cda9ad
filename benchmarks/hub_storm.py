"""A hub's hour: 500 users join through its proxy and service, and all come back when the proxy was started again."""

import asyncio
import json
import os
import random
import signal
import tempfile
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from load.cores import cpu_seconds, on_core, two_cores
from load.crowd import SEATS, allow_sockets
from load.http import Api
from load.joining import joined
from load.websocket import WebSocket, connect
from rows import Row

from tests.e2e.hub import Hub

NAME = "JupyterHub: 500 users join, and come back after a restart of the proxy"
NOTE = """A real JupyterHub with its own proxy and service, as the printed lines set them up; all of it on one core, the load on the other. A join:
admission with the user's own token, which the service asks the hub about, new socket through the proxy, hello, welcome; 16 at a time. Then the proxy is killed, and
the hub starts another. From the first connection that this one takes until a user's socket is resumed; users try again as browsers do (0.3 s, doubling to 3 s, jittered)."""
USERS = 500
AT_ONCE = 16
ROUNDS = int(os.environ.get("ROUNDS", "3"))
ROOT = "/services/meet/"


T = TypeVar("T")


class User:
    """One user in one meeting, who comes back whenever the socket is gone."""

    def __init__(self, port: int, token: str, meeting: str) -> None:
        self.port, self.token, self.meeting = port, token, meeting
        self.seq = 0
        self.back: asyncio.Future[float] = asyncio.get_running_loop().create_future()

    async def join(self) -> None:
        async with Api(self.port, self.token, ROOT) as api:
            self.socket, welcome = await joined(api, self.port, self.meeting, "Somebody")
        self._resume, self._epoch = welcome["resume"], welcome["epoch"]
        self._listen(self.socket)

    def _listen(self, socket: WebSocket) -> None:
        def heard(text: bytes) -> None:
            self.seq = max(self.seq, json.loads(text).get("seq", 0))

        socket.heard = heard

    async def stay(self) -> None:
        """Until cancelled. ``back`` is done each time when the socket is resumed."""
        while True:
            await self.socket.closed
            attempt = 0
            while not await self._resumed():
                wait = min(3.0, 0.3 * 2**attempt)
                await asyncio.sleep(wait / 2 + wait / 2 * random.random())
                attempt += 1
            self.back.set_result(perf_counter())

    async def _resumed(self) -> bool:
        origin = f"http://127.0.0.1:{self.port}"
        try:
            socket = await connect(
                self.port, f"{ROOT}api/v1/socket", Origin=origin, Sec_WebSocket_Protocol="notebook-meet.v1"
            )
            hello = {"type": "resume", "token": self._resume, "seq": self.seq, "epoch": self._epoch}
            socket.send(json.dumps(hello).encode())
            answer = await socket.next()
        except (OSError, TimeoutError):
            return False
        if answer.get("code") in ("server_busy", "admission_timeout"):
            return False  # so many at once that the server did not hear this one: again
        if answer["type"] not in ("resumed", "welcome"):
            raise RuntimeError(f"could not come back: {answer}")
        self.socket = socket
        self._listen(socket)
        return True


def _users(hub: Hub) -> list[str]:
    """A token of each of so many new users."""
    names = [f"user{number}" for number in range(USERS)]
    hub.api("POST", "users", {"usernames": names})
    return [hub.api("POST", f"users/{name}/tokens")["token"] for name in names]


def _in_groups(items: list[T], size: int) -> list[list[T]]:
    return [items[at : at + size] for at in range(0, len(items), size)]


async def _arrivals(hub: Hub, tokens: list[str]) -> tuple[list[User], list[float]]:
    """Everybody, in meetings of eight; and joins a second, of each hundred."""
    users: list[User] = []
    for group in _in_groups(tokens, SEATS):
        async with Api(hub.port, group[0], ROOT) as api:
            meeting = (await api.post("meetings", {"title": "Class"}))["meeting"]["id"]
        users += [User(hub.port, token, meeting) for token in group]
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(user: User) -> None:
        async with gate:
            await user.join()

    rates = []
    for hundred in _in_groups(users, 100):
        started = perf_counter()
        await asyncio.gather(*map(one, hundred))
        rates.append(len(hundred) / (perf_counter() - started))
    return users, rates


async def _restart(hub: Hub, users: list[User]) -> tuple[float, list[float]]:
    """Kills the proxy: seconds until there is another, and from then until each user is back."""
    for user in users:
        user.back = asyncio.get_running_loop().create_future()
    started = perf_counter()
    os.kill(hub.proxy_pid, signal.SIGKILL)
    await asyncio.wait([user.socket.closed for user in users], return_when=asyncio.FIRST_COMPLETED)
    while not await _takes_connections(hub.port):  # noqa: ASYNC110 (another process tells nobody)
        await asyncio.sleep(0.02)
    up = perf_counter()
    async with asyncio.timeout(120):
        back = await asyncio.gather(*(user.back for user in users))
    return up - started, [moment - up for moment in back]


async def _takes_connections(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


async def _measured(hub: Hub, tokens: list[str]) -> list[Row]:
    before = cpu_seconds(hub.running["hub"].pid)
    users, rates = await _arrivals(hub, tokens)
    asked = 1000 * (cpu_seconds(hub.running["hub"].pid) - before) / USERS
    staying = [asyncio.create_task(user.stay()) for user in users]
    away: list[float] = []
    back: list[float] = []
    for _ in range(ROUNDS):
        gone, returned = await _restart(hub, users)
        away.append(gone)
        back += returned
    for task in staying:
        task.cancel()
    await asyncio.wait(staying)
    return [
        Row("joins through proxy and service", "/s", rates),
        Row("the hub's processor time for a join", "ms", [asked]),
        Row("from the proxy's end until the hub has started another", "ms", [1000 * one for one in away]),
        Row("from then until a user is back", "ms", [1000 * one for one in back], bound=10_000, judged="p95"),
    ]


def measure() -> list[Row]:
    """One hub, its users, and so many restarts."""
    allow_sockets(4096)
    server_core, load_core = two_cores()
    with tempfile.TemporaryDirectory() as folder:
        hub = Hub(Path(folder), recheck_seconds=25)  # as it is unless set
        try:
            with on_core(server_core):
                hub.start()
            with on_core(load_core):
                return asyncio.run(_measured(hub, _users(hub)))
        finally:
            hub.stop()
