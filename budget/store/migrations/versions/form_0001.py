"""Cases, their versions, and the events that mark them: all but the number of the newest version append-only."""

import sqlalchemy as sa
from alembic import op

from budget.store.migrations import append_only

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table("cases", sa.Column("id", sa.Text, primary_key=True), sa.Column("head", sa.Integer, nullable=False))
    op.create_table(
        "versions",
        sa.Column("case_id", sa.Text, sa.ForeignKey("cases.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("parent", sa.Integer),
        sa.Column("request_id", sa.Text, nullable=False, unique=True),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("engine", sa.Text, nullable=False),
        sa.Column("form", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("municipality", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("results", sa.Text, nullable=False),
        sa.Column("prev_sha256", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
    )
    op.create_table(
        "events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("case_id", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("request_id", sa.Text, nullable=False, unique=True),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["case_id", "number"], ["versions.case_id", "versions.number"]),
    )
    op.create_index("events_of_case", "events", ["case_id", "id"])
    append_only("cases", changes=True)
    append_only("versions")
    append_only("events")
