"""Goods that come in, from a list or as a few codes."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kruidenier.cli import grammar, words
from kruidenier.cli.run import Console, Deed, json_option, print_json, say, show
from kruidenier.i18n import N_, _, degrees, ngettext, weight

if TYPE_CHECKING:
    from kruidenier.shop.office.sheets import Sheet
    from kruidenier.shop.supply.deliveries import DeliveryDocument, Line
    from kruidenier.shop.supply.receiving import Brought

LISTS = (".csv", ".xlsx")


@click.command("receive", cls=Deed, help=N_("Take in what a supplier brings: a list, or CODE*COUNT, CODE@GRAMS."))
@click.argument("goods", metavar="FILE|ITEM…", nargs=-1, required=True)
@click.option("--supplier", metavar="CODE", required=True, help=N_("Who brings it."))
@click.option("--on", metavar="DATE", type=words.Day(), help=N_("The day it came in."))
@click.option("--id", "sent_id", metavar="UUID", help=N_("Your id of this deed: sent twice, it is done once."))
@json_option
@click.pass_obj
def receive_(
    console: Console, goods: tuple[str, ...], *, supplier: str, on: dt.date | None, sent_id: str | None, as_json: bool
) -> None:
    """Take goods in."""
    from kruidenier.shop.supply import receiving
    from kruidenier.store.base import new_id

    done = console.do(receiving.receive, supplier, goods=_told(goods), on=on, id=sent_id or new_id())
    if as_json:
        print_json(_document(done))
    else:
        show(*_lines(done))


def _told(goods: tuple[str, ...]) -> Sheet | list[Brought]:
    """Read a list if a file is named, else goods by their codes."""
    from kruidenier.shop.supply import receiving

    if len(goods) > 1 or not (goods[0].lower().endswith(LISTS) or Path(goods[0]).is_file()):
        return [grammar.brought(text) for text in goods]
    sheet = receiving.read(Path(goods[0]))
    if sheet.unknown:
        say(_("Columns that nobody here knows were left out: {columns}").format(columns=", ".join(sheet.unknown)))
    return sheet


def _document(done: DeliveryDocument) -> dict[str, Any]:
    return {
        "number": done.number,
        "supplier": done.supplier,
        "on": done.happened_on,
        "lines": [asdict(line) | {"refused": line.refused} for line in done.lines],
        "kg": done.grams / 1000,
        "refused_kg": sum(line.grams for line in done.refused) / 1000,
        "gift_note": done.gift_note,
    }


def _lines(done: DeliveryDocument) -> list[str]:
    total = _("{number}: {kg} taken in from {supplier}").format(
        number=done.number, kg=weight(done.grams), supplier=done.supplier_name
    )
    note = _("gift note {number}").format(number=done.gift_note) if done.gift_note else ""
    return [*(_line(line) for line in done.lines), f"{total}  {note}".rstrip()]


def _line(line: Line) -> str:
    from kruidenier.shop.supply import words as said

    pieces = ngettext("{n} piece", "{n} pieces", line.count).format(n=line.count) if line.count else ""
    why = _(said.REFUSALS[line.refused_reason]) if line.refused_reason else ""
    refused = _("refused: {why}").format(why=why) if why else ""
    parts = [line.lot or "-", line.name, pieces, weight(line.grams) if line.grams else ""]
    parts += [degrees(line.tenths) if line.tenths is not None else "", refused]
    return "  ".join(part for part in parts if part)
