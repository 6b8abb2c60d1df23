"""The receipt of a sale, void or refund: what was taken and paid, and nothing about the household."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.documents import page, roll
from kruidenier.documents.roll import ADDRESS, DETAIL, NOTE, RULE, SHOP, SPACE, TITLE, TOTAL, Row
from kruidenier.documents.text import clean, right_to_left
from kruidenier.i18n import LANGUAGES, N_, _, amount, day, language, money, speaking, weight
from kruidenier.shop.goods.names import FALL_BACK

if TYPE_CHECKING:
    from kruidenier.shop.till.values import SaleDocument, ShopHeading, SoldLine

TITLES = {
    "sale": N_("Receipt {number}"),
    "void": N_("Cancellation {number}"),
    "refund": N_("Refund {number}"),
}
ANSWERS = {
    "void": N_("This cancels receipt {number}."),
    "refund": N_("Goods given back from receipt {number}."),
}
METHODS = {"voucher": N_("Voucher"), "cash": N_("Cash"), "card": N_("Bank card")}
NOTICES = {
    "best_before_passed": N_(
        "* The best-before date has passed. That date is about quality: look, smell and taste, "
        "and enjoy it if it is still good."
    )
}


def write(sale: SaleDocument, heading: ShopHeading, folder: Path, *, house: str = "fr") -> Path:
    """Keep the receipt as `folder/YEAR/NUMBER.pdf`; a lost one is written again to the letter."""
    return page.keep(draw(sale, heading, house=house), folder / f"{sale.date:%Y}" / f"{sale.number}.pdf")


def draw(sale: SaleDocument, heading: ShopHeading, *, house: str = "fr") -> bytes:
    """Draw the receipt as a PDF."""
    with speaking_to(sale, house=house):
        return roll.draw(compose(sale, heading), title=_title(sale))


def speaking_to(sale: SaleDocument, *, house: str) -> AbstractContextManager[None]:
    """Speak the household's language, or the shop's own where no paper speaks the household's."""
    return speaking(sale.lang if sale.lang in LANGUAGES else house)


def compose(sale: SaleDocument, heading: ShopHeading, *, latin: bool = False) -> list[Row]:
    """Set out a receipt in the language spoken now; `latin` is for printers that have no other letters."""
    rows = [
        Row(heading.name, look=SHOP),
        *(Row(line, look=ADDRESS) for line in heading.lines),
        RULE,
        Row(_title(sale), look=TITLE),
        Row(_("{date} at {time}, till {till}").format(date=day(sale.date), time=f"{sale.at:%H:%M}", till=sale.till)),
    ]
    if sale.of:
        rows.append(Row(_(ANSWERS[sale.kind]).format(number=sale.of)))
    rows.append(RULE)
    for line in sale.lines:
        rows += _goods(line, sale.lang, latin=latin)
    rows += [RULE, *_totals(sale), *_payments(sale)]
    if heading.vat_regime == "taxable":
        rows += [RULE, *_vat(sale)]
    told = {notice for line in sale.lines for notice in line.notices}
    if told:
        rows += [RULE, *(Row(_(sentence), look=NOTE) for notice, sentence in NOTICES.items() if notice in told)]
    return [*rows, SPACE, Row(_("Thank you, and see you soon."), look=ADDRESS)]


def _title(sale: SaleDocument) -> str:
    return _(TITLES[sale.kind]).format(number=sale.number)


def _goods(line: SoldLine, lang: str, *, latin: bool) -> Iterator[Row]:
    mark = "* " if line.notices else ""
    yield Row(mark + _name(line, lang, latin=latin), amount(line.total_cents) if line.total_cents else _("free"))
    price = amount(line.unit_price_cents)
    if line.grams is not None:
        yield Row(_("{weight} × {price} per kg").format(weight=weight(line.grams), price=price), look=DETAIL)
    elif line.count not in (1, -1):
        yield Row(f"{line.count} × {price}", look=DETAIL)


def _name(line: SoldLine, lang: str, *, latin: bool) -> str:
    """Pick the goods' name in the household's language, else the paper's, else any, else the code."""
    for spoken in (lang, language(), *FALL_BACK, *line.names):
        name = clean(line.names.get(spoken, ""))
        if name and not (latin and right_to_left(name)):
            return name
    return line.code


def _totals(sale: SaleDocument) -> Iterator[Row]:
    if not sale.rounding_cents:
        yield Row(_("Total"), money(sale.total_cents), TOTAL)
        return
    yield Row(_("Total"), money(sale.total_cents), TITLE)
    yield Row(_("Rounding of cash"), amount(sale.rounding_cents))
    yield Row(_("To pay") if sale.kind == "sale" else _("Given back"), money(sale.payable_cents), TOTAL)


def _payments(sale: SaleDocument) -> Iterator[Row]:
    for paid in sale.payments:
        if paid.amount_cents:
            yield Row(_(METHODS[paid.method]), amount(paid.amount_cents))
        if paid.tendered_cents not in (None, paid.amount_cents):
            yield Row(_("Handed over"), amount(paid.tendered_cents), DETAIL)
            yield Row(_("Change"), amount(sale.change_cents), DETAIL)


def _vat(sale: SaleDocument) -> Iterator[Row]:
    """Tell the tax inside the price, per rate: on the sum of the rate's lines, halves up."""
    by_rate: Counter[int] = Counter()
    for line in sale.lines:
        by_rate[line.vat_rate] += line.total_cents
    for rate, cents in sorted(by_rate.items()):
        if cents:
            size = (2 * abs(cents) * rate + 100 + rate) // (2 * (100 + rate))
            words = _("VAT {rate} included in {price}").format(rate=f"{rate}\u00a0%", price=amount(cents))
            yield Row(words, amount(size if cents > 0 else -size), NOTE)
