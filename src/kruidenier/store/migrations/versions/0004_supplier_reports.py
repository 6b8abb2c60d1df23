"""Reports to suppliers that were issued."""

import sqlalchemy as sa
from alembic import op

from kruidenier.store.base import UtcTime

revision = "0004_supplier_reports"
down_revision = "0003_suppliers"

KEY = sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql")
ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    only_whole = sa.CheckConstraint(
        "households IS NULL OR typeof(households) = 'integer'", name=op.f("ck_supplier_report_households_whole")
    )
    op.create_table(
        "supplier_report",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("supplier_id", KEY, nullable=False),
        sa.Column("per", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("establishments", sa.JSON(), nullable=False),
        sa.Column("households", sa.BigInteger(), nullable=True),
        sa.Column("issued_at", UtcTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.CheckConstraint(
            "per IN ('establishment', 'enterprise', 'banner')", name=op.f("ck_supplier_report_per_known")
        ),
        sa.CheckConstraint("last >= first", name=op.f("ck_supplier_report_days_in_order")),
        sa.CheckConstraint("households >= 5", name=op.f("ck_supplier_report_few_are_not_told")),
        *([only_whole] if sqlite else []),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_supplier_report_supplier_id_supplier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_report")),
        sa.UniqueConstraint("number", name=op.f("uq_supplier_report_number")),
        sa.UniqueConstraint(
            "supplier_id", "per", "first", "last", name=op.f("uq_supplier_report_supplier_id_per_first_last")
        ),
    )
