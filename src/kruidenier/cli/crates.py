"""Crates at the end of the day, grades of fresh produce, and prices that fall at an announced hour."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from kruidenier.cli import words
from kruidenier.cli.run import Console, Deed, ShopCommand, json_option, print_json, show
from kruidenier.i18n import N_, _, day, weight

if TYPE_CHECKING:
    from kruidenier.shop.goods.crates import CrateRound, Seen
    from kruidenier.shop.goods.markdowns import PriceFall

_SEEN = re.compile(r"(?P<lot>[^=+]{1,40})=(?:(?P<grams>[0-9]{1,7})|(?P<share>[a-z]+))(?:\+(?P<compost>[0-9]{1,7}))?")


class SeenCrate(click.ParamType[Any]):
    """What was seen in a crate: LOT=LEFT, with +COMPOST if some of it goes there."""

    name = "seen"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Seen:
        """Read what was seen in a crate."""
        from kruidenier.shop.goods.crates import Seen

        found = _SEEN.fullmatch(value)
        if found is None:
            self.fail(
                _("“{value}”: write the lot and the grams left, such as L1-000412=3200 or L1-000412=half+500.").format(
                    value=words.shown(value)
                ),
                param,
                ctx,
            )
        return Seen(found["lot"], found["share"] or int(found["grams"]), int(found["compost"] or 0))


class Hour(click.ParamType[Any]):
    """An hour of the day such as 16:30."""

    name = "hour"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.time:
        """Read an hour."""
        try:
            return dt.datetime.strptime(value, "%H:%M").time()  # noqa: DTZ007 the shop's own hour
        except ValueError:
            self.fail(_("“{value}” is not an hour: write it as 16:30.").format(value=words.shown(value)), param, ctx)


@click.group("crates", cls=words.Group, help=N_("Crates at the end of the day, grades and falling prices."))
def crates_() -> None:
    """Hold the commands about crates together."""


@crates_.command(
    "list",
    cls=ShopCommand,
    needs="sort",
    help=N_("List the crates with something left, as the closing round meets them."),
)
@json_option
@click.pass_obj
def list_(console: Console, *, as_json: bool) -> None:
    """List the crates."""
    from kruidenier.shop.goods import crates

    found = console.ask(crates.open_crates, on=console.today)
    if as_json:
        print_json({"crates": [asdict(crate) for crate in found]})
        return
    for crate in found:
        show(f"{crate.lot:12} {weight(crate.grams):>12}  {crate.name}  {day(crate.received_on)}")


@crates_.command(
    "close",
    cls=Deed,
    needs="sort",
    help=N_("Write down what is left: LOT=GRAMS or LOT=full|half|quarter|empty, +COMPOST."),
)
@click.argument("seen", nargs=-1, required=True, type=SeenCrate())
@click.option("--id", "sent_id", metavar="UUID", help=N_("Your id of this deed: sent twice, it is done once."))
@json_option
@click.pass_obj
def close(console: Console, seen: tuple[Seen, ...], *, sent_id: str | None, as_json: bool) -> None:
    """Close the crates."""
    from kruidenier.shop.goods import crates
    from kruidenier.store.base import new_id

    _show_round(console.do(crates.close_round, seen, id=sent_id or new_id()), as_json=as_json)


@crates_.command("round", cls=ShopCommand, needs="sort", help=N_("Show a closing round again, as it was written down."))
@click.argument("number")
@json_option
@click.pass_obj
def round_(console: Console, number: str, *, as_json: bool) -> None:
    """Show a round."""
    from kruidenier.shop.goods import crates

    _show_round(console.ask(crates.look_up, number), as_json=as_json)


@crates_.command("grade", cls=Deed, help=N_("Say how fresh produce is by now: 1 fine, 2 to eat soon, 3 for soup."))
@click.argument("lot")
@click.argument("grade", type=int)
@click.option("--grams", metavar="G", type=click.IntRange(1), help=N_("Only so many grams of it, as a lot apart."))
@json_option
@click.pass_obj
def grade_(console: Console, lot: str, grade: int, *, grams: int | None, as_json: bool) -> None:
    """Grade a lot."""
    from kruidenier.cli.deeds import show_deed
    from kruidenier.shop.goods import crates

    show_deed(console.do(crates.grade, lot, grade=grade, grams=grams), as_json=as_json)


@crates_.command(
    "fall", cls=Deed, help=N_("Let a food group cost PERCENT of its price today; 0 is free, 100 the whole.")
)
@click.argument("group")
@click.argument("percent", type=int)
@click.option("--grade", type=int, metavar="1|2|3", help=N_("Only goods of this grade."))
@click.option("--from", "from_hour", type=Hour(), metavar="HH:MM", help=N_("From this hour of today; else from now."))
@json_option
@click.pass_obj
def fall(
    console: Console, group: str, percent: int, *, grade: int | None, from_hour: dt.time | None, as_json: bool
) -> None:
    """Announce a price fall."""
    from kruidenier.shop.goods import markdowns

    done = console.do(markdowns.announce, group, percent=percent, grade=grade, from_hour=from_hour)
    if as_json:
        print_json(asdict(done))
    else:
        show(_fall_line(console, done))


@crates_.command("falls", cls=ShopCommand, needs="", help=N_("List the prices that fall today."))
@json_option
@click.pass_obj
def falls(console: Console, *, as_json: bool) -> None:
    """List today's price falls."""
    from kruidenier.shop.goods import markdowns

    found = console.ask(markdowns.falls, on=console.today)
    if as_json:
        print_json({"falls": [asdict(one) for one in found]})
        return
    for one in found:
        show(_fall_line(console, one))


def _fall_line(console: Console, fall: PriceFall) -> str:
    from kruidenier.shop.goods.markdowns import GRADES

    hour = f"{fall.starts_at.astimezone(console.at.zone):%H:%M}"
    grade = f" ({_(GRADES[fall.grade])})" if fall.grade else ""
    return f"{hour}  {fall.name}{grade}  {fall.percent} %"


def _show_round(done: CrateRound, *, as_json: bool) -> None:
    if as_json:
        print_json(asdict(done))
        return
    undone = _("undone") if done.undone else ""
    show(f"{done.number}  {day(done.date)}  {done.by}  {undone}".rstrip())
    for line in done.lines:
        parts = [
            (_("left"), line.left),
            (_("compost"), line.compost),
            (_("gone"), line.gone),
            (_("found"), line.found),
        ]
        told = "  ".join(f"{what} {weight(grams)}" for what, grams in parts if grams)
        show(f"{line.lot:12} {line.name}  {told}")
