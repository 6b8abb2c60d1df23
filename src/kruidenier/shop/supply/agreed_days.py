"""No pick-up is promised twice: two signed agreements never send somebody to one establishment on the same day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta
from sqlalchemy import select

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.supply import recurrence
from kruidenier.shop.supply.agreements import Agreement, PickUp, merged
from kruidenier.shop.supply.suppliers import Supplier

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

MEET_WITHIN = relativedelta(years=16)
"""Two rules of at most eight weeks that ever meet, in whatever months, do so within these years."""


class AgreedTwice(ShopError):
    """A pick-up on a day that another agreement promises already."""

    message = N_(
        "Under agreement {other} goods are fetched at {supplier} on {day} already. End that one before that day, or"
        " choose other days."
    )


def require_free(session: Session, agreement: Agreement, pick_ups: Iterable[PickUp]) -> None:
    """Refuse pick-ups of a signed agreement on days that another signed one promises at the same establishment."""
    roots = merged(session)
    asked = (
        select(Agreement, PickUp)
        .join(PickUp, PickUp.agreement_id == Agreement.id)
        .where(Agreement.id != agreement.id, Agreement.signed_on.is_not(None))
        .order_by(Agreement.number, PickUp.id)
    )
    promised = session.execute(asked).all()
    for mine in pick_ups:
        place = roots.get(mine.supplier_id, mine.supplier_id)
        for other, theirs in promised:
            here = roots.get(theirs.supplier_id, theirs.supplier_id) == place
            day = _first_common((agreement, mine), (other, theirs)) if here else None
            if day is not None:
                supplier = session.get_one(Supplier, place)
                raise AgreedTwice(other=other.number, supplier=supplier.name, day=day)


def _first_common(*plans: tuple[Agreement, PickUp]) -> dt.date | None:
    """Find the first day on which two pick-ups fall while both agreements hold."""
    begin = max(max(agreement.holds_from, pick_up.since) for agreement, pick_up in plans)
    ends = (day for agreement, pick_up in plans for day in (agreement.last_day, pick_up.until) if day is not None)
    end = min(ends, default=begin + MEET_WITHIN)
    one, other = (
        set(recurrence.days_of(pick_up.rule, since=pick_up.since, first=begin, last=end)) for _one, pick_up in plans
    )
    return min(one & other, default=None)
