"""A count on screen: what is to be counted, line by line by digits and Enter or by scans; then its differences."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding

from kruidenier.i18n import N_, _
from kruidenier.tui.dialogs import Flow
from kruidenier.tui.screen import ShopScreen
from kruidenier.tui.screens import counting_deeds, counting_lines, counting_round
from kruidenier.tui.widgets.long_list import LongList
from kruidenier.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from kruidenier.shop.goods.count_lists import CountSheet, ToCount
    from kruidenier.shop.goods.count_result import CountResult

WIDE = 110


class CountingScreen(ShopScreen):
    """Choose a place or a group, then count what stands there while the shop sells."""

    HELP_PAGE: ClassVar[str] = "count"
    NEEDS: ClassVar[str] = "count"
    BINDINGS: ClassVar = [
        Binding("enter", "go_on", "count", id="count.go_on", tooltip=N_("Count line after line; take the typed code")),
        Binding("1", "count('accept')", "accept", id="count.accept", tooltip=N_("A manager closes the count for good")),
        Binding("2", "again", "count on", id="count.again", tooltip=N_("Back to the list: something is counted again")),
        Binding("slash", "count('search')", "search", id="count.search", tooltip=N_("Find a product by its name")),
        Binding("plus", "count('finish')", "finish", id="count.finish", tooltip=N_("The counting is done")),
        Binding("asterisk", "paper", "paper", id="count.paper", tooltip=N_("Put the list on paper")),
        Binding("full_stop", "count('drop')", "drop", id="count.drop", tooltip=N_("Give the count up")),
        Binding("pagedown", "page(1)", "next page", id="count.on", show=False, tooltip=N_("A page further")),
        Binding("pageup", "page(-1)", "page back", id="count.up", show=False, tooltip=N_("A page back")),
        Binding("up", "mark(-1)", "line above", id="count.above", show=False, tooltip=N_("The mark one line up")),
        Binding("down", "mark(1)", "line below", id="count.below", show=False, tooltip=N_("The mark one line down")),
        Binding("escape", "back", "back", id="count.back", tooltip=N_("Leave the count as it is: go on whenever")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.sheet: CountSheet | None = None
        self.result: CountResult | None = None
        """The differences, once the counting is done."""
        self.names = counting_lines.Names({}, {})

    @property
    def number(self) -> str:
        """The count that is open here."""
        assert self.sheet is not None
        return self.sheet.facts.number

    @property
    def counts(self) -> bool:
        """Whether the list to count is in sight."""
        return self.sheet is not None and self.result is None

    def body(self) -> Iterable[Any]:
        """Show a summary over a long list."""
        yield Rows(id="summary")
        yield LongList(id="list")

    def on_mount(self) -> None:
        """Ask what to count."""
        self.start(counting_deeds.choose(self))

    def on_screen_resume(self) -> None:
        """Look again, for whoever stands here now."""
        if self.counts and self.at_rest:
            self.start(self.look(again=True))

    def title_words(self) -> str:
        """Name the screen."""
        return _("COUNT")

    def prompt(self) -> str:
        """Name what the box takes."""
        return _("scan") if self.counts else _("key")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        if action not in ("go_on", "count", "again", "paper", "page", "mark", "back"):
            return True
        waits = self.result is not None and self.result.facts.state == "finished"
        if not self.at_rest:
            return False
        if action == "go_on":
            return self.result is None
        if action == "again" or parameters == ("accept",):
            return waits
        if parameters == ("drop",):
            return self.counts or waits
        return action not in ("count", "paper") or self.counts

    def takes(self, sign: str) -> bool:
        """Let a code be typed that no scanner reads."""
        return self.counts and (sign.isalnum() or (sign == "-" and bool(self.typed)))

    def show_body(self) -> None:
        """Show what is to be counted, or the differences."""
        goods, wide = self.query_one(LongList), self.app.size.width >= WIDE
        if self.result is not None:
            columns = counting_lines.difference_columns(wide=wide)
            lines = sorted(self.result.lines, key=lambda line: line.is_right)
            goods.show(lines, columns, chosen=goods.chosen, stops=lambda _line: False)
        elif self.sheet is not None:
            columns = counting_lines.columns(self.names, wide=wide, place=self.sheet.facts.place is None)
            goods.show(self.sheet.lines, columns, chosen=goods.chosen, stops=lambda _line: False)
        else:
            goods.show((), (), stops=lambda _line: False)
        self.query_one("#summary", Rows).put(*counting_lines.summary(self.sheet, self.result, self.names))

    def look(self, number: str | None = None, *, again: bool = False) -> Flow[None]:
        """Read the count anew; `again` shows the list though the counting was done."""
        from kruidenier.shop.goods import count_lists, count_result

        at, number = self.app.at, number or self.number
        self.sheet = (yield from self.ask(count_lists.sheet, number, at=at)) or self.sheet
        self.result = None
        if self.sheet is not None and self.sheet.facts.state != "open" and not again:
            self.query_one(LongList).chosen = 0
            on = self.app.today
            self.result = yield from self.ask(count_result.look_up, number, on=on)
        self.show_all()

    def meant(self) -> ToCount | None:
        """Tell the line with the mark."""
        line: ToCount | None = self.query_one(LongList).item
        return line

    def mark(self, line: ToCount) -> None:
        """Move the mark to a line."""
        goods = self.query_one(LongList)
        goods.move(goods.items.index(line) - goods.chosen)

    def take_scan(self, text: str) -> None:
        """Count what was scanned."""
        if self.sheet is None:
            self.say(_("First choose what to count."))
            self.start(counting_deeds.choose(self))
        elif self.result is not None and self.result.facts.state != "finished":
            self.say(_("This count is closed."))
        else:
            self.start(counting_round.take(self, text))

    def action_mark(self, step: int) -> None:
        """Move the mark."""
        self.query_one(LongList).move(step)

    def action_page(self, pages: int) -> None:
        """Move the mark by a page."""
        goods = self.query_one(LongList)
        goods.move(pages * goods.rows)

    def action_go_on(self) -> None:
        """Take the code that was typed; else count line after line."""
        typed, self.typed = self.typed, ""
        if self.sheet is None:
            self.start(counting_deeds.choose(self))
        else:
            self.start(counting_round.take(self, typed) if typed else counting_round.walk(self))

    def action_count(self, name: str) -> None:
        """Do something with the count."""
        self.start(counting_deeds.DEEDS[name](self))

    def action_again(self) -> None:
        """Show the list again; whatever is counted opens the count anew."""
        self.start(self.look(again=True))

    def action_paper(self) -> None:
        """Let the list be made beside the screen."""
        self.in_background(
            self._paper(),
            lambda place: self.say(_("The count sheet is made: {place}.").format(place=place)),
            late=_("The count sheet is late. The count goes on without it."),
            failed=_("There is no count sheet: {why}. The count goes on without it. Try again with *."),
        )

    def _paper(self) -> Callable[[], str]:
        from kruidenier.documents import count_sheet
        from kruidenier.i18n import language

        app, sheet, names, spoken = self.app, self.sheet, self.names, language()
        assert sheet is not None

        def work() -> str:
            assert app.shop is not None
            paper = count_sheet.CountPaper(app.shop.heading().name, sheet, names.places, names.groups)
            file = app.config.receipts / str(sheet.facts.date.year) / f"count-{sheet.facts.number}.pdf"
            return str(count_sheet.write(paper, file, lang=spoken).relative_to(app.folder))

        return work

    def action_back(self) -> None:
        """Back to where one came from; what was counted is kept."""
        self.dismiss()
