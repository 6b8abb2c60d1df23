"""Gift notes: read, printed, signed, corrected, summed up."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kruidenier.cli import words
from kruidenier.cli.run import Console, Deed, ShopCommand, file_option, json_option, print_json, say, show
from kruidenier.i18n import LANGUAGES, N_, _, day, weight

if TYPE_CHECKING:
    from kruidenier.shop.supply.gift_summaries import Summary
    from kruidenier.shop.supply.note_correcting import Correct
    from kruidenier.shop.supply.note_list import NoteLine

BOTH = "both"
_LINE = re.compile(r"([0-9]{1,4})(?:\*([0-9]{1,7}))?(?:@([0-9]{1,8}))?", re.ASCII)

language_option = click.option(
    "--lang",
    "--language",
    "language",
    type=click.Choice((*LANGUAGES, BOTH)),
    help=N_("Language of the paper; without it the supplier's own. both: Dutch and French together."),
)
supplier_option = click.option("--supplier", metavar="CODE", required=True, help=N_("Whose gifts."))


@click.command("gift-note", cls=ShopCommand, help=N_("Show a gift note as it was issued, or write it on paper."))
@click.argument("number", metavar="NOTE")
@file_option()
@language_option
@json_option
@click.pass_obj
def gift_note_(console: Console, number: str, *, file: Path | None, language: str | None, as_json: bool) -> None:
    """Show a gift note."""
    from kruidenier.shop.supply import gift_notes, note_papers

    note = console.ask(note_papers.shown, number)
    if file is not None:
        from kruidenier.documents import gift_note

        langs = _langs(console, note.supplier, language)
        say(_("Written: {place}").format(place=gift_note.write(note, file, langs=langs)))
    if as_json:
        after = {name: getattr(note, name) for name in ("corrects", "corrected_by")}
        signed = {"giver": _signature(note.giver), "shop": _signature(note.shop)}
        print_json(console.ask(gift_notes.look_up, note.number) | after | {"signatures": signed})
    elif file is None:
        show(f"{note.number}  {day(note.happened_on)}  {note.donor.name}")
        for part in note.parts:
            for one in part.goods:
                much = "  ".join(filter(None, (str(one.count or ""), weight(one.grams) if one.grams else "")))
                show(f"{one.line:4}  {much:>20}  {one.names[_here()]}")
        if note.corrected_by is not None:
            show(_("Corrected by gift note {number}.").format(number=note.corrected_by))


@click.command("gift-notes", cls=ShopCommand, help=N_("List the gift notes of a supplier, signed or not."))
@supplier_option
@click.option("--from", "since", metavar="DATE", type=words.Day(), required=True, help=N_("First day."))
@click.option("--until", metavar="DATE", type=words.Day(), required=True, help=N_("Last day, included."))
@click.option("--unsigned", is_flag=True, help=N_("Only those that a side has not signed."))
@json_option
@click.pass_obj
def gift_notes_(
    console: Console, *, supplier: str, since: dt.date, until: dt.date, unsigned: bool, as_json: bool
) -> None:
    """List gift notes."""
    from kruidenier.shop.supply import note_list

    notes = console.ask(note_list.notes_of, supplier, since=since, until=until)
    found = [note for note in notes if not unsigned or (note.stands and not note.signed)]
    if as_json:
        print_json({"notes": [_note(note) for note in found]})
        return
    for note in found:
        show(_note_line(note))


@click.command("gift-sign", cls=Deed, help=N_("Note who signed a gift note on paper."))
@click.argument("number", metavar="NOTE")
@click.option("--side", type=click.Choice(("giver", "shop")), required=True, help=N_("Which side signed."))
@click.option("--name", metavar="TEXT", required=True, help=N_("Who signed."))
@click.option("--on", metavar="DATE", type=words.Day(), help=N_("On which day; without it today."))
@json_option
@click.pass_obj
def gift_sign_(console: Console, number: str, *, side: str, name: str, on: dt.date | None, as_json: bool) -> None:
    """Sign a gift note."""
    from kruidenier.shop.supply import note_signing

    done = console.do(note_signing.sign, number, side=side, name=name, signed_on=on)
    print_json(_note(done)) if as_json else show(_note_line(done))


@click.command(
    "gift-correct",
    cls=Deed,
    help=N_("Issue a new note in the place of a wrong one: LINE*COUNT, LINE@GRAMS; no line reads both sides anew."),
)
@click.argument("number", metavar="NOTE")
@click.argument("lines", metavar="LINE…", nargs=-1)
@click.option("--reason", metavar="TEXT", required=True, help=N_("What was wrong."))
@json_option
@click.pass_obj
def gift_correct_(console: Console, number: str, lines: tuple[str, ...], *, reason: str, as_json: bool) -> None:
    """Correct a gift note."""
    from kruidenier.shop.supply import note_correcting

    done = console.do(note_correcting.correct, number, lines=dict(map(_line, lines)), reason=reason)
    print_json(_note(done)) if as_json else show(_note_line(done))


@click.command("gift-summary", cls=Deed, help=N_("Sum up the gifts of a period, listing exactly its notes."))
@supplier_option
@click.option("--from", "since", metavar="DATE", type=words.Day(), required=True, help=N_("First day."))
@click.option("--until", metavar="DATE", type=words.Day(), required=True, help=N_("Last day, included."))
@file_option()
@language_option
@json_option
@click.pass_obj
def gift_summary_(
    console: Console,
    *,
    supplier: str,
    since: dt.date,
    until: dt.date,
    file: Path | None,
    language: str | None,
    as_json: bool,
) -> None:
    """Sum up gifts."""
    from kruidenier.shop.supply import gift_summaries

    done = console.do(gift_summaries.issue, supplier, since=since, until=until)
    if file is not None:
        from kruidenier.documents import gift_summary

        langs = _langs(console, supplier, language)
        say(_("Written: {place}").format(place=gift_summary.write(done, file, langs=langs)))
    if as_json:
        print_json(_summary(done))
    elif file is None:
        period = _("from {since} until {until}").format(since=day(done.since), until=day(done.until))
        show(f"{done.number}  {done.donor.name}  {period}")
        for part in done.parts:
            for group in part.groups:
                show(f"  {weight(group.grams):>14}  {group.names[_here()]}")


def _langs(console: Console, supplier: str, language: str | None) -> list[str]:
    from kruidenier.shop.supply import supplier_contacts

    if language == BOTH:
        return ["nl", "fr"]
    return [language or console.ask(supplier_contacts.language_of, supplier)]


def _here() -> str:
    from kruidenier.i18n import language

    return language()


def _line(text: str) -> tuple[int, Correct]:
    from kruidenier.shop.supply.note_correcting import Correct

    found = _LINE.fullmatch(text)
    if found is None or not (found[2] or found[3]):
        raise click.UsageError(_("“{text}” is no correction: write LINE*COUNT, LINE@GRAMS or both.").format(text=text))
    count, grams = (int(part) if part else None for part in (found[2], found[3]))
    return int(found[1]), Correct(count=count, grams=grams)


def _note(note: NoteLine) -> dict[str, Any]:
    return {
        "number": note.number,
        "delivery": note.delivery,
        "supplier": note.supplier,
        "date": note.happened_on,
        "kg": note.grams / 1000,
        "unweighed_pieces": note.unweighed_pieces,
        "signed": note.signed,
        "signatures": {"giver": _signature(note.giver), "shop": _signature(note.shop)},
        "corrects": note.corrects,
        "corrected_by": note.corrected_by,
    }


def _signature(signed: Any) -> dict[str, Any] | None:
    return None if signed is None else asdict(signed)


def _note_line(note: NoteLine) -> str:
    if note.corrected_by is not None:
        state = _("corrected by {number}").format(number=note.corrected_by)
    else:
        state = _("signed") if note.signed else _("not signed yet")
    return f"{note.number}  {day(note.happened_on)}  {weight(note.grams):>12}  {state}"


def _summary(done: Summary) -> dict[str, Any]:
    return {
        "number": done.number,
        "supplier": done.supplier,
        "from": done.since,
        "until": done.until,
        "kg": sum(part.grams for part in done.parts) / 1000,
        "by_group": [
            {
                "part": part.what,
                "group": group.group,
                "name": group.names[_here()],
                "crates": group.crates,
                "count": group.count,
                "kg": group.grams / 1000,
                "unweighed_pieces": group.unweighed_pieces,
            }
            for part in done.parts
            for group in part.groups
        ],
        "notes": [
            {
                "number": note.number,
                "date": note.date,
                "kg": note.grams / 1000,
                "unweighed_pieces": note.unweighed_pieces,
            }
            for note in done.notes
        ],
        "replaces": list(done.replaces),
        "replaced_by": done.replaced_by,
    }
