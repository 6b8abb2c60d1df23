"""A count with its differences in pieces, kilograms and euro: as they are, and as they were at its acceptance."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from kruidenier.i18n import _
from kruidenier.shop.goods import catalogue, counting, groups
from kruidenier.shop.goods.catalogue import ProductPrice
from kruidenier.shop.goods.count_books import in_scope, with_some_left
from kruidenier.shop.goods.count_entries import agreed, holding, names_of, standing
from kruidenier.shop.goods.counting import CountFacts
from kruidenier.shop.goods.counts import CountEntry
from kruidenier.shop.goods.names import best_name
from kruidenier.shop.goods.prices import line_total
from kruidenier.shop.goods.stock import Lot
from kruidenier.shop.office import papers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.counts import StockCount

PAPER, SCHEMA = "count", 1
MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Difference:
    """What was found of some goods, and what the books said at that moment."""

    lot: str | None
    """None: the books had none of it there, and nobody accepted the count yet."""
    code: str
    names: dict[str, str]
    group: str | None
    by_weight: bool
    by: str
    found_count: int
    found_grams: int
    book_count: int
    book_grams: int
    cents: int | None
    """What the difference is worth; None: nobody knows what these goods cost."""
    date_mark: str
    date: dt.date | None
    was_mark: str | None
    """None: a lot that the books did not have."""
    was_date: dt.date | None
    booked_count: int | None = None
    """What was booked on the lot: sales since that the books could not explain come off it. None: nothing yet."""
    booked_grams: int | None = None

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        if self.group is None:
            return _("mixed crates")
        return best_name(self.names, self.code)

    @property
    def count(self) -> int:
        """The difference in pieces."""
        return self.found_count - self.book_count

    @property
    def grams(self) -> int:
        """The difference in grams."""
        return self.found_grams - self.book_grams

    @property
    def is_right(self) -> bool:
        """Whether the books were right about these goods."""
        return not (self.count or self.grams) and (self.was_mark, self.was_date) == (self.date_mark, self.date)


@dataclass(frozen=True, slots=True)
class CountResult:
    """A count with its differences: as they are, or as they were when it was accepted."""

    facts: CountFacts
    lines: tuple[Difference, ...]
    not_counted: int
    """Lots that are there by the books, and that nobody counted: they stay as they are."""
    differing: str
    """Names of goods on which no two people agree yet, where two people count."""

    @property
    def hidden(self) -> bool:
        """Whether people still count who must not see this."""
        return self.facts.state == "open" and (self.facts.blind or self.facts.twice)

    @property
    def count(self) -> int:
        """The difference in pieces."""
        return sum(line.count for line in self.lines)

    @property
    def grams(self) -> int:
        """The difference in grams."""
        return sum(line.grams for line in self.lines)

    @property
    def cents(self) -> int:
        """The difference in money, of goods whose worth is known."""
        return sum(line.cents or 0 for line in self.lines)

    @property
    def unvalued(self) -> int:
        """Goods that differ, and nobody knows what they cost."""
        return sum(line.cents is None and bool(line.count or line.grams) for line in self.lines)


def look_up(session: Session, number: str, *, on: dt.date) -> CountResult:
    """Show a count with its differences: by the books of this moment, or as it was accepted."""
    count = counting.find(session, number)
    facts = counting.facts(session, count)
    if count.state == "accepted":
        figures = papers.figures_of(session, PAPER, count.number)
        return CountResult(facts, tuple(map(_read, figures["lines"])), figures["not_counted"], "")
    found = standing(session, count)
    differing = [goods for goods, entries in found.items() if agreed(count, entries) is None]
    return CountResult(
        facts,
        tuple(line for _entry, line in differences(session, count, on=on)),
        not_counted(session, count),
        names_of(session, found, differing),
    )


def differences(session: Session, count: StockCount, *, on: dt.date) -> list[tuple[int, Difference]]:
    """Tell what was found of everything that was counted, by name; with the key of its entry."""
    entries = holding(session, count)
    by_id = select(Lot).where(Lot.id.in_([entry.lot_id for entry in entries if entry.lot_id]))
    held = {lot.id: lot for lot in session.scalars(by_id)}
    items = catalogue.items(session, {entry.product_id for entry in entries if entry.product_id})
    said = groups.names_by_language(session)
    asked = _reference_prices(session, items)
    lines = []
    for entry in entries:
        lot, item = held.get(entry.lot_id or ""), items.get(entry.product_id or "")
        group = item.group if item else lot.group_code if lot else None
        line = Difference(
            lot=lot.number if lot else None,
            code=item.code if item else group or MIXED,
            names=dict(item.names) if item else said.get(group or "", {}),
            group=group,
            by_weight=item.by_weight if item else True,
            by=entry.by,
            found_count=entry.count,
            found_grams=entry.grams,
            book_count=entry.book_count,
            book_grams=entry.book_grams,
            cents=None,
            date_mark=entry.date_mark,
            date=entry.date,
            was_mark=lot.date_mark if lot else None,
            was_date=lot.date if lot else None,
        )
        each = _worth(lot, asked.get(entry.product_id or "", []), on=on)
        lines.append((entry.id, replace(line, cents=None if each is None else _value(line, each))))
    return sorted(lines, key=lambda one: (one[1].name.casefold(), one[1].date or dt.date.max, one[0]))


def not_counted(session: Session, count: StockCount) -> int:
    """Tell how many lots are there by the books, and nobody counted them."""
    entered = select(CountEntry.lot_id).where(CountEntry.count_id == count.id, CountEntry.lot_id.is_not(None))
    left = select(func.count()).select_from(Lot).where(in_scope(count), with_some_left(), Lot.id.not_in(entered))
    return session.scalar(left) or 0


def plain(line: Difference) -> dict[str, Any]:
    """Write a difference as the paper keeps it."""
    return {name: str(value) if isinstance(value, dt.date) else value for name, value in asdict(line).items()}


def _reference_prices(session: Session, products: Iterable[str]) -> dict[str, list[tuple[dt.date, int]]]:
    """Read the reference prices of products with the day from which each holds, the newest first."""
    prices: dict[str, list[tuple[dt.date, int]]] = {}
    asked = (
        select(ProductPrice.product_id, ProductPrice.valid_from, ProductPrice.cents)
        .where(ProductPrice.product_id.in_(list(products)), ProductPrice.kind == "reference")
        .where(ProductPrice.cents.is_not(None))
        .order_by(ProductPrice.valid_from.desc())
    )
    for product_id, valid_from, cents in session.execute(asked):
        prices.setdefault(product_id, []).append((valid_from, cents or 0))
    return prices


def _worth(lot: Lot | None, prices: Sequence[tuple[dt.date, int]], *, on: dt.date) -> int | None:
    """Tell cents per piece or kilogram: what was paid or noted at intake, else the reference price of that day."""
    if lot is not None and (lot.unit_cost_cents or lot.reference_value_cents):
        return lot.unit_cost_cents or lot.reference_value_cents
    received = lot.received_on if lot else on
    return next((cents for valid_from, cents in prices if valid_from <= received), None)


def _value(line: Difference, each: int) -> int:
    """Value a difference, rounded alike whether goods are missing or were found."""
    missing = -1 if (line.grams if line.by_weight else line.count) < 0 else 1
    pieces, grams = (None, abs(line.grams)) if line.by_weight else (abs(line.count), None)
    return missing * line_total(unit_price_cents=each, count=pieces, grams=grams)


def _read(line: Mapping[str, Any]) -> Difference:
    dates = {name: dt.date.fromisoformat(line[name]) if line[name] else None for name in ("date", "was_date")}
    return Difference(**{**line, **dates})
