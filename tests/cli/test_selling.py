"""Selling at the console: the same sale as at the till, as one document."""

from __future__ import annotations

import pypdf
import pytest

from kruidenier.store.base import new_id
from tests.cli.conftest import Terminal
from tests.kit import Stand


def test_a_sale_is_told_in_one_document(terminal: Terminal, shelf: Stand):
    sale = terminal.json("sell", "--card", "h1", "rice*2", "apples@300", "--pay", "voucher=50", "--pay", "cash=1000")
    at = sale.pop("at")
    assert at == "2026-11-24T10:00:00+01:00"
    assert sale == {
        "number": "1-000001",
        "kind": "sale",
        "till": "1",
        "date": "2026-11-24",
        "card": "H1",
        "lines": [
            {
                "code": "rice",
                "name": "Rijst",
                "count": 2,
                "grams": None,
                "unit_price_cents": 60,
                "total_cents": 120,
                "taken": [
                    {
                        "lot": "L1-000001",
                        "count": 2,
                        "grams": None,
                        "origin": "bought",
                        "date": None,
                        "known_by": "scanned",
                    }
                ],
                "notices": [],
            },
            {
                "code": "apples",
                "name": "Apples",
                "count": None,
                "grams": 300,
                "unit_price_cents": 199,
                "total_cents": 60,
                "taken": [
                    {
                        "lot": "L1-000003",
                        "count": None,
                        "grams": 300,
                        "origin": "bought",
                        "date": None,
                        "known_by": "scanned",
                    }
                ],
                "notices": [],
            },
        ],
        "total_cents": 180,
        "rounding_cents": 0,
        "payments": [
            {"method": "voucher", "amount_cents": 50, "tendered_cents": None},
            {"method": "cash", "amount_cents": 130, "tendered_cents": 1000},
        ],
        "change_cents": 870,
        "budget_left_cents": 1820,
        "receipt": "receipts/2026/1-000001.pdf",
        "later": [],
    }


def test_names_follow_the_language_with_a_fallback(terminal: Terminal, shelf: Stand):
    from dataclasses import replace

    sale = replace(terminal, lang="fr").json("sell", "--card", "H1", "rice", "apples@10", "--pay", "card")
    assert [line["name"] for line in sale["lines"]] == ["Riz", "Apples"]


def test_the_receipt_is_a_paper_of_this_sale(terminal: Terminal, shelf: Stand):
    sale = terminal.json("sell", "--card", "H1", "rice", "--pay", "card")
    words = pypdf.PdfReader(terminal.folder / sale["receipt"]).pages[0].extract_text()
    assert "1-000001" in words
    assert "Rijst" in words


def test_a_sale_is_shown_again_as_it_was_issued(terminal: Terminal, shelf: Stand):
    sale = terminal.json("sell", "--card", "H1", "rice*3", "--pay", "cash")
    assert terminal.json("sale", sale["number"]) == sale
    void = terminal.json("void", sale["number"], "--reason", "wrong basket")
    assert terminal.json("sale", sale["number"]) == sale | {"later": [void["number"]]}


def test_a_lost_receipt_is_made_again(terminal: Terminal, shelf: Stand):
    sale = terminal.json("sell", "--card", "H1", "rice", "--pay", "card")
    paper = terminal.folder / sale["receipt"]
    before = paper.read_bytes()
    paper.unlink()
    assert terminal.json("sale", sale["number"])["receipt"] is None
    assert terminal.json("receipt", sale["number"]) == {"receipt": sale["receipt"]}
    assert paper.read_bytes() == before


def test_a_receipt_that_cannot_be_made_does_not_lose_the_sale(terminal: Terminal, shelf: Stand):
    receipts = terminal.folder / "receipts"
    receipts.rmdir() if receipts.exists() else None
    receipts.write_text("not a folder")
    result = terminal.run("sell", "--card", "H1", "rice", "--pay", "card", "--json")
    assert result.exit_code == 0
    assert '"receipt": null' in result.stdout
    assert "Sale 1-000001 is done" in result.stderr
    assert terminal.json("sale", "1-000001")["total_cents"] == 60


def test_a_passed_best_before_is_told_in_the_language_asked_for(terminal: Terminal, shelf: Stand):
    from dataclasses import replace

    shelf.product("soup", fixed=50)
    shelf.lot("soup", 3, best_before="2026-11-20")
    notice = "Best before 20/11/2026 has passed: still good, say so."
    assert terminal.json("sell", "--card", "H1", "soup", "--pay", "cash")["lines"][0]["notices"] == [notice]
    (dutch,) = replace(terminal, lang="nl").json("sale", "1-000001")["lines"][0]["notices"]
    assert "20/11/2026" in dutch
    assert dutch != notice


