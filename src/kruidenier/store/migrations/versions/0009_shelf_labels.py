"""Shelf labels: the price on the one that was printed last."""

import sqlalchemy as sa
from alembic import op

from kruidenier.store.base import UtcTime

revision = "0009_shelf_labels"
down_revision = "0008_label"

KEY = sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql")


def upgrade() -> None:
    whole: tuple[sa.CheckConstraint, ...] = ()
    if op.get_bind().dialect.name == "sqlite":
        name = op.f("ck_printed_label_price_cents_whole")
        whole = (sa.CheckConstraint("price_cents IS NULL OR typeof(price_cents) = 'integer'", name=name),)
    op.create_table(
        "printed_label",
        sa.Column("product_id", KEY, nullable=False),
        sa.Column("price_cents", sa.BigInteger(), nullable=False),
        sa.Column("printed_at", UtcTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        *whole,
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_printed_label_product_id_product")),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_printed_label")),
    )
