"""What went to partners."""

import sqlalchemy as sa
from alembic import op

from kruidenier.store.base import KeyType, UtcTime

revision = "0018_transfers"
down_revision = "0017_day_limits"


def upgrade() -> None:
    op.create_table(
        "transfer",
        sa.Column("id", KeyType, nullable=False),
        sa.Column("lot_id", KeyType, nullable=False),
        sa.Column("partner", sa.String(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("grams", sa.BigInteger(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.CheckConstraint("partner <> ''", name=op.f("ck_transfer_partner_named")),
        sa.ForeignKeyConstraint(["id"], ["deed.id"], name=op.f("fk_transfer_id_deed")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_transfer_lot_id_lot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer")),
    )
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("transfer") as batch:
            for column in ("count", "grams"):
                batch.create_check_constraint(
                    op.f(f"ck_transfer_{column}_whole"), f"{column} IS NULL OR typeof({column}) = 'integer'"
                )
