"""What the boxes of a funder's paper are called, and how each was counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kruidenier.i18n import N_, _, day, thousands
from kruidenier.shop.figures.funder_values import (
    AGE_ESTIMATED,
    FEWEST,
    GENDER_ESTIMATED,
    HOUSEHOLDS,
    NEW,
    PEOPLE,
    SINGLE,
    VISITS,
    WOMEN,
    band_name,
)
from kruidenier.shop.till.served import CAME, FOOD, GOODS

if TYPE_CHECKING:
    from kruidenier.shop.figures.funder_values import Band, FunderFigures

COLUMNS = {CAME: N_("all who came"), FOOD: N_("given ESF+ food"), GOODS: N_("given other ESF+ goods")}
BOXES = {
    PEOPLE: N_("people, each once"),
    WOMEN: N_("women and girls"),
    AGE_ESTIMATED: N_("people whose age is estimated"),
    GENDER_ESTIMATED: N_("people whose gender is estimated"),
    HOUSEHOLDS: N_("households"),
    NEW: N_("new households"),
    SINGLE: N_("single parents"),
    VISITS: N_("visits"),
}
NOT_TOLD = "–"


def box(name: str, figures: FunderFigures) -> str:
    """Name a box."""
    bands = {band_name(band): band for band in figures.bands}
    return _band(bands[name]) if name in bands else _(BOXES[name])


def number(value: int | None) -> str:
    """Write a number, or that it is not told."""
    return NOT_TOLD if value is None else thousands(value)


def method(figures: FunderFigures) -> list[str]:
    """Say how the figures were made."""
    return [
        _(
            "Counted are households with at least one visit in {year} and the people who belonged to them at their last"
            " visit of that year: each once in the total and once in every box that applies, so boxes overlap."
        ).format(year=figures.year),
        _(
            "Ages are those on {reference}. Where only the year of birth is known, a birthday counts from 1 January of"
            " that year, and where the month is known, from its first day."
        ).format(reference=day(figures.reference)),
        _(
            "Some households told only how many adults and children they are. Their ages are estimated: spread as those"
            " of the adults and children that are recorded. A gender that is not recorded is estimated likewise."
        ),
        _(
            "New is a household whose first right began in {year}. A single parent is a household of one adult with at"
            " least one child under 18. A visit is a day on which a household took goods; a cancelled sale is none."
        ).format(year=figures.year),
        _(
            "Given ESF+ food, or other ESF+ goods (for hygiene and the household), are those whose household took some"
            " and did not bring all of it back. Goods are told by weight, as far as it is known."
        ),
        _(
            "{sign} is not told: fewer than {fewest}, or it would let somebody reckon fewer than {fewest} from this"
            " paper or an earlier one, or nobody recorded it."
        ).format(sign=NOT_TOLD, fewest=FEWEST),
        _(
            "Disability, origin and homelessness are not recorded about anybody here; a funder who asks for them needs"
            " an estimate made by people."
        ),
    ]


def _band(band: Band) -> str:
    low, high = band
    if high is None:
        return _("aged {age} or more").format(age=low)
    if low == 0:
        return _("under 18") if high == 17 else _("aged {age} or younger").format(age=high)
    return _("aged {low} to {high}").format(low=low, high=high)
