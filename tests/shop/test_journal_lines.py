"""What the journal says: every deed has its words, and of people it holds only which fields changed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kruidenier import shop
from kruidenier.i18n import LANGUAGES, speak
from kruidenier.shop.office import journal_pages, journal_words
from kruidenier.shop.office.journal_pages import Wanted
from tests.kit import Stand

ROOM = Path(shop.__file__).parent
ABOUT_PEOPLE = ("people", "till.desk", "till.erasing", "figures.household_export")
WRITERS = ("journal.record", "journal.write", "journaled.record")
FIELDS = {"fields"}
"""Names of fields, written out in the source."""
NO_VALUES = {
    "people.day_limits": {"after", "turns"},
    "people.household_list": {"created", "changed_fields"},
    "people.mapping": {"columns", "fixed"},
    "people.quotas": {"before", "after", "valid_from"},
    "till.erasing": {"households", "links", "notes", "substitutes"},
}
"""How many, or a rule of the shop: nothing about one household."""
BY_OTHER_NAMES = {
    *(
        "refund",
        "void",
        "counted",
        "encrypted",
        "decrypted",
        "received",
        "untick",
        "tick",
        "supplier_report",
        "supplier archive",
        "supplier back",
    ),
    *("staff role", "staff kind", "staff skills", "staff language"),
}
"""Deeds whose word is made elsewhere than in the call that writes them down."""


@dataclass(frozen=True)
class Written:
    """A place in the source that writes a line of the journal."""

    module: str
    subject: str
    details: dict[str | None, ast.expr]


def written() -> Iterator[Written]:
    """Find all places that write a line."""
    for file in sorted(ROOM.rglob("*.py")):
        module = ".".join(file.relative_to(ROOM).with_suffix("").parts)
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func) in WRITERS:
                given = {keyword.arg: keyword.value for keyword in call.keywords}
                details = {name: value for name, value in given.items() if name not in ("verb", "subject", "at", "now")}
                subject = given.get("subject", call.args[1])
                yield Written(module, ast.unparse(subject), details)


def test_a_line_about_people_names_fields_and_holds_no_value():
    places = [place for place in written() if place.module.startswith(ABOUT_PEOPLE)]
    assert len(places) > 15
    for place in places:
        values = set(place.details) - FIELDS - NO_VALUES.get(place.module, set())
        assert values <= {None}, place
        if None in place.details:
            passed_on = "details" if place.module == "people.journaled" else "told"
            assert ast.unparse(place.details[None]) == passed_on, place
        assert "name" not in place.subject or place.module in ("people.mapping", "people.quotas"), place
        assert "card" not in place.subject, place


def test_a_line_about_a_colleague_tells_rights_and_otherwise_only_fields(stand: Stand):
    from kruidenier.shop.office import staff, team

    stand.do(staff.add, "Samira", role="volunteer", pin="4321", kind="article_60", skills=["till"])
    stand.do(team.change_kind, "samira", kind="trainee")
    stand.do(team.change_language, "samira", lang="fr")
    stand.do(team.change_role, "samira", role="staff")
    newest_first = stand.ask(journal_pages.page, Wanted(subjects=["samira"]))
    assert [line.details for line in newest_first] == [
        {"role": "staff"},
        {"fields": ["lang"]},
        {"fields": ["kind"]},
        {"role": "volunteer", "skills": ["till"]},
    ]


def test_every_deed_of_the_journal_has_words():
    given = {
        keyword.value.value
        for file in ROOM.rglob("*.py")
        for keyword in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(keyword, ast.keyword) and keyword.arg == "verb" and isinstance(keyword.value, ast.Constant)
    }
    assert given | BY_OTHER_NAMES == set(journal_words.VERBS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_deeds_have_the_same_words(language: str):
    speak(language)
    said = [journal_words.said(verb) for verb in journal_words.VERBS]
    assert sorted(set(said)) == sorted(said)


def test_a_word_finds_deeds_people_and_things_however_they_are_spelled(stand: Stand):
    stand.setting("price.percent", 40)
    stand.supplier("delhaize")

    def found(word: str) -> set[str]:
        return {line.verb for line in stand.ask(journal_pages.page, Wanted(word=word))}

    assert found("sett") == found("rule changed") == found("PRICE.PERC") == {"setting"}
    assert found("peet") >= {"setting"}
    assert found("els") == found("peet") | {"staff add"}
    assert found("rule els") == set()
    assert found("%") == set()
    speak("fr")
    assert found("regle") == {"setting"}
