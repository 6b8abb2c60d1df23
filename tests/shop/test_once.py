"""A deed that may be sent twice is done once."""

from __future__ import annotations

import uuid

import pytest

from kruidenier.shop.office import once
from kruidenier.shop.office.once import BadId, IdUsedForAnother
from kruidenier.store.base import new_id
from tests.kit import NOW, Stand


def remember(stand: Stand, sent_id: str, asked: str, result: str) -> None:
    with stand.shop.writing.begin() as session:
        once.remember(session, sent_id, asked, result=result, now=NOW)


def test_the_same_id_for_the_same_deed_gives_the_first_result(stand: Stand):
    sent = new_id()
    asked = once.digest("sell", ["rice"])
    assert stand.ask(once.earlier, sent, asked) is None
    remember(stand, sent, asked, "1-000001")
    assert stand.ask(once.earlier, sent, asked) == "1-000001"
    assert stand.ask(once.earlier, sent.upper(), asked) == "1-000001"
    assert stand.ask(once.earlier, uuid.UUID(sent).hex, asked) == "1-000001"


def test_an_id_used_for_another_deed_is_refused_and_says_for_which(stand: Stand):
    sent = new_id()
    remember(stand, sent, once.digest("sell", ["rice"]), "1-000001")
    with pytest.raises(IdUsedForAnother, match="1-000001"):
        stand.ask(once.earlier, sent, once.digest("sell", ["beans"]))


@pytest.mark.parametrize("sent", ["", "42", "rice", "x" * 36, "\x00", "{" * 5000, "é" * 32, "\udcff" * 32])
def test_what_is_no_uuid_is_refused(stand: Stand, sent: str):
    with pytest.raises(BadId):
        stand.ask(once.earlier, sent, "")


def test_a_digest_tells_deeds_apart_and_lists_from_tuples_not():
    assert once.digest("sell", [1, None]) == once.digest("sell", (1, None))
    assert len({once.digest("sell", x) for x in ([], [1], ["1"], [None], [[1]], {"a": 1})}) == 6
