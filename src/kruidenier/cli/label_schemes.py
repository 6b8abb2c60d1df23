"""The schemes of the label at the console: dated data that is brought in from a file, listed and written out."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kruidenier.cli import words
from kruidenier.cli.run import Console, Deed, ShopCommand, json_option, print_json, show
from kruidenier.i18n import N_, _, day, ngettext

if TYPE_CHECKING:
    from kruidenier.shop.supply.label_schemes import Scheme


@click.group("scheme", cls=words.Group, help=N_("What the label asks, and how many points it brings, from a day on."))
def scheme_() -> None:
    """Hold the commands about schemes together."""


@scheme_.command(
    "add",
    cls=Deed,
    needs="decide_label",
    help=N_("Bring in a scheme from a file, JSON or TOML; it holds from its first day."),
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@json_option
@click.pass_obj
def add(console: Console, file: Path, *, as_json: bool) -> None:
    """Bring a scheme in."""
    from kruidenier.shop.supply import label_schemes, scheme_reading

    added = console.do(label_schemes.add, scheme_reading.read(file))
    if as_json:
        print_json(_written(added))
    else:
        show(_line(added))


@scheme_.command("list", cls=ShopCommand, help=N_("List every scheme, the oldest first."))
@json_option
@click.pass_obj
def list_(console: Console, *, as_json: bool) -> None:
    """List schemes."""
    from kruidenier.shop.supply import label_schemes

    found = console.ask(label_schemes.all_schemes)
    if as_json:
        print_json({"schemes": [{"code": one.code, "valid_from": one.valid_from} for one in found]})
    else:
        show(*(_line(one) for one in found))


@scheme_.command("show", cls=ShopCommand, help=N_("Write a scheme as `add` reads it; today's if none is named."))
@click.argument("code", required=False)
@click.option("--on", metavar="DATE", type=words.Day(), help=N_("The one that holds on this day."))
@json_option
@click.pass_obj
def show_(console: Console, code: str | None, *, on: dt.date | None, as_json: bool) -> None:
    """Write a scheme out."""
    from kruidenier.shop.supply import label_schemes

    if code is None:
        found = console.ask(label_schemes.scheme_on, on or console.today)
    else:
        found = console.ask(label_schemes.scheme_of, code)
    if as_json:
        print_json(_written(found))
    else:
        show(json.dumps(_written(found), ensure_ascii=False, indent=2, default=str))


def _written(scheme: Scheme) -> dict[str, Any]:
    return {"code": scheme.code, "valid_from": scheme.valid_from, "rules": scheme.rules}


def _line(scheme: Scheme) -> str:
    criteria, levels = scheme.rules["criteria"], len(scheme.bars)
    since = _("from {first}").format(first=day(scheme.valid_from))
    points = _("{n} points").format(n=sum(one["points"] for one in criteria.values()))
    said = ngettext("{n} level", "{n} levels", levels).format(n=levels)
    return f"{scheme.code}  {since}  {points}  {said}"
