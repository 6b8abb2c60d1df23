"""Whose basket this is: told to who stands there, and never without a line in the journal."""

from __future__ import annotations

import pytest

from kruidenier.shop.people import revealing
from kruidenier.shop.people.households import UnknownCard
from tests.kit import Stand


def test_a_name_is_told_and_who_looked_stands_in_the_journal_without_it(stand: Stand):
    stand.household("H1")
    assert stand.as_("volunteer").do(revealing.reveal_name, "h1") == "Family H1"
    (line,) = stand.rows("SELECT verb, \"by\" AS who, subject, details FROM journal WHERE verb LIKE '%seen'")
    (link,) = stand.rows("SELECT code FROM pseudonym")
    assert (line.who, line.subject) == ("volunteer", link.code)
    assert "Family" not in str(line)


def test_an_unknown_card_tells_no_name(stand: Stand):
    with pytest.raises(UnknownCard):
        stand.do(revealing.reveal_name, "H9")
