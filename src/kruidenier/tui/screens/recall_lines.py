"""A recall in lines that fit a terminal."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kruidenier.i18n import _, day, ngettext, weight
from kruidenier.tui.widgets.long_list import Column
from kruidenier.tui.widgets.words import fit, plain

if TYPE_CHECKING:
    from kruidenier.shop.figures.recall_sheet import DealtWith, RecallSheet
    from kruidenier.shop.figures.tracing import GoneTo, Sold, SoldOn, Standing
    from kruidenier.shop.goods.recall_balance import Amount, RecallBalance
    from kruidenier.shop.goods.recalling import RecallFacts

MOST_DAYS = 6
PLACE, WIDE_PLACE, WIDE = 18, 30, 100
"""Cells for a place, and from how many cells on it has more of them."""


def columns(*, wide: bool) -> list[Column]:
    """Name the columns of the list."""
    from kruidenier.shop.goods import words

    found = [
        Column(_("started"), 10, lambda recall: day(recall.date)),
        Column(_("how it stands"), 13, words.recall_state),
        Column(_("goods"), 0, lambda recall: recall.name),
        Column(_("which packs"), 30 if wide else 20, words.meant),
        Column(_("still here"), 11, lambda recall: much(recall, by_weight=recall.by_weight), right=True),
    ]
    if wide:
        found.insert(0, Column(_("number"), 9, lambda recall: recall.number))
    return found


def lines(sheet: RecallSheet, zone: ZoneInfo, width: int) -> list[str]:
    """Say all about a recall: what it means, what is here, what was sold when, who got it, what was done, the sum."""
    from kruidenier.shop.goods import words

    facts = sheet.facts
    state = _("{state} since {moment}, by {by}").format(
        state=words.recall_state(facts),
        moment=f"{(facts.closed_at or facts.opened_at).astimezone(zone):%d/%m/%Y %H:%M}",
        by=sheet.person,
    )
    if facts.withdrawn_because:
        state = _("{what}: {why}").format(what=state, why=_(facts.withdrawn_because))
    found = [
        "   ".join(part for part in (facts.name, facts.brand or "", words.meant(facts)) if part),
        *wrap(plain(_(facts.reason)), width),
        *wrap(plain(state), width),
        "",
        _("STILL HERE, NOT FOR SALE") if sheet.here else _("Nothing of it is here any more."),
        *(here(standing, sheet, PLACE if width < WIDE else WIDE_PLACE) for standing in sheet.here),
        "",
        sold(sheet),
        *partners(sheet),
        *(dealt_with(entry, sheet, zone) for entry in sheet.log),
        "",
        *balance(sheet.balance, by_weight=facts.by_weight),
    ]
    return [fit(line, width).rstrip() for line in found]


def here(standing: Standing, sheet: RecallSheet, room: int) -> str:
    """Tell where some of it stands."""
    marks = [standing.lot_code or "", day(standing.date) if standing.date else ""]
    unread = _("read the packs") if standing.lot in sheet.unread else ""
    said = much(standing, by_weight=standing.by_weight)
    place = f"  {fit(standing.place_name, room)} {standing.lot:10} {said:>11}"
    return f"{place}  {' '.join(mark for mark in marks if mark)}  {unread}".rstrip()


def sold(sheet: RecallSheet) -> str:
    """Tell what was sold and when, the last days only; never to whom."""
    if not sheet.sold.by_day:
        return _("Sold: nothing.")
    by_weight = sheet.facts.by_weight
    days = [f"{one.date:%d/%m} {much(one, by_weight=by_weight)}" for one in sheet.sold.by_day[-MOST_DAYS:]]
    before = ["…"] if len(sheet.sold.by_day) > MOST_DAYS else []
    return _("Sold: {much} ({days})").format(
        much=much(sheet.sold, by_weight=by_weight), days=", ".join([*before, *days])
    )


def partners(sheet: RecallSheet) -> list[str]:
    """Tell who got some of it, how much and when."""
    if not sheet.partners:
        return [_("To partners: nothing.")]
    by_weight = sheet.facts.by_weight
    return [
        _("TO PARTNERS: CALL THEM"),
        *(
            f"  {one.date:%d/%m/%Y} {much(one, by_weight=by_weight):>11}  {one.transfer}  {plain(one.partner)}"
            for one in sheet.partners
        ),
        "",
    ]


def dealt_with(entry: DealtWith, sheet: RecallSheet, zone: ZoneInfo) -> str:
    """Tell what was done about some of it, when and by whom."""
    from kruidenier.shop.goods import words

    moment, amount = entry.at.astimezone(zone), much(entry, by_weight=sheet.facts.by_weight)
    return f"  {moment:%d/%m/%y %H:%M} {amount:>11}  {_(words.DEALT_WITH[entry.what])}  {entry.person}"


def balance(balance: RecallBalance, *, by_weight: bool) -> list[str]:
    """Set what came in against what became of it; only what there is."""
    from kruidenier.shop.goods import words

    def said(names: tuple[str, ...]) -> str:
        amounts: list[tuple[str, Amount]] = [(words.RECALL[name], getattr(balance, name)) for name in names]
        told = [f"{_(name)} {_number(amount, by_weight=by_weight)}" for name, amount in amounts if _number_of(amount)]
        return " + ".join(told) or "0"

    into, out = ("received", "difference"), ("sold", "destroyed", "wasted", "cleared", "moved_on", "left")
    return [said(into), f"= {said(out)}"]


def much(amount: Amount | RecallFacts | Standing | Sold | SoldOn | GoneTo | DealtWith, *, by_weight: bool) -> str:
    """Say pieces, or the weight of goods by weight."""
    if by_weight:
        return weight(amount.grams)
    return ngettext("{n} piece", "{n} pieces", abs(amount.count)).format(n=amount.count)


def choice(standing: Standing) -> str:
    """Name a lot to choose."""
    left = much(standing, by_weight=standing.by_weight)
    return f"{standing.lot}  {left}  {standing.place_name}  {standing.lot_code or ''}".rstrip()


def _number_of(amount: Amount) -> bool:
    return bool(amount.count or amount.grams)


def _number(amount: Amount, *, by_weight: bool) -> str:
    return weight(amount.grams) if by_weight else str(amount.count)
