"""The back door: deliveries line by line, deeds on stock, counts, recalls, temperatures and falling prices."""

import sqlalchemy as sa
from alembic import op

from kruidenier.store.base import UtcTime

revision = "0002_back_door"
down_revision = "0001_first_books"

KEY = sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql")
ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WHOLE = {"delivery": ("crates_back",), "product": ("min_level", "wished_level")}


def upgrade() -> None:
    op.create_table(
        "ticked_off",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("list", sa.String(), nullable=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.CheckConstraint("list IN ('opening', 'closing')", name=op.f("ck_ticked_off_list_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticked_off")),
    )
    op.create_index(op.f("ix_ticked_off_happened_on"), "ticked_off", ["happened_on"])
    op.create_table(
        "markdown",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("group_code", sa.String(), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("starts_at", UtcTime(), nullable=False),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.CheckConstraint("grade BETWEEN 1 AND 3", name=op.f("ck_markdown_grade_known")),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_markdown_percent_known")),
        sa.ForeignKeyConstraint(["group_code"], ["food_group.code"], name=op.f("fk_markdown_group_code_food_group")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_markdown")),
    )
    op.create_index("ix_markdown_day", "markdown", ["happened_on", "group_code"], unique=False)

    op.create_table(
        "deed",
        sa.Column("id", KEY, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("till_id", ROW_NUMBER, nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("lots", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("done_at", UtcTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("undone_at", UtcTime(), nullable=True),
        sa.Column("undoes_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_deed_till_id_till")),
        sa.ForeignKeyConstraint(["undoes_id"], ["deed.id"], name=op.f("fk_deed_undoes_id_deed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deed")),
        sa.UniqueConstraint("number", name=op.f("uq_deed_number")),
    )
    op.create_index("ix_deed_last", "deed", ["by", "done_at"], unique=False)

    op.create_table(
        "recall",
        sa.Column("id", KEY, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("product_id", KEY, nullable=False),
        sa.Column("lot_code", sa.String(), nullable=True),
        sa.Column("date_from", sa.Date(), nullable=True),
        sa.Column("date_until", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("opened_at", UtcTime(), nullable=False),
        sa.Column("opened_by", sa.String(), nullable=False),
        sa.Column("closed_at", UtcTime(), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("figures", sa.JSON(), nullable=True),
        sa.CheckConstraint("(closed_at IS NULL) = (figures IS NULL)", name=op.f("ck_recall_closed_with_figures")),
        sa.CheckConstraint("date_from <= date_until", name=op.f("ck_recall_dates_in_order")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_recall_product_id_product")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recall")),
        sa.UniqueConstraint("number", name=op.f("uq_recall_number")),
    )
    op.create_index("ix_recall_product_id", "recall", ["product_id"], unique=False)

    op.create_table(
        "stock_count",
        sa.Column("id", KEY, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("place_id", ROW_NUMBER, nullable=True),
        sa.Column("group_code", sa.String(), nullable=True),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("twice", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("started_at", UtcTime(), nullable=False),
        sa.Column("started_by", sa.String(), nullable=False),
        sa.Column("accepted_at", UtcTime(), nullable=True),
        sa.Column("accepted_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(state = 'accepted') = (accepted_at IS NOT NULL)", name=op.f("ck_stock_count_accepted_with_moment")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'finished', 'accepted', 'dropped')", name=op.f("ck_stock_count_state_known")
        ),
        sa.ForeignKeyConstraint(["group_code"], ["food_group.code"], name=op.f("fk_stock_count_group_code_food_group")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_stock_count_place_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_count")),
        sa.UniqueConstraint("number", name=op.f("uq_stock_count_number")),
    )
    op.create_table(
        "temperature",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("place_id", ROW_NUMBER, nullable=False),
        sa.Column("tenths", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.CheckConstraint(
            "tenths IS NULL OR typeof(tenths) = 'integer'", name=op.f("ck_temperature_tenths_whole")
        ).ddl_if(dialect="sqlite"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_temperature_place_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_temperature")),
    )
    op.create_index("ix_temperature_read", "temperature", ["place_id", "happened_on"], unique=False)

    op.create_table(
        "count_entry",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("count_id", KEY, nullable=False),
        sa.Column("lot_id", KEY, nullable=True),
        sa.Column("product_id", KEY, nullable=True),
        sa.Column("date_mark", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("grams", sa.BigInteger(), nullable=False),
        sa.Column("book_count", sa.BigInteger(), nullable=False),
        sa.Column("book_grams", sa.BigInteger(), nullable=False),
        sa.Column("book_movement_id", ROW_NUMBER, nullable=True),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("replaced_by", ROW_NUMBER, nullable=True),
        sa.CheckConstraint("(date_mark = 'none') = (date IS NULL)", name=op.f("ck_count_entry_date_with_mark")),
        sa.CheckConstraint(
            "book_count IS NULL OR typeof(book_count) = 'integer'", name=op.f("ck_count_entry_book_count_whole")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "book_grams IS NULL OR typeof(book_grams) = 'integer'", name=op.f("ck_count_entry_book_grams_whole")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "count IS NULL OR typeof(count) = 'integer'", name=op.f("ck_count_entry_count_whole")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "date_mark IN ('use_by', 'best_before', 'none')", name=op.f("ck_count_entry_date_mark_known")
        ),
        sa.CheckConstraint(
            "grams IS NULL OR typeof(grams) = 'integer'", name=op.f("ck_count_entry_grams_whole")
        ).ddl_if(dialect="sqlite"),
        sa.ForeignKeyConstraint(
            ["book_movement_id"], ["movement.id"], name=op.f("fk_count_entry_book_movement_id_movement")
        ),
        sa.ForeignKeyConstraint(["count_id"], ["stock_count.id"], name=op.f("fk_count_entry_count_id_stock_count")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_count_entry_lot_id_lot")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_count_entry_product_id_product")),
        sa.ForeignKeyConstraint(
            ["replaced_by"], ["count_entry.id"], name=op.f("fk_count_entry_replaced_by_count_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_entry")),
    )
    op.create_index("ix_count_entry_count_id", "count_entry", ["count_id"], unique=False)

    op.create_table(
        "delivery_line",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("delivery_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("group_code", sa.String(), nullable=True),
        sa.Column("product_id", KEY, nullable=True),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("crates", sa.Integer(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("gross_grams", sa.BigInteger(), nullable=True),
        sa.Column("tare_grams", sa.BigInteger(), nullable=False),
        sa.Column("grams", sa.BigInteger(), nullable=False),
        sa.Column("tenths", sa.Integer(), nullable=True),
        sa.Column("date_mark", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("lot_code", sa.String(), nullable=True),
        sa.Column("place_id", ROW_NUMBER, nullable=True),
        sa.Column("unit_cost_cents", sa.BigInteger(), nullable=True),
        sa.Column("reference_value_cents", sa.BigInteger(), nullable=True),
        sa.Column("refused_reason", sa.String(), nullable=True),
        sa.Column("struck_at", UtcTime(), nullable=True),
        sa.Column("lot_id", KEY, nullable=True),
        sa.CheckConstraint("(date_mark = 'none') = (date IS NULL)", name=op.f("ck_delivery_line_date_with_mark")),
        sa.CheckConstraint(
            "count IS NULL OR typeof(count) = 'integer'", name=op.f("ck_delivery_line_count_whole")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "crates IS NULL OR typeof(crates) = 'integer'", name=op.f("ck_delivery_line_crates_whole")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "date_mark IN ('use_by', 'best_before', 'none')", name=op.f("ck_delivery_line_date_mark_known")
        ),
        sa.CheckConstraint(
            "grams IS NULL OR typeof(grams) = 'integer'", name=op.f("ck_delivery_line_grams_whole")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "gross_grams IS NULL OR typeof(gross_grams) = 'integer'", name=op.f("ck_delivery_line_gross_grams_whole")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "reference_value_cents IS NULL OR typeof(reference_value_cents) = 'integer'",
            name=op.f("ck_delivery_line_reference_value_cents_whole"),
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "refused_reason IN ('temperature', 'date', 'damaged', 'space', 'other')",
            name=op.f("ck_delivery_line_refused_reason_known"),
        ),
        sa.CheckConstraint(
            "tare_grams IS NULL OR typeof(tare_grams) = 'integer'", name=op.f("ck_delivery_line_tare_grams_whole")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "tenths IS NULL OR typeof(tenths) = 'integer'", name=op.f("ck_delivery_line_tenths_whole")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "unit_cost_cents IS NULL OR typeof(unit_cost_cents) = 'integer'",
            name=op.f("ck_delivery_line_unit_cost_cents_whole"),
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "grams >= 0 AND count >= 0 AND crates >= 0 AND tare_grams >= 0", name=op.f("ck_delivery_line_not_negative")
        ),
        sa.CheckConstraint(
            "gross_grams IS NULL OR gross_grams - tare_grams = grams", name=op.f("ck_delivery_line_scale_adds_up")
        ),
        sa.CheckConstraint(
            "refused_reason IS NULL OR lot_id IS NULL", name=op.f("ck_delivery_line_refused_has_no_lot")
        ),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_delivery_line_delivery_id_delivery")),
        sa.ForeignKeyConstraint(
            ["group_code"], ["food_group.code"], name=op.f("fk_delivery_line_group_code_food_group")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_delivery_line_lot_id_lot")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_delivery_line_place_id_place")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_delivery_line_product_id_product")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_line")),
        sa.UniqueConstraint("delivery_id", "position", name=op.f("uq_delivery_line_delivery_id_position")),
    )
    op.create_index("ix_delivery_line_delivery_id", "delivery_line", ["delivery_id"], unique=False)

    with op.batch_alter_table("delivery") as batch:
        batch.add_column(sa.Column("state", sa.String(), nullable=False, server_default="signed"))
        batch.add_column(sa.Column("arrived_at", UtcTime(), nullable=True))
        batch.add_column(sa.Column("own_list", sa.Boolean(), nullable=True))
        batch.add_column(sa.Column("crates_back", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("gift_note", sa.String(), nullable=True))
        batch.create_unique_constraint(batch.f("uq_delivery_gift_note"), ["gift_note"])

    with op.batch_alter_table("delivery") as batch:
        batch.alter_column("state", server_default=None)
        batch.create_check_constraint(op.f("ck_delivery_state_known"), "state IN ('open', 'signed', 'dropped')")

    with op.batch_alter_table("lot") as batch:
        batch.add_column(sa.Column("parent_id", KEY, nullable=True))
        batch.add_column(sa.Column("treatment", sa.String(), nullable=True))
        batch.add_column(sa.Column("treated_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("keeps_until", sa.Date(), nullable=True))
        batch.add_column(sa.Column("grade", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("counted_on", sa.Date(), nullable=True))
        batch.alter_column("group_code", existing_type=sa.VARCHAR(), nullable=True)
        batch.create_index(batch.f("ix_lot_parent_id"), ["parent_id"], unique=False)
        batch.create_foreign_key(batch.f("fk_lot_parent_id_lot"), "lot", ["parent_id"], ["id"])
        batch.create_check_constraint(op.f("ck_lot_treatment_known"), "treatment IN ('frozen', 'repacked')")
        batch.create_check_constraint(op.f("ck_lot_treated_keeps_until"), "(treatment IS NULL) = (keeps_until IS NULL)")
        batch.create_check_constraint(op.f("ck_lot_treated_on_a_day"), "(treatment IS NULL) = (treated_on IS NULL)")
        batch.create_check_constraint(op.f("ck_lot_grade_known"), "grade BETWEEN 1 AND 3")
        batch.create_check_constraint(op.f("ck_lot_only_bulk_is_mixed"), "group_code IS NOT NULL OR kind = 'bulk'")

    with op.batch_alter_table("movement") as batch:
        batch.add_column(sa.Column("why", sa.String(), nullable=True))
        batch.add_column(sa.Column("undoes_id", ROW_NUMBER, nullable=True))
        batch.drop_index(batch.f("ix_movement_lot_id"))
        batch.create_index("ix_movement_lot", ["lot_id", "happened_on", "count", "grams"])
        batch.create_index(
            "uq_movement_undone_once",
            ["undoes_id"],
            unique=True,
            sqlite_where=sa.text("undoes_id IS NOT NULL"),
            postgresql_where=sa.text("undoes_id IS NOT NULL"),
        )
        batch.create_foreign_key(batch.f("fk_movement_undoes_id_movement"), "movement", ["undoes_id"], ["id"])

    with op.batch_alter_table("product") as batch:
        batch.add_column(sa.Column("allergens", sa.JSON(), nullable=True))
        batch.add_column(sa.Column("min_level", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("wished_level", sa.BigInteger(), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        for table, columns in WHOLE.items():
            with op.batch_alter_table(table) as batch:
                for column in columns:
                    batch.create_check_constraint(
                        op.f(f"ck_{table}_{column}_whole"), f"{column} IS NULL OR typeof({column}) = 'integer'"
                    )
