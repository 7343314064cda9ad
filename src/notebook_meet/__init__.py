"""Video meetings inside Jupyter notebooks.

Nothing is imported before it is used, so that the server can have ``notebook_meet.wire`` without the widget.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from notebook_meet._version import __version__

if TYPE_CHECKING:
    from notebook_meet.errors import (
        BadLink,
        BadRequest,
        BundleMissing,
        Denied,
        Disconnected,
        ExtensionNotEnabled,
        HostKeyInvalid,
        InviteExpired,
        InviteInvalid,
        InviteRevoked,
        InviteUsedUp,
        LoginRequired,
        MeetError,
        MeetingElsewhere,
        MeetingEnded,
        MeetingFull,
        MeetingLocked,
        MeetingNotFound,
        MeetingUnavailable,
        NotAdmitted,
        NotAllowed,
        PandasMissing,
        PasscodeError,
        PasscodeMismatch,
        PasscodeRequired,
        Removed,
        ServerBusy,
        ServerError,
        ServerNotFound,
        ServerTooNew,
        ServerTooOld,
        ServerUnreachable,
        StorageFull,
        StorageUnavailable,
        Throttled,
        TooManyInvites,
        VersionMismatch,
        WrongServer,
    )
    from notebook_meet.meeting import Meeting

__all__ = [
    "BadLink",
    "BadRequest",
    "BundleMissing",
    "Denied",
    "Disconnected",
    "ExtensionNotEnabled",
    "HostKeyInvalid",
    "InviteExpired",
    "InviteInvalid",
    "InviteRevoked",
    "InviteUsedUp",
    "LoginRequired",
    "MeetError",
    "Meeting",
    "MeetingElsewhere",
    "MeetingEnded",
    "MeetingFull",
    "MeetingLocked",
    "MeetingNotFound",
    "MeetingUnavailable",
    "NotAdmitted",
    "NotAllowed",
    "PandasMissing",
    "PasscodeError",
    "PasscodeMismatch",
    "PasscodeRequired",
    "Removed",
    "ServerBusy",
    "ServerError",
    "ServerNotFound",
    "ServerTooNew",
    "ServerTooOld",
    "ServerUnreachable",
    "StorageFull",
    "StorageUnavailable",
    "Throttled",
    "TooManyInvites",
    "VersionMismatch",
    "WrongServer",
    "__version__",
]


def __getattr__(name: str) -> Any:
    """Loads what is asked for (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = "meeting" if name == "Meeting" else "errors"
    return getattr(import_module(f"{__name__}.{home}"), name)


def __dir__() -> list[str]:
    return __all__
