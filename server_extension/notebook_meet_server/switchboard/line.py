"""One socket's way out: straight to the other side as long as it keeps up, else through a bounded queue."""

import asyncio
import logging
from collections import deque

from notebook_meet.wire import limits
from notebook_meet.wire.close import CloseCode
from notebook_meet_server.rules.rate import frames
from notebook_meet_server.switchboard.faults import log_fault
from notebook_meet_server.switchboard.ports import Clock, Connection, ConnectionClosed

log = logging.getLogger(__name__)

FRAME_BYTES = 4096
"""Each so many bytes of a frame cost one frame more."""
LATE_FRAMES = 1024
"""What a client may still send when its socket is being closed: what was on the way, and while it is being told."""


_Item = tuple[bytes, bool]
"""A message, and whether it counts against the queue's bound."""


class Line:
    """A socket as the switchboard knows it. The web keeps it and hands it back, nothing more.

    Args:
        number: names the connection in the rules.
        connection: the web's side.
        clock: for the write deadline.

    Attributes:
        opened_at: monotonic seconds.
        waiting: True until the first message.
        meeting_id: where the socket takes part; None before its admission.
        over: True once nothing more is read from it.
        ended: done when nothing more is written.
    """

    def __init__(self, number: int, connection: Connection, clock: Clock) -> None:
        self.number = number
        self.opened_at = clock.monotonic()
        self.waiting = True
        self.meeting_id: str | None = None
        self.over = False
        self._late = 0
        self._frames = frames(self.opened_at)
        self._connection = connection
        self._clock = clock
        self._queue: deque[_Item] = deque()
        self._counted = self._bytes = 0
        self._ending: CloseCode | None = None
        self._writing: asyncio.Future[None] | None = None
        self._writing_since = 0.0
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def send(self, data: bytes) -> bool:
        """Writes or queues a message; False when the queue is full (256 messages, 1 MiB) and nothing was queued."""
        if self._ending is not None or self.ended.done():
            return True
        full = (
            self._counted >= limits.SEND_QUEUE_MESSAGES or self._bytes + len(data) > limits.SEND_QUEUE_BYTES
        )
        if full:
            return False
        self._put(data, counted=True)
        return True

    def replay(self, batch: list[bytes]) -> None:
        """Queues what was missed, beside the queue's bound: the outbox has bounded it."""
        if self._ending is None:
            for data in batch:
                self._put(data, counted=False)

    def finish(self, code: CloseCode, last_words: bytes | None = None, *, discard: bool = False) -> None:
        """Closes after everything queued, and these last words, have gone out.

        Args:
            code: the close code.
            last_words: a message that comes after everything queued.
            discard: drop what is queued: it is said again on the participant's next socket, if there is one.
        """
        self.over = True
        if self._ending is None:
            if discard:
                self._queue.clear()
            if last_words is not None:
                self._put(last_words, counted=False)
            self._ending = code
            self._write()

    def abort(self, code: CloseCode) -> None:
        """Closes now; what is queued is lost."""
        self._ending = code
        self.gone()
        self._connection.close(code, "")

    def frame(self, size: int) -> bool:
        """Counts a frame of so many bytes, of whatever kind; False when there were too many, or too many bytes.

        Pings, pongs and the pieces of a message never reach the rules, which count whole messages.
        """
        cost = 1 + size // FRAME_BYTES
        if self.over:
            self._late += cost
            return self._late <= LATE_FRAMES
        return self._frames.take(self._clock.monotonic(), cost)

    def cut(self) -> None:
        """Cuts the connection: the other side was told that it is over, and goes on."""
        self.gone()
        self._connection.abort()

    def gone(self) -> None:
        """The other side has closed."""
        self.over = True
        self._end()

    def stuck(self, now: float) -> bool:
        """Whether one write has taken 5 s."""
        return self._writing is not None and now - self._writing_since >= limits.WRITE_SECONDS

    def _put(self, data: bytes, *, counted: bool) -> None:
        self._queue.append((data, counted))
        if counted:
            self._counted += 1
            self._bytes += len(data)
        if self._writing is None:
            self._write()

    def _write(self) -> None:
        """Writes until the queue is empty or the other side does not keep up."""
        try:
            while self._queue and self._writing is None:
                self._write_one()
        except ConnectionClosed:
            self._closed()
        except Exception as fault:  # noqa: BLE001 (logged; it is this socket's trouble only)
            self._failed(fault)
        else:
            if self._ending is not None and self._writing is None and not self.ended.done():
                self._end()
                self._connection.close(self._ending, "")

    def _write_one(self) -> None:
        item = self._queue.popleft()
        pending = self._connection.write(item[0])
        if pending is None:
            self._written(item)
            return
        self._writing_since = self._clock.monotonic()
        self._writing = asyncio.ensure_future(pending)
        self._writing.add_done_callback(lambda writing: self._waited(item, writing))

    def _written(self, item: _Item) -> None:
        data, counted = item
        if counted:
            self._counted -= 1
            self._bytes -= len(data)

    def _waited(self, item: _Item, writing: asyncio.Future[None]) -> None:
        self._writing = None
        if self.ended.done() or writing.cancelled():
            return
        fault = writing.exception()
        if fault is None:
            self._written(item)
            self._write()
        elif isinstance(fault, ConnectionClosed):
            self._closed()
        else:
            self._failed(fault)

    def _closed(self) -> None:
        log.debug("line %d: closed by the other side", self.number)
        self._end()

    def _failed(self, fault: BaseException) -> None:
        log_fault(log, "Sending a message", fault)
        self._end()
        self._connection.close(CloseCode.INTERNAL, "")

    def _end(self) -> None:
        self._queue.clear()
        if self._writing is not None:
            self._writing.cancel()
        if not self.ended.done():
            self.ended.set_result(None)
