"""What must agree in the books of the welcome desk: no number of a day is missing, and each lies on its own day."""

from __future__ import annotations

from kruidenier.i18n import N_

RULES = (
    (
        "arrival_numbers",
        (
            "SELECT CAST(happened_on AS VARCHAR(10)) FROM arrival WHERE number IS NOT NULL"
            " GROUP BY happened_on HAVING COUNT(*) <> MAX(number) OR MIN(number) < 1"
        ),
        N_("A number of the welcome desk is missing on {where}."),
    ),
    (
        "arrival_day",
        (
            "SELECT DISTINCT CAST(a.happened_on AS VARCHAR(10)) FROM arrival a"
            " JOIN arrival_household h ON h.arrival_id = a.id WHERE h.happened_on <> a.happened_on"
        ),
        N_("Whose number it was on {where} is written on another day."),
    ),
)
"""What is proved, the query that finds where it fails, and how that is said."""
