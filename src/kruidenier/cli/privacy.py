"""Personal data at the console: all about a household, erasing it, what is past its term, and what is kept at all."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kruidenier.cli import words
from kruidenier.cli.run import (
    Console,
    Deed,
    ShopCommand,
    answering,
    encrypt_option,
    file_option,
    json_option,
    print_json,
    say,
    sealed,
    show,
)
from kruidenier.i18n import LANGUAGES, N_, _, speaking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kruidenier.documents.privacy_papers import Keeper

lang_option = click.option("--lang", type=click.Choice(LANGUAGES), help=N_("The language of the paper."))


@click.group("privacy", cls=words.Group, help=N_("See, hand out and erase what is kept of people."))
def privacy_() -> None:
    """Hold the commands about personal data together."""


@privacy_.command(
    "export", cls=Deed, help=N_("Write all that is kept of a household: as JSON, or on paper if the name ends in .pdf.")
)
@click.argument("card")
@file_option(N_("Write it as FILE.pdf or FILE.json."), metavar="FILE", required=True)
@encrypt_option
@json_option
@click.pass_obj
def export_(console: Console, card: str, *, file: Path, key: str | None, as_json: bool) -> None:
    """Hand out what is kept of a household."""
    from kruidenier.documents import page, privacy_papers
    from kruidenier.shop.figures import household_export
    from kruidenier.store import sealing

    console.require_known()
    if key is not None:
        sealing.require_key(key)  # before anything is journaled
    found = console.do(household_export.everything, card)
    if ".pdf" in {end.lower() for end in file.suffixes}:  # also of file.pdf.age
        content = privacy_papers.draw_export(found, console.shop.heading().name, lang=console.house)
    else:
        content = found.as_json()
    page.keep(sealed(content, key), file)
    _tell(file, as_json=as_json)


@privacy_.command("erase", cls=Deed, help=N_("Forget a household at once; sales, stock and figures stay as they are."))
@click.argument("card")
@json_option
@click.pass_obj
def erase(console: Console, card: str, *, as_json: bool) -> None:
    """Forget a household."""
    from kruidenier.shop.till import erasing

    console.require_known()
    _leave_no_trace(console, receipts=console.do(erasing.erase, card))
    if as_json:
        print_json({"erased": True})
    else:
        show(_("It is erased, also from the copies that the shop keeps. A copy elsewhere forgets it when restored."))


@privacy_.command("purge", cls=Deed, help=N_("Take away what is kept longer than the settings say."))
@click.option("--dry-run", is_flag=True, help=N_("Only show what would go."))
@json_option
@click.pass_obj
def purge(console: Console, *, dry_run: bool, as_json: bool) -> None:
    """Take away what is past its term."""
    from kruidenier.shop.till import erasing

    console.require_known()
    past = console.do(erasing.preview if dry_run else erasing.purge)
    if not dry_run:
        _leave_no_trace(console)
    if as_json:
        counted = {"households": len(past.households), "links": past.links, "notes": past.notes}
        cards = {"cards": past.cards} if dry_run else {}
        print_json({**counted, "substitutes": past.substitutes, **cards})
        return
    show(
        _("Households whose last right ended long ago: {n}").format(n=len(past.households)),
        *(f"  {card}" for card in past.cards if dry_run),
        _("Links between sales and households, of years before {year}: {n}").format(
            year=past.before_year, n=past.links
        ),
        _("Remarks past their day: {n}").format(n=past.notes),
        _("Substitutes past their day: {n}").format(n=past.substitutes),
    )


@privacy_.command("register", cls=ShopCommand, help=N_("Show what is kept of people and why; with -o on paper."))
@file_option()
@lang_option
@json_option
@click.pass_obj
def register(console: Console, *, file: Path | None, lang: str | None, as_json: bool) -> None:
    """Show the record of processing."""
    from kruidenier.documents import privacy_papers
    from kruidenier.shop.office.personal_data import REGISTER

    keeper = _keeper(console)
    if file is not None:
        privacy_papers.write_register(REGISTER, keeper, file, lang=lang or console.house)
        _tell(file, as_json=as_json)
        return
    with speaking(lang or console.house):
        told: list[dict[str, Any]] = [
            {
                "person": _(kept.person),
                "purpose": _(kept.purpose),
                "ground": _(kept.ground),
                "term": _(kept.term).format(**keeper.terms),
                "roles": _(kept.roles),
                "kept": _(kept.told),
                "columns": {table: list(named) for table, named in kept.columns.items()},
                "least": dict(kept.least),
            }
            for kept in REGISTER
        ]
    if as_json:
        print_json({"register": told})
        return
    for kept in told:
        tables = "; ".join(f"{table}: {', '.join(named)}" for table, named in kept["columns"].items())
        show(
            kept["purpose"],
            *(f"  {kept[word]}" for word in ("kept", "person", "ground", "term", "roles")),
            f"  {tables}",
        )


@privacy_.command("notice", cls=ShopCommand, needs="", help=N_("Write the notice for households, in plain words."))
@file_option(required=True)
@lang_option
@json_option
@click.pass_obj
def notice(console: Console, *, file: Path, lang: str | None, as_json: bool) -> None:
    """Write the notice."""
    from kruidenier.documents import privacy_papers
    from kruidenier.shop.office.personal_data import HOUSEHOLDS, REGISTER

    about = [kept for kept in REGISTER if kept.person == HOUSEHOLDS]
    _tell(
        privacy_papers.write_notice(about, _keeper(console), file, lang=lang or console.house),
        as_json=as_json,
    )


@privacy_.command(
    "machine", cls=ShopCommand, needs="erase", help=N_("Tell what a thief of this machine has; with -o on paper.")
)
@file_option()
@lang_option
@json_option
@click.pass_obj
def machine(console: Console, *, file: Path | None, lang: str | None, as_json: bool) -> None:
    """Tell what is on the machine."""
    from kruidenier.documents import privacy_papers
    from kruidenier.shop.figures.on_the_machine import on_the_machine

    console.require_known()
    found = console.ask(on_the_machine, console.shop, at=console.at)
    if file is not None:
        privacy_papers.write_on_the_machine(found, _keeper(console), file, lang=lang or console.house)
        _tell(file, as_json=as_json)
    elif as_json:
        kinds = [{"kept": kept.told, "of": kept.person, "people": n, "rows": rows} for kept, n, rows in found.kinds]
        print_json(asdict(replace(found, kinds=())) | {"languages": dict(found.languages), "kinds": kinds})
    else:
        show(
            *privacy_papers.lay_open(found),
            *(f"{rows:>8}  {_(kept.told)}" for kept, _n, rows in found.kinds),
            _("{n} households, {people} people in them.").format(n=found.households, people=found.people),
        )


def _keeper(console: Console) -> Keeper:
    from kruidenier.documents import privacy_papers
    from kruidenier.shop.people import privacy

    terms = console.ask(privacy.terms_on, console.today)
    return privacy_papers.keeper(console.shop.heading(), terms, console.today)


def _leave_no_trace(console: Console, *, receipts: Sequence[str] = ()) -> None:
    from kruidenier.shop import forgetting

    with answering(console.folder):
        trouble = forgetting.leave_no_trace(console.shop, now=console.now, receipts=receipts)
    if trouble:
        say(trouble)


def _tell(file: Path, *, as_json: bool) -> None:
    if as_json:
        print_json({"file": file})
    else:
        show(str(file))
