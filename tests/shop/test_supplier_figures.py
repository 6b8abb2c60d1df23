"""A supplier's figures against cases counted by hand: every gram of what was given is told, once."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import update

from kruidenier.shop.figures import supplier_documents, supplier_json
from kruidenier.shop.figures.supplier_figures import FEWEST_HOUSEHOLDS, PeriodBackwards, supplier_figures
from kruidenier.shop.figures.supplier_goods import BECAME
from kruidenier.shop.figures.supplier_values import Fate, KnownBy, SupplierFigures, Worth, percent, percents
from kruidenier.shop.goods import catalogue, crates, treatments, undoing, waste, words
from kruidenier.shop.goods.crates import Seen
from kruidenier.shop.network import transfers
from kruidenier.shop.supply import door, sorting
from kruidenier.shop.supply.suppliers import NoBanner, NoEnterprise, NoSuchSupplier, Supplier
from kruidenier.store.base import new_id
from tests.kit import TODAY, Stand, day
from tests.shop.supplying import gives, lots, stock_up

YESTERDAY, TOMORROW = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)


@pytest.fixture
def store(stand: Stand) -> Stand:
    return stock_up(stand)


def figures(
    stand: Stand,
    first: dt.date = TODAY,
    last: dt.date | None = None,
    *,
    code: str = "miroir",
    by: str = "establishment",
) -> SupplierFigures:
    return stand.ask(supplier_figures, code, first=first, last=last or first, by=by)


def test_what_became_of_gifts_adds_up_to_the_gram(store: Stand):
    rice, mixed = lots(gives(store, {"code": "rice", "count": 10, "grams": 5200}, {"group": "fruit", "grams": 20_000}))
    store.sell("H1", ("rice", 3), ("apples", "1500g"))
    store.do(waste.waste, rice, count=1, why="damage", id=new_id())
    store.do(crates.close_round, [Seen(mixed, 12_000, compost=1000)], id=new_id())
    store.do(transfers.transfer, rice, "Soep & Co", count=2, id=new_id())
    told = figures(store)
    assert told.fate == Fate(came=25_200, handed_out=8560, wasted=1520, transferred=1040, on_hand=14_080)
    assert told.fate.adds_up
    assert told.known_by == KnownBy(scanned=1560, attributed=1500, counted=8060)
    assert (told.deliveries, told.grams, told.fresh) == (1, 25_200, 20_000)


def test_goods_are_followed_through_sorting_freezing_and_repacking(store: Stand):
    (mixed,) = lots(gives(store, {"group": "bread", "grams": 9000}))
    apples = store.do(sorting.sort, mixed, product="apples", grams=4000)
    rice = store.do(sorting.sort, mixed, product="rice", count=4, grams=1900)
    frozen = store.do(treatments.freeze, apples.into, grams=2500)
    store.do(treatments.repack, frozen.into, grams=1000, until=TODAY)
    store.sell("H1", ("rice", 2))
    told = figures(store)
    assert told.fate == Fate(came=9000, handed_out=950, on_hand=8050)
    assert {share.group: share.fate.came for share in told.by_group} == {"fruit": 4000, "bread": 3100, "canned": 1900}
    assert told.fresh == 7100
    assert all(share.fate.adds_up for share in told.by_group)
    assert rice.left_grams == 3100


def test_only_the_goods_of_the_period_count_and_only_until_its_end(store: Stand):
    gives(store.on(YESTERDAY), {"code": "rice", "count": 10})
    gives(store, {"code": "rice", "count": 4})
    store.on(YESTERDAY).sell("H1", ("rice", 2))
    store.sell("H1", ("rice", 9))
    assert figures(store, YESTERDAY).fate == Fate(came=5000, handed_out=1000, on_hand=4000)
    assert figures(store).fate == Fate(came=2000, handed_out=500, on_hand=1500)
    assert figures(store, YESTERDAY, TODAY).fate == Fate(came=7000, handed_out=5500, on_hand=1500)
    assert figures(store, TOMORROW).fate == Fate()


def test_what_is_brought_back_or_undone_is_no_longer_out(store: Stand):
    (rice,) = lots(gives(store, {"code": "rice", "count": 10}))
    sale = store.sell("H1", ("rice", 4))
    store.refund(sale.number, ("rice", 1))
    store.void(store.sell("H1", ("rice", 2)).number)
    store.do(waste.waste, rice, count=3, why="date", id=new_id())
    store.do(undoing.undo)
    told = figures(store)
    assert told.fate == Fate(came=5000, handed_out=1500, on_hand=3500)
    assert told.known_by == KnownBy(scanned=1500)
    assert (told.asked_cents, told.wasted_next_day) == (180, 0)


def test_what_is_missing_or_found_is_lost_or_less_than_lost(store: Stand):
    fruit, bread = lots(gives(store, {"group": "fruit", "grams": 4000}, {"group": "bread", "grams": 3000}))
    store.do(crates.close_round, [Seen(fruit, 4600)], id=new_id())
    store.do(sorting.write_off, bread)
    told = figures(store)
    assert told.fate == Fate(came=7000, on_hand=4600, lost=2400)
    assert {share.group: share.fate.lost for share in told.by_group} == {"fruit": -600, "bread": 3000}


def test_bought_and_european_goods_stand_apart(store: Stand):
    given = {"code": "rice", "count": 1}
    gives(store, given, given | {"origin": "bought"}, given | {"origin": "esf"}, given | {"origin": "garden"})
    told = figures(store)
    assert (told.grams, told.bought, told.esf, told.deliveries) == (1000, 500, 500, 1)
    gives(store, given | {"origin": "bought"})
    assert figures(store).deliveries == 1


def test_what_was_refused_is_told_with_its_reason_and_is_in_no_kilogram(store: Stand):
    van = store.do(door.begin, "miroir").number
    said = {"origin": "donated", "crates": 1, "tare_grams": 0}
    store.do(door.add_line, van, group="fruit", gross_grams=9000, **said)
    store.do(door.add_line, van, group="fruit", gross_grams=2000, refused="damaged", **said)
    store.do(door.add_line, van, group="meat", gross_grams=700, refused="temperature", tenths=99, **said)
    store.do(door.add_line, van, group="meat", refused="temperature", tenths=99, origin="donated", crates=1)
    store.do(door.add_line, van, group="meat", gross_grams=100, refused="damaged", **said | {"origin": "bought"})
    assert figures(store).deliveries == 0
    store.do(door.sign, van)
    told = figures(store)
    assert (told.grams, told.refused, told.offered) == (9000, 2700, 11_700)
    assert [(r.reason, r.lines, r.grams, r.unweighed) for r in told.refusals] == [
        ("temperature", 2, 700, 1),
        ("damaged", 1, 2000, 0),
    ]
    assert [(note.grams, note.refused) for note in told.notes] == [(9000, 2700)]


def test_pieces_without_a_weight_are_counted(store: Stand):
    gives(store, {"code": "soap", "count": 12}, {"code": "rice", "count": 1})
    told = figures(store)
    assert (told.unweighed_pieces, told.grams) == (12, 500)
    assert told.notes[0].unweighed_pieces == 12


def test_waste_within_a_day_is_told_apart(store: Stand):
    (rice,) = lots(gives(store, {"code": "rice", "count": 10}))
    store.do(waste.waste, rice, count=1, why="quality", id=new_id())
    store.on(TOMORROW).do(waste.waste, rice, count=2, why="quality", id=new_id())
    late = TODAY + dt.timedelta(days=2)
    store.on(late).do(waste.waste, rice, count=3, why="quality", id=new_id())
    told = figures(store, TODAY, late)
    assert (told.fate.wasted, told.wasted_next_day) == (3000, 1500)
    store.on(late).do(undoing.undo)
    assert figures(store, TODAY, late).fate.wasted == 1500


def test_the_value_is_as_given_else_the_price_of_the_day_else_unknown(store: Stand):
    later = {"kind": "reference", "cents": 300, "valid_from": TOMORROW}
    store.do(catalogue.set_price, "rice", **later)
    gives(
        store,
        {"code": "rice", "count": 10},
        {"code": "rice", "count": 2, "reference_value_cents": 95},
        {"code": "soap", "count": 3},
        {"code": "apples", "grams": 1500, "reference_value_cents": 250},
    )
    assert figures(store).worth == Worth(10 * 120 + 2 * 95 + 375, unknown_lots=1, unknown_grams=0)
    gives(store.on(TOMORROW), {"code": "rice", "count": 1})
    assert figures(store, TOMORROW).worth == Worth(300, 0, 0)


def test_what_is_sorted_out_is_worth_its_own_price_unless_the_crates_came_with_a_value(store: Stand):
    van = store.do(door.begin, "miroir").number
    said = {"origin": "donated", "crates": 1, "tare_grams": 0}
    store.do(door.add_line, van, group="bread", gross_grams=8000, reference_value_cents=200, **said)
    store.do(door.add_line, van, group="fruit", gross_grams=6000, **said)
    store.do(door.add_line, van, group=None, gross_grams=1000, **said)
    for crate in lots(store.do(door.sign, van)):
        store.do(sorting.sort, crate, product="rice", count=2, grams=1000)
    assert figures(store).worth == Worth(1600 + 240 + 240, unknown_lots=1, unknown_grams=5000)
    with store.shop.writing.begin() as session:
        session.execute(update(Supplier).values(hides_values=True))
    assert figures(store).worth is None


def test_what_customers_paid_for_these_goods_to_the_cent(store: Stand):
    store.supplier("other")
    gives(store, {"code": "apples", "grams": 1000})
    gives(store, {"code": "apples", "grams": 5000}, supplier="other")
    sale = store.sell("H1", ("apples", "1003g"), ("apples", "500g"))
    ours, theirs = figures(store).asked_cents, figures(store, code="other").asked_cents
    assert (ours + theirs, ours) == (sale.total_cents, 199)
    store.refund(sale.number, ("apples", "1003g"))
    kept = figures(store).asked_cents + figures(store, code="other").asked_cents
    assert kept == sale.total_cents - 200


def test_households_are_told_from_five_on_and_only_those_that_kept_something(store: Stand):
    assert (figures(store).households, figures(store).reached) == (None, 0)  # nothing came: that tells of nobody
    gives(store, {"code": "rice", "count": 90})
    for number in range(2, FEWEST_HOUSEHOLDS + 1):
        store.sell(store.household(f"H{number}"), "rice")
    assert (figures(store).households, figures(store).reached) == (None, None)
    sale = store.sell("H1", ("rice", 2))
    store.sell("H1", "rice")
    assert figures(store).households == FEWEST_HOUSEHOLDS
    store.void(sale.number)
    assert figures(store).households == FEWEST_HOUSEHOLDS
    store.void(store.sell("H2", "rice").number)
    assert figures(store).households == FEWEST_HOUSEHOLDS


def test_meals_and_co2_are_reckoned_with_the_factors_of_the_last_day(store: Stand):
    gives(store, {"group": "fruit", "grams": 10_000})
    store.sell("H1", ("apples", "6137g"))
    told = figures(store)
    assert (told.meals, told.co2e_grams) == (14, 15_343)
    store.setting("factor.meals_per_1000_kg", 2000, valid_from=TOMORROW)
    store.setting("factor.meals_source", "Own count 2027", valid_from=TOMORROW)
    assert figures(store).meals == 14
    told = figures(store, TODAY, TOMORROW)
    assert (told.meals, told.factors[0].source) == (12, "Own count 2027")


def test_months_and_groups_make_up_the_whole(store: Stand):
    for when, grams in (("2026-09-30", 1000), ("2026-10-01", 2000), ("2026-11-24", 3000)):
        gives(store.on(when), {"group": "fruit", "grams": grams})
    gives(store, {"code": "rice", "count": 2})
    store.sell("H1", ("apples", "500g"))
    told = figures(store, day("2026-08-15"), TODAY)
    assert [(f"{m.first:%m}", m.deliveries, m.fate.came, m.fresh) for m in told.by_month] == [
        ("08", 0, 0, 0),
        ("09", 1, 1000, 1000),
        ("10", 1, 2000, 2000),
        ("11", 2, 4000, 3000),
    ]
    assert sum(month.fate.handed_out for month in told.by_month) == told.fate.handed_out == 500
    assert [(share.name, share.fate.came) for share in told.by_group] == [("Fruit", 6000), ("Canned food", 1000)]
    assert [note.grams for note in told.notes] == [1000, 2000, 3000, 1000]


def test_an_enterprise_and_a_banner_add_their_shops_up(store: Stand):
    store.supplier("gare")
    store.supplier("north")
    store.supplier("old")
    with store.shop.writing.begin() as session:
        for code, kbo, banner in (
            ("miroir", "0999.100.159", "Miroir"),
            ("gare", "0999100159", "MIROIR"),
            ("north", None, "miroir"),
        ):
            session.execute(update(Supplier).where(Supplier.code == code).values(kbo=kbo, banner=banner))
    for place, code in enumerate(("miroir", "gare", "north", "old"), start=1):
        gives(store, {"group": "fruit", "grams": 1000 * place}, supplier=code)
    assert figures(store).grams == 1000
    assert figures(store, by="enterprise").grams == 3000
    chain = figures(store, by="banner")
    assert (chain.grams, chain.name) == (6000, "Miroir")
    assert chain.establishments == (("gare", "Gare"), ("miroir", "Miroir"), ("north", "North"))
    with store.shop.writing.begin() as session:
        heir = session.query(Supplier).filter_by(code="miroir").one().id
        session.execute(update(Supplier).where(Supplier.code == "old").values(merged_into=heir))
    assert figures(store).grams == figures(store, code="old").grams == 5000
    with pytest.raises(NoEnterprise):
        figures(store, code="north", by="enterprise")
    with store.shop.writing.begin() as session:
        session.execute(update(Supplier).where(Supplier.code == "gare").values(banner=None))
    with pytest.raises(NoBanner):
        figures(store, code="gare", by="banner")


def test_a_wrong_question_is_answered_in_words(store: Stand):
    with pytest.raises(NoSuchSupplier):
        figures(store, code="nobody")
    with pytest.raises(NoSuchSupplier):
        figures(store, code="\x00")
    with pytest.raises(PeriodBackwards):
        figures(store, TODAY, YESTERDAY)


def test_every_reason_of_a_movement_means_something_to_the_figures():
    assert set(BECAME) == set(words.MOVEMENTS) - {"undone"}


def test_frozen_figures_are_the_same_when_they_are_read_back(store: Stand):
    gives(store, {"code": "rice", "count": 2}, {"group": "fruit", "grams": 10}, {"code": "soap", "count": 2})
    told = figures(store, YESTERDAY, TODAY)
    assert supplier_json.thawed(supplier_json.frozen(told)) == told
    with store.shop.writing.begin() as session:
        session.execute(update(Supplier).values(hides_values=True))
    assert supplier_json.thawed(supplier_json.frozen(figures(store))).worth is None


def test_the_document_for_programs_has_every_key_of_the_console(store: Stand):
    gives(store, {"code": "rice", "count": 2}, {"group": "fruit", "grams": 1234}, {"code": "soap", "count": 2})
    told = supplier_json.document(figures(store))
    assert {
        "supplier", "from", "until", "deliveries", "kg", "fresh_kg", "refused_kg", "handed_out_kg", "wasted_kg",
        "transferred_kg", "on_hand_kg", "lost_kg", "known_by", "unweighed_pieces", "reference_value_cents",
        "asked_cents", "households", "meals", "co2e_kg", "factors", "by_month", "by_group", "notes", "label",
        "agreements",
    } <= set(told)  # fmt: skip
    assert (told["kg"], told["fresh_kg"], told["reference_value_cents"]) == (2.234, 1.234, 240)
    assert told["factors"][1] == {"name": "co2e_kg_per_kg", "value": 2.5, "source": "Schenkingsbeurs 2019"}


def test_shares_are_whole_percent():
    assert [percent(1, 3), percent(1, 2), percent(0, 0), percent(5, 1000)] == [33, 50, 0, 1]


def test_everything_behind_a_figure_adds_up_to_it(store: Stand):
    gives(store, {"code": "apples", "grams": 700}, {"code": "rice", "count": 4}, {"code": "soap", "count": 2})
    van = store.do(door.begin, "miroir").number
    said = {"origin": "donated", "crates": 1, "tare_grams": 0}
    store.do(door.add_line, van, group=None, gross_grams=9000, reference_value_cents=150, **said)
    store.do(door.add_line, van, group="bread", gross_grams=5000, **said)
    store.do(door.add_line, van, group="meat", gross_grams=700, refused="damaged", **said)
    mixed, bread = lots(store.do(door.sign, van))
    store.do(sorting.sort, mixed, product="rice", count=2, grams=1100)
    store.do(sorting.sort_group, mixed, group="fruit", grams=3000)
    sale = store.sell("H1", ("apples", "1003g"), ("rice", 3), ("soap", 1))
    store.refund(sale.number, ("apples", "400g"))
    store.do(crates.close_round, [Seen(bread, 4100, compost=300), Seen(mixed, 5000)], id=new_id())
    told = figures(store)
    assert told.worth is not None
    listed = {
        name: store.ask(supplier_documents.behind, "miroir", name, first=TODAY, last=TODAY)
        for name in supplier_documents.FIGURES
    }
    for name in ("came", "handed_out", "transferred", "wasted", "on_hand", "lost"):
        assert sum(entry.grams for entry in listed[name]) == getattr(told.fate, name), name
    assert sum(entry.grams for entry in listed["fresh"]) == told.fresh
    assert sum(entry.grams for entry in listed["refused"]) == told.refused
    assert sum(entry.cents or 0 for entry in listed["asked"]) == told.asked_cents
    assert sum(entry.cents or 0 for entry in listed["worth"]) == told.worth.cents
    assert sum(entry.what == "unknown" for entry in listed["worth"]) == told.worth.unknown_lots
    assert {entry.what for entry in listed["worth"]} == {"given", "price", "unknown"}
    assert [(entry.goods, entry.what) for entry in listed["refused"]] == [("Meat and poultry", "damaged")]
    assert {entry.document for entry in listed["asked"]} == {sale.number, "1-000008"}
    assert "mixed crates" in {entry.goods for entry in listed["came"]}


@pytest.mark.parametrize(
    ("parts", "shares"),
    [
        ([], []),
        ([0, 0], [0, 0]),
        ([8350, 1320, 110, 220], [84, 13, 1, 2]),
        ([1, 1, 1], [34, 33, 33]),
        ([825, 135, 0, 40, -100], [83, 13, 0, 4, 0]),
    ],
)
def test_shares_on_paper_add_up_to_a_hundred(parts: list[int], shares: list[int]):
    assert percents(parts) == shares


def test_meals_and_air_count_what_was_sold_and_what_partners_got_alone():
    assert Fate(came=15, handed_out=1, wasted=2, transferred=3, on_hand=4, lost=5).gone_out == 4
