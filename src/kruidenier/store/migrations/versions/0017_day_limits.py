"""Limits of one day on scarce goods."""

import sqlalchemy as sa
from alembic import op

from kruidenier.store.base import UtcTime

revision = "0017_day_limits"
down_revision = "0016_desk"

ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "day_limit",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("quota", sa.String(), nullable=False),
        sa.Column("steps", sa.String(), nullable=False),
        sa.Column("eases", sa.Boolean(), nullable=False),
        sa.Column("set_at", UtcTime(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_limit")),
    )
    op.create_index("ix_day_limit_day", "day_limit", ["day", "quota"])
