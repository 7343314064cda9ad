"""One socket's way out: a bounded queue, and the task that empties it."""

import asyncio
import logging
from collections import deque
from dataclasses import dataclass

from notebook_meet.wire import limits
from notebook_meet.wire.close import CloseCode
from notebook_meet_server.switchboard.faults import log_fault
from notebook_meet_server.switchboard.ports import Clock, Connection, ConnectionClosed

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Item:
    data: bytes
    counted: bool


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
        task: empties the queue; done after ``finish``, ``abort`` or ``gone``.
    """

    def __init__(self, number: int, connection: Connection, clock: Clock) -> None:
        self.number = number
        self.opened_at = clock.monotonic()
        self.waiting = True
        self.meeting_id: str | None = None
        self.over = False
        self._connection = connection
        self._clock = clock
        self._queue: deque[_Item] = deque()
        self._counted = self._bytes = 0
        self._ending: CloseCode | None = None
        self._writing_since: float | None = None
        self._more = asyncio.Event()
        self.task = asyncio.create_task(self._run(), name=f"notebook-meet line {number}")

    def send(self, data: bytes) -> bool:
        """Queues a message; False when the queue is full (256 messages, 1 MiB) and nothing was queued."""
        if self._ending is not None:
            return True
        full = (
            self._counted >= limits.SEND_QUEUE_MESSAGES or self._bytes + len(data) > limits.SEND_QUEUE_BYTES
        )
        if full:
            return False
        self._put(_Item(data, counted=True))
        return True

    def replay(self, batch: list[bytes]) -> None:
        """Queues what was missed, beside the queue's bound: the outbox has bounded it."""
        if self._ending is None:
            for data in batch:
                self._put(_Item(data, counted=False))

    def finish(self, code: CloseCode, last_words: bytes | None = None) -> None:
        """Closes after everything queued, and these last words, have gone out."""
        self.over = True
        if self._ending is None:
            if last_words is not None:
                self._put(_Item(last_words, counted=False))
            self._ending = code
            self._more.set()

    def abort(self, code: CloseCode) -> None:
        """Closes now; what is queued is lost."""
        self.over = True
        self._ending = code
        self.task.cancel()
        self._connection.close(code, "")

    def gone(self) -> None:
        """The other side has closed."""
        self.over = True
        self.task.cancel()

    def stuck(self, now: float) -> bool:
        """Whether one write has taken 5 s."""
        return self._writing_since is not None and now - self._writing_since >= limits.WRITE_SECONDS

    def _put(self, item: _Item) -> None:
        self._queue.append(item)
        if item.counted:
            self._counted += 1
            self._bytes += len(item.data)
        self._more.set()

    async def _run(self) -> None:
        try:
            while self._queue or self._ending is None:
                await self._more.wait()
                await self._empty_queue()
            self._connection.close(self._ending, "")
        except ConnectionClosed:
            log.debug("line %d: closed by the other side", self.number)
        except Exception as fault:  # noqa: BLE001 (logged; it is this socket's trouble only)
            log_fault(log, "Sending a message", fault)
            self._connection.close(CloseCode.INTERNAL, "")

    async def _empty_queue(self) -> None:
        self._more.clear()
        while self._queue:
            item = self._queue.popleft()
            self._writing_since = self._clock.monotonic()
            await self._connection.write(item.data)
            self._writing_since = None
            if item.counted:
                self._counted -= 1
                self._bytes -= len(item.data)
