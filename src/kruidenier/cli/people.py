"""Households at the console: what they may today, and the register of who they are."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from kruidenier.cli import household_files, words
from kruidenier.cli.run import Console, Deed, ShopCommand, json_option, print_json, show
from kruidenier.i18n import N_, _, day, money

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.till.shoppers import Visit


class Households(words.Group):
    """Commands about households; any other first word is a card to show."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take a card for `show CARD`."""
        if args and args[0] not in (*self.commands, "--help"):
            args = ["show", *args]
        return super().parse_args(ctx, args)


OPTIONS = {"display_name": "--name", "access_from": "--from", "access_until": "--until"}
"""Where a column of a list has another name here."""
day_option = words.Day()
card_argument = click.argument("card")


@click.group("household", cls=Households, help=N_("Show a household by its card, or register one and its rights."))
def household_() -> None:
    """Hold the commands about households together."""


@household_.command(
    "show", cls=ShopCommand, needs="", help=N_("Show what a household may: `household CARD` does the same.")
)
@card_argument
@click.option("--on", metavar="DATE", type=day_option, help=N_("As it is on this day."))
@json_option
@click.pass_obj
def show_(console: Console, card: str, *, on: dt.date | None, as_json: bool) -> None:
    """Show a household."""
    _show(console, card, on=on, as_json=as_json)


@household_.command("add", cls=Deed, help=N_("Register a household with its rights."))
@click.option("--card", help=N_("The number on its card; a random one is made where none is given."))
@click.option("--name", "display_name", required=True, help=N_("The name by which staff find it again."))
@click.option("--lang", required=True, metavar="nl|fr|en|ar", help=N_("The language of its papers."))
@click.option("--members", help=N_("Birth years, or YYYY-MM for small children, each with F, M or X: 1984:F;2021-03:M"))
@click.option("--adults", help=N_("How many adults, where members are not recorded."))
@click.option("--children", help=N_("How many children under 18."))
@click.option("--referred-by", required=True, help=N_("Who sent them."))
@click.option(
    "--from", "access_from", metavar="DATE", help=N_("First day of the right to the grocery; today if none is given.")
)
@click.option("--until", "access_until", metavar="DATE", help=N_("Its last day."))
@click.option("--esf-from", metavar="DATE", help=N_("First day of the right to ESF+ goods."))
@click.option("--esf-until", metavar="DATE", help=N_("Its last day."))
@click.option("--note", help=N_("A remark for staff."))
@household_files.proof_option
@json_option
@click.pass_obj
def add(console: Console, /, *, proof: str, as_json: bool, **given: str | None) -> None:
    """Register a household."""
    from kruidenier.shop.office.sheets import BadRow
    from kruidenier.shop.people import household_list

    console.require_known()
    row = {column: text for column, text in given.items() if text is not None}
    if "esf_from" not in row:
        row.setdefault("access_from", console.today.isoformat())
    try:
        card = console.do(household_list.add, row, proof=proof)
    except BadRow as wrong:
        column = str(wrong.details["column"])
        raise BadRow(column=OPTIONS.get(column, column), fault=wrong.details["fault"]) from None
    _show(console, card, on=None, as_json=as_json)


@household_.command("renew", cls=Deed, help=N_("Let a right last until another day."))
@card_argument
@click.option(
    "--until", metavar="DATE", type=day_option, help=N_("The new last day; without one, as the shop's rule says.")
)
@click.option("--esf", is_flag=True, help=N_("The right to ESF+ goods, not the one to the grocery."))
@click.option("--reason", default="", help=N_("Why, for staff only."))
@household_files.proof_option
@click.option("--override", is_flag=True, help=N_("Set aside how often and how long, with a reason: for managers."))
@json_option
@click.pass_obj
def renew(console: Console, /, card: str, *, esf: bool, as_json: bool, **given: Any) -> None:
    """Renew a right."""
    from kruidenier.shop.people import renewing

    _change(console, card, renewing.renew, as_json=as_json, kind="esf" if esf else "grocery", **given)


