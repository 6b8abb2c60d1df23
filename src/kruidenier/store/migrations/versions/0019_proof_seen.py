"""Which document was seen before a right was given."""

import sqlalchemy as sa
from alembic import op

revision = "0019_proof_seen"
down_revision = "0018_transfers"


def upgrade() -> None:
    for table in ("household_right", "right_decision"):
        op.add_column(table, sa.Column("proof", sa.String(), nullable=True))
