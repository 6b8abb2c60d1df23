"""The journal at the console: who did what, when."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import click

from kruidenier.cli import words
from kruidenier.cli.run import Console, ShopCommand, json_option, print_json, show
from kruidenier.i18n import N_

MOST = 10_000


@click.command("journal", cls=ShopCommand, needs="journal", help=N_("Search what was done: who, what, when."))
@click.option("--from", "since", metavar="DATE", type=words.Day(), help=N_("The first day."))
@click.option("--until", metavar="DATE", type=words.Day(), help=N_("The last day."))
@click.option("--by", metavar="CODE", help=N_("Only what this person did."))
@click.option("--verb", help=N_("Only deeds of this kind, such as sale or refused."))
@click.option("--about", help=N_("Only what is about this: a number, a code, a household's card."))
@click.option("--before", type=int, metavar="ID", help=N_("Only lines before this one, to read on."))
@click.option("--most", type=click.IntRange(1, MOST), default=100, help=N_("At most so many lines, the newest first."))
@json_option
@click.pass_obj
def journal_(
    console: Console, /, *, about: str | None, before: int | None, most: int, as_json: bool, **said: Any
) -> None:
    """Search the journal."""
    from kruidenier.shop.office import journal_pages
    from kruidenier.shop.people import journaled

    wanted = journal_pages.Wanted(**said, subjects=console.ask(journaled.subjects, about) if about else None)
    lines = console.ask(journal_pages.page, wanted, before=before, most=most)
    if as_json:
        print_json({"lines": [asdict(line) for line in lines]})
        return
    zone = console.at.zone
    for line in lines:
        details = json.dumps(line.details, ensure_ascii=False) if line.details else ""
        moment = f"{line.at.astimezone(zone):%d/%m/%Y %H:%M:%S}"
        show(f"{moment}  {line.till}/{line.seq}  {line.by}  {line.verb}  {line.subject}  {details}".rstrip())
