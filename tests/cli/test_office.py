"""Founding, staff, rules and places at the console, and who may do what there."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from kruidenier.cli.root import kruidenier
from kruidenier.shop.opening import OpenShop
from tests.cli.conftest import Terminal
from tests.kit import NOW, Stand


def init(folder, *words: str, pin: str = "4321", input: str | None = None):
    given = ["--lang", "en", "init", str(folder), "--name", "Épicerie ĳ", "--manager", "Fatima", "--pin", pin, *words]
    return CliRunner().invoke(kruidenier, given, obj=lambda: NOW, input=input, env={"KRUIDENIER_PIN": None})


def test_a_shop_is_founded_without_questions(tmp_path):
    result = init(tmp_path / "new", "--lang", "fr", "--json")
    assert json.loads(result.stdout) == {"shop": str(tmp_path / "new"), "name": "Épicerie ĳ", "manager": "fatima"}
    terminal = Terminal(tmp_path / "new", lang=None)
    (fatima,) = terminal.json("staff", "list")["staff"]
    assert (fatima["code"], fatima["name"], fatima["role"], fatima["lang"]) == ("fatima", "Fatima", "manager", "fr")
    assert "cette épicerie" in replace(terminal, lang=None).run("stock", "--place", "moon").stderr
    assert terminal.json("check") == {"ok": True, "faults": []}


def test_a_shop_is_founded_once(tmp_path):
    assert init(tmp_path / "new").exit_code == 0
    again = init(tmp_path / "new")
    assert again.exit_code == 1
    assert "holds a shop already" in again.stderr


@pytest.mark.parametrize("pin", ["123", "1234567890123", "12a4", "١٢٣٤", ""])
def test_a_bad_pin_founds_nothing(tmp_path, pin):
    assert init(tmp_path / "new", pin=pin).exit_code == 1
    assert init(tmp_path / "new").exit_code == 0


def test_a_pin_may_come_from_the_input(tmp_path):
    assert init(tmp_path / "new", pin="-", input="246813\n").exit_code == 0
    terminal = Terminal(tmp_path / "new", staff="fatima", pin="246813")
    assert terminal.run("stock").exit_code == 0


def test_staff_get_codes_from_their_names(terminal: Terminal):
    assert terminal.json("staff", "add", "Jean-Pierre O’Neil", "--role", "volunteer", "--pin", "2222") == {
        "code": "jeanpier",
        "name": "Jean-Pierre O’Neil",
        "role": "volunteer",
    }
    assert terminal.json("staff", "add", "Els", "--role", "staff", "--pin", "3333")["code"] == "els2"
    assert [person["code"] for person in terminal.json("staff", "list")["staff"]] == ["els2", "els", "jeanpier"]
    assert terminal.no("staff", "add", "Jan", "--role", "boss", "--pin", "2222") == "BadRole"
    assert terminal.no("staff", "add", "Jan", "--role", "staff", "--pin", "22") == "BadPin"
    assert terminal.no("staff", "add", "\x1b[31mJan", "--role", "staff", "--pin", "2222") == "NeedsName"


def test_somebody_grows_changes_and_leaves(terminal: Terminal):
    terminal.json("staff", "add", "Vera", "--role", "volunteer", "--kind", "trainee", "--pin", "2222")
    grown = terminal.json("staff", "skills", "vera", "count", "till")
    assert (grown["skills"], grown["kind"]) == (["till", "count"], "trainee")
    assert {"void", "count"} <= set(grown["rights"])
    assert "Vera may:\n  cancel a sale that was paid" in terminal.run("staff", "skills", "vera", "till").stdout
    assert terminal.no("staff", "skills", "vera", "magic") == "BadSkill"
    assert terminal.json("staff", "kind", "vera", "article_60")["kind"] == "article_60"
    assert terminal.json("staff", "language", "vera", "fr")["lang"] == "fr"
    assert "vera: nl" in terminal.run("staff", "language", "vera", "nl").stdout
    assert terminal.json("staff", "role", "vera", "staff")["role"] == "staff"
    assert "vera" in terminal.run("staff", "list").stdout
    assert terminal.json("staff", "card", "vera", "COLLEAGUE-1")["card"]
    assert "No card stands for Vera" in terminal.run("staff", "card", "vera").stdout
    assert terminal.no("staff", "archive", "els") == terminal.no("staff", "role", "els", "staff") == "LastManager"
    assert "works here no more" in terminal.run("staff", "archive", "vera").stdout
    assert [person["code"] for person in terminal.json("staff", "list")["staff"]] == ["els"]
    assert terminal.as_("vera", "2222").no("household", "H1") == "NoSuchPerson"


def test_a_forgotten_managers_pin_is_given_anew_by_who_can_open_the_shops_files(terminal: Terminal):
    for _try in range(5):
        terminal.as_("els", "9999").run("stock")
    terminal.json("staff", "pin", "els", "--pin", "7777")
    assert terminal.as_("els", "7777").json("check")["ok"]


def test_a_person_acts_with_their_own_rights(terminal: Terminal):
    terminal.json("staff", "add", "Vera", "--role", "volunteer", "--pin", "2222")
    vera = terminal.as_("vera", "2222")
    assert vera.no("settings", "set", "price.percent", "40") == "NotAllowed"
    assert vera.no("staff", "add", "Friend", "--role", "manager", "--pin", "2222") == "NotAllowed"
    assert vera.no("import", "products", "nothing.csv") == "NotAllowed"
    assert vera.no("stock") == "NotAllowed"
    terminal.json("staff", "skills", "vera", "door")
    assert vera.json("stock")["lots"] == []


def test_the_journal_says_who_did_it(terminal: Terminal, stand: Stand):
    terminal.json("settings", "set", "price.percent", "40")
    terminal.as_("els", "1234").json("settings", "set", "price.percent", "45")
    console, els = (row.by for row in stand.rows("SELECT \"by\" FROM journal WHERE verb = 'setting' ORDER BY id"))
    assert console.startswith("console:")
    assert els == "els"


def test_a_wrong_pin_is_refused_noted_and_counted(terminal: Terminal, stand: Stand):
    for _try in range(4):
        assert terminal.as_("els", "9999").no("settings", "list") == "WrongPin"
    assert terminal.as_("els", "1234").no("settings", "list") == "LockedOut"
    assert terminal.as_("nobody", "1234").no("stock") == "NoSuchPerson"
    (row,) = stand.rows("SELECT wrong_tries FROM staff")
    assert row.wrong_tries == 4
    later = replace(terminal, now=NOW.replace(hour=10)).as_("els", "1234")
    assert later.run("settings", "list").exit_code == 0


def test_a_pin_that_nobody_can_type_is_wrong_use(terminal: Terminal):
    assert "KRUIDENIER_PIN" in replace(terminal, staff="els").wrong("stock")


def test_a_new_pin_counts_at_once(terminal: Terminal):
    assert terminal.json("staff", "pin", "els", "--pin", "8888") == {
        "code": "els",
        "name": "Els Peeters",
        "role": "manager",
    }
    assert terminal.as_("els", "1234").no("stock") == "WrongPin"
    assert terminal.as_("els", "8888").json("stock")["lots"] == []
    assert terminal.no("staff", "pin", "nobody", "--pin", "8888") == "NoSuchPerson"


def test_people_speak_their_own_language(shop: OpenShop, terminal: Terminal):
    own = replace(terminal, lang=None)
    assert "Er is geen plaats" in own.run("stock", "--place", "moon").stderr
    assert "There is no place" in terminal.run("stock", "--place", "moon").stderr


def test_rules_have_a_first_day(terminal: Terminal):
    assert terminal.json("settings", "set", "price.percent", "40", "--from", "2026-12-01") == {
        "key": "price.percent",
        "value": 40,
        "from": "2026-12-01",
    }
    listed = {line["key"]: line for line in terminal.json("settings", "list")["settings"]}
    assert listed["price.percent"]["value"] == 40
    assert listed["budget.period"]["value"] == "week"
    assert listed["budget.adult_cents"]["value"] == 1000
    assert all(line["about"] for line in listed.values())
    told = terminal.run("settings", "set", "price.percent", "42", "--from", "2026-12-02").stdout
    assert told == "Price of goods: 42\N{NO-BREAK SPACE}%, from 02/12/2026 on.\n"
    plain = terminal.run("settings", "list").stdout
    assert "TILL\nPrice of goods: 50\N{NO-BREAK SPACE}%\n    price.percent = 50  (The price as" in plain
    assert "    from 01/12/2026: 40\N{NO-BREAK SPACE}%\n    from 02/12/2026: 42\N{NO-BREAK SPACE}%\n" in plain


def test_a_rule_nobody_knows_is_refused_with_those_known(terminal: Terminal):
    result = terminal.run("settings", "set", "price.percentage", "40", "--json")
    assert result.exit_code == 1
    assert "price.percent," in json.loads(result.stdout)["refused"]["message"]
    assert terminal.no("settings", "set", "price.percent", "-1") == "BadSetting"
    assert terminal.no("settings", "set", "budget.period", "year") == "BadSetting"
    assert "2026-12-31" in terminal.wrong("settings", "set", "price.percent", "40", "--from", "soon")


def test_places_are_made_once(terminal: Terminal):
    assert terminal.json("spot", "add", "cold1", "Cold room [1]", "--kind", "fridge") == {
        "code": "cold1",
        "name": "Cold room [1]",
        "kind": "fridge",
    }
    assert terminal.no("spot", "add", "cold1", "Another", "--kind", "fridge") == "PlaceTaken"
    assert terminal.no("spot", "add", "attic", "Attic", "--kind", "attic") == "BadPlace"
    assert terminal.json("stock", "--place", "cold1")["lots"] == []
