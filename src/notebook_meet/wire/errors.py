"""The vocabulary of errors: stable codes for programs, one sentence each for people.

A code never changes its meaning. The sentence says what happened and what to do; a client may show a
translation of it. ``status`` is the HTTP status of a REST reply, ``close`` the close code when the
error ends a socket.
"""

from typing import Final

import msgspec

from notebook_meet.wire.close import CloseCode


class ErrorSpec(msgspec.Struct, frozen=True):
    """One row of the vocabulary.

    Args:
        message: the sentence for a person.
        status: HTTP status when the error answers a REST call.
        close: close code when the error ends a socket; None when the socket stays open.
    """

    message: str
    status: int = 400
    close: CloseCode | None = None


ERRORS: Final[dict[str, ErrorSpec]] = {
    # What was sent could not be understood.
    "bad_json": ErrorSpec("The request is not valid JSON.", 400, CloseCode.BAD_MESSAGE),
    "bad_field": ErrorSpec("The request has a missing, unknown or wrong field.", 400, CloseCode.BAD_MESSAGE),
    "bad_message": ErrorSpec(
        "The server did not understand a message. Reload the page.", 400, CloseCode.BAD_MESSAGE
    ),
    "bad_id": ErrorSpec(
        "This is not a meeting link: its id is malformed. Check that it was copied whole.", 400
    ),
    "too_large": ErrorSpec("The request is larger than the server accepts.", 413, CloseCode.TOO_BIG),
    "not_found": ErrorSpec("There is nothing at this address.", 404),
    "method_not_allowed": ErrorSpec("This address does not accept that kind of request.", 405),
    # Who is asking.
    "login_required": ErrorSpec("Log in to this Jupyter server, or use an invite link.", 401),
    "guests_refused": ErrorSpec(
        "Meetings here are for people with a login. Log in: your invite counts then, too.",
        403,
        CloseCode.NOT_ALLOWED,
    ),
    "xsrf_missing": ErrorSpec("The page is out of date. Reload it and try again.", 403),
    "origin_refused": ErrorSpec("This request came from another web site and was refused.", 403),
    "not_allowed": ErrorSpec("Your role in this meeting does not allow that.", 403, CloseCode.NOT_ALLOWED),
    "denied": ErrorSpec("You were not let into this meeting.", 403, CloseCode.NOT_ALLOWED),
    "removed": ErrorSpec("You were removed from this meeting.", 403, CloseCode.NOT_ALLOWED),
    # The meeting.
    "meeting_not_found": ErrorSpec(
        "There is no such meeting here. It may have been cleaned up; ask for a new link.", 404
    ),
    "meeting_ended": ErrorSpec("This meeting has ended.", 410, CloseCode.ENDED),
    "meeting_elsewhere": ErrorSpec(
        "This meeting is held by another Jupyter server that shares this database. Use the link of that server.",
        409,
    ),
    "meeting_locked": ErrorSpec("The meeting is locked. Ask someone in it to unlock it.", 403),
    "meeting_full": ErrorSpec("This meeting is full. Try again when someone has left.", 409),
    "waiting_full": ErrorSpec(
        "Too many people are waiting to come in. Try again later.", 409, CloseCode.NOT_ALLOWED
    ),
    "too_many_seats": ErrorSpec(
        "You are in this meeting too many times. Leave it in another tab first.", 409
    ),
    "already_here": ErrorSpec(
        "You are in this meeting already, in another tab or on another device. Move the call here or join a second time.",
        409,
    ),
    "passcode_required": ErrorSpec("This meeting needs a passcode.", 403),
    "passcode_mismatch": ErrorSpec("That passcode is not right. Check it and try again.", 403),
    "invite_invalid": ErrorSpec("This invite is not valid. Ask for a new one.", 403),
    "invite_expired": ErrorSpec("This invite has expired. Ask for a new one.", 403),
    "invite_revoked": ErrorSpec("This invite was revoked. Ask for a new one.", 403, CloseCode.NOT_ALLOWED),
    "invite_used_up": ErrorSpec("This invite was already used. Ask for a new one.", 403),
    "too_many_invites": ErrorSpec("This meeting has too many open invites. Revoke some first.", 409),
    "host_key_invalid": ErrorSpec("The host key is not valid or was already used.", 403),
    # The socket.
    "admission_invalid": ErrorSpec(
        "The admission is unknown, expired or already used. Join again.", 403, CloseCode.NO_ADMISSION
    ),
    "admission_timeout": ErrorSpec(
        "No admission was presented in time. Try again in a moment.", 403, CloseCode.TRY_AGAIN_LATER
    ),
    "resume_refused": ErrorSpec(
        "The connection could not be resumed. Join again.", 403, CloseCode.NO_ADMISSION
    ),
    "protocol_unsupported": ErrorSpec(
        "This page and the server speak different versions. Reload the page; if that does not help, update notebook-meet.",
        400,
        CloseCode.BAD_MESSAGE,
    ),
    "chat_empty": ErrorSpec("There is nothing to read in that message.", 400),
    "bad_recipient": ErrorSpec("That person is not in this meeting, or is you.", 400),
    "video_full": ErrorSpec("Enough people have their camera on already. Yours stays off for now.", 409),
    "not_waiting": ErrorSpec("That person is not waiting any more.", 409),
    "held": ErrorSpec(
        "The host has switched your microphone off. It stays off until the host allows it again.", 409
    ),
    "moved": ErrorSpec("The call was moved to another of your tabs.", 409, CloseCode.MOVED),
    "slow_reader": ErrorSpec("The connection is too slow and was reset.", 503, CloseCode.SLOW_READER),
    "too_fast": ErrorSpec("Too many messages at once; the connection was reset.", 429, CloseCode.TOO_FAST),
    # The server's state.
    "throttled": ErrorSpec("Too many wrong passcodes. Wait a little and try again.", 429),
    "server_busy": ErrorSpec("The server is busy. Try again in a moment.", 503),
    "service_unreachable": ErrorSpec(
        "The JupyterHub's meeting service does not answer. Try again in a moment, or tell the hub's administrator.",
        503,
    ),
    "service_missing": ErrorSpec(
        "The JupyterHub's meeting service is not where this server looks for it. Tell the hub's administrator.",
        502,
    ),
    "service_too_old": ErrorSpec(
        "The JupyterHub's meeting service has an older notebook-meet than this server. Ask the hub's administrator to update it.",
        502,
    ),
    "service_too_new": ErrorSpec(
        "The JupyterHub's meeting service has a newer notebook-meet than this server. Update it here and start the server again.",
        502,
    ),
    "hub_token_expired": ErrorSpec(
        "This server's login at the JupyterHub is over. Stop the server and start it again in the hub's control panel.",
        403,
    ),
    "login_failed": ErrorSpec(
        "The login was not completed. Log in again; if that does not help, allow cookies for this site.", 403
    ),
    "login_refused": ErrorSpec(
        "The JupyterHub refused this service's login. Tell the hub's administrator to look at the service's log.",
        502,
    ),
    "not_your_server": ErrorSpec(
        "This notebook server is somebody else's. Open the meeting's link in a browser tab instead.", 403
    ),
    "hub_unreachable": ErrorSpec("The JupyterHub does not answer. Try again in a moment.", 503),
    "hub_not_allowed": ErrorSpec(
        "Your account on this JupyterHub may not use meetings. Ask the hub's administrator for access.",
        403,
        CloseCode.NOT_ALLOWED,
    ),
    "storage_unavailable": ErrorSpec(
        "The server cannot reach its meeting database. Ask its administrator to look at the log.", 503
    ),
    "storage_full": ErrorSpec("The server's disk is full. Ask its administrator to make room.", 507),
    "internal": ErrorSpec("Something went wrong on the server. It was logged.", 500, CloseCode.INTERNAL),
    # Found by a client before or instead of an answer.
    "server_not_found": ErrorSpec(
        "No Jupyter server was found. Pass server='http://…' and a token, or set NOTEBOOK_MEET_SERVER."
    ),
    "server_unreachable": ErrorSpec("The Jupyter server does not answer. Check that it is running."),
    "extension_not_enabled": ErrorSpec(
        "This Jupyter server does not run notebook-meet. Install it where the server runs and restart the server."
    ),
    "server_too_old": ErrorSpec(
        "The server's notebook-meet is older than this one. Update it and restart the server."
    ),
    "server_too_new": ErrorSpec(
        "The server's notebook-meet is newer than this one. Update it here and reload."
    ),
    "wrong_server": ErrorSpec("This link belongs to another server. Open it in a browser instead."),
}


class ErrorBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an error says.

    Args:
        code: a key of ``ERRORS``.
        message: a sentence for a person.
        retry_after: seconds after which another try can succeed, if waiting helps.
    """

    code: str
    message: str
    retry_after: float | None = None


class ErrorReply(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of every REST reply that is not a success."""

    error: ErrorBody


def error_body(code: str, *, detail: str = "", retry_after: float | None = None) -> ErrorBody:
    """The body for ``code``.

    Args:
        code: a key of ``ERRORS``.
        detail: appended to the sentence, for example the name of the wrong field; never a value that was sent.
        retry_after: seconds.

    Raises:
        KeyError: ``code`` is not in the vocabulary.
    """
    sentence = ERRORS[code].message
    return ErrorBody(
        code=code, message=f"{sentence} ({detail})" if detail else sentence, retry_after=retry_after
    )
