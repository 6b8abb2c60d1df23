"""Who works here, the rules of the shop, and its storage places."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from kruidenier.cli import words
from kruidenier.cli.run import Console, Deed, ShopCommand, given_pin, json_option, print_json, show
from kruidenier.i18n import N_, _, degrees

if TYPE_CHECKING:
    from kruidenier.shop.office.staff import Person


@click.group("staff", cls=words.Group, help=N_("Who works here, and as what."))
def staff_() -> None:
    """Hold the commands about staff together."""


@staff_.command("add", cls=Deed, help=N_("Let somebody work here."))
@click.argument("name")
@click.option("--role", metavar="volunteer|staff|manager", required=True, help=N_("What they may do."))
@click.option("--kind", metavar="usual|trainee|article_60", default="usual", help=N_("How they work here."))
@click.option("--pin", required=True, help=N_("Their PIN, 4 to 12 digits; - reads it from the input."))
@json_option
@click.pass_obj
def add(console: Console, name: str, *, role: str, kind: str, pin: str, as_json: bool) -> None:
    """Let somebody work here."""
    from kruidenier.shop.office import staff

    pin = given_pin(pin, _("PIN of {code}").format(code=words.shown(name)))
    person = console.do(staff.add, name, role=role, kind=kind, pin=pin, lang=console.house)
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
        print_json({"staff": [_document(person) for person in people]})
    else:
        show(*(f"{p.code:12} {p.role:10} {p.kind:10} {p.name}  {' '.join(p.skills)}".rstrip() for p in people))


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


@staff_.command("role", cls=Deed, help=N_("Give somebody another role; the last manager stays one."))
@click.argument("code")
@click.argument("role", metavar="volunteer|staff|manager")
@json_option
@click.pass_obj
def role_(console: Console, code: str, role: str, *, as_json: bool) -> None:
    """Give somebody another role."""
    from kruidenier.shop.office import team

    _tell_rights(console.do(team.change_role, code, role=role), as_json=as_json)


@staff_.command("skills", cls=Deed, help=N_("Say all that somebody learned; without a word: nothing."))
@click.argument("code")
@click.argument("skills", metavar="[door|sorting|till|count|close]...", nargs=-1)
@json_option
@click.pass_obj
def skills_(console: Console, code: str, skills: tuple[str, ...], *, as_json: bool) -> None:
    """Tick what somebody learned."""
    from kruidenier.shop.office import team

    _tell_rights(console.do(team.change_skills, code, skills=skills), as_json=as_json)


@staff_.command("kind", cls=Deed, help=N_("Say how somebody works here; it changes no right."))
@click.argument("code")
@click.argument("kind", metavar="usual|trainee|article_60")
@json_option
@click.pass_obj
def kind_(console: Console, code: str, kind: str, *, as_json: bool) -> None:
    """Say how somebody works here."""
    from kruidenier.shop.office import team

    _tell_rights(console.do(team.change_kind, code, kind=kind), as_json=as_json)


@staff_.command("language", cls=Deed, help=N_("Speak another language with somebody."))
@click.argument("code")
@click.argument("lang", metavar="en|nl|fr")
@json_option
@click.pass_obj
def language_(console: Console, code: str, lang: str, *, as_json: bool) -> None:
    """Speak another language with somebody."""
    from kruidenier.shop.office import team

    person = console.do(team.change_language, code, lang=lang)
    _tell(person, f"{person.code}: {person.lang}", as_json=as_json)


@staff_.command("card", cls=Deed, help=N_("Let a card stand for somebody; without one, no card does any more."))
@click.argument("code")
@click.argument("card", required=False)
@json_option
@click.pass_obj
def card_(console: Console, code: str, card: str | None, *, as_json: bool) -> None:
    """Give somebody a card, or take it away."""
    from kruidenier.shop.office import team

    if card is None:
        person = console.do(team.take_card, code)
        _tell(person, _("No card stands for {name} now.").format(name=person.name), as_json=as_json)
    else:
        person = console.do(team.give_card, code, card=card)
        _tell(person, _("This card stands for {name} now.").format(name=person.name), as_json=as_json)


@staff_.command("archive", cls=Deed, help=N_("Let somebody work here no more; what they did stays in the books."))
@click.argument("code")
@json_option
@click.pass_obj
def archive_(console: Console, code: str, *, as_json: bool) -> None:
    """Let somebody work here no more."""
    from kruidenier.shop.office import team

    person = console.do(team.archive, code)
    _tell(person, _("{name} works here no more.").format(name=person.name), as_json=as_json)


def _tell(person: Person, sentence: str, *, as_json: bool) -> None:
    if as_json:
        print_json(_document(person))
    else:
        show(sentence)


def _tell_rights(person: Person, *, as_json: bool) -> None:
    from kruidenier.shop.office import staff

    rights = staff.rights_of(person) or (_("only sell"),)
    _tell(person, "\n".join([_("{name} may:").format(name=person.name), *(f"  {r}" for r in rights)]), as_json=as_json)


def _document(person: Person) -> dict[str, Any]:
    from kruidenier.shop.office import staff

    return {
        "code": person.code,
        "name": person.name,
        "role": person.role,
        "kind": person.kind,
        "lang": person.lang,
        "skills": list(person.skills),
        "card": person.has_card,
        "rights": [str(right) for right in staff.PERMISSIONS if staff.may(person.role, right, person.skills)],
    }


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
        show(*_told(console))
        show(*(f"{line.key} = {line.value}" for line in lines if line.key.startswith(settings.QUOTA)))


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
    from kruidenier.shop.figures import setting_words
    from kruidenier.shop.goods import groups
    from kruidenier.shop.office import settings
    from kruidenier.shop.office.known_settings import KNOWN

    line = console.do(settings.put, key, value=value, valid_from=valid_from)
    if as_json:
        print_json({"key": line.key, "value": _plain(line.value), "from": line.valid_from})
    else:
        value = setting_words.said(line.key, line.value, console.ask(groups.names))
        told = _("{name}: {value}, from {day} on.")
        show(told.format(name=_(KNOWN[key].name), value=value, day=setting_words.since(line.valid_from)))


def _told(console: Console) -> list[str]:
    """Tell every rule in plain words, by the rooms of the shop, with the line that sets it."""
    from kruidenier.shop.figures import setting_words
    from kruidenier.shop.goods import groups
    from kruidenier.shop.office import settings
    from kruidenier.shop.office.known_settings import KNOWN

    names = console.ask(groups.names)
    told, room = [], ""
    for rule in console.ask(settings.rules, console.today):
        known = KNOWN[rule.key]
        if room != (room := setting_words.room(rule.key)):
            told += ["", _(room).upper()]
        value = setting_words.said(rule.key, rule.now.value, names)
        words = _("{name}: {value}, since {day}") if rule.now.by else _("{name}: {value}")
        told.append(words.format(name=_(known.name), value=value, day=setting_words.since(rule.now.valid_from)))
        told.append(f"    {rule.key} = {rule.now.value}".rstrip() + f"  ({_(known.about)})")
        for line in rule.coming:
            value = setting_words.said(rule.key, line.value, names)
            told.append("    " + _("from {day}: {value}").format(day=setting_words.since(line.valid_from), value=value))
    return told


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
