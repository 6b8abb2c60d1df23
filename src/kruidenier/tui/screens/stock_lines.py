"""The columns of the stock: by product, by food group, by lot; what to buy and what to fetch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from kruidenier.i18n import N_, _, ngettext, weight
from kruidenier.tui.widgets.long_list import Column
from kruidenier.tui.widgets.rows import spread

if TYPE_CHECKING:
    from kruidenier.shop.figures.buying import ToBuy
    from kruidenier.shop.figures.shelf_filling import Fetch
    from kruidenier.shop.figures.stock_levels import LotLevel
    from kruidenier.shop.figures.stock_search import Stock
    from kruidenier.shop.figures.stock_sums import GroupLevel, Level
    from kruidenier.tui.widgets.rows import Row

STATES = {"blocked": N_("BLOCKED"), "recalled": N_("RECALLED")}
SOON = 7
"""Days before its last day from which a lot says how many are left."""


def views() -> dict[str, str]:
    """Name the ways to look at the stock, with their keys."""
    return {"product": _("1 goods"), "group": _("2 groups"), "lot": _("3 lots")}


def summary(lots: Sequence[LotLevel], only: Iterable[str], *, view: str, width: int) -> tuple[Row, Row]:
    """Add up what is shown, under the ways to look at it, and say what is left out."""
    pieces, grams = sum(lot.count for lot in lots), sum(lot.grams for lot in lots)
    row = spread(
        *((f"[{words}]" if one == view else words, "") for one, words in views().items()),
        (ngettext("{n} lot", "{n} lots", len(lots)).format(n=len(lots)), "strong"),
        (ngettext("{n} piece", "{n} pieces", pieces).format(n=pieces), "strong"),
        (weight(grams), "strong"),
        width=width,
    )
    filters = ", ".join(only)
    said = [_("only: {what}").format(what=filters)] if filters else []
    said += [] if lots else [_("Nothing here fits.")]
    return row, spread(("   ".join(said), "soon"), width=width)


def listed(
    stock: Stock, lots: list[LotLevel], *, view: str, wide: bool
) -> tuple[Sequence[Any], list[Column], Callable[[Any], bool]]:
    """Give the lines of a view, their columns, and which of them may not go out."""
    from kruidenier.shop.figures import stock_sums
    from kruidenier.shop.office.folding import folded

    if view == "lot":
        first = sorted(lots, key=lambda lot: (lot.last_day or dt.date.max, lot.name))
        return first, of_lots(stock, wide=wide), lambda lot: not lot.may_go_out(stock.on)
    if view == "group":
        names = stock.groups
        groups = stock_sums.by_group(lots, on=stock.on)
        in_order = sorted(groups, key=lambda level: folded(names.get(level.group or "", "zz")))
        return in_order, of_groups(stock), lambda _level: False
    products = stock_sums.by_product(lots, on=stock.on)
    return products, of_products(stock, wide=wide), lambda level: level.blocked >= level.in_store > 0


def of_products(stock: Stock, *, wide: bool) -> list[Column]:
    """Tell how much there is of each product, and how much of it is free."""
    columns: list[Column] = [
        Column(_("goods"), 0, lambda level: level.name),
        Column(_("in store"), 10, lambda level: _much(level, level.in_store), right=True),
        Column(
            _("in baskets"), 10, lambda level: _much(level, level.in_baskets) if level.in_baskets else "", right=True
        ),
        Column(_("available"), 10, lambda level: _much(level, level.free), right=True),
        Column(_("last day"), 8, lambda level: short_day(level.next_day)),
    ]
    if wide:
        columns[4:4] = [
            Column(
                _("not for sale"), 12, lambda level: _much(level, level.blocked) if level.blocked else "", right=True
            )
        ]
        columns.append(Column(_("where"), 20, lambda level: named(level.places, stock.places)))
    return columns


def of_groups(stock: Stock) -> list[Column]:
    """Tell how much there is of each food group."""

    def name(level: GroupLevel) -> str:
        return stock.groups.get(level.group, level.group) if level.group else _("mixed crates")

    return [
        Column(_("food group"), 0, name),
        Column(_("products"), 8, lambda level: str(level.products), right=True),
        Column(_("pieces"), 8, lambda level: str(level.count), right=True),
        Column(_("weight"), 12, lambda level: weight(level.grams), right=True),
        Column(_("lots not for sale"), 10, lambda level: str(level.blocked_lots or ""), right=True),
        Column(_("last day"), 8, lambda level: short_day(level.next_day)),
    ]


def of_lots(stock: Stock, *, wide: bool) -> list[Column]:
    """Tell of each lot its last day, its place, and what is special about it."""
    from kruidenier.shop.goods import words

    columns: list[Column] = [
        Column(_("goods"), 0, lambda lot: lot.name),
        Column(_("lot"), 10, lambda lot: lot.lot),
        Column(_("left"), 10, left, right=True),
        Column(_("last day"), 8, lambda lot: short_day(lot.last_day)),
        Column(_("where"), 9, lambda lot: stock.places.get(lot.place, lot.place)),
        Column("", 11 if wide else 9, partial(_note, stock)),
    ]
    if wide:
        columns[3:3] = [
            Column(_("giver"), 14, lambda lot: stock.suppliers.get(lot.supplier or "", "")),
            Column(_("origin"), 10, lambda lot: _(words.ORIGINS[lot.origin])),
            Column(_("on the pack"), 11, lambda lot: short_day(lot.date)),
        ]
    return columns


def to_buy(*, wide: bool) -> list[Column]:
    """Tell what to buy, and why."""
    columns: list[Column] = [
        Column(_("goods"), 0, lambda line: line.name),
        Column(_("to buy"), 10, lambda line: _of(line, line.amount), right=True),
        Column(_("available"), 10, lambda line: _of(line, line.free), right=True),
        Column(_("at least"), 10, lambda line: _of(line, line.min_level), right=True),
        Column(_("wished"), 10, lambda line: _of(line, line.wished_level), right=True),
    ]
    if wide:
        columns.append(Column(_("code"), 14, lambda line: line.code))
    return columns


def to_fetch(*, wide: bool) -> list[Column]:
    """Tell what to fetch, and where to walk."""
    columns: list[Column] = [
        Column(_("where"), 13, lambda fetch: fetch.place_name),
        Column(_("goods"), 0, lambda fetch: fetch.name),
        Column(_("lot"), 10, lambda fetch: fetch.lot),
        Column(_("bring"), 9, lambda fetch: _of(fetch, fetch.amount), right=True),
        Column(_("last day"), 8, lambda fetch: short_day(fetch.last_day)),
        Column("", 8, lambda fetch: _("in front") if fetch.in_front else ""),
    ]
    if wide:
        columns[3:3] = [
            Column(_("on the shelf"), 12, lambda fetch: _of(fetch, fetch.on_shelf), right=True),
            Column(_("sold in a week"), 14, lambda fetch: _of(fetch, fetch.a_week), right=True),
        ]
    return columns


def left(lot: LotLevel) -> str:
    """Say what is left of a lot, in its own unit."""
    return weight(lot.grams) if lot.by_weight else str(lot.count)


def short_day(date: dt.date | None) -> str:
    """Write a date in little room."""
    return "" if date is None else f"{date:%d/%m/%y}"


def named(codes: Sequence[str], names: Mapping[str, str]) -> str:
    """Name some places."""
    return ", ".join(names.get(code, code) for code in codes)


def _much(level: Level, amount: int) -> str:
    return weight(amount) if level.by_weight else str(amount)


def _of(line: ToBuy | Fetch, amount: int) -> str:
    return weight(amount) if line.by_weight else str(amount)


def _note(stock: Stock, lot: LotLevel) -> str:
    """Say in a word what is special about a lot."""
    if lot.is_short or lot.state != "live":
        return _("short") if lot.is_short else _(STATES[lot.state])
    days = SOON + 1 if lot.last_day is None else (lot.last_day - stock.on).days
    if days < 0:
        return _("PAST")
    if days == 0:
        return _("today")
    return ngettext("{n} day", "{n} days", days).format(n=days) if days <= SOON else ""
