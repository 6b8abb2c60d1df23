"""A supplier's report on paper: a cover that is read in ten seconds, the details after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kruidenier.documents import page, report_cover, report_tables
from kruidenier.documents.report_tables import HEIGHT, INK, MARGIN, PALE, ROOM, WIDTH, Column, Table, put
from kruidenier.documents.roll import MM
from kruidenier.i18n import _, day, money, speaking, weight
from kruidenier.shop.figures import label, label_words, supplier_words
from kruidenier.shop.figures.supplier_values import percent, percents
from kruidenier.shop.goods import words as of_goods
from kruidenier.shop.supply import words as of_supply

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reportlab.pdfgen.canvas import Canvas

    from kruidenier.shop.figures.supplier_reports import Report
    from kruidenier.shop.figures.supplier_values import Fate, SupplierFigures
    from kruidenier.shop.till.values import ShopHeading


@dataclass(frozen=True, slots=True)
class ReportPaper:
    """What stands on the paper."""

    heading: ShopHeading
    report: Report


def write(paper: ReportPaper, place: Path, *, lang: str) -> Path:
    """Keep the report in a file, on A4."""
    return page.keep(draw(paper, lang=lang), place)


def draw(paper: ReportPaper, *, lang: str) -> bytes:
    """Draw the report in a language."""
    with speaking(lang):
        figures = paper.report.figures
        title = _("What became of the gifts of {name}").format(name=figures.name)
        sheet = page.blank(title, width=WIDTH, height=HEIGHT)
        details = report_tables.laid_out(list(_tables(figures)))
        last = len(details) + 1
        report_cover.draw(sheet, paper)
        _foot(sheet, paper, 1, last)
        for number, pieces in enumerate(details, start=2):
            sheet.showPage()
            _head(sheet, paper)
            report_tables.draw(sheet, pieces)
            _foot(sheet, paper, number, last)
        return bytes(sheet.getpdfdata())


def _head(sheet: Canvas, paper: ReportPaper) -> None:
    figures = paper.report.figures
    sheet.setFillColorRGB(*INK)
    put(sheet, figures.name, MARGIN, HEIGHT - 17 * MM, width=ROOM * 0.62, font=page.BOLD, size=10)
    sheet.setFillColorRGB(*PALE)
    sheet.setFont(page.REGULAR, 9)
    sheet.drawRightString(WIDTH - MARGIN, HEIGHT - 17 * MM, f"{day(figures.first)} - {day(figures.last)}")
    sheet.setFillColorRGB(*INK)


def _foot(sheet: Canvas, paper: ReportPaper, number: int, last: int) -> None:
    report = paper.report
    if report.number is None or report.issued_at is None:
        state = _("DRAFT: figures may still change")
    else:
        issued_on = day(report.issued_at.date())
        state = _("Report {number}, issued on {date}").format(number=report.number, date=issued_on)
    sheet.setFillColorRGB(*PALE)
    put(sheet, f"{paper.heading.name} · {state}", MARGIN, 11 * MM, width=ROOM * 0.8, size=8)
    sheet.drawRightString(WIDTH - MARGIN, 11 * MM, _("page {n} of {m}").format(n=number, m=last))
    sheet.setFillColorRGB(*INK)


def _tables(figures: SupplierFigures) -> Iterator[Table]:
    """Lay out the details."""
    yield _fates(figures)
    yield _known(figures)
    yield _groups(figures)
    yield _months(figures)
    yield _refusals(figures)
    if figures.agreements:
        yield _agreements(figures)
    if figures.label:
        yield _label(figures)
    if figures.by != "establishment":
        shops = [[code, name] for code, name in figures.establishments]
        columns = (Column(_("code"), 1, right=False), Column(_("shop"), 3, right=False))
        yield Table(_("The shops"), columns, shops)
    yield _notes(figures)
    yield Table(_("How these figures were made"), words=supplier_words.method(figures))


def _fates(figures: SupplierFigures) -> Table:
    fates = supplier_words.fates(figures)
    shares = percents([grams for _name, _words, grams in fates])
    rows = [
        [words, weight(grams), f"{part} %" if grams >= 0 and figures.fate.told else ""]
        for (_name, words, grams), part in zip(fates, shares, strict=True)
    ]
    rows += [
        [_("fresh goods among them"), weight(figures.fresh), _share(figures.fresh, figures.grams)],
        [_("paid by customers for them"), money(figures.asked_cents), ""],
    ]
    if figures.worth is not None and figures.worth.is_known:
        rows.append([_("value in a shop"), money(figures.worth.cents), ""])
    columns = (Column("", 4, right=False), Column("", 2), Column("", 1))
    return Table(
        _("What became of it"),
        (Column(_("goods"), 4, right=False), *columns[1:]),
        [[_("given and taken in"), weight(figures.grams), _share(figures.grams, figures.fate.told)], *rows],
    )


def _known(figures: SupplierFigures) -> Table:
    known = figures.known_by
    whole = known.scanned + known.attributed + known.counted
    shares = percents([getattr(known, way) for way in of_goods.KNOWN_BY])
    rows = [
        [_(words), weight(getattr(known, way)), f"{part} %" if whole else ""]
        for (way, words), part in zip(of_goods.KNOWN_BY.items(), shares, strict=True)
    ]
    columns = (Column(_("of what left the shop"), 4, right=False), Column("", 2), Column("", 1))
    return Table(_("How that is known"), columns, rows, [_("together"), weight(whole), _share(whole, whole)])


def _groups(figures: SupplierFigures) -> Table:
    columns = (Column(_("food group"), 4.4, right=False), *_fate_columns())
    rows = [[supplier_words.group(share), *_fate(share.fate)] for share in figures.by_group]
    return Table(_("By food group (kg)"), columns, rows, [_("together"), *_fate(figures.fate)] if rows else None)


def _months(figures: SupplierFigures) -> Table:
    columns = (Column(_("month"), 1.6, right=False), Column(_("deliveries"), 1.6), *_fate_columns())
    rows = [[f"{month.first:%m/%Y}", str(month.deliveries), *_fate(month.fate)] for month in figures.by_month]
    total = [_("together"), str(figures.deliveries), *_fate(figures.fate)]
    return Table(_("By month (kg)"), columns, rows, total)


def _refusals(figures: SupplierFigures) -> Table:
    columns = (
        Column(_("why"), 4, right=False),
        Column(_("lines"), 1),
        Column(_("not weighed"), 1.5),
        Column(_("kg"), 2),
    )
    rows = [
        [_(of_supply.REFUSALS[refusal.reason]), str(refusal.lines), str(refusal.unweighed), _kg(refusal.grams)]
        for refusal in figures.refusals
    ]
    nothing = [] if rows else [_("Nothing was refused.")]
    return Table(_("Refused at the door, not counted above"), columns if rows else (), rows, words=nothing)


def _agreements(figures: SupplierFigures) -> Table:
    columns = (
        Column(_("agreement"), 1.6, right=False),
        Column(_("from"), 1.6, right=False),
        Column(_("until"), 1.6, right=False),
        Column(_("due"), 1.3),
        Column(_("kept"), 1.5),
        Column(_("missed"), 1.2),
        Column(_("sent back by us"), 2),
        Column(_("called off"), 1.4),
    )
    rows = [
        [
            one.agreement,
            day(one.since),
            day(one.until) if one.until else _("runs on"),
            *(str(number) for number in (one.expected, one.kept, one.missed, one.refused, one.cancelled)),
        ]
        for one in figures.agreements
    ]
    return Table(_("Agreements and pick-ups"), columns, rows)


def _label(figures: SupplierFigures) -> Table:
    """Lay out every point of the label, and the way to the next level."""
    measured = label.thaw(figures.label["assessment"])
    columns = (Column("", 1.3, right=False), Column(_("points"), 0.9, right=False), Column(_("why"), 6, right=False))
    rows = [
        [
            _(label_words.CRITERIA[one.name]),
            f"{one.points} / {one.of}" if one.applies else "–",
            label_words.criterion(one, measured.facts),
        ]
        for one in measured.criteria
    ]
    held = supplier_words.label_held(figures) or _("No label is held on {day}.").format(day=day(measured.facts.last))
    months = _("Measured from {first} to {last}.").format(
        first=day(measured.facts.first), last=day(measured.facts.last)
    )
    total = [_("together"), f"{measured.points} / {measured.of}", _("level {level}").format(level=measured.level)]
    return Table(_("The label"), columns, rows, total, words=[held, months, label_words.next_level(measured)])


def _notes(figures: SupplierFigures) -> Table:
    shop = (Column(_("shop"), 2, right=False),) if figures.by != "establishment" else ()
    columns = (
        Column(_("gift note"), 2, right=False),
        Column(_("date"), 1.6, right=False),
        *shop,
        Column(_("without weight"), 2),
        Column(_("refused, kg"), 2),
        Column(_("kg"), 2),
    )
    rows = [
        [
            note.number,
            day(note.date),
            *([note.supplier] if shop else []),
            str(note.unweighed_pieces or ""),
            _kg(note.refused) if note.refused else "",
            _kg(note.grams),
        ]
        for note in figures.notes
    ]
    if not rows:
        return Table(_("Gift notes"), words=[_("There is none of this period.")])
    together = [_("together"), "", *([""] if shop else []), str(figures.unweighed_pieces or "")]
    return Table(
        _("Gift notes"), columns, rows, [*together, _kg(sum(n.refused for n in figures.notes)), _kg(figures.grams)]
    )


def _fate_columns() -> tuple[Column, ...]:
    return (
        Column(_("given"), 1.7),
        Column(_("handed out"), 1.9),
        Column(_("partners"), 1.6),
        Column(_("thrown away"), 2),
        Column(_("still there"), 1.8),
        Column(_("missing"), 1.7),
    )


def _fate(fate: Fate) -> list[str]:
    amounts = (fate.came, fate.handed_out, fate.transferred, fate.wasted, fate.on_hand, fate.lost)
    return [_kg(grams) if grams else "–" for grams in amounts]


def _kg(grams: int) -> str:
    return weight(grams).removesuffix(" kg")


def _share(part: int, whole: int) -> str:
    return f"{percent(part, whole)} %" if whole and part >= 0 else ""
