"""The welcome desk at the console: arrivals by number, the queue, slips, and places kept on a shopping day."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kruidenier.cli import words
from kruidenier.cli.run import Console, Deed, ShopCommand, file_option, json_option, print_json, say, show
from kruidenier.i18n import N_, _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.people.arrivals import Queued
    from kruidenier.shop.people.slots import Slot
    from kruidenier.shop.till.desk import Slip

day_option = words.Day()
on_option = click.option("--on", metavar="DATE", type=day_option, help=N_("As it is on this day."))


@click.group("desk", cls=words.Group, help=N_("The welcome desk: numbers, slips and the queue."))
def desk_() -> None:
    """Hold the desk's commands together."""


@desk_.command("arrive", cls=Deed, help=N_("Give a household that comes its number and slip of today."))
@click.argument("card")
@click.option("--hour", metavar="HH:MM", help=N_("The hour it wants, where the shop has hours."))
@click.option("--anyway", is_flag=True, help=N_("Even if there is no room; for staff."))
@json_option
@click.pass_obj
def arrive(console: Console, card: str, *, hour: str | None, anyway: bool, as_json: bool) -> None:
    """Give a number."""
    from kruidenier.shop.till import desk

    slip = console.do(desk.arrive, card, hour=hour, anyway=anyway)
    settle = console.do(desk.to_settle, card)
    if as_json:
        print_json(_slip(slip) | {"settle": [asdict(one) for one in settle]})
        return
    show(_("Number {number}.").format(number=slip.number))
    for one in settle:
        say(one.reason)


@desk_.command("slip", cls=Deed, help=N_("Make the slip of a number of today, as a PDF."))
@click.argument("number", type=int)
@file_option()
@json_option
@click.pass_obj
def slip_(console: Console, number: int, *, file: Path | None, as_json: bool) -> None:
    """Make a slip."""
    from kruidenier.documents import page
    from kruidenier.documents import slip as paper
    from kruidenier.shop.till import desk

    slip = console.do(desk.slip_again, number)
    heading, own, folder = console.shop.heading(), console.shop.folder / "data", console.shop.config.receipts
    if file is None:
        place = paper.write(slip, heading, folder, house=console.house, words=own)
    else:
        place = page.keep(paper.draw(slip, heading, house=console.house, words=own), file)
    if as_json:
        print_json(_slip(slip) | {"slip": str(place)})
    else:
        show(str(place))


@desk_.command(
    "queue", cls=ShopCommand, needs="desk", help=N_("List the numbers that are here, and how many are expected.")
)
@on_option
@json_option
@click.pass_obj
def queue(console: Console, *, on: dt.date | None, as_json: bool) -> None:
    """List the queue."""
    from kruidenier.shop.people import arrivals

    day = on or console.today
    found = console.ask(arrivals.queue, day)
    if as_json:
        expected = console.ask(arrivals.expected_visits, day)
        print_json({"on": day, "expected_visits": expected, "queue": [asdict(one) for one in found]})
        return
    show(*(_line(one) for one in found))


def _step(name: str, verb: str, about: str) -> None:
    """Make a command that moves one number on."""

    @desk_.command(name, cls=Deed, help=about)
    @click.argument("number", type=int)
    @json_option
    @click.pass_obj
    def step(console: Console, number: int, *, as_json: bool) -> None:
        from kruidenier.shop.people import arrivals

        _show(console.do(getattr(arrivals, verb), number), as_json=as_json)


@desk_.command("next", cls=Deed, help=N_("Call the number whose turn it is."))
@json_option
@click.pass_obj
def next_(console: Console, *, as_json: bool) -> None:
    """Call the next."""
    from kruidenier.shop.people import arrivals

    _show(console.do(arrivals.call_next), as_json=as_json)


_step("call", "call", N_("Call a number, whoever's turn it is."))
_step("in", "let_in", N_("Let a number into the shop."))
_step("left", "see_off", N_("Note that a number has left without paying."))
_step("undo", "take_back", N_("Take a wrong arrival back; its number is not given again today."))


@desk_.command(
    "slots", cls=ShopCommand, needs="desk", help=N_("List the shopping hours of a day, and the room in each.")
)
@on_option
@json_option
@click.pass_obj
def slots_(console: Console, *, on: dt.date | None, as_json: bool) -> None:
    """List a day's hours."""
    day = on or console.today

    def of_day(session: Session) -> tuple[Slot, ...]:
        from kruidenier.shop.office import settings
        from kruidenier.shop.people import slots

        return slots.of_day(session, day, settings=settings.current(session, day))

    found = console.ask(of_day)
    if as_json:
        print_json({"on": day, "slots": [_slot(slot) for slot in found]})
        return
    show(*(_("{hour}, room for {n}").format(hour=slot.hour or slot.day, n=slot.room) for slot in found))


@desk_.command("book", cls=Deed, help=N_("Keep a place for a household on a shopping day."))
@click.argument("card")
@click.option("--day", metavar="DATE", type=day_option, required=True, help=N_("The shopping day."))
@click.option("--hour", metavar="HH:MM", default="", help=N_("One of its hours; the first with room if none is given."))
@json_option
@click.pass_obj
def book(console: Console, card: str, *, day: dt.date, hour: str, as_json: bool) -> None:
    """Keep a place."""
    from kruidenier.shop.till import desk

    slot = console.do(desk.book, card, day=day, hour=hour)
    if as_json:
        print_json(_slot(slot))
    else:
        show(_("A place is kept on {when}.").format(when=f"{slot.day} {slot.hour}".strip()))


@desk_.command("unbook", cls=Deed, help=N_("Give a kept place back."))
@click.argument("card")
@click.option("--day", metavar="DATE", type=day_option, required=True, help=N_("The shopping day."))
@json_option
@click.pass_obj
def unbook(console: Console, card: str, *, day: dt.date, as_json: bool) -> None:
    """Give a place back."""
    from kruidenier.shop.till import desk

    console.do(desk.unbook, card, day=day)
    if as_json:
        print_json({"day": day, "booked": False})
    else:
        show(_("The place is given back."))


def _slip(slip: Slip) -> dict[str, Any]:
    from kruidenier.shop.goods.names import best_name

    lines = [{"goods": line.goods, "name": best_name(line.names, line.goods)} | _much(line) for line in slip.limits]
    return asdict(slip) | {"limits": lines}


def _much(line: Any) -> dict[str, int | None]:
    return {"count": None if line.by_weight else line.amount, "grams": line.amount if line.by_weight else None}


def _slot(slot: Slot) -> dict[str, Any]:
    return asdict(slot) | {"room": slot.room}


def _show(queued: Queued, *, as_json: bool) -> None:
    if as_json:
        print_json(asdict(queued))
    else:
        show(_line(queued))


def _line(queued: Queued) -> str:
    return f"{queued.number:4}  {queued.state:10} {queued.slot or ''}".rstrip()
