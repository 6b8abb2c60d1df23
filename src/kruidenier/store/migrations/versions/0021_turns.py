"""Scarce goods that go round by turns, and when each number of the queue was given."""

import sqlalchemy as sa
from alembic import op

from kruidenier.store.base import UtcTime

revision = "0021_turns"
down_revision = "0020_whose_file"


def upgrade() -> None:
    with op.batch_alter_table("day_limit") as batch:
        batch.add_column(sa.Column("first_turn", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("turns", sa.Integer(), nullable=False, server_default="100"))
    with op.batch_alter_table("day_limit") as batch:
        batch.alter_column("first_turn", server_default=None)
        batch.alter_column("turns", server_default=None)
        batch.create_check_constraint(op.f("ck_day_limit_turns_of_a_round"), "turns BETWEEN 1 AND 100")
        batch.create_check_constraint(op.f("ck_day_limit_first_turn_of_a_round"), "first_turn BETWEEN 0 AND 99")
    op.add_column("arrival", sa.Column("came_at", UtcTime(), nullable=True))
