"""What is done to lots: thrown away, moved, frozen, repacked, mended, and taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from kruidenier.cli import words
from kruidenier.cli.run import Console, Deed, ShopCommand, json_option, print_json, show
from kruidenier.i18n import N_, _, day, ngettext, weight

if TYPE_CHECKING:
    from kruidenier.shop.figures.lot_sheet import LotSheet
    from kruidenier.shop.figures.movements import LotMovement
    from kruidenier.shop.goods.deeds import DeedDone

MOST = 1_000_000_000


def amount(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command take a part of a lot: pieces or grams."""
    count = click.option("--count", metavar="N", type=click.IntRange(1, MOST), help=N_("So many pieces of it."))
    grams = click.option("--grams", metavar="G", type=click.IntRange(1, MOST), help=N_("So many grams of it."))
    return count(grams(command))


@click.command("waste", cls=Deed, help=N_("Throw away pieces or grams of a lot, with the reason."))
@click.argument("lot")
@amount
@click.option(
    "--reason", metavar="date|damage|quality|cold_chain|recall|compost|other", required=True, help=N_("Why it goes.")
)
@click.option("--id", "sent_id", metavar="UUID", help=N_("Your id of this deed: sent twice, it is done once."))
@json_option
@click.pass_obj
def waste_(
    console: Console, lot: str, *, count: int | None, grams: int | None, reason: str, sent_id: str | None, as_json: bool
) -> None:
    """Throw away goods."""
    from kruidenier.shop.goods import waste
    from kruidenier.store.base import new_id

    done = console.do(waste.waste, lot, count=count, grams=grams, why=reason, id=sent_id or new_id())
    show_deed(done, as_json=as_json)


@click.command("move", cls=Deed, help=N_("Bring a lot, or a part of it, to another place."))
@click.argument("lot")
@click.argument("place")
@amount
@json_option
@click.pass_obj
def move_(console: Console, lot: str, place: str, *, count: int | None, grams: int | None, as_json: bool) -> None:
    """Move goods."""
    from kruidenier.shop.goods import moves

    show_deed(console.do(moves.move, lot, place=place, count=count, grams=grams), as_json=as_json)


@click.command("freeze", cls=Deed, help=N_("Freeze a lot, or a part of it: it keeps longer as a lot of its own."))
@click.argument("lot")
@amount
@click.option("--place", metavar="CODE", help=N_("The freezer it goes into."))
@json_option
@click.pass_obj
def freeze_(
    console: Console, lot: str, *, count: int | None, grams: int | None, place: str | None, as_json: bool
) -> None:
    """Freeze goods."""
    from kruidenier.shop.goods import treatments

    show_deed(console.do(treatments.freeze, lot, count=count, grams=grams, place=place), as_json=as_json)


@click.command("repack", cls=Deed, help=N_("Put a lot, or a part of it, into new packs with a last day of their own."))
@click.argument("lot")
@click.option("--until", metavar="DATE", type=words.Day(), required=True, help=N_("The last day they may go out."))
@amount
@json_option
@click.pass_obj
def repack_(console: Console, lot: str, *, until: dt.date, count: int | None, grams: int | None, as_json: bool) -> None:
    """Repack goods."""
    from kruidenier.shop.goods import treatments

    show_deed(console.do(treatments.repack, lot, until=until, count=count, grams=grams), as_json=as_json)


@click.command("undo", cls=Deed, help=N_("Take back your own last deed on stock, exactly."))
@json_option
@click.pass_obj
def undo_(console: Console, *, as_json: bool) -> None:
    """Take back one's own last deed."""
    from kruidenier.shop.goods import undoing

    show_deed(console.do(undoing.undo), as_json=as_json)


@click.command("reverse", cls=Deed, help=N_("Book an older deed on stock back as of today, with the reason."))
@click.argument("number")
@click.option("--reason", required=True, help=N_("Why it is taken back."))
@json_option
@click.pass_obj
def reverse_(console: Console, number: str, *, reason: str, as_json: bool) -> None:
    """Reverse a deed."""
    from kruidenier.shop.goods import undoing

    show_deed(console.do(undoing.reverse, number, reason=reason), as_json=as_json)


@click.group("lot", cls=words.Group, help=N_("One lot: what is known of it, its date, and whether it may be sold."))
def lot_() -> None:
    """Hold the commands about one lot together."""


