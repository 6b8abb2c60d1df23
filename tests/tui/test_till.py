"""A whole sale from scanner and number pad, and every way off the straight path."""

from __future__ import annotations

import pytest

from kruidenier.shop.till import baskets, sales
from kruidenier.tui.widgets import band
from kruidenier.tui.widgets.big import in_big
from kruidenier.tui.widgets.keys import KeyLine
from tests.kit import Stand
from tests.tui.conftest import DRINK, MILK, PASSATA, PASTA, UNKNOWN, YOGHURT, Hands, Opens


def _sold(stand: Stand) -> list[tuple[str, int]]:
    return [(row.number, row.total_cents) for row in stand.rows("SELECT number, total_cents FROM sale ORDER BY number")]


async def _with_goods(hands: Hands, *codes: str, card: str = "H1") -> None:
    await hands.scan(card, gap=0.001)
    await hands.type("H", card[1], "enter") if "card >" in hands.text else None
    for code in codes:
        await hands.scan(code)


@pytest.mark.parametrize("lang", ["en", "nl", "fr"])
async def test_a_sale_is_scans_and_two_keys_of_the_number_pad(opens: Opens, stand: Stand, lang: str):
    async with opens(lang=lang) as hands:
        await _with_goods(hands, PASSATA, MILK, PASSATA)
        await hands.type("enter", "enter")
        assert _sold(stand) == [("1-000001", 140)]
        assert "1-000001" in hands.text
    assert stand.faults() == []


async def test_a_scan_leaves_the_line_of_keys_as_it_is(opens: Opens):
    async with opens() as hands:
        await _with_goods(hands, PASSATA)
        keys = hands.app.screen.query_one(KeyLine)
        before = keys.rows
        await hands.scan(MILK)
        assert keys.rows is before  # not painted anew, not even the same


async def test_the_next_card_starts_the_next_sale(opens: Opens, stand: Stand):
    async with opens() as hands:
        for card in ("H1", "H2"):
            await _with_goods(hands, PASSATA, card=card)
            await hands.type("enter", "enter")
        assert _sold(stand) == [("1-000001", 45), ("1-000002", 45)]


async def test_change_is_shown_large(opens: Opens, stand: Stand):
    async with opens() as hands:
        await _with_goods(hands, PASSATA, MILK)
        await hands.type("enter", "1", "5", ",", "0", "0", "enter")
        assert "GIVE BACK" in hands.text
        assert all(row.strip() in hands.text for row in in_big("4.05"))
    assert stand.rows("SELECT tendered_cents FROM sale_payment")[0].tendered_cents == 500


async def test_a_card_payment_is_two_steps(opens: Opens, stand: Stand):
    async with opens() as hands:
        await _with_goods(hands, PASSATA)
        await hands.type("enter", "2")
        assert "Type 0.45 on the card terminal." in hands.text
        assert _sold(stand) == []
        await hands.type("1")
        assert _sold(stand) == [("1-000001", 45)]


async def test_a_card_not_accepted_leads_back_with_the_basket_intact(opens: Opens, stand: Stand):
    async with opens() as hands:
        await _with_goods(hands, PASSATA)
        await hands.type("enter", "2", "escape")
        assert "Type 0.45 on the card terminal." in hands.text  # only an answer leads on
        await hands.type("2")
        assert "How do they pay?" in hands.text
        await hands.type("enter")
        assert [p.method for p in stand.ask(sales.look_up, "1-000001").payments] == ["cash"]


async def test_voucher_then_the_rest_in_cash(opens: Opens, stand: Stand):
    async with opens() as hands:
        await _with_goods(hands, MILK, MILK)
        await hands.type("enter", "3", "0", ",", "3", "0", "enter")
        assert "0.70 is left to pay" in hands.text.replace("€", "")
        await hands.type("enter")
        paid = [(p.method, p.amount_cents) for p in stand.ask(sales.look_up, "1-000001").payments]
        assert paid == [("voucher", 30), ("cash", 70)]


