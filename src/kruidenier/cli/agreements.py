"""Agreements at the console: drafted, signed, ended, renewed, and when their goods are fetched."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import click

from kruidenier.cli import agreement_papers, pick_ups, words
from kruidenier.cli.run import Console, Deed, ShopCommand, json_option, print_json, show
from kruidenier.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.supply.agreement_documents import AgreementDocument, Promise
    from kruidenier.shop.supply.agreement_standing import Standing

TERMS = ("sorted_by_giver", "may_refuse", "traced", "voucher", "label_data")
NO_LIMIT = "none"


class DaysToUseBy(click.ParamType[Any]):
    """A number of days, or none at all."""

    name = "days"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int | str:
        """Read a number of days."""
        if value == NO_LIMIT or isinstance(value, int):
            return value  # type: ignore[no-any-return]
        if not (value.isascii() and value.isdigit() and len(value) < 6):
            self.fail(_("“{value}” is not a number of days.").format(value=words.shown(value)), param, ctx)
        return int(value)


def terms_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of what is agreed."""
    for option in (
        click.option("--other", metavar="TEXT", help=N_("Anything else that was agreed.")),
        click.option("--goods", metavar="TEXT", help=N_("What is given, and what is not.")),
        click.option(
            "--without", type=click.Choice(TERMS), multiple=True, help=N_("A usual term that was not agreed.")
        ),
        click.option(
            "--on-holidays/--not-on-holidays", default=None, help=N_("Goods are fetched on public holidays too.")
        ),
        click.option("--own-list/--no-own-list", default=None, help=N_("The giver brings a list with each delivery.")),
        click.option(
            "--min-days", type=DaysToUseBy(), help=N_("Days to the use-by date at pick-up, at least; none: not agreed.")
        ),
        click.option("--notice-days", metavar="N", type=int, help=N_("Days of notice.")),
        click.option(
            "--covers",
            type=click.Choice(["establishment", "enterprise", "banner"]),
            help=N_("This shop, or all of its enterprise or banner."),
        ),
        click.option("--until", metavar="DATE", type=words.Day(), help=N_("The last day; without it, an open time.")),
        click.option("--from", "first", metavar="DATE", type=words.Day(), help=N_("The first day.")),
    ):
        command = option(command)
    return command


