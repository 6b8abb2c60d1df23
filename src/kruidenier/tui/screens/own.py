"""What is one's own: the PIN, the language of the screens, and a look at what one may do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding
from textual.widgets import Static

from kruidenier.i18n import LANGUAGE_NAMES, N_, _, speak
from kruidenier.tui.dialogs import Choice, Flow, pick
from kruidenier.tui.screen import ShopScreen
from kruidenier.tui.screens import signing, staff_deeds

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.office.staff import Person


class OwnScreen(ShopScreen):
    """Whoever stands here, as the program knows them; the PIN itself nobody can see."""

    HELP_PAGE: ClassVar[str] = "own"
    NEEDS: ClassVar[str] = ""
    BINDINGS: ClassVar = [
        Binding("1", "pin", "another PIN", id="own.pin", tooltip=N_("Choose another PIN for yourself")),
        Binding("2", "language", "language", id="own.language", tooltip=N_("Your language, from now on")),
        Binding("escape", "back", "back", id="own.back", tooltip=N_("Back to where you came from")),
    ]

    def body(self) -> Iterable[Any]:
        """One page of words."""
        yield Static(id="sheet", markup=False)

    def title_words(self) -> str:
        """Name the screen."""
        return _("YOUR OWN")

    def show_body(self) -> None:
        """Say what the program knows of them."""
        if self.app.person is not None:
            self.query_one("#sheet", Static).update("\n".join(_lines(self.app.person)))

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """While something is asked, its keys come first."""
        return self.at_rest or action not in ("pin", "language", "back")

    def action_pin(self) -> None:
        """Choose another PIN."""
        self.start(self._pin())

    def action_language(self) -> None:
        """Choose another language, from now on."""
        self.start(self._language())

    def _pin(self) -> Flow[None]:
        assert self.app.person is not None
        proved = yield from signing.proved_pin(self, self.app.person)
        if proved is None:
            return
        pin = yield from signing.new_pin(self, _("Your new PIN: 4 to 12 digits, easy to remember and hard to guess."))
        if pin is not None and (yield from self.do(_change_pin, old=proved[1], pin=pin)):
            self.say(_("You have a new PIN."))

    def _language(self) -> Flow[None]:
        from kruidenier.shop.office import team

        assert self.app.person is not None
        wanted = yield from pick(
            _("In which language should the program speak with you?"),
            [Choice(words, lang) for lang, words in LANGUAGE_NAMES.items()],
            highlighted=list(LANGUAGE_NAMES).index(self.app.person.lang),
        )
        done = None if wanted is None else (yield from self.do(team.change_language, self.app.at.by, lang=wanted))
        if done is not None:
            self.app.stand_as(done, at=self.app.at)
            speak(done.lang)
            self.show_all()
            self.say(_("The program speaks this language with you, at every till."))


def _change_pin(session: Session, *, old: str, pin: str, at: Counter, now: dt.datetime) -> bool:
    from kruidenier.shop.office import team

    return team.change_own_pin(session, old=old, pin=pin, at=at, now=now) is not None


def _lines(person: Person) -> list[str]:
    lines = [
        f"{person.name} ({person.code})   {_(staff_deeds.ROLES[person.role])}",
        "",
        _("Your language: {language}").format(language=LANGUAGE_NAMES[person.lang]),
    ]
    if person.has_card:
        lines.append(_("A card stands for you."))
    if learned := staff_deeds.skills_words(person):
        lines.append(_("You have learned: {skills}.").format(skills=learned))
    return [*lines, staff_deeds.may_words(person)]
