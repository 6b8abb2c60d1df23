"""Labels for shelves and lots, and the sheet of goods without a barcode: all as PDF, to be printed at full size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kruidenier.cli import words
from kruidenier.cli.run import Console, Deed, ShopCommand, file_option, json_option, print_json, say, show
from kruidenier.i18n import N_, _, money

if TYPE_CHECKING:
    from kruidenier.shop.goods.shelf_labels import ShelfLabel

SHEETS = ("3x8", "3x8-37", "2x7")
MOST_OF_ONE = 500


def on_a_sheet(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command say on which sheet it prints, and from which label on."""
    sheet = click.option(
        "--sheet",
        type=click.Choice(SHEETS),
        default=SHEETS[0],
        help=N_("The sheet: 24 of 70 × 36 mm, 24 of 70 × 37 mm, or 14 of 99 × 38 mm."),
    )
    first = click.option(
        "--first",
        metavar="N",
        type=click.IntRange(1, 999),
        default=1,
        help=N_("The first label that is still on the sheet; 1 is a new sheet."),
    )
    return sheet(first(command))


@click.group(
    "labels", cls=words.Group, help=N_("Labels for shelves and lots, and the sheet of goods without a barcode.")
)
def labels_() -> None:
    """Hold the papers with bars together."""


@labels_.command(
    "shelf",
    cls=Deed,
    needs="lists",
    help=N_(
        "Labels for the shelves, with the price; without codes, those whose price changed or that were never printed."
    ),
)
@click.argument("codes", nargs=-1)
@on_a_sheet
@file_option()
@json_option
@click.pass_obj
def shelf(
    console: Console, *, codes: tuple[str, ...], sheet: str, first: int, file: Path | None, as_json: bool
) -> None:
    """Print labels for the shelves; only then they count as printed."""
    from kruidenier.shop.goods import shelf_labels as labels

    if codes:
        wanted = console.ask(labels.shelf_labels, codes, on=console.today)
    else:
        wanted = console.ask(labels.due, on=console.today)
    if file is not None and wanted:
        from kruidenier.documents import shelf_labels

        place = shelf_labels.write(wanted, file, sheet=sheet, first=first)
        console.do(labels.note_printed, wanted)
        say(_("Written: {place}").format(place=place))
    if as_json:
        print_json({"labels": [_document(label) for label in wanted]})
    elif not wanted:
        show(_("Every label tells the right price."))
    elif file is None:
        show(*map(_line, wanted))


@labels_.command("lot", cls=ShopCommand, help=N_("Labels for lots, such as L1-000012, or L1-000012*6 for six of them."))
@click.argument("lots", nargs=-1, required=True)
@on_a_sheet
@file_option(required=True)
@click.pass_obj
def lot(console: Console, *, lots: tuple[str, ...], sheet: str, first: int, file: Path) -> None:
    """Print labels for lots."""
    from kruidenier.documents import lot_labels
    from kruidenier.shop.figures import lot_labels as labels

    numbers = [number for given in lots for number in _so_many(given)]
    wanted = console.ask(labels.lot_labels, numbers, on=console.today)
    say(_("Written: {place}").format(place=lot_labels.write(wanted, file, sheet=sheet, first=first)))


@labels_.command("counter", cls=ShopCommand, help=N_("The sheet for the till: goods without a barcode, with bars."))
@click.option("--group", "groups", metavar="CODE", multiple=True, help=N_("Only this food group; may be given again."))
@file_option()
@json_option
@click.pass_obj
def counter(console: Console, *, groups: tuple[str, ...], file: Path | None, as_json: bool) -> None:
    """Print the counter sheet."""
    from kruidenier.shop.figures.unpacked import loose_goods
    from kruidenier.shop.goods import groups as of_shop
    from kruidenier.shop.goods.names import best_name

    for group in groups:
        console.ask(of_shop.require_group, group)
    goods = tuple(one for one in console.ask(loose_goods) if not groups or one.group in groups)
    if file is not None:
        from kruidenier.documents import counter_sheet

        names = console.ask(of_shop.names_by_language)
        paper = counter_sheet.CounterPaper(console.shop.heading().name, console.today, goods, names)
        say(_("Written: {place}").format(place=counter_sheet.write(paper, file)))
    if as_json:
        print_json({"products": [{"code": one.code, "names": one.names, "group": one.group} for one in goods]})
    elif file is None:
        show(*(f"{one.code:14} {best_name(one.names, one.code)}" for one in goods))


def _so_many(given: str) -> list[str]:
    """Read a lot, and how many labels of it."""
    number, times, count = given.partition("*")
    if times and not (count.isascii() and count.isdigit() and 1 <= int(count) <= MOST_OF_ONE):
        raise click.UsageError(
            _("“{value}”: after * comes how many labels, from 1 to {most}.").format(
                value=words.shown(given), most=MOST_OF_ONE
            )
        )
    return [number] * int(count or 1)


def _document(label: ShelfLabel) -> dict[str, Any]:
    return asdict(label) | {"per_kilo_cents": label.per_kilo_cents}


def _line(label: ShelfLabel) -> str:
    from kruidenier.shop.goods.names import best_name

    return f"{label.code:14} {money(label.price_cents):>10}  {best_name(label.names, label.code)}"
