"""Copies of the books, a shop made from one, and the books proved."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kruidenier.cli.run import (
    REFUSED,
    Console,
    Outside,
    ShopCommand,
    answering,
    encrypt_option,
    json_option,
    print_json,
    say,
    show,
    system_user,
)
from kruidenier.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from kruidenier.shop.copying import Copied


@click.command(
    "backup",
    cls=ShopCommand,
    needs="copy",
    help=N_("Write a verified copy of the books: into a new file, or where the shop keeps its copies."),
)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@encrypt_option
@json_option
@click.pass_obj
def backup_(console: Console, file: Path | None, *, key: str | None, as_json: bool) -> None:
    """Copy the books, and tick that off today's closing list."""
    from kruidenier.shop import copying
    from kruidenier.shop.goods import day_lists
    from kruidenier.shop.office.staff import Permission, require

    if file is None:
        if key is not None:
            raise click.UsageError(_("--encrypt-to needs a file; for every copy write encrypt_to into shop.toml."))
        _tell(copy_by_the_rule(console).file, as_json=as_json)
        return
    require(console.at, Permission.TAKE_COPY)
    file = file.expanduser().absolute()
    with answering(console.folder):
        place = copying.save(console.shop, file, key=key)
    console.do(day_lists.tick, "closing", task="backup")
    _tell(place, as_json=as_json)


def _tell(place: Path, *, as_json: bool) -> None:
    if as_json:
        print_json({"backup": place, "bytes": place.stat().st_size})
    else:
        show(_("The books are copied to {place}, and the copy is whole.").format(place=place))


def copy_by_the_rule(console: Console, *, closing: bool = False) -> Copied:
    """Copy the books to where the shop keeps its copies, at a closing without what is past its term; say trouble."""
    from kruidenier.shop import copying

    make = copying.at_closing if closing else copying.make
    with answering(console.folder):
        copied = make(console.shop, at=console.at, now=console.now)
    if copied.trouble:
        say(copied.trouble)
    return copied


@click.command("restore", cls=Outside, help=N_("Make a shop from a backup, in an empty or new folder."))
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--identity",
    metavar="KEYFILE",
    type=click.Path(path_type=Path),
    help=N_("The file with the secret key of an encrypted backup."),
)
@json_option
@click.pass_obj
def restore_(console: Console, file: Path, folder: Path, *, identity: Path | None, as_json: bool) -> None:
    """Make a shop from a backup."""
    folder = folder.expanduser().absolute()
    with answering(folder):
        from kruidenier.cli.keys import key_to
        from kruidenier.shop.restoring import restore

        restore(
            file.expanduser().absolute(),
            folder,
            by=f"console:{system_user()}",
            now=console.now,
            identity=identity,
            unlock=lambda file: key_to(file, folder),
        ).close()
    if as_json:
        print_json({"shop": folder})
    else:
        show(_("The shop is restored in {folder}, and its books are proved.").format(folder=folder))


@click.command("check", cls=ShopCommand, help=N_("Prove the books: what must agree is added up again."))
@json_option
@click.pass_context
def check_(ctx: click.Context, *, as_json: bool) -> None:
    """Prove the books."""
    from kruidenier.shop.figures import proof

    console: Console = ctx.obj
    faults = console.ask(lambda session: list(proof.prove(session)))
    if as_json:
        print_json({"ok": not faults, "faults": [asdict(fault) for fault in faults]})
    elif faults:
        show(*(f"{fault.what} {fault.where}: {fault.message}" for fault in faults))
        show(ngettext("{n} fault.", "{n} faults.", len(faults)).format(n=len(faults)))
    else:
        show(_("The books are sound."))
    if faults:
        ctx.exit(REFUSED)
