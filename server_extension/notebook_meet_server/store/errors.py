"""What can go wrong with the database, in words for the log.

The text names files, so it is for the server's log. A caller outside gets the sentence of ``code``.
"""

from typing import ClassVar


class StorageError(Exception):
    """The database did not do what it was asked."""

    code: ClassVar[str] = "storage_unavailable"


class StorageUnavailable(StorageError):
    """The database cannot be reached: missing rights, read-only, locked, damaged, or not ours."""


class StorageFull(StorageError):
    """There is no room left where the database lives. Nothing of the call was written."""

    code: ClassVar[str] = "storage_full"


class StorageConflict(StorageError):
    """A row contradicts what is stored: an id that is taken, or a meeting that is gone."""

    code: ClassVar[str] = "internal"


class ServerBusy(Exception):
    """More work is waiting for a thread than may wait, or this has waited for too long. Nothing was done."""

    code: ClassVar[str] = "server_busy"