@household_.command("pause", cls=Deed, help=N_("Pause a household's rights for a while."))
@card_argument
@click.option("--from", "start", metavar="DATE", type=day_option, help=N_("First day; today if none is given."))
@click.option("--until", metavar="DATE", type=day_option, help=N_("Last day; without one, until `unblock`."))
@click.option("--reason", default="", help=N_("Why, for staff only."))
@json_option
@click.pass_obj
def pause(console: Console, /, card: str, *, as_json: bool, **days: Any) -> None:
    """Pause a household."""
    from kruidenier.shop.people import register

    _change(console, card, register.hold, as_json=as_json, kind="paused", **days)


@household_.command("block", cls=Deed, help=N_("Block a household."))
@card_argument
@click.option("--reason", default="", help=N_("Why, for staff only."))
@json_option
@click.pass_obj
def block(console: Console, card: str, *, reason: str, as_json: bool) -> None:
    """Block a household."""
    from kruidenier.shop.people import register

    _change(console, card, register.hold, as_json=as_json, kind="blocked", reason=reason)


@household_.command("unblock", cls=Deed, help=N_("Take a household's block or pause away."))
@card_argument
@json_option
@click.pass_obj
def unblock(console: Console, card: str, *, as_json: bool) -> None:
    """Take blocks and pauses away."""
    from kruidenier.shop.people import register

    _change(console, card, register.lift, as_json=as_json)


for _command in household_files.COMMANDS:
    household_.add_command(_command)


def _change(console: Console, card: str, verb: Any, *, as_json: bool, **named: Any) -> None:
    console.require_known()
    console.do(verb, card, **named)
    _show(console, card, on=None, as_json=as_json)


def _show(console: Console, card: str, *, on: dt.date | None, as_json: bool) -> None:
    console.require_known()
    visit, period = console.ask(_visit, card, on=on or console.today)
    if as_json:
        print_json(_document(visit, period))
        return
    shopper = visit.shopper
    show(
        f"{shopper.card}: {_(household_files.STATUS_WORDS[shopper.status])}",
        *(f"  {sentence}" for sentence in shopper.says),
    )
    show(
        _("  Left until {date}: {left_cents} of {limit_cents}").format(
            date=day(visit.period.until), left_cents=money(visit.left_cents), limit_cents=money(visit.limit_cents)
        )
    )
    from kruidenier.shop.people import quotas

    goods = console.ask(quotas.goods_of, [use.quota for use in visit.quotas])
    for use in visit.quotas:
        words_of_it = _("  {quota}: {left} of {limit} until {date}")
        name = words.shown(quotas.name_of(use.quota, goods.get(use.quota, ())))
        show(words_of_it.format(quota=name, left=use.left, limit=use.limit, date=day(use.period.until)))


def _visit(session: Session, card: str, *, on: dt.date) -> tuple[Visit, str]:
    from kruidenier.shop.office import settings
    from kruidenier.shop.people import households
    from kruidenier.shop.till.shoppers import visit

    rules = settings.current(session, on)
    return visit(session, households.find(session, card), on=on, settings=rules), rules["budget.period"]


def _document(visit: Visit, period: str) -> dict[str, Any]:
    standing = visit.standing
    return {
        "card": visit.held.card,
        "status": standing.status,
        "reasons": [{"code": reason.code, "message": reason.message} for reason in standing.reasons],
        "size": visit.size.people,
        "adults": visit.size.adults,
        "children": visit.size.children,
        "lang": visit.held.lang,
        "grocery": {
            "from": standing.grocery.start,
            "until": standing.grocery.until,
            "renewals": standing.grocery.renewals,
        },
        "esf": {"entitled": standing.esf_entitled, "from": standing.esf.start, "until": standing.esf.until},
        "budget": {
            "period": period,
            "from": visit.period.start,
            "until": visit.period.until,
            "limit_cents": visit.limit_cents,
            "spent_cents": visit.spent_cents,
            "left_cents": visit.left_cents,
            **_free(visit),
        },
        "needs": list(visit.needs),
        "quotas": [
            {"quota": use.quota, "limit": use.limit, "used": use.used, "left": use.left, "until": use.period.until}
            for use in visit.quotas
        ],
    }


def _free(visit: Visit) -> dict[str, int]:
    """Tell of the purse of free goods, where the shop keeps one."""
    if visit.free_limit_cents is None:
        return {}
    spent = visit.free_spent_cents
    left = visit.free_limit_cents - spent
    return {"free_limit_cents": visit.free_limit_cents, "free_spent_cents": spent, "free_left_cents": left}
