"""The one place where what went wrong becomes a reply."""

import logging

from tornado.web import HTTPError

from notebook_meet.wire.codec import BadInput
from notebook_meet.wire.errors import ErrorBody, error_body
from notebook_meet_server.rules.refused import Refused
from notebook_meet_server.store.errors import ServerBusy, StorageError
from notebook_meet_server.switchboard.faults import log_fault

log = logging.getLogger(__name__)

BUSY_SECONDS = 1.0
"""When to come back to a server whose queues are full, or that is about to start."""

_HTTP = {400: "bad_field", 403: "not_found", 404: "not_found", 405: "method_not_allowed", 413: "too_large"}
"""Tornado's own refusals, in the protocol's vocabulary; any other status is a fault of ours."""


def body_of(error: BaseException | None) -> ErrorBody:
    """What a caller is told: a code, its sentence, and never anything of the error's own text.

    ``Refused`` and ``BadInput`` carry a detail that names a field, never a value.
    """
    match error:
        case Refused():
            return error_body(error.code, detail=error.detail, retry_after=error.retry_after)
        case BadInput():
            return error_body(error.code, detail=error.detail)
        case ServerBusy():
            return error_body(error.code, retry_after=BUSY_SECONDS)
        case StorageError():
            return error_body(error.code)
        case HTTPError():
            return error_body(_HTTP.get(error.status_code, "internal"))
        case _:
            return error_body("internal")


def log_error(what: str, error: BaseException) -> None:
    """Writes down a fault of ours, or of the set-up. What a caller did wrong is no news, and the store tells of its own troubles.

    Args:
        what: the method and the action, never an address or a body.
        error: any error.
    """
    code = body_of(error).code
    if code == "internal":
        log_fault(log, what, error)
    elif code == "meeting_elsewhere":
        log.info(
            "Somebody asked for a meeting that another server holds, which has the same c.Meet.database."
        )
