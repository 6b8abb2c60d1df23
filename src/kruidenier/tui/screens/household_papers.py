"""The list and the letters of rights that end soon, made beside the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kruidenier.i18n import _, language
from kruidenier.tui.dialogs import Choice, Flow, pick

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from kruidenier.shop.people.finding import Known
    from kruidenier.tui.screens.households import HouseholdsScreen


def make(screen: HouseholdsScreen) -> Flow[None]:
    """Ask which paper, and let it be made."""
    ending = screen.book.ending(screen.warn_days) if screen.book is not None else []
    if not ending:
        screen.say(_("No right ends soon: there is nothing to print."))
        return
    what = yield from pick(
        _("Which paper?"),
        [Choice(_("the list for the desk"), "list"), Choice(_("a letter to each of them"), "letters")],
    )
    if what is None:
        return
    on = screen.app.today
    screen.put_on_paper(lambda: _made(screen, what, ending, on))


def _made(screen: HouseholdsScreen, what: str, ending: Sequence[Known], on: dt.date) -> Path:
    from kruidenier.documents import right_letter, rights_list

    app = screen.app
    assert app.shop is not None
    heading = app.shop.heading()
    place = app.config.household_papers / f"rights-{what}-{on}.pdf"
    if what == "list":
        lines = [rights_list.Ending(one.card, one.display_name, one.lang, one.until or on) for one in ending]
        paper = rights_list.RightsPaper(heading.name, on, max(line.until for line in lines), lines)
        rights_list.write(paper, place, lang=language())
    else:
        letters = [right_letter.Addressee(one.display_name, one.address, one.lang, one.until or on) for one in ending]
        sender = right_letter.Sender(heading.name, heading.lines, app.house_language, on)
        right_letter.write(letters, sender, place)
    return place
