"""Sales that are taken back: cancelled whole, or some of their goods; and their receipts again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kruidenier.i18n import N_, _, amount, day, money
from kruidenier.tui import reading
from kruidenier.tui.dialogs import Choice, Flow, ask, confirm, pick
from kruidenier.tui.screens import paying, signing

if TYPE_CHECKING:
    from kruidenier.shop.till.values import SaleDocument
    from kruidenier.tui.screens.till import TillScreen

LATEST = 18
ANOTHER = "/"
REASONS = (
    N_("a mistake at the till"),
    N_("the goods are not good"),
    N_("they do not want it after all"),
)


def _which_sale(
    till: TillScreen, title: str, *, fits: Callable[[SaleDocument], bool] = lambda _sale: True
) -> Flow[str | None]:
    """Choose one of this till's latest sales that fit, or `/` and the number of another."""
    from kruidenier.shop.till import sales

    latest = yield from till.ask(sales.latest, at=till.app.at, limit=LATEST)
    if latest is None:
        return None
    choices = [Choice(_summary(sale), sale.number) for sale in latest if sale.kind == "sale" and fits(sale)]
    number = yield from pick(title, choices, also=[Choice(_("another number"), ANOTHER, "/")])
    if number == ANOTHER:
        number = yield from ask(_("Which number is on the receipt?"), prompt=_("number"), reads=str.strip)
    return number or None


def _summary(sale: SaleDocument) -> str:
    words = f"{sale.number}  {sale.at:%H:%M}  {amount(sale.payable_cents)}"
    return words + "  " + _("corrected") if sale.later else words


def void(till: TillScreen) -> Flow[None]:
    """Cancel a whole sale that was paid."""
    from kruidenier.shop.office.staff import Permission
    from kruidenier.shop.till import corrections
    from kruidenier.store.base import new_id

    at = yield from signing.allowed(till, Permission.VOID)
    if at is None:
        return
    number = yield from _which_sale(till, _("Which sale is cancelled?"), fits=lambda sale: not sale.later)
    sale = (yield from till.ask(corrections.correctable, number, whole=True)) if number else None
    if sale is None:
        return
    reason = yield from signing.reason(REASONS)
    if not reason or not (yield from _sure(sale)):
        return
    done = yield from till.do(corrections.void, sale.number, reason=reason, id=new_id(), at=at)
    if done is not None:
        till.say(
            _("{number} cancels {of}. Give back: {payments}.").format(
                number=done.number, of=sale.number, payments=_given_back(done)
            ),
            "reverse",
        )


def _sure(sale: SaleDocument) -> Flow[bool]:
    return (
        yield from confirm(
            _("Cancel {number} of {date}, {time}, and give back {amount}?").format(
                number=sale.number, date=day(sale.date), time=f"{sale.at:%H:%M}", amount=paying.paid_words(sale)
            ),
            yes=_("yes, cancel it"),
            no=_("no, it stays"),
            careful=True,
        )
    )


def take_back(till: TillScreen) -> Flow[None]:
    """Take goods of a sale back, and give the money back."""
    from kruidenier.shop.office.staff import Permission
    from kruidenier.shop.till import corrections
    from kruidenier.store.base import new_id

    at = yield from signing.allowed(till, Permission.REFUND)
    if at is None:
        return
    number = yield from _which_sale(till, _("Goods of which sale come back?"))
    sale = (yield from till.ask(corrections.correctable, number, whole=False)) if number else None
    if sale is None:
        return
    items = yield from _which_goods(sale)
    if not items:
        return
    ways = [Choice(_("in cash"), "cash"), Choice(_("on the card"), "card"), Choice(_("as a voucher"), "voucher")]
    method = yield from pick(_("How is the money given back?"), ways)
    if method is None:
        return
    reason = yield from signing.reason(REASONS)
    if not reason:
        return
    done = yield from till.do(
        corrections.refund, sale.number, items=items, reason=reason, method=method, id=new_id(), at=at
    )
    if done is not None:
        till.say(_("{number}: give back {payments}.").format(number=done.number, payments=_given_back(done)), "reverse")


def _which_goods(sale: SaleDocument) -> Flow[list[Any]]:
    """Choose goods and how much of each, until Enter says that is all."""
    from kruidenier.shop.goods.names import best_name
    from kruidenier.shop.till.kept import Back

    items: list[Any] = []
    while True:
        chosen = {item.code for item in items}
        goods = [line for line in sale.lines if line.code not in chosen]
        choices: list[Choice[Any]] = [
            Choice(f"{best_name(line.names, line.code)}  {amount(line.total_cents)}", line) for line in goods
        ]
        if items:
            choices.insert(0, Choice(_("that is all"), False))
        if not goods:
            return items
        line = yield from pick(_("What comes back of {number}?").format(number=sale.number), choices)
        if line is None:
            return []
        if line is False:
            return items
        name = best_name(line.names, line.code)
        if line.grams is not None:
            grams = yield from ask(
                _("{name}: how many grams come back?").format(name=name), prompt=_("grams"), reads=reading.grams
            )
            if grams is not None:
                items.append(Back(line.code, grams=grams))
        elif line.count == 1:
            items.append(Back(line.code, count=1))
        else:
            count = yield from ask(
                _("{name}: how many of {n} come back?").format(name=name, n=line.count),
                prompt=_("number"),
                reads=reading.number(line.count, least=1),
            )
            if count is not None:
                items.append(Back(line.code, count=count))


def _given_back(sale: SaleDocument) -> str:
    ways = [f"{_(paying.METHODS[paid.method])} {money(-paid.amount_cents)}" for paid in sale.payments]
    return " + ".join(ways) if ways else _("nothing")


def receipt_again(till: TillScreen) -> Flow[None]:
    """Make the receipt of an earlier sale again."""
    from kruidenier.shop.till import sales

    number = yield from _which_sale(till, _("Receipt of which sale?"))
    sale = (yield from till.ask(sales.look_up, number)) if number else None
    if sale is not None:
        paying.make_receipt(till, sale)
