"""Quotas at the console: how much of some goods a household may have, by its size or the age of its children."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from kruidenier.cli import words
from kruidenier.cli.run import Console, Deed, ShopCommand, json_option, print_json, show
from kruidenier.i18n import N_, _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.people.quotas import Quota

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

    def of_the_day(session: Session) -> tuple[Quota, ...]:
        from kruidenier.shop.office import settings
        from kruidenier.shop.people import quotas

        return quotas.in_force(settings.current(session, on or console.today))

    found = console.ask(of_the_day)
    if as_json:
        print_json({"quotas": [_document(quota) for quota in found]})
        return
    show(*(_line(quota) for quota in found))


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


def _document(quota: Quota) -> dict[str, str]:
    return {"quota": quota.quota, "period": quota.period, "limit": quota.limit}


def _line(quota: Quota) -> str:
    period = _("a week") if quota.period == "week" else _("a month")
    return f"{words.shown(quota.quota):20} {period:10} {quota.limit}"
