"""What is printed of a year for funders and auditors: which form, which language, and the paper beside the screen."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.i18n import LANGUAGE_NAMES, _, speaking
from kruidenier.tui.dialogs import Choice, Flow, confirm, pick
from kruidenier.tui.screens import signing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from kruidenier.shop.figures.auditor import AuditorFile
    from kruidenier.shop.figures.funder_reports import FunderReport
    from kruidenier.tui.screens.funder import FunderScreen


def for_funder(screen: FunderScreen) -> Flow[None]:
    """Write the paper of the year: issued if the year is over, else as a draft."""
    report = screen.report
    assert report is not None
    if report.is_draft and screen.year < screen.app.today.year:
        report = yield from _issued(screen)
    form = (yield from _form()) if report is not None else None
    if report is not None and form is not None:
        _hand(screen, partial(_write_funder, screen, report, *form))


def for_auditor(screen: FunderScreen) -> Flow[None]:
    """Write the file of the year for an auditor; a manager may put the cards of households into it."""
    from kruidenier.shop.figures import auditor
    from kruidenier.shop.office import staff
    from kruidenier.shop.office.staff import Permission

    at = screen.app.at
    cards = False
    if staff.may(at.role, Permission.OVERRIDE, at.skills):
        title = _("An auditor looks at 20 rights. With the cards of those households?")
        cards = yield from confirm(title, yes=_("with cards"), no=_("without"), careful=True)
    form = yield from _form()
    if form is None:
        return
    kind, lang = form

    def gather(session: object) -> AuditorFile:
        with speaking(lang):
            return auditor.auditor_file(session, screen.year, at=at, cards=cards)  # type: ignore[arg-type]

    found = yield from screen.ask(gather)
    if found is not None:
        _hand(screen, partial(_write_auditor, screen, found, kind, lang, screen.app.today))


def _issued(screen: FunderScreen) -> Flow[FunderReport | None]:
    """Let the paper be issued, once a manager says so."""
    from kruidenier.shop.figures import funder_reports
    from kruidenier.shop.office.staff import Permission

    sure = yield from confirm(
        _("Issue the paper of {year}? From now on its figures stay as they are.").format(year=screen.year),
        yes=_("issue it"),
        no=_("not yet"),
    )
    at = (yield from signing.allowed(screen, Permission.REPORTS)) if sure else None
    if at is None:
        return None
    report = yield from screen.do(funder_reports.issue, screen.year, reference=screen.reference, at=at)
    yield from screen.look()
    return report


def _form() -> Flow[tuple[str, str] | None]:
    kinds = [Choice(_("on paper"), "pdf"), Choice(_("spreadsheet, XLSX"), "xlsx"), Choice(_("spreadsheet, CSV"), "csv")]
    kind = yield from pick(_("In which form?"), kinds)
    if kind is None:
        return None
    choices = [Choice(name, lang) for lang, name in LANGUAGE_NAMES.items()]
    lang = yield from pick(_("In which language?"), choices)
    return None if lang is None else (kind, lang)


def _hand(screen: FunderScreen, work: Callable[[], Path]) -> None:
    screen.in_background(
        work,
        lambda file: screen.say(_("Written: {place}").format(place=file.relative_to(screen.app.folder))),
        late=_("The report takes its time. You can go on; it is written meanwhile."),
        failed=_("The report could not be written: {why}"),
    )


def _place(screen: FunderScreen, year: int, name: str) -> Path:
    folder = screen.app.config.receipts / str(year) / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name


def _write_funder(screen: FunderScreen, report: FunderReport, kind: str, lang: str) -> Path:
    from kruidenier.documents import funder_paper, funder_sheet

    assert screen.app.shop is not None
    figures = report.figures
    file = _place(screen, figures.year, f"funder-{figures.reference}-{lang}.{kind}")
    if kind != "pdf":
        return funder_sheet.write(report, file, lang=lang)
    return funder_paper.write(funder_paper.FunderPaper(screen.app.shop.heading(), report), file, lang=lang)


def _write_auditor(screen: FunderScreen, found: AuditorFile, kind: str, lang: str, on: dt.date) -> Path:
    from kruidenier.documents import auditor_paper, auditor_sheet

    assert screen.app.shop is not None
    file = _place(screen, found.year, f"auditor-{found.year}-{lang}.{kind}")
    if kind != "pdf":
        return auditor_sheet.write(found, file, lang=lang)
    paper = auditor_paper.AuditorPaper(screen.app.shop.heading(), found, on)
    return auditor_paper.write(paper, file, lang=lang)
