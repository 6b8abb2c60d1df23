"""Gift notes: who signed them, and what the shop still owes a giver."""

from __future__ import annotations

import datetime as dt

import pytest

from kruidenier.shop.office.papers import NoSuchPaper
from kruidenier.shop.office.staff import NotAllowed
from kruidenier.shop.supply import door, note_list, note_signing, receiving, supplier_register, suppliers
from kruidenier.shop.supply.note_signing import SignedAlready, SignedBeforeGift, UnknownSide
from kruidenier.shop.supply.receiving import Brought
from kruidenier.store.base import new_id
from tests.kit import TODAY, Stand

YESTERDAY = TODAY - dt.timedelta(days=1)
ALL = {"since": dt.date(2026, 1, 1), "until": TODAY}


@pytest.fixture
def giver(stand: Stand) -> Stand:
    """A shop that gives rice."""
    stand.do(supplier_register.register, "miroir", name="Miroir", kind="supermarket")
    stand.product("rice", fixed=60, content=500)
    return stand


def list_note(stand: Stand, on: dt.date | None = None) -> str:
    """Bring a list that nobody signs."""
    done = stand.do(receiving.receive, "miroir", goods=[Brought("rice", 4)], on=on, id=new_id())
    assert done.gift_note is not None
    return done.gift_note


def door_note(stand: Stand, signed_by: str | None) -> str:
    """Weigh a crate at the door."""
    number = stand.do(door.begin, "miroir").number
    stand.do(door.add_line, number, group="vegetables", origin="donated", crates=1, gross_grams=10_000)
    done = stand.do(door.sign, number, signed_by=signed_by)
    assert done.gift_note is not None
    return done.gift_note


def test_both_sides_sign_at_the_door_or_later_on_paper(giver: Stand):
    signed, unsigned = door_note(giver, "Jo"), door_note(giver, None)
    notes = {note.number: note for note in giver.ask(note_list.notes_of, "miroir", **ALL)}
    assert notes[signed].signed
    assert (notes[signed].giver, notes[signed].shop) == (
        note_list.Signature("Jo", TODAY),
        note_list.Signature("Els Peeters", TODAY),
    )
    assert not notes[unsigned].signed
    for side, name in (("giver", "Zoé"), ("shop", "Els")):
        note = giver.do(note_signing.sign, unsigned, side=side, name=name)
    assert (note.signed, note.giver) == (True, note_list.Signature("Zoé", TODAY))


def test_a_side_signs_once_and_not_before_the_gift(giver: Stand):
    note = list_note(giver, on=YESTERDAY)
    giver.do(note_signing.sign, note, side="giver", name="Jo", signed_on=YESTERDAY)
    for refusal, said in (
        (SignedAlready, {"side": "giver", "name": "An"}),
        (UnknownSide, {"side": "driver", "name": "An"}),
        (SignedBeforeGift, {"side": "shop", "name": "An", "signed_on": YESTERDAY - dt.timedelta(days=1)}),
        (SignedBeforeGift, {"side": "shop", "name": "An", "signed_on": TODAY + dt.timedelta(days=1)}),
    ):
        with pytest.raises(refusal):
            giver.do(note_signing.sign, note, **said)
    with pytest.raises(NotAllowed):
        giver.as_("volunteer").do(note_signing.sign, note, side="shop", name="An")
    for number in ("9-000001", "\0"):
        with pytest.raises(NoSuchPaper):
            giver.do(note_signing.sign, number, side="shop", name="An")


def test_homework_is_what_is_not_signed_yet(giver: Stand):
    first, second = list_note(giver, on=YESTERDAY), list_note(giver)
    for side in ("giver", "shop"):
        giver.do(note_signing.sign, first, side=side, name="Jo")
    keys = giver.ask(suppliers.family, "miroir")
    owed = giver.ask(note_list.homework, keys, **ALL)
    assert (owed.without_note, [note.number for note in owed.unsigned]) == ((), [second])
    assert giver.ask(note_list.homework, keys, since=YESTERDAY, until=YESTERDAY).unsigned == ()
    assert [note.number for note in giver.ask(note_list.notes_of, "miroir", **ALL)] == [first, second]
