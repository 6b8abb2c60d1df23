"""Forgetting: which links are over in every copy, and no digest of an id that says whose sale it was."""

import sqlalchemy as sa
from alembic import op

from kruidenier.store.base import UtcTime

revision = "0014_forgetting"
down_revision = "0013_privacy"

ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "purge",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("purged_at", UtcTime(), nullable=False),
        sa.Column("links_before", sa.BigInteger(), nullable=False),
        sa.Column("entries_before", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purge")),
    )
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("purge") as batch:
            batch.create_check_constraint(
                op.f("ck_purge_links_before_whole"), "links_before IS NULL OR typeof(links_before) = 'integer'"
            )
    op.execute("UPDATE used_id SET digest = '' WHERE result IN (SELECT number FROM sale WHERE kind = 'sale')")
