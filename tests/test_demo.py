"""The demo shop: the same every time, with every case on show, sound books and a hidden truth that fits them."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter

import pytest
from sqlalchemy import text

from kruidenier.demo.build import TRUTH, build_demo, is_demo, read_demo, welcome
from kruidenier.demo.world import Scale
from kruidenier.i18n import speaking
from kruidenier.shop.founding import ShopThere
from kruidenier.shop.goods.stock import ORIGINS
from kruidenier.shop.office import staff
from kruidenier.shop.opening import open_shop
from kruidenier.shop.supply.suppliers import KINDS
from tests.cli.conftest import Terminal
from tests.cli.test_recomputed import compare, written
from tests.kit import Stand

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
SMALL = Scale(households=80, sales=(9, 14))
FIGURES = """
    SELECT s.number, s.kind, s.happened_at, s.total_cents, s.rounding_cents, s.by, l.position, l.code, l.count, l.grams,
           l.total_cents, t.count, t.grams, t.known_by, lot.number, lot.lot_code, lot.date
    FROM sale s JOIN sale_line l ON l.sale_id = s.id JOIN sale_take t ON t.sale_id = s.id AND t.position = l.position
    JOIN lot ON lot.id = t.lot_id ORDER BY s.number, l.position, lot.number, t.count, t.grams"""
STOCK = """
    SELECT lot.number, lot.kind, p.code, s.code, lot.origin, lot.date_mark, lot.date, lot.count, lot.grams
    FROM lot LEFT JOIN product p ON p.id = lot.product_id LEFT JOIN supplier s ON s.id = lot.supplier_id
    ORDER BY lot.number"""
HOUSEHOLDS = """
    SELECT c.card, f.display_name, h.lang, m.birth_year, m.birth_month, r.kind, r.valid_from, r.valid_until
    FROM household h JOIN household_card c ON c.household_id = h.id JOIN household_file f ON f.household_id = h.id
    LEFT JOIN member m ON m.household_id = h.id LEFT JOIN household_right r ON r.household_id = h.id
    ORDER BY c.card, m.birth_year, m.birth_month, r.kind, r.valid_from, r.valid_until"""


def built(folder, **more):
    told: list[str] = []
    demo = build_demo(
        folder, months=more.pop("months", 1), now=more.pop("now", NOW), tell=told.append, scale=SMALL, **more
    )
    return demo, told


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    return built(tmp_path_factory.mktemp("demo") / "shop")[0]


@pytest.fixture(scope="module")
def stand(demo):
    shop = open_shop(demo.folder)
    yield Stand(shop, shop.counter(by="nadia", role="manager"), NOW)
    shop.close()


@pytest.fixture(scope="module")
def begun_today(tmp_path_factory):
    return built(tmp_path_factory.mktemp("today") / "shop", months=0)[0]


@pytest.fixture(scope="module")
def truth(demo):
    with (demo.folder / TRUTH).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def one(stand, sql, **values):
    return stand.rows(sql, **values)[0][0]


def test_the_same_seed_and_day_give_the_same_shop(demo, stand, tmp_path):
    again, _ = built(tmp_path / "again", now=NOW - dt.timedelta(hours=8))
    assert (again.folder / TRUTH).read_bytes() == (demo.folder / TRUTH).read_bytes()
    assert (again.workers, again.cards, again.goods) == (demo.workers, demo.cards, demo.goods)
    other = open_shop(again.folder)
    try:
        with other.reading() as session:
            for sql in (STOCK, HOUSEHOLDS):
                assert session.execute(text(sql)).all() == stand.rows(sql)
            times = [row for row in session.execute(text(FIGURES)) if not row.happened_at.startswith("2026-11-24")]
            assert times == [row for row in stand.rows(FIGURES) if not row.happened_at.startswith("2026-11-24")]
    finally:
        other.close()


def test_another_seed_gives_another_shop(begun_today, tmp_path):
    another, _ = built(tmp_path / "another", months=0, seed=2)
    assert begun_today.goods != another.goods


def test_the_books_prove(stand):
    assert stand.faults() == []


def test_a_suppliers_figures_are_the_same_when_they_are_done_over(demo, tmp_path):
    terminal = Terminal(demo.folder, now=NOW)
    with (written(terminal, tmp_path) / "deliveries.csv").open(encoding="utf-8", newline="") as file:
        givers = {row["supplier"] for row in csv.DictReader(file)}
    for giver in sorted(givers):
        compare(terminal, tmp_path, giver, "2026-10-01", "2026-11-24")
        compare(terminal, tmp_path, giver, "2026-10-01", "2026-11-10")


def test_nothing_happened_later_than_now(stand):
    now = NOW.isoformat(timespec="microseconds")
    for table, column in (
        ("sale", "recorded_at"),
        ("journal", "at"),
        ("movement", "recorded_at"),
        ("basket", "changed_at"),
    ):
        assert one(stand, f"SELECT MAX({column}) FROM {table}") <= now


CASES = {
    "every kind of supplier": (
        "SELECT COUNT(DISTINCT kind) FROM supplier",
        len(KINDS),
    ),
    "goods of every origin": (
        "SELECT COUNT(DISTINCT origin) FROM lot WHERE origin <> 'unknown'",
        len(ORIGINS),
    ),
    "households of every language": ("SELECT COUNT(DISTINCT lang) FROM household", 4),
    "small children with a month": ("SELECT COUNT(*) FROM member WHERE birth_month IS NOT NULL", 1),
    "a birth": ("SELECT COUNT(*) FROM member WHERE joined_on > '2026-10-25'", 1),
    "only headcounts": ("SELECT COUNT(*) FROM headcount", 1),
    "a family of ten": (
        "SELECT COUNT(*) FROM (SELECT 1 FROM member GROUP BY household_id HAVING COUNT(*) >= 10)",
        1,
    ),
    "paused and blocked": ("SELECT COUNT(DISTINCT kind) FROM household_hold", 2),
    "renewals": ("SELECT COUNT(*) FROM household_right WHERE renewals > 0", 1),
    "ESF+ right alone": (
        (
            "SELECT COUNT(*) FROM household_right e JOIN household_right g ON g.household_id = e.household_id"
            " WHERE e.kind = 'esf' AND g.kind = 'grocery' AND e.valid_until >= '2026-11-24'"
            " AND g.valid_until < e.valid_from"
        ),
        1,
    ),
    "needs of every kind": ("SELECT COUNT(DISTINCT need) FROM household_need", 4),
    "notes with a last day": ("SELECT COUNT(*) FROM household_note WHERE until > '2026-11-24'", 3),
    "others who come for a household": ("SELECT COUNT(*) FROM substitute", 2),
    "every way to pay": ("SELECT COUNT(DISTINCT method) FROM sale_payment", 3),
    "cash and card together": (
        (
            "SELECT COUNT(*) FROM sale_payment a JOIN sale_payment b ON a.sale_id = b.sale_id"
            " WHERE a.method = 'cash' AND b.method = 'card'"
        ),
        1,
    ),
    "rounded cash": ("SELECT COUNT(*) FROM sale WHERE rounding_cents <> 0", 5),
    "voids and refunds": ("SELECT COUNT(DISTINCT kind) FROM sale", 3),
    "sales on paper": ("SELECT COUNT(*) FROM sale WHERE paper_number IS NOT NULL", 3),
    "a budget waived by a manager": ("SELECT COUNT(*) FROM sale WHERE kind = 'sale' AND reason IS NOT NULL", 1),
    "free ESF+ goods": (
        (
            "SELECT COUNT(*) FROM sale_take t JOIN sale_line l ON l.sale_id = t.sale_id AND l.position = t.position"
            " WHERE t.origin = 'esf' AND l.total_cents = 0"
        ),
        10,
    ),
    "goods past best-before": ("SELECT COUNT(*) FROM sale_line WHERE past_best_before", 1),
    "goods from crates": ("SELECT COUNT(*) FROM sale_take WHERE known_by = 'attributed'", 10),
    "shortfalls": ("SELECT COUNT(*) FROM lot WHERE kind = 'shortfall'", 1),
    "a count that a manager accepted": ("SELECT COUNT(*) FROM stock_count WHERE state = 'accepted'", 1),
    "differences of a count": (
        (
            "SELECT COUNT(*) FROM movement m JOIN stock_count c ON CAST(c.id AS VARCHAR(36)) = m.document_id"
            " WHERE m.reason = 'counted'"
        ),
        1,
    ),
    "count tasks": ("SELECT COUNT(*) FROM count_task WHERE settled_at IS NULL", 1),
    "drafts for unknown codes": ("SELECT COUNT(*) FROM product WHERE draft", 3),
    "leftovers whose date has passed": (
        "SELECT COUNT(*) FROM lot WHERE date < '2026-11-24' AND count > 0",
        1,
    ),
    "goods that must go by tomorrow": (
        "SELECT COUNT(*) FROM lot WHERE date = '2026-11-25' AND date_mark = 'use_by' AND count > 0",
        1,
    ),
    "lots without a weight": ("SELECT COUNT(*) FROM lot WHERE count > 0 AND grams = 0", 1),
    "opening stock and deliveries": ("SELECT COUNT(DISTINCT kind) FROM delivery", 2),
    "a supplier's own lot numbers": ("SELECT COUNT(*) FROM lot WHERE lot_code IS NOT NULL", 5),
    "a basket aside": ("SELECT COUNT(*) FROM basket WHERE state = 'aside'", 1),
    "baskets given up": ("SELECT COUNT(*) FROM basket WHERE state = 'cancelled'", 1),
    "an open drawer": ("SELECT COUNT(*) FROM drawer WHERE closed_at IS NULL", 1),
    "drawers with a difference": (
        "SELECT COUNT(*) FROM drawer WHERE counted_cents <> expected_cents",
        1,
    ),
    "rules that changed": ("SELECT COUNT(*) FROM setting WHERE valid_from > '2026-10-25'", 2),
    "refusals": ("SELECT COUNT(DISTINCT subject) FROM journal WHERE verb = 'refused'", 2),
    "waste": ("SELECT COUNT(*) FROM movement WHERE reason = 'waste'", 5),
    "goods to partners": ("SELECT COUNT(*) FROM transfer", 1),
    "a holder of the label": ("SELECT COUNT(*) FROM award WHERE state = 'issued'", 1),
    "a proposal for the label": ("SELECT COUNT(*) FROM award WHERE state = 'proposed'", 1),
    "people of every role": ("SELECT COUNT(DISTINCT role) FROM staff", 3),
}


@pytest.mark.parametrize("case", CASES)
def test_every_case_is_on_show(stand, case):
    sql, least = CASES[case]
    assert one(stand, sql) >= least


def test_every_status_has_a_card_to_try(stand, demo):
    from kruidenier.shop.office import settings
    from kruidenier.shop.people import households
    from kruidenier.shop.till.shoppers import visit

    found = {}
    with stand.shop.reading() as session:
        rules = settings.current(session, stand.today)
        for card in demo.cards:
            held = households.find(session, card.code)
            found[card.code] = visit(session, held, on=stand.today, settings=rules).standing
    statuses = [standing.status for standing in found.values()]
    assert set(statuses) == {"fine", "ends_soon", "not_started", "ended", "paused", "blocked"}
    assert found["1001"].may_shop
    assert found["1001"].esf_entitled
    assert found["1009"].may_come_in
    assert not found["1009"].may_shop


def test_a_first_sale_needs_only_what_is_shown(demo, tmp_path):
    import shutil

    shutil.copytree(demo.folder, tmp_path / "copy")
    shop = open_shop(tmp_path / "copy")
    try:
        worker = demo.workers[-1]
        with shop.writing.begin() as session:
            assert staff.try_pin(session, worker.code, pin=worker.pin, now=NOW)
        stand = Stand(shop, shop.counter(by=worker.code, role=worker.role), NOW)
        basket = stand.welcome(demo.cards[0].code)
        for goods in demo.goods[:3]:
            assert stand.scan(basket, goods.code, ask=True).ask is None
        assert len(stand.pay(basket).lines) == 3
    finally:
        shop.close()


def test_rules_are_broken_only_on_paper_or_with_a_reason(stand):
    broken = "SELECT COUNT(*) FROM sale WHERE broken_rules IS NOT NULL AND paper_number IS NULL AND reason IS NULL"
    assert one(stand, broken) == 0


def test_every_pack_sold_has_its_truth(stand, truth):
    sold: Counter[tuple[str, str]] = Counter()
    for row in truth:
        if row["document"]:
            sold[row["document"], row["code"]] += int(row["pieces"] or row["grams"])
    booked: Counter[tuple[str, str]] = Counter()
    for row in stand.rows(
        "SELECT s.number, l.code, l.count AS pieces, l.grams FROM sale s JOIN sale_line l ON l.sale_id = s.id"
    ):
        booked[row.number, row.code] += abs(row.pieces if row.grams is None else row.grams)
    assert sold == booked


def test_every_lot_of_the_truth_is_in_the_books(stand, truth):
    books = {
        row.number: (row.code, row.origin)
        for row in stand.rows("SELECT l.number, s.code, l.origin FROM lot l JOIN supplier s ON s.id = l.supplier_id")
    }
    told = {(row["lot"], row["supplier"]) for row in truth if row["lot"]}
    assert told
    assert all(books[lot][0] == supplier for lot, supplier in told)


def test_the_truth_and_the_books_do_not_always_agree(stand, truth):
    """Else there would be nothing to measure."""
    really = {(row["document"], row["code"], row["lot"]) for row in truth if row["event"] == "sold"}
    reckoned = {
        (row.number, row.code, row.lot)
        for row in stand.rows(
            "SELECT s.number, l.code, lot.number AS lot FROM sale s JOIN sale_line l ON l.sale_id = s.id"
            " JOIN sale_take t ON t.sale_id = s.id AND t.position = l.position JOIN lot ON lot.id = t.lot_id"
            " WHERE s.kind = 'sale'"
        )
    }
    assert len(really & reckoned) > len(really) / 2
    assert really - reckoned


def test_a_demo_is_known_again(demo, tmp_path):
    assert is_demo(demo.folder)
    assert not is_demo(tmp_path)
    assert read_demo(demo.folder) == demo


def test_a_shop_is_never_built_over(shop_folder):
    with pytest.raises(ShopThere):
        build_demo(shop_folder, now=NOW, tell=print, scale=SMALL)
    assert not is_demo(shop_folder)


def test_a_building_that_was_stopped_leaves_nothing(tmp_path):
    def stop(_sentence: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_demo(tmp_path / "shop", months=1, now=NOW, tell=stop, scale=SMALL)
    assert [path for path in (tmp_path / "shop").rglob("*") if path.is_file()] == []
    assert not is_demo(tmp_path / "shop")


def test_a_demo_may_begin_today(begun_today):
    shop = open_shop(begun_today.folder)
    stand = Stand(shop, shop.counter(by="nadia", role="manager"), NOW)
    try:
        assert stand.faults() == []
        assert one(stand, "SELECT COUNT(DISTINCT happened_on) FROM sale") == 1
    finally:
        shop.close()


def test_the_introduction_names_pins_and_cards(demo):
    for language in ("en", "nl", "fr"):
        with speaking(language):
            said = "\n".join(demo.introduce())
        for worker in demo.workers:
            assert worker.pin in said
        for sample in (*demo.cards, *demo.goods):
            assert sample.code in said


def test_the_first_screen_of_a_demo_says_who_may_sign_in(demo):
    """Tried as a new volunteer would: the PINs scroll away as soon as the screens open."""
    said = "\n".join(welcome(demo))
    for role in ("volunteer", "staff", "manager"):
        assert any(worker.pin in said for worker in demo.workers if worker.role == role)
    assert demo.cards[0].code in said
    assert demo.goods[0].code in said


def test_the_demo_was_copied_the_evening_before(demo):
    """Else the day's page warns everybody who only wants to look around."""
    assert [file.suffix for file in (demo.folder / "data" / "backups").iterdir()] == [".kruidenier"]
