"""Gift notes: which one stands in the place of which, and the summaries of a period."""

import sqlalchemy as sa
from alembic import op

from kruidenier.store.base import UtcTime

revision = "0005_gift_papers"
down_revision = "0004_supplier_reports"

KEY = sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql")
ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "note_correction",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("corrects", sa.String(), nullable=False),
        sa.Column("delivery_id", KEY, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_note_correction_delivery_id_delivery")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_correction")),
        sa.UniqueConstraint("note", name=op.f("uq_note_correction_note")),
        sa.UniqueConstraint("corrects", name=op.f("uq_note_correction_corrects")),
    )
    op.create_index("ix_note_correction_delivery_id", "note_correction", ["delivery_id"], unique=False)
    op.create_table(
        "gift_summary",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("supplier_id", KEY, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("replaced_by", sa.String(), nullable=True),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.CheckConstraint("until >= since", name=op.f("ck_gift_summary_days_in_order")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_gift_summary_supplier_id_supplier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gift_summary")),
        sa.UniqueConstraint("number", name=op.f("uq_gift_summary_number")),
    )
    op.create_index("ix_gift_summary_supplier_id", "gift_summary", ["supplier_id"], unique=False)
