"""Waiting on conditions."""

import time
from collections.abc import Callable

PATIENCE = 30.0
"""Seconds after which something that should happen is taken for something that does not."""


def eventually(
    condition: Callable[[], object], what: str = "the condition", patience: float = PATIENCE
) -> None:
    """Returns as soon as ``condition`` holds.

    Raises:
        AssertionError: it did not hold within ``patience`` seconds.
    """
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, f"{what} did not come true in {patience} s"
        time.sleep(0.005)
