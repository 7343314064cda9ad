"""Bring a database to the newest schema. The steps are ``migrations/versions``."""

import threading
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from notebook_meet_server.store.errors import StorageUnavailable

MIGRATIONS: Final = Path(__file__).parent / "migrations"
# Alembic keeps the running migration in module globals.
_ALEMBIC: Final = threading.Lock()


def migrate(connection: Connection) -> None:
    """Run the migrations that this database has not seen, inside the connection's transaction.

    Raises:
        StorageUnavailable: the database is newer than this program, or another program's.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    scripts = ScriptDirectory.from_config(config)
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision is None:
        _refuse_foreign(connection)
    elif revision not in {script.revision for script in scripts.walk_revisions()}:
        raise StorageUnavailable(
            f"The meeting database was written by a newer notebook-meet (schema {revision}). Update notebook-meet."
        )
    if revision != scripts.get_current_head():
        config.attributes["connection"] = connection
        with _ALEMBIC:
            command.upgrade(config, "head")


def _refuse_foreign(connection: Connection) -> None:
    strangers = set(inspect(connection).get_table_names()) - {"alembic_version"}
    if strangers:
        raise StorageUnavailable(
            f"The configured database belongs to another program: it has the tables {', '.join(sorted(strangers))}."
        )
