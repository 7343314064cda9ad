"""The database itself: opening, transactions, and coming back after a fault. The tables' files build on it."""

import logging
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final, Literal

from sqlalchemy import Connection, Engine, StaticPool, create_engine, event
from sqlalchemy.exc import DBAPIError

from notebook_meet_server.store import faults, files
from notebook_meet_server.store.errors import StorageConflict, StorageError, StorageUnavailable
from notebook_meet_server.store.filesystem import wal_is_safe
from notebook_meet_server.store.migrate import migrate

log = logging.getLogger(__name__)

BUSY_SECONDS: Final = 3.0
"""How long a call waits for another server's write to the same file."""
BUSY_AGAIN_SECONDS: Final = 0.1
"""The same once the file is known to be locked: a queue of calls that each wait would make the last wait for all."""
MOUNTS: Final = Path("/proc/self/mountinfo")

_WRITING: Final = "BEGIN IMMEDIATE"
_Trouble = DBAPIError | sqlite3.Error | MemoryError | OSError


class Damaged(Exception):
    """SQLite's own check of the file found something."""


class Database:
    """One SQLite file and one connection to it.

    Use it from one thread only. It opens itself at the first call; after a fault each call tries to open it
    again, so that the server need not be restarted when an administrator has made room or given rights.

    Args:
        path: the file, or ":memory:" for a database that is gone with ``close``.
        clock: seconds since the epoch, for the names of files set aside.
    """

    def __init__(self, path: Path | Literal[":memory:"], *, clock: Callable[[], float] = time.time) -> None:
        self._path = None if path == ":memory:" else Path(path).absolute()
        self._clock = clock
        self._engine: Engine | None = None
        self._writing: Connection | None = None
        self._file: tuple[int, int] | None = None
        self._suspect = False
        self._locked = False
        self._told: str | None = None
        self._told_by_write = False

    def open(self) -> None:
        """Create the file (0600), check it, and bring it to the newest schema. A damaged file is set aside.

        Raises:
            StorageUnavailable: it cannot be opened, or belongs to another program or a newer version.
            StorageFull: no room.
        """
        if self._engine is None:
            with self._translated(OSError):
                self._engine = self._opened()
                self._file = self._identity()
                self._suspect = False

    def close(self) -> None:
        """Let go of the file. A later call opens it again."""
        if self._engine is not None:
            engine, self._engine = self._engine, None
            engine.dispose()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make several calls atomic: all of them are written at the end of the block, or none after an exception.

        No other server can write meanwhile, so what was read in the block still holds when it writes.

        Raises:
            StorageError: as the calls in it; also when the end cannot be written.
        """
        with self._write():
            yield

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        """Give a connection for one consistent reading."""
        if self._writing is not None:
            with self._translated(by_write=True):
                yield self._writing
            return
        engine = self._ready()
        with self._translated(), engine.connect() as connection:
            yield connection
        self._well(wrote=False)

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        """Give a connection that holds the write lock; commit at the end. Joins a transaction that is under way."""
        if self._writing is not None:
            with self._translated(by_write=True):
                yield self._writing
            return
        engine = self._ready().execution_options(begin=_WRITING)
        with self._translated(by_write=True), engine.begin() as connection:
            before = _changes(connection)
            self._writing = connection
            try:
                yield connection
            finally:
                self._writing = None
            wrote = _changes(connection) > before
        self._well(wrote)

    def _ready(self) -> Engine:
        # Another server that sets a damaged file aside takes it from under us: what we wrote to it would be lost.
        if self._engine is not None:
            replaced = self._identity() != self._file
            if replaced and not self._suspect:
                log.warning(
                    "The meeting database %s was moved, deleted or replaced; it is opened anew.", self._path
                )
            if replaced or self._suspect:
                self.close()
        self.open()
        if self._engine is None:
            raise StorageUnavailable("The meeting database is closed.")
        return self._engine

    def _identity(self) -> tuple[int, int] | None:
        """Tell which file is at the path; None in memory, or when there is none to be seen."""
        try:
            status = None if self._path is None else self._path.stat()
        except OSError:
            return None  # Opening it will say why.
        return None if status is None else (status.st_dev, status.st_ino)

    @contextmanager
    def _translated(self, *more: type[OSError], by_write: bool = False) -> Iterator[None]:
        caught: tuple[type[_Trouble], ...] = (DBAPIError, sqlite3.Error, MemoryError, *more)
        try:
            yield
        except caught as error:
            translated = self._translate(error)
            if translated is None:
                raise
            if not isinstance(translated, StorageConflict):
                self._tell(str(translated), by_write=by_write)
            raise translated from error
        except StorageUnavailable as error:
            self._tell(str(error), by_write=by_write)
            raise

    def _translate(self, error: _Trouble) -> StorageError | None:
        if isinstance(error, OSError):
            return faults.from_system(error, self._path)
        if isinstance(error, MemoryError):
            self._suspect = True
            return faults.from_memory(self._path)
        self._suspect = self._suspect or not faults.is_passing(error)
        self._locked = self._locked or faults.is_lock(error)
        return faults.from_sqlite(error, self._path)

    def _tell(self, trouble: str, *, by_write: bool) -> None:
        """Log a trouble when it begins and when it changes, not with every call."""
        if trouble != self._told:
            log.error("%s", trouble)
        self._told, self._told_by_write = trouble, by_write

    def _well(self, wrote: bool) -> None:
        """Log that a trouble is over. A full disk can still be read: only a write proves that writing works."""
        if self._told is not None and (wrote or not self._told_by_write):
            log.info("The meeting database %s can be used again.", self._path)
            self._told = None

    def _opened(self) -> Engine:
        if self._path is None:
            return self._checked()
        files.create_private(self._path)
        with self._opening(self._path):
            try:
                return self._checked()
            except (DBAPIError, sqlite3.Error, Damaged) as error:
                if not isinstance(error, Damaged) and not faults.is_damage(error):
                    raise
                self._set_aside(self._path, error)
            files.create_private(self._path)
            return self._checked()

    @contextmanager
    def _opening(self, path: Path) -> Iterator[None]:
        """Alone with the file, which counts as locked while another server opens it."""
        try:
            with files.opening_lock(path, BUSY_AGAIN_SECONDS if self._locked else files.LOCK_SECONDS):
                yield
        except files.OpenedElsewhere:
            self._locked = True
            raise

    def _set_aside(self, path: Path, damage: Exception) -> None:
        aside = files.set_aside(path, self._clock())
        log.error(
            "The meeting database %s is damaged (%s). It was set aside as %s and a fresh one begun: "
            "the meetings in it are no longer known.",
            path,
            damage,
            aside,
        )

    def _checked(self) -> Engine:
        """Connect, look for damage, migrate."""
        engine = create_engine("sqlite://", creator=self._connect, poolclass=StaticPool, hide_parameters=True)
        event.listen(engine, "begin", self._begin)
        try:
            with engine.execution_options(begin=_WRITING).begin() as connection:
                _check(connection)
                before = _changes(connection)
                migrate(connection)
                wrote = _changes(connection) > before
        except BaseException:
            engine.dispose()
            raise
        self._well(wrote)
        return engine

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            ":memory:" if self._path is None else self._path,
            timeout=self._patience,
            isolation_level=None,  # We say BEGIN ourselves, see _begin.
            check_same_thread=False,  # Opened in one thread and used in another, never in two at a time.
        )
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            # An acknowledged write is on the disk, also after a power cut.
            connection.execute("PRAGMA synchronous = FULL")
            if self._path is not None:
                connection.execute(f"PRAGMA journal_mode = {_journal(self._path)}")
        except BaseException:
            connection.close()
            raise
        return connection

    @property
    def _patience(self) -> float:
        return BUSY_AGAIN_SECONDS if self._locked else BUSY_SECONDS

    def _begin(self, connection: Connection) -> None:
        """Begin as the engine's option says. A writer locks at once: a lock taken later can fail half-way."""
        how = connection.get_execution_options().get("begin", "BEGIN")
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {self._patience * 1000:.0f}").close()
        connection.exec_driver_sql(how)
        if how == _WRITING:
            self._locked = False


def _changes(connection: Connection) -> int:
    """Count the rows that were inserted, changed or deleted since the file was opened."""
    raw = connection.connection.driver_connection
    return raw.total_changes if isinstance(raw, sqlite3.Connection) else 0


def _check(connection: Connection) -> None:
    verdict = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    if verdict != "ok":
        raise Damaged(verdict)


def _journal(path: Path) -> Literal["WAL", "DELETE"]:
    """Choose the journal. Where the system does not tell its mounts, the one that is safe everywhere."""
    if not MOUNTS.exists():
        return "DELETE"
    safe = wal_is_safe(MOUNTS.read_text(errors="surrogateescape"), PurePosixPath(path.resolve()))
    return "WAL" if safe else "DELETE"
