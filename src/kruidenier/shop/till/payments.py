"""Ways of paying, and the rounding of cash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.till.values import Paid

METHODS = ("voucher", "cash", "card")
MOST_CENTS = 300_000
"""More cash than a shop may take (Belgium: € 3,000), and less than any barcode scanned into an amount."""


class UnknownMethod(ShopError):
    """A way of paying that the shop does not have."""

    message = N_("There is no way of paying called {method}. Known ways: voucher, cash, card.")


class TooLittle(ShopError):
    """What was given does not cover what is due."""

    message = N_("{missing_cents} is still to be paid.")


class NotAnAmount(ShopError):
    """Less than nothing, or more than anybody pays here."""

    message = N_("{given_cents} cannot be right: an amount is at most {most_cents}. Type it again.")


class TooMuch(ShopError):
    """A voucher or card for more than is due."""

    message = N_("Only {due_cents} is due: a voucher or card cannot pay more. Type a smaller amount.")


class NotAMultipleOfFive(ShopError):
    """Cash before a card that no coins of 5 cents can make."""

    message = N_("Cash before a card must be a multiple of 5 cents, and {cash_cents} is not. Type another amount.")


class TwoTakeTheRest(ShopError):
    """Two ways of paying that both take what is left."""

    message = N_("Only one way of paying can take the rest. Give an amount for the others.")


@dataclass(frozen=True, slots=True)
class Payment:
    """A way of paying; without cents it takes the rest. For cash, cents are what was handed over."""

    method: str
    cents: int | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """How a total is paid: Σ amounts = total + rounding."""

    paid: tuple[Paid, ...]
    rounding_cents: int
    change_cents: int


def rounded_cash(cents: int) -> int:
    """Round an amount of cash to 5 cents; at or under 5 cents it stays.

    Compulsory in Belgium since 1 December 2019 for the cash part, refunds included (FPS Economy, "Afronden van
    cashbetalingen").
    """
    size = abs(cents)
    if size > 5:
        size = (size + 2) // 5 * 5
    return size if cents >= 0 else -size


def settle(total_cents: int, payments: Sequence[Payment], *, rounding: bool) -> Settled:
    """Apply payments to a total: voucher, cash, card, whatever the order given.

    Only the cash part is rounded, after vouchers and before the card. Cash that is followed by a card is a part
    payment; else what is handed over beyond the amount comes back as change.
    """
    for payment in payments:
        if payment.method not in METHODS:
            raise UnknownMethod(method=payment.method)
        if payment.cents is not None and not 0 <= payment.cents <= MOST_CENTS:
            raise NotAnAmount(given_cents=payment.cents, most_cents=MOST_CENTS)
    if sum(payment.cents is None for payment in payments) > 1:
        raise TwoTakeTheRest
    vouchers, cash, cards = ([p for p in payments if p.method == method] for method in METHODS)
    paid: list[Paid] = []
    fixed_later = sum(p.cents or 0 for p in [*cash, *cards])
    due = _exact(vouchers, total_cents, paid, fixed_later=fixed_later)
    change = rounding_cents = 0
    if cash and cards:
        due, rounding_cents = _cash_before_card(cash, cards, due, paid, rounding=rounding)
    elif cash:
        payable = rounded_cash(due) if rounding else due
        tendered = payable if any(p.cents is None for p in cash) else sum(p.cents or 0 for p in cash)
        if tendered < payable:
            raise TooLittle(missing_cents=payable - tendered)
        paid.append(Paid("cash", payable, tendered))
        rounding_cents, change, due = payable - due, tendered - payable, 0
    due = _exact(cards, due, paid, fixed_later=0)
    if due > 0:
        raise TooLittle(missing_cents=due)
    return Settled(tuple(paid), rounding_cents, change)


def _exact(payments: Sequence[Payment], due: int, paid: list[Paid], *, fixed_later: int) -> int:
    """Apply vouchers or cards, which pay exactly and never more than is due; tell what is still due."""
    for payment in payments:
        amount = max(due - fixed_later, 0) if payment.cents is None else payment.cents
        if amount > due:
            raise TooMuch(due_cents=due)
        paid.append(Paid(payment.method, amount, None))
        due -= amount
    return due


def _cash_before_card(
    cash: Sequence[Payment], cards: Sequence[Payment], due: int, paid: list[Paid], *, rounding: bool
) -> tuple[int, int]:
    """Take cash as a part payment; tell what is still due, and the rounding."""
    if any(p.cents is None for p in cash):
        part = due - sum(p.cents or 0 for p in cards)
        if part < 0:
            raise TooMuch(due_cents=due)
        amount = rounded_cash(part) if rounding else part
        paid.append(Paid("cash", amount, amount))
        return due - part, amount - part
    amount = sum(p.cents or 0 for p in cash)
    if rounding and amount % 5:
        raise NotAMultipleOfFive(cash_cents=amount)
    if amount > due:
        raise TooMuch(due_cents=due)
    paid.append(Paid("cash", amount, amount))
    return due - amount, 0
