"""Papers to funders and the file for auditors at the console, as PDF, CSV, XLSX or JSON."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kruidenier import i18n
from kruidenier.cli import words
from kruidenier.cli.run import Console, Deed, ShopCommand, file_option, json_option, print_json, say, show
from kruidenier.cli.stock import report_
from kruidenier.i18n import LANGUAGES, N_, _, day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kruidenier.shop.figures.auditor import AuditorFile
    from kruidenier.shop.figures.funder_reports import FunderReport

SPREADSHEETS = (".csv", ".xlsx")

year_option = click.option("--year", type=click.IntRange(2000, 2999), help=N_("Of this year; else of the running one."))
lang_option = click.option("--lang", type=click.Choice(LANGUAGES), help=N_("The language of the paper."))
paper_option = file_option(N_("Write it as FILE.pdf, FILE.csv or FILE.xlsx."), metavar="FILE")


@report_.command(
    "funder", cls=Deed, needs="figures", help=N_("Who was served in a year, by age, in boxes that tell of nobody.")
)
@year_option
@click.option(
    "--reference", metavar="DATE", type=words.Day(), help=N_("Ages on this day of the year; else on its last.")
)
@lang_option
@paper_option
@json_option
@click.pass_obj
def funder_report(
    console: Console,
    /,
    *,
    year: int | None,
    reference: dt.date | None,
    lang: str | None,
    file: Path | None,
    as_json: bool,
) -> None:
    """Report to a funder; on paper it is issued once its year is over, and a draft before."""
    from kruidenier.shop.figures import funder_reports

    wanted = year or (reference or console.today).year
    if file is not None and wanted < console.today.year:
        report = console.do(funder_reports.issue, wanted, reference=reference)
    else:
        report = console.ask(funder_reports.report, wanted, reference=reference)
    if file is not None:
        _write(console, report, file, lang=lang or console.house)
    if as_json:
        print_json(funder_reports.document(report))
    elif file is None:
        show(*_lines(report))


def _write(console: Console, report: FunderReport, file: Path, *, lang: str) -> None:
    if file.suffix.lower() in SPREADSHEETS:
        from kruidenier.documents import funder_sheet

        funder_sheet.write(report, file, lang=lang)
    else:
        from kruidenier.documents import funder_paper as paper

        paper.write(paper.FunderPaper(console.shop.heading(), report), file, lang=lang)
    say(_("Written: {place}").format(place=file))
    if report.is_draft:
        say(_("It is a draft for the office: its year is not over. Do not hand it on."))
    else:
        say(_("Issued as paper {number}: printed again, it says the same.").format(number=report.number))


def _lines(report: FunderReport) -> Iterator[str]:
    from kruidenier.shop.figures import funder_words
    from kruidenier.shop.till.served import WHO

    figures = report.figures
    state = _("draft") if report.number is None else _("paper {number}").format(number=report.number)
    yield f"{figures.year}  " + _("ages on {reference}").format(reference=day(figures.reference)) + f"  {state}"
    headings = [_(funder_words.COLUMNS[who]) for who in WHO]
    names = {box.name: funder_words.box(box.name, figures) for box in figures.boxes}
    width = max(len(name) for name in names.values())
    yield f"  {'':<{width}}  " + "  ".join(headings)
    for box in figures.boxes:
        numbers = (f"{funder_words.number(box.of(who)):>{len(head)}}" for who, head in zip(WHO, headings, strict=True))
        yield f"  {names[box.name]:<{width}}  " + "  ".join(numbers)


@report_.command(
    "auditor",
    cls=ShopCommand,
    help=N_("The ESF+ stock account of a year, a sample of rights, rules set aside, corrections, cash, proof."),
)
@year_option
@click.option("--seed", type=click.IntRange(min=0), help=N_("Draw the sample by this number; else by the year."))
@click.option("--cards", is_flag=True, help=N_("With the cards of the households in the sample; for managers."))
@lang_option
@paper_option
@json_option
@click.pass_obj
def auditor_report(
    console: Console,
    /,
    *,
    year: int | None,
    seed: int | None,
    cards: bool,
    lang: str | None,
    file: Path | None,
    as_json: bool,
) -> None:
    """Gather what an auditor asks for; it says what the books say now."""
    from kruidenier.shop.figures import auditor

    if cards:
        console.require_known()
    with i18n.speaking(lang or i18n.language()):
        found = console.ask(auditor.auditor_file, year or console.today.year, at=console.at, seed=seed, cards=cards)
    if file is not None:
        _write_auditor(console, found, file, lang=lang or console.house)
    if as_json:
        print_json(auditor.document(found))
    elif file is None:
        show(*_auditor_lines(found))


def _write_auditor(console: Console, found: AuditorFile, file: Path, *, lang: str) -> None:
    if file.suffix.lower() in SPREADSHEETS:
        from kruidenier.documents import auditor_sheet

        auditor_sheet.write(found, file, lang=lang)
    else:
        from kruidenier.documents import auditor_paper as paper

        paper.write(paper.AuditorPaper(console.shop.heading(), found, console.today), file, lang=lang)
    say(_("Written: {place}").format(place=file))


def _auditor_lines(found: AuditorFile) -> Iterator[str]:
    rows = (
        (_("articles of ESF+ goods"), len(found.account)),
        (_("decisions about rights"), found.decisions),
        (_("of these in the sample"), len(found.sample)),
        (_("rules set aside"), len(found.overrides)),
        (_("sales cancelled, goods taken back"), len(found.corrections)),
        (_("differences of cash"), len(found.differences)),
        (_("faults in the books"), len(found.faults)),
    )
    width = max(len(said) for said, _number in rows)
    for said, number in rows:
        yield f"  {said:<{width}}  {number:>6}"
