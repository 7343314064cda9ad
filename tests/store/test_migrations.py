"""The migrations lead from nothing to exactly the tables that the code uses."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect

from notebook_meet_server.store import database, migrate
from notebook_meet_server.store.errors import StorageUnavailable
from notebook_meet_server.store.sql import SqlStore
from notebook_meet_server.store.tables import metadata
from tests.store.listing import listed
from tests.store.records import HERE, LEASE, NOW, a_meeting


def schema(path: Path) -> dict[str, Any]:
    """Each table of a database: columns, keys, indexes and checks, in whatever order they were made."""
    engine = create_engine(f"sqlite:///{path}")
    seen = inspect(engine)
    tables = [name for name in seen.get_table_names() if name != "alembic_version"]
    found = {
        name: {
            "columns": {
                one["name"]: (str(one["type"]), one["nullable"], one["default"])
                for one in seen.get_columns(name)
            },
            "key": seen.get_pk_constraint(name),
            "references": sorted(seen.get_foreign_keys(name), key=str),
            "indexes": sorted(seen.get_indexes(name), key=str),
            "checks": sorted(seen.get_check_constraints(name), key=str),
        }
        for name in tables
    }
    engine.dispose()
    return found


def test_the_migrated_schema_is_the_one_in_the_code(store: SqlStore, path: Path, tmp_path: Path) -> None:
    direct = tmp_path / "direct.db"
    engine = create_engine(f"sqlite:///{direct}")
    metadata.create_all(engine)
    engine.dispose()
    migrated = schema(path)
    assert set(metadata.tables) <= set(migrated)
    assert migrated == schema(direct)


def test_alembic_finds_nothing_to_do(store: SqlStore, path: Path) -> None:
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_the_database_is_at_the_one_newest_step(store: SqlStore, path: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.MIGRATIONS))
    head = ScriptDirectory.from_config(config).get_current_head()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(head,)]


def test_opening_again_keeps_what_is_there(store: SqlStore, path: Path) -> None:
    made = a_meeting()
    store.create_meeting(made, None, HERE, NOW + LEASE)
    store.close()
    with closing(SqlStore(path)) as again:
        assert again.meeting(made.id) == made


def test_a_migration_that_fails_leaves_nothing_half_done(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(connection: Connection) -> None:
        migrate.migrate(connection)
        raise sqlite3.OperationalError("the power went")

    with closing(SqlStore(path)) as store:
        with monkeypatch.context() as patch:
            patch.setattr(database, "migrate", failing)
            with pytest.raises(StorageUnavailable, match="the power went"):
                store.open()
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []
        store.open()
        assert listed(store) == set()


def test_a_newer_database_is_left_alone(store: SqlStore, path: Path) -> None:
    store.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StorageUnavailable, match="newer notebook-meet"):
        store.open()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("9999",)]


def test_another_programs_database_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE grades (name, grade)")
    before = schema(path)
    with (
        closing(SqlStore(path)) as store,
        pytest.raises(StorageUnavailable, match=r"another program.*grades"),
    ):
        store.open()
    assert schema(path) == before
    assert list(before) == ["grades"]
    assert sorted(path.parent.glob("*corrupt*")) == []
