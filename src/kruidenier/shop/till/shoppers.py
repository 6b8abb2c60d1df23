"""The household at the counter: what it may and what is left, gathered once when the card is scanned."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kruidenier.shop.goods.judging import Visitor
from kruidenier.shop.people import budgets, day_limits, facts, households, quotas, rights
from kruidenier.shop.people.needs import NEEDS
from kruidenier.shop.till.values import Shopper
from kruidenier.store.asking import ask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.settings import Settings
    from kruidenier.shop.people.facts import Fact
    from kruidenier.shop.people.households import Held, Size
    from kruidenier.shop.people.rights import Standing


@dataclass(frozen=True, slots=True)
class Visit:
    """A household judged on one day."""

    held: Held
    on: dt.date
    standing: Standing
    size: Size
    period: budgets.Period
    limit_cents: int
    spent_cents: int
    needs: tuple[str, ...]
    free_limit_cents: int | None
    free_spent_cents: int
    quotas: tuple[quotas.Use, ...]
    arrival: int | None
    """The number in the queue of whoever came by the welcome desk that day."""

    @property
    def left_cents(self) -> int:
        """What is left of the budget; negative after a change of the household."""
        return self.limit_cents - self.spent_cents

    @property
    def visitor(self) -> Visitor:
        """What decides about lots."""
        return Visitor(grocery=self.standing.may_shop, esf=self.standing.esf_entitled)

    @property
    def shopper(self) -> Shopper:
        """The household as the checkout shows it."""
        return Shopper(
            card=self.held.card,
            status=self.standing.status,
            says=tuple(reason.message for reason in self.standing.reasons),
            size=self.size.people,
            adults=self.size.adults,
            children=self.size.children,
            lang=self.held.lang,
            grocery_until=self.standing.grocery.until,
            esf=self.standing.esf_entitled,
            period_from=self.period.start,
            period_until=self.period.until,
            limit_cents=self.limit_cents,
            spent_cents=self.spent_cents,
            needs=self.needs,
            free_limit_cents=self.free_limit_cents,
            free_spent_cents=self.free_spent_cents,
            quotas={use.quota: use.left for use in self.quotas},
        )


def visit(session: Session, held: Held, *, on: dt.date, settings: Settings) -> Visit:
    """Ask about a household and judge it."""
    return judge(held, ask(session, facts.of(held.id, on)), on=on, settings=settings)


def judge(held: Held, known: Sequence[Fact], *, on: dt.date, settings: Settings) -> Visit:
    """Judge a household on a day: rights, size, budget and quotas."""
    period = budgets.period_of(on, settings)
    size = households.size_on(known, on)
    return Visit(
        held=held,
        on=on,
        standing=rights.standing(known, on=on, settings=settings),
        size=size,
        period=period,
        limit_cents=budgets.limit_cents(size, settings),
        spent_cents=budgets.spent_cents(known, period),
        needs=tuple(sorted(fact.what for fact in known if fact.what in NEEDS)),
        free_limit_cents=budgets.free_limit_cents(size, settings),
        free_spent_cents=budgets.spent_cents(known, period, purse="free"),
        quotas=quotas.uses(known, size, place=day_limits.place_of(held.id), on=on, settings=settings),
        arrival=next((fact.first for fact in known if fact.what == "arrival"), None),
    )
