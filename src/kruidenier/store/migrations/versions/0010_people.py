"""People: needs, notes, substitutes, ways to a right, remembered strangers, and mappings of other offices' columns."""

import sqlalchemy as sa
from alembic import op

from kruidenier.store.base import UtcTime

revision = "0010_people"
down_revision = "0009_shelf_labels"

KEY = sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql")
ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "household_need",
        sa.Column("household_id", KEY, nullable=False),
        sa.Column("need", sa.String(), nullable=False),
        sa.CheckConstraint(
            "need IN ('chair', 'cool_bag', 'interpreter', 'manager')", name=op.f("ck_household_need_need_known")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_household_need_household_id_household")
        ),
        sa.PrimaryKeyConstraint("household_id", "need", name=op.f("pk_household_need")),
    )
    op.create_table(
        "household_note",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("household_id", KEY, nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("written_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_household_note_household_id_household")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_note")),
    )
    op.create_index("ix_household_note_household_id", "household_note", ["household_id"], unique=False)
    op.create_table(
        "substitute",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("household_id", KEY, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_substitute_household_id_household")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitute")),
    )
    op.create_index("ix_substitute_household_id", "substitute", ["household_id"], unique=False)
    op.create_table(
        "not_duplicate",
        sa.Column("first_id", KEY, nullable=False),
        sa.Column("second_id", KEY, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("said_at", UtcTime(), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_not_duplicate_one_order")),
        sa.ForeignKeyConstraint(["first_id"], ["household.id"], name=op.f("fk_not_duplicate_first_id_household")),
        sa.ForeignKeyConstraint(["second_id"], ["household.id"], name=op.f("fk_not_duplicate_second_id_household")),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_not_duplicate")),
    )
    op.create_table(
        "column_mapping",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("fixed", sa.JSON(), nullable=False),
        sa.Column("saved_at", UtcTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_column_mapping")),
    )
    for column in (
        sa.Column("referrer_contact", sa.String(), nullable=True),
        sa.Column("referred_on", sa.Date(), nullable=True),
        sa.Column("informed_on", sa.Date(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
    ):
        op.add_column("household_file", column)
    op.add_column("basket_item", sa.Column("purse", sa.String(), nullable=True))
    op.add_column("household_right", sa.Column("overruled", sa.String(), nullable=True))
    with op.batch_alter_table("household_right") as batch:
        batch.add_column(sa.Column("way", sa.String(), nullable=False, server_default="referral"))
    with op.batch_alter_table("household_right") as batch:
        batch.alter_column("way", server_default=None)
        batch.create_check_constraint(
            op.f("ck_household_right_way_known"), "way IN ('referral', 'category', 'income', 'visit', 'split')"
        )
    with op.batch_alter_table("household_file") as batch:
        batch.add_column(sa.Column("address_protected", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("household_file") as batch:
        batch.alter_column("address_protected", server_default=None)
    with op.batch_alter_table("pseudonym") as batch:
        batch.add_column(sa.Column("series", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("pseudonym") as batch:
        batch.alter_column("series", server_default=None)
        batch.drop_constraint(op.f("uq_pseudonym_household_id_year"), type_="unique")
        batch.create_unique_constraint(
            op.f("uq_pseudonym_household_id_year_series"), ["household_id", "year", "series"]
        )
