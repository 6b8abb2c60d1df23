"""The books encrypted at rest, or written without a key again, with a clear word where that helps and where not."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from kruidenier.cli.run import Console, Deed, answering, json_option, print_json, show
from kruidenier.i18n import N_, _, ngettext


@click.command(
    "encrypt", cls=Deed, needs="encrypt", help=N_("Encrypt the books with a key, or give encrypted ones another key.")
)
@click.option(
    "--key",
    "given",
    metavar="-",
    type=click.Choice(["-"]),
    help=N_("With -, read the new key from the input; else it is asked twice, unseen."),
)
@json_option
@click.pass_obj
def encrypt_(console: Console, *, given: str | None, as_json: bool) -> None:
    """Encrypt the books; say what it helps against, and which copies lie open still."""
    from kruidenier.cli.keys import SERVICE, new_key
    from kruidenier.shop import encrypting

    at = console.at
    encrypting.require_possible(console.shop, at=at)
    words = new_key(given)
    with answering(console.folder):
        done = encrypting.encrypt(console.shop, words, at=at, now=console.now)
    if as_json:
        print_json({"books": done.books, "encrypted": True, "copy": done.copy, "readable": done.readable})
        return
    keep = shlex.join(["keyring", "set", SERVICE, str(console.folder)])
    show(
        _("The books in {place} are encrypted. From now on the program asks this key at every start.").format(
            place=done.books
        ),
        _(
            "Write it on paper, twice, and keep the papers in two safe places. A lost key is lost books: without it"
            " nobody opens them or their new copies."
        ),
        _("It helps when the machine is stolen while it is off, or a disk, or a copy on a stick."),
        _(
            "It does not help while the program runs, against whoever knows the key or is administrator here, or for"
            " papers in {receipts}."
        ).format(receipts=console.shop.config.receipts),
        _("The system’s keyring keeps the key for you, if you want that: {command}").format(command=keep),
        *_open_still(done.readable),
        _("More about it: {command}").format(command="kruidenier help encryption"),
    )


def _open_still(copies: tuple[Path, ...]) -> list[str]:
    """Name the copies that anybody can read, and how to remove them."""
    if not copies:
        return []
    said = ngettext(
        "{n} copy is readable without a key. Remove it once the shop has opened with the key:",
        "{n} copies are readable without a key. Remove them once the shop has opened with the key:",
        len(copies),
    )
    return [said.format(n=len(copies)), *(f"  {shlex.join(['rm', str(file)])}" for file in copies)]


@click.command("decrypt", cls=Deed, needs="encrypt", help=N_("Write encrypted books without a key again."))
@json_option
@click.pass_obj
def decrypt_(console: Console, *, as_json: bool) -> None:
    """Take the key away."""
    from kruidenier.shop import encrypting

    at = console.at
    with answering(console.folder):
        done = encrypting.decrypt(console.shop, at=at, now=console.now)
    if as_json:
        print_json({"books": done.books, "encrypted": False, "copy": done.copy, "readable": done.readable})
        return
    show(
        _("The books in {place} are not encrypted any more: whoever has the file can read it.").format(
            place=done.books
        ),
        _("Copies from before still open with their key only, such as {copy}: keep it.").format(copy=done.copy),
    )
