"""The cover of a supplier's report: read in ten seconds, and fit to be framed or to be mailed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import get_month_names

from kruidenier.documents import page
from kruidenier.documents.report_tables import HEIGHT, INK, LINE, MARGIN, PALE, ROOM, WIDTH, put
from kruidenier.documents.roll import MM
from kruidenier.i18n import LOCALES, _, day, kilograms, language, money, ngettext, thousands
from kruidenier.shop.figures import supplier_words
from kruidenier.shop.figures.supplier_values import percent, percents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.pdfgen.canvas import Canvas

    from kruidenier.documents.supplier_report import ReportPaper
    from kruidenier.shop.figures.supplier_values import Month, SupplierFigures

GREEN, SOFT = (0.13, 0.40, 0.29), (0.93, 0.96, 0.94)
SHADES = {
    "handed_out": GREEN,
    "transferred": (0.42, 0.66, 0.54),
    "wasted": (0.78, 0.55, 0.20),
    "on_hand": (0.62, 0.68, 0.72),
    "lost": (0.86, 0.86, 0.86),
}
BAND = 62 * MM
"""Height of the band at the top."""
BARS = 46 * MM
CAPTION = 8.5
"""Size of the words under a number."""
MOST_NAMED = 18
"""With more months than that, only each third has its name."""


def draw(sheet: Canvas, paper: ReportPaper) -> None:
    """Draw the cover."""
    figures = paper.report.figures
    _band(sheet, paper)
    _heroes(sheet, figures, HEIGHT - BAND - 22 * MM)
    _fates(sheet, figures, HEIGHT - BAND - 46 * MM)
    _months(sheet, figures.by_month, HEIGHT - BAND - 139 * MM)
    _tiles(sheet, figures, HEIGHT - BAND - 172 * MM)
    _standing(sheet, figures, HEIGHT - BAND - 178.5 * MM)
    _signature(sheet, paper)


def _band(sheet: Canvas, paper: ReportPaper) -> None:
    figures, report = paper.report.figures, paper.report
    sheet.setFillColorRGB(*GREEN)
    sheet.rect(0, HEIGHT - BAND, WIDTH, BAND, stroke=0, fill=1)
    sheet.setFillColorRGB(1, 1, 1)
    put(sheet, paper.heading.name, MARGIN, HEIGHT - 17 * MM, width=ROOM * 0.6, font=page.BOLD, size=11)
    sheet.setFont(page.BOLD if report.is_draft else page.REGULAR, 11)
    if report.number is None:
        state = _("DRAFT: figures may still change")
    else:
        state = _("Report {number}").format(number=report.number)
    sheet.drawRightString(WIDTH - MARGIN, HEIGHT - 17 * MM, state)
    put(sheet, _("What your gifts became"), MARGIN, HEIGHT - 29 * MM, width=ROOM, size=13)
    for place, line in enumerate(page.fitted_lines(figures.name, ROOM, font=page.BOLD, size=22, most=2)):
        sheet.setFont(page.BOLD, 22)
        sheet.drawString(MARGIN, HEIGHT - (39 + 9 * place) * MM, line)
    period = _("from {first} until {last}").format(first=day(figures.first), last=day(figures.last))
    put(sheet, f"{period}{_shops(figures)}", MARGIN, HEIGHT - 56 * MM, width=ROOM, size=11)
    sheet.setFillColorRGB(*INK)


def _shops(figures: SupplierFigures) -> str:
    if figures.by == "establishment":
        return ""
    shops = len(figures.establishments)
    return " · " + ngettext("{n} shop together", "{n} shops together", shops).format(n=shops)


def _heroes(sheet: Canvas, figures: SupplierFigures, baseline: float) -> None:
    households = "–" if figures.reached is None else thousands(figures.reached)
    deliveries = ngettext("given, in {n} delivery", "given, in {n} deliveries", figures.deliveries)
    heroes = (
        (kilograms(figures.grams), deliveries.format(n=thousands(figures.deliveries))),
        (thousands(figures.meals), _("meals on the table")),
        (
            households,
            _("households: too few to tell") if figures.reached is None else _("households had some of it"),
        ),
    )
    width = ROOM / len(heroes)
    for place, (number, words) in enumerate(heroes):
        left = MARGIN + place * width
        sheet.setFillColorRGB(*GREEN)
        size = 28 if page.text_width(number, page.BOLD, 28) <= width - 6 * MM else 18
        put(sheet, number, left, baseline, width=width - 4 * MM, font=page.BOLD, size=size)
        sheet.setFillColorRGB(*INK)
        _caption(sheet, words, left, baseline - 6.5 * MM, width=width - 4 * MM, size=10)


def _fates(sheet: Canvas, figures: SupplierFigures, top: float) -> None:
    put(sheet, _("What became of it"), MARGIN, top, width=ROOM, font=page.BOLD, size=12)
    fates = [fate for fate in supplier_words.fates(figures) if fate[2] or fate[0] == "handed_out"]
    whole = sum(max(grams, 0) for _name, _words, grams in fates) or 1
    left, height = MARGIN, 9 * MM
    sheet.setFillColorRGB(*SOFT)
    sheet.rect(MARGIN, top - 13 * MM, ROOM, height, stroke=0, fill=1)
    for name, _said, grams in fates:
        width = ROOM * max(grams, 0) / whole
        sheet.setFillColorRGB(*SHADES[name])
        sheet.rect(left, top - 13 * MM, width, height, stroke=0, fill=1)
        left += width
    column = ROOM / len(fates)
    shares = percents([grams for _name, _words, grams in fates])
    for place, ((name, words, grams), part) in enumerate(zip(fates, shares, strict=True)):
        left = MARGIN + place * column
        sheet.setFillColorRGB(*SHADES[name])
        sheet.rect(left, top - 21.5 * MM, 3 * MM, 3 * MM, stroke=0, fill=1)
        sheet.setFillColorRGB(*INK)
        share = f" · {part} %" if grams > 0 else ""
        said = kilograms(abs(grams))
        put(sheet, f"{said}{share}", left + 4.5 * MM, top - 21.5 * MM, width=column - 5 * MM, font=page.BOLD, size=9.5)
        sheet.setFillColorRGB(*PALE)
        _caption(sheet, words, left + 4.5 * MM, top - 26 * MM, width=column - 5 * MM)
    sheet.setFillColorRGB(*INK)


def _months(sheet: Canvas, months: Sequence[Month], foot: float) -> None:
    """Draw a bar for each month, the kilograms above it."""
    put(sheet, _("Given, month by month (kg)"), MARGIN, foot + BARS + 8 * MM, width=ROOM, font=page.BOLD, size=12)
    most = max((month.fate.came for month in months), default=0) or 1
    names = get_month_names("abbreviated", locale=LOCALES[language()])
    step = ROOM / len(months)
    width = min(step * 0.72, 16 * MM)
    every = 1 if len(months) <= MOST_NAMED else 3
    for place, month in enumerate(months):
        middle = MARGIN + step * (place + 0.5)
        height = BARS * month.fate.came / most
        if height > 0:
            sheet.setFillColorRGB(*GREEN)
            sheet.rect(middle - width / 2, foot, width, height, stroke=0, fill=1)
        sheet.setFillColorRGB(*INK)
        if place % every == 0:
            sheet.setFont(page.REGULAR, 8)
            if month.fate.came:
                sheet.drawCentredString(middle, foot + height + 1.5 * MM, thousands((month.fate.came + 500) // 1000))
            sheet.drawCentredString(middle, foot - 4.5 * MM, names[month.first.month].rstrip("."))
            if month.first.month == 1 or place == 0:
                sheet.setFillColorRGB(*PALE)
                sheet.drawCentredString(middle, foot - 8.5 * MM, str(month.first.year))
                sheet.setFillColorRGB(*INK)
    sheet.setStrokeColorRGB(*LINE)
    sheet.setLineWidth(0.6)
    sheet.line(MARGIN, foot, MARGIN + ROOM, foot)


def _tiles(sheet: Canvas, figures: SupplierFigures, top: float) -> None:
    tiles = [
        (f"{percent(figures.fresh, figures.grams)} %", _("fresh goods")),
        (f"{kilograms(figures.refused)}", _("refused")),
        (f"{kilograms(figures.co2e_grams)}", _("CO2e spared")),
        (money(figures.asked_cents), _("customers paid")),
    ]
    if figures.worth is not None and figures.worth.is_known:
        tiles.append((money(figures.worth.cents), _("value in a shop")))
    gap = 3 * MM
    width = (ROOM - gap * (len(tiles) - 1)) / len(tiles)
    for place, (number, words) in enumerate(tiles):
        left = MARGIN + place * (width + gap)
        sheet.setFillColorRGB(*SOFT)
        sheet.roundRect(left, top, width, 18 * MM, 2 * MM, stroke=0, fill=1)
        sheet.setFillColorRGB(*INK)
        put(sheet, number, left + 3 * MM, top + 11.5 * MM, width=width - 5 * MM, font=page.BOLD, size=11.5)
        _caption(sheet, words, left + 3 * MM, top + 6.5 * MM, width=width - 5 * MM)


def _standing(sheet: Canvas, figures: SupplierFigures, top: float) -> None:
    """Say how regular the gifts were, and which label is held."""
    sentences = filter(None, (supplier_words.regularity(figures), supplier_words.label_held(figures)))
    for place, sentence in enumerate(sentences):
        put(sheet, sentence, MARGIN, top - 4.5 * MM * place, width=ROOM, size=9)


def _caption(sheet: Canvas, words: str, left: float, baseline: float, *, width: float, size: float = CAPTION) -> None:
    """Say what a number is, in two lines where one is too short."""
    sheet.setFont(page.REGULAR, size)
    for place, line in enumerate(page.fitted_lines(words, width, size=size, most=2)):
        sheet.drawString(left, baseline - 1.2 * size * place, line)


def _signature(sheet: Canvas, paper: ReportPaper) -> None:
    """Thank, name the shop, and leave room to sign."""
    baseline = 34 * MM
    put(sheet, _("Thank you. Nothing of this would have been on a table without you."), MARGIN, baseline + 8 * MM,
        width=ROOM, size=10.5)  # fmt: skip
    sheet.setFillColorRGB(*PALE)
    for place, line in enumerate(paper.heading.lines[:2]):
        put(sheet, line, MARGIN, baseline - 4.5 * MM * place, width=ROOM / 2 - 5 * MM, size=8.5)
    sheet.setStrokeColorRGB(*PALE)
    sheet.line(MARGIN + ROOM / 2, baseline - 4 * MM, MARGIN + ROOM, baseline - 4 * MM)
    words = _("For {shop}: name, date and signature").format(shop=paper.heading.name)
    put(sheet, words, MARGIN + ROOM / 2, baseline - 8 * MM, width=ROOM / 2, size=7.5)
    sheet.setFillColorRGB(*INK)
