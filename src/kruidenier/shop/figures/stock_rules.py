"""What must agree in the books of stock: deeds, what they moved, and what was taken back."""

from __future__ import annotations

from kruidenier.i18n import N_

RULES = (
    (
        "deed_conserves",
        (
            "SELECT d.number FROM (SELECT document_id FROM movement"
            " WHERE reason IN ('moved', 'frozen', 'repacked', 'graded', 'cleared') GROUP BY document_id"
            " HAVING SUM(count) <> 0 OR SUM(grams) <> 0) m JOIN deed d ON CAST(d.id AS VARCHAR(36)) = m.document_id"
        ),
        N_("{where} let goods appear or vanish between two lots."),
    ),
    (
        "deed_undone",
        (
            "SELECT DISTINCT d.number FROM movement u JOIN movement m ON m.id = u.undoes_id"
            " JOIN deed d ON CAST(d.id AS VARCHAR(36)) = u.document_id"
            " WHERE u.lot_id <> m.lot_id OR u.count <> -m.count OR u.grams <> -m.grams"
        ),
        N_("{where} does not take its deed back exactly."),
    ),
    (
        "deed_undone",
        (
            "SELECT d.number FROM deed d LEFT JOIN deed u ON u.undoes_id = d.id"
            " WHERE (d.undone_at IS NULL) <> (u.id IS NULL)"
        ),
        N_("{where} says that it was taken back, or does not, and that is not so."),
    ),
    (
        "deed_journal",
        (
            "SELECT d.number FROM deed d LEFT JOIN journal j"
            " ON j.subject = d.number AND j.verb = d.verb AND j.till_id = d.till_id WHERE j.id IS NULL"
        ),
        N_("{where} is not what the journal says."),
    ),
    (
        "transfer",
        (
            "SELECT COALESCE(d.number, m.document_id, 'movement ' || m.id) FROM movement m"
            " LEFT JOIN transfer t ON CAST(t.id AS VARCHAR(36)) = m.document_id LEFT JOIN deed d ON d.id = t.id"
            " WHERE m.reason = 'transferred' AND (t.id IS NULL OR t.lot_id <> m.lot_id OR t.count <> -m.count"
            " OR t.grams <> -m.grams OR t.happened_on <> m.happened_on)"
        ),
        N_("{where} took goods to a partner, and its paper does not say so."),
    ),
    (
        "transfer",
        (
            "SELECT d.number FROM transfer t JOIN deed d ON d.id = t.id LEFT JOIN movement m"
            " ON m.lot_id = t.lot_id AND m.document_id = CAST(t.id AS VARCHAR(36)) AND m.reason = 'transferred'"
            " WHERE m.id IS NULL"
        ),
        N_("{where} says that goods went to a partner, and none did."),
    ),
    (
        "treated",
        (
            "SELECT c.number FROM lot c LEFT JOIN lot p ON p.id = c.parent_id WHERE c.treatment IS NOT NULL AND"
            " (p.id IS NULL OR p.origin <> c.origin OR p.product_id <> c.product_id OR p.supplier_id <> c.supplier_id)"
        ),
        N_("Lot {where} was frozen or repacked, and is not of the lot that it came from."),
    ),
    (
        "tick_journal",
        (
            "SELECT t.list || ' ' || t.task || ' ' || t.happened_on FROM ticked_off t LEFT JOIN journal j"
            " ON j.at = t.recorded_at AND j.by = t.by AND j.verb = CASE WHEN t.done THEN 'tick' ELSE 'untick' END"
            " AND j.subject = TRIM(t.list || ' ' || t.task || ' ' || t.subject) WHERE j.id IS NULL"
        ),
        N_("The tick {where} is not what the journal says."),
    ),
)
"""What is proved, the query that finds where it fails, and how that is said."""
