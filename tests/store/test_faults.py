"""Which of SQLite's errors are a trouble from outside, and which a mistake of ours."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError, OperationalError

from notebook_meet_server.rules.records import Meeting
from notebook_meet_server.store.errors import StorageUnavailable
from notebook_meet_server.store.faults import from_sqlite
from notebook_meet_server.store.sql import SqlStore

PATH = Path("meet.db")


def an_error(kind: type[sqlite3.DatabaseError], code: int | None) -> sqlite3.DatabaseError:
    """An error as ``sqlite3`` raises it; it names a code only when SQLite gave one."""
    error = kind("in SQLite's words")
    if code is not None:
        error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (sqlite3.OperationalError, sqlite3.SQLITE_PROTOCOL),
        (sqlite3.DatabaseError, sqlite3.SQLITE_NOLFS),
        (sqlite3.OperationalError, sqlite3.SQLITE_INTERRUPT),
        (sqlite3.OperationalError, None),
    ],
)
def test_a_trouble_from_outside_passes_for_one(kind: type[sqlite3.DatabaseError], code: int | None) -> None:
    error = an_error(kind, code)
    of_alchemy = OperationalError if kind is sqlite3.OperationalError else DBAPIError
    for each in (error, of_alchemy("SELECT 1", {}, error)):
        told = from_sqlite(each, PATH)
        assert isinstance(told, StorageUnavailable)
        assert "(in SQLite's words)" in str(told)


def test_a_wrong_statement_is_a_mistake_of_ours(store: SqlStore) -> None:
    with pytest.raises(OperationalError, match="no such table"), store._read() as connection:
        connection.exec_driver_sql("SELECT * FROM nowhere")


def test_no_memory_is_a_trouble_that_passes(store: SqlStore, meeting: Meeting) -> None:
    with pytest.raises(StorageUnavailable, match="no memory"), store.transaction():
        raise MemoryError
    assert store.meeting(meeting.id) == meeting
