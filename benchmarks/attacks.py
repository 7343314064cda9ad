"""One attacker in a process of its own: ``python benchmarks/attacks.py KIND PORT TOKEN SECONDS``.

Prints JSON: ``until_cut``, for each socket the milliseconds from its first byte to its end, and ``sent``, how many frames,
sockets or requests there were.
"""

import json
import socket
import sys
from pathlib import Path
from time import perf_counter

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
        """Opens sockets and says nothing in them."""
        kept: list[socket.socket] = []
        while self.going():
            kept.append(self._opened())
            self.sent += 1
            if len(kept) > 500:
                kept.pop(0).close()

    def rest(self, path: str, body: bytes, *, login: bool) -> None:
        """Calls one after the other on each of a few connections."""
        connections = [self._connect() for _ in range(8)]
        call = self._call(path, body, login=login)
        while self.going():
            for connection in connections:
                connection.sendall(call)
            for connection in connections:
                connection.recv(65_536)
                self.sent += 1


def main() -> None:
    """Attacks."""
    kind, port, token, seconds = sys.argv[1], int(sys.argv[2]), sys.argv[3], float(sys.argv[4])
    attacker = Attacker(port, token, seconds)
    stranger = f"meetings/{'A' * 22}/admissions"
    others: dict[str, Callable[[], None]] = {
        "silent sockets": attacker.connects,
        "calls of a stranger": lambda: attacker.rest(stranger, b'{"invite":"%s"}' % (b"s" * 43), login=False),
        "calls with a login": lambda: attacker.rest(stranger, b"{}", login=True),
    }
    others[kind]() if kind in others else attacker.flood(kind)
    print(json.dumps({"until_cut": attacker.until_cut, "sent": attacker.sent}))


if __name__ == "__main__":
    main()
