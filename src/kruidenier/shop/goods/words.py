"""What the fixed English words of the books of stock are called in the language of the reader."""

from __future__ import annotations

from kruidenier.i18n import N_, _
from kruidenier.shop.goods.waste import REASONS as WASTE

MOVEMENTS = {
    "received": N_("came in"),
    "sorted": N_("sorted"),
    "sold": N_("sold"),
    "void": N_("sale cancelled"),
    "refund": N_("brought back"),
    "waste": N_("thrown away"),
    "gone": N_("gone from the crate"),
    "counted": N_("counted"),
    "moved": N_("moved"),
    "frozen": N_("frozen"),
    "repacked": N_("repacked"),
    "graded": N_("sorted by grade"),
    "dated": N_("date corrected"),
    "blocked": N_("taken from sale"),
    "freed": N_("for sale again"),
    "called_back": N_("called back"),
    "cleared": N_("found not to be meant by the recall"),
    "undone": N_("undone"),
}
ORIGINS = {
    "bought": N_("bought"),
    "donated": N_("given"),
    "food_bank": N_("food bank"),
    "esf": N_("European goods, free"),
    "garden": N_("garden"),
    "unknown": N_("unknown"),
}
KNOWN_BY = {"scanned": N_("scanned"), "attributed": N_("attributed"), "counted": N_("counted")}
STATES = {"live": N_("for sale"), "blocked": N_("taken from sale"), "recalled": N_("called back")}
TREATMENTS = {"frozen": N_("frozen"), "repacked": N_("repacked")}
MARKS = {"use_by": N_("use by"), "best_before": N_("best before"), "none": N_("no date")}
COUNTS = {
    "open": N_("being counted"),
    "finished": N_("waits for a manager"),
    "accepted": N_("accepted by a manager"),
    "dropped": N_("given up"),
}
PLACES = {
    "shelf": N_("shelf"),
    "fridge": N_("fridge"),
    "freezer": N_("freezer"),
    "back": N_("back room"),
    "mobile": N_("mobile"),
}


def movement(reason: str, why: str | None = None) -> str:
    """Say what a movement was."""
    said = _(MOVEMENTS.get(reason, reason))
    return _("{what}: {why}").format(what=said, why=_(WASTE[why])) if why in WASTE else said
