"""Households to count: who belongs to them, and what they came for."""

from __future__ import annotations

from kruidenier.shop.figures.funder_values import FunderFigures
from kruidenier.shop.people import register
from tests.kit import Stand, day

ESF = ("pasta", "soap")


def stock_up(stand: Stand) -> Stand:
    """Rice to pay for, and ESF+ pasta and soap."""
    stand.product("rice", fixed=60, content=500)
    stand.product("pasta", fixed=60, content=500)
    stand.product("soap", fixed=60, content=100, group="hygiene")
    stand.lot("rice", 900, grams=450_000, received="2026-01-02")
    stand.lot("pasta", 900, grams=450_000, origin="esf", received="2026-01-02")
    stand.lot("soap", 900, grams=90_000, origin="esf", received="2026-01-02")
    return stand


def family(stand: Stand, card: str, people: str, *goods: str, since: str = "2026-02-01") -> str:
    """Register a household, written as at the desk (`1984f 2015m`, `2+3`), and let it take goods."""
    stand.do(
        register.register,
        card=card,
        display_name=f"Family {card}",
        lang="nl",
        people=register.read_people(people),
        access_from=day(since),
        esf_from=day(since) if any(item in ESF for item in goods) else None,
    )
    if goods:
        stand.sell(card, *goods)
    return card


def numbers(figures: FunderFigures, who: str = "came") -> dict[str, int | None]:
    """Tell the number of each box."""
    return {box.name: box.of(who) for box in figures.boxes}
