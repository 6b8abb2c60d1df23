"""What a colleague is called for, with a PIN where staff must say yes."""

from __future__ import annotations

from kruidenier.shop.office import staff
from kruidenier.shop.till import baskets, cash, sales
from tests.kit import Stand
from tests.tui.conftest import MILK, PASSATA, Hands, Opens


async def _sale(hands: Hands) -> None:
    await hands.type("H", "1", "enter")
    for code in (PASSATA, PASSATA, MILK):
        await hands.scan(code)
    await hands.type("enter", "enter")


async def test_a_volunteer_needs_a_colleague_to_cancel_a_sale(opens: Opens, stand: Stand):
    async with opens() as hands:
        await _sale(hands)
        await hands.type(".", "2")
        assert "Who says yes to this?" in hands.text
        await hands.type("1", "1234", "enter", "1", "1")
        assert "Cancel 1-000001 of" in hands.text
        await hands.type("enter")
        assert len(stand.rows("SELECT * FROM sale")) == 1  # Enter alone takes nothing back
        await hands.type(".", "2", "1", "1234", "enter", "1", "1", "1")
        void = stand.ask(sales.look_up, "1-000002")
        assert (void.kind, void.of, void.payable_cents) == ("void", "1-000001", -140)
        assert [row.by for row in stand.rows("SELECT by FROM sale WHERE kind = 'void'")] == ["els"]
        assert hands.app.at.by == "an"
    assert stand.faults() == []


async def test_a_wrong_pin_cancels_nothing(opens: Opens, stand: Stand):
    async with opens() as hands:
        await _sale(hands)
        await hands.type(".", "2", "1", "9999", "enter")
        assert "That is not the PIN" in hands.text
        await hands.type("escape", "escape")
        assert "card >" in hands.text
        assert len(stand.rows("SELECT * FROM sale")) == 1


async def test_goods_come_back_and_money_goes_back(opens: Opens, stand: Stand):
    async with opens(by="els") as hands:
        await hands.type("enter")
        await _sale(hands)
        await hands.type(".", "3", "1", "1", "1", "enter", "1", "1", "2")
        refund = stand.ask(sales.look_up, "1-000002")
        assert (refund.kind, refund.total_cents) == ("refund", -45)
        assert "give back" in hands.text
    assert stand.faults() == []


async def test_a_sale_is_found_by_the_number_on_its_receipt(opens: Opens, stand: Stand):
    async with opens(by="els") as hands:
        await hands.type("enter")
        for _ in range(2):
            await _sale(hands)
        await hands.type(".", "2", "/", "1-000009", "enter")
        assert "There is no sale 1-000009." in hands.text
        await hands.type(".", "2", "/", "1-000001", "enter", "1", "1")
        assert "1-000003 cancels 1-000001" in hands.text
        assert stand.ask(sales.look_up, "1-000003").of == "1-000001"


async def test_a_sale_that_was_corrected_before_is_no_choice(opens: Opens, stand: Stand):
    async with opens(by="els") as hands:
        await hands.type("enter")
        for _ in range(2):
            await _sale(hands)
        await hands.type(".", "2", "/", "1-000001", "enter", "1", "1", ".", "2")
        assert "1-000002" in hands.text
        assert "1-000001 " not in hands.text
        await hands.type("/", "1-000001", "enter")
        assert "1-000001 was cancelled before, by 1-000003." in hands.text
        await hands.type(".", "3", "/", "1-000003", "enter")
        assert "1-000003 is itself a correction" in hands.text
        await hands.type(".", "3", "1", "1", "1", "enter", "1", "1", "2", ".", "2", "/", "1-000002", "enter")
        assert "Part of 1-000002 was refunded before" in hands.text


async def test_a_basket_is_given_up_after_a_question(opens: Opens, stand: Stand):
    async with opens() as hands:
        await hands.type("H", "1", "enter")
        await hands.scan(PASSATA)
        await hands.type(".", "1", "2")
        assert len(stand.ask(baskets.waiting)) == 1
        await hands.type(".", "1", "1")
        assert stand.ask(baskets.waiting) == ()


async def test_a_manager_allows_more_than_the_budget(opens: Opens, stand: Stand):
    stand.household("H8", adults=1)
    async with opens(by="els") as hands:
        await hands.type("enter")
        await hands.type("H", "8", "enter", "2", "5", "*")
        await hands.scan(MILK)
        await hands.type("enter")
        assert "over the budget" in hands.text
        await hands.type(".", "6", "1", "enter")
        rows = stand.rows("SELECT total_cents, reason FROM sale")
        assert [(row.total_cents, row.reason) for row in rows] == [(1250, "agreed with the social worker")]


