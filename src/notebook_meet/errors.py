"""What can go wrong, as exceptions: one class for each cause that a person would want to catch.

Every ``MeetError`` carries the stable ``code`` of the protocol (``docs/protocol.md`` section 8) and one sentence
that says what happened and what to do::

    MeetError
    ├── BadRequest (also a ValueError)
    │   └── BadLink
    ├── LoginRequired
    ├── NotAllowed
    │   ├── Denied
    │   └── Removed
    ├── MeetingUnavailable
    │   ├── MeetingNotFound
    │   ├── MeetingEnded
    │   ├── MeetingElsewhere
    │   ├── MeetingFull
    │   ├── MeetingLocked
    │   ├── NotAdmitted
    │   └── WrongServer
    ├── PasscodeError
    │   ├── PasscodeRequired
    │   ├── PasscodeMismatch
    │   └── Throttled
    ├── InviteInvalid
    │   ├── InviteExpired
    │   ├── InviteRevoked
    │   └── InviteUsedUp
    ├── TooManyInvites
    ├── HostKeyInvalid
    ├── Disconnected
    ├── ServerError
    │   ├── ServerNotFound
    │   ├── ServerUnreachable
    │   ├── ServerBusy
    │   ├── StorageUnavailable
    │   │   └── StorageFull
    │   ├── ExtensionNotEnabled
    │   └── VersionMismatch
    │       ├── ServerTooOld
    │       └── ServerTooNew
    ├── BundleMissing
    └── PandasMissing (also an ImportError)
"""

from typing import Any, ClassVar, Final

from typing_extensions import override

from notebook_meet.wire.errors import ERRORS

BY_CODE: Final[dict[str, type["MeetError"]]] = {}
"""Every code of the protocol and the class that means it."""


