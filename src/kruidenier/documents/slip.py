"""The slip of the welcome desk: a number, what is left and the limits of today, large, and nothing of who it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.documents import escpos_receipt, page, roll, symbols
from kruidenier.documents.roll import ADDRESS, RULE, SHOP, SPACE, Look, Row
from kruidenier.documents.text import clean, right_to_left
from kruidenier.i18n import day, money, speaking, weight
from kruidenier.shop.goods.names import FALL_BACK
from kruidenier.shop.people import slip_words

if TYPE_CHECKING:
    from kruidenier.shop.people.arrivals import Promised
    from kruidenier.shop.people.shown_cards import ShownCard
    from kruidenier.shop.till.desk import Slip
    from kruidenier.shop.till.values import ShopHeading

NUMBER = Look(54, bold=True, printed=(6, 6))
FIGURE = Look(25, bold=True, printed=(3, 3))
WORDS = Look(11)
SENTENCE = Look(17, bold=True, most_lines=8, printed=(2, 2))
LIMIT = Look(15, bold=True, printed=(1, 2))
FOLDER = "slips"


def write(slip: Slip, heading: ShopHeading, folder: Path, *, house: str, words: Path | None = None) -> Path:
    """Keep the slip as `folder/slips/NUMBER.pdf`, in place of that of another day: none is kept for long."""
    pdf = draw(slip, heading, house=house, words=words)
    return page.keep(pdf, folder / FOLDER / f"{slip.number}.pdf")


def draw(slip: Slip, heading: ShopHeading, *, house: str, words: Path | None = None) -> bytes:
    """Draw the slip as a PDF, in the household's language if somebody has read its words in it."""
    lang = slip_words.language_of(slip.lang, house=house, folder=words)
    with speaking(lang):
        return roll.draw(compose(slip, heading, lang=lang, words=words), title=str(slip.number))


def print_slip(
    slip: Slip, heading: ShopHeading, printer: str, *, timeout_seconds: float, house: str, words: Path | None = None
) -> None:
    """Print the slip on a receipt printer, which has no Arabic letters."""
    lang = slip_words.language_of(slip.lang, house=house, folder=words)
    if right_to_left(slip_words.words(lang, folder=words)["number"]):
        lang = slip_words.language_of(house, house=house, folder=words)
    with speaking(lang):
        rows = compose(slip, heading, lang=lang, words=words, latin=True)
    escpos_receipt.print_rows(rows, printer, timeout_seconds=timeout_seconds)


def write_card(card: ShownCard, heading: ShopHeading, folder: Path, *, lang: str, house: str) -> Path:
    """Keep a card to show as a slip, with its sentence in a language in which somebody has read it."""
    with speaking(house):
        pdf = roll.draw(_card(card, heading, lang=lang, house=house), title=str(card.number))
    return page.keep(pdf, folder / FOLDER / f"card-{card.number}.pdf")


def print_card(
    card: ShownCard, heading: ShopHeading, printer: str, *, timeout_seconds: float, lang: str, house: str
) -> None:
    """Print a card to show on a receipt printer."""
    rows = _card(card, heading, lang=lang, house=house, latin=True)
    escpos_receipt.print_rows(rows, printer, timeout_seconds=timeout_seconds)


def _card(card: ShownCard, heading: ShopHeading, *, lang: str, house: str, latin: bool = False) -> list[Row]:
    read = [card.words[spoken] for spoken in (lang, house, *FALL_BACK) if spoken in card.words]
    sentence = next(words for words in read if not (latin and right_to_left(words)))
    return [Row(heading.name, look=SHOP), RULE, Row("", str(card.number), FIGURE), Row(sentence, look=SENTENCE)]


def compose(
    slip: Slip, heading: ShopHeading, *, lang: str, words: Path | None = None, latin: bool = False
) -> list[Row]:
    """Set out a slip in a language; `latin` is for printers that have no other letters."""
    said = slip_words.words(lang, folder=words)
    rows = [
        Row(heading.name, look=SHOP),
        RULE,
        Row(said["number"], look=WORDS),
        Row("", str(slip.number), NUMBER, symbols.queue),
    ]
    if slip.slot:
        rows += [Row(said["hour"], look=WORDS), Row("", slip.slot, FIGURE, symbols.clock)]
    if slip.left_cents is not None:
        rows += [RULE, Row(said[slip.period], look=WORDS), Row("", money(slip.left_cents), FIGURE, symbols.coin)]
        rows.append(Row("", f"→ {day(slip.until)}" if not latin else f"> {day(slip.until)}", ADDRESS))
    if slip.free_left_cents is not None:
        rows += [Row(said["free"], look=WORDS), Row("", money(slip.free_left_cents), FIGURE)]
    if slip.limits:
        rows += [RULE, Row(said["limits"], look=WORDS), *_limits(slip, lang, latin=latin)]
    when = f"{day(slip.at)} {slip.at:%H:%M}"
    return [*rows, RULE, Row(said["welcome"], look=WORDS), SPACE, Row(when, look=ADDRESS)]


def _limits(slip: Slip, lang: str, *, latin: bool) -> Iterator[Row]:
    """Set out what may go along; after it, beside an empty basket that is crossed out, what was had already."""
    for line in sorted(slip.limits, key=lambda line: line.amount == 0):
        name = _name(line, lang, latin=latin)
        if line.amount:
            yield Row(name, weight(line.amount) if line.by_weight else f"{line.amount} ×", LIMIT, symbols.basket)
        else:
            yield Row(name, "0", LIMIT, symbols.no_basket)


def _name(line: Promised, lang: str, *, latin: bool) -> str:
    """Pick the goods' name in the language of the slip, else another, else the shop's own word."""
    for spoken in (lang, *FALL_BACK, *line.names):
        name = clean(line.names.get(spoken, ""))
        if name and not (latin and right_to_left(name)):
            return name
    return line.goods.capitalize()
