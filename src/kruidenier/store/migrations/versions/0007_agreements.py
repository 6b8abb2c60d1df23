"""Agreements that renew another, that were dropped as drafts, and that go on through holidays."""

import sqlalchemy as sa
from alembic import op

revision = "0007_agreements"
down_revision = "0006_recalls"

KEY = sa.String(length=36).with_variant(sa.Uuid(as_uuid=False), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("agreement") as batch:
        batch.add_column(sa.Column("renews_id", KEY, nullable=True))
        batch.add_column(sa.Column("shop_signed_by", sa.String(), nullable=True))
        batch.add_column(sa.Column("on_holidays", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.drop_constraint(op.f("ck_agreement_state_known"), type_="check")
        batch.drop_constraint(op.f("ck_agreement_in_force_when_signed"), type_="check")
        batch.create_check_constraint(
            op.f("ck_agreement_state_known"), "state IN ('draft', 'in_force', 'ended', 'dropped')"
        )
        batch.create_check_constraint(
            op.f("ck_agreement_in_force_when_signed"), "(state IN ('draft', 'dropped')) = (signed_on IS NULL)"
        )
        batch.create_foreign_key(op.f("fk_agreement_renews_id_agreement"), "agreement", ["renews_id"], ["id"])
    with op.batch_alter_table("agreement") as batch:
        batch.alter_column("on_holidays", server_default=None)
    with op.batch_alter_table("pick_up_note") as batch:
        batch.add_column(sa.Column("said_on", sa.Date(), nullable=False, server_default=sa.text("'2000-01-01'")))
    with op.batch_alter_table("pick_up_note") as batch:
        batch.alter_column("said_on", server_default=None)
        batch.create_check_constraint(op.f("ck_pick_up_note_cancelled_in_time"), "what <> 'cancelled' OR said_on < day")
