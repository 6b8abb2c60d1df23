"""The books proved: what must agree is added up again, all in sets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import String, cast, func, select, text

from kruidenier.i18n import N_, _
from kruidenier.shop.figures import (
    agreement_rules,
    arrival_rules,
    count_rules,
    funder_rules,
    label_rules,
    note_rules,
    quota_rules,
    recall_rules,
    stock_rules,
    supply_rules,
)
from kruidenier.shop.goods import crates
from kruidenier.shop.goods.deeds import Deed
from kruidenier.shop.goods.stock import Movement
from kruidenier.shop.office import journal
from kruidenier.shop.office.papers import IssuedPaper
from kruidenier.shop.till.cash import Drawer
from kruidenier.shop.till.sales import Sale, SalePayment
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
        "sale_line",
        (
            "SELECT DISTINCT s.number FROM sale_line l JOIN sale s ON s.id = l.sale_id WHERE s.kind = 'sale' AND"
            " l.total_cents <> CASE WHEN l.grams IS NULL THEN l.count * l.unit_price_cents"
            " ELSE (l.grams * l.unit_price_cents + 500) / 1000 END"
        ),
        N_("A line of {where} is not its amount times its price."),
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
        "sale_stock",
        (
            "SELECT DISTINCT COALESCE(s.number, f.document) FROM (SELECT document FROM"
            " (SELECT CAST(t.sale_id AS VARCHAR(36)) AS document, t.lot_id,"
            " CASE WHEN l.kind = 'bulk' THEN 0 ELSE t.count END AS c, t.grams AS g"
            " FROM sale_take t JOIN lot l ON l.id = t.lot_id"
            " UNION ALL SELECT m.document_id, m.lot_id, m.count, m.grams FROM movement m"
            " WHERE m.reason IN ('sold', 'void', 'refund')) moved"
            " GROUP BY document, lot_id HAVING SUM(c) <> 0 OR SUM(g) <> 0) f"
            " LEFT JOIN sale s ON CAST(s.id AS VARCHAR(36)) = f.document"
        ),
        N_("The stock movements of {where} are not the goods it sold."),
    ),
    (
        "sale_origin",
        (
            "SELECT DISTINCT s.number FROM sale_take t JOIN sale s ON s.id = t.sale_id JOIN lot l ON l.id = t.lot_id"
            " WHERE t.origin <> l.origin"
        ),
        N_("The origin of goods on {where} is not that of their lot."),
    ),
    (
        "correction",
        (
            "SELECT DISTINCT s.number FROM (SELECT COALESCE(d.of_sale_id, d.id) AS root,"
            " CAST(SUM(l.count) AS BIGINT) AS c, CAST(SUM(l.grams) AS BIGINT) AS g,"
            " CAST(SUM(l.total_cents) AS BIGINT) AS t, MIN(l.unit_price_cents) AS p, MAX(l.unit_price_cents) AS q"
            " FROM sale_line l JOIN sale d ON d.id = l.sale_id"
            " GROUP BY COALESCE(d.of_sale_id, d.id), COALESCE(l.of_position, l.position)) kept"
            " JOIN sale s ON s.id = kept.root"
            " WHERE p <> q OR c < 0 OR g < 0 OR t <> CASE WHEN g IS NULL THEN c * p ELSE (g * p + 500) / 1000 END"
        ),
        N_("What was given back of {where} is not what its goods cost."),
    ),
    (
        "void",
        (
            "SELECT c.number FROM sale c JOIN sale s ON s.id = c.of_sale_id WHERE c.kind = 'void'"
            " AND (c.total_cents <> -s.total_cents OR c.rounding_cents <> -s.rounding_cents)"
        ),
        N_("{where} does not cancel its sale exactly."),
    ),
    (
        "budget",
        (
            "SELECT s.number FROM sale s LEFT JOIN"
            " (SELECT document_id, SUM(cents) AS c FROM budget_entry WHERE purse = 'paid' GROUP BY document_id) b"
            " ON b.document_id = CAST(s.id AS VARCHAR(36)) LEFT JOIN"
            " (SELECT sale_id, SUM(total_cents) AS c FROM sale_line WHERE purse = 'beyond' GROUP BY sale_id) x"
            " ON x.sale_id = s.id WHERE b.c IS NULL OR b.c <> s.total_cents - COALESCE(x.c, 0)"
        ),
        N_("The budget was not charged with the total of {where}."),
    ),
    (
        "budget_document",
        (
            "SELECT DISTINCT COALESCE(s.number, b.document_id) FROM budget_entry b"
            " LEFT JOIN sale s ON CAST(s.id AS VARCHAR(36)) = b.document_id LEFT JOIN sale o ON o.id = s.of_sale_id"
            " WHERE s.id IS NULL OR b.pseudonym <> s.pseudonym"
            " OR b.happened_on <> COALESCE(o.happened_on, s.happened_on)"
        ),
        N_("A budget entry is not that of its document ({where})."),
    ),
    (
        "journal_document",
        (
            "SELECT s.number FROM sale s LEFT JOIN journal j"
            " ON j.subject = s.number AND j.verb = s.kind AND j.till_id = s.till_id"
            " WHERE j.id IS NULL OR {total} <> s.total_cents"
        ),
        N_("{where} is not what the journal says."),
    ),
    (
        "journal_document",
        (
            "SELECT j.subject FROM journal j LEFT JOIN sale s ON s.number = j.subject"
            " WHERE j.verb IN ('sale', 'void', 'refund') AND s.id IS NULL"
        ),
        N_("The journal knows {where}, and it is gone."),
    ),
    (
        "number",
        (
            "SELECT n.number FROM (SELECT number FROM sale UNION ALL SELECT number FROM drawer"
            " UNION ALL SELECT number FROM delivery"
            " UNION ALL SELECT gift_note FROM delivery WHERE gift_note IS NOT NULL"
            " UNION ALL SELECT number FROM deed UNION ALL SELECT number FROM stock_count"
            " UNION ALL SELECT number FROM recall UNION ALL SELECT number FROM award"
            " UNION ALL SELECT number FROM agreement) n"
            " GROUP BY n.number HAVING COUNT(*) > 1"
        ),
        N_("The number {where} was given twice."),
    ),
    (
        "number",
        (
            "SELECT n.number FROM (SELECT number FROM sale UNION ALL SELECT number FROM drawer"
            " UNION ALL SELECT number FROM delivery"
            " UNION ALL SELECT gift_note FROM delivery WHERE gift_note IS NOT NULL"
            " UNION ALL SELECT number FROM deed UNION ALL SELECT number FROM recall"
            " UNION ALL SELECT number FROM award UNION ALL SELECT number FROM agreement) n JOIN till t"
            " ON SUBSTR(n.number, 1, LENGTH(t.code) + 1) = t.code || '-'"
            " WHERE CASE WHEN SUBSTR(n.number, LENGTH(t.code) + 2) NOT LIKE '%-%'"
            " THEN CAST(SUBSTR(n.number, LENGTH(t.code) + 2) AS BIGINT) END > t.last_document"
        ),
        N_("The number {where} was given before its turn."),
    ),
    (
        "drawer",
        (
            "SELECT d.number FROM drawer d LEFT JOIN (SELECT s.drawer_id, SUM(p.amount_cents) AS c FROM sale s"
            " JOIN sale_payment p ON p.sale_id = s.id WHERE p.method = 'cash' GROUP BY s.drawer_id) k"
            " ON k.drawer_id = d.id"
            " WHERE d.closed_at IS NOT NULL AND d.expected_cents <> d.float_cents + COALESCE(k.c, 0)"
        ),
        N_("What was expected in drawer {where} is not its float and its cash."),
    ),
    (
        "search",
        (
            "SELECT p.code FROM product p LEFT JOIN product_words w ON w.product_id = p.id"
            " WHERE w.product_id IS NULL AND NOT p.draft AND p.archived_at IS NULL"
        ),
        N_("{where} cannot be found by its words. Import it again with the list of products."),
    ),
)
"""What is proved, the query that finds where it fails, and how that is said."""


_JOURNALED = {
    "sqlite": "json_extract(j.details, '$.total_cents')",
    "postgresql": "CAST(j.details ->> 'total_cents' AS BIGINT)",
}
"""The total that the journal kept, as each database reads it."""


COMPARED = (
    ("gift_note", note_rules.wrong_notes, note_rules.NOTE_SAYS),
    ("gift_summary", note_rules.wrong_summaries, note_rules.SUMMARY_SAYS),
    ("supplier_report", supply_rules.wrong_reports, supply_rules.REPORT_SAYS),
    ("count_paper", count_rules.wrong_counts, count_rules.PAPER_SAYS),
    ("recall_figures", recall_rules.wrong_figures, recall_rules.FIGURES_SAY),
    ("certificate", label_rules.wrong_certificates, label_rules.SAYS),
    ("recalled_lot", recall_rules.forgotten_lots, recall_rules.FORGOTTEN),
    ("agreement_paper", agreement_rules.wrong_papers, agreement_rules.PAPER_SAYS),
    ("agreement_annex", agreement_rules.wrong_annexes, agreement_rules.ANNEX_SAYS),
    ("funder_report", funder_rules.wrong_papers, funder_rules.SAYS),
    ("agreement_rule", agreement_rules.unreadable_days, agreement_rules.RULE_SAYS),
)
"""What is compared with what was written down, the question that finds where it fails, and how that is said."""


def prove(session: Session) -> Iterator[Fault]:
    """Find every fault in the books."""
    connection = wire(session)
    rules = (
        *RULES,
        *stock_rules.RULES,
        *supply_rules.RULES,
        *note_rules.RULES,
        *count_rules.RULES,
        *recall_rules.RULES,
        *label_rules.RULES,
        *agreement_rules.RULES,
        *quota_rules.RULES,
        *arrival_rules.RULES,
    )
    for what, query, message in rules:
        found = connection.execute(text(query.replace("{total}", _JOURNALED[connection.dialect.name])))
        for where in found.scalars():
            yield Fault(what, str(where), _(message).format(where=where))
    yield from _slips(session)
    yield from _rounds(session)
    for what, wrong, sentence in COMPARED:
        for number in wrong(session):
            yield Fault(what, number, _(sentence).format(where=number))
    for broken in journal.broken_chains(session):
        sentence = _("The journal of till {till} was changed at line {seq}.")
        yield Fault("journal", f"{broken.till}/{broken.seq}", sentence.format(till=broken.till, seq=broken.seq))
    yield from _seals(session)
    for name in guards.missing(connection):
        sentence = _("The guard {name} is missing or was changed. Open the shop once to put it up again.")
        yield Fault("guard", name, sentence.format(name=name))
    if connection.dialect.name == "sqlite":
        yield from _file(session)


def _seals(session: Session) -> Iterator[Fault]:
    """Compare the journal with the seals on closing slips: a chain that was made anew from some line on shows."""
    papers = session.scalars(select(IssuedPaper.figures).where(IssuedPaper.kind == "drawer").order_by(IssuedPaper.id))
    for figures in papers:
        for till, seq, seal in figures.get("seals", ()):
            if journal.sealed_as(session, till, seq) != seal:
                sentence = _("The journal of till {where} is not the one that a closing slip sealed.")
                yield Fault("seal", f"{till}/{seq}", sentence.format(where=till))


def _slips(session: Session) -> Iterator[Fault]:
    """Compare the slips of closed drawers, as they were issued, with what the sales say."""
    paid: dict[tuple[str | None, str], int] = {}
    for drawer_id, method, cents in session.execute(
        select(Sale.drawer_id, SalePayment.method, func.sum(SalePayment.amount_cents))
        .join(SalePayment, SalePayment.sale_id == Sale.id)
        .group_by(Sale.drawer_id, SalePayment.method)
    ):
        paid[drawer_id, method] = int(cents)
    slips = (
        select(Drawer, IssuedPaper.figures)
        .outerjoin(IssuedPaper, (IssuedPaper.kind == "drawer") & (IssuedPaper.number == Drawer.number))
        .where(Drawer.closed_at.is_not(None))
        .order_by(Drawer.number)
    )
    for drawer, figures in session.execute(slips):
        if figures is None:
            sentence = _("Drawer {where} was closed without a slip.")
            yield Fault("drawer_slip", drawer.number, sentence.format(where=drawer.number))
            continue
        told = {
            **{f"{method}_cents": paid.get((drawer.id, method), 0) for method in ("cash", "card", "voucher")},
            "float_cents": drawer.float_cents,
            "expected_cents": drawer.expected_cents,
            "counted_cents": drawer.counted_cents,
            "reason": drawer.reason or "",
        }
        if any(figures.get(name, "") != said for name, said in told.items()):
            sentence = _("The slip of drawer {where} is not what its sales say.")
            yield Fault("drawer_slip", drawer.number, sentence.format(where=drawer.number))


def _rounds(session: Session) -> Iterator[Fault]:
    """Compare the closing rounds of the crates, as they were written down, with what they moved."""
    moved = {
        number: int(grams)
        for number, grams in session.execute(
            select(Deed.number, func.sum(Movement.grams))
            .join(Movement, Movement.document_id == cast(Deed.id, String(36)))
            .where(Deed.verb == crates.PAPER)
            .group_by(Deed.number)
        )
    }
    issued = select(IssuedPaper.number, IssuedPaper.figures).where(IssuedPaper.kind == crates.PAPER)
    for number, figures in session.execute(issued.order_by(IssuedPaper.number)):
        told = sum(line["found"] - line["compost"] - line["gone"] for line in figures["lines"])
        if told != moved.pop(number, 0):
            sentence = _("The crate round {where} did not move what it says.")
            yield Fault("crate_round", number, sentence.format(where=number))
    for number in moved:
        yield Fault("crate_round", number, _("The crate round {where} has no paper.").format(where=number))


def _file(session: Session) -> Iterator[Fault]:
    """Ask SQLite whether its file is whole."""
    connection = wire(session)
    for word in connection.exec_driver_sql("PRAGMA integrity_check").scalars():
        if word != "ok":
            yield Fault("file", str(word), _("The file of the books is damaged: {fault}.").format(fault=word))
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        yield Fault("link", str(row[0]), _("A row of {table} points at nothing.").format(table=row[0]))
