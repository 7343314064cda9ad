"""From SQLite's and the system's errors to the store's: which, and in which words."""

import errno
import os
import sqlite3
from pathlib import Path
from typing import Final

from sqlalchemy.exc import DBAPIError, OperationalError

from notebook_meet_server.store.errors import (
    StorageConflict,
    StorageError,
    StorageFull,
    StorageUnavailable,
)

ROOM_BYTES: Final = 64 * 1024
"""With less than this free, a failed write counts as a full disk whatever SQLite calls it."""

_ADVICE: Final = {
    sqlite3.SQLITE_BUSY: "Another program has locked it.",
    sqlite3.SQLITE_LOCKED: "Another program has locked it.",
    sqlite3.SQLITE_READONLY: "Make the file and its folder writable for this account.",
    sqlite3.SQLITE_PERM: "Make the file and its folder writable for this account.",
    sqlite3.SQLITE_CANTOPEN: "Make the file and its folder readable and writable for this account.",
    sqlite3.SQLITE_IOERR: "The disk or network filesystem failed.",
    sqlite3.SQLITE_CORRUPT: "It is damaged; it will be set aside and a fresh one begun.",
    sqlite3.SQLITE_NOTADB: "It is damaged; it will be set aside and a fresh one begun.",
    sqlite3.SQLITE_PROTOCOL: "Too many programs lock it at the same time.",
    sqlite3.SQLITE_NOLFS: "Its filesystem does not allow a file of this size.",
}
# What SQLite says on a full disk besides SQLITE_FULL: shared memory that cannot grow, a journal that cannot be made.
_MAYBE_FULL: Final = {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}
_NO_ROOM: Final = {errno.ENOSPC, errno.EDQUOT}


def primary_code(error: DBAPIError | sqlite3.Error) -> int | None:
    """Give SQLite's primary result code (https://sqlite.org/rescode.html); None when SQLite gave none."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    code: int | None = getattr(cause, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def is_damage(error: DBAPIError | sqlite3.Error) -> bool:
    """Tell whether the file's content is at fault."""
    return primary_code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def is_lock(error: DBAPIError | sqlite3.Error) -> bool:
    """Tell whether another program kept the file locked for longer than we wait."""
    return primary_code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def is_passing(error: DBAPIError | sqlite3.Error) -> bool:
    """Tell whether the connection is as good as before the error."""
    return primary_code(error) in (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CONSTRAINT,
    )


def from_sqlite(error: DBAPIError | sqlite3.Error, path: Path | None) -> StorageError | None:
    """Translate an error of the database.

    Args:
        error: as SQLAlchemy or sqlite3 raised it.
        path: the database; None in memory.

    Returns:
        what to raise instead; None for a mistake in our own statements.
    """
    code = primary_code(error)
    cause = error.orig if isinstance(error, DBAPIError) else error
    if code == sqlite3.SQLITE_CONSTRAINT:
        return StorageConflict(str(cause))
    if code == sqlite3.SQLITE_FULL or (code in _MAYBE_FULL and _room_is_gone(path)):
        return StorageFull(f"No room for the meeting database {path} ({cause}). Make room on that disk.")
    if code in _ADVICE:
        return StorageUnavailable(f"The meeting database {path} cannot be used ({cause}). {_ADVICE[code]}")
    # SQLITE_ERROR is what a statement of ours gets that is wrong; what else stops an operation comes from outside.
    if isinstance(error, (OperationalError, sqlite3.OperationalError)) and code != sqlite3.SQLITE_ERROR:
        return StorageUnavailable(f"The meeting database {path} cannot be used ({cause}).")
    return None


def from_memory(path: Path | None) -> StorageError:
    """Say what ``sqlite3`` reports as Python's MemoryError: ``SQLITE_NOMEM``."""
    return StorageUnavailable(f"The meeting database {path} cannot be used: no memory is left.")


def from_system(error: OSError, path: Path | None) -> StorageError:
    """Translate an error of creating or renaming the database's files."""
    if error.errno in _NO_ROOM:
        return StorageFull(f"No room for the meeting database {path} ({error}). Make room on that disk.")
    return StorageUnavailable(f"The meeting database {path} cannot be opened ({error}).")


def _room_is_gone(path: Path | None) -> bool:
    if path is None:
        return False
    try:
        room = os.statvfs(path.parent)
    except OSError:
        return False  # The error at hand says more.
    # A read-only filesystem has nothing free either, and is not full.
    return not room.f_flag & os.ST_RDONLY and room.f_bavail * room.f_frsize < ROOM_BYTES
