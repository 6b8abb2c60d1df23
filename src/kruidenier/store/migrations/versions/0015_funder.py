"""Funders and auditors: sums over people who were served, and decisions about rights, both without anybody."""

import sqlalchemy as sa
from alembic import op

from kruidenier.store.base import UtcTime

revision = "0015_funder"
down_revision = "0014_forgetting"

ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "right_decision",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("renewals", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("referred_on", sa.Date(), nullable=True),
        sa.Column("overruled", sa.String(), nullable=True),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        sa.Column("granted_by", sa.String(), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_right_decision")),
    )
    op.create_table(
        "served_year",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("closed_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_served_year")),
    )
    op.create_table(
        "served_count",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("born", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("who IN ('came', 'esf_food', 'esf_goods')", name=op.f("ck_served_count_who_known")),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_served_count_amount_not_negative")),
        sa.PrimaryKeyConstraint("year", "who", "what", "born", name=op.f("pk_served_count")),
    )
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("served_count") as batch:
            batch.create_check_constraint(
                op.f("ck_served_count_amount_whole"), "amount IS NULL OR typeof(amount) = 'integer'"
            )
