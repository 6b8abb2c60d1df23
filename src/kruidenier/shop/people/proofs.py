"""Which document was seen before a right was given: its name alone, never a copy of it and no number that is on it."""

from __future__ import annotations

import re
from unicodedata import category

from kruidenier.errors import ShopError
from kruidenier.i18n import N_

LONGEST = 60
OTHER = "other"
"""What is said of a document that is not on the shop's list, where its own words are not told."""
DOCUMENTS = {
    "ocmw_letter": N_("letter of the OCMW/CPAS"),
    "leefloon": N_("certificate of living wage"),
    "bim": N_("BIM certificate"),
    "debt_mediation": N_("decision on debt mediation"),
    "composition": N_("certificate of household composition"),
    "income": N_("proof of income"),
    OTHER: N_("another document"),
}
"""Words of the usual documents; a shop's own stand as they are written."""
CATEGORIES = {"leefloon": N_("leefloon"), "debt_mediation": N_("debt mediation"), "bim": N_("BIM")}
"""Words of the usual categories; a shop's own stand as they are written."""
INCOME = {
    "wage": N_("wage"),
    "benefit": N_("benefit"),
    "pension": N_("pension"),
    "child_benefit": N_("child benefit"),
    "maintenance": N_("maintenance"),
}
"""Words of what usually counts as income; a shop's own stand as they are written."""
_LONG_NUMBER = re.compile(r"(?:[0-9][ ./-]*){9}")
"""More digits than a date has: a national number, a file, an account."""


class ProofTooLong(ShopError):
    """More than the name of a document."""

    message = N_("Name the document in a few words, at most {longest} letters.")


class NumberOnProof(ShopError):
    """A long number, which the shop has no need of."""

    message = N_("Write which document was seen, without its number: the shop keeps no numbers of people.")


def read(words: str | None) -> str | None:
    """Read which document was seen: a code of the list, or a few words; none at all are None."""
    text = " ".join((words or "").split())
    if len(text) > LONGEST or any(category(sign) in ("Cc", "Cs") for sign in text):
        raise ProofTooLong(longest=LONGEST)
    if _LONG_NUMBER.search(text):
        raise NumberOnProof
    return text or None
