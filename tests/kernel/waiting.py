"""Waiting on conditions."""

import time
from collections.abc import Callable

PATIENCE = 10.0
"""Seconds after which something that should happen is taken for something that does not."""


def eventually(condition: Callable[[], object], what: str = "the condition") -> None:
    """Returns as soon as ``condition`` holds.

    Raises:
        AssertionError: it did not hold within ``PATIENCE`` seconds.
    """
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"{what} did not come true in {PATIENCE} s"
        time.sleep(0.005)
