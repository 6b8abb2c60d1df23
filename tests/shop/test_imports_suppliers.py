"""Suppliers from lists."""

from __future__ import annotations

import pytest

from kruidenier.shop.supply import supplier_contacts, supplier_list, supplier_merging, supplier_register
from tests.kit import Stand
from tests.shop.imports import bring_in, sheet, wrong

COLUMNS = "code name kind kbo establishment banner street postcode town contact email phone lang size_class vat_scheme"
COLRUYT = {"code": "colruyt-jette", "name": "Colruyt Jette", "kind": "supermarket"}


def exported(stand: Stand) -> list[dict[str, str]]:
    with stand.shop.reading() as session:
        rows = list(supplier_list.export(session))
    return [
        {name: cell for name, cell in zip(supplier_list.COLUMNS, row, strict=True) if cell is not None} for row in rows
    ]


@pytest.mark.parametrize(
    ("cells", "columns"),
    [
        ({}, []),
        ({"code": ""}, ["code"]),
        ({"code": "x" * 41}, ["code"]),
        ({"name": ""}, ["name"]),
        ({"name": "\x1b[31mRed"}, ["name"]),
        ({"kind": "bank"}, ["kind"]),
        ({"kind": ""}, ["kind"]),
        ({"vat_scheme": "maybe"}, ["vat_scheme"]),
        ({"lang": "de"}, ["lang"]),
        ({"kbo": "0403.170.702"}, ["kbo"]),
        ({"kbo": "BE 403170701"}, []),
        ({"establishment": "1.143.385.145"}, ["establishment"]),
        ({"lang": "fr", "email": "a@b"}, []),
    ],
)
def test_a_row_is_right_or_its_wrong_cells_are_named(stand: Stand, cells, columns):
    assert wrong(stand, supplier_list, COLUMNS, COLRUYT | cells) == columns


def test_a_supplier_is_told_as_it_was_listed(stand: Stand):
    row = [
        "a",
        "A",
        "bakery",
        "0403.170.701",
        "2.143.385.145",
        "B",
        "Rue 1",
        "1090",
        "Jette",
        "Jo",
        "j@o",
        "02",
        "fr",
        "S",
        "yes",
    ]
    assert bring_in(stand, supplier_list, sheet(COLUMNS, row)).created == 1
    assert list(exported(stand)[0].values()) == row


def test_the_same_list_twice_changes_nothing(stand: Stand):
    listed = sheet("code name kind email", ["a", "A", "bakery", "j@o"], ["b", "B", "garden", ""])
    assert bring_in(stand, supplier_list, listed).created == 2
    again = bring_in(stand, supplier_list, listed)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)


def test_a_missing_column_is_left_alone_and_an_empty_cell_clears(stand: Stand):
    bring_in(stand, supplier_list, sheet("code name kind email phone town", ["a", "A", "bakery", "j@o", "02", "Jette"]))
    done = bring_in(stand, supplier_list, sheet("code name kind phone town", ["a", "A", "bakery", "", "Ganshoren"]))
    assert done.updated == 1
    told = {"code": "a", "name": "A", "kind": "bakery", "town": "Ganshoren", "email": "j@o", "vat_scheme": "unknown"}
    assert exported(stand) == [told]


def test_a_code_twice_is_an_error_on_the_later_row(stand: Stand):
    plan = stand.ask(supplier_list.judge, sheet("code name kind", ["a", "A", "bakery"], ["a", "B", "bakery"]))
    assert [(error.row, error.column) for error in plan.imported.errors] == [(2, "code")]


def test_the_journal_keeps_no_contacts(stand: Stand):
    bring_in(stand, supplier_list, sheet("code name kind contact", ["a", "A", "bakery", "Jo Peeters"]))
    bring_in(stand, supplier_list, sheet("code name kind contact", ["a", "A", "bakery", "Jan Janssens"]))
    journal = str(stand.rows("SELECT details FROM journal"))
    assert "contact" in journal
    assert "Peeters" not in journal
    assert "Janssens" not in journal


def test_numbers_are_kept_in_one_way_of_writing(stand: Stand):
    listed = sheet("code name kind kbo establishment", ["a", "A", "bakery", "BE0403170701", "2143385145"])
    assert bring_in(stand, supplier_list, listed).created == 1
    assert (exported(stand)[0]["kbo"], exported(stand)[0]["establishment"]) == ("0403.170.701", "2.143.385.145")
    assert bring_in(stand, supplier_list, listed).unchanged == 1


def test_a_sheet_changes_the_first_usual_contact_and_leaves_the_others(stand: Stand):
    bring_in(stand, supplier_list, sheet("code name kind contact", ["a", "A", "bakery", "Jo"]))
    for said in ({"name": "An"}, {"name": "Zoé", "role": "social"}):
        stand.do(supplier_contacts.add, "a", said=said)
    again = sheet("code name kind contact", ["a", "A", "bakery", "Jan"])
    assert bring_in(stand, supplier_list, again).updated == 1
    assert [one.name for one in stand.ask(supplier_contacts.contacts_of, "a")] == ["Jan", "An", "Zoé"]
    assert bring_in(stand, supplier_list, again).unchanged == 1
    assert bring_in(stand, supplier_list, sheet("code name kind contact", ["a", "A", "bakery", ""])).updated == 1
    assert [one.name for one in stand.ask(supplier_contacts.contacts_of, "a")] == ["An", "Zoé"]


def test_a_sheet_brings_nobody_back(stand: Stand):
    rows = ["a", "A", "bakery"], ["b", "B", "bakery"]
    bring_in(stand, supplier_list, sheet("code name kind", *rows))
    stand.do(supplier_register.archive, "a")
    plan = stand.ask(supplier_list.judge, sheet("code name kind", *rows))
    assert (plan.imported.unchanged, plan.imported.errors) == (2, [])
    assert wrong(stand, supplier_list, "code name kind", {"code": "a", "name": "AA", "kind": "bakery"}) == ["code"]
    assert [row["code"] for row in exported(stand)] == ["b"]
    stand.do(supplier_register.archive, "a", back=True)
    stand.do(supplier_merging.merge, stand.ask(supplier_merging.plan, "a", into="b"))
    assert wrong(stand, supplier_list, "code name kind", {"code": "a", "name": "AA", "kind": "bakery"}) == ["code"]
