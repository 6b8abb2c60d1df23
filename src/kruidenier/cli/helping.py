"""Help at the console: the page of a screen, and how to set a till up so that it is only a till."""

from __future__ import annotations

from pathlib import Path

import click

import kruidenier
from kruidenier.cli.run import Outside, show
from kruidenier.i18n import N_, _, language

FOLDER = Path(kruidenier.__file__).parent / "help"


@click.command(
    "help", cls=Outside, help=N_("Read a page of help: of a screen, or `kiosk`; without a name all are listed.")
)
@click.argument("page", required=False)
def help_(page: str | None) -> None:
    """Show a page."""
    pages = {file.stem: file for file in sorted((FOLDER / language()).glob("*.md"))}
    if page is None:
        show(*pages)
    elif page in pages:
        show(*pages[page].read_text("utf-8").splitlines())
    else:
        raise click.UsageError(
            _("There is no page {page}. There are: {pages}.").format(page=page, pages=", ".join(pages))
        )
