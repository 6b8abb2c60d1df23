"""What must agree in the books of quotas: what a household used of one is what its lines say, sold and given back."""

from __future__ import annotations

from kruidenier.i18n import N_

RULES = (
    (
        "quota",
        (
            "SELECT DISTINCT COALESCE(s.number, q.document_id) FROM quota_entry q"
            " LEFT JOIN sale s ON CAST(s.id AS VARCHAR(36)) = q.document_id LEFT JOIN sale o ON o.id = s.of_sale_id"
            " LEFT JOIN sale_line l ON l.sale_id = s.id AND l.position = q.position"
            " WHERE l.id IS NULL OR q.amount <> COALESCE(l.grams, l.count) OR q.pseudonym <> s.pseudonym"
            " OR q.happened_on <> COALESCE(o.happened_on, s.happened_on)"
        ),
        N_("What was taken of a quota is not what a line of {where} says."),
    ),
    (
        "quota_back",
        (
            "SELECT DISTINCT s.number FROM sale_line l JOIN sale s ON s.id = l.sale_id"
            " LEFT JOIN quota_entry q ON q.document_id = CAST(s.of_sale_id AS VARCHAR(36))"
            " AND q.position = l.of_position"
            " LEFT JOIN quota_entry b ON b.document_id = CAST(s.id AS VARCHAR(36)) AND b.position = l.position"
            " WHERE s.of_sale_id IS NOT NULL AND COALESCE(q.quota, '') <> COALESCE(b.quota, '')"
        ),
        N_("What {where} gave back is not given back to the quota."),
    ),
)
"""What is proved, the query that finds where it fails, and how that is said."""