def test_the_date_on_the_pack_decides(terminal: Terminal, shelf: Stand):
    shelf.product("milk", fixed=80)
    shelf.lot("milk", 5, use_by="2026-12-01")
    shelf.lot("milk", 5, use_by="2026-11-20")
    assert terminal.no("sell", "--card", "H1", "milk!2026-11-20", "--pay", "cash") == "UseByPassed"
    sale = terminal.json("sell", "--card", "H1", "milk*2!2026-12-01", "--pay", "cash")
    assert [taken["date"] for taken in sale["lines"][0]["taken"]] == ["2026-12-01"]


def test_a_gs1_string_may_be_typed_with_a_caret(terminal: Terminal, shelf: Stand):
    sale = terminal.json("sell", "--card", "H1", "010541018803107210AB*1^17270101", "--pay", "cash")
    assert sale["lines"][0]["code"] == "5410188031072"
    assert sale["lines"][0]["count"] == 1
    assert terminal.no("sell", "--card", "H1", "0105410188031072^17251101", "--pay", "cash") == "UseByPassed"


def test_nothing_is_asked_for_what_is_free(terminal: Terminal, shelf: Stand):
    shelf.product("pasta", fixed=90)
    shelf.lot("pasta", 5, origin="esf")
    shelf.household("E1", grocery=None, esf=("2026-01-01", "2026-12-31"))
    sale = terminal.json("sell", "--card", "E1", "pasta")
    assert (sale["total_cents"], sale["payments"]) == (0, [])


def test_the_same_id_is_one_sale(terminal: Terminal, shelf: Stand):
    sent = new_id()
    first = terminal.json("sell", "--card", "H1", "rice", "--pay", "cash=100", "--id", sent)
    assert terminal.json("sell", "--card", "H1", "rice", "--pay", "cash=100", "--id", sent) == first
    assert terminal.no("sell", "--card", "H1", "rice*2", "--pay", "cash=500", "--id", sent) == "IdUsedForAnother"
    assert shelf.left("L1-000001") == (9, 4500)


def test_a_sale_on_paper_is_booked_on_its_own_day(terminal: Terminal, shelf: Stand):
    sale = terminal.json("sell", "--card", "H1", "rice", "--pay", "cash", "--paper", "17", "--at", "2026-11-23T16:30")
    assert (sale["at"], sale["date"]) == ("2026-11-23T16:30:00+01:00", "2026-11-23")
    assert (
        terminal.no("sell", "--card", "H1", "rice", "--pay", "cash", "--paper", "17", "--at", "2026-11-23T16:30+01:00")
        == "PaperUsed"
    )
    assert "--paper" in terminal.wrong("sell", "--card", "H1", "rice", "--pay", "cash", "--paper", "18")
    assert "half past four" in terminal.wrong(
        "sell", "--card", "H1", "rice", "--pay", "cash", "--paper", "18", "--at", "half past four"
    )


def test_only_a_manager_goes_over_the_budget(terminal: Terminal, shelf: Stand):
    terminal.run("staff", "add", "Vera", "--role", "volunteer", "--pin", "2222")
    shelf.product("coffee", fixed=3000)
    shelf.lot("coffee", 5)
    over = ("sell", "--card", "H1", "coffee", "--pay", "card")
    assert terminal.no(*over) == "BudgetSpent"
    assert terminal.as_("vera", "2222").no(*over, "--override", "birthday") == "NotAllowed"
    assert terminal.json(*over, "--override", "birthday")["budget_left_cents"] == -1000


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--card", "H1", "5410188031073"), "TornBarcode"),
        (("--card", "H1", "5410188031072*x"), "BadItem"),
        (("--card", "H1", "rice*0"), "TooMany"),
        (("--card", "H1", "rice*99999999999999"), "BadItem"),
        (("--card", "H1", "rice!2026-02-30"), "BadItem"),
        (("--card", "H1", "rice!tomorrow"), "BadItem"),
        (("--card", "H1", "nothing"), "UnknownCode"),
        (("--card", "H1", "H1"), "CardNotGoods"),
        (("--card", "H1", "§" * 5000), "NotACode"),
        (("--card", "H1", "\x07"), "NotACode"),
        (("--card", "H1", "apples"), "NeedsWeight"),
        (("--card", "H1", "rice@100"), "SoldByPiece"),
        (("--card", "H1", "apples*3"), "SoldByWeight"),
        (("--card", "nobody", "rice"), "UnknownCard"),
        (("--card", "\x1b[2J", "rice"), "UnknownCard"),
        (("--card", "H1", "rice", "--pay", "beads"), "UnknownMethod"),
        (("--card", "H1", "rice", "--pay", "cash=-5"), "NotAnAmount"),
        (("--card", "H1", "rice", "--pay", "card=500"), "TooMuch"),
        (("--card", "H1", "rice"), "TooLittle"),
        (("--card", "H1", "rice", "--pay", "cash", "--pay", "card"), "TwoTakeTheRest"),
        (("--card", "H1", "rice", "--pay", "cash", "--id", "twice"), "BadId"),
        (("--card", "H1", "rice", "--pay", "cash", "--override", "  "), "NeedsReason"),
    ],
)
def test_what_cannot_be_sold_is_said_and_not_booked(terminal: Terminal, shelf: Stand, words, code):
    assert terminal.no("sell", *words) == code
    assert shelf.rows("SELECT 1 FROM sale") == []
    assert shelf.rows("SELECT 1 FROM basket") == []
    verbs = [row.verb for row in shelf.rows("SELECT verb FROM journal ORDER BY id")]
    assert verbs[-1] == "refused"


