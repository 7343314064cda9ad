"""Calls people's functions when something happens in a meeting."""

import contextvars
import logging
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, Final, TypeVar

_log = logging.getLogger(__name__)

F = TypeVar("F", bound=Callable[..., Any])

EVENTS: Final = ("joined", "left", "updated", "hand", "chat", "knock", "connected", "disconnected", "ended")
"""``joined``, ``left``, ``updated`` and ``hand`` bring a ``Participant``, ``chat`` a ``ChatMessage``,
``knock`` a ``Waiting``, the others nothing."""


class _Listener:
    """A function, and the cell it was registered in: what it prints appears there."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self._context = contextvars.copy_context()
        self._failed = False

    def __call__(self, *args: object) -> None:
        try:
            self._context.run(self._function, *args)
        except BaseException:  # noqa: BLE001 (whatever a person's function raises, sys.exit() too, must not stop the others)
            self._context.run(self._report)

    def _report(self) -> None:
        name = getattr(self._function, "__name__", "callback")
        level = logging.DEBUG if self._failed else logging.ERROR
        self._failed = True
        _log.log(level, "%s() failed; it is shown once and still called next time", name, exc_info=True)


class Events:
    """The functions that listen to one meeting.

    They run one after another, in the order things happened, on a thread of their own: a cell that computes does
    not hold them up, and a slow one holds up neither the connection nor the kernel.
    """

    def __init__(self) -> None:
        self._listeners: dict[str, list[_Listener]] = {name: [] for name in EVENTS}
        self._happened: SimpleQueue[tuple[_Listener, tuple[object, ...]] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._lock = threading.Lock()

    def add(self, event: str, function: F) -> F:
        """Calls ``function`` whenever ``event`` happens.

        Raises:
            ValueError: there is no such event.
        """
        if event not in self._listeners:
            raise ValueError(f"There is no event {event!r}. There are: {', '.join(EVENTS)}.")
        self._start()
        self._listeners[event].append(_Listener(function))
        return function

    def call(self, function: Callable[..., Any], *args: object) -> None:
        """Calls ``function`` once, after all that has happened so far was told."""
        self._start()
        self._happened.put((_Listener(function), args))

    def emit(self, event: str, *args: object) -> None:
        """Has everyone called who listens to ``event``. Returns at once; may be called from any thread."""
        for listener in tuple(self._listeners[event]):
            self._happened.put((listener, args))

    def close(self) -> None:
        """Ends the thread once all that has happened so far was told. May be called twice."""
        with self._lock:
            if not self._closed and self._thread is not None:
                self._happened.put(None)
            self._closed = True

    def _start(self) -> None:
        with self._lock:
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._serve, name="notebook-meet-events", daemon=True)
                self._thread.start()

    def _serve(self) -> None:
        while (call := self._happened.get()) is not None:
            listener, args = call
            listener(*args)
