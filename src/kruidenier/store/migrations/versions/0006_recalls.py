"""Recalls: the lots that each of them holds, and whether one was withdrawn; what a pack in a basket said of itself."""

import sqlalchemy as sa
from alembic import op

from kruidenier.store.base import UtcTime

revision = "0006_recalls"
down_revision = "0005_gift_papers"

KEY = sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql")
ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "recalled_lot",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("recall_id", KEY, nullable=False),
        sa.Column("lot_id", KEY, nullable=False),
        sa.Column("was", sa.String(), nullable=False),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.CheckConstraint("was IN ('live', 'blocked')", name=op.f("ck_recalled_lot_was_known")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_recalled_lot_lot_id_lot")),
        sa.ForeignKeyConstraint(["recall_id"], ["recall.id"], name=op.f("fk_recalled_lot_recall_id_recall")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recalled_lot")),
        sa.UniqueConstraint("recall_id", "lot_id", name=op.f("uq_recalled_lot_recall_id_lot_id")),
    )
    op.create_index("ix_recalled_lot_lot_id", "recalled_lot", ["lot_id"], unique=False)
    with op.batch_alter_table("recall") as batch:
        batch.add_column(sa.Column("withdrawn_because", sa.String(), nullable=True))
        batch.create_check_constraint(
            op.f("ck_recall_withdrawn_when_closed"), "withdrawn_because IS NULL OR closed_at IS NOT NULL"
        )
    op.add_column("basket_item", sa.Column("named", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("basket_item") as batch:
        batch.alter_column("named", server_default=None)
