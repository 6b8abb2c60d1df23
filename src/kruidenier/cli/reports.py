"""The reports on a day: its goods on a scale, what must go, who did what; and the allergens to hang up."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kruidenier import i18n
from kruidenier.cli import (
    funder,  # noqa: F401 their commands stand under `report` too
    supplier_reports,  # noqa: F401
    words,
)
from kruidenier.cli.run import Console, ShopCommand, file_option, json_option, print_json, say, show
from kruidenier.cli.stock import report_
from kruidenier.i18n import N_, _, day, ngettext, weight

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from kruidenier.shop.figures.day_lists import DayList
    from kruidenier.shop.figures.mass_balance import MassBalance
    from kruidenier.shop.figures.must_go import MustGo


@report_.command("day", cls=ShopCommand, help=N_("Sales and money of a day, its drawers, and its goods on a scale."))
@click.option("--on", metavar="DATE", type=words.Day(), help=N_("Of this day."))
@file_option()
@json_option
@click.pass_obj
def day_(console: Console, *, on: dt.date | None, file: Path | None, as_json: bool) -> None:
    """Tell a day."""
    from kruidenier.shop.figures import day_report

    date = on or console.today
    report = console.ask(day_report.day_report, on=date)
    if file is not None:
        from kruidenier.documents import day_paper

        shop, lang = console.shop.heading().name, i18n.language()
        place = day_paper.write(report, file, shop=shop, today=console.today, lang=lang)
        say(_("Written: {place}").format(place=place))
    if as_json:
        print_json(day_report.document(report))
    elif file is None:
        show(day(date), *_lines(report.balance))


@report_.command("must-go", cls=ShopCommand, help=N_("What must go this week, and how much of it will stay."))
@click.option("--on", metavar="DATE", type=words.Day(), help=N_("As it was on the morning of this day."))
@json_option
@click.pass_obj
def must_go_(console: Console, *, on: dt.date | None, as_json: bool) -> None:
    """Tell what must go."""
    from kruidenier.shop.figures.must_go import must_go

    today = console.today
    lots = console.ask(must_go, on=on or today, past=on is not None and on < today)
    if as_json:
        print_json({"on": on or today, "lots": [asdict(lot) for lot in lots]})
        return
    for lot in lots:
        show(_must_go_line(lot))


@report_.command("self-check", cls=ShopCommand, help=N_("The opening and closing list of a day: who did what, when."))
@click.option("--on", metavar="DATE", type=words.Day(), help=N_("Of this day."))
@file_option()
@json_option
@click.pass_obj
def self_check_(console: Console, *, on: dt.date | None, file: Path | None, as_json: bool) -> None:
    """Show the lists of a day."""
    from kruidenier.shop.figures import day_lists, list_words

    at, now = console.at, console.now
    opening, closing = (console.ask(ask, at=at, now=now, on=on) for ask in (day_lists.opening, day_lists.closing))
    if file is not None:
        from kruidenier.documents import self_check

        paper = self_check.SelfCheckPaper(console.shop.heading().name, at.zone, opening, closing)
        say(_("Written: {place}").format(place=self_check.write(paper, file, lang=i18n.language())))
    if as_json:
        tasks = {one.which: [asdict(task) for task in one.tasks] for one in (opening, closing)}
        print_json({"date": opening.date, "first_sale_at": opening.first_sale_at, **tasks})
    elif file is None:
        for one in (opening, closing):
            show(_(list_words.TITLES[one.which]), *_task_lines(one, at.zone))


@report_.command("allergens", cls=ShopCommand, help=N_("The allergens of food without a maker's pack."))
@file_option()
@json_option
@click.pass_obj
def allergens_(console: Console, *, file: Path | None, as_json: bool) -> None:
    """Tell the allergens of unpacked food."""
    from kruidenier.shop.figures.unpacked import unpacked_goods
    from kruidenier.shop.goods.names import best_name
    from kruidenier.shop.goods.product_facts import ALLERGENS

    goods = console.ask(unpacked_goods)
    if file is not None:
        from kruidenier.documents import allergen_sheet

        paper = allergen_sheet.AllergenPaper(console.shop.heading().name, console.today, goods)
        say(_("Written: {place}").format(place=allergen_sheet.write(paper, file)))
    if as_json:
        print_json({"products": [asdict(one) for one in goods]})
    elif file is None:
        for one in goods:
            known = ", ".join(_(ALLERGENS[allergen]) for allergen in one.allergens or ()) or _("none")
            told = _("not known") if one.allergens is None else known
            show(f"{one.code:14} {best_name(one.names, one.code)}: {told}")


@report_.command("cards-to-show", cls=ShopCommand, help=N_("A flip-book of what to show when the till says no."))
@file_option()
@json_option
@click.pass_obj
def cards_to_show_(console: Console, *, file: Path | None, as_json: bool) -> None:
    """Print the cards that say no for the till."""
    from kruidenier.shop.people import shown_cards

    cards = shown_cards.cards(console.shop.folder / "data")
    if file is not None:
        from kruidenier.documents import flip_book

        say(_("Written: {place}").format(place=flip_book.write(cards, file, lang=i18n.language())))
    if as_json:
        print_json({"cards": [asdict(card) for card in cards]})
    elif file is None:
        for card in cards:
            show(f"{card.number}  {', '.join(card.codes)}", *(f"   {lang}: {w}" for lang, w in card.words.items()))


def _must_go_line(lot: MustGo) -> str:
    from kruidenier.shop.figures.must_go import WHAT_TO_DO

    left, stays = (
        "?" if much is None else weight(much) if lot.by_weight else str(much) for much in (lot.left, lot.stays)
    )
    said = _("{left} left, {stays} will stay: {todo}").format(left=left, stays=stays, todo=_(WHAT_TO_DO[lot.todo]))
    return f"{day(lot.last_day)}  {lot.lot:12} {said}  {lot.name}"


def _task_lines(one: DayList, zone: ZoneInfo) -> Iterator[str]:
    from kruidenier.shop.figures import list_words

    for task in one.tasks:
        who = f"  ({list_words.by_whom(task.done, zone)})" if task.done is not None else ""
        yield f"  [{'x' if task.done is not None else ' '}] {list_words.said(task)}{who}"


def _lines(balance: MassBalance) -> Iterator[str]:
    from kruidenier.shop.goods import words as said

    rows = [(_("brought forward"), balance.brought_forward, "")]
    rows += [(_("in: {origin}").format(origin=_(said.ORIGINS[origin])), grams, "") for origin, grams in balance.came_in]
    for flow in balance.out:
        what = _("out: {what}").format(what=said.movement(flow.reason, flow.why))
        rows.append((what, -flow.grams, _(said.KNOWN_BY[flow.known_by])))
    rows += [(_("unaccounted for"), balance.unaccounted, ""), (_("left"), balance.left, "")]
    width = max(len(what) for what, _grams, _how in rows)
    for what, grams, how in rows:
        yield f"  {what:<{width}}  {weight(grams):>14}  {how}".rstrip()
    if balance.unweighed_pieces:
        yield ngettext(
            "{n} piece came in without a weight: it weighs nothing here.",
            "{n} pieces came in without a weight: they weigh nothing here.",
            balance.unweighed_pieces,
        ).format(n=balance.unweighed_pieces)
