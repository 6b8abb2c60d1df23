"""The journal on screen: who did what, when; searched by a word, a person, days or a thing, a page at a time."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from kruidenier.i18n import N_, _, day
from kruidenier.tui import reading
from kruidenier.tui.dialogs import Choice, Flow, ask, pick
from kruidenier.tui.screens import journal_lines
from kruidenier.tui.screens.list_screen import ListScreen, marking
from kruidenier.tui.widgets.long_list import LongList
from kruidenier.tui.widgets.rows import Rows, spread

if TYPE_CHECKING:
    from kruidenier.shop.office.journal_pages import Wanted, Written

PAGE = 100


class JournalScreen(ListScreen):
    """The lines of the journal, the newest first. Of people they hold only which fields changed."""

    HELP_PAGE: ClassVar[str] = "journal"
    NEEDS: ClassVar[str] = "journal"
    BINDINGS: ClassVar = [
        Binding(
            "enter",
            "open",
            "all of it",
            id="journal.open",
            tooltip=N_("Search the word; or the line with the mark whole"),
        ),
        Binding("1", "who", "who", id="journal.who", tooltip=N_("Only what one person did")),
        Binding("2", "days", "when", id="journal.days", tooltip=N_("Only some days")),
        Binding(
            "3",
            "thing",
            "about what",
            id="journal.thing",
            tooltip=N_("Only what is about one thing: a number, a code, a card"),
        ),
        Binding("0", "all", "all", id="journal.all", tooltip=N_("Look for nothing in particular any more")),
        Binding("plus", "older", "older", id="journal.older", tooltip=N_("The page before: what is older")),
        Binding("minus", "newer", "newer", id="journal.newer", tooltip=N_("Back to what is newer")),
        *marking("journal"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[Written, ...] = ()
        self.wanted: Wanted | None = None
        self.names: dict[str, str] = {}
        self.about = ""
        """The thing that is looked for, as it was typed."""
        self.starts: list[int | None] = [None]
        """Before which line each page so far began, the one in sight last."""

    def title_words(self) -> str:
        """Name the screen."""
        return _("JOURNAL")

    def prompt(self) -> str:
        """Say what the box takes."""
        return _("word")

    def takes(self, sign: str) -> bool:
        """Let a word into the box; a digit or another sign only once it has begun."""
        return sign.isalpha() or (bool(self.typed) and (sign.isdigit() or sign in " -.:_"))

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        if action in ("open", "mark"):
            return self.at_rest and bool(self.lines or self.typed)
        if action == "older":
            return self.at_rest and len(self.lines) == PAGE
        if action == "newer":
            return self.at_rest and len(self.starts) > 1
        if action == "all":
            return self.at_rest and self._searches
        return self.at_rest or action not in ("who", "days", "thing", "back")

    @property
    def _searches(self) -> bool:
        from kruidenier.shop.office.journal_pages import Wanted

        return self.wanted not in (None, Wanted())

    def keys(self) -> list[tuple[str, str]]:
        """List what is possible now; a word that was typed is searched."""
        if self.question is None and self.typed:
            return [("Enter", _("search")), ("Esc", _("clear"))]
        return super().keys()

    def show_body(self) -> None:
        """Show the lines, and what is looked for."""
        summary = self.query_one("#summary", Rows)
        summary.put(spread((self._looked_for(), "strong"), (self._page_words(), ""), width=summary.room))
        columns = journal_lines.columns(self.app.at.zone, self.names, self.size.width)
        listed = self.query_one(LongList)
        listed.show(self.lines, columns, chosen=listed.chosen, stops=lambda _line: False)

    def _looked_for(self) -> str:
        wanted = self.wanted
        if wanted is None or not self._searches:
            return _("Everything, the newest first. Type a word to search.")
        parts = [wanted.word and f"“{wanted.word}”", wanted.by and self.names.get(wanted.by, wanted.by), self.about]
        if wanted.since is not None and wanted.until is not None:
            parts.append(
                day(wanted.since) if wanted.since == wanted.until else f"{day(wanted.since)}–{day(wanted.until)}"
            )
        return " + ".join(part for part in parts if part)

    def _page_words(self) -> str:
        if not self.lines:
            return _("nothing found")
        return _("page {n}").format(n=len(self.starts))

    def look(self) -> Flow[None]:
        """Read the page that is in sight now; at first the newest lines, whatever they are about."""
        from kruidenier.shop.office import journal_pages

        if self.wanted is None:
            self.wanted = journal_pages.Wanted()
            self.names = dict((yield from self.ask(journal_pages.whose)) or ())
        lines = yield from self.ask(journal_pages.page, self.wanted, before=self.starts[-1], most=PAGE)
        self.lines = lines or ()
        self.show_all()

    def _search(self, wanted: Wanted) -> Flow[None]:
        self.wanted, self.starts = wanted, [None]
        if wanted.subjects is None:
            self.about = ""
        yield from self._turn()

    def _turn(self) -> Flow[None]:
        """Read another page, from its first line on."""
        self.query_one(LongList).chosen = 0
        yield from self.look()

    # Keys

    def action_open(self) -> None:
        """Search the word that was typed; without one, show the line with the mark whole."""
        typed, self.typed = self.typed.strip(), ""
        if self.wanted is not None and typed:
            self.start(self._search(replace(self.wanted, word=typed)))
        elif self.lines:
            self.start(self._open(self.query_one(LongList).item))

    def _open(self, line: Written) -> Flow[None]:
        title, *lines = journal_lines.whole(line, self.app.at.zone, self.names)
        choices = [Choice(_("all about this"), "thing"), Choice(_("all that they did"), "who"), Choice(_("back"), "")]
        chosen = yield from pick(title, choices, lines=lines, highlighted=2)
        assert self.wanted is not None
        if chosen == "thing":
            yield from self._about(line.subject)
        elif chosen == "who":
            yield from self._search(replace(self.wanted, by=line.by))

    def action_who(self) -> None:
        """Look for what one person did."""
        self.start(self._who())

    def _who(self) -> Flow[None]:
        code = yield from pick(_("Who?"), [Choice(name, code) for code, name in self.names.items()])
        if code is not None and self.wanted is not None:
            yield from self._search(replace(self.wanted, by=code))

    def action_days(self) -> None:
        """Look at some days only."""
        self.start(self._days())

    def _days(self) -> Flow[None]:
        today = self.app.today
        since = yield from self._day(
            _("From which day?"), _("Enter: today. Or another day, such as 31/12/2026."), today
        )
        if since is None or self.wanted is None:
            return
        until = yield from self._day(_("Until which day?"), _("Enter: that same day. Or another one."), since)
        if until is not None:
            yield from self._search(replace(self.wanted, since=since, until=until))

    def _day(self, title: str, hint: str, usual: dt.date) -> Flow[dt.date | None]:
        read = reading.date(self.app.today)
        return (
            yield from ask(
                title, prompt=_("date"), reads=lambda text: read(text) if text.strip() else usual, lines=[hint]
            )
        )

    def action_thing(self) -> None:
        """Look for what is about one thing."""
        self.start(self._thing())

    def _thing(self) -> Flow[None]:
        title = _("About what? A number, a code, or a household's card.")
        typed = yield from ask(title, prompt=_("what"), reads=str.strip)
        if typed:
            yield from self._about(typed)

    def _about(self, typed: str) -> Flow[None]:
        from kruidenier.shop.people import journaled

        subjects = yield from self.ask(journaled.subjects, typed)
        if subjects is not None and self.wanted is not None:
            self.about = typed
            yield from self._search(replace(self.wanted, subjects=subjects))

    def take_scan(self, text: str) -> None:
        """Look for what is about whatever was scanned."""
        self.start(self._about(text.strip()))

    def action_all(self) -> None:
        """Look for nothing in particular."""
        from kruidenier.shop.office.journal_pages import Wanted

        self.start(self._search(Wanted()))

    def action_older(self) -> None:
        """Turn to what is older."""
        self.starts.append(self.lines[-1].id)
        self.start(self._turn())

    def action_newer(self) -> None:
        """Turn back to what is newer."""
        self.starts.pop()
        self.start(self._turn())
