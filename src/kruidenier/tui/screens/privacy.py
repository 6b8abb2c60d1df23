"""Personal data: what the next purge forgets, all about one household, erasing it, and the papers about it all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding
from textual.widgets import Static

from kruidenier.i18n import N_, _, ngettext
from kruidenier.tui.dialogs import Choice, Flow, ask, confirm, pick
from kruidenier.tui.screen import ShopScreen
from kruidenier.tui.screens import privacy_papers
from kruidenier.tui.widgets.words import fit, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kruidenier.shop.people.files import FileSheet
    from kruidenier.shop.people.privacy import PastTerm

DEEDS = (
    ("1", "forget", N_("forget now"), N_("Take away what is past its term; figures stay as they are")),
    ("2", "hand_out", N_("hand out"), N_("All that is kept of one household, on paper or as a file")),
    ("3", "erase", N_("erase"), N_("Forget one household at once, because it asks")),
    ("4", "register", N_("register"), N_("The record of processing, on paper")),
    ("5", "notice", N_("notice"), N_("What households are told of their data, on paper")),
    ("6", "machine", N_("stolen?"), N_("What a thief of this machine has, and whom that concerns")),
)
"""Digit, action, name and purpose."""


class PrivacyScreen(ShopScreen):
    """What is kept of people, and every way to let go of it."""

    HELP_PAGE: ClassVar[str] = "privacy"
    NEEDS: ClassVar[str] = "erase"
    BINDINGS: ClassVar = [
        *(
            Binding(digit, action, words, id=f"privacy.{action}", show=False, tooltip=purpose)
            for digit, action, words, purpose in DEEDS
        ),
        Binding("escape", "back", "back", id="privacy.back", tooltip=N_("Back to where you came from")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.past: PastTerm | None = None

    def body(self) -> Iterable[Any]:
        """Show what is past its term, and one line for each deed."""
        yield Static(id="sheet", markup=False)

    def on_screen_resume(self) -> None:
        """Look again."""
        if self.at_rest:
            self.start(self._look())

    def title_words(self) -> str:
        """Name the screen."""
        return _("PERSONAL DATA")

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        if action == "forget":
            return self.at_rest and self.past is not None and not self.past.is_nothing
        return self.at_rest or action not in {name for _digit, name, _words, _purpose in DEEDS} | {"back"}

    def show_body(self) -> None:
        """Say what is past its term, and what can be done."""
        width = max(len(_(words)) for _digit, _action, words, _purpose in DEEDS) + 3
        here = [deed for deed in DEEDS if deed[1] != "forget" or (self.past is not None and not self.past.is_nothing)]
        deeds = [f"{digit}  {fit(_(words), width)}{_(purpose)}" for digit, _action, words, purpose in here]
        lines = _past_lines(self.past) if self.past is not None else []
        room = max(self.app.size.width - 4, 40)
        words = "\n".join([fit(line, room).rstrip() for line in [*lines, "", *deeds]])
        self.query_one("#sheet", Static).update(words)

    def take_scan(self, text: str) -> None:
        """Ask what to do with the household of a card that was scanned."""
        self.start(self._about(text.strip()))

    def action_forget(self) -> None:
        """Forget what is past its term."""
        self.start(self._forget())

    def action_hand_out(self) -> None:
        """Hand out what is kept of one household."""
        self.start(self._hand_out())

    def action_erase(self) -> None:
        """Forget one household."""
        self.start(self._erase())

    def action_register(self) -> None:
        """Make the record of processing."""
        self.start(privacy_papers.make(self, "register"))

    def action_notice(self) -> None:
        """Make the notice for households."""
        self.start(privacy_papers.make(self, "notice"))

    def action_machine(self) -> None:
        """Make the paper on what is on this machine."""
        self.start(privacy_papers.make(self, "machine"))

    def _look(self) -> Flow[None]:
        from kruidenier.shop.till import erasing

        self.past = yield from self.ask(erasing.preview, at=self.app.at, now=self.app.now())
        self.show_all()

    def _about(self, card: str) -> Flow[None]:
        what = yield from pick(
            _("What about the household of this card?"),
            [Choice(_("hand out all that is kept of it"), "hand_out"), Choice(_("erase it"), "erase")],
        )
        if what is not None:
            yield from (self._hand_out(card) if what == "hand_out" else self._erase(card))

    def _forget(self) -> Flow[None]:
        from kruidenier.shop.till import erasing

        assert self.past is not None
        title = _("Forget this for good? Sales, stock and figures stay as they are.")
        lines = _past_lines(self.past)
        if not (yield from confirm(title, yes=_("forget it"), no=_("not yet"), lines=lines, careful=True)):
            return
        if (yield from self.do(erasing.purge)) is not None:
            privacy_papers.leave_no_trace(self, done=_("It is forgotten, also in the copies that the shop keeps."))
        yield from self._look()

    def _hand_out(self, card: str | None = None) -> Flow[None]:
        from kruidenier.shop.figures import household_export

        sheet = yield from self._household(card)
        if sheet is None:
            return
        kind = yield from pick(
            _("All that is kept of {name}: how?").format(name=plain(sheet.display_name)),
            [Choice(_("on paper"), "pdf"), Choice(_("as a file for another program"), "json")],
        )
        if kind is None:
            return
        found = yield from self.do(household_export.everything, sheet.card)
        if found is not None:
            privacy_papers.write_export(self, found, kind)

    def _erase(self, card: str | None = None) -> Flow[None]:
        from kruidenier.shop.till import erasing

        sheet = yield from self._household(card)
        if sheet is None:
            return
        title = _("Erase {name}, card {card}, for good?").format(name=plain(sheet.display_name), card=sheet.card)
        lines = [
            _("Its file, people, rights and cards go, and what ties its sales to it. Nobody can bring them back."),
            _("If it wants to know what was kept of it, hand that out first."),
        ]
        if not (yield from confirm(title, yes=_("erase it"), no=_("leave it"), lines=lines, careful=True)):
            return
        typed = yield from ask(_("To be sure: type its card once more."), prompt=_("card"), reads=str.strip)
        if typed is None or typed.casefold() != sheet.card.casefold():
            self.say(_("That is not the card of this household. Nothing was erased."))
            return
        receipts = yield from self.do(erasing.erase, sheet.card)
        if receipts is not None:
            done = _("It is erased, also from the copies that the shop keeps.")
            privacy_papers.leave_no_trace(self, receipts, done=done)
        yield from self._look()

    def _household(self, card: str | None) -> Flow[FileSheet | None]:
        """Find a household by its card; opening its file is journaled."""
        from kruidenier.shop.people import files

        if card is None:
            card = yield from ask(
                _("Which household?"),
                prompt=_("card"),
                reads=str.strip,
                lines=[_("Scan a card, or type its number and press Enter.")],
                scans_wait=False,
            )
        return (yield from self.do(files.open_file, card)) if card else None


def _past_lines(past: PastTerm) -> Sequence[str]:
    if past.is_nothing:
        return [_("Nothing is past its term today.")]
    cards = ", ".join(past.cards)
    households = ngettext("{n} household: {cards}", "{n} households: {cards}", len(past.households))
    links = ngettext(
        "{n} link between sales of before {year} and households",
        "{n} links between sales of before {year} and households",
        past.links,
    )
    notes = ngettext("{n} remark", "{n} remarks", past.notes)
    substitutes = ngettext("{n} substitute", "{n} substitutes", past.substitutes)
    said = (
        (len(past.households), households.format(n=len(past.households), cards=cards)),
        (past.links, links.format(n=past.links, year=past.before_year)),
        (past.notes, notes.format(n=past.notes)),
        (past.substitutes, substitutes.format(n=past.substitutes)),
    )
    return [_("Past its term, and forgotten at a closing or by you now:"), *(f"  {words}" for n, words in said if n)]
