"""Drafts: work that no one has saved yet. They may be changed and thrown away."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("case_id", sa.Text, nullable=False),
        sa.Column("base", sa.Integer),
        sa.Column("original", sa.Text, nullable=False),
        sa.Column("changes", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
    )
    op.create_index("drafts_by_time", "drafts", ["at"])
