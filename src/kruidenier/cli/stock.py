"""What is in the shop, lot by lot; what to buy, and what to fetch for the shelves."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from kruidenier import i18n
from kruidenier.cli import words
from kruidenier.cli.run import Console, ShopCommand, file_option, json_option, print_json, say, show
from kruidenier.i18n import N_, _, day, weight

ORIGINS = ("bought", "donated", "food_bank", "esf", "garden", "unknown")


@click.command("stock", cls=ShopCommand, needs="see_stock", help=N_("List the lots with something left or short."))
@click.option("--on", metavar="DATE", type=words.Day(), help=N_("As it was at the end of this day."))
@click.option(
    "--expiring", metavar="DAYS", type=click.IntRange(0, 3650), help=N_("Only what must go within so many days.")
)
@click.option("--low", is_flag=True, help=N_("Only what runs out."))
@click.option("--place", metavar="CODE", help=N_("Only what stands in this place."))
@click.option("--group", metavar="CODE", help=N_("Only this food group."))
@click.option("--supplier", metavar="CODE", help=N_("Only what this supplier brought."))
@click.option("--origin", type=click.Choice(ORIGINS), help=N_("Only goods of this origin."))
@click.option("--blocked", is_flag=True, help=N_("Only what may not go out: blocked, recalled, or past its last day."))
@click.option("--short", is_flag=True, help=N_("Only what was sold beyond what the books knew."))
@json_option
@click.pass_obj
def stock_(console: Console, /, *, on: dt.date | None, as_json: bool, **asked: Any) -> None:
    """List the stock."""
    from kruidenier.shop.figures import stock_levels

    today = console.today
    lots = console.ask(stock_levels.levels, on=on or today, past=on is not None and on < today, **asked)
    if as_json:
        print_json({"lots": [lot._asdict() for lot in lots], "totals": stock_levels.totals(lots)})
        return
    for lot in lots:
        until = _("until {date}").format(date=day(lot.last_day)) if lot.last_day else ""
        show(f"{lot.lot:12} {_amount(lot.count, lot.grams):>10}  {lot.name}  {until}".rstrip())


@click.command("buying", cls=ShopCommand, help=N_("List what has fallen below its minimum, and how much to buy."))
@json_option
@click.pass_obj
def buying_(console: Console, *, as_json: bool) -> None:
    """List what to buy."""
    from kruidenier.shop.figures import buying

    lines = console.ask(buying.buying_list, on=console.today)
    if as_json:
        print_json({"products": [asdict(line) for line in lines]})
        return
    for line in lines:
        count, grams = (0, line.amount) if line.by_weight else (line.amount, 0)
        show(f"{line.code:14} {_amount(count, grams):>10}  {line.name}")


@click.command(
    "fetch", cls=ShopCommand, needs="see_stock", help=N_("List what to fetch for the shelves, first expired first.")
)
@json_option
@click.pass_obj
def fetch_(console: Console, *, as_json: bool) -> None:
    """List what to fetch."""
    from kruidenier.shop.figures import shelf_filling

    lines = console.ask(shelf_filling.to_fetch, on=console.today)
    if as_json:
        print_json({"lots": [asdict(line) for line in lines]})
        return
    for line in lines:
        count, grams = (0, line.amount) if line.by_weight else (line.amount, 0)
        show(f"{line.place_name:18} {line.lot:12} {_amount(count, grams):>10}  {line.name}")


@click.group("report", cls=words.Group, help=N_("Figures to read, to keep, or to hand on."))
def report_() -> None:
    """Hold the reports together."""


@report_.command(
    "stock",
    cls=ShopCommand,
    needs="see_stock",
    help=N_("The stock of a day, by lot, product and food group, and its movement."),
)
@click.option("--on", metavar="DATE", type=words.Day(), help=N_("As it was at the end of this day."))
@file_option(N_("Write it on paper, place by place."))
@json_option
@click.pass_obj
def stock_report(console: Console, *, on: dt.date | None, file: Path | None, as_json: bool) -> None:
    """Report on the stock."""
    from kruidenier.shop.figures import stock_charts, stock_search, stock_sums
    from kruidenier.shop.figures.stock_levels import totals

    today = console.today
    stock = console.ask(stock_search.read, on=on or today, past=on is not None and on < today)
    if file is not None:
        from kruidenier.documents import stock_list

        paper = stock_list.StockPaper(console.shop.heading().name, stock.on, stock.lots, stock.places)
        say(_("Written: {place}").format(place=stock_list.write(paper, file, lang=i18n.language())))
    products = stock_sums.by_product(stock.lots, on=stock.on)
    if as_json:
        print_json(
            {
                "on": stock.on,
                "lots": [lot._asdict() for lot in stock.lots],
                "products": [{**asdict(level), "free": level.free} for level in products],
                "groups": [asdict(level) for level in stock_sums.by_group(stock.lots, on=stock.on)],
                "by_last_day": [asdict(span) for span in stock_charts.by_last_day(stock.lots, on=stock.on)],
                "weeks": [asdict(week) for week in console.ask(stock_charts.by_week, on=stock.on)],
                "totals": totals(stock.lots),
            }
        )
    elif file is None:
        for level in products:
            amount = weight(level.in_store) if level.by_weight else f"{level.in_store} ×"
            show(f"{level.code:14} {amount:>12}  {level.name}")


def _amount(count: int, grams: int) -> str:
    return f"{count} ×" if count else weight(grams)
