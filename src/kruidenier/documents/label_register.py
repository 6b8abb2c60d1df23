"""The public register of the label's holders: a sheet, a table, or a page for the municipality's site."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.documents import ornament, page
from kruidenier.documents.blocks import put
from kruidenier.documents.roll import MM
from kruidenier.errors import ShopError
from kruidenier.i18n import N_, _, day, speaking
from kruidenier.shop.office import sheets

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from kruidenier.shop.figures.awarding import Register
    from kruidenier.shop.supply.label_signing import Certificate

WIDTH, HEIGHT = 210 * MM, 297 * MM
MARGIN = 20 * MM
ROW = 14 * MM
ROWS = 16
"""On a page."""
COLUMNS = ("number", "name", "address", "level", "level_nl", "level_fr", "issued_on", "valid_until")
TITLE = N_("Holders of the label for giving food")
NOBODY = N_("Nobody holds the label today, or wants it told.")
STYLE = (
    "body{font:1rem/1.5 Georgia,serif;color:#1f3d2e;max-width:48rem;margin:3rem auto;padding:0 1rem}"
    "h1{font-weight:normal}td,th{text-align:left;padding:.5rem 1rem .5rem 0;border-bottom:1px solid #a8bfae;"
    "vertical-align:top}table{border-collapse:collapse;width:100%}small{color:#4d6357;overflow-wrap:anywhere}"
)


class UnknownRegister(ShopError):
    """A kind of file that the register is not written in."""

    message = N_("{file}: the register is written as .pdf, .csv or .html. Give the file one of these endings.")


def write(register: Register, file: Path) -> Path:
    """Keep the register as a file, of the kind that its name says."""
    makes = {".pdf": draw, ".csv": table, ".html": html}.get(file.suffix.lower())
    if makes is None:
        raise UnknownRegister(file=file.name)
    return page.keep(makes(register), file)


def table(register: Register) -> bytes:
    """Write the register as CSV."""
    rows = (
        (
            *(one.number, one.name, one.address, one.level, one.level_names["nl"], one.level_names["fr"]),
            *(one.issued_on, one.valid_until),
        )
        for one in register.holders
    )
    return sheets.drawn(COLUMNS, rows, None)


def html(register: Register) -> bytes:
    """Write the register as one page in both languages that needs nothing beside it."""
    sections = []
    for lang in ("nl", "fr"):
        with speaking(lang):
            heads = "".join(f"<th>{escape(_(head))}</th>" for head in (N_("Holder"), N_("Level"), N_("Valid until")))
            nobody = f'<tr><td colspan="3">{escape(_(NOBODY))}</td></tr>'
            body = "".join(_row_in(lang, one) for one in register.holders) or nobody
            sections.append(
                f'<section lang="{lang}"><h1>{escape(_(TITLE))}</h1><p>{escape(register.municipality[lang])}, '
                f"{day(register.on)}</p><table><tr>{heads}</tr>{body}</table></section>"
            )
    title = escape(" – ".join(dict.fromkeys(register.municipality.values())))
    return (
        f'<!doctype html><html lang="nl"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{STYLE}</style>{''.join(sections)}"
        f"<p><small>Ed25519 {escape(register.public_key)}</small></p></html>\n"
    ).encode()


def _row_in(lang: str, one: Certificate) -> str:
    who = f"{escape(one.name)}<br><small>{escape(one.address)}</small>"
    until = f"{day(one.valid_until)}<br><small>{escape(one.number)}</small>"
    return f"<tr><td>{who}</td><td>{escape(one.level_names[lang])}</td><td>{until}</td></tr>"


def draw(register: Register) -> bytes:
    """Draw the register on A4, in both languages."""
    titles = []
    for lang in ("nl", "fr"):
        with speaking(lang):
            titles.append((_(TITLE), _(NOBODY)))
    sheet = page.blank(titles[0][0], width=WIDTH, height=HEIGHT)
    pages = [register.holders[start : start + ROWS] for start in range(0, len(register.holders), ROWS)] or [()]
    for number, some in enumerate(pages, start=1):
        if number > 1:
            sheet.showPage()
        sheet.setFillColorRGB(*ornament.INK)
        for turn, (title, _nobody) in enumerate(titles):
            put(sheet, title, MARGIN, HEIGHT - (24 + 8 * turn) * MM, font=page.SERIF, size=15, width=150 * MM)
        both = "  ·  ".join(dict.fromkeys(register.municipality.values()))
        put(sheet, f"{both}   {day(register.on)}", MARGIN, HEIGHT - 40 * MM, size=9, width=150 * MM)
        ornament.twig(sheet, WIDTH - MARGIN - 8 * MM, HEIGHT - 40 * MM, 20 * MM, level=3)
        for turn, one in enumerate(some):
            _draw_row(sheet, one, HEIGHT - 54 * MM - turn * ROW)
        if not some:
            for turn, (_title, nobody) in enumerate(titles):
                put(sheet, nobody, MARGIN, HEIGHT - (56 + 7 * turn) * MM, size=10, width=WIDTH - 2 * MARGIN)
        sheet.setFillColorRGB(*ornament.INK)
        put(sheet, f"Ed25519 {register.public_key}", MARGIN, 14 * MM, size=7, width=130 * MM)
        sheet.setFont(page.REGULAR, 8)
        sheet.drawRightString(WIDTH - MARGIN, 14 * MM, f"{number} / {len(pages)}")
    return bytes(sheet.getpdfdata())


def _draw_row(sheet: Canvas, one: Certificate, baseline: float) -> None:
    sheet.setStrokeColorRGB(*ornament.PALE)
    sheet.setLineWidth(0.4)
    sheet.line(MARGIN, baseline + 6 * MM, WIDTH - MARGIN, baseline + 6 * MM)
    ornament.twig(sheet, MARGIN + 4 * MM, baseline - 4.5 * MM, 9 * MM, level=one.level)
    sheet.setFillColorRGB(*ornament.INK)
    put(sheet, one.name, MARGIN + 13 * MM, baseline, font=page.SERIF, size=11, width=80 * MM)
    put(sheet, one.address, MARGIN + 13 * MM, baseline - 4.6 * MM, size=8, width=80 * MM)
    both = "  ·  ".join(one.level_names[lang] for lang in ("nl", "fr"))
    put(sheet, both, MARGIN + 97 * MM, baseline, size=9, width=73 * MM)
    dates = f"{day(one.issued_on)} – {day(one.valid_until)}   {one.number}"
    put(sheet, dates, MARGIN + 97 * MM, baseline - 4.6 * MM, size=8, width=73 * MM)
