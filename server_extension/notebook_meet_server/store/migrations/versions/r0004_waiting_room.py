"""Waiting rooms."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the switch; the rooms of meetings that are there already are off."""
    op.add_column(
        "meetings", sa.Column("waiting_room", sa.Boolean(), nullable=False, server_default=sa.false())
    )
