"""Households' files at the console: found, read, changed, joined, parted; each reading of a file is journaled."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kruidenier.cli import words
from kruidenier.cli.run import Console, Deed, ShopCommand, file_option, json_option, print_json, show
from kruidenier.i18n import N_, _, day

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.people.finding import Book, Known
    from kruidenier.shop.people.strangers import Pair

day_option = words.Day()
card_argument = click.argument("card")
proof_option = click.option(
    "--proof",
    default="",
    metavar="CODE|TEXT",
    help=N_("Which document was seen: a code of the setting rights.proofs, or its name; never its number."),
)
STATUS_WORDS = {
    "fine": N_("may shop"),
    "ends_soon": N_("may shop, but the right ends soon"),
    "not_started": N_("the right has not started"),
    "ended": N_("the right has ended"),
    "paused": N_("paused"),
    "blocked": N_("blocked"),
}
FILE_FIELDS = ("display_name", "lang", "referred_by", "referrer_contact", "address")


@click.command("file", cls=Deed, help=N_("Read a household's file; who read it is journaled."))
@card_argument
@json_option
@click.pass_obj
def file_(console: Console, card: str, *, as_json: bool) -> None:
    """Read a file."""
    from kruidenier.shop.people import files

    console.require_known()
    sheet = console.do(files.open_file, card)
    document = asdict(sheet) | {"people": [{"id": p.id, "born": str(p.born), "until": p.until} for p in sheet.people]}
    del document["id"]
    if as_json:
        print_json(document)
        return
    show(*(f"{name}: {value}" for name, value in document.items() if value not in (None, (), [])))


@click.command(
    "list", cls=ShopCommand, help=N_("List households: all, by a name as it sounds, or whose right ends soon.")
)
@click.argument("name", required=False)
@click.option("--ending", metavar="DAYS", type=click.IntRange(0, 3650), help=N_("Only those whose right ends so soon."))
@json_option
@click.pass_obj
def list_(console: Console, name: str | None, *, ending: int | None, as_json: bool) -> None:
    """List households."""
    book = _book(console)
    found = list(book.known) if name is None else book.find(name)
    if ending is not None:
        soon = {one.id for one in book.ending(ending)}
        found = [one for one in found if one.id in soon]
    if as_json:
        print_json({"households": [_line(one) for one in found]})
        return
    for one in found:
        until = day(one.until) if one.until else ""
        show(f"{one.card:14} {one.display_name}  {until}  {_(STATUS_WORDS[one.status])}")


@click.command("edit", cls=Deed, help=N_("Change what stands in a household's file; only what is given changes."))
@card_argument
@click.option("--name", "display_name", help=N_("The name by which staff find it again."))
@click.option("--lang", metavar="nl|fr|en|ar", help=N_("The language of its papers."))
@click.option("--referred-by", help=N_("Who sent them."))
@click.option("--contact", "referrer_contact", help=N_("The contact there."))
@click.option("--referred-on", metavar="DATE", type=day_option, help=N_("The day of the referral."))
@click.option("--informed-on", metavar="DATE", type=day_option, help=N_("The day they were given the notice."))
@click.option("--address", help=N_("Their address, lines divided by commas."))
@click.option(
    "--protected/--not-protected", "address_protected", default=None, help=N_("Only managers see the address.")
)
@click.option(
    "--needs", help=N_("What they need, divided by commas: chair,cool_bag,interpreter,manager; empty: nothing.")
)
@click.option("--people", help=N_("Who belongs to it from today: birth years divided by blanks, or adults+children."))
@click.option("--note", help=N_("A remark for staff, with --until."))
@click.option("--substitute", help=N_("Who may shop for them, with --until."))
@click.option("--until", metavar="DATE", type=day_option, help=N_("The last day of the remark or the substitute."))
@json_option
@click.pass_obj
def edit(console: Console, /, card: str, *, as_json: bool, **given: Any) -> None:
    """Change a file."""
    from kruidenier.shop.people import family, files, register

    console.require_known()
    if (given["note"] or given["substitute"]) and given["until"] is None:
        raise click.UsageError(_("A remark and a substitute need their last day: --until."))
    wanted = {
        name: given[name] for name in (*FILE_FIELDS, *files.DATES, "address_protected") if given[name] is not None
    }

    def change(session: Session, **by: Any) -> list[str]:
        fields = list(files.change(session, card, **wanted, **by))
        if given["needs"] is not None:
            needs = [need.strip() for need in given["needs"].split(",") if need.strip()]
            files.set_needs(session, card, needs=needs, **by)
            fields.append("needs")
        if given["people"] is not None:
            family.recount(session, card, people=register.read_people(given["people"]), **by)
            fields.append("people")
        if given["note"]:
            files.write_note(session, card, words=given["note"], until=given["until"], **by)
            fields.append("note")
        if given["substitute"]:
            files.name_substitute(session, card, name=given["substitute"], until=given["until"], **by)
            fields.append("substitute")
        return fields

    _tell(as_json=as_json, card=card, changed=console.do(change))


@click.command("give", cls=Deed, help=N_("Give a household a right, by one of the shop's ways."))
@card_argument
@click.option("--esf", is_flag=True, help=N_("The right to ESF+ goods, not the one to the grocery."))
@click.option("--from", "start", metavar="DATE", type=day_option, help=N_("First day; today if none is given."))
@click.option(
    "--until", metavar="DATE", type=day_option, help=N_("Last day; without one, as long as the shop's rule says.")
)
@click.option("--way", default="referral", metavar="referral|category|income", help=N_("What led to it."))
@click.option("--reason", default="", help=N_("Why; of a category its code."))
@proof_option
@click.option("--override", is_flag=True, help=N_("Set aside how often and how long, with a reason: for managers."))
@json_option
@click.pass_obj
def give(console: Console, /, card: str, *, esf: bool, as_json: bool, **given: Any) -> None:
    """Give a right."""
    from kruidenier.shop.people import renewing

    console.require_known()
    until = console.do(renewing.give, card, kind="esf" if esf else "grocery", **given)
    _tell(as_json=as_json, card=card, until=until)


@click.command("visit", cls=Deed, help=N_("Let a household come once within seven days, before its referral is there."))
@click.option("--name", "display_name", required=True, help=N_("The name by which staff find it again."))
@click.option("--lang", required=True, metavar="nl|fr|en|ar", help=N_("The language of its papers."))
@click.option("--people", required=True, help=N_("Birth years divided by blanks, or adults+children."))
@json_option
@click.pass_obj
def visit(console: Console, /, *, people: str, as_json: bool, **who: str) -> None:
    """Let a household come once."""
    from kruidenier.shop.people import register, renewing

    console.require_known()
    card = console.do(renewing.one_visit, people=register.read_people(people), **who)
    _tell(as_json=as_json, card=card)


@click.command("duplicates", cls=ShopCommand, help=N_("List households that may be one."))
@json_option
@click.pass_obj
def duplicates(console: Console, *, as_json: bool) -> None:
    """List likely duplicates."""
    book = _book(console)

    def likely(session: Session) -> list[Pair]:
        from kruidenier.shop.people import strangers

        return strangers.likely(session, book)

    pairs = console.ask(likely)
    if as_json:
        lines = [{"one": _line(p.one), "other": _line(p.other), "same_birth_years": p.same_years} for p in pairs]
        print_json({"pairs": lines})
        return
    show(*(f"{p.one.card} {p.one.display_name}  =?  {p.other.card} {p.other.display_name}" for p in pairs))


@click.command("apart", cls=Deed, help=N_("Remember that two households are not one."))
@card_argument
@click.argument("other")
@json_option
@click.pass_obj
def apart(console: Console, card: str, other: str, *, as_json: bool) -> None:
    """Tell two households apart."""
    from kruidenier.shop.people import strangers

    console.require_known()
    console.do(strangers.tell_apart, card, other)
    _tell(as_json=as_json, card=card, other=other)


@click.command("merge", cls=Deed, help=N_("Make one file of two; without --yes only show where they differ."))
@card_argument
@click.argument("other")
@click.option("--take", "fields", multiple=True, metavar="FIELD", help=N_("A field that comes from the other file."))
@click.option("--yes", is_flag=True, help=N_("Merge now."))
@json_option
@click.pass_obj
def merge(console: Console, card: str, other: str, *, fields: tuple[str, ...], yes: bool, as_json: bool) -> None:
    """Compare or merge two files."""
    from kruidenier.shop.people import merging

    console.require_known()
    if not yes:
        compared = console.do(merging.compare, card, other)
        differing = {found.field: [_plain(found.kept), _plain(found.other)] for found in compared.differences}
        _tell(as_json=as_json, card=card, other=other, differ=differing)
        return
    merged = console.do(merging.merge, card, other, take=dict.fromkeys(fields, "other"))
    _tell(as_json=as_json, card=merged.card)


@click.command("split", cls=Deed, help=N_("Let a part of a household go on by itself, with a card of its own."))
@card_argument
@click.option(
    "--leaving", multiple=True, type=int, metavar="ID", help=N_("A member who goes, as `household file` numbers them.")
)
@click.option("--people", help=N_("Where people are only counted: how many go, as adults+children."))
@click.option("--name", "display_name", required=True, help=N_("The name of the new household."))
@click.option("--protected", is_flag=True, help=N_("Only managers see its address."))
@json_option
@click.pass_obj
def split(console: Console, /, card: str, *, people: str | None, as_json: bool, **given: Any) -> None:
    """Split a household."""
    from kruidenier.shop.people import family, register

    console.require_known()
    counted = register.read_people(people) if people else None
    _tell(as_json=as_json, card=console.do(family.split, card, people=counted, **given))


@click.command("exceptions", cls=ShopCommand, help=N_("List what was refused and what was set aside."))
@click.option(
    "--from", "start", metavar="DATE", type=day_option, help=N_("First day; four weeks ago if none is given.")
)
@click.option("--until", metavar="DATE", type=day_option, help=N_("Last day; today if none is given."))
@json_option
@click.pass_obj
def exceptions_(console: Console, *, start: dt.date | None, until: dt.date | None, as_json: bool) -> None:
    """List refusals and overrides."""
    from kruidenier.shop.figures import exceptions
    from kruidenier.shop.people.budgets import Period

    console.require_known()
    last = until or console.today
    period = Period(start or last - dt.timedelta(weeks=4), last)
    found = console.ask(exceptions.exceptions, period, at=console.at)
    if as_json:
        print_json({"exceptions": [asdict(one) for one in found]})
        return
    show(
        *(
            f"{one.at.astimezone(console.at.zone):%d/%m %H:%M}  {one.what}  {one.rule}  {one.where}  {one.reason}"
            for one in found
        )
    )


@click.command(
    "letters", cls=ShopCommand, help=N_("Write a letter to each household whose right ends soon, as one PDF.")
)
@file_option(required=True)
@click.option("--days", type=click.IntRange(0, 3650), help=N_("How soon; else as the shop's rule says."))
@click.pass_obj
def letters(console: Console, *, file: Path, days: int | None) -> None:
    """Write letters."""
    from kruidenier.documents import right_letter
    from kruidenier.shop.office import settings

    book = _book(console)
    soon = console.ask(settings.current, book.on)["rights.warn_days"] if days is None else days
    to = [right_letter.Addressee(k.display_name, k.address, k.lang, k.until or book.on) for k in book.ending(soon)]
    if not to:
        show(_("No right ends soon: there is nothing to print."))
        return
    heading = console.shop.heading()
    sender = right_letter.Sender(heading.name, heading.lines, console.house, book.on)
    show(str(right_letter.write(to, sender, file)))


@click.command(
    "card", cls=Deed, help=N_("Print household cards: as large as a bank card, ten on a sheet with marks for cutting.")
)
@click.argument("cards", nargs=-1, required=True)
@file_option(required=True)
@click.option(
    "--first",
    metavar="N",
    type=click.IntRange(1, 999),
    default=1,
    help=N_("The first place that is still free on the sheet; 1 is a new sheet."),
)
@click.pass_obj
def card_(console: Console, *, cards: tuple[str, ...], file: Path, first: int) -> None:
    """Print cards."""
    from kruidenier.documents import household_cards
    from kruidenier.shop.people import cards as of_people

    console.require_known()
    numbers = console.do(of_people.to_print, cards)
    show(str(household_cards.write(numbers, console.shop.heading().name, file, first=first)))


@click.command("lost", cls=Deed, help=N_("Block a lost card at once, and give its household a new number."))
@card_argument
@json_option
@click.pass_obj
def lost(console: Console, card: str, *, as_json: bool) -> None:
    """Replace a lost card."""
    from kruidenier.shop.people import cards

    console.require_known()
    _tell(as_json=as_json, card=console.do(cards.replace_lost, card), blocked=card)


COMMANDS = (
    file_,
    list_,
    edit,
    give,
    visit,
    duplicates,
    apart,
    merge,
    split,
    exceptions_,
    letters,
    card_,
    lost,
)


def _book(console: Console) -> Book:
    from kruidenier.shop.people import finding

    console.require_known()
    return console.ask(finding.read, at=console.at, on=console.today)


def _line(one: Known) -> dict[str, Any]:
    return {
        "card": one.card,
        "display_name": one.display_name,
        "lang": one.lang,
        "status": one.status,
        "people": one.people,
        "until": one.until,
        "esf_until": one.esf_until,
    }


def _plain(value: Any) -> Any:
    from kruidenier.shop.people.register import People, listed_people

    if isinstance(value, People):
        return listed_people(value.members) or f"{value.adults}+{value.children}"
    return value


def _tell(*, as_json: bool, **told: Any) -> None:
    if as_json:
        print_json(told)
    else:
        show(*(f"{name}: {', '.join(value) if isinstance(value, list) else value}" for name, value in told.items()))
