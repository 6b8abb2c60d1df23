"""Quotas at the console: how much of some goods a household may have, by its size or the age of its children."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from kruidenier.cli import words
from kruidenier.cli.run import Console, Deed, ShopCommand, json_option, print_json, show
from kruidenier.i18n import N_, _

if TYPE_CHECKING:
    from kruidenier.shop.people.quotas import Quota
    from kruidenier.shop.till.shares import Share

day_option = words.Day()
from_option = click.option(
    "--from", "valid_from", metavar="DATE", type=day_option, help=N_("First day; today if none is given.")
)


@click.group("quota", cls=words.Group, help=N_("How much of some goods a household may have in a week or a month."))
def quota_() -> None:
    """Hold the commands about quotas together."""


@quota_.command("list", cls=ShopCommand, help=N_("List the quotas of a day."))
@click.option("--on", metavar="DATE", type=day_option, help=N_("As they are on this day."))
@json_option
@click.pass_obj
def list_(console: Console, *, on: dt.date | None, as_json: bool) -> None:
    """List quotas."""
    from kruidenier.shop.people import quotas

    found = console.ask(quotas.listed, on or console.today)
    if as_json:
        print_json({"quotas": [_document(one.quota) for one in found]})
        return
    show(*(f"{_line(one.quota):46} {words.shown(one.name)}".rstrip() for one in found))


@quota_.command("set", cls=Deed, help=N_("Set a quota of the products that carry its name, or of one by its code."))
@click.argument("quota")
@click.option("--period", metavar="week|month", default="month", help=N_("In which time it may be had."))
@click.option(
    "--limit",
    required=True,
    help=N_("By people in the household: “1 1 2 3”, the last for all who are more; by age in months: “0-5:2 6-11:1”."),
)
@from_option
@json_option
@click.pass_obj
def set_(console: Console, /, quota: str, *, as_json: bool, **given: Any) -> None:
    """Set a quota."""
    from kruidenier.shop.people import quotas

    found = console.do(quotas.set_quota, quota, **given)
    if as_json:
        print_json(_document(found))
    else:
        show(_line(found))


@quota_.command("end", cls=Deed, help=N_("End a quota; what was bought under it stays in the books."))
@click.argument("quota")
@from_option
@json_option
@click.pass_obj
def end(console: Console, quota: str, *, valid_from: dt.date | None, as_json: bool) -> None:
    """End a quota."""
    from kruidenier.shop.people import quotas

    console.do(quotas.end_quota, quota, valid_from=valid_from)
    if as_json:
        print_json({"quota": quota, "ended": valid_from or console.today})
    else:
        show(_("The quota {quota} is ended.").format(quota=words.shown(quota)))


@quota_.group("fair", cls=words.Group, help=N_("Scarce goods of today: how much each household may have of them."))
def fair() -> None:
    """Hold the commands about scarce goods together."""


@fair.command("list", cls=ShopCommand, help=N_("List what is scarce today, with what the program proposes."))
@json_option
@click.pass_obj
def list_scarce(console: Console, *, as_json: bool) -> None:
    """List scarce goods."""
    from kruidenier.shop.till import shares

    found = console.ask(shares.today, at=console.at, now=console.now)
    if as_json:
        print_json({"goods": [_share(one) for one in found]})
        return
    for one in found:
        _tell(one)


@fair.command("show", cls=ShopCommand, help=N_("Look at any goods: a quota, or the code of a product."))
@click.argument("goods")
@json_option
@click.pass_obj
def show_scarce(console: Console, goods: str, *, as_json: bool) -> None:
    """Show what is proposed for some goods."""
    from kruidenier.shop.till import shares

    _print(console.ask(shares.look, goods, at=console.at, now=console.now), as_json=as_json)


@fair.command("accept", cls=Deed, help=N_("Set what is proposed; it goes on moving with the stock and the queue."))
@click.argument("goods")
@json_option
@click.pass_obj
def accept(console: Console, goods: str, *, as_json: bool) -> None:
    """Accept a proposal."""
    from kruidenier.shop.till import shares

    _print(console.do(shares.accept, goods), as_json=as_json)


@fair.command("set", cls=Deed, help=N_("Set a limit of today; it stays until it is changed."))
@click.argument("goods")
@click.option(
    "--limit", required=True, help=N_("By people in the household: “1 1 2 3”, the last for all who are more.")
)
@json_option
@click.pass_obj
def set_limit(console: Console, goods: str, *, limit: str, as_json: bool) -> None:
    """Set a limit of today."""
    from kruidenier.shop.people import day_limits
    from kruidenier.shop.till import shares

    console.do(day_limits.set_limit, goods, limit=limit)
    _print(console.ask(shares.look, goods, at=console.at, now=console.now), as_json=as_json)


@fair.command("end", cls=Deed, help=N_("Take a limit of today away."))
@click.argument("goods")
@json_option
@click.pass_obj
def end_limit(console: Console, goods: str, *, as_json: bool) -> None:
    """Take a limit away."""
    from kruidenier.shop.people import day_limits

    console.do(day_limits.take_away, goods)
    if as_json:
        print_json({"quota": goods, "ended": console.today})
    else:
        show(_("There is no limit on {quota} any more.").format(quota=words.shown(goods)))


def _print(share: Share, *, as_json: bool) -> None:
    if as_json:
        print_json(_share(share))
    else:
        _tell(share)


def _share(share: Share) -> dict[str, Any]:
    return {
        "quota": share.quota,
        "name": share.name,
        "by_weight": share.by_weight,
        "stock": share.stock,
        "expected": share.expected,
        "usual": share.usual,
        "proposal": " ".join(map(str, share.proposal.steps)),
        "turns": share.proposal.turns,
        "limit": " ".join(map(str, share.limit.steps)) if share.limit else None,
        "limit_turns": share.limit.turns if share.limit else None,
        "eases": share.eases,
    }


def _tell(share: Share) -> None:
    from kruidenier.shop.till import share_words

    show(words.shown(share.name), *(f"  {line}" for line in share_words.explained(share)))


def _document(quota: Quota) -> dict[str, str]:
    return {"quota": quota.quota, "period": quota.period, "limit": quota.limit}


def _line(quota: Quota) -> str:
    period = _("a week") if quota.period == "week" else _("a month")
    return f"{words.shown(quota.quota):20} {period:10} {quota.limit}"
