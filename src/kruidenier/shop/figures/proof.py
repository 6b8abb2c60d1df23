"""The books proved: what must agree is added up again, all in sets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from kruidenier.i18n import N_, _
from kruidenier.shop.office import journal
from kruidenier.store import guards
from kruidenier.store.base import wire

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the books that does not agree."""

    what: str
    where: str
    message: str


RULES = (
    (
        "lot",
        (
            "SELECT l.number FROM lot l LEFT JOIN"
            " (SELECT lot_id, SUM(count) AS c, SUM(grams) AS g FROM movement GROUP BY lot_id) m ON m.lot_id = l.id"
            " WHERE l.count <> COALESCE(m.c, 0) OR l.grams <> COALESCE(m.g, 0)"
        ),
        N_("What is left of lot {where} is not the sum of its movements."),
    ),
    (
        "sale_total",
        (
            "SELECT s.number FROM sale s LEFT JOIN"
            " (SELECT sale_id, SUM(total_cents) AS t FROM sale_line GROUP BY sale_id) l ON l.sale_id = s.id"
            " WHERE l.t IS NULL OR l.t <> s.total_cents"
        ),
        N_("The total of {where} is not the sum of its lines."),
    ),
    (
        "sale_payments",
        (
            "SELECT s.number FROM sale s LEFT JOIN"
            " (SELECT sale_id, SUM(amount_cents) AS a FROM sale_payment GROUP BY sale_id) p ON p.sale_id = s.id"
            " WHERE COALESCE(p.a, 0) <> s.total_cents + s.rounding_cents"
        ),
        N_("The payments of {where} are not its total and rounding."),
    ),
    (
        "sale_takes",
        (
            "SELECT DISTINCT s.number FROM sale_line l JOIN sale s ON s.id = l.sale_id LEFT JOIN"
            " (SELECT sale_id, position, SUM(count) AS c, SUM(grams) AS g FROM sale_take GROUP BY sale_id, position) t"
            " ON t.sale_id = l.sale_id AND t.position = l.position"
            " WHERE (l.count IS NOT NULL AND COALESCE(t.c, 0) <> l.count)"
            " OR (l.grams IS NOT NULL AND COALESCE(t.g, 0) <> l.grams)"
        ),
        N_("The lots of a line of {where} do not make up the line."),
    ),
    (
        "sale_line",
        (
            "SELECT DISTINCT s.number FROM sale_line l JOIN sale s ON s.id = l.sale_id WHERE s.kind = 'sale' AND"
            " l.total_cents <> CASE WHEN l.grams IS NULL THEN l.count * l.unit_price_cents"
            " ELSE (l.grams * l.unit_price_cents + 500) / 1000 END"
        ),
        N_("A line of {where} is not its amount times its price."),
    ),
    (
        "sale_stock",
        (
            "SELECT s.number FROM sale s JOIN"
            " (SELECT sale_id, SUM(grams) AS g FROM sale_take GROUP BY sale_id) t ON t.sale_id = s.id LEFT JOIN"
            " (SELECT m.document_id, SUM(m.grams) AS g FROM movement m WHERE m.document_id IS NOT NULL"
            " AND m.reason IN ('sold', 'void', 'refund') GROUP BY m.document_id) m ON m.document_id = {sale_key}"
            " WHERE COALESCE(m.g, 0) <> -t.g"
        ),
        N_("The stock movements of {where} are not the goods it sold."),
    ),
    (
        "budget",
        (
            "SELECT s.number FROM sale s LEFT JOIN"
            " (SELECT document_id, SUM(cents) AS c FROM budget_entry GROUP BY document_id) b"
            " ON b.document_id = {sale_key}"
            " WHERE COALESCE(b.c, 0) <> s.total_cents"
        ),
        N_("The budget was not charged with the total of {where}."),
    ),
    (
        "budget_document",
        "SELECT b.document_id FROM budget_entry b LEFT JOIN sale s ON {sale_key} = b.document_id WHERE s.id IS NULL",
        N_("A budget entry has no document ({where})."),
    ),
    (
        "correction",
        (
            "SELECT c.number FROM sale c JOIN sale s ON s.id = c.of_sale_id WHERE c.kind = 'void'"
            " AND (c.total_cents <> -s.total_cents OR c.rounding_cents <> -s.rounding_cents)"
        ),
        N_("{where} does not cancel its sale exactly."),
    ),
    (
        "number",
        (
            "SELECT s.number FROM sale s JOIN till t ON t.id = s.till_id"
            " WHERE CAST(SUBSTR(s.number, LENGTH(t.code) + 2) AS INTEGER) > t.last_document"
        ),
        N_("The number {where} was given before its turn."),
    ),
    (
        "drawer",
        (
            "SELECT d.number FROM drawer d LEFT JOIN (SELECT s.drawer_id, SUM(p.amount_cents) AS c FROM sale s"
            " JOIN sale_payment p ON p.sale_id = s.id WHERE p.method = 'cash' GROUP BY s.drawer_id) k"
            " ON k.drawer_id = d.id WHERE d.closed_at IS NOT NULL"
            " AND d.expected_cents <> d.float_cents + COALESCE(k.c, 0)"
        ),
        N_("What was expected in drawer {where} is not its float and its cash."),
    ),
    (
        "drawer_slip",
        (
            "SELECT d.number FROM drawer d LEFT JOIN issued_paper p ON p.kind = 'drawer' AND p.number = d.number"
            " WHERE d.closed_at IS NOT NULL AND p.id IS NULL"
        ),
        N_("Drawer {where} was closed without a slip."),
    ),
)
"""What is proved, the query that finds where it fails, and how that is said."""


def prove(session: Session) -> Iterator[Fault]:
    """Find every fault in the books."""
    connection = wire(session)
    sale_key = "s.id" if connection.dialect.name == "sqlite" else "CAST(s.id AS varchar)"
    for what, query, message in RULES:
        for where in connection.execute(text(query.replace("{sale_key}", sale_key))).scalars():
            yield Fault(what, str(where), _(message).format(where=where))
    for broken in journal.broken_chains(session):
        where = f"{broken.till}/{broken.seq}"
        yield Fault(
            "journal",
            where,
            _("The journal of till {till} was changed at line {seq}.").format(till=broken.till, seq=broken.seq),
        )
    for name in guards.missing(connection):
        yield Fault(
            "guard",
            name,
            _("The guard {name} is missing or was changed. Open the shop once to put it up again.").format(name=name),
        )
    if connection.dialect.name == "sqlite":
        for word in connection.exec_driver_sql("PRAGMA integrity_check").scalars():
            if word != "ok":
                yield Fault("file", str(word), _("The file of the books is damaged: {fault}.").format(fault=word))
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check").all():
            yield Fault("link", str(row[0]), _("A row of {table} points at nothing.").format(table=row[0]))
