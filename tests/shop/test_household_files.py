"""The file of a household: what stands in it, until when, and who opened it."""

from __future__ import annotations

import pytest

from kruidenier.shop.office import journal_pages
from kruidenier.shop.office.staff import NotAllowed
from kruidenier.shop.people import files, households, journaled
from kruidenier.shop.people.files import AlreadyOver, FileSheet, NeedsWords, NoSuchEntry, UnknownNeed
from kruidenier.shop.people.register import UnknownLanguage
from tests.kit import Stand, day

HOSTILE = ["[b]Ann[/b]", "<para>", "=cmd|' /C calc'!A0", 'O\'Neil "Bo"', "عائلة النور", "x" * 200]


@pytest.fixture
def desk(stand: Stand) -> Stand:
    """A desk that knows one household of three."""
    stand.household("H1", members=[(1984, None), (1986, None), (2021, 3)], esf=("2026-01-01", None))
    return stand


def opened(desk: Stand, card: str = "H1") -> FileSheet:
    return desk.do(files.open_file, card)


def test_a_file_says_who_is_known_and_nothing_of_what_they_bought(desk: Stand):
    sheet = opened(desk)
    assert [str(person.born) for person in sheet.people] == ["1984", "1986", "2021-03"]
    assert (sheet.card, sheet.display_name, sheet.lang) == ("H1", "Family H1", "nl")
    assert [(right.kind, right.until) for right in sheet.rights] == [("esf", None), ("grocery", None)]


def test_whoever_opens_a_file_is_in_the_journal(desk: Stand):
    sheet = opened(desk)
    (line,) = desk.rows("SELECT subject, details FROM journal WHERE verb = 'household read'")
    assert sheet.id not in str(line)
    assert "Family" not in str(line)
    for about in ("H1", line.subject):
        wanted = journal_pages.Wanted(subjects=desk.ask(journaled.subjects, about), verb="household read")
        assert [found.subject for found in desk.ask(journal_pages.page, wanted)] == [line.subject]


def test_a_volunteer_opens_no_file(desk: Stand):
    with pytest.raises(NotAllowed):
        opened(desk.as_("volunteer"))
    assert opened(desk.as_("staff")).card == "H1"


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_is_just_a_name(desk: Stand, name: str):
    assert desk.do(files.change, "H1", display_name=name) == ("display_name",)
    assert opened(desk).display_name == name


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, "a\x1b[2J"])
def test_some_words_are_no_name(desk: Stand, name: str):
    with pytest.raises(NeedsWords):
        desk.do(files.change, "H1", display_name=name)


def test_only_what_is_different_is_written_and_only_its_field_is_journaled(desk: Stand):
    wanted = {
        "lang": "fr",
        "referred_by": "CPAS de Jette",
        "referrer_contact": "Mme Dupont",
        "referred_on": day("2026-11-20"),
        "informed_on": day("2026-11-24"),
    }
    assert set(desk.do(files.change, "H1", display_name="Family H1", **wanted)) == set(wanted)
    assert desk.do(files.change, "H1", **wanted) == ()
    sheet = opened(desk)
    assert {field: getattr(sheet, field) for field in wanted} == wanted
    journal = str(desk.rows("SELECT details FROM journal WHERE verb = 'household'"))
    assert "referrer_contact" in journal
    assert "Dupont" not in journal


def test_a_language_without_papers_is_refused(desk: Stand):
    with pytest.raises(UnknownLanguage):
        desk.do(files.change, "H1", lang="tlh")


def test_a_protected_address_is_for_managers(desk: Stand):
    desk.do(files.change, "H1", address="Kerkstraat 1, 1090 Jette", address_protected=True)
    assert opened(desk).address == "Kerkstraat 1, 1090 Jette"
    hidden = opened(desk.as_("staff"))
    assert (hidden.address, hidden.address_protected) == (None, True)
    with pytest.raises(NotAllowed):
        desk.as_("staff").do(files.change, "H1", address="Elsewhere 2")


def test_needs_come_from_a_list_and_reach_the_till(desk: Stand):
    assert desk.do(files.set_needs, "H1", needs=["cool_bag", "chair"]) == ("chair", "cool_bag")
    assert desk.welcome("H1").shopper.needs == ("chair", "cool_bag")
    desk.do(files.set_needs, "H1", needs=["chair"])
    desk.do(files.set_needs, "H1", needs=["chair"])
    assert opened(desk).needs == ("chair",)
    with pytest.raises(UnknownNeed):
        desk.do(files.set_needs, "H1", needs=["priest"])


def test_a_note_is_gone_after_its_day(desk: Stand):
    desk.do(files.write_note, "H1", words="Brings the key back", until=day("2026-12-01"))
    assert [note.words for note in opened(desk.on("2026-12-01")).notes] == ["Brings the key back"]
    assert opened(desk.on("2026-12-02")).notes == ()
    with pytest.raises(AlreadyOver):
        desk.do(files.write_note, "H1", words="Late", until=day("2026-11-23"))
    with pytest.raises(NeedsWords):
        desk.do(files.write_note, "H1", words=" ", until=day("2026-12-01"))


def test_substitutes_have_a_name_and_an_end(desk: Stand):
    desk.do(files.name_substitute, "H1", name="Tante Zohra", until=day("2026-12-31"))
    ((entry),) = opened(desk).substitutes
    assert (entry.words, entry.until) == ("Tante Zohra", day("2026-12-31"))
    desk.household("H2")
    with pytest.raises(NoSuchEntry):
        desk.do(files.take_out, "H2", what="substitute", id=entry.id)
    desk.do(files.take_out, "H1", what="substitute", id=entry.id)
    assert opened(desk).substitutes == ()
    with pytest.raises(NoSuchEntry):
        desk.do(files.take_out, "H1", what="substitute", id=entry.id)


def test_holds_stand_in_the_file_with_their_reason(desk: Stand):
    desk.hold_back("H1", "paused", "2026-11-01", "2026-11-10")
    ((hold),) = opened(desk).holds
    assert (hold.kind, hold.start, hold.until) == ("paused", day("2026-11-01"), day("2026-11-10"))


def test_a_household_that_is_only_counted_has_a_file_too(desk: Stand):
    desk.household("H2", adults=2, children=3)
    sheet = opened(desk, "H2")
    assert (sheet.people, sheet.adults, sheet.children) == ((), 2, 3)


def test_a_file_is_found_by_its_newest_card(desk: Stand):
    held = desk.ask(households.find, "H1")
    assert opened(desk).id == held.id


def test_those_who_refer_most_come_first(desk: Stand):
    for number, by in enumerate(("CAW", "OCMW", "OCMW", None), start=2):
        desk.household(f"H{number}")
        desk.do(files.change, f"H{number}", referred_by=by)
    assert desk.ask(files.referrers) == ("OCMW", "CAW")
