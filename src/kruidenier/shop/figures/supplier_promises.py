"""What a supplier promised and kept in a period: its agreements with their pick-ups."""

from __future__ import annotations

import datetime as dt
from collections import Counter as Tally
from typing import TYPE_CHECKING

from kruidenier.shop.figures.supplier_values import Kept
from kruidenier.shop.supply import agreements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session


def kept(
    session: Session, suppliers: Sequence[str], *, first: dt.date, last: dt.date, today: dt.date | None
) -> tuple[Kept, ...]:
    """Tell how the agreements of some suppliers were kept; pick-ups from today on are still to come."""
    held = {
        agreement.number: agreement
        for key in suppliers
        for agreement in agreements.covering(session, key)
        if agreement.signed_on is not None
        and agreement.holds_from <= last
        and (agreement.last_day is None or agreement.last_day >= first)
    }
    if not held:
        return ()
    days: dict[str, Tally[str]] = {number: Tally() for number in held}
    for key in suppliers:
        for pick_up in agreements.pick_ups(session, key, first=first, last=last, on=today):
            days.setdefault(pick_up.agreement, Tally())[pick_up.state] += 1
    return tuple(
        Kept(
            agreement=number,
            covers=agreement.covers,
            since=agreement.holds_from,
            until=agreement.last_day,
            expected=days[number]["kept"] + days[number]["missed"],
            kept=days[number]["kept"],
            missed=days[number]["missed"],
            refused=days[number]["refused"],
            cancelled=days[number]["cancelled"],
            to_come=days[number]["expected"],
        )
        for number, agreement in sorted(held.items())
    )
