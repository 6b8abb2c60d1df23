"""What the fixed English words of the books of stock are called in the language of the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kruidenier.i18n import N_, _, day
from kruidenier.shop.goods.waste import REASONS as WASTE

if TYPE_CHECKING:
    from kruidenier.shop.goods.recalling import RecallFacts

MOVEMENTS = {
    "received": N_("came in"),
    "sorted": N_("sorted"),
    "sold": N_("sold"),
    "void": N_("sale cancelled"),
    "refund": N_("brought back"),
    "waste": N_("thrown away"),
    "transferred": N_("gone to a partner"),
    "gone": N_("gone without a scan"),
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
RECALL = {
    "received": N_("came in"),
    "difference": N_("difference of counts"),
    "sold": N_("sold"),
    "destroyed": N_("destroyed or given back"),
    "wasted": N_("thrown away for another reason"),
    "cleared": N_("found not to be meant"),
    "moved_on": N_("to partners"),
    "left": N_("still here"),
}
"""What became of the goods of a recall: the first two make up all the others."""
DEALT_WITH = {
    "destroyed": N_("destroyed or given back"),
    "wasted": N_("thrown away for another reason"),
    "cleared": N_("found not to be meant"),
}
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
    if why == "not_gone":
        return _("had not left after all")
    said = _(MOVEMENTS.get(reason, reason))
    return _("{what}: {why}").format(what=said, why=_(WASTE[why])) if why in WASTE else said


def recall_state(recall: RecallFacts) -> str:
    """Say whether a recall is open."""
    if recall.withdrawn_because is not None:
        return _("taken back")
    return _("still open") if recall.closed_at is None else _("closed")


def meant(recall: RecallFacts) -> str:
    """Say which packs a recall means."""
    parts = [_("lot {lot}").format(lot=recall.lot_code)] if recall.lot_code else []
    if recall.date_from is not None:
        parts.append(_("from {date}").format(date=day(recall.date_from)))
    if recall.date_until is not None:
        parts.append(_("until {date}").format(date=day(recall.date_until)))
    return " ".join(parts) or _("all packs")
