"""Which purse of a household pays for a line: the budget, the worth of free goods, or neither beyond the budget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from kruidenier.shop.goods.prices import FREE_ORIGIN, line_total
from kruidenier.shop.people.budgets import BudgetEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.settings import Settings
    from kruidenier.shop.till.kept import KeptLine

BEYOND, FREE, PAID = "beyond", "free", "paid"


def purse_of(item: Any) -> str:
    """Tell the purse of a scanned line."""
    return item.purse or (FREE if item.unit_price_cents == 0 else PAID)


def charged_cents(lines: Iterable[Mapping[str, Any]]) -> int:
    """Tell what lines charge to the budget: all but what was sold at the higher price beyond it."""
    return sum(line["total_cents"] for line in lines if line["purse"] != BEYOND)


def free_cents(items: Sequence[Any], settings: Settings) -> int:
    """Tell what free goods would have cost here; 0 in a shop that sets no limit to them. ESF+ goods stand apart."""
    if settings["budget.free_adult_cents"] is None and settings["budget.free_child_cents"] is None:
        return 0
    lines: dict[int, list[Any]] = {}
    for item in items:
        if item.unit_price_cents == 0 and item.origin != FREE_ORIGIN:
            lines.setdefault(item.line, []).append(item)
    return sum(
        _worth(first.list_price_cents, sum(i.grams if i.by_weight else i.count for i in line), first.by_weight)
        for line in lines.values()
        for first in line[:1]
    )


def kept_worth(kept: Iterable[KeptLine]) -> int:
    """Tell what the free goods that a household keeps of a sale would have cost."""
    return sum(
        _worth(line.row.list_price_cents, line.amount, line.row.grams is not None)
        for line in kept
        if line.row.purse == FREE and not any(take.row.origin == FREE_ORIGIN for take in line.takes)
    )


def charged_to_free(session: Session, sale_id: str) -> int:
    """Tell what a sale charged to the purse of free goods."""
    charged = select(func.sum(BudgetEntry.cents)).where(BudgetEntry.document_id == sale_id, BudgetEntry.purse == FREE)
    return int(session.scalar(charged) or 0)


def _worth(list_price_cents: int, amount: int, by_weight: bool) -> int:  # noqa: FBT001 the line's own fact
    count, grams = (None, amount) if by_weight else (amount, None)
    return line_total(unit_price_cents=list_price_cents, count=count, grams=grams)
