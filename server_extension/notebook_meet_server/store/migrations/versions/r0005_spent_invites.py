"""Which invite somebody came in with who is logged in, so that it goes with that person."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of seats that are there already it is not known."""
    op.add_column("seats", sa.Column("spent_invite", sa.Text(), nullable=True))
