"""Counting what is really there: by place or group, blind or not, and accepted by a manager."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kruidenier import i18n
from kruidenier.cli import words
from kruidenier.cli.run import Console, Deed, ShopCommand, file_option, json_option, print_json, say, show
from kruidenier.i18n import N_, _, day, money, ngettext, weight

if TYPE_CHECKING:
    from kruidenier.shop.goods.count_lists import CountSheet, ToCount
    from kruidenier.shop.goods.count_result import CountResult, Difference
    from kruidenier.shop.goods.counting import CountFacts


@click.group("count", cls=words.Group, help=N_("Count what is there: a place, a food group, or what the till asks."))
def count_() -> None:
    """Hold the commands about counts together."""


@count_.command("tasks", cls=ShopCommand, needs="count", help=N_("List what the till asks to count."))
@json_option
@click.pass_obj
def tasks(console: Console, *, as_json: bool) -> None:
    """List count tasks."""
    from kruidenier.shop.goods import count_lists

    found = console.ask(count_lists.tasks)
    if as_json:
        print_json({"tasks": [asdict(task) for task in found]})
        return
    for task in found:
        show(f"{task.code:14} {day(task.raised_at.astimezone(console.at.zone).date())}  {task.name}")


@count_.command("start", cls=Deed, help=N_("Start a count; without place and group, of what the till asks to count."))
@click.option("--place", metavar="CODE", help=N_("Of this place."))
@click.option("--group", metavar="CODE", help=N_("Of this food group."))
@click.option("--blind", is_flag=True, help=N_("Whoever counts does not see what the books say."))
@click.option("--twice", is_flag=True, help=N_("Two people count, each without the other's figures."))
@json_option
@click.pass_obj
def start(console: Console, *, place: str | None, group: str | None, blind: bool, twice: bool, as_json: bool) -> None:
    """Start a count."""
    from kruidenier.shop.goods import counting

    done = console.do(counting.begin, place=place, group=group, blind=blind, twice=twice)
    _show_facts(console, done, as_json=as_json)


@count_.command("enter", cls=Deed, help=N_("Write down what is there of a lot or a product; 0 if there is nothing."))
@click.argument("number")
@click.argument("goods", metavar="LOT|CODE")
@click.option("--count", metavar="N", type=int, help=N_("How many pieces."))
@click.option("--grams", metavar="G", type=int, help=N_("How many grams."))
@click.option("--use-by", metavar="DATE", type=words.Day(), help=N_("The use-by date on the pack."))
@click.option("--best-before", metavar="DATE", type=words.Day(), help=N_("The best-before date on the pack."))
@click.option("--none", "no_date", is_flag=True, help=N_("There is no date on the pack."))
@click.option("--again", is_flag=True, help=N_("In place of what a colleague found."))
@json_option
@click.pass_obj
def enter(
    console: Console,
    number: str,
    goods: str,
    *,
    count: int | None,
    grams: int | None,
    use_by: dt.date | None,
    best_before: dt.date | None,
    no_date: bool,
    again: bool,
    as_json: bool,
) -> None:
    """Enter what was found."""
    from kruidenier.shop.goods import counting
    from kruidenier.shop.supply import packs

    if (use_by is not None) + (best_before is not None) + no_date > 1:
        raise click.UsageError(_("Give one of --use-by, --best-before and --none."))
    pack = console.ask(packs.read_pack, goods, on=console.today)
    mark = "use_by" if use_by else "best_before" if best_before else "none" if no_date else None
    date = use_by or best_before
    if mark is None and pack.date is not None:
        mark, date = pack.date_mark, pack.date
    done = console.do(
        counting.enter, number, pack.code, count=count, grams=grams, date_mark=mark, date=date, again=again
    )
    if as_json:
        print_json(asdict(done))
        return
    much = weight(done.grams) if done.by_weight else _pieces(done.count)
    where = ", ".join(done.lots) or _("not in the books here")
    show(f"{done.number}  {done.name}  {much}  {where}")


@count_.command("finish", cls=Deed, help=N_("Say that the counting is done: a manager can look at the differences."))
@click.argument("number")
@json_option
@click.pass_obj
def finish(console: Console, number: str, *, as_json: bool) -> None:
    """Finish a count."""
    from kruidenier.shop.goods import counting

    _show_facts(console, console.do(counting.finish, number), as_json=as_json)


@count_.command("accept", cls=Deed, help=N_("Close a finished count for good, and book its differences."))
@click.argument("number")
@json_option
@click.pass_obj
def accept(console: Console, number: str, *, as_json: bool) -> None:
    """Accept a count."""
    from kruidenier.shop.goods import accepting

    _show_result(console, console.do(accepting.accept, number), as_json=as_json)


@count_.command("drop", cls=Deed, help=N_("Give a count up: nothing of it is booked."))
@click.argument("number")
@json_option
@click.pass_obj
def drop(console: Console, number: str, *, as_json: bool) -> None:
    """Drop a count."""
    from kruidenier.shop.goods import counting

    _show_facts(console, console.do(counting.drop, number), as_json=as_json)


@count_.command(
    "list", cls=ShopCommand, needs="count", help=N_("List the counts: those that run, then the last that were closed.")
)
@json_option
@click.pass_obj
def list_(console: Console, *, as_json: bool) -> None:
    """List counts."""
    from kruidenier.shop.goods import count_lists

    found = console.ask(count_lists.counts)
    if as_json:
        print_json({"counts": [asdict(one) for one in found]})
        return
    for one in found:
        show(_facts_line(console, one))


@count_.command("sheet", cls=ShopCommand, needs="count", help=N_("List what is to be counted, or write it on paper."))
@click.argument("number")
@file_option(N_("Write it on paper, place by place."))
@json_option
@click.pass_obj
def sheet(console: Console, number: str, *, file: Path | None, as_json: bool) -> None:
    """Show the sheet of a count."""
    from kruidenier.shop.goods import count_lists

    found = console.ask(count_lists.sheet, number, at=console.at)
    if file is not None:
        say(_("Written: {place}").format(place=_on_paper(console, found, file)))
    if as_json:
        print_json(asdict(found.facts) | {"lines": [asdict(line) for line in found.lines]})
    elif file is None:
        show(*(_sheet_line(line) for line in found.lines))


@count_.command("show", cls=ShopCommand, help=N_("Show a count with its differences in pieces, kilograms and euro."))
@click.argument("number")
@json_option
@click.pass_obj
def show_(console: Console, number: str, *, as_json: bool) -> None:
    """Show a count."""
    from kruidenier.shop.goods import count_result

    _show_result(console, console.ask(count_result.look_up, number, on=console.today), as_json=as_json)


def _on_paper(console: Console, found: CountSheet, file: Path) -> Path:
    from kruidenier.documents import count_sheet
    from kruidenier.shop.goods import groups, places

    names = {spot.code: spot.name for spot in console.ask(places.spots)}
    paper = count_sheet.CountPaper(console.shop.heading().name, found, names, console.ask(groups.names))
    return count_sheet.write(paper, file, lang=i18n.language())


def _show_facts(console: Console, facts: CountFacts, *, as_json: bool) -> None:
    if as_json:
        print_json(asdict(facts))
    else:
        show(_facts_line(console, facts))


def _facts_line(console: Console, facts: CountFacts) -> str:
    from kruidenier.shop.goods.words import COUNTS

    what = ", ".join(part for part in (facts.place, facts.group) if part) or _("what the till asked to count")
    done = ngettext("{n} line counted", "{n} lines counted", facts.entries).format(n=facts.entries)
    at = f"{facts.started_at.astimezone(console.at.zone):%d/%m/%Y %H:%M}"
    return f"{facts.number}  {at}  {_(COUNTS[facts.state])}  {what}  {done}  {', '.join(facts.people)}".rstrip()


def _show_result(console: Console, result: CountResult, *, as_json: bool) -> None:
    if as_json:
        print_json(
            asdict(result.facts)
            | {
                "lines": None if result.hidden else [_difference(line) for line in result.lines],
                "not_counted": result.not_counted,
                "differing": result.differing,
                "difference_count": None if result.hidden else result.count,
                "difference_grams": None if result.hidden else result.grams,
                "difference_kg": None if result.hidden else result.grams / 1000,
                "difference_cents": None if result.hidden else result.cents,
                "unvalued": None if result.hidden else result.unvalued,
            }
        )
        return
    show(_facts_line(console, result.facts))
    if result.hidden:
        show(_("This count is blind: the differences are shown when it is finished."))
        return
    show(*(_difference_line(line) for line in result.lines if not line.is_right))
    show(
        _("Difference: {pieces}, {kg}, {euro}").format(
            pieces=_pieces(result.count), kg=weight(result.grams), euro=money(result.cents)
        )
    )
    if result.not_counted:
        show(_lots_left(result.not_counted))


def _lots_left(n: int) -> str:
    return ngettext(
        "{n} lot was not counted: it stays as it is.", "{n} lots were not counted: they stay as they are.", n
    ).format(n=n)


def _difference(line: Difference) -> dict[str, Any]:
    return asdict(line) | {"name": line.name, "count": line.count, "grams": line.grams}


def _difference_line(line: Difference) -> str:
    found, books = (
        weight(grams) if line.by_weight else str(count)
        for count, grams in ((line.found_count, line.found_grams), (line.book_count, line.book_grams))
    )
    cents = "" if line.cents is None else money(line.cents)
    date = day(line.date) if line.date else ""
    return f"{line.lot or '-':12} {books:>10} → {found:>10}  {cents:>9}  {line.name}  {date}".rstrip()


def _sheet_line(line: ToCount) -> str:
    books, found = line.book_grams if line.by_weight else line.book_count, line.found
    say_amount: Callable[[int], str] = weight if line.by_weight else str
    told = "?" if books is None else say_amount(books)
    mine = say_amount(sum((one.grams if line.by_weight else one.count) for one in found[-1:])) if found else ""
    date = line.keeps_until or line.date
    lots = ", ".join(line.lots) or line.code
    return f"{line.place or '-':10} {lots:12} {told:>10} {mine:>10}  {line.name}  {day(date) if date else ''}".rstrip()


def _pieces(n: int) -> str:
    return ngettext("{n} piece", "{n} pieces", abs(n)).format(n=n)
