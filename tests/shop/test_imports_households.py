"""Households from lists."""

from __future__ import annotations

import pytest

from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.sheets import ChangedMeanwhile
from kruidenier.shop.people import household_list, households
from kruidenier.shop.till.shoppers import visit
from tests.kit import Stand
from tests.shop.imports import bring_in, sheet, wrong

COLUMNS = "card display_name lang members adults children referred_by access_from access_until esf_from esf_until note"
FAMILY = {
    "card": "F-1",
    "display_name": "Fam Één",
    "lang": "fr",
    "members": "1984:F;2021-03:M",
    "referred_by": "OCMW",
    "access_from": "2026-01-01",
    "access_until": "2026-12-31",
}


def listed(*rows: dict[str, str], columns: str = COLUMNS):
    return sheet(columns, *([row.get(name, "") for name in columns.split()] for row in rows))


def exported(stand: Stand, card: str = "F-1") -> dict[str, object]:
    with stand.shop.reading() as session:
        rows = list(household_list.export(session, on=stand.today))
    told = [dict(zip(household_list.COLUMNS, row, strict=True)) for row in rows]
    return next(
        {name: str(cell) for name, cell in row.items() if cell is not None} for row in told if row["card"] == card
    )


@pytest.mark.parametrize(
    ("cells", "columns"),
    [
        ({}, []),
        ({"card": ""}, []),
        ({"card": "x" * 40}, []),
        ({"card": "x" * 41}, ["card"]),
        ({"card": "a b"}, ["card"]),
        ({"display_name": ""}, ["display_name"]),
        ({"display_name": "Fam\nTwee"}, ["display_name"]),
        ({"lang": "de"}, ["lang"]),
        ({"lang": ""}, ["lang"]),
        ({"referred_by": ""}, ["referred_by"]),
        ({"members": "1984:F;"}, []),
        ({"members": "1984:Q"}, ["members"]),
        ({"members": "84:F"}, ["members"]),
        ({"members": "2021-13:F"}, ["members"]),
        ({"members": "2021-3:F"}, ["members"]),
        ({"members": "2026-12:F"}, ["members"]),
        ({"members": ";"}, ["members"]),
        ({"members": ""}, ["members"]),
        ({"members": "", "adults": "2"}, []),
        ({"members": "", "adults": "0", "children": "3"}, []),
        ({"members": "", "adults": "-1"}, ["adults"]),
        ({"members": "", "adults": "51"}, ["adults"]),
        ({"access_from": ""}, ["access_from"]),
        ({"access_until": ""}, ["access_until"]),
        ({"access_until": "31/12/2026"}, ["access_until"]),
        ({"access_until": "2025-12-31"}, ["access_until"]),
        ({"access_from": "", "access_until": ""}, ["access_from"]),
        ({"access_from": "", "access_until": "", "esf_from": "2026-01-01"}, []),
        ({"esf_until": "2026-01-01"}, ["esf_from"]),
        ({"esf_from": "2026-02-01", "esf_until": "2026-01-01"}, ["esf_until"]),
        ({"note": "two\nlines"}, []),
        ({"note": "\x07"}, ["note"]),
    ],
)
def test_a_row_is_right_or_its_wrong_cells_are_named(stand: Stand, cells, columns):
    assert wrong(stand, household_list, COLUMNS, FAMILY | cells) == columns


def test_a_household_is_told_as_it_was_listed(stand: Stand):
    whole = FAMILY | {"esf_from": "2026-01-01", "esf_until": "2026-06-30", "note": "two\nlines"}
    assert bring_in(stand, household_list, listed(whole)).created == 1
    assert exported(stand) == whole


def test_cards_are_unique_ignoring_case(stand: Stand):
    plan = stand.ask(household_list.judge, listed(FAMILY, FAMILY | {"card": "f-1"}), on=stand.today)
    assert [(error.row, error.column) for error in plan.imported.errors] == [(2, "card")]
    bring_in(stand, household_list, listed(FAMILY))
    assert bring_in(stand, household_list, listed(FAMILY | {"card": "f-1"})).unchanged == 1
    assert exported(stand)["card"] == "F-1"


