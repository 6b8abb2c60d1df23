"""Suppliers: agreements with their pick-ups, signatures under gift notes, and the label."""

import sqlalchemy as sa
from alembic import op

from kruidenier.store.base import UtcTime

revision = "0003_suppliers"
down_revision = "0002_back_door"

KEY = sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql")
ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WHOLE = {"agreement": ("notice_days", "min_days"), "pick_up": ("crates",)}


def upgrade() -> None:
    op.create_table(
        "label_scheme",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_label_scheme")),
        sa.UniqueConstraint("code", "valid_from", name=op.f("uq_label_scheme_code_valid_from")),
    )
    op.create_table(
        "note_signature",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.CheckConstraint("side IN ('giver', 'shop')", name=op.f("ck_note_signature_side_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_signature")),
        sa.UniqueConstraint("note", "side", name=op.f("uq_note_signature_note_side")),
    )
    op.create_table(
        "agreement",
        sa.Column("id", KEY, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("supplier_id", KEY, nullable=False),
        sa.Column("covers", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.Column("asks_own_list", sa.Boolean(), nullable=False),
        sa.Column("min_days", sa.Integer(), nullable=True),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("signed_by", sa.String(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=True),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'draft') = (signed_on IS NULL)", name=op.f("ck_agreement_in_force_when_signed")),
        sa.CheckConstraint("(state = 'ended') = (ended_on IS NOT NULL)", name=op.f("ck_agreement_ended_on_a_day")),
        sa.CheckConstraint(
            "covers IN ('establishment', 'enterprise', 'banner')", name=op.f("ck_agreement_covers_known")
        ),
        sa.CheckConstraint("state IN ('draft', 'in_force', 'ended')", name=op.f("ck_agreement_state_known")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_agreement_days_in_order")),
        sa.CheckConstraint("notice_days >= 0 AND min_days >= 0", name=op.f("ck_agreement_not_negative")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_agreement_supplier_id_supplier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("number", name=op.f("uq_agreement_number")),
    )
    op.create_index("ix_agreement_supplier_id", "agreement", ["supplier_id"], unique=False)

    op.create_table(
        "award",
        sa.Column("id", KEY, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("supplier_id", KEY, nullable=False),
        sa.Column("scheme_id", ROW_NUMBER, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("proposed_level", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("proposed_at", UtcTime(), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("signatories", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("heard_on", sa.Date(), nullable=True),
        sa.Column("publish", sa.Boolean(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("signature", sa.String(), nullable=True),
        sa.Column("renews_id", KEY, nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_why", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_on IS NOT NULL)", name=op.f("ck_award_withdrawn_on_a_day")
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'decided', 'issued', 'withdrawn', 'dropped')", name=op.f("ck_award_state_known")
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'dropped')"
            " OR (level IS NOT NULL AND decision IS NOT NULL AND decided_on IS NOT NULL)",
            name=op.f("ck_award_decided_with_decision"),
        ),
        sa.CheckConstraint(
            "proposed_level BETWEEN 0 AND 3 AND level BETWEEN 0 AND 3", name=op.f("ck_award_level_known")
        ),
        sa.CheckConstraint("valid_until >= issued_on", name=op.f("ck_award_days_in_order")),
        sa.ForeignKeyConstraint(["renews_id"], ["award.id"], name=op.f("fk_award_renews_id_award")),
        sa.ForeignKeyConstraint(["scheme_id"], ["label_scheme.id"], name=op.f("fk_award_scheme_id_label_scheme")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_award_supplier_id_supplier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award")),
        sa.UniqueConstraint("number", name=op.f("uq_award_number")),
    )
    op.create_index("ix_award_supplier_id", "award", ["supplier_id"], unique=False)

    op.create_table(
        "pick_up",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("agreement_id", KEY, nullable=False),
        sa.Column("supplier_id", KEY, nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("at_time", sa.String(), nullable=True),
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("crates", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("carrier IN ('shop', 'giver')", name=op.f("ck_pick_up_carrier_known")),
        sa.CheckConstraint("until >= since", name=op.f("ck_pick_up_days_in_order")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_pick_up_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_pick_up_supplier_id_supplier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pick_up")),
    )
    op.create_index("ix_pick_up_agreement_id", "pick_up", ["agreement_id"], unique=False)
    op.create_index("ix_pick_up_supplier_id", "pick_up", ["supplier_id"], unique=False)

    op.create_table(
        "pick_up_note",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("agreement_id", KEY, nullable=False),
        sa.Column("supplier_id", KEY, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.CheckConstraint(
            "what IN ('cancelled', 'extra', 'missed', 'refused')", name=op.f("ck_pick_up_note_what_known")
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_pick_up_note_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_pick_up_note_supplier_id_supplier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pick_up_note")),
        sa.UniqueConstraint(
            "agreement_id", "supplier_id", "day", name=op.f("uq_pick_up_note_agreement_id_supplier_id_day")
        ),
    )
    op.create_index("ix_pick_up_note_agreement_id", "pick_up_note", ["agreement_id"], unique=False)

    op.add_column("lot", sa.Column("vat_scheme", sa.Boolean(), nullable=True))
    op.add_column("supplier", sa.Column("notes", sa.String(), nullable=True))
    for column in ("dry_goods_only", "hides_values"):
        op.add_column("supplier", sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("supplier") as batch:
        for column in ("dry_goods_only", "hides_values"):
            batch.alter_column(column, server_default=None)
    with op.batch_alter_table("supplier_contact") as batch:
        batch.add_column(sa.Column("role", sa.String(), nullable=False, server_default="usual"))
    with op.batch_alter_table("supplier_contact") as batch:
        batch.alter_column("role", server_default=None)
        batch.create_check_constraint(op.f("ck_supplier_contact_role_known"), "role IN ('usual', 'social')")
    if op.get_bind().dialect.name == "sqlite":
        for table, columns in WHOLE.items():
            with op.batch_alter_table(table) as batch:
                for column in columns:
                    batch.create_check_constraint(
                        op.f(f"ck_{table}_{column}_whole"), f"{column} IS NULL OR typeof({column}) = 'integer'"
                    )
