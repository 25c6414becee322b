"""The municipalities' own templates of slides and documents. They may be replaced and removed."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "templates",
        sa.Column("municipality", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("layouts", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
    )