async def test_part_cash_part_card(opens: Opens, stand: Stand):
    async with opens() as hands:
        await _with_goods(hands, MILK, MILK)
        await hands.type("enter", "4", "0", ".", "6", "0", "enter", "2", "1")
        paid = [(p.method, p.amount_cents) for p in stand.ask(sales.look_up, "1-000001").payments]
        assert paid == [("cash", 60), ("card", 40)]


async def test_after_a_card_that_fails_the_rest_may_be_cash_too(opens: Opens, stand: Stand):
    async with opens() as hands:
        await _with_goods(hands, MILK, MILK)
        await hands.type("enter", "4", "0", ".", "6", "0", "enter", "2", "2")
        assert "0.40 is left to pay" in hands.text.replace("€", "")
        assert "cash, exactly 0.40" in hands.text
        await hands.type("0")
        paid = [(p.method, p.amount_cents) for p in stand.ask(sales.look_up, "1-000001").payments]
        assert paid == [("cash", 100)]


async def test_the_rest_in_cash_is_rounded_with_what_was_given_before(opens: Opens, stand: Stand):
    stand.product("odd", group="canned", name="Odd", fixed=103)
    stand.lot("odd", count=2)
    async with opens() as hands:
        await _with_goods(hands)
        await hands.type(*"odd", "enter", "enter", "4", "1", "enter", "2", "2")
        assert "cash, exactly 0.05" in hands.text
        await hands.type("1", "0", ".", "1", "0", "enter")
        assert [(p.amount_cents, p.tendered_cents) for p in stand.ask(sales.look_up, "1-000001").payments] == [
            (105, 110)
        ]


async def test_a_basket_of_free_goods_needs_no_money(opens: Opens, stand: Stand):
    async with opens() as hands:
        await _with_goods(hands, PASTA, card="H2")
        assert "free" in hands.text
        await hands.type("enter", "enter")
        assert _sold(stand) == [("1-000001", 0)]


async def test_over_budget_is_said_before_any_money_is_asked_for(opens: Opens, stand: Stand):
    async with opens() as hands:
        await _with_goods(hands, MILK, card="H2")
        await hands.type("9", "9", "*")
        await hands.scan(PASSATA)
        await hands.type("enter")
        assert "How do they pay?" not in hands.text
        assert "over the budget" in hands.text
        refused = stand.rows("SELECT subject FROM journal WHERE verb = 'refused'")
        assert [row.subject for row in refused] == ["BudgetSpent"]


async def test_which_date_is_answered_by_a_digit(opens: Opens, stand: Stand):
    async with opens() as hands:
        await _with_goods(hands, YOGHURT)
        assert "which date is on the pack?" in hands.text
        await hands.type("3")
        await hands.type("enter", "enter")
        taken = stand.ask(sales.look_up, "1-000001").lines[0].taken
        assert [str(part.date) for part in taken] == ["2026-11-28"]


async def test_a_passed_date_is_refused_in_red_and_the_next_scan_goes_on(opens: Opens, stand: Stand):
    async with opens() as hands:
        await _with_goods(hands, YOGHURT)
        await hands.type("1")
        assert "STOP:" in hands.text
        await hands.scan(PASSATA)
        assert "STOP:" not in hands.text
        assert "Passata" in hands.text


async def test_another_date_is_typed_as_four_digits(opens: Opens, stand: Stand):
    async with opens() as hands:
        await _with_goods(hands, YOGHURT)
        await hands.type("0", "2111", "enter")
        assert "STOP:" in hands.text


@pytest.mark.parametrize("typed", ["1250", "1,25"])
async def test_goods_by_weight_ask_for_grams_and_compute_the_price(opens: Opens, stand: Stand, typed: str):
    """Lesson 30: ask for the weight, compute the price."""
    async with opens() as hands:
        await _with_goods(hands)
        await hands.type("101", "enter")
        assert "how heavy is it?" in hands.text
        await hands.type(*typed, "enter")
        await hands.type("enter", "enter")
        assert _sold(stand) == [("1-000001", 125)]


