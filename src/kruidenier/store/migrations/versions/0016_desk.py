"""The welcome desk: who came today by number, whose number it was for a short time, and what the slip promised."""

import sqlalchemy as sa
from alembic import op

from kruidenier.store.base import KeyType, UtcTime

revision = "0016_desk"
down_revision = "0015_funder"


def upgrade() -> None:
    op.create_table(
        "arrival",
        sa.Column("id", KeyType, nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=True),
        sa.Column("adults", sa.Integer(), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.Column("changed_at", UtcTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.CheckConstraint(
            "state IN ('booked', 'waiting', 'called', 'shopping', 'left', 'undone')",
            name=op.f("ck_arrival_state_known"),
        ),
        sa.CheckConstraint(
            "number IS NOT NULL OR state IN ('booked', 'undone')", name=op.f("ck_arrival_who_came_has_a_number")
        ),
        sa.CheckConstraint("adults >= 0 AND children >= 0", name=op.f("ck_arrival_people_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival")),
        sa.UniqueConstraint("happened_on", "number", name=op.f("uq_arrival_happened_on_number")),
    )
    op.create_table(
        "arrival_household",
        sa.Column("arrival_id", KeyType, nullable=False),
        sa.Column("household_id", KeyType, nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["arrival_id"], ["arrival.id"], name=op.f("fk_arrival_household_arrival_id_arrival")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_arrival_household_household_id_household")
        ),
        sa.PrimaryKeyConstraint("arrival_id", name=op.f("pk_arrival_household")),
    )
    op.create_index("ix_arrival_household_day", "arrival_household", ["household_id", "happened_on"])
    op.create_table(
        "arrival_promise",
        sa.Column("arrival_id", KeyType, nullable=False),
        sa.Column("goods", sa.String(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("by_weight", sa.Boolean(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("had", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount >= 0 AND had >= 0", name=op.f("ck_arrival_promise_amounts_not_negative")),
        sa.ForeignKeyConstraint(["arrival_id"], ["arrival.id"], name=op.f("fk_arrival_promise_arrival_id_arrival")),
        sa.PrimaryKeyConstraint("arrival_id", "goods", name=op.f("pk_arrival_promise")),
    )
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("arrival_promise") as batch:
            for column in ("amount", "had"):
                batch.create_check_constraint(
                    op.f(f"ck_arrival_promise_{column}_whole"), f"{column} IS NULL OR typeof({column}) = 'integer'"
                )
