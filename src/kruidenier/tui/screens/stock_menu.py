"""Choosing which part of the stock is shown: a filter, or another day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta

from kruidenier.errors import ShopError
from kruidenier.i18n import N_, _, day, ngettext
from kruidenier.tui import reading
from kruidenier.tui.dialogs import Choice, Flow, ask, pick
from kruidenier.tui.screens import labelling

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kruidenier.shop.figures.stock_levels import LotLevel
    from kruidenier.tui.screens.stock import StockScreen

DAY_AND_MONTH = 4
"""Digits."""
SPANS = (
    (0, N_("today")),
    (2, N_("in two days")),
    (7, N_("in a week")),
    (31, N_("in a month")),
    (92, N_("in three months")),
)


class NotYet(ShopError):
    """A day that is still to come."""

    message = N_("{date} is still to come: nobody knows the stock of that day. Type a day that has been.")


def choose_filter(screen: StockScreen) -> Flow[None]:
    """Let one more filter be chosen; filters add up."""
    stock = screen.stock
    if stock is None:
        return
    choices = [
        Choice(_("a food group"), "group", "1"),
        Choice(_("a place"), "place", "2"),
        Choice(_("a giver or supplier"), "supplier", "3"),
        Choice(_("bought, given, …"), "origin", "4"),
        Choice(_("goes out of date"), "expiring", "5"),
        Choice(_("may not be sold"), "blocked", "6"),
        Choice(_("runs out"), "low", "7"),
        Choice(_("sold short"), "short", "8"),
        Choice(_("everything again"), "all", "9"),
    ]
    chosen = yield from pick(_("Show only what?"), choices)
    if chosen == "all":
        screen.want(None)
    elif chosen in ("blocked", "short"):
        words = {"blocked": _("may not be sold"), "short": _("sold short")}
        screen.want(chosen, True, words=words[chosen])
    elif chosen == "low":
        yield from _low(screen)
    elif chosen == "expiring":
        spans = [Choice(_(words), days) for days, words in SPANS]
        days = yield from pick(_("The last day is past, or comes …"), spans)
        if days is not None:
            screen.want("expiring", days, words=_("last day {when}").format(when=_(dict(SPANS)[days])))
    elif chosen is not None:
        yield from _one_of(screen, chosen)


def _low(screen: StockScreen) -> Flow[None]:
    from kruidenier.shop.figures import stock_levels

    assert screen.stock is not None
    codes = yield from screen.ask(stock_levels.running_out, screen.stock.lots, on=screen.stock.on)
    if codes is not None:
        screen.want("codes", codes, words=_("runs out"))


def _one_of(screen: StockScreen, field: str) -> Flow[None]:
    """Let one of the groups, places, suppliers or origins be chosen that there are goods of."""
    from kruidenier.shop.goods import words

    stock = screen.stock
    assert stock is not None
    origins = {origin: _(said) for origin, said in words.ORIGINS.items()}
    known: Mapping[str, Mapping[str, str]] = {
        "group": stock.groups,
        "place": stock.places,
        "supplier": stock.suppliers,
        "origin": origins,
    }
    names = {value: known[field].get(value, value) for lot in stock.lots if (value := getattr(lot, field))}
    choices = [Choice(name, value) for value, name in sorted(names.items(), key=lambda item: item[1].casefold())]
    if not choices:
        screen.say(_("There is nothing to choose from."))
        return
    chosen: Any = yield from pick(_("Show only what?"), choices)
    if chosen is not None:
        screen.want(field, chosen, words=names[chosen])


def choose_labels(screen: StockScreen, shown: Sequence[LotLevel], marked: Any) -> Flow[None]:
    """Let labels be chosen: of the line with the mark, of all that is shown, or of all whose price is new."""
    goods = sorted({lot.code for lot in shown if _on_a_shelf(lot)})
    choices: list[Choice[str]] = []
    if marked is not None and screen.view == "lot" and not marked.is_short:
        choices.append(Choice(_("this lot: {lot}").format(lot=marked.lot), "lot"))
    elif marked is not None and screen.view == "product" and marked.code in goods:
        choices.append(Choice(_("the shelf label of {name}").format(name=marked.name), "one"))
    choices.append(Choice(_("the shelf labels with a new price, or never printed"), "due"))
    if goods:
        all_of_them = ngettext(
            "the shelf label of {n} product shown", "the shelf labels of {n} products shown", len(goods)
        )
        choices.append(Choice(all_of_them.format(n=len(goods)), "all"))
    choices.append(Choice(_("the sheet of goods without a barcode, for the till"), "counter"))
    chosen = yield from pick(_("Which labels?"), choices)
    if chosen == "lot":
        yield from labelling.for_lots(screen, [marked.lot])
    elif chosen == "one":
        yield from labelling.for_shelves(screen, [marked.code])
    elif chosen == "due":
        yield from labelling.for_shelves(screen)
    elif chosen == "all":
        yield from labelling.for_shelves(screen, goods)
    elif chosen == "counter":
        yield from labelling.for_the_counter(screen)


def _on_a_shelf(lot: LotLevel) -> bool:
    """Whether it has a shelf label: crates have none."""
    from kruidenier.shop.figures.stock_levels import MIXED

    return lot.code not in (lot.group, MIXED)


def choose_day(screen: StockScreen) -> Flow[None]:
    """Let another day be chosen; Enter alone is today."""
    today = screen.app.today
    asked = yield from ask(
        _("The stock as it was on the evening of which day? Enter alone: now."),
        prompt=_("day and month"),
        reads=lambda typed: past_day(typed, today) if typed.strip() else today,
    )
    if asked is not None:
        screen.on = None if asked >= today else asked
        yield from screen.look()
        screen.say(_("This is the stock on the evening of {date}.").format(date=day(asked)) if screen.on else "")


def past_day(typed: str, today: dt.date) -> dt.date:
    """Read a day that has been: day and month alone are the last such day."""
    found = reading.date(today)(typed)
    if found > today and sum(sign.isdigit() for sign in typed) <= DAY_AND_MONTH:
        found -= relativedelta(years=1)
    if found > today:
        raise NotYet(date=found)
    return found


def code_of(scanned: str) -> str:
    """Read the article out of what a scanner sends; anything else stays as it is."""
    from kruidenier.shop.goods import barcodes

    try:
        meaning = barcodes.read(scanned)
    except ShopError:
        return scanned.strip()
    return meaning.gtin.lstrip("0") if isinstance(meaning, barcodes.Gtin) else scanned.strip()
