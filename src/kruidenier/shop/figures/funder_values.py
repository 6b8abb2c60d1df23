"""What a funder's paper counts: boxes that overlap, each person once in the total and once in each box that applies."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kruidenier.shop.till.served import CAME, FOOD, GOODS

PEOPLE, WOMEN, AGE_ESTIMATED, GENDER_ESTIMATED = "people", "women", "age_estimated", "gender_estimated"
HOUSEHOLDS, NEW, SINGLE, VISITS = "households", "new_households", "single_parents", "visits"
AGE = "age_"
FEWEST = 5
"""Fewer are not told, and cannot be reckoned from what is told."""

Band = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Box:
    """One box of the paper, for each of the three groups that are counted; None is not told."""

    name: str
    came: int | None
    esf_food: int | None
    esf_goods: int | None

    def of(self, who: str) -> int | None:
        """Tell the number of one group."""
        number: int | None = getattr(self, who)
        return number


@dataclass(frozen=True, slots=True)
class FunderFigures:
    """The figures of a year, with ages at one day of it."""

    year: int
    reference: dt.date
    bands: tuple[Band, ...]
    boxes: tuple[Box, ...]
    grams: tuple[int, int, int]
    """Handed out: all goods, ESF+ food, other ESF+ goods."""

    @property
    def cells(self) -> dict[tuple[str, str], int]:
        """What is told, by group and box."""
        told = {(who, box.name): box.of(who) for box in self.boxes for who in (CAME, FOOD, GOODS)}
        return {cell: number for cell, number in told.items() if number is not None}


def band_name(band: Band) -> str:
    """Name the box of an age band: age_0_15, age_65_up."""
    low, high = band
    return f"{AGE}{low}_up" if high is None else f"{AGE}{low}_{high}"


def box_names(bands: tuple[Band, ...]) -> tuple[str, ...]:
    """Name the boxes in the order in which they are read."""
    ages = (band_name(band) for band in bands)
    of_people = (PEOPLE, *ages, WOMEN, AGE_ESTIMATED, GENDER_ESTIMATED)
    return (*of_people, HOUSEHOLDS, NEW, SINGLE, VISITS)