def test_a_refusal_is_noted_without_names(terminal: Terminal, shelf: Stand):
    terminal.no("sell", "--card", "somebody", "rice")
    (line,) = shelf.rows("SELECT subject, details, \"by\" FROM journal WHERE verb = 'refused'")
    assert line.subject == "UnknownCard"
    assert line.by.startswith("console:")
    assert "somebody" not in str(line.details)


def test_questions_change_nothing_even_when_refused(terminal: Terminal, shelf: Stand):
    before = shelf.rows("SELECT count(*) FROM journal")
    assert terminal.no("sale", "1-999999") == "NoSuchSale"
    assert terminal.no("receipt", "1-999999") == "NoSuchSale"
    assert terminal.no("household", "nobody") == "UnknownCard"
    assert shelf.rows("SELECT count(*) FROM journal") == before


def test_cents_that_are_no_number_are_wrong_use(terminal: Terminal, shelf: Stand):
    assert "cash=2000" in terminal.wrong("sell", "--card", "H1", "rice", "--pay", "cash=two")
    assert "ITEM" in terminal.wrong("sell", "--card", "H1")
    assert "--card" in terminal.wrong("sell", "rice")


def test_a_void_gives_everything_back(terminal: Terminal, shelf: Stand):
    sale = terminal.json("sell", "--card", "H1", "rice*2", "apples@333", "--pay", "cash=1000")
    void = terminal.json("void", sale["number"], "--reason", "wrong household")
    assert (void["kind"], void["of"]) == ("void", sale["number"])
    assert void["total_cents"] == -sale["total_cents"]
    assert sum(paid["amount_cents"] for paid in void["payments"]) == void["total_cents"] + void["rounding_cents"]
    assert shelf.left("L1-000001") == (10, 5000)
    assert shelf.spent("H1") == 0
    assert terminal.no("void", sale["number"], "--reason", "again") == "AlreadyVoid"
    assert terminal.no("void", void["number"], "--reason", "again") == "NotASale"
    assert terminal.no("void", "1-000009", "--reason", "why") == "NoSuchSale"
    assert "--reason" in terminal.wrong("void", sale["number"])


def test_a_refund_gives_goods_and_money_back(terminal: Terminal, shelf: Stand):
    sale = terminal.json("sell", "--card", "H1", "rice*2", "apples@333", "--pay", "cash=1000")
    sent = new_id()
    words = ("refund", sale["number"], "rice", "apples@100", "--reason", "torn", "--pay", "cash", "--id", sent)
    refund = terminal.json(*words)
    assert terminal.json(*words) == refund
    assert [(line["count"], line["grams"]) for line in refund["lines"]] == [(-1, None), (None, -100)]
    assert sum(paid["amount_cents"] for paid in refund["payments"]) == refund["total_cents"] + refund["rounding_cents"]
    assert terminal.no("refund", sale["number"], "rice*2", "--reason", "torn", "--pay", "cash") == "MoreThanSold"
    assert terminal.no("refund", sale["number"], "milk", "--reason", "torn", "--pay", "cash") == "NotSoldThere"
    assert terminal.no("refund", sale["number"], "rice!2026-12-01", "--reason", "torn", "--pay", "cash") == "BadItem"
    assert terminal.no("void", sale["number"], "--reason", "late") == "AlreadyRefunded"
    assert terminal.json("check") == {"ok": True, "faults": []}


def test_a_sale_can_be_read_by_people(terminal: Terminal, shelf: Stand):
    told = terminal.run("sell", "--card", "H1", "rice*2", "--pay", "cash=200").stdout
    assert "1-000001" in told
    assert "2 ×  Rijst" in told
    assert "€0.80" in told.replace("\u00a0", "")


def test_names_that_look_like_commands_are_just_names(terminal: Terminal, shelf: Stand):
    names = {"nl": "=CMD('calc') [b]<para>&amp; \"’ مرحبا", "fr": "x" * 200}
    shelf.product("odd", names=names, fixed=10)
    shelf.lot("odd", 1)
    sale = terminal.json("sell", "--card", "H1", "odd", "--pay", "card")
    assert sale["lines"][0]["name"] == names["nl"]
    assert sale["receipt"] is not None
