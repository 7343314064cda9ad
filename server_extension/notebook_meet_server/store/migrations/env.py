"""Run by Alembic. There is no ini file: ``store/migrate.py`` passes the connection, with its transaction open."""

from alembic import context

from notebook_meet_server.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
