"""Ways of paying and the rounding of cash, without a database."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kruidenier.errors import ShopError
from kruidenier.shop.till.payments import (
    METHODS,
    NotAMultipleOfFive,
    NotAnAmount,
    Payment,
    Settled,
    TooLittle,
    TooMuch,
    TwoTakeTheRest,
    UnknownMethod,
    rounded_cash,
    settle,
)
from kruidenier.shop.till.values import Paid


def pay(total: int, *payments: tuple[str, int | None] | str, rounding: bool = True) -> Settled:
    said = [Payment(p) if isinstance(p, str) else Payment(*p) for p in payments]
    return settle(total, said, rounding=rounding)


@pytest.mark.parametrize(
    ("cents", "rounded"),
    [
        (0, 0),
        (1, 1),
        (3, 3),
        (5, 5),
        (6, 5),
        (7, 5),
        (8, 10),
        (9, 10),
        (10, 10),
        (1001, 1000),
        (1002, 1000),
        (1003, 1005),
        (1004, 1005),
        (1005, 1005),
        (1007, 1005),
        (1008, 1010),
    ],
)
def test_cash_rounds_to_five_cents_and_stays_as_it_is_up_to_five(cents: int, rounded: int):
    assert rounded_cash(cents) == rounded
    assert rounded_cash(-cents) == -rounded


def test_cash_alone_is_rounded_and_change_is_given():
    assert pay(1002, ("cash", 2000)) == Settled((Paid("cash", 1000, 2000),), -2, 1000)
    assert pay(1003, "cash") == Settled((Paid("cash", 1005, 1005),), 2, 0)


def test_three_cents_in_cash_stay_three_cents():
    assert pay(3, ("cash", 5)) == Settled((Paid("cash", 3, 5),), 0, 2)


def test_without_rounding_cash_is_exact():
    assert pay(1002, ("cash", 1100), rounding=False) == Settled((Paid("cash", 1002, 1100),), 0, 98)


def test_cards_and_vouchers_are_never_rounded():
    assert pay(1003, "card") == Settled((Paid("card", 1003, None),), 0, 0)
    assert pay(1003, "voucher") == Settled((Paid("voucher", 1003, None),), 0, 0)


def test_only_what_the_voucher_leaves_is_rounded():
    assert pay(1203, ("cash", 1000), ("voucher", 500)) == Settled(
        (Paid("voucher", 500, None), Paid("cash", 705, 1000)), 2, 295
    )


def test_cash_before_a_card_is_a_part_payment_and_the_card_pays_the_rest_to_the_cent():
    assert pay(1203, "card", ("cash", 500)) == Settled((Paid("cash", 500, 500), Paid("card", 703, None)), 0, 0)


def test_all_three_are_applied_voucher_cash_card_whatever_the_order():
    given_in_order = [("voucher", 300), ("cash", 500), ("card", None)]
    expected = Settled((Paid("voucher", 300, None), Paid("cash", 500, 500), Paid("card", 403, None)), 0, 0)
    assert pay(1203, *given_in_order) == expected
    assert pay(1203, *reversed(given_in_order)) == expected


def test_cash_that_takes_the_rest_beside_a_card_is_rounded():
    assert pay(1203, "cash", ("card", 700)) == Settled((Paid("cash", 505, 505), Paid("card", 700, None)), 2, 0)


def test_a_voucher_that_takes_the_rest_leaves_the_others_theirs():
    assert pay(1203, "voucher", ("cash", 500)) == Settled((Paid("voucher", 703, None), Paid("cash", 500, 500)), 0, 0)
    assert pay(1203, "voucher", ("card", 203)) == Settled((Paid("voucher", 1000, None), Paid("card", 203, None)), 0, 0)


def test_two_vouchers_and_two_cards():
    assert pay(1203, ("voucher", 500), ("voucher", 500), ("card", 200), "card").paid == (
        Paid("voucher", 500, None),
        Paid("voucher", 500, None),
        Paid("card", 200, None),
        Paid("card", 3, None),
    )


def test_coins_and_a_note_handed_over_apart_are_one_cash_payment():
    assert pay(703, ("cash", 500), ("cash", 300)) == Settled((Paid("cash", 705, 800),), 2, 95)


def test_nothing_to_pay_needs_no_payment_and_takes_zero():
    assert pay(0) == Settled((), 0, 0)
    for method in METHODS:
        assert pay(0, (method, 0)).paid == (Paid(method, 0, 0 if method == "cash" else None),)
        assert pay(0, method).rounding_cents == 0


@pytest.mark.parametrize(
    ("payments", "missing"),
    [
        ([], 1203),
        ([("cash", 1200)], 5),
        ([("card", 1000)], 203),
        ([("voucher", 3), ("cash", 1195)], 5),
        ([("cash", 500), ("card", 700)], 3),
    ],
)
def test_too_little_is_refused_and_says_what_is_missing(payments: list[tuple[str, int]], missing: int):
    with pytest.raises(TooLittle) as refused:
        pay(1203, *payments)
    assert refused.value.details == {"missing_cents": missing}


@pytest.mark.parametrize(
    "payments",
    [
        [("voucher", 1204)],
        [("card", 1204)],
        [("cash", 1205), "card"],
        [("card", 1300), "cash"],
        [("voucher", 1000), ("card", 300)],
    ],
)
def test_a_voucher_or_card_above_what_is_due_is_refused(payments):
    with pytest.raises(TooMuch):
        pay(1203, *payments)


def test_cash_before_a_card_that_no_coins_can_make_is_refused():
    with pytest.raises(NotAMultipleOfFive, match=r"€5\.02 is not"):
        pay(1203, ("cash", 502), "card")
    assert pay(1203, ("cash", 502), "card", rounding=False).paid[1] == Paid("card", 701, None)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("others", [[], ["cash"], ["card"], ["voucher"], [("card", 500)]])
def test_nobody_hands_over_less_than_nothing(method: str, others):
    with pytest.raises(NotAnAmount, match="cannot be right"):
        pay(1203, (method, -500), *others)


@pytest.mark.parametrize("method", METHODS)
def test_a_barcode_scanned_into_the_amount_is_not_taken_for_money(method: str):
    with pytest.raises(NotAnAmount, match="at most €3,000"):
        pay(1203, (method, 73513537))
    with pytest.raises(NotAnAmount):
        pay(1203, (method, 10**30))


def test_only_one_way_of_paying_takes_the_rest():
    with pytest.raises(TwoTakeTheRest):
        pay(1203, "cash", "card")


def test_an_unknown_way_of_paying_is_refused():
    with pytest.raises(UnknownMethod, match="bitcoin"):
        pay(1203, "bitcoin")


amounts = st.one_of(st.none(), st.integers(-10, 6000))
ways = st.lists(st.tuples(st.sampled_from(METHODS), amounts), max_size=4)


@given(total=st.integers(0, 5000), payments=ways, rounding=st.booleans())
def test_whatever_is_handed_over_it_balances_or_is_refused(total: int, payments, rounding: bool):
    try:
        settled = pay(total, *payments, rounding=rounding)
    except ShopError:
        assume(payments)
        return
    assert sum(p.amount_cents for p in settled.paid) == total + settled.rounding_cents
    assert all(p.amount_cents >= 0 for p in settled.paid)
    assert settled.change_cents >= 0
    assert abs(settled.rounding_cents) <= 2
    assert [p.method for p in settled.paid] == sorted((p.method for p in settled.paid), key=METHODS.index)
    handed_over = sum(p.tendered_cents or 0 for p in settled.paid)
    assert handed_over - settled.change_cents == sum(p.amount_cents for p in settled.paid if p.method == "cash")
    if not rounding or all(method != "cash" for method, _ in payments):
        assert settled.rounding_cents == 0


@given(total=st.integers(0, 5000), voucher=st.integers(0, 5000), cash=st.integers(0, 1000).map(lambda n: 5 * n))
def test_a_card_can_always_pay_what_voucher_and_cash_leave(total: int, voucher: int, cash: int):
    assume(voucher + cash <= total)
    settled = pay(total, ("voucher", voucher), ("cash", cash), "card")
    assert settled.paid[-1] == Paid("card", total - voucher - cash, None)
    assert settled.rounding_cents == 0
