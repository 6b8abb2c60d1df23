"""Who belongs to a household changes from a day on; earlier days keep their people."""

from __future__ import annotations

import pytest

from kruidenier.shop.people import family, files, households
from kruidenier.shop.people.family import NotBornYet, NotInHousehold, OnlyCounted, WholeHousehold
from kruidenier.shop.people.files import AlreadyOver
from kruidenier.shop.people.households import Size, UnknownCard
from kruidenier.shop.people.register import Born, NobodyThere, People, UnreadablePeople, read_people
from tests.kit import Stand, day
from tests.shop.test_budgets import judged


@pytest.fixture
def desk(stand: Stand) -> Stand:
    """A desk that knows a household of three, and one that is only counted."""
    stand.household("H1", members=[(1984, None), (1986, None), (2015, None)])
    stand.household("H2", adults=2, children=1)
    return stand


def member(desk: Stand, year: int, card: str = "H1") -> int:
    return next(person.id for person in desk.do(files.open_file, card).people if person.born.year == year)


def test_a_birth_counts_from_its_day_and_not_before(desk: Stand):
    desk.do(family.join, "H1", born=Born(2026, 11))
    assert judged(desk, "2026-11-23").size == Size(2, 1)
    assert judged(desk, "2026-11-24").size == Size(2, 2)
    with pytest.raises(NotBornYet):
        desk.do(family.join, "H1", born=Born(2026, 12))
    with pytest.raises(OnlyCounted):
        desk.do(family.join, "H2", born=Born(2020))


def test_who_dies_or_leaves_no_longer_counts(desk: Stand):
    gone = member(desk, 1986)
    assert desk.do(family.leave, "H1", member=gone) is False
    assert judged(desk, "2026-11-23").size == Size(2, 1)
    assert judged(desk, "2026-11-24").size == Size(1, 1)
    with pytest.raises(NotInHousehold):
        desk.do(family.leave, "H1", member=gone)


def test_a_household_is_closed_with_its_last_member(desk: Stand):
    desk.household("H3", members=[(1940, None)])
    assert desk.do(family.leave, "H3", member=member(desk, 1940, "H3")) is True
    with pytest.raises(UnknownCard):
        desk.ask(households.find, "H3")


def test_a_guest_child_counts_until_its_last_day(desk: Stand):
    desk.do(family.host, "H1", guest=Born(2017), until=day("2026-12-05"))
    assert [judged(desk, on).size.children for on in ("2026-11-24", "2026-12-05", "2026-12-06")] == [2, 2, 1]
    assert desk.do(files.open_file, "H1").people[-1].until == day("2026-12-05")
    desk.do(family.host, "H2", guest=None, until=day("2026-12-05"))
    assert [judged(desk, on, "H2").size.children for on in ("2026-11-24", "2026-12-05", "2026-12-06")] == [2, 2, 1]
    with pytest.raises(AlreadyOver):
        desk.do(family.host, "H1", guest=Born(2017), until=day("2026-11-23"))
    with pytest.raises(NotInHousehold):
        desk.do(family.host, "H1", guest=None, until=day("2026-12-05"))


def test_people_are_said_anew(desk: Stand):
    desk.do(family.recount, "H1", people=People(adults=1, children=4))
    assert judged(desk).size == Size(1, 4)
    desk.do(family.recount, "H2", people=People((Born(1990), Born(2020))))
    assert (judged(desk, "2026-11-23", "H2").size, judged(desk, card="H2").size) == (Size(2, 1), Size(1, 1))
    with pytest.raises(NotBornYet):
        desk.do(family.recount, "H1", people=People((Born(2030),)))


def test_a_part_of_a_household_goes_on_by_itself_without_a_trace(desk: Stand):
    desk.product("rice", fixed=100)
    desk.lot("rice", 50)
    desk.grant("H1", "esf", "2026-01-01", None)
    desk.do(files.change, "H1", address="Kerkstraat 1", note="remark")
    desk.sell("H1", ("rice", 5))
    leaving = [member(desk, 1986), member(desk, 2015)]
    card = desk.do(family.split, "H1", leaving=leaving, display_name="L.", protected=True)
    assert (judged(desk).size, judged(desk, card=card).size) == (Size(1, 0), Size(1, 1))
    assert (judged(desk).left_cents, judged(desk, card=card).left_cents) == (500, 1500)
    sheet = desk.do(files.open_file, card)
    assert (sheet.address, sheet.note, sheet.referred_by, sheet.address_protected) == (None, None, None, True)
    assert {(right.kind, right.way, right.start) for right in sheet.rights} == {
        ("grocery", "split", desk.today),
        ("esf", "split", desk.today),
    }
    old = desk.ask(households.find, "H1").id
    assert old not in str(desk.rows(f"SELECT * FROM household_right WHERE household_id = '{sheet.id}'"))


def test_a_right_that_has_ended_does_not_go_along(desk: Stand):
    desk.household("H3", adults=2, children=2, grocery=("2026-01-01", "2026-11-01"))
    card = desk.do(family.split, "H3", people=People(adults=1, children=2), display_name="L.")
    assert judged(desk, card=card).standing.status == "ended"
    assert (judged(desk, card="H3").size, judged(desk, card=card).size) == (Size(1, 0), Size(1, 2))


def test_somebody_stays_and_somebody_goes(desk: Stand):
    whole = [person.id for person in desk.do(files.open_file, "H1").people]
    for refusal, named in (
        (WholeHousehold, {"leaving": whole}),
        (NotInHousehold, {"leaving": [999]}),
        (NobodyThere, {"leaving": []}),
    ):
        with pytest.raises(refusal):
            desk.do(family.split, "H1", display_name="L.", **named)
    for people in (None, People((Born(1990),))):
        with pytest.raises(OnlyCounted):
            desk.do(family.split, "H2", people=people, display_name="L.")
    for people in (People(adults=2, children=1), People(adults=1, children=2)):
        with pytest.raises(WholeHousehold):
            desk.do(family.split, "H2", people=people, display_name="L.")


def test_a_household_of_nobody_cannot_be_split(desk: Stand):
    with desk.shop.writing.begin() as session:
        key = households.new_household(
            session, card="H9", lang="nl", display_name="N", referred_by=None, note=None, now=desk.now
        )
    assert key
    with pytest.raises(OnlyCounted):
        desk.do(family.split, "H9", people=People(adults=1), display_name="L.")


@pytest.mark.parametrize(
    ("typed", "people"),
    [
        ("2+3", People(adults=2, children=3)),
        ("2 + 3", People(adults=2, children=3)),
        ("2", People(adults=2)),
        ("1984 1986f 2024-03", People((Born(1984), Born(1986, None, "F"), Born(2024, 3)))),
        ("1970v 1971H", People((Born(1970, None, "F"), Born(1971, None, "M")))),
        ("1984:F;2015", People((Born(1984, None, "F"), Born(2015)))),
    ],
)
def test_people_as_they_are_typed(typed: str, people: People):
    assert read_people(typed) == people


@pytest.mark.parametrize("typed", ["0", "0+0", ""])
def test_nobody_is_no_household(typed: str):
    with pytest.raises(NobodyThere):
        read_people(typed)


def test_words_are_no_people():
    with pytest.raises(UnreadablePeople, match="“two and a baby” cannot be read: write birth years"):
        read_people("two and a baby")
