"""Staff: how somebody works here, what they learned, their card; copies of the books; a journal that is searched."""

import sqlalchemy as sa
from alembic import op

from kruidenier.store.base import UtcTime

revision = "0011_staff"
down_revision = "0010_people"

ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("staff") as batch:
        batch.add_column(sa.Column("kind", sa.String(), nullable=False, server_default="usual"))
        batch.add_column(sa.Column("skills", sa.JSON(), nullable=False, server_default="[]"))
        batch.add_column(sa.Column("card_digest", sa.String(), nullable=True))
        batch.create_unique_constraint(batch.f("uq_staff_card_digest"), ["card_digest"])
    with op.batch_alter_table("staff") as batch:
        batch.alter_column("kind", server_default=None)
        batch.alter_column("skills", server_default=None)
        batch.create_check_constraint(op.f("ck_staff_kind_known"), "kind IN ('usual', 'trainee', 'article_60')")

    op.create_table(
        "book_copy",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column("till_id", ROW_NUMBER, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("second", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_book_copy_till_id_till")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_book_copy")),
    )
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("book_copy") as batch:
            batch.create_check_constraint(op.f("ck_book_copy_size_whole"), "size IS NULL OR typeof(size) = 'integer'")
    op.create_index(op.f("ix_journal_happened_on"), "journal", ["happened_on"])
    op.create_index(op.f("ix_journal_subject"), "journal", ["subject"])
