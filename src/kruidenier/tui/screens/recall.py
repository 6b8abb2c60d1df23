"""One recall: what stands where, what was sold when, what was done, and the way to its closing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding

from kruidenier.i18n import N_, _
from kruidenier.tui.dialogs import Flow
from kruidenier.tui.screen import ShopScreen
from kruidenier.tui.screens import recall_deeds, recall_lines
from kruidenier.tui.widgets.sheet import Sheet, paged

if TYPE_CHECKING:
    from kruidenier.shop.figures.recall_sheet import RecallSheet


class RecallScreen(ShopScreen):
    """A recall with its goods; every digit is a deed."""

    HELP_PAGE: ClassVar[str] = "recalls"
    BINDINGS: ClassVar = [
        Binding(
            "1",
            "handle('destroy')",
            "destroyed",
            id="recall.destroy",
            tooltip=N_("What was destroyed or given back"),
        ),
        Binding(
            "2",
            "handle('clear')",
            "not meant",
            id="recall.clear",
            tooltip=N_("Packs that say something else"),
        ),
        Binding("3", "poster", "poster", id="recall.poster", tooltip=N_("Make the poster, in Dutch and French")),
        Binding("4", "handle('close')", "close", id="recall.close", tooltip=N_("Close it: all is accounted for")),
        Binding(
            "5",
            "handle('withdraw')",
            "withdraw",
            id="recall.withdraw",
            tooltip=N_("Take the recall back: its goods may be sold again"),
        ),
        Binding("0", "handle('undo')", "undo", id="recall.undo", tooltip=N_("Take back your own last deed, exactly")),
        Binding("plus", "page(1)", "further", id="recall.on", show=False, tooltip=N_("What stands further down")),
        Binding("minus", "page(-1)", "up", id="recall.up", show=False, tooltip=N_("What stands further up")),
        Binding("escape", "back", "back", id="recall.back", tooltip=N_("Back to where you came from")),
    ]

    def __init__(self, number: str) -> None:
        super().__init__()
        self.number = number
        self.sheet: RecallSheet | None = None
        self.page = 0

    def body(self) -> Iterable[Any]:
        """Show the recall."""
        yield Sheet()

    def on_mount(self) -> None:
        """Look the recall up."""
        self.start(self.look())

    def title_words(self) -> str:
        """Name the recall."""
        return _("RECALL {number}").format(number=self.number)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        if not self.at_rest:
            return action not in ("handle", "poster", "page", "back")
        if action != "handle":
            return action != "poster" or self.sheet is not None
        running = self.sheet is not None and self.sheet.facts.closed_at is None
        here = self.sheet is not None and bool(self.sheet.here)
        return {"destroy": here, "clear": here, "close": running and not here}.get(str(parameters[0]), running)

    def show_body(self) -> None:
        """Show as much of it as there is room for."""
        if self.sheet is None:
            return
        paper = self.query_one(Sheet)
        lines = recall_lines.lines(self.sheet, self.app.at.zone, max(paper.size.width, 40))
        shown, self.page = paged(lines, paper.size.height, self.page, _("+ and -: page {page} of {pages}"))
        paper.update("\n".join(shown))

    @on(Sheet.Resized)
    def _share_anew(self) -> None:
        self.show_body()

    def action_page(self, step: int) -> None:
        """Turn the page."""
        self.page = max(self.page + step, 0)
        self.show_body()

    def action_handle(self, name: str) -> None:
        """Do something about the goods."""
        self.start(recall_deeds.DEEDS[name](self))

    def action_poster(self) -> None:
        """Let the poster be made beside the screen."""
        self.in_background(
            self._poster(),
            lambda place: self.say(_("The poster is made: {place}.").format(place=place)),
            late=_("The poster is late. You can go on without it."),
            failed=_("There is no poster: {why}. Try again with 3."),
        )

    def look(self) -> Flow[None]:
        """Read the recall anew."""
        from kruidenier.shop.figures import recall_sheet

        sheet = yield from self.ask(recall_sheet.recall_sheet, self.number)
        if sheet is not None:
            self.sheet = sheet
            self.show_all()

    def _poster(self) -> Callable[[], str]:
        app, sheet = self.app, self.sheet
        assert sheet is not None

        def work() -> str:
            from kruidenier.documents import recall_poster

            assert app.shop is not None
            poster = recall_poster.Poster(app.shop.heading().name, sheet.facts)
            file = app.config.receipts / str(sheet.facts.date.year) / f"recall-{sheet.facts.number}.pdf"
            return str(recall_poster.write(poster, file).relative_to(app.folder))

        return work
