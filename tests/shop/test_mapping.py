"""An office's own spreadsheet is read by a mapping that was saved once."""

from __future__ import annotations

from pathlib import Path

import pytest

from kruidenier.shop.office.sheets import MissingColumns
from kruidenier.shop.people import household_list, mapping
from kruidenier.shop.people.mapping import MappingLacks, NoSuchMapping, UnknownTarget
from tests.kit import Stand, day
from tests.shop.test_budgets import judged

COLUMNS = {
    "card": "Dossier",
    "display_name": "Nom de famille",
    "adults": "Adultes",
    "children": "Enfants",
    "access_from": "Du",
    "access_until": "Au",
}
FIXED = {"lang": "fr", "referred_by": "CPAS de Jette"}


def save(stand: Stand, name: str = "cpas", columns: dict[str, str] = COLUMNS, fixed: dict[str, str] = FIXED) -> None:
    stand.do(mapping.save, name, columns=columns, fixed=fixed)


def test_an_offices_file_becomes_households(stand: Stand, tmp_path: Path):
    save(stand)
    file = tmp_path / "cpas.csv"
    file.write_text("Dossier;Nom de famille;Remarque;Adultes;Enfants;Du;Au\nJ-1;Idrissi;x;2;1;1/11/2026;2027-04-30\n")
    sheet = stand.ask(mapping.read, file, name="cpas")
    assert sheet.unknown == ("remarque",)
    plan = stand.ask(household_list.judge, sheet, on=stand.today)
    assert stand.do(household_list.write, plan).created == 1
    assert judged(stand, card="J-1").standing.grocery.start == day("2026-11-01")
    again = stand.ask(household_list.judge, stand.ask(mapping.read, file, name="cpas"), on=stand.today)
    assert again.imported.unchanged == 1


def test_one_column_of_theirs_may_be_two_of_ours_and_faults_are_told_in_their_words(stand: Stand, tmp_path: Path):
    save(stand, columns={**COLUMNS, "esf_from": "Du", "esf_until": "Au"})
    file = tmp_path / "cpas.csv"
    file.write_text(
        "Dossier;Nom de famille;Adultes;Enfants;Du;Au\n"
        "J-1;Idrissi;2;1;1/11/2026;30/04/2027\nJ-2;Diallo;x;1;1/11/26;31/02/2027\n\n;;;;;\nJ-3;;2;1;1/11/2026;1/1/2026\n"
    )
    plan = stand.ask(household_list.judge, stand.ask(mapping.read, file, name="cpas"), on=stand.today)
    assert [(fault.row, fault.column) for fault in plan.imported.errors] == [
        (2, "du"),
        (2, "au"),
        (2, "adultes"),
        (5, "nom de famille"),
        (5, "au"),
    ]
    assert "31/02/2027" in plan.imported.errors[1].message
    right = plan.new[0]
    assert (right["esf_from"], right["esf_until"]) == (right["access_from"], right["access_until"])


def test_a_mapping_can_be_mended(stand: Stand):
    save(stand)
    save(stand, fixed={**FIXED, "lang": "nl"})
    assert stand.ask(mapping.saved) == ("cpas",)


def test_what_a_mapping_must_say(stand: Stand, tmp_path: Path):
    with pytest.raises(UnknownTarget):
        save(stand, columns={**COLUMNS, "income": "Revenu"})
    with pytest.raises(MappingLacks) as lacks:
        save(stand, fixed={"lang": "fr"})
    assert lacks.value.details == {"missing": "referred_by"}
    with pytest.raises(NoSuchMapping):
        stand.ask(mapping.read, tmp_path / "x.csv", name="cpas")
    save(stand)
    file = tmp_path / "cpas.csv"
    file.write_text("Dossier;Nom\nJ-1;Idrissi\n")
    with pytest.raises(MissingColumns):
        stand.ask(mapping.read, file, name="cpas")
