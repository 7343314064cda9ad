"""Waiting for what a page's own JavaScript says."""

import time
from typing import Any, Protocol

POLL = 200.0
"""Milliseconds between two looks."""


class Runs(Protocol):
    """A page, in whatever browser."""

    def evaluate(self, expression: str, arg: Any = None) -> Any: ...

    def wait_for_timeout(self, timeout: float) -> None: ...


def wait_until(page: Runs, condition: str, arg: Any = None, *, timeout: float = 30_000) -> None:
    """Asks until ``condition``, a JavaScript function, gives something true or a promise of it.

    Playwright's ``wait_for_function`` takes the promise itself for true: an async condition there is no condition.

    Raises:
        AssertionError: it was not so within ``timeout`` milliseconds.
    """
    deadline = time.monotonic() + timeout / 1000
    while not page.evaluate(condition, arg):
        if time.monotonic() > deadline:
            raise AssertionError(f"not so after {timeout / 1000:g} s: {condition.strip()}")
        page.wait_for_timeout(POLL)
