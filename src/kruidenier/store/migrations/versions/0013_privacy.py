"""Privacy: households that were erased, so that a restored backup forgets them again."""

import sqlalchemy as sa
from alembic import op

from kruidenier.store.base import KeyType, UtcTime

revision = "0013_privacy"
down_revision = "0012_quotas"


def upgrade() -> None:
    op.create_table(
        "erasure",
        sa.Column("household_id", KeyType, nullable=False),
        sa.Column("erased_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("household_id", name=op.f("pk_erasure")),
    )
