"""The reference model of the server's sockets: what must be written to each, and how each must end."""

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial

from notebook_meet.wire.codec import encode
from notebook_meet.wire.errors import error_body
from notebook_meet.wire.messages import GoingAway, Message, Refused
from tests.machine.records import Port

QUEUE = 256
WRITE_SECONDS = 5.0
SAID_AGAIN = {1001, 1011, 1013, 4408, 4409, 4429}
"""Close codes before which what is queued is dropped: the next socket hears it."""


class Ports:
    """All sockets. What a command asks for is done when the whole command has been applied: in ``flush``.

    Args:
        lost: told of a socket that had to be cut because its client does not read.
    """

    def __init__(self, lost: Callable[[int], None]) -> None:
        self.ports: dict[int, Port] = {}
        self._lost = lost
        self._todo: deque[Callable[[], None]] = deque()
        self._now = 0.0

    def send(self, wire: int, message: Message) -> None:
        """Something is to be written."""
        self._todo.append(partial(self._send, wire, message))

    def replay(self, wire: int, messages: Sequence[Message]) -> None:
        """What was missed is to be written, however much it is."""
        self._todo.append(partial(self._replay, wire, messages))

    def close(self, wire: int, code: int, words: str | None, detail: str = "") -> None:
        """A socket is to be closed, after these last words."""
        refused = None
        if words is not None:
            refused = Refused(code=words, message=error_body(words, detail=detail).message)
        self._todo.append(partial(self._finish, wire, code, refused))

    def going_away(self, wire: int) -> None:
        """The server goes."""
        self._todo.append(partial(self._finish, wire, 1001, GoingAway(retry_after=1.0)))

    def flush(self, now: float) -> None:
        """Does what is to be done. ``now`` is monotonic."""
        self._now = now
        while self._todo:
            self._todo.popleft()()

    def abort(self, wire: int, code: int) -> None:
        """Closes now; what was to be written is lost."""
        port = self.ports[wire]
        port.over, port.ending, port.since = True, code, None
        port.closed = code if port.closed is None else port.closed
        port.due.clear()

    def stall(self, wire: int) -> None:
        """The client stops reading."""
        self.ports[wire].stalled = True

    def unstall(self, wire: int) -> None:
        """The client reads on."""
        port = self.ports[wire]
        port.stalled, port.queued, port.since = False, 0, None
        if port.closed is None:
            port.closed = port.ending

    def stuck(self, now: float) -> list[int]:
        """Sockets with a write that takes too long."""
        return [
            wire
            for wire, port in sorted(self.ports.items())
            if port.since is not None and now - port.since >= WRITE_SECONDS
        ]

    def _send(self, wire: int, message: Message) -> None:
        port = self.ports.get(wire)
        if port is None or port.ending is not None:
            return
        if port.stalled and port.queued >= QUEUE:
            self.abort(wire, 4408)
            self._lost(wire)
            return
        port.queued += port.stalled
        self._write(port, message)

    def _replay(self, wire: int, messages: Sequence[Message]) -> None:
        port = self.ports.get(wire)
        if port is not None and port.ending is None:
            for message in messages:
                self._write(port, message)

    def _finish(self, wire: int, code: int, words: Message | None) -> None:
        port = self.ports.get(wire)
        if port is None:
            return
        port.over = True
        if port.ending is None:
            port.ending = code
            if code in SAID_AGAIN and port.stalled:
                del port.due[1:]  # The first is being written already.
            if words is not None:
                self._write(port, words)
            if port.since is None:
                port.closed = code

    def _write(self, port: Port, message: Message) -> None:
        port.due.append(encode(message))
        if port.stalled and port.since is None:
            port.since = self._now
