"""What is done at the welcome desk: a card taken in, a number called, and what must be settled, settled aside."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kruidenier.i18n import _, day
from kruidenier.tui import reading
from kruidenier.tui.dialogs import Choice, Flow, ask, pick
from kruidenier.tui.screens import household_deeds, household_rights, signing
from kruidenier.tui.screens.paying import PRINTER_SECONDS

if TYPE_CHECKING:
    from kruidenier.shop.people.arrivals import Queued
    from kruidenier.shop.till.desk import Slip
    from kruidenier.tui.screens.desk import DeskScreen


def arrive(screen: DeskScreen, text: str) -> Flow[None]:
    """Give a card its number and slip; who cannot go in yet is helped aside."""
    from kruidenier.shop.goods import barcodes
    from kruidenier.shop.till import desk

    card = barcodes.from_azerty(text.strip())
    screen.slip, screen.settle, screen.card = None, (), ""
    settle = yield from screen.ask(desk.to_settle, card, at=screen.app.at, now=screen.app.now())
    if settle is None:
        screen.show_body()
        return
    screen.card, screen.settle = card, settle
    slip = yield from screen.do(desk.arrive, card)
    if slip is None and any(one.card for one in settle):
        slip = yield from _settle(screen, card)
    elif slip is None:
        slip = yield from _all_the_same(screen, card)
    yield from _given(screen, slip)


def _given(screen: DeskScreen, slip: Slip | None) -> Flow[None]:
    """Show a number that was given, and make its slip."""
    screen.slip = slip
    if slip is None:
        screen.settle, screen.card = (), ""
    yield from screen.look()
    if slip is None:
        return
    screen.say(_("Number {number}.").format(number=slip.number))
    if (yield from _slip_setting(screen)) == "always":
        make_slip(screen, slip)


def _settle(screen: DeskScreen, card: str) -> Flow[Slip | None]:
    """Let staff see why, renew the right or lift what stands, and then let them in."""
    from kruidenier.shop.office.staff import Permission
    from kruidenier.shop.people import files
    from kruidenier.shop.till import desk

    screen.show_body()
    what: str | None = "print"
    while what == "print":
        what = yield from pick(
            _("This is settled here, aside, by somebody of staff."),
            [
                Choice(_("staff settle it now"), "settle"),
                Choice(_("later: they get no number now"), "later"),
                *([Choice(_("the card to show, on paper"), "print")] if screen.settle[0].card else []),
            ],
        )
        if what == "print":
            _make_card(screen)
    at = (yield from signing.allowed(screen, Permission.HOUSEHOLDS)) if what == "settle" else None
    if at is None:
        return None
    settle = yield from screen.ask(desk.to_settle, card, at=at, now=screen.app.now())
    sheet = yield from screen.do(files.open_file, card, at=at)
    if settle is None or sheet is None:
        return None
    what = yield from pick(
        _("What is to be done?"),
        [Choice(_("renew or give a right"), "right"), Choice(_("lift the pause or the block"), "lift")],
        lines=[one.reason for one in settle],
    )
    told = None
    if what == "right":
        told = yield from household_rights.rights(screen, sheet, at)
    elif what == "lift":
        told = yield from household_deeds.lift(screen, sheet, at)
    if told is None:
        return None
    screen.settle = (yield from screen.ask(desk.to_settle, card, at=screen.app.at, now=screen.app.now())) or ()
    return (yield from screen.do(desk.arrive, card))


def _all_the_same(screen: DeskScreen, card: str) -> Flow[Slip | None]:
    """Let staff let somebody in for whom there is no room, or keep a place on another day."""
    from kruidenier.shop.office.staff import Permission
    from kruidenier.shop.till import desk

    what = yield from pick(
        _("There is no room now. What shall it be?"),
        [
            Choice(_("keep a place on another day"), "book"),
            Choice(_("staff let them in all the same"), "anyway"),
        ],
    )
    if what == "book":
        yield from _book(screen, card)
    if what != "anyway":
        return None
    at = yield from signing.allowed(screen, Permission.HOUSEHOLDS)
    return None if at is None else (yield from screen.do(desk.arrive, card, anyway=True, at=at))


def call_next(screen: DeskScreen) -> Flow[None]:
    """Call the number whose turn it is."""
    from kruidenier.shop.people import arrivals

    yield from _told(screen, (yield from screen.do(arrivals.call_next)), _("Number {number} is called."))


def call(screen: DeskScreen, number: int | None) -> Flow[None]:
    """Call a number."""
    from kruidenier.shop.people import arrivals

    yield from _step(screen, arrivals.call, number, _("Number {number} is called."))


def let_in(screen: DeskScreen, number: int | None) -> Flow[None]:
    """Let a number in; without one, the first that was called."""
    from kruidenier.shop.people import arrivals

    called = next((one.number for one in screen.queue if one.state == "called"), None)
    yield from _step(screen, arrivals.let_in, number or called, _("Number {number} goes in."))


def slip_again(screen: DeskScreen, number: int | None) -> Flow[None]:
    """Make the slip of a number again; without one, of the last."""
    from kruidenier.shop.till import desk

    wanted = number or (screen.slip.number if screen.slip else None)
    if wanted is None:
        screen.say(_("Type a number first."))
        return
    slip = yield from screen.do(desk.slip_again, wanted)
    if slip is not None:
        make_slip(screen, slip)


def more(screen: DeskScreen, number: int | None) -> Flow[None]:
    """Ask what is seldom done: aside, left, taken back, a place kept."""
    from kruidenier.shop.people import arrivals

    wanted = number or (screen.slip.number if screen.slip else None)
    choices = []
    if screen.card and screen.settle:
        choices.append(Choice(_("settle it aside"), "settle"))
    if wanted is not None:
        choices.append(Choice(_("number {number} has left").format(number=wanted), "left"))
        choices.append(Choice(_("number {number} was a mistake: take it back").format(number=wanted), "undo"))
    choices.append(Choice(_("keep a place on another day"), "book"))
    what = yield from pick(_("What shall it be?"), choices)
    if what == "settle":
        yield from _given_again(screen)
    elif what == "left":
        yield from _step(screen, arrivals.see_off, wanted, _("Number {number} has left."))
    elif what == "undo":
        yield from _step(
            screen, arrivals.take_back, wanted, _("Number {number} is taken back: nobody is counted for it.")
        )
    elif what == "book":
        card = screen.card or (
            yield from ask(_("For which card?"), prompt=_("card"), reads=str.strip, scans_wait=False)
        )
        if card:
            yield from _book(screen, card)


def _given_again(screen: DeskScreen) -> Flow[None]:
    """Settle what the last card left open; its number stays, and it is given one if it had none."""
    before = screen.slip
    slip = yield from _settle(screen, screen.card)
    if before is None:
        yield from _given(screen, slip)
    else:
        screen.show_body()


def _book(screen: DeskScreen, card: str) -> Flow[None]:
    """Keep a place on a day, in one of its hours with room."""
    from kruidenier.shop.office import settings
    from kruidenier.shop.people import slots
    from kruidenier.shop.till import desk

    today = screen.app.today
    date = yield from ask(
        _("On which day?"),
        prompt=_("date"),
        reads=reading.date(today),
        lines=[_("Day and month as four digits: 0512 is 5 December. Then Enter.")],
    )
    rules = None if date is None else (yield from screen.ask(settings.current, date))
    if date is None or rules is None:
        return
    offered = (yield from screen.ask(slots.of_day, date, settings=rules)) or ()
    hour: str | None = ""
    if len(offered) > 1:
        hour = yield from pick(
            _("At which hour?"),
            [
                Choice(
                    _("{hour}, room for {n}").format(hour=slot.hour, n=slot.room), slot.hour, forbidden=not slot.room
                )
                for slot in offered
            ],
        )
    slot = None if hour is None else (yield from screen.do(desk.book, card, day=date, hour=hour))
    if slot is not None:
        screen.say(_("A place is kept on {when}.").format(when=f"{day(slot.day)} {slot.hour}".strip()))


def _step(screen: DeskScreen, verb: Callable[..., Any], number: int | None, words: str) -> Flow[None]:
    if number is None:
        screen.say(_("Type a number first."))
        return
    yield from _told(screen, (yield from screen.do(verb, number)), words)


def _told(screen: DeskScreen, done: Queued | None, words: str) -> Flow[None]:
    if done is None:
        return
    if screen.slip is not None and screen.slip.number == done.number and done.state in ("left", "undone"):
        screen.slip, screen.settle, screen.card = None, (), ""
    yield from screen.look()
    screen.say(words.format(number=done.number))


def _slip_setting(screen: DeskScreen) -> Flow[str]:
    from kruidenier.shop.office import settings

    rules = yield from screen.ask(settings.current, screen.app.today)
    return "never" if rules is None else str(rules["desk.slip"])


def _make_card(screen: DeskScreen) -> None:
    """Let the card to show be made and printed beside the screen, in the household's language."""
    app, shown = screen.app, screen.settle[0]

    def work() -> str:
        from kruidenier.documents import slip as paper
        from kruidenier.shop.people import shown_cards

        assert app.shop is not None
        heading, house = app.shop.heading(), app.house_language
        card = next(card for card in shown_cards.cards(app.folder / "data") if card.number == shown.card)
        place = paper.write_card(card, heading, app.config.receipts, lang=shown.lang, house=house)
        if app.config.printer:
            paper.print_card(
                card, heading, app.config.printer, timeout_seconds=PRINTER_SECONDS, lang=shown.lang, house=house
            )
        return str(place.relative_to(app.folder))

    screen.in_background(
        work,
        lambda place: screen.say(_("The card is made: {place}.").format(place=place)),
        late=_("The card is late. You can go on without it."),
        failed=_("There is no card: {why}. Try again later."),
    )


def make_slip(screen: DeskScreen, slip: Slip) -> None:
    """Let a slip be made and printed beside the screen."""
    app = screen.app

    def work() -> str:
        from kruidenier.documents import slip as paper

        assert app.shop is not None
        heading, own = app.shop.heading(), app.folder / "data"
        place = paper.write(slip, heading, app.config.receipts, house=app.house_language, words=own)
        if app.config.printer:
            paper.print_slip(
                slip, heading, app.config.printer, timeout_seconds=PRINTER_SECONDS, house=app.house_language, words=own
            )
        return str(place.relative_to(app.folder))

    number = slip.number
    screen.in_background(
        work,
        lambda place: screen.say(_("Number {number}: the slip is made, {place}.").format(number=number, place=place)),
        late=_("The slip of {number} is late: is the printer on? Say the number, and go on.").format(number=number),
        failed=_("There is no slip of {number}: {{why}}. Say the number, and go on.").format(number=number),
    )
