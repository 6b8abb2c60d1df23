"""Pick-ups at the console: what came of each, what is different on a day, and the round of a week."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kruidenier import i18n
from kruidenier.cli import words
from kruidenier.cli.run import Console, Deed, ShopCommand, file_option, json_option, print_json, say, show
from kruidenier.i18n import N_, _, day, ngettext

if TYPE_CHECKING:
    from kruidenier.shop.supply.agreements import PickUpDay
    from kruidenier.shop.supply.pick_up_round import Stop


@click.command("pick-ups", cls=ShopCommand, help=N_("List the days of pick-ups, and what came of each."))
@click.option("--supplier", metavar="CODE", help=N_("Of this supplier."))
@click.option("--from", "first", metavar="DATE", type=words.Day(), required=True, help=N_("The first day."))
@click.option("--until", "last", metavar="DATE", type=words.Day(), required=True, help=N_("The last day, included."))
@json_option
@click.pass_obj
def list_(console: Console, *, supplier: str | None, first: dt.date, last: dt.date, as_json: bool) -> None:
    """List pick-ups."""
    from kruidenier.shop.supply import agreements
    from kruidenier.shop.supply.suppliers import require_supplier

    with console.reading() as session:
        key = None if supplier is None else require_supplier(session, supplier).id
        found = agreements.pick_ups(session, key, first=first, last=last, on=console.today)
    if as_json:
        print_json({"pick_ups": [asdict(one) for one in found]})
        return
    for one in found:
        show(_day_line(one))


@click.command("day", cls=Deed, help=N_("Say what is different on one day: called off, extra, or why it failed."))
@click.argument("number")
@click.argument("date", type=words.Day())
@click.argument("what", type=click.Choice(["cancelled", "extra", "missed", "refused", "as-agreed"]))
@click.option("--supplier", metavar="CODE", help=N_("At this establishment."))
@click.option("--why", metavar="TEXT", default="", help=N_("Why."))
@click.option("--said-on", metavar="DATE", type=words.Day(), help=N_("The day on which it was called off."))
@json_option
@click.pass_obj
def day_(
    console: Console,
    number: str,
    date: dt.date,
    what: str,
    *,
    supplier: str | None,
    why: str,
    said_on: dt.date | None,
    as_json: bool,
) -> None:
    """Note a day."""
    from kruidenier.shop.supply import pick_up_plans

    if what == "as-agreed":
        told = console.do(pick_up_plans.as_agreed, number, day=date, supplier=supplier)
    else:
        told = console.do(pick_up_plans.note, number, day=date, what=what, supplier=supplier, why=why, said_on=said_on)
    if as_json:
        print_json({"pick_up": None if told is None else asdict(told)})
    else:
        show(_("No pick-up is due that day.") if told is None else _day_line(told))


@click.command("round", cls=ShopCommand, help=N_("The round of a week: where, when, crates to give back."))
@click.option("--week", metavar="DATE", type=words.Day(), help=N_("The week of this day; this week if not given."))
@file_option()
@json_option
@click.pass_obj
def round_(console: Console, *, week: dt.date | None, file: Path | None, as_json: bool) -> None:
    """Show the round."""
    from kruidenier.shop.supply import pick_up_round

    found = console.ask(pick_up_round.week, of=week or console.today, on=console.today)
    if file is not None:
        from kruidenier.documents import round_sheet

        paper = round_sheet.RoundPaper(console.shop.heading().name, found)
        say(_("Written: {place}").format(place=round_sheet.write(paper, file, lang=i18n.language())))
    if as_json:
        print_json(asdict(found))
    elif file is None:
        for stop in found.stops:
            show(_stop_line(stop))


COMMANDS = (list_, day_, round_)


def _day_line(one: PickUpDay) -> str:
    from kruidenier.shop.supply import agreement_words

    state = _(agreement_words.PICK_UPS[one.state])
    return f"{day(one.day)} {one.at_time or '':5}  {state:14}  {one.supplier_name}  {one.why or ''}".rstrip()


def _stop_line(stop: Stop) -> str:
    back = ngettext("{n} crate back", "{n} crates back", stop.crates_back).format(n=stop.crates_back)
    where = ", ".join(part for part in (stop.street, stop.town) if part)
    return "  ".join(part for part in (_day_line(stop.pick_up), where, back if stop.crates_back else "") if part)
