"""What a supplier promised and kept in a period, from real agreements and real vans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kruidenier.shop.figures import supplier_promises
from kruidenier.shop.figures.supplier_figures import supplier_figures
from kruidenier.shop.figures.supplier_values import Kept
from kruidenier.shop.supply import agreeing
from kruidenier.shop.supply.agreement_documents import Promise
from tests.kit import TODAY, Stand, day
from tests.shop.test_agreements import YEAR, drafted, signed, supplier
from tests.shop.test_pick_ups import bring, noted

NOVEMBER = (day("2026-11-01"), day("2026-11-30"))


def kept(
    stand: Stand, *suppliers: str, period: Sequence[dt.date] = NOVEMBER, today: dt.date | None = TODAY
) -> list[Kept]:
    """Ask for the agreements of some suppliers, each with its pick-ups."""
    keys = [stand.supplier(code) for code in suppliers or ("miroir",)]
    first, last = period
    return list(stand.ask(supplier_promises.kept, keys, first=first, last=last, today=today))


def test_each_pick_up_of_a_period_is_told_once(stand: Stand):
    number = signed(stand)
    bring(stand, "miroir", "2026-10-27")
    bring(stand, "miroir", "2026-11-03")
    bring(stand, "miroir", "2026-11-10", refused="space")
    noted(stand, number, day=day("2026-11-17"), what="cancelled", why="closed", said_on=day("2026-11-16"))
    told = Kept(
        agreement=number,
        covers="establishment",
        since=YEAR.starts_on,
        until=YEAR.ends_on,
        expected=1,
        kept=1,
        missed=0,
        refused=1,
        cancelled=1,
        to_come=1,
    )
    assert kept(stand) == [told]
    figures = stand.ask(supplier_figures, "miroir", first=NOVEMBER[0], last=NOVEMBER[1], today=TODAY)
    assert figures.agreements == (told,)


def test_once_the_period_is_over_what_did_not_come_was_missed(stand: Stand):
    signed(stand)
    bring(stand, "miroir", "2026-11-03")
    (so_far,) = kept(stand)
    assert (so_far.expected, so_far.kept, so_far.missed, so_far.to_come) == (3, 1, 2, 1)
    (over,) = kept(stand, today=None)
    assert (over.expected, over.kept, over.missed, over.to_come) == (4, 1, 3, 0)


def test_only_agreements_that_held_in_the_period_are_told(stand: Stand):
    drafted(stand)
    assert kept(stand) == []
    signed(stand, promise=Promise(day("2026-01-01"), day("2026-10-31")))
    assert kept(stand) == []
    number = signed(stand, promise=Promise(day("2026-11-20")), on="2026-11-20")
    (endless,) = kept(stand, today=None)
    assert (endless.agreement, endless.until, endless.missed) == (number, None, 1)
    assert kept(stand, period=(day("2026-11-01"), day("2026-11-19"))) == []


def test_an_agreement_that_ended_early_has_no_pick_ups_after_its_last_day(stand: Stand):
    number = signed(stand)
    stand.do(agreeing.end, number, reason="moved away", on=day("2026-11-30"))
    (ended,) = kept(stand, period=(day("2026-11-01"), day("2026-12-31")), today=None)
    assert (ended.until, ended.missed) == (day("2026-11-29"), 4)
    assert kept(stand, period=(day("2026-12-01"), day("2026-12-31"))) == []


def test_an_agreement_of_a_banner_is_told_for_each_of_its_shops(stand: Stand):
    for code in ("miroir", "gare"):
        supplier(stand, code, banner="Miroir")
    supplier(stand, "north", banner="Other")
    number = signed(stand, promise=Promise(YEAR.starts_on, YEAR.ends_on, covers="banner"))
    bring(stand, "miroir", "2026-11-03")
    ours, theirs = kept(stand)[0], kept(stand, "gare")[0]
    assert (ours.agreement, ours.covers, ours.kept, ours.missed) == (number, "banner", 1, 2)
    assert (theirs.agreement, theirs.kept, theirs.missed) == (number, 0, 0)
    assert kept(stand, "north") == []
    (together,) = kept(stand, "miroir", "gare")
    assert (together.kept, together.missed, together.to_come) == (1, 2, 1)