async def test_scans_wait_while_the_scale_is_asked(opens: Opens, stand: Stand):
    async with opens() as hands:
        await _with_goods(hands)
        await hands.type("101", "enter")
        await hands.scan(PASSATA)
        await hands.scan(MILK)
        assert "2 scans are kept" in hands.text
        await hands.type("1000", "enter")
        basket = stand.ask(baskets.waiting)[0]
        assert [line.code for line in basket.lines] == ["101", PASSATA, MILK]
        assert basket.lines[0].grams == 1000  # no scan ever lands in a quantity


async def test_an_unknown_code_is_sold_at_once_by_the_digit_of_its_group(opens: Opens, stand: Stand):
    async with opens() as hands:
        await _with_goods(hands, UNKNOWN)
        assert f"Nobody here knows {UNKNOWN} yet" in hands.text
        await hands.type("0", "1")
        assert len(stand.ask(baskets.waiting)[0].lines) == 1
        await hands.scan(PASSATA)
        await hands.type("enter", "enter")
        assert [row.draft for row in stand.rows(f"SELECT draft FROM product WHERE code = '{UNKNOWN}'")] == [1]


@pytest.mark.parametrize("code", ["5410188031073", "54101880310", "]", "x" * 60, "\x1d\x1d\x1d\x1d"])
async def test_garbage_is_a_sentence_and_the_next_scan_goes_on(opens: Opens, stand: Stand, code: str):
    async with opens() as hands:
        await _with_goods(hands)
        await hands.scan(code)
        await hands.scan(PASSATA)
        assert "Passata" in hands.text


async def test_goods_before_the_card_say_so(opens: Opens):
    async with opens() as hands:
        assert ". colleague, other work" in hands.text
        await hands.scan(PASSATA)
        assert "First the household's card" in hands.text


async def test_a_card_that_may_not_shop_is_told_without_the_reason(opens: Opens):
    async with opens() as hands:
        await hands.type("H", "3", "enter")
        assert "Please ask a colleague" in hands.text
        assert "20/11/2026" not in hands.text


async def test_plus_minus_and_number(opens: Opens, stand: Stand):
    async with opens() as hands:
        await _with_goods(hands, PASSATA)
        for keys, count in ((("+",), 2), (("*", "5", "enter"), 5), (("-",), 4), (("*", "2", "enter"), 2)):
            await hands.type(*keys)
            assert stand.ask(baskets.waiting)[0].lines[0].count == count


async def test_a_number_and_a_star_before_a_scan(opens: Opens, stand: Stand):
    async with opens() as hands:
        await _with_goods(hands)
        await hands.type("3", "*")
        await hands.scan(MILK)
        await hands.scan(PASSATA)
        assert [line.count for line in stand.ask(baskets.waiting)[0].lines] == [3, 1]


async def test_the_mark_chooses_the_line(opens: Opens, stand: Stand):
    async with opens() as hands:
        await _with_goods(hands, PASSATA, MILK)
        await hands.type("up", "-")
        assert [line.code for line in stand.ask(baskets.waiting)[0].lines] == [MILK]


async def test_aside_and_up_again(opens: Opens, stand: Stand):
    async with opens() as hands:
        await _with_goods(hands, PASSATA)
        await hands.type("0", "enter")
        assert stand.ask(baskets.waiting)[0].state == "aside"
        await hands.type("0", "enter", "1")
        assert "Passata" in hands.text


async def test_an_empty_basket_waits_for_nobody(opens: Opens, stand: Stand):
    async with opens() as hands:
        await hands.type("H", "1", "enter", "0", "enter")
        assert "nothing waits" in hands.text
        assert stand.ask(baskets.waiting) == ()


