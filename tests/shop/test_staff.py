"""Who works here, who may do what, and PINs that cannot be tried all night."""

from __future__ import annotations

import datetime as dt
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from kruidenier.shop.office import staff
from kruidenier.shop.office.staff import (
    BadPin,
    BadRole,
    LockedOut,
    NeedsName,
    NoSuchPerson,
    NotAllowed,
    Permission,
    Person,
    may,
)
from tests.kit import NOW, Stand


def hire(stand: Stand, name: str = "Samira Öz", *, role: str = "volunteer", pin: str = "4321") -> Person:
    return stand.do(staff.add, name, role=role, pin=pin)


def try_pin(stand: Stand, code: str, pin: str, after: float = 0) -> Person | None:
    with stand.shop.writing.begin() as session:
        return staff.try_pin(session, code, pin=pin, now=NOW + dt.timedelta(seconds=after))


def test_somebody_new_gets_a_short_code_from_the_first_name(stand: Stand):
    assert hire(stand) == Person("samira", "Samira Öz", "volunteer", "nl")
    assert [hire(stand, name).code for name in ("Samira B", "samira c", "Éloïse-Marie", "Ĳsbrand")] == [
        "samira2",
        "samira3",
        "eloisema",
        "ijsbrand",
    ]


def test_names_in_other_scripts_and_odd_signs_are_just_names(stand: Stand):
    for name in ("ليلى", "می\u200cخواهم", "Jean\u00a0Paul", "[b]Bold[/b]", "=cmd()", 'O\'Neil "Bob"', "a" * 200, "% _"):
        assert hire(stand, name).name == name
    assert {person.code for person in stand.ask(staff.people)} == {
        "ليلى",
        "bboldb",
        "cmd",
        "oneil",
        "aaaaaaaa",
        "p",
        "els",
        "میخواهم",
        "jean",
    }


@pytest.mark.parametrize("name", ["", "   ", "a" * 201, "two\nlines", "\x1b[2J", "bell\x07"])
def test_a_name_without_letters_or_with_control_signs_is_refused(stand: Stand, name: str):
    with pytest.raises(NeedsName):
        hire(stand, name)


@pytest.mark.parametrize("pin", ["123", "1234567890123", "12a4", "", "١٢٣٤", "12 34", "-123"])
def test_a_pin_has_four_to_twelve_digits(stand: Stand, pin: str):
    with pytest.raises(BadPin):
        hire(stand, pin=pin)


def test_an_unknown_role_is_refused(stand: Stand):
    with pytest.raises(BadRole, match="no role king"):
        hire(stand, role="king")


def test_only_managers_hire_and_give_others_a_new_pin_but_everybody_changes_their_own(stand: Stand):
    hire(stand)
    with pytest.raises(NotAllowed):
        hire(stand.as_("staff"), "Bob")
    with pytest.raises(NotAllowed):
        stand.as_("staff").do(staff.change_pin, "samira", pin="9999")
    as_herself = stand.as_("volunteer")
    as_herself.at = stand.shop.counter(by="samira", role="volunteer")
    as_herself.do(staff.change_pin, "SAMIRA ", pin="9999")
    assert try_pin(stand, "samira", "9999")
    assert try_pin(stand, "samira", "4321") is None


def test_a_pin_is_not_kept_and_not_journaled(stand: Stand):
    hire(stand, pin="73519")
    kept = str(stand.rows("SELECT * FROM staff")) + str(stand.rows("SELECT * FROM journal"))
    assert "73519" not in kept
    assert "argon2id" in kept


def test_outside_of_tests_a_pin_costs_64_mib_of_memory_to_guess(tmp_path: Path):
    folder = str(tmp_path / "shop")
    init = [sys.executable, "-m", "kruidenier", "init", folder, "--name", "Winkel", "--manager", "Els", "--pin", "4242"]
    subprocess.run(init, check=True, capture_output=True)
    with sqlite3.connect(Path(folder) / "data" / "kruidenier.db") as books:
        assert "$m=65536,t=3,p=4$" in books.execute("SELECT pin_hash FROM staff").fetchone()[0]


def test_nobody_signs_in_with_an_unknown_code(stand: Stand):
    for code in ("nobody", "", "x" * 5000, "' OR 1=1"):
        with pytest.raises(NoSuchPerson):
            try_pin(stand, code, "1234")


def test_three_wrong_pins_are_free_and_then_the_wait_grows(stand: Stand):
    hire(stand)
    clock = 0.0
    for _ in range(3):
        assert try_pin(stand, "samira", "0000", clock) is None
    waits: list[int] = []
    for _ in range(10):
        assert try_pin(stand, "samira", "0000", clock) is None
        with pytest.raises(LockedOut) as refused:
            try_pin(stand, "samira", "4321", clock)  # even the right one must wait
        waits.append(int(str(refused.value.details["seconds"])))
        clock += waits[-1]
    assert waits == sorted(waits)
    assert waits[0] <= 15
    assert waits[-1] == waits[-2] == 15 * 60 + 1
    assert try_pin(stand, "samira", "4321", clock) is not None


def test_a_storm_of_wrong_pins_gets_few_tries(stand: Stand):
    hire(stand)
    clock, tries = 0.0, 0
    while clock < 3 * 3600:
        try:
            assert try_pin(stand, "samira", "0000", clock) is None
            tries += 1
        except LockedOut as wait:
            seconds = wait.details["seconds"]
            assert isinstance(seconds, int)
            clock += seconds
    assert tries < 24  # of 10,000 PINs


def test_the_right_pin_ends_the_wait_and_the_count_of_wrong_ones(stand: Stand):
    hire(stand)
    for _ in range(3):
        try_pin(stand, "samira", "0000")
    assert try_pin(stand, "samira", "4321")
    for _ in range(3):
        assert try_pin(stand, "samira", "0000") is None
    assert try_pin(stand, "samira", "4321")


def test_a_new_pin_lets_a_locked_out_person_in_at_once(stand: Stand):
    hire(stand)
    for _ in range(4):
        try_pin(stand, "samira", "0000")
    stand.do(staff.change_pin, "samira", pin="5678")
    assert try_pin(stand, "samira", "5678")


def test_one_persons_wrong_pins_lock_nobody_else(stand: Stand):
    hire(stand)
    for _ in range(4):
        try_pin(stand, "samira", "0000")
    assert try_pin(stand, "els", "1234") == Person("els", "Els Peeters", "manager", "nl")


def test_who_works_here_is_listed_by_name(stand: Stand):
    assert stand.ask(staff.only_the_first)
    hire(stand)
    hire(stand, "anna", role="staff")
    assert [person.name for person in stand.ask(staff.people)] == ["anna", "Els Peeters", "Samira Öz"]
    assert not stand.ask(staff.only_the_first)


def test_each_role_may_what_those_below_may_and_every_permission_has_its_words():
    for permission in Permission:
        role, deed = staff.PERMISSIONS[permission]
        assert deed
        assert [may(r, permission) for r in staff.ROLES] == [
            staff.ROLES.index(r) >= staff.ROLES.index(role) for r in staff.ROLES
        ]
        assert may("manager", permission)
    assert not may("volunteer", Permission.VOID)
    assert not may("staff", Permission.OVERRIDE)


def test_a_refusal_for_lack_of_rights_names_who_may(stand: Stand):
    with pytest.raises(NotAllowed, match="That is for managers: decide who works here"):
        hire(stand.as_("volunteer"), "Bob")
