"""Paying: a digit for the way, Enter for what is usual, and the receipt for who wants one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kruidenier.errors import ShopError
from kruidenier.i18n import N_, _, amount, money
from kruidenier.tui.dialogs import Choice, Flow, ask_amount, pick

if TYPE_CHECKING:
    from kruidenier.shop.till.payments import Payment, Settled
    from kruidenier.shop.till.values import Paid, SaleDocument
    from kruidenier.tui.screens.till import TillScreen

METHODS = {"cash": N_("cash"), "card": N_("card"), "voucher": N_("voucher")}
EXACT_CASH = "exact"
MIX = "mix"
PRINTER_SECONDS = 6.0


def pay(till: TillScreen, *, override: str | None = None, **by: Any) -> Flow[None]:
    """Take the money and close the basket. A rule that says no says so before any money is asked for."""
    from kruidenier.shop.office import settings
    from kruidenier.shop.till import paying
    from kruidenier.shop.till.payments import Payment
    from kruidenier.store.base import new_id

    basket = till.basket
    assert basket is not None
    sale_id = new_id()
    given = {**by, "override": override} if override else by
    whole = [Payment("cash")] if basket.total_cents else []
    possible = yield from till.rehearse(paying.pay, basket.id, payments=whole, id=sale_id, **given)
    rules = yield from till.ask(settings.current, till.app.today)
    if possible is None or rules is None:
        return
    till.say("")
    while True:
        payments = yield from _payments(till, basket.total_cents, rounding=rules["cash.rounding"])
        if payments is None:
            return
        sale = yield from till.do(paying.pay, basket.id, payments=payments, id=sale_id, **given)
        if sale is not None:
            break
        if any(payment.method == "card" for payment in payments):
            till.say(
                _("The card was charged, and yet the sale could not be closed. Ask a colleague before going on."),
                "reverse",
            )
            return
    till.sale, till.chosen = sale, None
    till.show_basket(None)
    till.say("")
    if receipt_setting(till) == "always":
        make_receipt(till, sale)


def _payments(till: TillScreen, total_cents: int, *, rounding: bool) -> Flow[list[Payment] | None]:
    """Ask for ways of paying until nothing is due; None leaves the basket as it is."""
    from kruidenier.shop.till.payments import Payment

    if total_cents == 0:
        free = yield from pick(
            _("Nothing to pay: all of it is free."), [Choice(_("done"), value=True)], scans_wait=False
        )
        return [] if free else None
    payments: list[Payment] = []
    while True:
        due = total_cents - sum(_amount(payment, total_cents) for payment in payments)
        cash = _cash_due(payments, due, rounding=rounding)
        way = yield from _way(payments, due=due, cash=cash)
        if way is None:
            return None
        if way == EXACT_CASH:
            return [*(payment for payment in payments if payment.method != "cash"), Payment("cash")]
        payment = yield from _payment(till, way, due=due, cash=cash, first=not payments)
        if payment is None:
            continue
        tried = _settled(total_cents, [*payments, payment], rounding=rounding)
        if isinstance(tried, ShopError) and tried.code != "TooLittle":
            till.refuse(tried)
            continue
        payments.append(payment)
        if not isinstance(tried, ShopError):
            return payments
        till.say("")


def _amount(payment: Payment, total_cents: int) -> int:
    return total_cents if payment.cents is None else payment.cents


def _settled(total_cents: int, payments: list[Payment], *, rounding: bool) -> Settled | ShopError:
    from kruidenier.shop.till.payments import settle

    try:
        return settle(total_cents, payments, rounding=rounding)
    except ShopError as refusal:
        return refusal


def _way(payments: list[Payment], *, due: int, cash: int) -> Flow[str | None]:
    """Ask how what is due is paid. Enter takes what is usual: exact cash; after part of it in cash, the card."""
    choices = [
        Choice(_("cash, exactly {amount}").format(amount=amount(cash)), EXACT_CASH, "0"),
        Choice(_("cash, with change"), "cash", "1"),
        Choice(_("card {amount}").format(amount=amount(due)), "card", "2"),
        Choice(_("voucher"), "voucher", "3"),
        Choice(_("part cash, part card"), MIX, "4"),
    ]
    if any(payment.method == "cash" for payment in payments):
        choices = [choices[2], choices[0], choices[1]]
    title = _("How do they pay?") if not payments else _("{amount} is left to pay. How?").format(amount=money(due))
    return (yield from pick(title, choices, scans_wait=bool(payments)))


def _cash_due(payments: list[Payment], due: int, *, rounding: bool) -> int:
    """Tell what of it is still to be given if all that is left is paid in cash."""
    from kruidenier.shop.till.payments import rounded_cash

    given = sum(payment.cents or 0 for payment in payments if payment.method == "cash")
    return rounded_cash(given + due) - given if rounding else due


def _payment(till: TillScreen, way: str, *, due: int, cash: int, first: bool) -> Flow[Payment | None]:
    """Ask for the amount of one way of paying."""
    from kruidenier.shop.till.payments import Payment

    if way == "card":
        accepted = yield from pick(
            _("Type {amount} on the card terminal.").format(amount=amount(due)),
            [Choice(_("accepted"), value=True), Choice(_("not accepted"), value=False)],
            stays=True,
            big=amount(due),
        )
        if not accepted:
            till.say(_("The card was not accepted. Nothing was paid: choose again."))
        return Payment("card", due) if accepted else None
    if way == "voucher":
        cents = yield from ask_amount(
            _("How much is the voucher worth? Enter: all of it."), prompt=_("voucher"), empty=due, scans_wait=not first
        )
        return None if cents is None else Payment("voucher", cents)
    title = _("How much cash do they give? Enter: exactly {amount}.").format(amount=amount(cash))
    if way == MIX:
        title = _("How much of it in cash? The rest goes on the card.")
    cents = yield from ask_amount(title, prompt=_("cash"), empty=None if way == MIX else cash, scans_wait=not first)
    return None if cents is None else Payment("cash", cents)


def resting_words(till: TillScreen) -> tuple[tuple[str, str], str]:
    """Say what comes next while there is no basket: what to give back, large, and the next card."""
    if till.sale is None:
        return ("", ""), _("Scan the next card, or type its number and press Enter.")
    lines = [_("Sale {number} is paid: {amount}").format(number=till.sale.number, amount=paid_words(till.sale))]
    if till.action_possible("receipt"):
        lines.append(_("* makes a receipt."))
    lines.append(_("Scan the next card."))
    change = till.sale.change_cents
    word = _("GIVE BACK") if change else _("NOTHING TO GIVE BACK")
    return (word, amount(change) if change else ""), "\n".join(lines)


def paid_words(sale: SaleDocument) -> str:
    """Say how a sale was paid."""
    ways = [_paid_words(paid) for paid in sale.payments]
    return " + ".join(ways) if ways else _("free")


def _paid_words(paid: Paid) -> str:
    words = f"{_(METHODS[paid.method])} {amount(paid.amount_cents)}"
    if paid.tendered_cents is None or paid.tendered_cents == paid.amount_cents:
        return words
    return _("{words} (given {amount})").format(words=words, amount=amount(paid.tendered_cents))


# The receipt


def receipt_setting(till: TillScreen) -> str:
    """Tell when the shop makes receipts: on_request, always or never."""
    return till.app.receipt_setting


def make_receipt(till: TillScreen, sale: SaleDocument) -> None:
    """Let the receipt be made and printed beside the screen; the sale is safe whatever becomes of it."""
    app = till.app
    number = sale.number

    def work() -> str:
        from kruidenier.documents import receipt

        assert app.shop is not None
        heading = app.shop.heading()
        path = receipt.write(sale, heading, app.config.receipts, house=app.house_language)
        if app.config.printer:
            from kruidenier.documents import escpos_receipt

            escpos_receipt.print_receipt(
                sale, heading, app.config.printer, timeout_seconds=PRINTER_SECONDS, house=app.house_language
            )
        return str(path.relative_to(app.folder))

    till.say(_("The receipt of {number} is being made.").format(number=number))
    till.in_background(
        work,
        lambda place: till.say(_("The receipt of {number} is made: {place}.").format(number=number, place=place)),
        late=_("The receipt of {number} is late: is the printer on? The sale is safe, go on.").format(number=number),
        failed=_(
            "There is no receipt of {number}: {{why}}. The sale is safe. Try again later with . and then 4."
        ).format(number=number),
    )
