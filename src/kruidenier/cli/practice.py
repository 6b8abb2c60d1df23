"""Practising: the same screens on a throw-away shop, and a sheet of invented cards and goods for it."""

from __future__ import annotations

from pathlib import Path

import click

from kruidenier.cli.run import Console, Outside, show
from kruidenier.i18n import N_


@click.command(
    "practice",
    cls=Outside,
    help=N_("Open a throw-away shop to practise in; with --sheet, write cards and goods to scan instead."),
)
@click.option("--sheet", "file", type=click.Path(path_type=Path), help=N_("A PDF of invented cards and goods."))
@click.pass_obj
def practice_(console: Console, *, file: Path | None) -> None:
    """Practise, or write the sheet."""
    if file is not None:
        from kruidenier.documents import practice_sheet

        show(str(practice_sheet.write(practice_sheet.invented(), file)))
        return
    from kruidenier.tui.program import practise

    click.get_current_context().exit(practise(lang=console.lang))
