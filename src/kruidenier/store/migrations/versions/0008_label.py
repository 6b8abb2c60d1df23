"""The label: its first scheme, the shop's key, and what the database itself keeps of awards."""

import datetime as dt
import json

import sqlalchemy as sa
from alembic import op

from kruidenier.config import starter_data
from kruidenier.store.base import UtcTime

revision = "0008_label"
down_revision = "0007_agreements"

FIRST_SCHEME = "jette-1"


def upgrade() -> None:
    op.create_table(
        "label_key",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("private", sa.String(), nullable=False),
        sa.Column("public", sa.String(), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_label_key_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_label_key")),
    )
    with op.batch_alter_table("award") as batch:
        batch.create_check_constraint(
            op.f("ck_award_issued_with_signature"),
            "state NOT IN ('issued', 'withdrawn')"
            " OR (issued_on IS NOT NULL AND valid_until IS NOT NULL AND signature IS NOT NULL)",
        )
    op.create_index("uq_award_renewed_once", "award", ["renews_id"], unique=True)
    open_ones = sa.text("state IN ('proposed', 'decided')")
    op.create_index(
        "uq_award_one_open",
        "award",
        ["supplier_id"],
        unique=True,
        sqlite_where=open_ones,
        postgresql_where=open_ones,
    )
    _lay_in()


def _lay_in() -> None:
    """Give the first scheme to shops that are founded already; a new one gets it at its founding."""
    connection = op.get_bind()
    if connection.scalar(sa.text("SELECT COUNT(*) FROM shop")) == 0:
        return
    (scheme,) = (
        scheme
        for scheme in json.loads((starter_data() / "label_schemes.json").read_text("utf-8"))
        if scheme["code"] == FIRST_SCHEME
    )
    table = sa.table(
        "label_scheme",
        sa.column("code", sa.String()),
        sa.column("valid_from", sa.Date()),
        sa.column("rules", sa.JSON()),
        sa.column("recorded_at", UtcTime()),
    )
    op.bulk_insert(
        table,
        [
            {
                "code": scheme["code"],
                "valid_from": dt.date.fromisoformat(scheme["valid_from"]),
                "rules": scheme["rules"],
                "recorded_at": dt.datetime.now(dt.UTC),
            }
        ],
    )
