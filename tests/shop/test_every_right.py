"""Every right of the list, tried by every role and by everything a volunteer can learn, through the verbs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kruidenier.errors import ShopError
from kruidenier.shop.goods import counting
from kruidenier.shop.office import staff, team
from kruidenier.shop.office.staff import PERMISSIONS, ROLES, SKILLS, NotAllowed, Permission, may
from kruidenier.shop.till import desk
from tests.kit import Stand
from tests.shop.verbs import Verb, verbs

PEOPLE = {
    **{role: (role, ()) for role in ROLES},
    **{f"volunteer, {skill}": ("volunteer", (skill,)) for skill in SKILLS},
}
FOR_EVERYBODY = {
    "goods.catalogue.draft",
    "office.team.change_own_pin",
    "till.baskets.at_till",
    "till.baskets.begin",
    "till.baskets.cancel",
    "till.baskets.change",
    "till.baskets.put_aside",
    "till.baskets.take_up",
    "till.baskets.welcome",
    "till.scanning.scan",
    "till.shares.ease",
    "till.shares.eased",
}
"""What selling is made of, and one's own PIN, which asks for the one of now. A new verb asks for a right, or is named
here with a thought on what a curious volunteer could do with it."""
PARTS = {
    "goods.deeds.change",
    "goods.deeds.part_off",
    "goods.deeds.take_out",
    "goods.places.warmest",
    "goods.stock.book",
    "goods.recalls.sweep",
    "goods.stock.take_in",
    "office.copies.note",
    "office.journal.note_refusal",
    "office.journal.record",
    "people.journaled.record",
    "people.household_rows.write_changed",
    "people.household_rows.write_new",
    "people.register.grant",
    "people.day_limits.write",
    "till.closing.write",
}
"""Of which other verbs are made, and those ask."""
MADE_OF_VERBS_THAT_ASK = {"figures.awarding.award"}
TRIED_WHERE_THEY_LIVE = {"people.files.change", "people.renewing.give", "supply.label_deciding.drop"}
"""Verbs that ask for one right more in a case that their own tests set up."""
QUESTIONS = {"figures.day_lists.closing", "figures.day_lists.opening", "figures.today.today", "office.copies.last"}
"""They change nothing; screens and commands say who may ask."""
LOOKING = {
    Permission.SEE_STOCK,
    Permission.JOURNAL,
    Permission.COPY,
    Permission.TAKE_COPY,
    Permission.ENCRYPT,
    Permission.FOUND_ON_SHELF,
}
"""Rights that screens and commands ask for; and one that decides how a scan is judged."""


def dropped_by_another(stand: Stand, person: Stand) -> None:
    number = stand.do(counting.begin).number
    person.do(counting.drop, number)


def over_budget(stand: Stand, person: Stand) -> None:
    stand.product("rice", fixed=2000)
    stand.lot("rice", 5)
    stand.household("H1", adults=1)
    person.sell("H1", "rice", pay="card", override="agreed")


def paid_over_budget(stand: Stand, person: Stand) -> None:
    stand.product("rice", fixed=2000)
    stand.lot("rice", 5)
    stand.household("H1", adults=1)
    basket = person.welcome("H1")
    person.scan(basket, "rice")
    person.pay(basket, "card", override="agreed")


def let_in_beyond_the_hours(stand: Stand, person: Stand) -> None:
    stand.setting("desk.slots", "thu/1")
    stand.household("H1")
    person.do(desk.arrive, "H1", anyway=True)


IN_SOME_CASES: dict[str, tuple[Permission, Callable[[Stand, Stand], Any]]] = {
    "goods.counting.drop": (Permission.ACCEPT_COUNT, dropped_by_another),
    "office.staff.change_pin": (Permission.STAFF, lambda _stand, person: person.do(staff.change_pin, "els", pin="1")),
    "office.team.change_language": (
        Permission.STAFF,
        lambda _stand, person: person.do(team.change_language, "els", lang="fr"),
    ),
    "till.desk.arrive": (Permission.HOUSEHOLDS, let_in_beyond_the_hours),
    "till.paying.pay": (Permission.OVERRIDE, paid_over_budget),
    "till.paying.sell": (Permission.OVERRIDE, over_budget),
}
"""Verbs that ask for a right only in some cases, and such a case."""


def is_refused(deed: Callable[[], Any]) -> bool:
    try:
        deed()
    except NotAllowed:
        return True
    except ShopError:
        return False
    return False


def tried(person: Stand, verb: Verb) -> bool:
    """Tell whether a verb refuses somebody before it looks at anything; nothing is done."""
    try:
        with person.shop.writing() as session:
            verb.function(session, at=person.at, now=person.now, **verb.nothing)
    except NotAllowed:
        return True
    except Exception:  # noqa: BLE001 it went past the right, and then met nothing where it looked for something
        return False
    return False


@pytest.mark.parametrize("who", PEOPLE)
def test_every_verb_that_asks_for_a_right_refuses_exactly_those_without_it(stand: Stand, who: str):
    role, skills = PEOPLE[who]
    person = stand.as_(role, *skills)
    asking = [verb for verb in verbs() if verb.rights]
    found = {verb.name: tried(person, verb) for verb in asking}
    assert found == {verb.name: not all(may(role, right, skills) for right in verb.rights) for verb in asking}


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("verb", IN_SOME_CASES)
def test_rights_that_are_asked_for_in_some_cases_are_asked_for_then(stand: Stand, verb: str, who: str):
    role, skills = PEOPLE[who]
    right, deed = IN_SOME_CASES[verb]
    assert is_refused(lambda: deed(stand, stand.as_(role, *skills))) is not may(role, right, skills)


def test_every_verb_asks_for_a_right_or_is_known_to_be_for_everybody():
    without = {verb.name for verb in verbs() if not verb.rights and not verb.sometimes}
    assert without == FOR_EVERYBODY | PARTS | QUESTIONS | MADE_OF_VERBS_THAT_ASK


def test_every_verb_that_asks_in_some_cases_has_its_case():
    assert {verb.name for verb in verbs() if verb.sometimes} == set(IN_SOME_CASES) | TRIED_WHERE_THEY_LIVE


def test_every_right_is_asked_for_by_a_verb():
    asked = {right for verb in verbs() for right in verb.rights} | {right for right, _deed in IN_SOME_CASES.values()}
    assert set(PERMISSIONS) == set(Permission)
    assert set(Permission) - asked == LOOKING
