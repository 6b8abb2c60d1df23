"""The figures of today in lines that fit a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap
from typing import TYPE_CHECKING

from rich.cells import cell_len

from kruidenier.i18n import _, day, money, ngettext, weight
from kruidenier.tui.widgets.words import fit, plain

if TYPE_CHECKING:
    from kruidenier.shop.figures.must_go import MustGo
    from kruidenier.shop.figures.today import Today
    from kruidenier.shop.supply.agreement_documents import AgreementDocument

PLACE, WIDE_PLACE, WIDE = 18, 30, 100
"""Cells for a place, and from how many cells on it has more of them."""
SHORTEST_NAME = 10
MOST_RECALLS = 3
"""So many open recalls are named."""


def lines(today: Today, *, width: int, most: int) -> list[str]:
    """Say what was sold, what must go, then what is ahead; at most so many lots under each heading."""
    sales = ngettext("{n} sale", "{n} sales", today.sales).format(n=today.sales)
    households = ngettext("{n} household", "{n} households", today.households).format(n=today.households)
    waiting = ngettext("{n} basket waits", "{n} baskets wait", today.open_baskets).format(n=today.open_baskets)
    drawers = ngettext("{n} drawer is open", "{n} drawers are open", today.open_drawers).format(n=today.open_drawers)
    ways = [
        _("cash {amount}").format(amount=money(today.cash_cents)),
        _("card {amount}").format(amount=money(today.card_cents)),
        _("voucher {amount}").format(amount=money(today.voucher_cents)),
    ]
    total = _("{amount} of goods").format(amount=money(today.total_cents))
    money_first = [f"{sales}   {households}   {total}", "   ".join(ways), f"{waiting}   {drawers}"]
    must_go = [
        *_recalls(today, width),
        *_lots(_("TAKE FROM THE SHELF NOW, the last day has gone:"), today.going("past"), width, most=most),
        *_lots(_("Last day today:"), today.going("today"), width, most=most),
    ]
    said = [*money_first, *_ahead(today), *_old_copy(today)]
    return [
        *_wrapped(said, width),
        *(["", *must_go] if must_go else []),
        "",
        *_wrapped(_later(today), width),
    ]


def _wrapped(sentences: Iterable[str], width: int) -> list[str]:
    return [line for sentence in sentences for line in wrap(sentence, width)]


def _later(today: Today) -> list[str]:
    """Say what can wait until the shelves are right."""
    said = [_ending(agreement) for agreement in today.agreements_ending]
    if today.to_count:
        said.append(_("To be counted: {names}").format(names=plain(", ".join(today.to_count[:5]))))
    if today.rights_ending:
        ending = ngettext("{n} right ends soon", "{n} rights end soon", today.rights_ending)
        said.append(ending.format(n=today.rights_ending))
    if today.drafts:
        drafts = ngettext(
            "{n} product from the till waits for its name",
            "{n} products from the till wait for their names",
            today.drafts,
        )
        said.append(drafts.format(n=today.drafts))
    return said + _to_forget(today)


def _ending(agreement: AgreementDocument) -> str:
    words = _("The agreement with {supplier} ends on {day}: speak about it before {notice} (+ 2).")
    last, notice = agreement.last_day, agreement.notice_on
    assert last is not None
    assert notice is not None
    return words.format(supplier=plain(agreement.supplier_name)[:30], day=day(last), notice=day(notice))


def _old_copy(today: Today) -> list[str]:
    """Warn when the books were not copied for long."""
    if not today.last_copy.is_old:
        return []
    days = today.last_copy.days
    old = ngettext("The books were not copied for {n} day.", "The books were not copied for {n} days.", days)
    return [f"{old.format(n=days)} " + _("Closing the drawer copies them; so does `kruidenier backup`.")]


def _to_forget(today: Today) -> list[str]:
    """Say what of households will be forgotten, while it can still be looked at."""
    past = today.to_forget
    if past.is_nothing:
        return []
    households = ngettext("{n} household", "{n} households", len(past.households)).format(n=len(past.households))
    links = ngettext("{n} link", "{n} links", past.links).format(n=past.links)
    notes = ngettext("{n} remark", "{n} remarks", past.notes + past.substitutes).format(n=past.notes + past.substitutes)
    what = _("{households}, {links} between sales and households, {notes}").format(
        households=households, links=links, notes=notes
    )
    if not today.forgets_by_itself:
        return [_("Past its term: {what}. A manager looks under + and then +.").format(what=what)]
    days = ngettext("{n} day", "{n} days", today.notice_days).format(n=today.notice_days)
    said = _("Within {days} a closing forgets: {what}. A manager looks under + and then +.")
    return [said.format(days=days, what=what)]


def _lots(title: str, lots: tuple[MustGo, ...], width: int, *, most: int) -> list[str]:
    if not lots:
        return []
    lines, where = [title], PLACE if width < WIDE else WIDE_PLACE
    for lot in lots[:most]:
        much = weight(lot.left) if lot.by_weight else str(lot.left)
        lines.append(
            f"  {day(lot.last_day)}  {fit(lot.name, width - 28 - where)} {much:>10}  {fit(lot.place_name, where)}"
        )
    if len(lots) > most:
        lines.append(_("  and {n} more, under 8").format(n=len(lots) - most))
    return lines


def _recalls(today: Today, width: int) -> list[str]:
    """Name the open recalls, with what of each still stands here."""
    lines = []
    for recall in today.recalls[:MOST_RECALLS]:
        much = ngettext("{n} piece", "{n} pieces", recall.count).format(n=recall.count)
        left = much if recall.count else weight(recall.grams)
        called = _("CALLED BACK: {name}, {amount} still here. It stands under 7.")
        room = max(width - cell_len(called.format(name="", amount=left)), SHORTEST_NAME)
        lines.append(called.format(name=fit(recall.name, room).rstrip(), amount=left))
    return lines


def _ahead(today: Today) -> list[str]:
    """Say in short what is still to be done on the lists, and what must go this week."""
    left = _("Still to be done: at opening {opening}, at closing {closing}. The lists stand under 8.")
    lines = [left.format(opening=today.opening_left, closing=today.closing_left)]
    week = today.going("week")
    if week:
        staying = sum(bool(lot.stays) for lot in week)
        lots = ngettext("{n} lot must go this week", "{n} lots must go this week", len(week)).format(n=len(week))
        stays = ngettext("{n} will not go by itself", "{n} will not go by themselves", staying).format(n=staying)
        lines.append(_("{lots}, {stays}.").format(lots=lots, stays=stays) if staying else f"{lots}.")
    return lines
