"""The drawer: opened with a float, counted blind, closed with a slip."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from kruidenier.cli import grammar, words
from kruidenier.cli.copies import copy_by_the_rule
from kruidenier.cli.run import Console, Deed, ShopCommand, json_option, print_json, say, show
from kruidenier.i18n import N_, _, money

if TYPE_CHECKING:
    from kruidenier.shop.till.values import DrawerSlip


@click.group("cash", cls=words.Group, help=N_("The cash drawer of this till."))
def cash_() -> None:
    """Hold the drawer's commands together."""


@cash_.command("open", cls=Deed, help=N_("Open the drawer with the money that is in it."))
@click.option("--float", "float_cents", metavar="CENTS", type=int, required=True, help=N_("The money in the drawer."))
@json_option
@click.pass_obj
def open_(console: Console, *, float_cents: int, as_json: bool) -> None:
    """Open the drawer."""
    from kruidenier.shop.till import cash

    _show(console.do(cash.open_drawer, float_cents=float_cents), as_json=as_json)


@cash_.command("count", cls=Deed, help=N_("Count the drawer: how many of each coin and note, such as 200=14."))
@click.argument("coins", metavar="COIN=N...", nargs=-1, required=True, type=grammar.Coins())
@json_option
@click.pass_obj
def count(console: Console, coins: tuple[tuple[int, int], ...], *, as_json: bool) -> None:
    """Count the drawer, without being told what is expected."""
    from kruidenier.shop.till import cash

    counted = console.do(cash.count_drawer, coins=_added(coins))
    if as_json:
        print_json({"counted_cents": counted})
    else:
        show(_("Counted: {counted_cents}").format(counted_cents=money(counted)))


@cash_.command("close", cls=Deed, help=N_("Close the drawer with its last count, or with the coins given here."))
@click.argument("coins", metavar="[COIN=N]...", nargs=-1, type=grammar.Coins())
@click.option("--reason", default="", help=N_("Why it differs from what was expected, if it does."))
@json_option
@click.pass_obj
def close(console: Console, coins: tuple[tuple[int, int], ...], *, reason: str, as_json: bool) -> None:
    """Close the drawer."""
    from kruidenier.documents import drawer_slip
    from kruidenier.errors import ShopError
    from kruidenier.shop.till import cash

    slip = console.do(cash.close_drawer, coins=_added(coins) or None, reason=reason)
    paper: str | None = None
    try:
        place = drawer_slip.write(slip, console.shop.heading(), console.shop.config.receipts, lang=console.house)
        paper = place.relative_to(console.shop.folder).as_posix()
    except ShopError as refusal:
        say(refusal.explain())
    _show(slip, as_json=as_json, paper=paper)
    try:
        copy_by_the_rule(console, closing=True)
    except ShopError as refusal:  # the drawer is closed all the same
        say(refusal.explain())


@cash_.command("show", cls=ShopCommand, help=N_("Show the open drawer, or the one that was closed last."))
@json_option
@click.pass_obj
def show_(console: Console, *, as_json: bool) -> None:
    """Show the drawer."""
    from kruidenier.shop.till import cash

    slip = console.ask(cash.last_drawer, at=console.at)
    if slip is None:
        raise cash.NoDrawerOpen(till=console.at.till)
    _show(slip, as_json=as_json)


def _added(coins: tuple[tuple[int, int], ...]) -> dict[int, int]:
    added: dict[int, int] = {}
    for cents, pieces in coins:
        added[cents] = added.get(cents, 0) + pieces
    return added


def _show(slip: DrawerSlip, *, as_json: bool, **more: Any) -> None:
    if as_json:
        print_json(asdict(slip) | {"coins": {str(cents): pieces for cents, pieces in slip.coins}} | more)
        return
    show(_("Drawer {number}").format(number=slip.number))
    for label, cents in (
        (_("Opened with"), slip.float_cents),
        (_("Cash"), slip.cash_cents),
        (_("Expected"), slip.expected_cents),
        (_("Counted"), slip.counted_cents),
        (_("Difference"), slip.difference_cents),
        (_("Rounding of cash"), slip.rounding_cents),
    ):
        if cents is not None:
            show(f"  {label}: {money(cents)}")
    if slip.reason:
        show(f"  {slip.reason}")
