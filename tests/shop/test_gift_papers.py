"""Gift notes as they are read, their corrections, and the summaries of a period."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kruidenier.shop.figures import proof
from kruidenier.shop.figures.supplier_figures import supplier_figures
from kruidenier.shop.goods import accepting, counting
from kruidenier.shop.goods.stock import Lot
from kruidenier.shop.office.papers import NoSuchPaper
from kruidenier.shop.office.settings import BadSetting
from kruidenier.shop.office.staff import NotAllowed
from kruidenier.shop.supply import (
    deliveries,
    door,
    gift_summaries,
    note_correcting,
    note_list,
    note_papers,
    note_signing,
    opening_stock,
    receiving,
    supplier_merging,
    supplier_register,
)
from kruidenier.shop.supply.door import NeedsReason
from kruidenier.shop.supply.gift_summaries import NothingGiven, PeriodNotOver, PeriodsOverlap, Summary
from kruidenier.shop.supply.note_correcting import Correct, CountedSince, GoneAlready, NoSuchNoteLine, NotPossible
from kruidenier.shop.supply.note_list import NoteLine
from kruidenier.shop.supply.note_signing import NoteReplaced
from kruidenier.shop.supply.receiving import Brought
from kruidenier.store.base import new_id
from tests.kit import TODAY, Stand, day
from tests.shop.imports import bring_in, sheet

MONTH = {"since": day("2026-11-01"), "until": TODAY}
YESTERDAY = TODAY - dt.timedelta(days=1)


@pytest.fixture
def giver(stand: Stand) -> Stand:
    """A supermarket that gives, and a shop that is recognised to receive."""
    said = {
        "kbo": "0403.170.701",
        "street": "Spiegelstraat 12",
        "postcode": "1090",
        "town": "Jette",
        "banner": "Miroir",
    }
    stand.do(supplier_register.register, "miroir", name="Miroir Jette", kind="supermarket", **said)
    stand.product("rice", names={"nl": "Rijst", "fr": "Riz"}, fixed=60, content=500)
    stand.product("apples", by_weight=True, group="fruit")
    since = {"valid_from": "2026-01-01"}
    stand.setting("recipient.recognised_by", "Gemeente Jette", **since)
    stand.setting("recipient.recognition", "2026/17", **since)
    stand.setting("recipient.recognised_on", "2026-02-01", **since)
    stand.setting("recipient.kbo", "BE 0403 019 261", **since)
    return stand


def weighed(stand: Stand, *crates: tuple[str, int], origin: str = "donated", signed_by: str | None = "Jo") -> str:
    """Weigh crates at the door; tells the number of the gift note."""
    number = stand.do(door.begin, "miroir").number
    for group, grams in crates:
        stand.do(door.add_line, number, group=group, origin=origin, crates=1, gross_grams=grams, tare_grams=0)
    done = stand.do(door.sign, number, signed_by=signed_by)
    assert done.gift_note is not None
    return done.gift_note


def listed(stand: Stand, count: int = 4, *, on: dt.date | None = None, code: str = "miroir") -> str:
    """Take in pieces of rice by a list; tells the number of the gift note."""
    done = stand.do(receiving.receive, code, goods=[Brought("rice", count)], on=on, id=new_id())
    assert done.gift_note is not None
    return done.gift_note


def correct(stand: Stand, note: str, lines: dict[int, Correct], reason: str = "verkeerd gelezen") -> NoteLine:
    return stand.do(note_correcting.correct, note, lines=lines, reason=reason)


def sum_up(stand: Stand, **period: Any) -> Summary:
    return stand.do(gift_summaries.issue, "miroir", **(MONTH | period))


def faults(stand: Stand) -> list[tuple[str, str]]:
    return [(fault.what, fault.where) for fault in stand.ask(lambda session: list(proof.prove(session)))]


# Notes


def test_a_note_tells_both_sides_with_their_numbers(giver: Stand):
    note = giver.ask(note_papers.shown, weighed(giver, ("vegetables", 8000)))
    assert (note.donor.name, note.donor.kbo) == ("Miroir Jette", "0403.170.701")
    assert note.donor.lines == ("Miroir", "Spiegelstraat 12", "1090 Jette")
    assert (note.recipient.kbo, note.recipient.recognised_by) == ("0403.019.261", "Gemeente Jette")
    assert (note.recipient.recognition, note.recipient.recognised_on) == ("2026/17", day("2026-02-01"))
    assert [(part.what, part.grams, part.crates, part.unweighed_pieces) for part in note.parts] == [
        ("gift", 8000, 1, 0)
    ]
    assert note.signed if hasattr(note, "signed") else note.giver is not None
    for key, value in (("recipient.kbo", "0400008600"), ("recipient.recognised_on", "2026-02-30")):
        with pytest.raises(BadSetting):
            giver.setting(key, value)


def test_goods_of_a_food_bank_never_stand_among_gifts(giver: Stand):
    number = giver.do(door.begin, "miroir").number
    for origin, grams in (("donated", 1000), ("food_bank", 2000), ("garden", 4000), ("bought", 8000), ("esf", 16_000)):
        giver.do(door.add_line, number, group="fruit", origin=origin, crates=1, gross_grams=grams, tare_grams=0)
    note = giver.do(door.sign, number).gift_note
    assert note is not None
    shown = giver.ask(note_papers.shown, note)
    assert [(part.what, part.grams) for part in shown.parts] == [("gift", 5000), ("food_bank", 2000)]
    summary = sum_up(giver)
    assert [(part.what, part.grams) for part in summary.parts] == [("gift", 5000), ("food_bank", 2000)]
    assert faults(giver) == []


def test_refused_goods_stand_apart_with_why(giver: Stand):
    number = giver.do(door.begin, "miroir").number
    giver.do(door.add_line, number, group="fruit", origin="donated", crates=1, gross_grams=5000, tare_grams=0)
    giver.do(
        door.add_line,
        number,
        group="fruit",
        origin="donated",
        crates=1,
        gross_grams=3000,
        tare_grams=0,
        refused="damaged",
    )
    note = giver.ask(note_papers.shown, giver.do(door.sign, number).gift_note or "")
    assert [(one.grams, one.reason) for one in note.refused] == [(3000, "damaged")]
    assert note.parts[0].grams == 5000


# Corrections


def test_a_correction_is_a_new_note_that_names_the_old_and_puts_the_stock_right(giver: Stand):
    old = weighed(giver, ("vegetables", 8360), ("fruit", 5000))
    before = giver.ask(note_papers.shown, old)
    lot = giver.ask(deliveries.look_up, before.delivery).lines[0].lot
    giver.do(supplier_register.change, "miroir", to={"name": "Miroir Jette Centrum"})
    new = correct(giver, old, {1: Correct(grams=83_600, lot="P 7")})
    assert (new.corrects, new.grams, new.stands, new.signed) == (old, 88_600, True, False)
    assert giver.left(lot or "") == (0, 83_600)
    shown = giver.ask(note_papers.shown, new.number)
    assert (shown.reason, shown.donor.name) == ("verkeerd gelezen", "Miroir Jette Centrum")
    assert [(one.grams, one.lot) for one in shown.parts[0].goods] == [(83_600, "P 7"), (5000, None)]
    after = giver.ask(note_papers.shown, old)
    assert after.corrected_by == new.number
    assert (after.donor, after.parts) == (before.donor, before.parts)
    assert [note.number for note in giver.ask(note_list.notes_of, "miroir", **MONTH)] == [old, new.number]
    told = giver.ask(supplier_figures, "miroir", first=MONTH["since"], last=TODAY)
    assert [(note.number, note.grams) for note in told.notes] == [(new.number, 88_600)]
    assert told.fate.came == 88_600
    assert faults(giver) == []


def test_pieces_are_corrected_too_and_a_correction_may_be_corrected(giver: Stand):
    first = listed(giver, 4)
    second = correct(giver, first, {1: Correct(count=6, grams=3000)})
    third = correct(giver, second.number, {1: Correct(count=5, grams=2500)})
    assert (third.corrects, third.grams) == (second.number, 2500)
    assert giver.left("L1-000001") == (5, 2500)
    with pytest.raises(NoteReplaced):
        correct(giver, first, {})
    with pytest.raises(NoteReplaced):
        giver.do(note_signing.sign, first, side="shop", name="Els")
    for side in ("shop", "giver"):
        assert giver.do(note_signing.sign, third.number, side=side, name="Els").stands
    assert faults(giver) == []


def test_a_correction_without_other_amounts_reads_both_sides_anew(giver: Stand):
    old = listed(giver)
    giver.do(supplier_register.change, "miroir", to={"kbo": "0403.019.261"})
    new = correct(giver, old, {}, "ondernemingsnummer")
    assert giver.ask(note_papers.shown, old).donor.kbo == "0403.170.701"
    assert giver.ask(note_papers.shown, new.number).donor.kbo == "0403.019.261"


def test_what_cannot_be_corrected_is_refused(giver: Stand):
    note = weighed(giver, ("fruit", 5000))
    giver.household("H1")
    giver.product("pears", by_weight=True, group="fruit", fixed=100)
    for refusal, lines, why in (
        (NoSuchNoteLine, {9: Correct(grams=1)}, "x"),
        (NotPossible, {1: Correct(grams=-1)}, "x"),
        (NotPossible, {1: Correct(count=2)}, "x"),
        (NeedsReason, {1: Correct(grams=1)}, " "),
    ):
        with pytest.raises(refusal):
            correct(giver, note, lines, why)
    with pytest.raises(NotAllowed):
        giver.as_("volunteer").do(note_correcting.correct, note, lines={}, reason="x")
    giver.sell("H1", ("pears", "3000g"))
    with pytest.raises(GoneAlready):
        correct(giver, note, {1: Correct(grams=2000)})


def test_a_lot_that_was_counted_since_keeps_its_amount(giver: Stand):
    note = listed(giver)
    count = giver.do(counting.begin, place="shop")
    giver.do(counting.enter, count.number, "rice", count=3)
    giver.do(counting.finish, count.number)
    giver.do(accepting.accept, count.number)
    with pytest.raises(CountedSince):
        correct(giver, note, {1: Correct(count=3)})


# Summaries


def test_a_summary_lists_exactly_its_notes_by_group_and_quantity(giver: Stand):
    notes = [listed(giver, 4, on=YESTERDAY), weighed(giver, ("vegetables", 8000), ("fruit", 1000))]
    listed(giver, 2, on=day("2026-10-31"))
    summary = sum_up(giver)
    assert [(note.number, note.grams) for note in summary.notes] == [(notes[0], 2000), (notes[1], 9000)]
    (part,) = summary.parts
    assert [(one.group, one.crates, one.count, one.grams) for one in part.groups] == [
        ("vegetables", 1, 0, 8000),
        ("canned", 0, 4, 2000),
        ("fruit", 1, 0, 1000),
    ]
    assert part.groups[0].names["nl"] == "Groenten"
    assert summary.recipient.recognised_by == "Gemeente Jette"
    assert giver.ask(gift_summaries.look_up, summary.number) == summary
    assert faults(giver) == []


def test_the_same_notes_are_summed_up_once(giver: Stand):
    listed(giver)
    first = sum_up(giver)
    giver.do(supplier_register.change, "miroir", to={"name": "Another"})
    assert sum_up(giver) == first
    assert [row.number for row in giver.rows("SELECT number FROM gift_summary")] == [first.number]


def test_a_later_correction_makes_a_new_summary_that_names_the_old(giver: Stand):
    note = listed(giver, 4)
    old = sum_up(giver)
    new_note = correct(giver, note, {1: Correct(count=6, grams=3000)})
    new = sum_up(giver)
    assert (new.replaces, [one.number for one in new.notes], new.parts[0].grams) == (
        (old.number,),
        [new_note.number],
        3000,
    )
    kept = giver.ask(gift_summaries.look_up, old.number)
    assert (kept.replaced_by, kept.parts, kept.notes) == (new.number, old.parts, old.notes)
    assert faults(giver) == []


def test_no_gift_stands_in_two_summaries(giver: Stand):
    listed(giver, on=YESTERDAY)
    listed(giver)
    half = sum_up(giver, until=YESTERDAY)
    with pytest.raises(PeriodsOverlap):
        sum_up(giver, since=YESTERDAY)
    whole = sum_up(giver)
    assert (whole.replaces, len(whole.notes)) == ((half.number,), 2)


def test_two_entries_that_became_one_are_summed_up_together(giver: Stand):
    giver.do(supplier_register.register, "twin", name="Twin", kind="supermarket")
    first, second = listed(giver), listed(giver, code="twin")
    olds = [giver.do(gift_summaries.issue, code, **MONTH).number for code in ("miroir", "twin")]
    giver.do(supplier_merging.merge, giver.ask(supplier_merging.plan, "twin", into="miroir"))
    summary = sum_up(giver)
    assert ([note.number for note in summary.notes], list(summary.replaces)) == ([first, second], olds)
    assert correct(giver, second, {}).supplier == "twin"
    assert giver.ask(note_papers.shown, correct(giver, first, {}).number).donor.name == "Miroir Jette"
    assert len(sum_up(giver).notes) == 2
    assert faults(giver) == []


def test_there_must_be_something_to_sum_up(giver: Stand):
    with pytest.raises(NothingGiven):
        sum_up(giver)
    with pytest.raises(PeriodNotOver):
        sum_up(giver, until=TODAY + dt.timedelta(days=1))
    for number in ("1-000099", "\0"):
        with pytest.raises(NoSuchPaper):
            giver.ask(gift_summaries.look_up, number)


# The VAT scheme


@pytest.mark.parametrize(("scheme", "kept"), [("yes", True), ("no", False), ("unknown", None)])
def test_a_lot_keeps_whether_it_was_given_under_the_scheme(giver: Stand, scheme: str, kept: bool | None):
    giver.do(supplier_register.change, "miroir", to={"vat_scheme": scheme})
    listed(giver)
    giver.do(receiving.receive, "miroir", goods=_bought(), id=new_id())
    rows = sheet("supplier code count date_mark origin", ["miroir", "rice", "3", "none", "donated"])
    bring_in(giver, opening_stock, rows)
    with giver.shop.reading() as session:
        lots = session.query(Lot).order_by(Lot.number).all()
        assert [(lot.origin, lot.vat_scheme) for lot in lots] == [
            ("donated", kept),
            ("bought", None),
            ("donated", kept),
        ]


def _bought() -> Any:
    return sheet("code count date_mark origin", ["rice", "2", "none", "bought"])


def test_goods_under_the_scheme_cost_no_more_than_it_allows(giver: Stand):
    giver.product("soup", reference=200)
    giver.household("H1", adults=3)
    giver.setting("price.cap_percent.vat_scheme", 10)
    giver.setting("price.cap_percent.donated", 40)

    def price_of(scheme: str) -> int:
        giver.do(supplier_register.change, "miroir", to={"vat_scheme": scheme})
        giver.do(receiving.receive, "miroir", goods=[Brought("soup", 1)], id=new_id())
        return giver.sell("H1", "soup").lines[0].unit_price_cents

    assert [price_of(scheme) for scheme in ("yes", "no", "unknown")] == [20, 80, 80]
    giver.setting("price.cap_percent.donated", 5)
    assert price_of("yes") == 10
