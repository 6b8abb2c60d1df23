"""Who works here, the rules of the shop, and its storage places."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any

import click

from kruidenier.cli import words
from kruidenier.cli.run import Console, Deed, ShopCommand, given_pin, json_option, print_json, show
from kruidenier.i18n import N_, _, degrees


@click.group("staff", cls=words.Group, help=N_("Who works here, and as what."))
def staff_() -> None:
    """Hold the commands about staff together."""


@staff_.command("add", cls=Deed, help=N_("Let somebody work here."))
@click.argument("name")
@click.option("--role", metavar="volunteer|staff|manager", required=True, help=N_("What they may do."))
@click.option("--pin", required=True, help=N_("Their PIN, 4 to 12 digits; - reads it from the input."))
@json_option
@click.pass_obj
def add(console: Console, name: str, *, role: str, pin: str, as_json: bool) -> None:
    """Let somebody work here."""
    from kruidenier.shop.office import staff

    pin = given_pin(pin, "")
    person = console.do(staff.add, name, role=role, pin=pin, lang=console.house)
    if as_json:
        print_json({"code": person.code, "name": person.name, "role": person.role})
    else:
        show(_("{name} signs in as {code}.").format(name=person.name, code=person.code))


@staff_.command("list", cls=ShopCommand, help=N_("List everybody who works here."))
@json_option
@click.pass_obj
def list_staff(console: Console, *, as_json: bool) -> None:
    """List everybody who works here."""
    from kruidenier.shop.office import staff

    people = console.ask(staff.people)
    if as_json:
        print_json({"staff": [{"code": p.code, "name": p.name, "role": p.role} for p in people]})
    else:
        show(*(f"{person.code:12} {person.role:10} {person.name}" for person in people))


@staff_.command("pin", cls=Deed, help=N_("Give somebody a new PIN."))
@click.argument("code")
@click.option("--pin", help=N_("The new PIN, 4 to 12 digits; - reads it from the input."))
@json_option
@click.pass_obj
def new_pin(console: Console, code: str, *, pin: str | None, as_json: bool) -> None:
    """Give somebody a new PIN."""
    from kruidenier.shop.office import staff

    wanted = given_pin(pin, _("New PIN of {code}").format(code=words.shown(code)))
    person = console.do(staff.change_pin, code, pin=wanted)
    if as_json:
        print_json({"code": person.code, "name": person.name, "role": person.role})
    else:
        show(_("{code} has a new PIN.").format(code=person.code))


@click.group("settings", cls=words.Group, help=N_("The rules of the shop; each has a first day."))
def settings_() -> None:
    """Hold the commands about settings together."""


@settings_.command("list", cls=ShopCommand, help=N_("List all rules with their values and first days."))
@json_option
@click.pass_obj
def list_settings(console: Console, *, as_json: bool) -> None:
    """List all rules."""
    from kruidenier.shop.office import settings

    lines = console.ask(settings.listing)
    if as_json:
        print_json(
            {
                "settings": [
                    {"key": line.key, "value": _plain(line.value), "from": line.valid_from, "about": _(line.about)}
                    for line in lines
                ]
            }
        )
    else:
        show(*(f"{line.key} = {line.value}  ({line.valid_from})  {_(line.about)}" for line in lines))


@settings_.command(
    "set",
    cls=Deed,
    help=N_("Set a rule from a day on; earlier days keep theirs."),
    context_settings={"ignore_unknown_options": True},  # -1 is a bad value, not an option
)
@click.argument("key")
@click.argument("value")
@click.option(
    "--from", "valid_from", metavar="DATE", type=words.Day(), help=N_("The first day; today if none is given.")
)
@json_option
@click.pass_obj
def set_(console: Console, key: str, value: str, *, valid_from: dt.date | None, as_json: bool) -> None:
    """Set a rule."""
    from kruidenier.shop.office import settings

    line = console.do(settings.put, key, value=value, valid_from=valid_from)
    if as_json:
        print_json({"key": line.key, "value": _plain(line.value), "from": line.valid_from})
    else:
        show(f"{line.key} = {line.value}  ({line.valid_from})")


def _plain(value: str) -> Any:
    return int(value) if value.isascii() and value.removeprefix("-").isdigit() else value


@click.group("spot", cls=words.Group, help=N_("Storage places inside the shop."))
def spot_() -> None:
    """Hold the commands about storage places together."""


@spot_.command("add", cls=Deed, help=N_("Make a storage place."))
@click.argument("code")
@click.argument("name")
@click.option("--kind", metavar="shelf|fridge|freezer|back|mobile", required=True, help=N_("What kind of place it is."))
@json_option
@click.pass_obj
def add_spot(console: Console, code: str, name: str, *, kind: str, as_json: bool) -> None:
    """Make a storage place."""
    from kruidenier.shop.goods import places

    made = console.do(places.add_place, code, name=name, kind=kind)
    if as_json:
        print_json({"code": made, "name": name, "kind": kind})
    else:
        show(_("{code} is a place now.").format(code=made))


@spot_.command("list", cls=ShopCommand, help=N_("List the storage places with the temperature read last."))
@json_option
@click.pass_obj
def list_spots(console: Console, *, as_json: bool) -> None:
    """List the storage places."""
    from kruidenier.shop.goods import places

    found = console.ask(places.spots)
    if as_json:
        print_json({"spots": [asdict(spot) for spot in found]})
        return
    for spot in found:
        read = (
            "" if spot.last is None else f"{degrees(spot.last.tenths)}  {spot.last.at:%d/%m/%Y %H:%M}  {spot.last.by}"
        )
        show(f"{spot.code:12} {spot.kind:8} {spot.name}  {read}".rstrip())


@spot_.command(
    "temperature",
    cls=Deed,
    help=N_("Note how cold a place is; too warm needs a word about what was done."),
    context_settings={"ignore_unknown_options": True},  # -18 is a temperature, not an option
)
@click.argument("place")
@click.argument("degrees_", metavar="DEGREES")
@click.option("--note", default="", help=N_("What was done about it."))
@json_option
@click.pass_obj
def temperature(console: Console, place: str, degrees_: str, *, note: str, as_json: bool) -> None:
    """Note a temperature."""
    from kruidenier.shop.goods import places

    spot = console.do(places.read_temperature, place, tenths=places.read_degrees(degrees_), note=note)
    if as_json:
        print_json(asdict(spot))
    else:
        assert spot.last is not None
        show(_("{place}: {tenths}").format(place=spot.name, tenths=degrees(spot.last.tenths)))
