"""The register of suppliers."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from kruidenier.cli import words
from kruidenier.cli.run import Console, Deed, ShopCommand, json_option, print_json, show
from kruidenier.i18n import LANGUAGES, N_, _

if TYPE_CHECKING:
    from collections.abc import Callable

    from kruidenier.shop.supply.supplier_merging import MergePlan

SWITCH = click.Choice(("yes", "no"))


@click.group("supplier", cls=words.Group, help=N_("Who gives or sells goods to the shop."))
def supplier_() -> None:
    """Hold the commands about suppliers together."""


def _of_supplier(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command an option for everything that may be said of a supplier."""
    for option in (
        click.option("--kbo", metavar="NUMBER", help=N_("Enterprise number.")),
        click.option("--establishment", metavar="NUMBER", help=N_("Establishment number.")),
        click.option("--banner", metavar="TEXT", help=N_("The banner over its door.")),
        click.option("--street", metavar="TEXT", help=N_("Street and number.")),
        click.option("--postcode", metavar="TEXT", help=N_("Postcode.")),
        click.option("--town", metavar="TEXT", help=N_("Town.")),
        click.option("--size-class", metavar="KIND", help=N_("By whose yardstick the label looks at volume.")),
        click.option("--vat-scheme", metavar="yes|no|unknown", help=N_("Whether it gives under the VAT scheme.")),
        click.option("--dry-goods-only", type=SWITCH, help=N_("The label asks for no fresh goods.")),
        click.option("--hides-values", type=SWITCH, help=N_("Reports leave out what the goods are worth.")),
        click.option("--notes", metavar="TEXT", help=N_("What colleagues should know.")),
    ):
        command = option(command)
    return command


@supplier_.command("list", cls=ShopCommand, help=N_("List the suppliers by name."))
@click.option("--kind", metavar="KIND", help=N_("Only this kind."))
@click.option("--archived", is_flag=True, help=N_("Those that come no more, too."))
@json_option
@click.pass_obj
def list_(console: Console, *, kind: str | None, archived: bool, as_json: bool) -> None:
    """List suppliers."""
    from kruidenier.shop.supply import supplier_register
    from kruidenier.shop.supply.words import KINDS

    found = [line for line in console.ask(supplier_register.listing, archived=archived) if kind in (None, line.kind)]
    if as_json:
        print_json({"suppliers": [asdict(line) for line in found]})
        return
    for line in found:
        gone = _("archived") if line.archived else ""
        show(f"{line.code:20} {_(KINDS[line.kind]):16} {line.name}  {line.town or ''}  {gone}".rstrip())


@supplier_.command("show", cls=ShopCommand, help=N_("Show a supplier's file."))
@click.argument("code")
@json_option
@click.pass_obj
def show_(console: Console, code: str, *, as_json: bool) -> None:
    """Show a supplier."""
    _show_file(console, code, as_json=as_json)


@supplier_.command("add", cls=Deed, help=N_("Register a supplier."))
@click.argument("code")
@click.argument("name")
@click.option("--kind", metavar="KIND", required=True, help=N_("What it is: supermarket, shop, bakery, garden…"))
@_of_supplier
@json_option
@click.pass_obj
def add(console: Console, /, code: str, name: str, *, kind: str, as_json: bool, **said: str | None) -> None:
    """Register a supplier."""
    from kruidenier.shop.supply import supplier_register

    done = console.do(supplier_register.register, code, name=name, kind=kind, **_fields(said))
    _show_file(console, done.code, as_json=as_json)


@supplier_.command("edit", cls=Deed, help=N_("Change what is known of a supplier; an empty text clears."))
@click.argument("code")
@click.option("--name", metavar="TEXT", help=N_("Name."))
@click.option("--kind", metavar="KIND", help=N_("What it is: supermarket, shop, bakery, garden…"))
@_of_supplier
@json_option
@click.pass_obj
def edit(console: Console, /, code: str, *, as_json: bool, **said: str | None) -> None:
    """Change a supplier."""
    from kruidenier.shop.supply import supplier_register

    done = console.do(supplier_register.change, code, to=_fields(said))
    _show_file(console, done.code, as_json=as_json)


