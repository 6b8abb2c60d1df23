"""The closing slip of a drawer: what should be in it, what was counted, and who signs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.documents import page, roll
from kruidenier.documents.roll import DETAIL, NOTE, ROOM_TO_SIGN, RULE, SHOP, SPACE, TITLE, TOTAL, Row
from kruidenier.i18n import _, amount, day, money, speaking

if TYPE_CHECKING:
    import datetime as dt

    from kruidenier.shop.till.values import DrawerSlip, ShopHeading


def write(slip: DrawerSlip, heading: ShopHeading, folder: Path, *, lang: str) -> Path:
    """Keep the slip as `folder/YEAR/drawer-NUMBER.pdf`."""
    pdf = draw(slip, heading, lang=lang)
    return page.keep(pdf, folder / f"{slip.date:%Y}" / f"drawer-{slip.number}.pdf")


def draw(slip: DrawerSlip, heading: ShopHeading, *, lang: str) -> bytes:
    """Draw the slip as a PDF."""
    with speaking(lang):
        return roll.draw(compose(slip, heading), title=_title(slip))


def compose(slip: DrawerSlip, heading: ShopHeading) -> list[Row]:
    """Set out a slip in the language spoken now."""
    return [
        Row(heading.name, look=SHOP),
        RULE,
        Row(_title(slip), look=TITLE),
        Row(_("{date}, till {till}").format(date=day(slip.date), till=slip.till)),
        *_hours(slip),
        RULE,
        Row(_("Sales"), str(slip.sales)),
        Row(_("Cancellations"), str(slip.voids)),
        Row(_("Refunds"), str(slip.refunds)),
        Row(_("Goods"), amount(slip.total_cents)),
        Row(_("Rounding of cash"), amount(slip.rounding_cents)),
        RULE,
        Row(_("Vouchers"), amount(slip.voucher_cents)),
        Row(_("Bank card"), amount(slip.card_cents)),
        Row(_("Cash"), amount(slip.cash_cents)),
        RULE,
        Row(_("In the drawer at opening"), amount(slip.float_cents)),
        Row(_("Cash taken, less cash given back"), amount(slip.cash_cents)),
        Row(_("Expected"), money(slip.expected_cents), TITLE),
        *_count(slip),
        *_seal(slip),
        *_signatures(),
    ]


def _title(slip: DrawerSlip) -> str:
    return _("Drawer {number}").format(number=slip.number)


def _hours(slip: DrawerSlip) -> Iterator[Row]:
    yield Row(_("Opened {moment} by {person}").format(moment=_moment(slip.opened_at), person=slip.opener))
    if slip.closed_at is None:
        yield Row(_("Not closed yet"))
    else:
        yield Row(_("Closed {moment} by {person}").format(moment=_moment(slip.closed_at), person=slip.closer))


def _count(slip: DrawerSlip) -> Iterator[Row]:
    if slip.coins:
        yield SPACE
    for cents, pieces in slip.coins:
        yield Row(f"{pieces} × {money(cents)}", amount(cents * pieces), DETAIL)
    if slip.counted_cents is not None and slip.difference_cents is not None:
        sign = "+" if slip.difference_cents > 0 else ""
        yield Row(_("Counted"), money(slip.counted_cents), TITLE)
        yield Row(_("Difference"), f"{sign}{money(slip.difference_cents)}", TOTAL)
    if slip.reason:
        yield Row(slip.reason, look=NOTE)


def _seal(slip: DrawerSlip) -> Iterator[Row]:
    if slip.seals:
        yield RULE
        for till, seq, seal in slip.seals:
            words = _("Seal of till {till}, line {seq}: {seal}")
            yield Row(words.format(till=till, seq=seq, seal=seal), look=NOTE)
    elif slip.seal:
        yield RULE
        yield Row(_("Seal of the journal: {seal}").format(seal=slip.seal), look=NOTE)


def _signatures() -> Iterator[Row]:
    for who in (_("Counted by"), _("Seen by")):
        yield from (ROOM_TO_SIGN, RULE, Row(who))


def _moment(at: dt.datetime) -> str:
    return f"{day(at)} {at:%H:%M}"
