"""A supplier's year: what was given, what became of it, and the documents behind every figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding
from textual.widgets import Static

from kruidenier.i18n import LANGUAGE_NAMES, N_, _
from kruidenier.tui.dialogs import Choice, Flow, confirm, pick
from kruidenier.tui.screen import ShopScreen
from kruidenier.tui.screens import signing, supplier_year_lines
from kruidenier.tui.widgets.words import fit, plain

if TYPE_CHECKING:
    from kruidenier.shop.figures.supplier_reports import Report
    from kruidenier.tui.screens.supplier_year_lines import Figure

BY = ("establishment", "enterprise", "banner")
EARLIEST = 2000


class SupplierYearScreen(ShopScreen):
    """The figures of a supplier's year; Enter on one opens what stands behind it."""

    HELP_PAGE: ClassVar[str] = "supplier_year"
    BINDINGS: ClassVar = [
        Binding("enter", "explain", "explain", id="year.explain", tooltip=N_("Show the documents behind the figure")),
        Binding("plus,down", "mark(1)", "next", id="year.next", tooltip=N_("The mark to the next figure")),
        Binding("minus,up", "mark(-1)", "above", id="year.above", tooltip=N_("The mark to the figure above")),
        Binding("1", "paper('pdf')", "report", id="year.paper", show=False, tooltip=N_("The report on paper, as PDF")),
        Binding(
            "2",
            "go('gift_notes.GiftNotesScreen')",
            "gift notes",
            id="year.gifts",
            show=False,
            tooltip=N_("Its gift notes"),
        ),
        Binding(
            "3",
            "go('agreements.AgreementsScreen')",
            "agreements",
            id="year.agreements",
            show=False,
            tooltip=N_("Its agreements"),
        ),
        Binding(
            "4",
            "go('label.LabelScreen')",
            "the label",
            id="year.label",
            show=False,
            tooltip=N_("Its label, point by point"),
        ),
        Binding(
            "5",
            "paper('csv')",
            "spreadsheet",
            id="year.sheet",
            show=False,
            tooltip=N_("The figures as a spreadsheet, with a note on each"),
        ),
        Binding(
            "6",
            "together",
            "shop, firm, chain",
            id="year.together",
            show=False,
            tooltip=N_("This shop alone, its enterprise, or its chain"),
        ),
        Binding("7", "year(-1)", "year before", id="year.before", show=False, tooltip=N_("The year before")),
        Binding("8", "year(1)", "year after", id="year.after", show=False, tooltip=N_("The year after")),
        Binding(
            "0",
            "go('supplier_file.SupplierFileScreen')",
            "file",
            id="year.file",
            show=False,
            tooltip=N_("The supplier's file: contacts, numbers, notes"),
        ),
        Binding("escape", "back", "back", id="year.back", tooltip=N_("Back to where you came from")),
    ]
    MENU: ClassVar = (
        "year.paper",
        "year.gifts",
        "year.agreements",
        "year.label",
        "year.sheet",
        "year.together",
        "year.before",
        "year.after",
        "year.file",
    )
    """Keys for which the last line has no room."""

    def __init__(self, code: str, *, year: int | None = None) -> None:
        super().__init__()
        self.code = code
        self.year = year
        self.by = BY[0]
        self.report: Report | None = None
        self.before = 0
        """Grams of the year before, up to the same day."""
        self.chosen = 0

    def body(self) -> Iterable[Any]:
        """Show one page."""
        yield Static(id="sheet", markup=False)

    def on_screen_resume(self) -> None:
        """Look again: the file may have been changed, or a paper signed."""
        if self.at_rest:
            self.start(self._look())

    def title_words(self) -> str:
        """Name supplier and year."""
        name = self.report.figures.name if self.report is not None else self.code
        return f"{fit(plain(name), 34).rstrip()}   {self.year or ''}".rstrip()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        if action not in ("explain", "mark", "paper", "together", "year", "go", "back"):
            return True
        if action == "year" and self.year is not None:
            step = int(str(parameters[0]))
            return self.at_rest and EARLIEST <= self.year + step <= self.app.today.year
        return self.at_rest and (action == "back" or self.report is not None)

    @property
    def _period(self) -> dict[str, dt.date]:
        assert self.year is not None
        return {"first": dt.date(self.year, 1, 1), "last": dt.date(self.year, 12, 31)}

    @property
    def _figures(self) -> list[Figure]:
        return supplier_year_lines.figures_of(self.report.figures) if self.report is not None else []

    def show_body(self) -> None:
        """Show the year as wide as the screen is."""
        if self.report is None:
            return
        paper = self.query_one("#sheet", Static)
        width, menu = max(self.app.size.width - 4, 40), self._menu()
        lines = supplier_year_lines.page(
            self.report,
            self._figures,
            chosen=self.chosen,
            width=width,
            height=paper.size.height - len(menu),
            against=self._against(),
        )
        paper.update("\n".join([*lines, *menu]))

    def _menu(self) -> list[str]:
        """Name the keys for which the last line has no room, in as many rows as they need."""
        here = {binding.id: f"{key} {binding.description}" for key, binding, _node in self.bindings_here()}
        rows, width = [""], max(self.app.size.width - 4, 40)
        for words in (here[id_] for id_ in self.MENU if id_ in here):
            if rows[-1] and len(rows[-1]) + 3 + len(words) > width:
                rows.append("")
            rows[-1] += f"   {words}" if rows[-1] else words
        return rows

    def _against(self) -> str:
        """Compare with the year before."""
        if not self.before or self.report is None or self.year is None:
            return ""
        change = round(100 * (self.report.figures.grams - self.before) / self.before)
        return _("{change} % against {year}").format(change=f"{change:+}", year=self.year - 1)

    def action_mark(self, step: int) -> None:
        """Move the mark."""
        self.chosen = min(max(self.chosen + step, 0), max(len(self._figures) - 1, 0))
        self.show_body()

    def action_year(self, step: int) -> None:
        """Show another year."""
        assert self.year is not None
        self.start(self._look(year=self.year + step))

    def action_together(self) -> None:
        """Add up all shops of the enterprise, or of the chain; or look at this one alone."""
        self.start(self._together())

    def _together(self) -> Flow[None]:
        from kruidenier.shop.figures import supplier_words

        choices = [Choice(_(words), by) for by, words in supplier_words.BY.items()]
        by = yield from pick(_("Whose goods together?"), choices, highlighted=list(supplier_words.BY).index(self.by))
        if by is not None:
            yield from self._look(by=by)

    def action_paper(self, kind: str) -> None:
        """Write the report: issued if its year is over, else as a draft."""
        self.start(self._paper(kind))

    def _paper(self, kind: str) -> Flow[None]:
        from kruidenier.shop.supply.supplier_contacts import language_of

        report, year = self.report, self.year
        assert report is not None
        assert year is not None
        if report.is_draft and year < self.app.today.year:
            report = yield from self._issued()
        usual = (yield from self.ask(language_of, self.code)) if report is not None else None
        if report is None or usual is None:
            return
        choices = [Choice(_("{language}, their own").format(language=LANGUAGE_NAMES[usual]), usual)]
        choices += [Choice(name, lang) for lang, name in LANGUAGE_NAMES.items() if lang != usual]
        lang = yield from pick(_("In which language?"), choices)
        if lang is not None:
            self.in_background(
                partial(self._write, report, kind, lang),
                self._written,
                late=_("The report takes its time. You can go on; it is written meanwhile."),
                failed=_("The report could not be written: {why}"),
            )

    def _issued(self) -> Flow[Report | None]:
        """Let the report be issued, once a manager says so."""
        from kruidenier.shop.figures import supplier_reports
        from kruidenier.shop.office.staff import Permission

        sure = yield from confirm(
            _("Issue the report of {year}? From now on its figures stay as they are.").format(year=self.year),
            yes=_("issue it"),
            no=_("not yet"),
        )
        at = (yield from signing.allowed(self, Permission.REPORTS)) if sure else None
        if at is None:
            return None
        report = yield from self.do(supplier_reports.issue, self.code, by=self.by, at=at, **self._period)
        if report is not None:
            self.report = report
            self.show_all()
        return report

    def _write(self, report: Report, kind: str, lang: str) -> Path:
        """Write the paper, beside the screen."""
        from kruidenier.documents import supplier_csv, supplier_report
        from kruidenier.tui.year_reports import file_name

        app, figures = self.app, report.figures
        assert app.shop is not None
        place = app.config.receipts / str(figures.last.year) / "reports"
        whose = figures.supplier if figures.by == BY[0] else f"{figures.supplier}-{figures.by}"
        file = place / file_name(whose, figures.first, figures.last, lang)
        if kind == "csv":
            place.mkdir(parents=True, exist_ok=True)
            return supplier_csv.write(report, file.with_suffix(".csv"), lang=lang)
        return supplier_report.write(supplier_report.ReportPaper(app.shop.heading(), report), file, lang=lang)

    def _written(self, file: Path) -> None:
        self.say(_("Written: {place}").format(place=file.relative_to(self.app.folder)))

    def action_go(self, place: str, *_about: Any) -> None:
        """Go to another page of this supplier."""
        super().action_go(place, self.code)

    def action_explain(self) -> None:
        """Open what stands behind the figure."""
        from kruidenier.tui.screens.supplier_figure import SupplierFigureScreen

        assert self.report is not None
        figure = self._figures[min(self.chosen, len(self._figures) - 1)]
        self.app.push_screen(SupplierFigureScreen(self.report.figures, figure))

    def _look(self, *, year: int | None = None, by: str | None = None) -> Flow[None]:
        from kruidenier.shop.figures import supplier_reports

        wanted, together = year or self.year or self.app.today.year, by or self.by
        period = {"first": dt.date(wanted, 1, 1), "last": dt.date(wanted, 12, 31)}
        report = yield from self.ask(supplier_reports.report, self.code, by=together, today=self.app.today, **period)
        if report is None:
            return
        before = (
            yield from self.ask(
                supplier_reports.grams_a_year_before, self.code, by=together, last=min(self.app.today, period["last"])
            )
        ) or 0
        self.report, self.year, self.by, self.before = report, wanted, together, before
        self.chosen = min(self.chosen, len(self._figures) - 1)
        self.show_all()
        self.call_after_refresh(self.show_body)
