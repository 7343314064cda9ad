"""The tables, named and shaped as the records they keep. The migrations must lead to exactly this."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    false,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _meeting_id() -> ForeignKey:
    return ForeignKey("meetings.id", ondelete="CASCADE")


meetings = Table(
    "meetings",
    metadata,
    Column("id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("created_at", Double, nullable=False),
    Column("last_used_at", Double, nullable=False),
    Column("ended_at", Double),
    Column("keep", Boolean, nullable=False),
    # Kept here too, so that reading a meeting never touches the table of passcodes.
    Column("has_passcode", Boolean, nullable=False),
    Column("host_key_hash", LargeBinary),
    # The lease: which server holds the meeting, and until when nobody else may take it.
    Column("locked", Boolean, nullable=False, server_default=false()),
    Column("waiting_room", Boolean, nullable=False, server_default=false()),
    Column("server_id", Text),
    Column("lease_until", Double),
    CheckConstraint("(server_id IS NULL) = (lease_until IS NULL)", name="lease"),
    Index(None, "owner"),
    Index(None, "server_id"),
)

passcodes = Table(
    "passcodes",
    metadata,
    Column("meeting_id", Text, _meeting_id(), primary_key=True),
    Column("argon2", Text, nullable=False),
)

invites = Table(
    "invites",
    metadata,
    Column("id", Text, primary_key=True),
    Column("meeting_id", Text, _meeting_id(), nullable=False),
    Column("secret_hash", LargeBinary, nullable=False),
    Column("role", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("created_at", Double, nullable=False),
    Column("expires_at", Double, nullable=False),
    Column("uses", Integer, nullable=False),
    Column("used", Integer, nullable=False),
    Column("revoked_at", Double),
    CheckConstraint("used BETWEEN 0 AND uses", name="used"),
    Index(None, "meeting_id"),
    Index(None, "secret_hash", unique=True),
)

attendance = Table(
    "attendance",
    metadata,
    Column("meeting_id", Text, _meeting_id(), primary_key=True),
    Column("principal", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("joined_at", Double, nullable=False),
    Column("seen_at", Double, nullable=False),
    Column("seconds", Double, nullable=False),
)

seats = Table(
    "seats",
    metadata,
    Column("id", Text, primary_key=True),
    Column("meeting_id", Text, _meeting_id(), nullable=False),
    Column("principal", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("guest", Boolean, nullable=False),
    Column("invite_id", Text, ForeignKey("invites.id", ondelete="SET NULL")),
    Column("banned", Boolean, nullable=False),
    Column("resume_hash", LargeBinary),
    Column("joined_at", Double, nullable=False),
    Column("left_at", Double),
    Column("spent_invite", Text),
    Index(None, "meeting_id", "principal"),
    Index(None, "invite_id"),
    Index(None, "resume_hash", unique=True),
)

rulings = Table(
    "rulings",
    metadata,
    Column("meeting_id", Text, _meeting_id(), primary_key=True),
    Column("principal", Text, primary_key=True),
    Column("role", Text),
    Column("held", Boolean, nullable=False),
)
