"""Why the count of a drawer differed from what was expected, if somebody said so."""

import sqlalchemy as sa
from alembic import op

revision = "0022_why_it_differs"
down_revision = "0021_turns"


def upgrade() -> None:
    with op.batch_alter_table("drawer") as batch:
        batch.add_column(sa.Column("reason", sa.String(), nullable=True))
        batch.create_check_constraint(
            op.f("ck_drawer_reason_of_difference"), "reason IS NULL OR counted_cents <> expected_cents"
        )