def days_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a pick-up that comes back."""
    for option in (
        click.option("--crates", metavar="N", type=int, help=N_("How many crates usually come.")),
        click.option("--carrier", type=click.Choice(["shop", "giver"]), default="shop", help=N_("Who carries.")),
        click.option("--at", "at_time", metavar="HH:MM", help=N_("At what hour.")),
        click.option("--months", metavar="5,6,…", help=N_("Only in these months.")),
        click.option("--every", metavar="WEEKS", type=int, default=1, help=N_("Every so many weeks.")),
        click.option("--days", metavar="tu,fr", help=N_("Days of the week: mo tu we th fr sa su.")),
    ):
        command = option(command)
    return command


@click.group("agreement", cls=words.Group, help=N_("Agreements with a chain, a shop or a garden, and their pick-ups."))
def agreement_() -> None:
    """Hold the commands about agreements together."""


@agreement_.command("add", cls=Deed, help=N_("Draft an agreement with a supplier, with its first pick-up days."))
@click.argument("supplier")
@terms_options
@days_options
@json_option
@click.pass_obj
def add(console: Console, /, supplier: str, *, as_json: bool, **said: Any) -> None:
    """Draft an agreement."""
    from kruidenier.shop.supply.agreement_documents import Promise

    promise = _promise(Promise(console.today), said)
    planned = _planned(said) if said["days"] else None
    document = console.do(_drafted, supplier, promise=promise, planned=planned)
    _show(console, document, as_json=as_json)


@agreement_.command("change", cls=Deed, needs="agreements", help=N_("Change the terms of a draft."))
@click.argument("number")
@terms_options
@json_option
@click.pass_obj
def change(console: Console, /, number: str, *, as_json: bool, **said: Any) -> None:
    """Change a draft."""
    from kruidenier.shop.supply import agreeing, agreement_documents

    promise = _promise(console.ask(agreement_documents.look_up, number).promise, said)
    _show(console, console.do(agreeing.change, number, promise=promise), as_json=as_json)


@agreement_.command("days", cls=Deed, needs="agreements", help=N_("Add a pick-up that comes back, or let one end."))
@click.argument("number")
@days_options
@click.option("--supplier", metavar="CODE", help=N_("At this establishment."))
@click.option("--from", "since", metavar="DATE", type=words.Day(), help=N_("From this day on."))
@click.option("--until", metavar="DATE", type=words.Day(), help=N_("Until this day included."))
@click.option("--stop", metavar="LINE", type=int, help=N_("End the pick-up on this line, with --until or today."))
@json_option
@click.pass_obj
def days(
    console: Console,
    /,
    number: str,
    *,
    supplier: str | None,
    since: dt.date | None,
    until: dt.date | None,
    stop: int | None,
    as_json: bool,
    **said: Any,
) -> None:
    """Change when goods are fetched."""
    from kruidenier.shop.supply import pick_up_plans

    if (stop is None) == (said["days"] is None):
        raise click.UsageError(_("Give one of --days and --stop."))
    if stop is not None:
        document = console.do(pick_up_plans.stop, number, line=stop, last=until)
    else:
        document = console.do(pick_up_plans.add, number, supplier=supplier, since=since, until=until, **_planned(said))
    _show(console, document, as_json=as_json)


@agreement_.command("sign", cls=Deed, help=N_("Write down that both sides signed: it is in force."))
@click.argument("number")
@click.option("--by", "signed_by", metavar="NAME", required=True, help=N_("Who signed for the giver."))
@click.option("--for-shop", metavar="NAME", required=True, help=N_("Who signed for the shop."))
@click.option("--on", metavar="DATE", type=words.Day(), help=N_("The day of the signatures; today if not given."))
@json_option
@click.pass_obj
def sign(console: Console, number: str, *, signed_by: str, for_shop: str, on: dt.date | None, as_json: bool) -> None:
    """Sign an agreement."""
    from kruidenier.shop.supply import agreeing

    document = console.do(agreeing.sign, number, signed_by=signed_by, shop_signed_by=for_shop, signed_on=on)
    _show(console, document, as_json=as_json)


@agreement_.command("end", cls=Deed, help=N_("End an agreement, with the reason."))
@click.argument("number")
@click.option("--reason", metavar="TEXT", required=True, help=N_("Why."))
@click.option("--on", metavar="DATE", type=words.Day(), help=N_("The first day without it; else after the notice."))
@json_option
@click.pass_obj
def end(console: Console, number: str, *, reason: str, on: dt.date | None, as_json: bool) -> None:
    """End an agreement."""
    from kruidenier.shop.supply import agreeing

    _show(console, console.do(agreeing.end, number, reason=reason, on=on), as_json=as_json)


@agreement_.command("renew", cls=Deed, help=N_("Draft the agreement that follows, as long again."))
@click.argument("number")
@json_option
@click.pass_obj
def renew(console: Console, number: str, *, as_json: bool) -> None:
    """Renew an agreement."""
    from kruidenier.shop.supply import agreeing

    _show(console, console.do(agreeing.renew, number), as_json=as_json)


@agreement_.command("drop", cls=Deed, help=N_("Give a draft up."))
@click.argument("number")
@json_option
@click.pass_obj
def drop(console: Console, number: str, *, as_json: bool) -> None:
    """Drop a draft."""
    from kruidenier.shop.supply import agreeing

    _show(console, console.do(agreeing.drop, number), as_json=as_json)


@agreement_.command("list", cls=ShopCommand, help=N_("List the agreements: pick-ups kept and missed, days to the end."))
@click.option("--on", metavar="DATE", type=words.Day(), help=N_("As they stand on this day."))
@json_option
@click.pass_obj
def list_(console: Console, *, on: dt.date | None, as_json: bool) -> None:
    """List agreements."""
    from kruidenier.shop.supply import agreement_standing

    found = console.ask(agreement_standing.standing, on=on or console.today)
    if as_json:
        print_json({"agreements": [_standing(one) for one in found]})
        return
    for one in found:
        show(_standing_line(one))


@agreement_.command("show", cls=ShopCommand, help=N_("Show an agreement with its terms and pick-ups."))
@click.argument("number")
@json_option
@click.pass_obj
def show_(console: Console, number: str, *, as_json: bool) -> None:
    """Show an agreement."""
    from kruidenier.shop.supply import agreement_documents

    _show(console, console.ask(agreement_documents.look_up, number), as_json=as_json)


for _command in (*pick_ups.COMMANDS, *agreement_papers.COMMANDS):
    agreement_.add_command(_command)


def _drafted(
    session: Session, supplier: str, *, promise: Promise, planned: dict[str, Any] | None, at: Counter, now: dt.datetime
) -> AgreementDocument:
    """Draft an agreement, and its first pick-up days with it."""
    from kruidenier.shop.supply import agreeing, pick_up_plans

    document = agreeing.draft(session, supplier, promise=promise, at=at, now=now)
    if planned is not None:
        document = pick_up_plans.add(session, document.number, at=at, now=now, **planned)
    return document


def _promise(before: Promise, said: dict[str, Any]) -> Promise:
    """Take over what was said; the rest stays as it was."""
    given = {
        "starts_on": said["first"],
        "ends_on": said["until"],
        "covers": said["covers"],
        "notice_days": said["notice_days"],
        "asks_own_list": said["own_list"],
        "on_holidays": said["on_holidays"],
        "goods": said["goods"],
        "other": said["other"],
        **dict.fromkeys(said["without"], False),
    }
    promise = replace(before, **{name: value for name, value in given.items() if value is not None})
    if said["min_days"] is not None:
        promise = replace(promise, min_days=None if said["min_days"] == NO_LIMIT else said["min_days"])
    return promise


def _planned(said: dict[str, Any]) -> dict[str, Any]:
    """Read a pick-up that comes back."""
    from kruidenier.shop.supply.recurrence import rule_of

    months = [int(month) if month.strip().isdecimal() else 0 for month in (said["months"] or "").split(",") if month]
    rule = rule_of(said["days"].split(","), every=said["every"], months=months)
    return {name: said[name] for name in ("at_time", "carrier", "crates")} | {"rule": rule}


def _show(console: Console, document: AgreementDocument, *, as_json: bool) -> None:
    from kruidenier.shop.supply import agreement_words, recurrence

    if as_json:
        print_json(_document(document, on=console.today))
        return
    show(f"{document.number}  {document.supplier_name}  {_(agreement_words.STATES[document.state])}")
    for plan in document.pick_ups:
        show(f"  {plan.line}  {recurrence.in_words(plan.rule)}  {plan.at_time or ''}  {plan.supplier_name}".rstrip())
    for line in agreement_words.terms(document.promise):
        show(f"  - {line}")


def _document(document: AgreementDocument, *, on: dt.date) -> dict[str, Any]:
    """Write an agreement for programs."""
    said = asdict(document)
    promise = said.pop("promise")
    dates = {"from": promise.pop("starts_on"), "until": promise.pop("ends_on")}
    said |= dates | promise | {"notice_on": document.notice_on, "days_left": document.days_left(on)}
    return said


def _standing(one: Standing) -> dict[str, Any]:
    promise, tallied = one.agreement.promise, one.tallied
    return {
        "number": one.number,
        "supplier": one.agreement.supplier,
        "supplier_name": one.agreement.supplier_name,
        "covers": promise.covers,
        "status": one.status,
        "from": promise.starts_on,
        "until": promise.ends_on,
        "last_day": one.agreement.last_day,
        "notice_on": one.agreement.notice_on,
        "days_left": one.days_left,
        "asks_own_list": promise.asks_own_list,
        "renewed_by": one.agreement.renewed_by,
        "expected": tallied.expected,
        "kept": tallied.kept,
        "missed": tallied.missed,
        "refused": tallied.refused,
        "cancelled": tallied.cancelled,
        "next": one.next_day.day if one.next_day else None,
    }


def _standing_line(one: Standing) -> str:
    from kruidenier.shop.supply import agreement_words

    kept = _("{kept} of {expected} kept").format(kept=one.tallied.kept, expected=one.tallied.expected)
    left = ""
    if one.days_left is not None and one.days_left >= 0:
        left = ngettext("{n} day left", "{n} days left", one.days_left).format(n=one.days_left)
    state = _(agreement_words.STATES[one.status])
    return f"{one.number}  {state:12}  {kept:24}  {left:18}  {one.agreement.supplier_name}".rstrip()
