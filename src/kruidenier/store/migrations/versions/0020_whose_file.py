"""Whose file a line of the journal is about stands beside it, since the journal keeps its lines for ever."""

import sqlalchemy as sa
from alembic import op

from kruidenier.store.base import KeyType

revision = "0020_whose_file"
down_revision = "0019_proof_seen"


def upgrade() -> None:
    op.create_table(
        "journal_household",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("household_id", KeyType, nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_journal_household_household_id_household")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_journal_household")),
    )
    op.create_index(op.f("ix_journal_household_household_id"), "journal_household", ["household_id"])
    op.create_index(op.f("ix_journal_household_happened_on"), "journal_household", ["happened_on"])
