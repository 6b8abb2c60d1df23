"""Quotas: which one the goods of a basket obey, and what each line of a sale took of it."""

import sqlalchemy as sa
from alembic import op

from kruidenier.store.base import UtcTime

revision = "0012_quotas"
down_revision = "0011_staff"

ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("basket_item") as batch:
        batch.add_column(sa.Column("quota", sa.String(), nullable=True))

    op.create_table(
        "quota_entry",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("pseudonym", sa.String(), nullable=False),
        sa.Column("quota", sa.String(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_quota_entry_amount_not_zero")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota_entry")),
        sa.UniqueConstraint("document_id", "position", name=op.f("uq_quota_entry_document_id_position")),
    )
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("quota_entry") as batch:
            for column in ("position", "amount"):
                batch.create_check_constraint(
                    op.f(f"ck_quota_entry_{column}_whole"), f"{column} IS NULL OR typeof({column}) = 'integer'"
                )
    op.create_index("ix_quota_entry_used", "quota_entry", ["pseudonym", "happened_on"])
