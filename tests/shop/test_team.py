"""Who works here changes: roles, skills, cards; and the shop is never without somebody who may decide."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kruidenier.shop.office import staff, team
from kruidenier.shop.office.staff import BadKind, BadRole, BadSkill, NoSuchPerson, NotAllowed, Permission
from kruidenier.shop.office.team import BadLanguage, BadStaffCard, CardOfAnother, LastManager, SamePin
from tests.kit import Stand

CARD = "COLLEAGUE-77"


def hire(stand: Stand, name: str = "Samira", *, role: str = "volunteer", **more: object) -> str:
    return stand.do(staff.add, name, role=role, pin="4321", **more).code


def test_a_volunteer_grows_by_what_they_learned(stand: Stand):
    hire(stand)
    grown = stand.do(team.change_skills, "samira", skills=["till", "count"])
    assert grown.skills == ("till", "count")
    assert staff.rights_of(grown) == (
        "cancel a sale that was paid",
        "take goods back and give money back",
        "give a price to goods that have none",
        "sell goods that are not in the books",
        "see the name of the household at the till for five seconds",
        "greet households at the welcome desk",
        "open the cash drawer",
        "see what is in stock",
        "count goods",
    )
    assert stand.do(team.change_skills, "samira", skills=[]).skills == ()
    with pytest.raises(BadSkill, match="no skill magic"):
        stand.do(team.change_skills, "samira", skills=["magic"])


def test_everybody_changes_their_own_pin_with_the_one_of_now(stand: Stand):
    herself = stand.as_("volunteer")
    herself.at = stand.shop.counter(by=hire(stand), role="volunteer")
    assert herself.do(team.change_own_pin, old="0000", pin="86429") is None
    assert stand.ask(staff.member, "samira").wrong_tries == 1
    with pytest.raises(SamePin):
        herself.do(team.change_own_pin, old="4321", pin="4321")
    assert herself.do(team.change_own_pin, old="4321", pin="86429") is not None
    assert herself.do(team.change_own_pin, old="4321", pin="1111") is None
    assert "86429" not in str(stand.rows("SELECT * FROM journal"))


def test_a_manager_may_everything_and_a_new_volunteer_may_sell(stand: Stand):
    everything = {words for _role, words in staff.PERMISSIONS.values()}
    assert set(staff.rights_of(stand.ask(staff.people)[0])) == everything
    hire(stand)
    assert staff.rights_of(stand.ask(staff.people)[1]) == (
        "see the name of the household at the till for five seconds",
        "greet households at the welcome desk",
        "open the cash drawer",
    )


def test_trainees_and_article_60_are_kinds_that_change_no_right(stand: Stand):
    hire(stand, kind="trainee")
    before = staff.rights_of(stand.ask(staff.people)[1])
    changed = stand.do(team.change_kind, "samira", kind="article_60")
    assert changed.kind == "article_60"
    assert staff.rights_of(changed) == before
    with pytest.raises(BadKind):
        stand.do(team.change_kind, "samira", kind="boss")
    with pytest.raises(BadKind):
        hire(stand, "Bob", kind="boss")


def test_a_role_is_given_and_taken(stand: Stand):
    hire(stand)
    assert stand.do(team.change_role, "samira", role="manager").role == "manager"
    assert stand.do(team.change_role, "els", role="staff").role == "staff"
    with pytest.raises(BadRole):
        stand.do(team.change_role, "els", role="king")


def test_the_last_manager_is_neither_archived_nor_made_less(stand: Stand):
    hire(stand)
    for verb, more in ((team.archive, {}), (team.change_role, {"role": "staff"})):
        with pytest.raises(LastManager, match="Els Peeters is the only manager"):
            stand.do(verb, "els", **more)
    stand.do(team.change_role, "els", role="manager")
    stand.do(team.change_role, "samira", role="manager")
    stand.do(team.archive, "els")
    with pytest.raises(LastManager):
        stand.do(team.archive, "samira")


def test_who_leaves_is_set_aside_and_their_code_is_given_to_nobody_else(stand: Stand):
    hire(stand)
    stand.do(team.give_card, "samira", card=CARD)
    stand.do(team.archive, "samira")
    assert [person.code for person in stand.ask(staff.people)] == ["els"]
    assert stand.ask(team.by_card, CARD) is None
    with pytest.raises(NoSuchPerson), stand.shop.writing.begin() as session:
        staff.try_pin(session, "samira", pin="4321", now=stand.now)
    assert hire(stand) == "samira2"
    assert len(stand.rows("SELECT 1 FROM staff")) == 3


def test_everybody_chooses_their_own_language_and_managers_anybodys(stand: Stand):
    hire(stand)
    herself = stand.as_("volunteer")
    with pytest.raises(NotAllowed):
        herself.do(team.change_language, "samira", lang="fr")
    herself.at = stand.shop.counter(by="samira", role="volunteer")
    assert herself.do(team.change_language, "samira", lang="fr").lang == "fr"
    assert stand.do(team.change_language, "samira", lang="en").lang == "en"
    with pytest.raises(BadLanguage):
        stand.do(team.change_language, "samira", lang="de")


def test_a_card_stands_for_one_person_and_its_number_is_kept_nowhere(stand: Stand):
    hire(stand)
    assert stand.do(team.give_card, "samira", card=CARD).has_card
    found = stand.ask(team.by_card, f" {CARD.lower()} ")
    assert found is not None
    assert found.code == "samira"
    assert stand.ask(team.by_card, "COLLEAGUE-78") is None
    with pytest.raises(CardOfAnother):
        stand.do(team.give_card, "els", card=CARD)
    stand.do(team.give_card, "samira", card=CARD)
    assert "COLLEAGUE" not in str(stand.rows("SELECT * FROM staff")) + str(stand.rows("SELECT * FROM journal"))
    assert not stand.do(team.take_card, "samira").has_card
    assert stand.ask(team.by_card, CARD) is None


@pytest.mark.parametrize("card", ["", "1234567", "x" * 41, "a b c d e f", "'; DROP TABLE"])
def test_a_card_that_is_none_is_refused(stand: Stand, card: str):
    with pytest.raises(BadStaffCard):
        stand.do(team.give_card, "els", card=card)


def test_the_database_itself_lets_nobody_vanish(stand: Stand):
    from sqlalchemy import text
    from sqlalchemy.exc import DBAPIError

    for attack in ("DELETE FROM staff", "UPDATE staff SET code = 'x'"):
        with pytest.raises(DBAPIError), stand.shop.writing.begin() as session:
            session.execute(text(attack))


STORM = """
import datetime as dt, sys
from pathlib import Path
from kruidenier.shop.office import staff
from kruidenier.shop.opening import open_shop

