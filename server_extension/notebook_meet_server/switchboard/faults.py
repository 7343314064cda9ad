"""How faults of ours are written down: where, never what. An error's text may hold what someone sent."""

import logging
import traceback


def log_fault(log: logging.Logger, what: str, error: BaseException) -> None:
    """Logs an unexpected error with its type and stack, without its text.

    Args:
        log: the logger of the place.
        what: what was being done; no value from outside.
        error: any error.
    """
    places = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s failed unexpectedly.\n%s%s", what, places, type(error).__name__)
