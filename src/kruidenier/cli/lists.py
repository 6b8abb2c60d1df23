"""Lists that come and go as files: read and judged while the tills go on, written in one go."""

from __future__ import annotations

import time
from dataclasses import asdict
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from kruidenier.cli import words
from kruidenier.cli.run import (
    REFUSED,
    Console,
    Deed,
    ShopCommand,
    encrypt_option,
    file_option,
    json_option,
    print_json,
    say,
    sealed,
    show,
    watched,
    write_out,
)
from kruidenier.i18n import N_, _, ngettext

KINDS = {
    "products": "goods.product_list",
    "suppliers": "supply.supplier_list",
    "households": "people.household_list",
    "stock": "supply.opening_stock",
}
"""Lists that go in and out."""
BOOKS = {
    "deliveries": "supply.delivery_list",
    "lots": "supply.lot_list",
    "ledger": "figures.ledger",
}
"""What only goes out, so that others can do the sums again."""
MOST_FAULTS_TOLD = 50
TILLS_TURN = 0.2
"""Seconds between the parts of a large list: a till that waits for the books looks again ten times a second."""


def _list(kind: str) -> Any:
    return import_module(f"kruidenier.shop.{(KINDS | BOOKS)[kind]}")


@click.command("import", cls=Deed, help=N_("Take in a list of products, suppliers, households or stock: CSV or XLSX."))
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help=N_("Only tell what would be done."))
@click.option(
    "--mapping", metavar="NAME", help=N_("Households: read an office's own columns as `mapping save` has them.")
)
@click.option("--keep-good", is_flag=True, help=N_("Take in the good rows even if others have faults."))
@json_option
@click.pass_context
def import_(
    ctx: click.Context,
    kind: str,
    file: Path,
    *,
    dry_run: bool,
    keep_good: bool,
    mapping: str | None,
    as_json: bool,
) -> None:
    """Take in a list."""
    from kruidenier.shop.office.staff import require

    console: Console = ctx.obj
    if kind == "households":
        console.require_known()
    room = _list(kind)
    require(console.at, room.PERMISSION)
    sheet = room.read(file) if mapping is None else _mapped(console, kind, file, mapping)
    if sheet.unknown:
        say(_("Columns that nobody here knows were left out: {columns}").format(columns=", ".join(sheet.unknown)))
    label = _("Reading {file}").format(file=words.shown(file.name))
    plan = console.ask(room.judge, sheet, on=console.today, watch=partial(watched, label=label))
    done = plan.imported
    if done.errors and not keep_good:
        done.created = done.updated = 0
    elif not dry_run:
        done = console.do(room.write, plan)
        while kind == "products" and _go_on(console, plan):
            time.sleep(TILLS_TURN)
    if as_json:
        print_json(asdict(done) | ({"cards": plan.cards} if kind == "households" else {}))
    else:
        _tell(done, dry_run=dry_run)
    if done.errors and not keep_good:
        ctx.exit(REFUSED)


def _mapped(console: Console, kind: str, file: Path, name: str) -> Any:
    """Read an office's own spreadsheet of households."""
    from kruidenier.shop.people import mapping

    if kind != "households":
        raise click.UsageError(_("Only households are read by a mapping."))
    return console.ask(mapping.read, file, name=name)


def _go_on(console: Console, plan: Any) -> bool:
    """Write the next part of what a large list left for later."""
    from kruidenier.shop.goods.product_rows import write_words

    if not plan.wordless:
        return False
    with console.writing() as session:
        write_words(session, plan)
    return True


def _tell(done: Any, *, dry_run: bool) -> None:
    for fault in done.errors[:MOST_FAULTS_TOLD]:
        say(_("Row {row}, {column}: {message}").format(row=fault.row, column=fault.column, message=fault.message))
    more = len(done.errors) - MOST_FAULTS_TOLD
    if more > 0:
        say(ngettext("{n} more fault.", "{n} more faults.", more).format(n=more))
    show(
        _("{rows} rows: {created} new, {updated} changed, {unchanged} unchanged.").format(
            rows=done.rows, created=done.created, updated=done.updated, unchanged=done.unchanged
        )
    )
    if done.errors and not (done.created or done.updated):
        show(
            _(
                "Nothing was written. Mend the rows above, of which row 1 is the first under the column names, and"
                " import the file again."
            )
        )
    elif dry_run:
        show(_("Nothing was written: this was a rehearsal."))


@click.command(
    "export",
    cls=ShopCommand,
    help=N_("Write a list that `import` reads, or deliveries, lots and all movements of goods: CSV, or XLSX."),
)
@click.argument("kind", type=click.Choice([*KINDS, *BOOKS]))
@file_option(N_("The file; without it, the terminal."), metavar="FILE")
@encrypt_option
@click.pass_obj
def export_(console: Console, kind: str, *, file: Path | None, key: str | None) -> None:
    """Write a list."""
    from kruidenier.shop.office import sheets
    from kruidenier.shop.office.staff import require

    room = _list(kind)
    if kind == "households":
        console.require_known()
        require(console.at, room.PERMISSION)
    with console.reading() as session:
        content = sealed(sheets.drawn(room.COLUMNS, room.export(session, on=console.today), file), key)
    if file is None:
        write_out(content)
    else:
        sheets.keep(content, file)
        show(str(file))
