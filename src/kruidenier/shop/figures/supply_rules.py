"""What must agree in the books of deliveries: lines, the lots they became, gift notes, and what was sorted out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from kruidenier.i18n import N_
from kruidenier.shop.figures import supplier_json
from kruidenier.shop.office.papers import IssuedPaper
from kruidenier.shop.supply import issued_reports
from kruidenier.shop.supply.issued_reports import IssuedReport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

RULES = (
    (
        "delivery_line",
        (
            "SELECT DISTINCT d.number FROM delivery_line l JOIN delivery d ON d.id = l.delivery_id WHERE"
            " (l.lot_id IS NOT NULL) <> (d.state = 'signed' AND l.refused_reason IS NULL AND l.struck_at IS NULL)"
        ),
        N_("A line of delivery {where} is in stock though it was not taken in, or the other way round."),
    ),
    (
        "delivery_lot",
        (
            "SELECT DISTINCT d.number FROM delivery_line l JOIN delivery d ON d.id = l.delivery_id"
            " JOIN lot t ON t.id = l.lot_id LEFT JOIN (SELECT lot_id, MIN(id) AS id FROM movement"
            " WHERE reason = 'received' GROUP BY lot_id) f ON f.lot_id = l.lot_id LEFT JOIN movement m ON m.id = f.id"
            " WHERE m.id IS NULL OR m.count <> l.count OR m.grams <> l.grams"
            " OR m.document_id <> CAST(d.id AS VARCHAR(36)) OR t.delivery_id <> d.id"
            " OR t.supplier_id <> d.supplier_id OR t.origin <> l.origin"
        ),
        N_("A lot of delivery {where} is not what came through the door."),
    ),
    (
        "gift_note",
        (
            "SELECT d.number FROM delivery d WHERE (d.gift_note IS NOT NULL) <> (d.state = 'signed' AND EXISTS"
            " (SELECT 1 FROM delivery_line l WHERE l.delivery_id = d.id AND l.struck_at IS NULL"
            " AND l.refused_reason IS NULL AND l.origin IN ('donated', 'food_bank', 'garden')))"
        ),
        N_("Delivery {where} has a gift note and nothing was given, or the other way round."),
    ),
    (
        "gift_note",
        (
            "SELECT d.gift_note FROM delivery d LEFT JOIN issued_paper p ON p.kind = 'gift_note'"
            " AND p.number = d.gift_note WHERE d.gift_note IS NOT NULL AND p.id IS NULL"
            " UNION ALL SELECT p.number FROM issued_paper p LEFT JOIN delivery d ON d.gift_note = p.number"
            " LEFT JOIN note_correction c ON c.note = p.number"
            " WHERE p.kind = 'gift_note' AND d.id IS NULL AND c.id IS NULL"
            " UNION ALL SELECT c.note FROM note_correction c LEFT JOIN issued_paper p ON p.kind = 'gift_note'"
            " AND p.number = c.note WHERE p.id IS NULL"
        ),
        N_("There is no gift note {where}, or no delivery of it."),
    ),
    (
        "supplier_report",
        (
            "SELECT r.number FROM supplier_report r LEFT JOIN issued_paper p ON p.kind = 'supplier_report'"
            " AND p.number = r.number WHERE p.id IS NULL"
            " UNION ALL SELECT p.number FROM issued_paper p LEFT JOIN supplier_report r ON r.number = p.number"
            " WHERE p.kind = 'supplier_report' AND r.id IS NULL"
        ),
        N_("There is no report {where} to a supplier, or no paper of it."),
    ),
    (
        "sorted_conserves",
        (
            "SELECT d.number FROM (SELECT document_id FROM movement WHERE reason = 'sorted' GROUP BY document_id"
            " HAVING SUM(grams) <> 0) m JOIN deed d ON CAST(d.id AS VARCHAR(36)) = m.document_id"
        ),
        N_("{where} let grams appear or vanish between crates and what was sorted out of them."),
    ),
    (
        "parted",
        (
            "SELECT c.number FROM lot c JOIN lot p ON p.id = c.parent_id WHERE p.origin <> c.origin"
            " OR p.supplier_id <> c.supplier_id OR p.delivery_id <> c.delivery_id"
            " OR COALESCE(p.fund, '') <> COALESCE(c.fund, '')"
        ),
        N_("Lot {where} is of another giver, origin or fund than the lot that it came from."),
    ),
)
"""What is proved, the query that finds where it fails, and how that is said."""

REPORT_SAYS = N_("Report {where} to a supplier does not add up.")


def wrong_reports(session: Session) -> Iterator[str]:
    """Find issued reports whose frozen kilograms do not add up, or whose households are not those of the list."""
    asked = (
        select(IssuedReport.number, IssuedReport.households, IssuedPaper.figures)
        .join(IssuedPaper, (IssuedPaper.kind == issued_reports.KIND) & (IssuedPaper.number == IssuedReport.number))
        .order_by(IssuedReport.number)
    )
    for row in session.execute(asked):
        told = supplier_json.thawed(row.figures)
        noted = sum(note.grams for note in told.notes)
        if not told.fate.adds_up or told.grams != noted or told.households != row.households:
            yield row.number