async def test_search_by_word_and_by_last_digits(opens: Opens, stand: Stand):
    async with opens() as hands:
        await _with_goods(hands)
        await hands.type("/", "v", "a", "n", "1")
        assert "vanille" in hands.text
        await hands.type("/", "1072", "enter")
        assert [line.code for line in stand.ask(baskets.waiting)[0].lines] == [DRINK, PASSATA]


async def test_names_are_just_names(opens: Opens, stand: Stand):
    stand.product("77", names={"nl": "قهوة \x1b[31m\u202eevil <para>" + "x" * 200}, fixed=10)
    async with opens(lang="nl") as hands:
        await _with_goods(hands, DRINK)
        assert "[b]vanille[/b]" in hands.text
        await hands.type("77", "enter")
        assert "قهوة" in hands.text
        assert "\x1b" not in hands.text
        assert "\u202e" not in hands.text


async def test_a_scan_while_choosing_how_to_pay_adds_the_goods(opens: Opens, stand: Stand):
    async with opens() as hands:
        await _with_goods(hands, PASSATA)
        await hands.type("enter")
        await hands.scan(MILK)
        assert "How do they pay?" not in hands.text
        await hands.type("enter", "enter")
        assert _sold(stand) == [("1-000001", 95)]


async def test_the_basket_is_there_again_after_the_program_stopped(opens: Opens, stand: Stand):
    async with opens() as hands:
        await _with_goods(hands, PASSATA)
    async with opens() as hands:
        assert "Passata" in hands.text
        assert "still open here" in hands.text


async def test_the_language_changes_while_a_basket_is_open(opens: Opens):
    async with opens() as hands:
        await _with_goods(hands, PASSATA)
        await hands.type("f2")
        assert "Passata 500 g" in hands.text
        await hands.type("f2")
        assert "Purée de tomates" in hands.text


async def test_keys_typed_ahead_of_slow_books_are_kept_in_order(opens: Opens, stand: Stand):
    async with opens() as hands:
        await _with_goods(hands, PASSATA)
        for sign in ("+", "+", "enter", "enter"):
            hands.send(sign, 0.2)
        await hands.settle()
        assert _sold(stand) == [("1-000001", 135)]


async def test_every_key_of_the_till_is_in_reach_by_name(opens: Opens):
    async with opens() as hands:
        await hands.type("ctrl+p")
        assert "colleague" in hands.text
        await hands.scan("H1" * 4)
        assert "colleague  " not in hands.text.splitlines()[10]


async def test_a_name_is_shown_by_one_key_and_hides_by_itself(
    opens: Opens, stand: Stand, monkeypatch: pytest.MonkeyPatch
):
    assert band.NAME_SECONDS == 5
    async with opens() as hands:
        await hands.type("f3", "H", "1", "enter")
        assert "Family H1" not in hands.text
        await hands.type("f3")
        assert "Family H1" in hands.text
        await hands.scan(PASSATA)
        assert "Family H1" in hands.text
        await hands.type("ctrl+l")
        hands.sign_in("an")
        await hands.settle()
        assert "Family H1" not in hands.text
        assert "Passata" in hands.text
        await hands.type("0", ".")
        assert "Family H1" in hands.text
        monkeypatch.setattr(band, "NAME_SECONDS", 0.01)
        await hands.type("0", ".")
        await hands.until("MAY SHOP")
        assert "Family H1" not in hands.text
    seen = stand.rows("SELECT \"by\" AS who FROM journal WHERE verb = 'household name seen'")
    assert [row.who for row in seen] == ["an"] * 3


async def test_a_name_goes_with_its_basket(opens: Opens, stand: Stand):
    async with opens() as hands:
        await hands.type("H", "1", "enter", "f3")
        assert "Family H1" in hands.text
        await hands.scan(PASSATA)
        await hands.type("enter", "enter")
        assert "Family H1" not in hands.text
        await hands.type("H", "2", "enter")
        assert "Family" not in hands.text