@lot_.command("show", cls=ShopCommand, needs="see_stock", help=N_("Show a lot with all that happened to it."))
@click.argument("lot")
@json_option
@click.pass_obj
def show_lot(console: Console, lot: str, *, as_json: bool) -> None:
    """Show a lot."""
    from kruidenier.shop.figures import lot_sheet, movements

    sheet = console.ask(lot_sheet.lot_sheet, lot, on=console.today)
    history = console.ask(movements.movements_of, sheet.lot)
    if as_json:
        print_json(asdict(sheet) | {"movements": [asdict(movement) for movement in history]})
    else:
        show(*_sheet_lines(sheet), *(_history_line(movement, sheet) for movement in history))


@lot_.command("date", cls=Deed, needs="stock", help=N_("Correct the date of a lot."))
@click.argument("lot")
@click.option("--use-by", metavar="DATE", type=words.Day(), help=N_("The use-by date on the pack."))
@click.option("--best-before", metavar="DATE", type=words.Day(), help=N_("The best-before date on the pack."))
@click.option("--none", "no_date", is_flag=True, help=N_("There is no date on the pack."))
@json_option
@click.pass_obj
def correct_date(
    console: Console,
    lot: str,
    *,
    use_by: dt.date | None,
    best_before: dt.date | None,
    no_date: bool,
    as_json: bool,
) -> None:
    """Correct a date."""
    from kruidenier.shop.goods import lot_facts

    if (use_by is not None) + (best_before is not None) + no_date != 1:
        raise click.UsageError(_("Give one of --use-by, --best-before and --none."))
    mark = "none" if no_date else "use_by" if use_by else "best_before"
    show_deed(console.do(lot_facts.correct_date, lot, date_mark=mark, date=use_by or best_before), as_json=as_json)


@lot_.command("block", cls=Deed, help=N_("Take a lot from sale, at every till at once."))
@click.argument("lot")
@click.option("--reason", required=True, help=N_("Why it may not be sold."))
@json_option
@click.pass_obj
def block(console: Console, lot: str, *, reason: str, as_json: bool) -> None:
    """Take a lot from sale."""
    from kruidenier.shop.goods import lot_facts

    show_deed(console.do(lot_facts.block, lot, reason=reason), as_json=as_json)


@lot_.command("free", cls=Deed, help=N_("Let a lot that was taken from sale be sold again."))
@click.argument("lot")
@json_option
@click.pass_obj
def free(console: Console, lot: str, *, as_json: bool) -> None:
    """Let a lot be sold again."""
    from kruidenier.shop.goods import lot_facts

    show_deed(console.do(lot_facts.free, lot), as_json=as_json)


def show_deed(done: DeedDone, *, as_json: bool) -> None:
    """Write a deed that was done."""
    if as_json:
        print_json(asdict(done))
        return
    from kruidenier.shop.goods import deeds
    from kruidenier.shop.goods import words as said

    what = said.movement(deeds.REASONS[done.verb], done.why)
    much = _amount(done.count, done.grams) if done.count or done.grams else ""
    into = _("into lot {lot}").format(lot=done.into) if done.into else ""
    of = _("takes {deed} back").format(deed=done.of) if done.of else ""
    show("  ".join(part for part in (done.number, what, done.lot, done.name, much, into, of) if part))


def _amount(count: int, grams: int) -> str:
    pieces = ngettext("{n} piece", "{n} pieces", abs(count)).format(n=count)
    return pieces if count else weight(grams)


def _sheet_lines(sheet: LotSheet) -> list[str]:
    from kruidenier.shop.goods import words as said

    lines = [
        f"{sheet.lot}  {sheet.name}  {_amount(sheet.count, sheet.grams)}",
        f"  {_(said.ORIGINS[sheet.origin])}  {sheet.supplier_name or ''}  {day(sheet.received_on)}",
        f"  {_(said.MARKS[sheet.date_mark])}  {day(sheet.date) if sheet.date else ''}".rstrip(),
    ]
    if sheet.treatment and sheet.treated_on:
        lines.append(f"  {_(said.TREATMENTS[sheet.treatment])}  {day(sheet.treated_on)}")
    if sheet.last_day:
        lines.append("  " + _("until {date}").format(date=day(sheet.last_day)))
    return [*lines, f"  {sheet.place_name}  {_(said.STATES[sheet.state])}"]


def _history_line(movement: LotMovement, sheet: LotSheet) -> str:
    from kruidenier.shop.goods import words as said

    much = movement.grams if sheet.by_weight else movement.count
    signed = (weight(much) if sheet.by_weight else str(much)) if much else ""
    what = said.movement(movement.reason, movement.why)
    if movement.partner is not None:
        what = _("{what}: {why}").format(what=what, why=movement.partner)
    return f"{day(movement.happened_on)}  {signed:>12}  {what}  {movement.document or ''}  {movement.person}".rstrip()
