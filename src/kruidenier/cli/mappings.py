"""How an office's own columns are read, at the console: saved once under a name, and used by `import households`."""

from __future__ import annotations

import click

from kruidenier.cli import words
from kruidenier.cli.run import Console, Deed, ShopCommand, json_option, print_json, show
from kruidenier.i18n import N_, _


@click.group(
    "mapping",
    cls=words.Group,
    help=N_("How an office's own columns are read: `import households FILE --mapping NAME`."),
)
def mapping_() -> None:
    """Hold the commands about mappings together."""


@mapping_.command("save", cls=Deed, help=N_("Save which of an office's columns is which of ours."))
@click.argument("name")
@click.option("--column", "columns", multiple=True, metavar="OURS=THEIRS", help=N_("A column of ours, and theirs."))
@click.option(
    "--always", "fixed", multiple=True, metavar="OURS=VALUE", help=N_("A column of ours with one value for all.")
)
@json_option
@click.pass_obj
def save(console: Console, name: str, *, columns: tuple[str, ...], fixed: tuple[str, ...], as_json: bool) -> None:
    """Save a mapping."""
    from kruidenier.shop.people import mapping

    console.require_known()
    console.do(mapping.save, name, columns=_pairs(columns), fixed=_pairs(fixed))
    if as_json:
        print_json({"mapping": name})
    else:
        show(f"mapping: {name}")


@mapping_.command("list", cls=ShopCommand, help=N_("List the saved mappings."))
@json_option
@click.pass_obj
def list_mappings(console: Console, *, as_json: bool) -> None:
    """List mappings."""
    from kruidenier.shop.people import mapping

    names = console.ask(mapping.saved)
    if as_json:
        print_json({"mappings": names})
        return
    show(*names)


def _pairs(given: tuple[str, ...]) -> dict[str, str]:
    for pair in given:
        if "=" not in pair:
            raise click.UsageError(_("“{pair}” is not written as OURS=THEIRS.").format(pair=words.shown(pair)))
    return dict(pair.split("=", 1) for pair in given)