def test_the_same_list_twice_changes_nothing_with_cards_or_without(stand: Stand):
    twins = listed(FAMILY, FAMILY | {"card": ""}, FAMILY | {"card": ""})
    assert bring_in(stand, household_list, twins).created == 3
    again = bring_in(stand, household_list, twins)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 3)
    more = bring_in(stand, household_list, listed(*[FAMILY | {"card": ""}] * 4))
    assert (more.created, more.unchanged) == (1, 3)


def test_a_new_last_day_is_a_renewal(stand: Stand):
    bring_in(stand, household_list, listed(FAMILY))
    for until in ("2027-06-30", "2027-06-30", "2027-12-31"):
        bring_in(stand, household_list, listed(FAMILY | {"access_until": until}))
    bring_in(stand, household_list, listed(FAMILY | {"access_from": "2026-02-01", "access_until": "2027-12-31"}))
    newest = stand.rows("SELECT renewals, valid_from FROM household_right WHERE kind = 'grocery' ORDER BY id DESC")[0]
    assert (newest.renewals, str(newest.valid_from)) == (2, "2026-02-01")


def test_a_missing_column_is_left_alone_and_an_empty_cell_clears(stand: Stand):
    whole = FAMILY | {"esf_from": "2026-01-01", "esf_until": "2026-12-31", "note": "n"}
    bring_in(stand, household_list, listed(whole))
    short = "card display_name lang members referred_by access_from access_until"
    assert bring_in(stand, household_list, listed(FAMILY, columns=short)).unchanged == 1
    assert bring_in(stand, household_list, listed(FAMILY)).updated == 1
    assert exported(stand) == FAMILY


def test_numbers_of_people_leave_rightly_counted_members_alone(stand: Stand):
    bring_in(stand, household_list, listed(FAMILY))
    counted = FAMILY | {"members": "", "adults": "1", "children": "1"}
    assert bring_in(stand, household_list, listed(counted)).unchanged == 1
    assert bring_in(stand, household_list, listed(counted | {"note": "n"})).updated == 1
    assert exported(stand)["members"] == "1984:F;2021-03:M"
    bring_in(stand, household_list, listed(counted | {"children": "2"}))
    assert (exported(stand)["adults"], exported(stand)["children"]) == ("1", "2")


def test_earlier_days_keep_their_people(stand: Stand):
    bring_in(stand, household_list, listed(FAMILY))
    later = stand.on("2026-12-01")
    bring_in(later, household_list, listed(FAMILY | {"members": "1984:F;2010:X;2021-03:M"}))
    with stand.shop.reading() as session:
        held = households.find(session, "F-1")
        settings = rules.current(session, stand.today)
        sizes = [visit(session, held, on=on, settings=settings).size.people for on in (stand.today, later.today)]
    assert sizes == [2, 3]


def test_a_household_changed_meanwhile_is_told(stand: Stand):
    bring_in(stand, household_list, listed(FAMILY))
    first = stand.ask(household_list.judge, listed(FAMILY | {"access_until": "2027-06-30"}), on=stand.today)
    bring_in(stand, household_list, listed(FAMILY | {"access_until": "2027-12-31"}))
    with pytest.raises(ChangedMeanwhile):
        stand.do(household_list.write, first)
    fresh = stand.ask(household_list.judge, listed(FAMILY | {"card": "G-1"}), on=stand.today)
    stand.household("g-1")
    with pytest.raises(ChangedMeanwhile):
        stand.do(household_list.write, fresh)


def test_a_card_that_was_given_up_is_not_taken_again(stand: Stand):
    bring_in(stand, household_list, listed(FAMILY))
    from sqlalchemy import text

    with stand.shop.writing.begin() as session:
        session.execute(text("UPDATE household_card SET blocked_at = '2026-11-01T00:00:00+00:00'"))
    assert wrong(stand, household_list, COLUMNS, FAMILY) == ["card"]


def test_one_line_in_the_journal_names_no_one(stand: Stand):
    bring_in(stand, household_list, listed(FAMILY, FAMILY | {"card": "F-2"}))
    bring_in(stand, household_list, listed(FAMILY | {"display_name": "Twee"}, FAMILY | {"card": "F-2", "note": "n"}))
    lines = stand.rows("SELECT details FROM journal WHERE verb = 'import'")
    assert len(lines) == 2
    assert "display_name" in str(lines[1])
    assert "Twee" not in str(lines)
    assert "Één" not in str(lines)
