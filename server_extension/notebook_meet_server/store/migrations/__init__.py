"""Alembic's folder: ``env.py`` runs the steps in ``versions`` on the connection that it is given."""
