"""Meetings, their passcodes, invites and seats."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of the first release."""
    _meetings()
    _passcodes()
    _invites()
    _seats()


def _meetings() -> None:
    op.create_table(
        "meetings",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.Column("last_used_at", sa.Double(), nullable=False),
        sa.Column("ended_at", sa.Double(), nullable=True),
        sa.Column("keep", sa.Boolean(), nullable=False),
        sa.Column("has_passcode", sa.Boolean(), nullable=False),
        sa.Column("host_key_hash", sa.LargeBinary(), nullable=True),
        sa.Column("server_id", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.Double(), nullable=True),
        sa.CheckConstraint("(server_id IS NULL) = (lease_until IS NULL)", name=op.f("ck_meetings_lease")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
    )
    op.create_index(op.f("ix_meetings_owner"), "meetings", ["owner"])
    op.create_index(op.f("ix_meetings_server_id"), "meetings", ["server_id"])


def _passcodes() -> None:
    op.create_table(
        "passcodes",
        sa.Column("meeting_id", sa.Text(), nullable=False),
        sa.Column("argon2", sa.Text(), nullable=False),
        _of_a_meeting("passcodes"),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_passcodes")),
    )


def _invites() -> None:
    op.create_table(
        "invites",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.Column("expires_at", sa.Double(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("revoked_at", sa.Double(), nullable=True),
        sa.CheckConstraint("used BETWEEN 0 AND uses", name=op.f("ck_invites_used")),
        _of_a_meeting("invites"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invites")),
    )
    op.create_index(op.f("ix_invites_meeting_id"), "invites", ["meeting_id"])
    op.create_index(op.f("ix_invites_secret_hash"), "invites", ["secret_hash"], unique=True)


def _seats() -> None:
    op.create_table(
        "seats",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Text(), nullable=False),
        sa.Column("principal", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("guest", sa.Boolean(), nullable=False),
        sa.Column("invite_id", sa.Text(), nullable=True),
        sa.Column("banned", sa.Boolean(), nullable=False),
        sa.Column("resume_hash", sa.LargeBinary(), nullable=True),
        sa.Column("joined_at", sa.Double(), nullable=False),
        sa.Column("left_at", sa.Double(), nullable=True),
        _of_a_meeting("seats"),
        sa.ForeignKeyConstraint(
            ["invite_id"], ["invites.id"], name=op.f("fk_seats_invite_id_invites"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seats")),
    )
    op.create_index(op.f("ix_seats_meeting_id_principal"), "seats", ["meeting_id", "principal"])
    op.create_index(op.f("ix_seats_invite_id"), "seats", ["invite_id"])
    op.create_index(op.f("ix_seats_resume_hash"), "seats", ["resume_hash"], unique=True)


def _of_a_meeting(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["meeting_id"], ["meetings.id"], name=op.f(f"fk_{table}_meeting_id_meetings"), ondelete="CASCADE"
    )