shop, answered = open_shop(Path(sys.argv[1])), 0
for n in range(40):
    try:
        with shop.writing.begin() as session:
            assert staff.try_pin(session, "els", pin=f"9{n:03}", now=dt.datetime.fromisoformat(sys.argv[2])) is None
        answered += 1
    except staff.LockedOut:
        pass
print(answered)
"""


def test_a_storm_of_wrong_pins_from_two_processes_gets_as_few_answers_as_from_one(stand: Stand, tmp_path: Path):
    storms = [
        subprocess.Popen(
            [sys.executable, "-c", STORM, str(stand.shop.folder), stand.now.isoformat()],
            stdout=subprocess.PIPE,
            text=True,
        )
        for _process in range(2)
    ]
    answered = sum(int(storm.communicate(timeout=60)[0]) for storm in storms)
    assert answered == staff.FREE_TRIES + 1
    (row,) = stand.rows("SELECT wrong_tries AS tries FROM staff")
    assert row.tries == answered


def test_two_managers_cannot_take_each_others_role_away_at_once(stand: Stand):
    from threading import Thread

    hire(stand, role="manager")
    refused: list[str] = []

    def demote(code: str) -> None:
        try:
            stand.do(team.change_role, code, role="volunteer")
        except LastManager as refusal:
            refused.append(refusal.code)

    threads = [Thread(target=demote, args=(code,)) for code in ("els", "samira")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["LastManager"]


def test_every_skill_has_words_and_gives_only_what_staff_may_too():
    for words, rights in staff.SKILLS.values():
        assert words
        assert rights
        assert all(staff.may("staff", right) for right in rights)
        assert not any(staff.may("volunteer", right) for right in rights)
    assert not staff.may("volunteer", Permission.STAFF, staff.SKILLS)
