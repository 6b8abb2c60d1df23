"""The gift notes of a supplier, year by year: on paper, signed, corrected, summed up month by month."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from kruidenier.i18n import N_, _, day, ngettext, weight
from kruidenier.tui.dialogs import Flow
from kruidenier.tui.screens import gift_note_deeds, signing
from kruidenier.tui.screens.list_screen import ListScreen, moving
from kruidenier.tui.widgets.long_list import Column, LongList
from kruidenier.tui.widgets.rows import Rows, spread

if TYPE_CHECKING:
    from kruidenier.shop.supply.note_list import NoteLine

AT_REST = ("handle", "unsigned", "year", "mark", "page", "back")


class GiftNotesScreen(ListScreen):
    """The notes of one supplier, the newest first; digits do something with the one with the mark."""

    HELP_PAGE: ClassVar[str] = "gift_notes"
    BINDINGS: ClassVar = [
        Binding("enter", "handle('paper')", "on paper", id="gifts.paper", tooltip=N_("Put this note on paper")),
        Binding("1", "handle('sign')", "sign", id="gifts.sign", tooltip=N_("Note who signed it on paper")),
        Binding("2", "handle('correct')", "correct", id="gifts.correct", tooltip=N_("A new note in its place")),
        Binding("3", "handle('sum_up')", "month", id="gifts.month", tooltip=N_("Sum a month up, on paper")),
        Binding("4", "unsigned", "unsigned", id="gifts.unsigned", tooltip=N_("Only those that a side has not signed")),
        Binding("5", "year(-1)", "year before", id="gifts.before", show=False, tooltip=N_("The year before")),
        Binding("6", "year(1)", "year after", id="gifts.after", show=False, tooltip=N_("The year after")),
        *moving("gifts"),
    ]

    def __init__(self, code: str, *, unsigned: str | None = None) -> None:
        super().__init__()
        self.code = code
        self.asked = unsigned
        """A note that wants a signature: the list begins with its year, and with such notes alone."""
        self.giver = ""
        self.notes: tuple[NoteLine, ...] = ()
        self.year = 0
        self.only_unsigned = unsigned is not None

    def title_words(self) -> str:
        """Name the screen and the year."""
        return _("GIFT NOTES {year}").format(year=self.year or self.app.today.year)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        if not self.at_rest:
            return action not in AT_REST
        if action == "handle":
            note: NoteLine | None = self.query_one(LongList).item
            name = str(parameters[0])
            if name == "sign":
                return note is not None and note.stands and not note.signed
            return note is not None and (name != "correct" or note.stands)
        return parameters != (1,) or action != "year" or self.year < self.app.today.year

    def look(self, number: str | None = None) -> Flow[None]:
        """Read the notes of the year; put the mark on one of them."""
        from kruidenier.shop.supply import note_list, supplier_file

        if self.asked is not None:
            asked = yield from self.ask(note_list.find, self.asked)
            number, self.asked = self.asked, None
            self.year = asked.happened_on.year if asked is not None else 0
        self.year = self.year or self.app.today.year
        file = yield from self.ask(supplier_file.look_up, self.code)
        since, until = dt.date(self.year, 1, 1), dt.date(self.year, 12, 31)
        notes = yield from self.ask(note_list.notes_of, self.code, since=since, until=until)
        if file is not None and notes is not None:
            self.giver, self.notes = file.name, notes[::-1]
            self.show_all()
        goods = self.query_one(LongList)
        for place, note in enumerate(goods.items):
            if note.number == number:
                goods.move(place - goods.chosen)

    def show_body(self) -> None:
        """Show the notes, or those that are not signed."""
        found = [note for note in self.notes if not self.only_unsigned or (note.stands and not note.signed)]
        goods = self.query_one(LongList)
        goods.show(found, _columns(wide=self.is_wide), chosen=goods.chosen, stops=lambda _note: False)
        standing = [note for note in self.notes if note.stands]
        missing = sum(not note.signed for note in standing)
        count = ngettext("{n} gift note", "{n} gift notes", len(standing)).format(n=len(standing))
        kg = weight(sum(note.grams for note in standing))
        unsigned = ngettext("{n} to sign", "{n} to sign", missing).format(n=missing) if missing else _("all signed")
        summary = self.query_one("#summary", Rows)
        words = ((self.giver, "strong"), (count, ""), (kg, ""), (unsigned, "soon" if missing else "good"))
        summary.put(spread(*words, width=summary.room))

    # Keys

    def action_mark(self, step: int) -> None:
        """Move the mark; another note may have other keys."""
        super().action_mark(step)
        self.show_input()

    def action_unsigned(self) -> None:
        """Show only what a side has not signed, or everything again."""
        self.only_unsigned = not self.only_unsigned
        self.show_all()

    def action_year(self, step: int) -> None:
        """Show another year."""
        self.year += step
        self.start(self.look())

    def action_handle(self, name: str) -> None:
        """Do something with the note with the mark."""
        self.start(self._handle(name))

    def _handle(self, name: str) -> Flow[None]:
        from kruidenier.shop.office.staff import Permission

        note: NoteLine | None = self.query_one(LongList).item
        at = self.app.at if name == "paper" else (yield from signing.allowed(self, Permission.SUPPLIERS))
        if note is not None and at is not None:
            number = yield from gift_note_deeds.DEEDS[name](self, note, at)
            if number is not None:
                yield from self.look(number)


def _columns(*, wide: bool) -> list[Column]:
    def state(note: NoteLine) -> str:
        if note.corrected_by is not None:
            return _("corrected by {number}").format(number=note.corrected_by)
        if note.signed:
            return _("signed")
        sides = [words for words, given in ((_("giver"), note.giver), (_("shop"), note.shop)) if given is None]
        return _("to sign: {sides}").format(sides=", ".join(sides))

    columns = [
        Column(_("date"), 10, lambda note: day(note.happened_on)),
        Column(_("note"), 12, lambda note: note.number),
        Column("kg", 11, lambda note: weight(note.grams).removesuffix(" kg"), right=True),
        Column(_("signatures"), 0, state),
    ]
    if wide:
        columns += [
            Column(_("unweighed pieces"), 20, lambda note: str(note.unweighed_pieces or ""), right=True),
            Column(_("in the place of"), 17, lambda note: note.corrects or ""),
            Column(_("delivery"), 12, lambda note: note.delivery),
        ]
    return columns