async def test_goods_without_a_price_get_one(opens: Opens, stand: Stand):
    stand.product("new", group="baby", name="New")
    with stand.shop.writing.begin() as session:
        from sqlalchemy import text

        session.execute(text("DELETE FROM group_price WHERE group_code = 'baby'"))
    async with opens(by="els") as hands:
        await hands.type("enter", "H", "1", "enter", "n", "e", "w", "enter")
        assert "price" in hands.text
        await hands.type(".", "7", "n", "e", "w", "enter", "3", "enter")
        await hands.type("n", "e", "w", "enter")
        assert stand.ask(baskets.waiting)[0].total_cents == 150


async def test_the_drawer_is_counted_blind(opens: Opens, stand: Stand):
    async with opens() as hands:
        await hands.type(".", "5")
        assert "Enter open the drawer" in hands.text
        await hands.type("enter", "50", "enter")
        assert "is open" in hands.text
        assert "by An Maes" in hands.text
        assert "Enter count and close it" in hands.text
        await hands.type("escape")
        await _sale(hands)
        await hands.type(".", "5", "enter")
        assert "51.40" not in hands.text
        counted = {3: "1", 8: "1", 10: "2"}  # a note of 50, a coin of 1, two of 20 cents
        for place in range(15):
            await hands.type(*counted.get(place, ""), "enter")
        assert "51.40 was counted" in hands.text.replace("€", "")
        await hands.type("1")
        assert "is closed" in hands.text
        slip = stand.rows("SELECT counted_cents, expected_cents FROM drawer")[0]
        assert (slip.counted_cents, slip.expected_cents) == (5140, 5140)


async def test_a_difference_is_told_after_the_count_and_may_have_a_reason(opens: Opens, stand: Stand):
    stand.do(cash.open_drawer, float_cents=1000)
    async with opens(by="els") as hands:
        await hands.type("enter", ".", "5", "enter", *["enter"] * 15, "1")
        assert "10.00 is missing" in hands.text.replace("€", "")
        await hands.type(*"[b]to the bank", "enter")
        assert "[b]to the bank" in hands.text
        await hands.type("enter", "5", "enter", "enter", *["enter"] * 15, "1", "enter")
        assert "is closed" in hands.text
        kept = stand.rows("SELECT reason, expected_cents - counted_cents AS missing FROM drawer ORDER BY number")
        assert [(row.reason, row.missing) for row in kept] == [("[b]to the bank", 1000), (None, 500)]
    assert stand.faults() == []


async def test_a_colleague_says_yes_before_the_count(opens: Opens, stand: Stand):
    stand.do(staff.add, "Bo Smet", role="volunteer", pin="2222", lang="nl")
    stand.do(cash.open_drawer, float_cents=1000)
    async with opens(by="bo") as hands:
        await hands.type(".", "5", "enter")
        assert "Who says yes to this?" in hands.text
        await hands.type("escape", "enter", "2", "1234", "enter")
        assert "How many of" in hands.text
        await hands.type(*["enter"] * 15, "2", "escape", "enter", "2", "1234", "enter", *["enter"] * 15, "1", "enter")
        assert "is closed" in hands.text
        assert [row.closed_by for row in stand.rows("SELECT closed_by FROM drawer")] == ["els"]
        assert hands.app.at.by == "bo"


async def test_what_was_wrong_goes_with_its_question(opens: Opens):
    async with opens() as hands:
        await hands.type(".", "5", "enter", "10", "enter", "enter", "4", "x", "enter")
        assert "possible here" in hands.text
        await hands.type("escape")
        assert "possible here" not in hands.text


async def test_counting_may_be_left_and_gone_on_with(opens: Opens, stand: Stand):
    async with opens() as hands:
        await hands.type(".", "5", "enter", "10", "enter", "enter", "2", "enter", "escape")
        assert "kept" in hands.text
        await hands.type("enter")
        assert "500.00 x     2" in hands.text


async def test_today_shows_what_was_sold(opens: Opens):
    async with opens(by="els") as hands:
        assert "TODAY" in hands.text
        assert "TAKE FROM THE SHELF NOW" in hands.text
        await hands.type("escape")
        assert "TODAY" in hands.text
        await hands.type("enter")
        await _sale(hands)
        await hands.type(".", "8")
        await hands.until("1 sale ")
