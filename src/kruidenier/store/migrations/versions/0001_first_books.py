"""The first books: office, goods, suppliers, people and till."""

import sqlalchemy as sa
from alembic import op

from kruidenier.store.base import UtcTime

revision = "0001_first_books"
down_revision = None

ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "budget_entry",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("pseudonym", sa.String(), nullable=False),
        sa.Column("purse", sa.String(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.CheckConstraint(
            "cents IS NULL OR typeof(cents) = 'integer'", name=op.f("ck_budget_entry_cents_whole")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint("purse IN ('paid', 'free')", name=op.f("ck_budget_entry_purse_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_entry")),
    )
    op.create_index("ix_budget_entry_spent", "budget_entry", ["pseudonym", "happened_on"], unique=False)
    op.create_table(
        "food_group",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("shelf_life_group", sa.Integer(), nullable=False),
        sa.Column("vat_rate", sa.Integer(), nullable=False),
        sa.CheckConstraint("shelf_life_group BETWEEN 1 AND 4", name=op.f("ck_food_group_shelf_life_group_known")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_food_group")),
    )
    op.create_table(
        "household",
        sa.Column("id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=False),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("registered_at", UtcTime(), nullable=False),
        sa.Column("archived_at", UtcTime(), nullable=True),
        sa.Column(
            "merged_into", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=True
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("lang IN ('nl', 'fr', 'en', 'ar')", name=op.f("ck_household_lang_known")),
        sa.ForeignKeyConstraint(["merged_into"], ["household.id"], name=op.f("fk_household_merged_into_household")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household")),
    )
    op.create_table(
        "issued_paper",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("schema", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("issued_at", UtcTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_paper")),
        sa.UniqueConstraint("kind", "number", name=op.f("uq_issued_paper_kind_number")),
    )
    op.create_table(
        "setting",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("set_at", UtcTime(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
    )
    op.create_index(op.f("ix_setting_key"), "setting", ["key"], unique=False)
    op.create_table(
        "shop",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("founded_at", UtcTime(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_shop_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop")),
        sa.UniqueConstraint("key", name=op.f("uq_shop_key")),
    )
    op.create_table(
        "site",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sa.UniqueConstraint("code", name=op.f("uq_site_code")),
    )
    op.create_table(
        "staff",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("pin_hash", sa.String(), nullable=False),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        sa.Column("locked_until", UtcTime(), nullable=True),
        sa.Column("archived_at", UtcTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("role IN ('volunteer', 'staff', 'manager')", name=op.f("ck_staff_role_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("code", name=op.f("uq_staff_code")),
    )
    op.create_table(
        "supplier",
        sa.Column("id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("kbo", sa.String(), nullable=True),
        sa.Column("establishment", sa.String(), nullable=True),
        sa.Column("banner", sa.String(), nullable=True),
        sa.Column("street", sa.String(), nullable=True),
        sa.Column("postcode", sa.String(), nullable=True),
        sa.Column("town", sa.String(), nullable=True),
        sa.Column("size_class", sa.String(), nullable=True),
        sa.Column("vat_scheme", sa.String(), nullable=False),
        sa.Column("archived_at", UtcTime(), nullable=True),
        sa.Column(
            "merged_into", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=True
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("vat_scheme IN ('yes', 'no', 'unknown')", name=op.f("ck_supplier_vat_scheme_known")),
        sa.ForeignKeyConstraint(["merged_into"], ["supplier.id"], name=op.f("fk_supplier_merged_into_supplier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier")),
        sa.UniqueConstraint("code", name=op.f("uq_supplier_code")),
    )
    op.create_table(
        "used_id",
        sa.Column("id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("used_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_used_id")),
    )
    op.create_index(op.f("ix_used_id_result"), "used_id", ["result"], unique=False)
    op.create_table(
        "delivery",
        sa.Column("id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column(
            "supplier_id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=False
        ),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('opening', 'intake')", name=op.f("ck_delivery_kind_known")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_delivery_supplier_id_supplier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("number", name=op.f("uq_delivery_number")),
    )
    op.create_index(op.f("ix_delivery_supplier_id"), "delivery", ["supplier_id"], unique=False)
    op.create_table(
        "food_group_name",
        sa.Column("group_code", sa.String(), nullable=False),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_code"], ["food_group.code"], name=op.f("fk_food_group_name_group_code_food_group")
        ),
        sa.PrimaryKeyConstraint("group_code", "lang", name=op.f("pk_food_group_name")),
    )
    op.create_table(
        "group_price",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("group_code", sa.String(), nullable=False),
        sa.Column("sold_by", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("price_cents", sa.BigInteger(), nullable=False),
        sa.Column("set_at", UtcTime(), nullable=False),
        sa.CheckConstraint(
            "price_cents IS NULL OR typeof(price_cents) = 'integer'", name=op.f("ck_group_price_price_cents_whole")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint("sold_by IN ('piece', 'weight')", name=op.f("ck_group_price_sold_by_known")),
        sa.CheckConstraint("price_cents >= 0", name=op.f("ck_group_price_price_not_negative")),
        sa.ForeignKeyConstraint(["group_code"], ["food_group.code"], name=op.f("fk_group_price_group_code_food_group")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_price")),
        sa.UniqueConstraint(
            "group_code", "sold_by", "valid_from", name=op.f("uq_group_price_group_code_sold_by_valid_from")
        ),
    )
    op.create_table(
        "headcount",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column(
            "household_id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=False
        ),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("adults", sa.Integer(), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_headcount_household_id_household")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_headcount")),
        sa.UniqueConstraint("household_id", "valid_from", name=op.f("uq_headcount_household_id_valid_from")),
    )
    op.create_table(
        "household_card",
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("card", sa.String(), nullable=False),
        sa.Column(
            "household_id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=False
        ),
        sa.Column("issued_at", UtcTime(), nullable=False),
        sa.Column("blocked_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_household_card_household_id_household")
        ),
        sa.PrimaryKeyConstraint("folded", name=op.f("pk_household_card")),
    )
    op.create_index(op.f("ix_household_card_household_id"), "household_card", ["household_id"], unique=False)
    op.create_table(
        "household_file",
        sa.Column(
            "household_id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=False
        ),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column("referred_by", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_household_file_household_id_household")
        ),
        sa.PrimaryKeyConstraint("household_id", name=op.f("pk_household_file")),
    )
    op.create_table(
        "household_hold",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column(
            "household_id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=False
        ),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("lifted_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("put_by", sa.String(), nullable=False),
        sa.Column("put_at", UtcTime(), nullable=False),
        sa.CheckConstraint("kind IN ('paused', 'blocked')", name=op.f("ck_household_hold_kind_known")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_household_hold_household_id_household")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_hold")),
    )
    op.create_index(op.f("ix_household_hold_household_id"), "household_hold", ["household_id"], unique=False)
    op.create_table(
        "household_right",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column(
            "household_id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=False
        ),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("renewals", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        sa.Column("granted_by", sa.String(), nullable=False),
        sa.Column("granted_at", UtcTime(), nullable=False),
        sa.CheckConstraint("kind IN ('grocery', 'esf')", name=op.f("ck_household_right_kind_known")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_household_right_household_id_household")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_right")),
    )
    op.create_index("ix_household_right_household", "household_right", ["household_id", "kind"], unique=False)
    op.create_table(
        "member",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column(
            "household_id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=False
        ),
        sa.Column("birth_year", sa.Integer(), nullable=False),
        sa.Column("birth_month", sa.Integer(), nullable=True),
        sa.Column("gender", sa.String(), nullable=True),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.CheckConstraint("gender IN ('F', 'M', 'X')", name=op.f("ck_member_gender_known")),
        sa.CheckConstraint("birth_month BETWEEN 1 AND 12", name=op.f("ck_member_birth_month_known")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_member_household_id_household")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
    )
    op.create_index(op.f("ix_member_household_id"), "member", ["household_id"], unique=False)
    op.create_table(
        "place",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("site_id", ROW_NUMBER, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("archived_at", UtcTime(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('shelf', 'fridge', 'freezer', 'back', 'mobile')", name=op.f("ck_place_kind_known")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_place_site_id_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("code", name=op.f("uq_place_code")),
    )
    op.create_table(
        "product",
        sa.Column("id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("group_code", sa.String(), nullable=False),
        sa.Column("sold_by", sa.String(), nullable=False),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("content", sa.BigInteger(), nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("vat_rate", sa.Integer(), nullable=True),
        sa.Column("shelf_life_group", sa.Integer(), nullable=True),
        sa.Column("quota", sa.String(), nullable=True),
        sa.Column("draft", sa.Boolean(), nullable=False),
        sa.Column("archived_at", UtcTime(), nullable=True),
        sa.Column(
            "merged_into", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=True
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "content IS NULL OR typeof(content) = 'integer'", name=op.f("ck_product_content_whole")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint("sold_by IN ('piece', 'weight')", name=op.f("ck_product_sold_by_known")),
        sa.CheckConstraint("unit IN ('g', 'ml', 'pcs')", name=op.f("ck_product_unit_known")),
        sa.CheckConstraint("content >= 1", name=op.f("ck_product_content_known_or_null")),
        sa.CheckConstraint("shelf_life_group BETWEEN 1 AND 4", name=op.f("ck_product_shelf_life_group_known")),
        sa.CheckConstraint("vat_rate BETWEEN 0 AND 100", name=op.f("ck_product_vat_rate_percent")),
        sa.ForeignKeyConstraint(["group_code"], ["food_group.code"], name=op.f("fk_product_group_code_food_group")),
        sa.ForeignKeyConstraint(["merged_into"], ["product.id"], name=op.f("fk_product_merged_into_product")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
        sa.UniqueConstraint("code", name=op.f("uq_product_code")),
    )
    op.create_index(op.f("ix_product_group_code"), "product", ["group_code"], unique=False)
    op.create_table(
        "pseudonym",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column(
            "household_id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=False
        ),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_pseudonym_household_id_household")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_pseudonym")),
        sa.UniqueConstraint("household_id", "year", name=op.f("uq_pseudonym_household_id_year")),
    )
    op.create_index("ix_pseudonym_year", "pseudonym", ["year"], unique=False)
    op.create_table(
        "supplier_contact",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column(
            "supplier_id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=False
        ),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("lang", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_supplier_contact_supplier_id_supplier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_contact")),
    )
    op.create_index(op.f("ix_supplier_contact_supplier_id"), "supplier_contact", ["supplier_id"], unique=False)
    op.create_table(
        "till",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("site_id", ROW_NUMBER, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("last_document", sa.BigInteger(), nullable=False),
        sa.Column("last_lot", sa.BigInteger(), nullable=False),
        sa.Column("journal_seq", sa.BigInteger(), nullable=False),
        sa.Column("journal_hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_till_site_id_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_till")),
        sa.UniqueConstraint("code", name=op.f("uq_till_code")),
    )
    op.create_table(
        "basket",
        sa.Column("id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=False),
        sa.Column("till_id", ROW_NUMBER, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("pseudonym", sa.String(), nullable=True),
        sa.Column("shopper", sa.JSON(), nullable=True),
        sa.Column("grocery", sa.Boolean(), nullable=False),
        sa.Column("esf", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_at", UtcTime(), nullable=False),
        sa.Column("changed_at", UtcTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'aside', 'paid', 'cancelled')", name=op.f("ck_basket_state_known")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_basket_till_id_till")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_basket")),
    )
    op.create_index("ix_basket_opened_on", "basket", ["opened_on"], unique=False)
    op.create_index("ix_basket_state", "basket", ["state"], unique=False)
    op.create_table(
        "count_task",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column(
            "product_id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=False
        ),
        sa.Column("raised_at", UtcTime(), nullable=False),
        sa.Column("settled_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_count_task_product_id_product")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_task")),
    )
    op.create_index("ix_count_task_open", "count_task", ["settled_at"], unique=False)
    op.create_table(
        "drawer",
        sa.Column("id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("till_id", ROW_NUMBER, nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("opened_at", UtcTime(), nullable=False),
        sa.Column("opened_by", sa.String(), nullable=False),
        sa.Column("float_cents", sa.BigInteger(), nullable=False),
        sa.Column("coins", sa.JSON(), nullable=True),
        sa.Column("counted_cents", sa.BigInteger(), nullable=True),
        sa.Column("expected_cents", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", UtcTime(), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "counted_cents IS NULL OR typeof(counted_cents) = 'integer'", name=op.f("ck_drawer_counted_cents_whole")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "expected_cents IS NULL OR typeof(expected_cents) = 'integer'", name=op.f("ck_drawer_expected_cents_whole")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "float_cents IS NULL OR typeof(float_cents) = 'integer'", name=op.f("ck_drawer_float_cents_whole")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint("closed_at IS NULL OR counted_cents IS NOT NULL", name=op.f("ck_drawer_closed_counted")),
        sa.CheckConstraint("float_cents >= 0", name=op.f("ck_drawer_float_not_negative")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_drawer_till_id_till")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drawer")),
        sa.UniqueConstraint("number", name=op.f("uq_drawer_number")),
    )
    op.create_index(
        "uq_drawer_one_open",
        "drawer",
        ["till_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "journal",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("till_id", ROW_NUMBER, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_journal_till_id_till")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
        sa.UniqueConstraint("till_id", "seq", name=op.f("uq_journal_till_id_seq")),
    )
    op.create_table(
        "lot",
        sa.Column("id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("product_id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=True),
        sa.Column("group_code", sa.String(), nullable=False),
        sa.Column(
            "delivery_id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=True
        ),
        sa.Column(
            "supplier_id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=True
        ),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("fund", sa.String(), nullable=True),
        sa.Column("lot_code", sa.String(), nullable=True),
        sa.Column("date_mark", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("place_id", ROW_NUMBER, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("by_weight", sa.Boolean(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("grams", sa.BigInteger(), nullable=False),
        sa.Column("unit_cost_cents", sa.BigInteger(), nullable=True),
        sa.Column("reference_value_cents", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(date_mark = 'none') = (date IS NULL)", name=op.f("ck_lot_date_with_mark")),
        sa.CheckConstraint("(kind = 'bulk') = (product_id IS NULL)", name=op.f("ck_lot_bulk_has_no_product")),
        sa.CheckConstraint("(kind = 'shortfall') = (origin = 'unknown')", name=op.f("ck_lot_unknown_is_shortfall")),
        sa.CheckConstraint("count IS NULL OR typeof(count) = 'integer'", name=op.f("ck_lot_count_whole")).ddl_if(
            dialect="sqlite"
        ),
        sa.CheckConstraint("date_mark IN ('use_by', 'best_before', 'none')", name=op.f("ck_lot_date_mark_known")),
        sa.CheckConstraint("grams IS NULL OR typeof(grams) = 'integer'", name=op.f("ck_lot_grams_whole")).ddl_if(
            dialect="sqlite"
        ),
        sa.CheckConstraint("kind = 'shortfall' OR (count >= 0 AND grams >= 0)", name=op.f("ck_lot_not_below_zero")),
        sa.CheckConstraint("kind IN ('product', 'bulk', 'shortfall')", name=op.f("ck_lot_kind_known")),
        sa.CheckConstraint(
            "origin IN ('bought', 'donated', 'food_bank', 'esf', 'garden', 'unknown')", name=op.f("ck_lot_origin_known")
        ),
        sa.CheckConstraint(
            "reference_value_cents IS NULL OR typeof(reference_value_cents) = 'integer'",
            name=op.f("ck_lot_reference_value_cents_whole"),
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint("state IN ('live', 'blocked', 'recalled')", name=op.f("ck_lot_state_known")),
        sa.CheckConstraint(
            "unit_cost_cents IS NULL OR typeof(unit_cost_cents) = 'integer'", name=op.f("ck_lot_unit_cost_cents_whole")
        ).ddl_if(dialect="sqlite"),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_lot_delivery_id_delivery")),
        sa.ForeignKeyConstraint(["group_code"], ["food_group.code"], name=op.f("fk_lot_group_code_food_group")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_lot_place_id_place")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_lot_product_id_product")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_lot_supplier_id_supplier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot")),
        sa.UniqueConstraint("number", name=op.f("uq_lot_number")),
    )
    op.create_index(op.f("ix_lot_delivery_id"), "lot", ["delivery_id"], unique=False)
    op.create_index(op.f("ix_lot_group_code"), "lot", ["group_code"], unique=False)
    op.create_index("ix_lot_product_left", "lot", ["product_id", "count", "grams"], unique=False)
    op.create_index(op.f("ix_lot_supplier_id"), "lot", ["supplier_id"], unique=False)
    op.create_index(
        "uq_lot_one_shortfall",
        "lot",
        ["product_id"],
        unique=True,
        sqlite_where=sa.text("kind = 'shortfall'"),
        postgresql_where=sa.text("kind = 'shortfall'"),
    )
    op.create_table(
        "product_code",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column(
            "product_id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=False
        ),
        sa.Column("given", sa.String(), nullable=False),
        sa.Column("backwards", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_product_code_product_id_product")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_product_code")),
    )
    op.create_index(op.f("ix_product_code_backwards"), "product_code", ["backwards"], unique=False)
    op.create_index(op.f("ix_product_code_product_id"), "product_code", ["product_id"], unique=False)
    op.create_table(
        "product_name",
        sa.Column(
            "product_id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=False
        ),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_product_name_product_id_product")),
        sa.PrimaryKeyConstraint("product_id", "lang", name=op.f("pk_product_name")),
    )
    op.create_table(
        "product_price",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column(
            "product_id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=False
        ),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("set_at", UtcTime(), nullable=False),
        sa.CheckConstraint(
            "cents IS NULL OR typeof(cents) = 'integer'", name=op.f("ck_product_price_cents_whole")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint("kind IN ('reference', 'fixed')", name=op.f("ck_product_price_kind_known")),
        sa.CheckConstraint("cents >= 0", name=op.f("ck_product_price_cents_not_negative")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_product_price_product_id_product")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_price")),
        sa.UniqueConstraint(
            "product_id", "kind", "valid_from", name=op.f("uq_product_price_product_id_kind_valid_from")
        ),
    )
    op.create_table(
        "product_words",
        sa.Column(
            "product_id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=False
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_product_words_product_id_product")),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_product_words")),
    )
    op.create_table(
        "basket_item",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("basket_id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column(
            "product_id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=False
        ),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("group_code", sa.String(), nullable=False),
        sa.Column("by_weight", sa.Boolean(), nullable=False),
        sa.Column("vat_rate", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=True),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("fund", sa.String(), nullable=True),
        sa.Column("date_mark", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("known_by", sa.String(), nullable=False),
        sa.Column("past_best_before", sa.Boolean(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("grams", sa.BigInteger(), nullable=False),
        sa.Column("grams_each", sa.BigInteger(), nullable=True),
        sa.Column("unit_price_cents", sa.BigInteger(), nullable=False),
        sa.Column("list_price_cents", sa.BigInteger(), nullable=False),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "count IS NULL OR typeof(count) = 'integer'", name=op.f("ck_basket_item_count_whole")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "grams IS NULL OR typeof(grams) = 'integer'", name=op.f("ck_basket_item_grams_whole")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "list_price_cents IS NULL OR typeof(list_price_cents) = 'integer'",
            name=op.f("ck_basket_item_list_price_cents_whole"),
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "unit_price_cents IS NULL OR typeof(unit_price_cents) = 'integer'",
            name=op.f("ck_basket_item_unit_price_cents_whole"),
        ).ddl_if(dialect="sqlite"),
        sa.ForeignKeyConstraint(["basket_id"], ["basket.id"], name=op.f("fk_basket_item_basket_id_basket")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_basket_item_lot_id_lot")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_basket_item_product_id_product")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_basket_item")),
    )
    op.create_index(op.f("ix_basket_item_basket_id"), "basket_item", ["basket_id"], unique=False)
    op.create_index("ix_basket_item_product", "basket_item", ["product_id"], unique=False)
    op.create_table(
        "movement",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("lot_id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("grams", sa.BigInteger(), nullable=False),
        sa.Column("known_by", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.CheckConstraint("count IS NULL OR typeof(count) = 'integer'", name=op.f("ck_movement_count_whole")).ddl_if(
            dialect="sqlite"
        ),
        sa.CheckConstraint("grams IS NULL OR typeof(grams) = 'integer'", name=op.f("ck_movement_grams_whole")).ddl_if(
            dialect="sqlite"
        ),
        sa.CheckConstraint("known_by IN ('scanned', 'attributed', 'counted')", name=op.f("ck_movement_known_by_known")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_movement_lot_id_lot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movement")),
    )
    op.create_index("ix_movement_happened_on", "movement", ["happened_on"], unique=False)
    op.create_index(op.f("ix_movement_lot_id"), "movement", ["lot_id"], unique=False)
    op.create_table(
        "sale",
        sa.Column("id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("of_sale_id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=True),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("till_id", ROW_NUMBER, nullable=False),
        sa.Column("drawer_id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=True),
        sa.Column("pseudonym", sa.String(), nullable=False),
        sa.Column("adults", sa.Integer(), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("happened_at", UtcTime(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.Column("total_cents", sa.BigInteger(), nullable=False),
        sa.Column("rounding_cents", sa.BigInteger(), nullable=False),
        sa.Column("change_cents", sa.BigInteger(), nullable=False),
        sa.Column("budget_left_cents", sa.BigInteger(), nullable=True),
        sa.Column("paper_number", sa.String(), nullable=True),
        sa.Column("broken_rules", sa.JSON(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.CheckConstraint("(kind = 'sale') = (of_sale_id IS NULL)", name=op.f("ck_sale_corrections_point_at_a_sale")),
        sa.CheckConstraint(
            "budget_left_cents IS NULL OR typeof(budget_left_cents) = 'integer'",
            name=op.f("ck_sale_budget_left_cents_whole"),
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "change_cents IS NULL OR typeof(change_cents) = 'integer'", name=op.f("ck_sale_change_cents_whole")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint("kind <> 'sale' OR total_cents >= 0", name=op.f("ck_sale_only_corrections_are_negative")),
        sa.CheckConstraint("kind IN ('sale', 'void', 'refund')", name=op.f("ck_sale_kind_known")),
        sa.CheckConstraint(
            "rounding_cents IS NULL OR typeof(rounding_cents) = 'integer'", name=op.f("ck_sale_rounding_cents_whole")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "total_cents IS NULL OR typeof(total_cents) = 'integer'", name=op.f("ck_sale_total_cents_whole")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint("adults >= 0 AND children >= 0", name=op.f("ck_sale_people_not_negative")),
        sa.ForeignKeyConstraint(["drawer_id"], ["drawer.id"], name=op.f("fk_sale_drawer_id_drawer")),
        sa.ForeignKeyConstraint(["of_sale_id"], ["sale.id"], name=op.f("fk_sale_of_sale_id_sale")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_sale_till_id_till")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sale")),
        sa.UniqueConstraint("number", name=op.f("uq_sale_number")),
        sa.UniqueConstraint("paper_number", name=op.f("uq_sale_paper_number")),
    )
    op.create_index("ix_sale_drawer", "sale", ["drawer_id"], unique=False)
    op.create_index("ix_sale_happened_on", "sale", ["happened_on"], unique=False)
    op.create_index("ix_sale_of_sale", "sale", ["of_sale_id"], unique=False)
    op.create_index(op.f("ix_sale_pseudonym"), "sale", ["pseudonym"], unique=False)
    op.create_index(
        "uq_sale_one_void",
        "sale",
        ["of_sale_id"],
        unique=True,
        sqlite_where=sa.text("kind = 'void'"),
        postgresql_where=sa.text("kind = 'void'"),
    )
    op.create_table(
        "sale_line",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("sale_id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("of_position", sa.Integer(), nullable=True),
        sa.Column(
            "product_id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=False
        ),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("group_code", sa.String(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=True),
        sa.Column("grams", sa.BigInteger(), nullable=True),
        sa.Column("unit_price_cents", sa.BigInteger(), nullable=False),
        sa.Column("list_price_cents", sa.BigInteger(), nullable=False),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        sa.Column("vat_rate", sa.Integer(), nullable=False),
        sa.Column("purse", sa.String(), nullable=False),
        sa.Column("total_cents", sa.BigInteger(), nullable=False),
        sa.Column("past_best_before", sa.Boolean(), nullable=False),
        sa.CheckConstraint("count IS NULL OR typeof(count) = 'integer'", name=op.f("ck_sale_line_count_whole")).ddl_if(
            dialect="sqlite"
        ),
        sa.CheckConstraint("grams IS NULL OR typeof(grams) = 'integer'", name=op.f("ck_sale_line_grams_whole")).ddl_if(
            dialect="sqlite"
        ),
        sa.CheckConstraint(
            "list_price_cents IS NULL OR typeof(list_price_cents) = 'integer'",
            name=op.f("ck_sale_line_list_price_cents_whole"),
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "total_cents IS NULL OR typeof(total_cents) = 'integer'", name=op.f("ck_sale_line_total_cents_whole")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "unit_price_cents IS NULL OR typeof(unit_price_cents) = 'integer'",
            name=op.f("ck_sale_line_unit_price_cents_whole"),
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint("(count IS NULL) <> (grams IS NULL)", name=op.f("ck_sale_line_pieces_or_grams")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_sale_line_product_id_product")),
        sa.ForeignKeyConstraint(
            ["sale_id"], ["sale.id"], name=op.f("fk_sale_line_sale_id_sale"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sale_line")),
        sa.UniqueConstraint("sale_id", "position", name=op.f("uq_sale_line_sale_id_position")),
    )
    op.create_table(
        "sale_payment",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("sale_id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("tendered_cents", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "amount_cents IS NULL OR typeof(amount_cents) = 'integer'", name=op.f("ck_sale_payment_amount_cents_whole")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint("method IN ('voucher', 'cash', 'card')", name=op.f("ck_sale_payment_method_known")),
        sa.CheckConstraint(
            "tendered_cents IS NULL OR typeof(tendered_cents) = 'integer'",
            name=op.f("ck_sale_payment_tendered_cents_whole"),
        ).ddl_if(dialect="sqlite"),
        sa.ForeignKeyConstraint(
            ["sale_id"], ["sale.id"], name=op.f("fk_sale_payment_sale_id_sale"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sale_payment")),
    )
    op.create_index(op.f("ix_sale_payment_sale_id"), "sale_payment", ["sale_id"], unique=False)
    op.create_table(
        "sale_take",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("sale_id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql"), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("grams", sa.BigInteger(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("fund", sa.String(), nullable=True),
        sa.Column("date_mark", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("known_by", sa.String(), nullable=False),
        sa.CheckConstraint("count IS NULL OR typeof(count) = 'integer'", name=op.f("ck_sale_take_count_whole")).ddl_if(
            dialect="sqlite"
        ),
        sa.CheckConstraint("grams IS NULL OR typeof(grams) = 'integer'", name=op.f("ck_sale_take_grams_whole")).ddl_if(
            dialect="sqlite"
        ),
        sa.CheckConstraint(
            "known_by IN ('scanned', 'attributed', 'counted')", name=op.f("ck_sale_take_known_by_known")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_sale_take_lot_id_lot")),
        sa.ForeignKeyConstraint(
            ["sale_id"], ["sale.id"], name=op.f("fk_sale_take_sale_id_sale"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sale_take")),
    )
    op.create_index(op.f("ix_sale_take_lot_id"), "sale_take", ["lot_id"], unique=False)
    op.create_index("ix_sale_take_sale", "sale_take", ["sale_id", "position"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        _search_on_sqlite()
    else:
        op.execute(
            "CREATE INDEX ix_product_words_found ON product_words USING gin (to_tsvector('simple', words))"
            " WITH (fastupdate = off)"  # or a search would have to wade through what was added lately
        )


def _search_on_sqlite() -> None:
    """Index the folded words; three triggers keep the index true."""
    op.execute(
        "CREATE VIRTUAL TABLE product_fts USING fts5"
        "(words, content='product_words', prefix='2 3', tokenize='unicode61 remove_diacritics 0')"
    )
    op.execute(
        "CREATE TRIGGER product_words_added AFTER INSERT ON product_words BEGIN"
        " INSERT INTO product_fts (rowid, words) VALUES (NEW.rowid, NEW.words); END"
    )
    op.execute(
        "CREATE TRIGGER product_words_removed AFTER DELETE ON product_words BEGIN"
        " INSERT INTO product_fts (product_fts, rowid, words) VALUES ('delete', OLD.rowid, OLD.words); END"
    )
    op.execute(
        "CREATE TRIGGER product_words_changed AFTER UPDATE ON product_words BEGIN"
        " INSERT INTO product_fts (product_fts, rowid, words) VALUES ('delete', OLD.rowid, OLD.words);"
        " INSERT INTO product_fts (rowid, words) VALUES (NEW.rowid, NEW.words); END"
    )
