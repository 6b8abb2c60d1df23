"""What the figures of a supplier are called, in the language of the reader: on screen and on paper alike."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from kruidenier.i18n import N_, _, day, weight
from kruidenier.shop.figures import label, label_words
from kruidenier.shop.figures.supplier_values import CO2E, MEALS

if TYPE_CHECKING:
    from kruidenier.shop.figures.supplier_values import GroupShare, SupplierFigures

FATES = {
    "handed_out": N_("handed out"),
    "transferred": N_("to partners"),
    "wasted": N_("thrown away, compost"),
    "on_hand": N_("still in the shop"),
    "lost": N_("missing at counts"),
}
"""What becomes of goods, in the order in which it is told."""
FOUND = N_("found at counts")
"""What is missing, if it is less than nothing."""
FACTORS = {MEALS: N_("meals per kg"), CO2E: N_("kg CO2e per kg")}
BY = {
    "establishment": N_("this shop alone"),
    "enterprise": N_("all shops of the enterprise"),
    "banner": N_("all shops of the chain"),
}


def fates(figures: SupplierFigures) -> list[tuple[str, str, int]]:
    """Tell what became of the goods: its fixed name, how it is called, and the grams."""
    told = []
    for name, words in FATES.items():
        grams = getattr(figures.fate, name)
        found = name == "lost" and grams < 0
        told.append((name, _(FOUND) if found else _(words), grams))
    return told


def group(share: GroupShare) -> str:
    """Name a food group."""
    return share.name or _("mixed crates")


def regularity(figures: SupplierFigures) -> str:
    """Say how pick-ups were kept, or in how many weeks something was given; empty if neither is known of the period."""
    if figures.agreements:
        one = figures.agreements[0]
        said = _("Agreement {number}: {kept} of {expected} pick-ups kept")
        return said.format(number=one.agreement, kept=one.kept, expected=one.expected)
    measured = label.thaw(figures.label["assessment"]) if figures.label else None
    if measured is None or measured.facts.first != figures.first:
        return ""
    return next((label_words.criterion(one, measured.facts) for one in measured.criteria if one.unit == "weeks"), "")


def label_held(figures: SupplierFigures) -> str:
    """Say which label was held on the last day; empty if none."""
    told = figures.label
    if not told or not told["number"]:
        return ""
    said = _("Label {number}, level {level}, valid until {day}.")
    until = dt.date.fromisoformat(told["valid_until"])
    return said.format(number=told["number"], level=told["level"], day=day(until))


def method(figures: SupplierFigures) -> list[str]:
    """Say how the figures were made, a sentence for each subject."""
    factors = ", ".join(
        f"{_decimal(factor.thousandths)} {_(FACTORS[factor.name])} ({factor.source})" for factor in figures.factors
    )
    lines = [
        _(
            "Counted are goods that were given and taken in from the first to the last day, both included, as the gift"
            " notes say; those of food banks and gardens too. Goods that were bought, and European ones, are not."
        ),
        _(
            "What became of exactly these goods is told as it was at the end of the last day: each lot is followed when"
            " it is sorted, parted, frozen or repacked. To the gram: given = handed out + to partners + thrown away"
            " + still in the shop + missing at counts. Shares are of what was given and found."
        ),
        _(
            "Scanned: the till read a product of this lot. Attributed: sold from crates, and taken from the oldest"
            " crate of its food group. Counted: somebody weighed or counted what was left or thrown away."
        ),
        _(
            "The weight is that of the scale at the door, without crates; else what stands on the pack (1 ml as 1 g)."
            " Pieces without either weigh nothing here: {n}."
        ).format(n=figures.unweighed_pieces),
        _("Meals and CO2e are reckoned on what was handed out or went to partners: {factors}.").format(factors=factors),
        _(
            "Households are counted once in a year, without their names. Fewer than 5 are not told, nor a number that"
            " would tell of fewer than 5 beside another report."
        ),
        _("What customers paid is the price of these goods at the counter, less what was given back."),
    ]
    if figures.worth is not None:
        known = _(
            "The value is the one given at intake, else the shop price of the day the goods came in. Lots with neither"
            " are left out of it: {n}."
        )
        lines.append(known.format(n=figures.worth.unknown_lots))
    return lines


def _decimal(thousandths: int) -> str:
    return weight(thousandths).removesuffix(" kg").rstrip("0").rstrip(".,")
