"""The report on a day: its goods on a scale."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from kruidenier.cli import words
from kruidenier.cli.run import Console, ShopCommand, json_option, print_json, show
from kruidenier.cli.stock import report_
from kruidenier.i18n import N_, _, day, ngettext, weight

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kruidenier.shop.figures.mass_balance import MassBalance


@report_.command("day", cls=ShopCommand, help=N_("What came in, what went out and how that is known, what is left."))
@click.option("--on", metavar="DATE", type=words.Day(), help=N_("Of this day."))
@json_option
@click.pass_obj
def day_(console: Console, *, on: dt.date | None, as_json: bool) -> None:
    """Weigh a day."""
    from kruidenier.shop.figures import mass_balance

    date = on or console.today
    balance = console.ask(mass_balance.mass_balance, first=date, last=date)
    if as_json:
        print_json({"date": date, "mass_balance": _document(balance)})
    else:
        show(day(date), *_lines(balance))


def _document(balance: MassBalance) -> dict[str, Any]:
    return {
        "brought_forward_g": balance.brought_forward,
        "in": [{"origin": origin, "grams": grams} for origin, grams in balance.came_in],
        "in_g": balance.came_in_grams,
        "out": [asdict(outflow) for outflow in balance.out],
        "out_g": balance.out_grams,
        "known_by": {f"{way}_g": balance.known(way) for way in ("scanned", "attributed", "counted")},
        "left_g": balance.left,
        "unaccounted_g": balance.unaccounted,
        "unweighed_pieces": balance.unweighed_pieces,
    }


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
