"""What is in the shop, lot by lot."""

from __future__ import annotations

import datetime as dt

import click

from kruidenier.cli import words
from kruidenier.cli.run import Console, ShopCommand, json_option, print_json, show
from kruidenier.i18n import N_, _, day, weight


@click.command("stock", cls=ShopCommand, help=N_("List the lots with something left or short."))
@click.option("--on", metavar="DATE", type=words.Day(), help=N_("As it was at the end of this day."))
@click.option(
    "--expiring", metavar="DAYS", type=click.IntRange(0, 3650), help=N_("Only what must go within so many days.")
)
@click.option("--low", is_flag=True, help=N_("Only what runs out."))
@click.option("--place", metavar="CODE", help=N_("Only what stands in this place."))
@json_option
@click.pass_obj
def stock_(
    console: Console, *, on: dt.date | None, expiring: int | None, low: bool, place: str | None, as_json: bool
) -> None:
    """List the stock."""
    from kruidenier.shop.figures import stock_levels

    today = console.today
    lots = console.ask(
        stock_levels.levels,
        on=on or today,
        past=on is not None and on < today,
        expiring=expiring,
        low=low,
        place=place,
    )
    if as_json:
        print_json({"lots": [lot._asdict() for lot in lots], "totals": stock_levels.totals(lots)})
        return
    for lot in lots:
        amount = f"{lot.count} ×" if lot.count else weight(lot.grams)
        until = _("until {date}").format(date=day(lot.last_day)) if lot.last_day else ""
        show(f"{lot.lot:12} {amount:>10}  {lot.name}  {until}".rstrip())
