"""Reports to suppliers at the console: one as PDF, CSV or JSON, or all of a year in one go."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kruidenier import i18n
from kruidenier.cli import words
from kruidenier.cli.run import REFUSED, Console, Deed, file_option, json_option, print_json, say, show
from kruidenier.cli.stock import report_
from kruidenier.i18n import LANGUAGES, N_, _, day, money, ngettext, weight

if TYPE_CHECKING:
    from kruidenier.shop.figures.supplier_reports import Report
    from kruidenier.tui.year_reports import Made

SPREADSHEETS = (".csv", ".xlsx")
BY = ("establishment", "enterprise", "banner")

lang_option = click.option(
    "--lang", type=click.Choice(LANGUAGES), help=N_("The language of the paper; else the supplier's own.")
)


@report_.command(
    "supplier", cls=Deed, needs="figures", help=N_("What a supplier gave in a period, and what became of it.")
)
@click.argument("supplier", metavar="CODE")
@click.option("--from", "first", metavar="DATE", type=words.Day(), required=True, help=N_("The first day."))
@click.option("--until", "last", metavar="DATE", type=words.Day(), required=True, help=N_("The last day, included."))
@click.option("--by", type=click.Choice(BY), default="establishment", help=N_("Its shop, its enterprise or its chain."))
@lang_option
@file_option(N_("Write it as FILE.pdf, or FILE.csv with a note on every figure."), metavar="FILE")
@json_option
@click.pass_obj
def supplier_report(
    console: Console,
    /,
    supplier: str,
    *,
    first: dt.date,
    last: dt.date,
    lang: str | None,
    file: Path | None,
    **asked: Any,
) -> None:
    """Report on a supplier; on paper it is issued once its period is over, and a draft before."""
    from kruidenier.shop.figures import supplier_json, supplier_reports

    period = {"first": first, "last": last, "by": asked["by"]}
    if file is not None and last < console.today:
        report = console.do(_issue, supplier, **period)
    else:
        report = console.ask(supplier_reports.report, supplier, today=console.today, **period)
    if file is not None:
        _write(console, report, file, lang=lang)
    if asked["as_json"]:
        issued = {"number": report.number, "issued_at": report.issued_at}
        print_json(supplier_json.document(report.figures) | issued)
    elif file is None:
        show(*_lines(report))


def _issue(session: Any, supplier: str, *, by: str, **more: Any) -> Report:
    from kruidenier.shop.figures import supplier_reports

    return supplier_reports.issue(session, supplier, by=by, **more)


def _write(console: Console, report: Report, file: Path, *, lang: str | None) -> None:
    from kruidenier.shop.supply.supplier_contacts import language_of

    spoken = lang or console.ask(language_of, report.figures.supplier)
    if file.suffix.lower() in SPREADSHEETS:
        from kruidenier.documents import supplier_csv

        supplier_csv.write(report, file, lang=spoken)
    else:
        from kruidenier.documents import supplier_report as paper

        paper.write(paper.ReportPaper(console.shop.heading(), report), file, lang=spoken)
    say(_("Written: {place}").format(place=file))
    if report.is_draft:
        say(_("It is a draft: its period is not over, and the figures may still change."))
    else:
        say(_("Issued as report {number}: printed again, it says the same.").format(number=report.number))


@report_.command(
    "suppliers", cls=Deed, needs="figures", help=N_("The reports of a year to all suppliers who gave something.")
)
@click.option("--year", type=click.IntRange(2000, 2999), required=True, help=N_("Of this year."))
@click.option(
    "-o",
    "into",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help=N_("Write them into this folder."),
)
@lang_option
@json_option
@click.pass_context
def suppliers_report(ctx: click.Context, *, year: int, into: Path, lang: str | None, as_json: bool) -> None:
    """Report to all suppliers, beside each other; Ctrl+C stops after those at hand."""
    from kruidenier.shop.figures import supplier_reports
    from kruidenier.shop.office.staff import Permission, require
    from kruidenier.tui.year_reports import Wish, make_all

    console: Console = ctx.obj
    at = console.at
    require(at, Permission.REPORTS)
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    suppliers = console.ask(supplier_reports.suppliers_of, first=first, last=last)
    spoken, key = i18n.language(), console.shop.key
    wish = Wish(console.folder, into, first, last, lang, spoken, at.by, at.role, console.now, key)
    with closing(make_all(wish, suppliers)) as made:
        reports = sorted(_watched(made, len(suppliers)), key=lambda one: one.supplier)
    failed = [one for one in reports if one.why is not None]
    for one in failed:
        say(f"{one.supplier}: {one.why}")
    if as_json:
        print_json({"year": year, "from": first, "until": last, "reports": [asdict(one) for one in reports]})
    else:
        written = len(reports) - len(failed)
        show(ngettext("{n} report written.", "{n} reports written.", written).format(n=written))
    if failed:
        ctx.exit(REFUSED)


def _watched(made: Iterator[Made], number: int) -> Iterator[Made]:
    """Show how far it is, where somebody looks at a terminal."""
    if not sys.stderr.isatty():
        yield from made
        return
    with click.progressbar(made, length=number, label=_("Reports"), file=sys.stderr) as bar:
        yield from bar


def _lines(report: Report) -> Iterator[str]:
    from kruidenier.shop.figures import supplier_words

    figures = report.figures
    state = _("draft") if report.number is None else _("report {number}").format(number=report.number)
    yield f"{figures.name}  {day(figures.first)} - {day(figures.last)}  {state}"
    rows = [(_("given and taken in"), weight(figures.grams))]
    rows += [(said, weight(grams)) for _name, said, grams in supplier_words.fates(figures)]
    rows += [
        (_("fresh goods among them"), weight(figures.fresh)),
        (_("refused"), weight(figures.refused)),
        (_("deliveries"), str(figures.deliveries)),
        (_("households"), "-" if figures.reached is None else str(figures.reached)),
        (_("meals"), str(figures.meals)),
        ("CO2e", weight(figures.co2e_grams)),
        (_("paid by customers for them"), money(figures.asked_cents)),
    ]
    if figures.worth is not None:
        rows.append((_("value in a shop"), money(figures.worth.cents)))
    width = max(len(said) for said, _amount in rows)
    for said, amount in rows:
        yield f"  {said:<{width}}  {amount:>14}"