class MeetError(Exception):
    """Something about a meeting did not work.

    Args:
        message: a sentence for a person; the protocol's own when empty.
        code: the protocol's code; the class's first one when empty.
        retry_after: seconds after which another try can succeed, None when waiting does not help.
    """

    codes: ClassVar[tuple[str, ...]] = ()
    """The protocol's codes that mean this class; none for one that only groups others."""

    @override
    def __init_subclass__(cls, codes: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.codes = codes
        BY_CODE.update(dict.fromkeys(codes, cls))

    def __init__(self, message: str = "", *, code: str = "", retry_after: float | None = None) -> None:
        self.code = code or (self.codes[0] if self.codes else "internal")
        spec = ERRORS.get(self.code)
        self.message = message or (spec.message if spec else f"The server refused ({self.code}).")
        self.retry_after = retry_after
        super().__init__(self.message)


class BadRequest(
    MeetError,
    ValueError,
    codes=(
        "bad_field",
        "bad_json",
        "bad_message",
        "bad_recipient",
        "chat_empty",
        "not_waiting",
        "too_large",
        "not_found",
        "method_not_allowed",
    ),
):
    """An argument was wrong, or the server did not understand the request."""


class BadLink(BadRequest, codes=("bad_id",)):
    """This is neither a meeting link nor a meeting id."""


class LoginRequired(
    MeetError,
    codes=("login_required", "guests_refused", "hub_token_expired", "login_failed", "login_refused"),
):
    """The server wants a login: a token that is right, or the extension's own secret."""


class NotAllowed(
    MeetError,
    codes=(
        "not_allowed",
        "xsrf_missing",
        "origin_refused",
        "video_full",
        "held",
        "hub_not_allowed",
        "not_your_server",
    ),
):
    """The role in this meeting, or where the request came from, does not allow that."""


class Denied(NotAllowed, codes=("denied",)):
    """Nobody let this person in from the waiting room."""


class Removed(NotAllowed, codes=("removed",)):
    """A host removed this person from the meeting."""


class MeetingUnavailable(MeetError):
    """Base: the meeting cannot be entered here or now."""


class MeetingNotFound(MeetingUnavailable, codes=("meeting_not_found",)):
    """The server knows no such meeting."""


class MeetingEnded(MeetingUnavailable, codes=("meeting_ended",)):
    """The meeting is over."""


class MeetingElsewhere(MeetingUnavailable, codes=("meeting_elsewhere",)):
    """Another server on the same database holds the meeting."""


class MeetingFull(
    MeetingUnavailable, codes=("meeting_full", "too_many_seats", "waiting_full", "already_here")
):
    """There is no seat left in the meeting, or none left for this person."""


class MeetingLocked(MeetingUnavailable, codes=("meeting_locked",)):
    """The meeting is locked to newcomers."""


class NotAdmitted(MeetingUnavailable, codes=("not_admitted",)):
    """This kernel waits in the meeting's waiting room until somebody lets it in."""


class WrongServer(MeetingUnavailable, codes=("wrong_server",)):
    """The link belongs to a server that this kernel is not configured for; nothing was sent there."""


class PasscodeError(MeetError):
    """Base: the passcode did not open the meeting."""


class PasscodeRequired(PasscodeError, codes=("passcode_required",)):
    """The meeting needs a passcode and none was given."""


class PasscodeMismatch(PasscodeError, codes=("passcode_mismatch",)):
    """The passcode is wrong."""


class Throttled(PasscodeError, codes=("throttled",)):
    """Too many wrong passcodes; ``retry_after`` says how many seconds to wait."""


class InviteInvalid(MeetError, codes=("invite_invalid",)):
    """The invite does not let anybody in."""


class InviteExpired(InviteInvalid, codes=("invite_expired",)):
    """The invite's time is over."""


class InviteRevoked(InviteInvalid, codes=("invite_revoked",)):
    """A host took the invite back."""


class InviteUsedUp(InviteInvalid, codes=("invite_used_up",)):
    """Everybody that the invite was for has used it."""


class TooManyInvites(MeetError, codes=("too_many_invites",)):
    """The meeting has as many open invites as it may have."""


class HostKeyInvalid(MeetError, codes=("host_key_invalid",)):
    """The host key is wrong or was used before."""


class Disconnected(
    MeetError,
    codes=("resume_refused", "admission_invalid", "admission_timeout", "moved", "slow_reader", "too_fast"),
):
    """The kernel's own connection to the meeting was refused or taken away."""


class ServerError(MeetError, codes=("internal",)):
    """The server failed, or there is none to talk to."""


class ServerNotFound(ServerError, codes=("server_not_found",)):
    """No Jupyter server was found, and none was named."""


class ServerUnreachable(ServerError, codes=("server_unreachable", "service_unreachable", "hub_unreachable")):
    """The server does not answer."""


class ServerBusy(ServerError, codes=("server_busy",)):
    """The server has too much to do."""


class StorageUnavailable(ServerError, codes=("storage_unavailable",)):
    """The server cannot reach its meeting database."""


class StorageFull(StorageUnavailable, codes=("storage_full",)):
    """The server's disk is full."""


class ExtensionNotEnabled(ServerError, codes=("extension_not_enabled", "service_missing")):
    """A server answers, but notebook-meet does not run in it."""


class VersionMismatch(ServerError, codes=("protocol_unsupported",)):
    """Server and kernel speak different protocols."""


class ServerTooOld(VersionMismatch, codes=("server_too_old", "service_too_old")):
    """The server's notebook-meet is older than the kernel's."""


class ServerTooNew(VersionMismatch, codes=("server_too_new", "service_too_new")):
    """The server's notebook-meet is newer than the kernel's."""


class BundleMissing(MeetError, codes=("bundle_missing",)):
    """The browser part of the package was not built or not installed."""


class PandasMissing(MeetError, ImportError, codes=("pandas_missing",)):
    """What was asked for is a table, and pandas is not installed where the kernel runs."""


def error_for(code: str, message: str = "", *, retry_after: float | None = None) -> MeetError:
    """The exception for a code of the protocol; a plain ``MeetError`` for one that a newer server made up."""
    return BY_CODE.get(code, MeetError)(message, code=code, retry_after=retry_after)
