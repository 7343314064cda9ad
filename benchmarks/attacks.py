"""One attacker in a process of its own: ``python benchmarks/attacks.py KIND PORT TOKEN SECONDS``.

Prints JSON: ``until_cut``, for each socket the milliseconds from its first byte to its end, ``sent``, how many frames, sockets
or requests there were, ``served``, how many of the requests were answered with something else than that the server is busy, and
``held``, how many silent sockets the server has still not ended a second after the last was opened.
"""

import itertools
import json
import socket
import sys
from pathlib import Path
from time import perf_counter, sleep

sys.path.insert(0, str(Path(__file__).parents[1]))

from typing import TYPE_CHECKING

from tests.web.addresses import ROOT
from tests.web.raw import PING, PONG, TEXT, frame, request, upgrade

if TYPE_CHECKING:
    from collections.abc import Callable

PING_MESSAGE = b'{"type":"ping","seq":0}'
FLOODS: dict[str, tuple[bytes, bytes]] = {
    "messages": (b"", frame(TEXT, PING_MESSAGE)),
    "protocol pings": (b"", frame(PING, b"x" * 125)),
    "protocol pongs": (b"", frame(PONG)),
    "empty pieces": (frame(TEXT, b" ", final=False), frame(0, final=False)),
    "large messages": (b"", frame(TEXT, PING_MESSAGE.ljust(60_000))),
    "too large messages": (b"", frame(TEXT, b" " * 200_000)),
}
"""What is sent first, and then again and again."""
STRANGER = f"meetings/{'A' * 22}/admissions"
KEPT = 900
"""Silent sockets that the attacker holds on to: below what the system lets one process have open."""


class Attacker:
    """One client at full rate.

    Args:
        port: the server's.
        token: Jupyter's.
        seconds: for how long.
    """

    def __init__(self, port: int, token: str, seconds: float) -> None:
        self._host, self._port, self._token = f"127.0.0.1:{port}", port, token
        self._end = perf_counter() + seconds
        self.until_cut: list[float] = []
        self.sent = 0
        self.served = 0
        self.held = 0

    def going(self) -> bool:
        return perf_counter() < self._end

    def _connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self._port), timeout=10)

    def _opened(self) -> socket.socket:
        connection = self._connect()
        connection.sendall(upgrade(self._host, [("Origin", f"http://{self._host}")]))
        return connection

    def _call(self, path: str, body: bytes, login: bool = True) -> bytes:
        own = [("Host", self._host), ("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        own += [("Authorization", f"token {self._token}")] if login else []
        return request("POST", f"{ROOT}api/v1/{path}", own, body)

    def _answer(self, connection: socket.socket, data: bytes) -> bytes:
        connection.sendall(data)
        return connection.recv(65_536)

    def _admitted(self) -> socket.socket:
        """A socket that takes part in a meeting of its own."""
        with self._connect() as rest:
            made = self._answer(rest, self._call("meetings", b'{"title":"a"}'))
            meeting = json.loads(made.partition(b"\r\n\r\n")[2])["meeting"]["id"]
            asked = self._answer(rest, self._call(f"meetings/{meeting}/admissions", b"{}"))
            admission = json.loads(asked.partition(b"\r\n\r\n")[2])["admission"]
        connection = self._opened()
        connection.recv(65_536)
        connection.sendall(frame(TEXT, json.dumps({"type": "hello", "admission": admission}).encode()))
        connection.recv(65_536)
        return connection

    def flood(self, kind: str) -> None:
        """Joins, floods without reading until the server cuts, and begins again."""
        first, again = FLOODS[kind]
        many = again * max(1, 16_384 // len(again))
        while self.going():
            with self._admitted() as connection:
                started = perf_counter()
                try:
                    connection.sendall(first)
                    while True:
                        connection.sendall(many)
                        self.sent += len(many) // len(again)
                except OSError:
                    self.until_cut.append(1000 * (perf_counter() - started))

    def connects(self) -> None:
        """Opens sockets and says nothing in them; keeps as many as it can."""
        kept: list[socket.socket] = []
        while self.going():
            kept.append(self._opened())
            self.sent += 1
            if len(kept) > KEPT:
                kept.pop(0).close()
        sleep(1.0)  # Upgrades that are under way are nobody's sockets yet.
        self.held = sum(map(_open_still, kept))

    def rest(self, next_call: "Callable[[], bytes]") -> None:
        """Calls one after the other on each of a few connections."""
        connections = [self._connect() for _ in range(8)]
        while self.going():
            for connection in connections:
                connection.sendall(next_call())
            for connection in connections:
                self.served += b" 503 " not in connection.recv(65_536).partition(b"\r\n")[0]
                self.sent += 1

    def always(self, body: bytes, *, login: bool) -> None:
        """The same call again and again."""
        call = self._call(STRANGER, body, login=login)
        self.rest(lambda: call)

    def ever_new(self) -> None:
        """Each call shows another invite, and none is good: every one is somebody whom the server has not seen before."""
        numbers = itertools.count()
        self.rest(lambda: self._call(STRANGER, b'{"invite":"%043d"}' % next(numbers), login=False))


def _open_still(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        while connection.recv(65_536):
            pass
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def main() -> None:
    """Attacks."""
    kind, port, token, seconds = sys.argv[1], int(sys.argv[2]), sys.argv[3], float(sys.argv[4])
    attacker = Attacker(port, token, seconds)
    others: dict[str, Callable[[], None]] = {
        "silent sockets": attacker.connects,
        "calls of a stranger": lambda: attacker.always(b'{"invite":"%s"}' % (b"s" * 43), login=False),
        "calls of ever new strangers": attacker.ever_new,
        "calls with a login": lambda: attacker.always(b"{}", login=True),
    }
    others[kind]() if kind in others else attacker.flood(kind)
    print(json.dumps({name: getattr(attacker, name) for name in ("until_cut", "sent", "served", "held")}))


if __name__ == "__main__":
    main()