@supplier_.command("contact", cls=Deed, help=N_("Write a contact down, or change or forget one."))
@click.argument("code")
@click.option("--role", type=click.Choice(("usual", "social")), help=N_("social: for its part in society."))
@click.option("--name", metavar="TEXT", help=N_("Name."))
@click.option("--email", metavar="TEXT", help=N_("E-mail address."))
@click.option("--phone", metavar="TEXT", help=N_("Telephone number."))
@click.option("--language", "lang", type=click.Choice(LANGUAGES), help=N_("The language of the papers."))
@click.option("--change", "contact", metavar="ID", type=int, help=N_("Change this contact of `supplier show`."))
@click.option("--remove", is_flag=True, help=N_("Forget the contact that --change names."))
@json_option
@click.pass_obj
def contact(
    console: Console, /, code: str, *, contact: int | None, remove: bool, as_json: bool, **said: str | None
) -> None:
    """Write down, change or forget a contact."""
    from kruidenier.shop.supply import supplier_contacts

    told = {field: value for field, value in said.items() if value is not None}
    if contact is None:
        if remove:
            raise click.UsageError(_("Say with --change which contact is forgotten."))
        console.do(supplier_contacts.add, code, said=told)
    elif remove:
        console.do(supplier_contacts.remove, code, contact=contact)
    else:
        console.do(supplier_contacts.change, code, contact=contact, to=told)
    _show_file(console, code, as_json=as_json)


@supplier_.command("archive", cls=Deed, help=N_("Let a supplier come no more; its past stays."))
@click.argument("code")
@click.option("--back", is_flag=True, help=N_("Bring it back."))
@json_option
@click.pass_obj
def archive(console: Console, code: str, *, back: bool, as_json: bool) -> None:
    """Archive a supplier."""
    from kruidenier.shop.supply import supplier_register

    done = console.do(supplier_register.archive, code, back=back)
    _show_file(console, done.code, as_json=as_json)


@supplier_.command(
    "merge",
    cls=Deed,
    needs="merge_suppliers",
    help=N_("Make one of two entries of the same supplier; issued papers stay."),
)
@click.argument("code")
@click.option("--into", metavar="CODE", required=True, help=N_("The entry that stays."))
@click.option("--dry-run", is_flag=True, help=N_("Only tell what would happen."))
@json_option
@click.pass_obj
def merge(console: Console, code: str, *, into: str, dry_run: bool, as_json: bool) -> None:
    """Merge two suppliers."""
    from kruidenier.shop.supply import supplier_merging

    plan = console.ask(supplier_merging.plan, code, into=into)
    if not dry_run:
        console.do(supplier_merging.merge, plan)
    if as_json:
        print_json(asdict(plan) | {"filled": dict(plan.filled), "dropped": dict(plan.dropped), "done": not dry_run})
        return
    show(*_plan_lines(plan))


def _fields(said: dict[str, str | None]) -> dict[str, Any]:
    """Read what was said; yes and no are switches."""
    told: dict[str, Any] = {field: value for field, value in said.items() if value is not None}
    for switch in ("dry_goods_only", "hides_values"):
        if switch in told:
            told[switch] = told[switch] == "yes"
    return told


def _plan_lines(plan: MergePlan) -> list[str]:
    from kruidenier.shop.supply.words import FIELDS

    lines = [_("{name} becomes part of {into}.").format(name=plan.name, into=plan.into_name)]
    lines += [_("Taken over: {field} {value}").format(field=_(FIELDS[f]), value=v) for f, v in plan.filled]
    lines += [_("No longer said: {field} {value}").format(field=_(FIELDS[f]), value=v) for f, v in plan.dropped]
    lines.append(
        _("deliveries {deliveries}, gift notes {notes}, lots in stock {lots}, contacts {contacts}").format(
            deliveries=plan.deliveries, notes=plan.gift_notes, lots=plan.lots_left, contacts=plan.contacts
        )
    )
    lines.append(_("agreements {agreements}, labels {awards}").format(agreements=plan.agreements, awards=plan.awards))
    return lines


def _show_file(console: Console, code: str, *, as_json: bool) -> None:
    from kruidenier.shop.supply import supplier_file
    from kruidenier.shop.supply.words import FIELDS, KINDS, ROLES, VAT_SCHEMES

    file = console.ask(supplier_file.look_up, code)
    if as_json:
        print_json(asdict(file))
        return
    said = asdict(file) | {"kind": _(KINDS[file.kind]), "vat_scheme": _(VAT_SCHEMES[file.vat_scheme])}
    gone = _("archived") if file.archived_at else ""
    show(f"{file.code}  {gone}".rstrip())
    for field, label in FIELDS.items():
        value = said[field]
        if value:
            told = _("yes") if value is True else value
            show(f"  {_(label):28} {told}")
    for one in file.contacts:
        parts = (one.name, one.email, one.phone, one.lang)
        show(f"  {_(ROLES[one.role]):28} {'  '.join(filter(None, parts))}  ({one.id})")
