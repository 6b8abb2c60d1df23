"""A household's card: printed beside the screen, or replaced when it is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kruidenier.i18n import _
from kruidenier.tui.dialogs import Choice, Flow, confirm, pick
from kruidenier.tui.screens import household_asking as asking

if TYPE_CHECKING:
    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.people.files import FileSheet
    from kruidenier.tui.screens.household_file import HouseholdFileScreen


def card(screen: HouseholdFileScreen, sheet: FileSheet, at: Counter) -> Flow[str | None]:
    """Print the card, or block a lost one and give a new number."""
    what = yield from pick(
        _("What about the card?"),
        [Choice(_("print it"), "print"), Choice(_("it is lost: give a new one"), "lost")],
    )
    if what == "print":
        return (yield from _print(screen, sheet.card, at))
    if what == "lost":
        return (yield from _replace(screen, sheet, at))
    return None


def _replace(screen: HouseholdFileScreen, sheet: FileSheet, at: Counter) -> Flow[str | None]:
    from kruidenier.shop.people import cards

    held = (yield from screen.ask(cards.working, sheet.card)) or []
    lost = sheet.card if len(held) < 2 else (yield from asking.one_of(_("Which card is lost?"), held[:9], str))
    if lost is None:
        return None
    title = _("Block the card {card} for good, and give a new one?").format(card=lost)
    if not (yield from confirm(title, yes=_("block it"), no=_("leave it"), careful=True)):
        return None
    number = yield from screen.do(cards.replace_lost, lost, at=at)
    if number is None:
        return None
    screen.card = number
    yield from asking.show_card(_("Their new card: {card}"), number, _("go on"))
    return _("The card {card} no longer works. 0 prints the new one.").format(card=lost)


def _print(screen: HouseholdFileScreen, number: str, at: Counter) -> Flow[str | None]:
    from kruidenier.shop.people import cards

    numbers = yield from screen.do(cards.to_print, [number], at=at)
    if numbers is None:
        return None
    screen.in_background(
        lambda: _made(screen, numbers[0]),
        lambda place: screen.say(_("The card is made: {place}.").format(place=place)),
        late=_("The card is late. You can go on without it."),
        failed=_("There is no card: {why}. Try again later."),
    )
    return None


def _made(screen: HouseholdFileScreen, number: str) -> str:
    from kruidenier.documents import household_cards

    app = screen.app
    assert app.shop is not None
    place = app.config.household_papers / f"card-{number}.pdf"
    household_cards.write([number], app.shop.heading().name, place)
    return str(place.relative_to(app.folder))
