"""The live server under fuzz: a loop that synchronous tests can drive, so that hypothesis can shrink what it finds."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings

from tests.web.server import MeetServer

T = TypeVar("T")
Run = Callable[[Awaitable[T]], T]

EXAMPLES = 12
"""For each kind of input in ``make test``."""
SOAK_EXAMPLES = 2000


def tries(count: int) -> Any:
    """The same inputs in every run, except in the soak."""
    return settings(  # no database: what is found becomes a case in the corpus
        max_examples=count,
        derandomize=count < SOAK_EXAMPLES,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


class Faults(logging.Handler):
    """Collects what the server calls a fault of its own."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(record.getMessage())


@contextmanager
def served(server: MeetServer, loop: asyncio.AbstractEventLoop) -> Iterator[Faults]:
    """Runs the server for a synchronous test; fails if anything failed unexpectedly meanwhile."""
    faults, root = Faults(), logging.getLogger()
    loop.run_until_complete(server.__aenter__())
    loggers = [root, logging.getLogger("notebook_meet_server"), logging.getLogger("tornado.application")]
    for log in loggers:
        log.addHandler(faults)
    try:
        yield faults
    finally:
        for log in loggers:
            log.removeHandler(faults)
        loop.run_until_complete(server.__aexit__(None, None, None))
    assert faults.told == []
