"""What the figures of the auditor's file are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kruidenier.i18n import N_, _, day
from kruidenier.shop.figures.exceptions import OVERRIDE, PAPER
from kruidenier.shop.people.proofs import CATEGORIES, DOCUMENTS

if TYPE_CHECKING:
    from kruidenier.shop.people.decisions import Decision

COLUMNS = {
    "opening": N_("at start"),
    "received": N_("in"),
    "sorted": N_("shifted"),
    "handed_out": N_("out"),
    "wasted": N_("waste"),
    "transferred": N_("passed on"),
    "counted": N_("difference"),
    "closing": N_("at end"),
}
KINDS = {"grocery": N_("grocery"), "esf": N_("ESF+")}
WAYS = {
    "referral": N_("a referral"),
    "category": N_("a category"),
    "income": N_("an income, not kept"),
    "visit": N_("one visit ahead of a referral"),
    "split": N_("the right of a household it split from"),
}
"""What led to a right."""
SET_ASIDE = {OVERRIDE: N_("set aside"), PAPER: N_("sale on paper")}
CORRECTIONS = {"void": N_("sale cancelled"), "refund": N_("brought back")}


def led(decision: Decision) -> str:
    """Say what led to a right."""
    said = _(WAYS[decision.way])
    if decision.category:
        said = _("a category: {category}").format(category=_(CATEGORIES.get(decision.category, decision.category)))
    if decision.way == "referral" and decision.referred_on:
        said = _("a referral of {date}").format(date=day(decision.referred_on))
    return said


def document(proof: str) -> str:
    """Say which document was seen before a right was given."""
    return _(DOCUMENTS.get(proof, proof))


def account() -> list[str]:
    """Say how the stock account reads."""
    return [
        _(
            "Per article and campaign: at start + in + shifted + difference = out + waste + passed on + at end."
            " Shifted is what was put under another article; difference is what counts found; out is what households"
            " were given, less what they brought back. A campaign is known here by the year in which its goods came in."
        )
    ]


def drawn() -> str:
    """Say how the sample can be checked."""
    return _("The same number draws the same decisions. Rules is the number of the settings that were in force.")
