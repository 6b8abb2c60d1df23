"""An agreement on paper: Dutch and French side by side, article by article, with room for both signatures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kruidenier.documents import blocks, page, paragraphs
from kruidenier.documents.blocks import INNER, MARGIN, WIDTH, Block, put
from kruidenier.documents.paragraphs import LEADING, beside, gap, rule, stacked
from kruidenier.documents.roll import MM
from kruidenier.i18n import N_, _, day, ngettext, speaking
from kruidenier.shop.supply import recurrence

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportlab.pdfgen.canvas import Canvas

LANGUAGES = ("nl", "fr")
GUTTER = 8 * MM
COLUMN = (INNER - GUTTER) / 2
LEFTS = (MARGIN, MARGIN + COLUMN + GUTTER)
TITLE = N_("Agreement on gifts of food")
DRAFT = N_("Draft, not signed")
CARRIERS = {"shop": N_("the receiver"), "giver": N_("the giver")}
COVERS = {
    "establishment": N_("This agreement is for the establishment named above."),
    "enterprise": N_("This agreement is for all establishments of this enterprise; goods are fetched at those below."),
    "banner": N_("This agreement is for all establishments under this banner; goods are fetched at those below."),
}


@dataclass(frozen=True, slots=True)
class AgreementPaper:
    """What stands on the paper: the figures of the agreement, frozen if it was signed."""

    figures: dict[str, Any]


def write(paper: AgreementPaper, place: Path) -> Path:
    """Keep the agreement in a file, on A4."""
    return page.keep(draw(paper), place)


def draw(paper: AgreementPaper) -> bytes:
    """Draw the agreement in both languages of Brussels."""
    figures = paper.figures
    number = figures["number"]
    parts = [*_head(figures), *_parties(figures), *_articles(figures), *_pick_ups(figures), signatures(figures)]
    title = f"{in_both(TITLE)} {number}"
    return paragraphs.draw(title, parts, foot=f"{in_both(TITLE)}   {number}")


def in_both(message: str) -> str:
    """Say something in both languages, one after the other."""
    return blocks.said(message, LANGUAGES)


def said(message: str) -> tuple[str, ...]:
    """Say something in each language."""
    return each(lambda: _(message))


def each(say: Callable[[], str]) -> tuple[str, ...]:
    """Say something in each language."""
    words = []
    for lang in LANGUAGES:
        with speaking(lang):
            words.append(say())
    return tuple(words)


def side_by_side(words: tuple[str, ...], *, font: str = page.REGULAR, size: float = 9) -> Block:
    """Set the same words in both languages beside each other."""
    return beside([(text, left, COLUMN, font) for text, left in zip(words, LEFTS, strict=True)], size=size)


def _head(figures: dict[str, Any]) -> Iterator[Block]:
    yield side_by_side(said(TITLE), font=page.BOLD, size=15)
    numbered = each(lambda: _("Number {number}").format(number=figures["number"]))
    yield side_by_side(numbered)
    if figures["renews"]:
        yield side_by_side(each(lambda: _("It follows agreement {number}.").format(number=figures["renews"])))
    if figures["signed_on"] is None:
        yield gap(1 * MM)
        yield side_by_side(said(DRAFT), font=page.BOLD)
    yield gap(2 * MM)
    yield rule(1.2)
    yield gap(2 * MM)


def _parties(figures: dict[str, Any]) -> Iterator[Block]:
    """Name both sides: the giver on the left half, the receiver on the right."""
    giver, receiver = figures["giver"], figures["receiver"]
    yield beside(
        [
            (in_both(N_("The giver")), LEFTS[0], COLUMN, page.BOLD),
            (in_both(N_("The receiver")), LEFTS[1], COLUMN, page.BOLD),
        ],
        size=8,
    )
    of_giver = [
        giver["name"],
        giver["banner"] or "",
        address(giver),
        in_both(N_("Enterprise no.")) + f": {giver['kbo']}" if giver["kbo"] else "",
        in_both(N_("Establishment no.")) + f": {giver['establishment']}" if giver["establishment"] else "",
    ]
    left, right = [line for line in of_giver if line], [receiver["name"], *receiver["lines"]]
    for turn in range(max(len(left), len(right))):
        font = page.BOLD if turn == 0 else page.REGULAR
        yield beside(
            [
                (lines[turn] if turn < len(lines) else "", edge, COLUMN, font)
                for lines, edge in ((left, LEFTS[0]), (right, LEFTS[1]))
            ]
        )
    yield gap(2 * MM)
    yield rule()
    yield gap(2 * MM)


def address(party: dict[str, Any]) -> str:
    """Write where somebody is."""
    town = " ".join(part for part in (party["postcode"], party["town"]) if part)
    return ", ".join(part for part in (party["street"], town) if part)


def _articles(figures: dict[str, Any]) -> Iterator[Block]:
    """Set the articles, numbered, each with its heading; both languages begin at one height."""
    for number, (heading, text) in enumerate(_terms(figures), start=1):
        title = side_by_side(tuple(f"{number}.  {words}" for words in said(heading)), font=page.BOLD)
        words = side_by_side(each(text))
        yield stacked(title, words, gap(2.2 * MM))


def _terms(figures: dict[str, Any]) -> Iterator[tuple[str, Callable[[], str]]]:
    """Give each article that was agreed: its heading, and how it is said in the language spoken then."""
    promise = figures["promise"]
    yield (
        N_("What it is about"),
        lambda: _(
            "The giver gives food and other goods to the receiver, for nothing and without anything in return. The "
            "receiver hands them on to people who need them. Both sides make this agreement of their own free will."
        ),
    )
    yield N_("Where it holds"), lambda: _(COVERS[promise["covers"]])
    yield (
        N_("Goods"),
        lambda: " ".join(
            part
            for part in (
                _sentence(promise["goods"]),
                _("The giver chooses what and how much it gives; no least quantity is promised."),
            )
            if part
        ),
    )
    yield from _quality(promise)
    yield N_("Pick-up, transport, storage"), lambda: _transport(promise)
    yield from _papers(promise)
    yield N_("How long it holds"), lambda: _duration(promise)
    if promise["other"]:
        yield N_("Other terms"), lambda: str(promise["other"])


def _sentence(words: str) -> str:
    return words if not words or words[-1] in ".!?" else f"{words}."


def _quality(promise: dict[str, Any]) -> Iterator[tuple[str, Callable[[], str]]]:
    if promise["sorted_by_giver"]:
        yield (
            N_("Sorting"),
            lambda: _("The giver sorts the goods before each pick-up and keeps back what is no longer fit to eat."),
        )
    if promise["min_days"] is not None:
        yield N_("Remaining life"), lambda: _remaining(promise["min_days"])
    if promise["may_refuse"]:
        yield (
            N_("The right to refuse"),
            lambda: _(
                "The receiver may refuse all or part of the goods: if there is no room to carry, keep or hand them "
                "out, if they do not look fit, or if they were not kept as hygiene asks. The reason is written down."
            ),
        )
    if promise["label_data"]:
        yield (
            N_("Labels"),
            lambda: _("What belongs on a label is on the goods or comes with them; what is wrong or missing is told."),
        )


def _remaining(days: int) -> str:
    if not days:
        return _("Goods with a use-by date are given on that date at the latest.")
    words = ngettext(
        "Goods with a use-by date still have at least {n} day at pick-up.",
        "Goods with a use-by date still have at least {n} days at pick-up.",
        days,
    )
    return words.format(n=days)


def _transport(promise: dict[str, Any]) -> str:
    holidays = (
        _("Goods are fetched on public holidays too.")
        if promise["on_holidays"]
        else _("No goods are fetched on public holidays.")
    )
    return " ".join(
        (
            _("Goods are handed over on the days in the table below."),
            holidays,
            _(
                "The giver answers for cooling and hygiene until the goods are handed over, then whoever carries them, "
                "and the receiver once they are in its house."
            ),
            _("A pick-up that one side calls off by the day before counts for nobody."),
        )
    )


def _papers(promise: dict[str, Any]) -> Iterator[tuple[str, Callable[[], str]]]:
    if promise["traced"]:
        yield (
            N_("Traceability"),
            lambda: _(
                "Both sides keep what was given, when and to whom, so that goods can be found again, and tell each "
                "other at once of a recall."
            ),
        )
    if promise["voucher"]:
        yield N_("Gift note"), lambda: _("Each pick-up has a numbered gift note that both sides sign and keep.")
    yield (
        N_("List of the goods"),
        lambda: (
            _("The giver brings a list of the goods with each delivery.")
            if promise["asks_own_list"]
            else _("The receiver writes the goods down at its door; the giver need not bring a list.")
        ),
    )
    yield (
        N_("Each year"),
        lambda: _(
            "After each year the receiver draws up an annex with the pick-ups that were kept and not kept, and the "
            "kilograms by month."
        ),
    )


def _duration(promise: dict[str, Any]) -> str:
    first = day(dt.date.fromisoformat(promise["starts_on"]))
    if promise["ends_on"] is None:
        lasts = _("It holds from {first}, for an open time.").format(first=first)
    else:
        last = dt.date.fromisoformat(promise["ends_on"])
        lasts = _("It holds from {first} until {last} included.").format(first=first, last=day(last))
    notice = ngettext(
        "Each side may end it in writing, with {n} day of notice.",
        "Each side may end it in writing, with {n} days of notice.",
        promise["notice_days"],
    )
    return f"{lasts} {notice.format(n=promise['notice_days'])}"


PLACE, WHEN, HOUR, CARRIER, CRATES = MARGIN, MARGIN + 58 * MM, MARGIN + 112 * MM, MARGIN + 126 * MM, WIDTH - MARGIN
"""Where the columns of the pick-ups begin; crates end there."""


def _pick_ups(figures: dict[str, Any]) -> Iterator[Block]:
    """List the pick-ups: where, which days, at what hour, who carries, how many crates."""
    places = {party["code"]: party for party in figures["establishments"]}
    rows = [_pick_up(pick_up, places[pick_up["supplier"]]) for pick_up in figures["pick_ups"]]
    yield stacked(side_by_side(said(N_("Pick-ups")), font=page.BOLD, size=11), _pick_up_head(), *rows[:1])
    yield from rows[1:]
    yield gap(5 * MM)


def _pick_up_head() -> Block:
    """Write the headings, Dutch over French."""
    heads = ((N_("where"), PLACE, 56), (N_("when"), WHEN, 52), (N_("hour"), HOUR, 14), (N_("carried by"), CARRIER, 34))

    def write(sheet: Canvas, top: float) -> None:
        for message, left, width in heads:
            for words, baseline in zip(said(message), (top - 8, top - 17), strict=True):
                put(sheet, words, left, baseline, width=width * MM, size=7)
        for words, baseline in zip(said(N_("crates")), (top - 8, top - 17), strict=True):
            sheet.drawRightString(CRATES, baseline, words)
        sheet.setLineWidth(0.6)
        sheet.line(MARGIN, top - 20, WIDTH - MARGIN, top - 20)

    return Block(22, write)


def _pick_up(pick_up: dict[str, Any], party: dict[str, Any]) -> Block:
    days = each(lambda: _days(pick_up))
    carriers = said(CARRIERS[pick_up["carrier"]])
    under = [words for words in (address(party), party["contact"] or "") if words]
    height = LEADING + max(len(under), 1) * 10 + 4

    def write(sheet: Canvas, top: float) -> None:
        first, second = top - LEADING + 2, top - LEADING - 8
        put(sheet, pick_up["supplier_name"], PLACE, first, width=WHEN - PLACE - 3 * MM, font=page.BOLD)
        for turn, words in enumerate(under):
            put(sheet, words, PLACE, second - turn * 10, width=WHEN - PLACE - 3 * MM, size=7)
        for words, baseline in zip(days, (first, second), strict=True):
            put(sheet, words, WHEN, baseline, width=HOUR - WHEN - 2 * MM, size=8)
        put(sheet, pick_up["at_time"] or "–", HOUR, first, width=CARRIER - HOUR)
        for words, baseline in zip(carriers, (first, second), strict=True):
            put(sheet, words, CARRIER, baseline, width=34 * MM, size=8)
        sheet.drawRightString(CRATES, first, "" if pick_up["crates"] is None else str(pick_up["crates"]))
        sheet.setLineWidth(0.2)
        sheet.line(MARGIN, top - height + 1, WIDTH - MARGIN, top - height + 1)

    return Block(height, write)


def _days(pick_up: dict[str, Any]) -> str:
    return recurrence.in_words(pick_up["rule"])


def signatures(figures: dict[str, Any]) -> Block:
    """Leave room for both signatures; who signed, and when, is printed once it is known."""
    signed_on = figures.get("signed_on")
    on = day(dt.date.fromisoformat(signed_on)) if signed_on else ""
    sides = (
        (N_("For the giver"), figures["giver"]["name"], figures.get("signed_by") or ""),
        (N_("For the receiver"), figures["receiver"]["name"], figures.get("shop_signed_by") or ""),
    )
    height = 46 * MM

    def write(sheet: Canvas, top: float) -> None:
        for left, (side, party, name) in zip(LEFTS, sides, strict=True):
            put(sheet, in_both(side), left, top - 10, width=COLUMN, font=page.BOLD)
            put(sheet, party, left, top - 22, width=COLUMN, size=8)
            for turn, (label, known) in enumerate(((N_("Name"), name), (N_("Date"), on))):
                baseline = top - 38 - turn * 16
                put(sheet, in_both(label), left, baseline, width=28 * MM, size=7)
                put(sheet, known, left + 24 * MM, baseline, width=COLUMN - 24 * MM)
                sheet.setLineWidth(0.3)
                sheet.line(left + 24 * MM, baseline - 2.5, left + COLUMN, baseline - 2.5)
            put(sheet, in_both(N_("Signature")), left, top - 70, width=COLUMN, size=7)
            sheet.setLineWidth(0.5)
            sheet.rect(left, top - height + 1 * MM, COLUMN, 18 * MM)

    return Block(height, write)
