"""The deeds of the journal in the words of whoever reads it."""

from __future__ import annotations

from kruidenier.i18n import N_, _
from kruidenier.shop.office.folding import folded

VERBS = {
    "agreement annex": N_("annex of an agreement"),
    "agreement change": N_("agreement changed"),
    "agreement draft": N_("agreement drafted"),
    "agreement drop": N_("draft of an agreement dropped"),
    "agreement end": N_("agreement ended"),
    "agreement sign": N_("agreement signed"),
    "allergens": N_("allergens"),
    "arrival": N_("household: welcomed at the desk"),
    "basket cancelled": N_("basket given up"),
    "basket less": N_("goods taken out of a basket"),
    "block": N_("lot blocked"),
    "clear": N_("called-back lot freed"),
    "contact add": N_("contact added"),
    "contact edit": N_("contact changed"),
    "contact remove": N_("contact removed"),
    "copy": N_("copy of the books"),
    "count accept": N_("count accepted"),
    "count begin": N_("count begun"),
    "count drop": N_("count dropped"),
    "count entry": N_("counted"),
    "count finish": N_("count finished"),
    "counted": N_("found by a count"),
    "crate_round": N_("crate round"),
    "date": N_("date of a lot changed"),
    "delivery": N_("delivery begun"),
    "delivery_dropped": N_("delivery dropped"),
    "delivery_line": N_("crates weighed"),
    "delivery_line_back": N_("weighing taken back"),
    "decrypted": N_("books no longer encrypted"),
    "drawer close": N_("cash drawer closed"),
    "drawer count": N_("cash drawer counted"),
    "drawer open": N_("cash drawer opened"),
    "encrypted": N_("books encrypted"),
    "founded": N_("shop founded"),
    "free": N_("lot freed"),
    "freeze": N_("goods frozen"),
    "gift summary": N_("gifts of a month summed up"),
    "grade": N_("quality of goods changed"),
    "household": N_("household: something changed"),
    "household erased": N_("household erased"),
    "household exported": N_("household: all data handed out"),
    "household name seen": N_("household: name looked at"),
    "household read": N_("household: file read"),
    "import": N_("file imported"),
    "label consent": N_("consent to the label"),
    "label scheme": N_("scheme of the label added"),
    "label decided": N_("label decided"),
    "label dropped": N_("proposal for the label dropped"),
    "label issued": N_("certificate of the label issued"),
    "label proposed": N_("label proposed"),
    "label withdrawn": N_("label withdrawn"),
    "levels": N_("stock levels changed"),
    "mapping": N_("columns of a file named"),
    "markdown": N_("price lowered"),
    "missing": N_("missing at sorting"),
    "move": N_("goods moved"),
    "note corrected": N_("gift note corrected"),
    "note signed": N_("gift note signed"),
    "pick-up add": N_("pick-up planned"),
    "pick-up as agreed": N_("pick-up as agreed again"),
    "pick-up note": N_("pick-up noted"),
    "pick-up stop": N_("pick-up stopped"),
    "place": N_("storage place made"),
    "price": N_("price changed"),
    "product draft": N_("product without a name"),
    "purged": N_("past their term, forgotten"),
    "quota": N_("quota changed"),
    "recall close": N_("recall closed"),
    "recall start": N_("recall begun"),
    "received": N_("goods received"),
    "refund": N_("refund"),
    "refused": N_("refused"),
    "repack": N_("goods repacked"),
    "restored": N_("restored from a copy"),
    "reverse": N_("deed reversed"),
    "sale": N_("sale"),
    "setting": N_("rule changed"),
    "share moved": N_("limit of the day moved"),
    "shelf labels": N_("shelf labels printed"),
    "signed": N_("delivery signed"),
    "sort": N_("crates sorted"),
    "staff add": N_("colleague: new"),
    "staff archive": N_("colleague: works here no more"),
    "staff card": N_("colleague: card given"),
    "staff kind": N_("colleague: how they work here"),
    "staff language": N_("colleague: language"),
    "staff no card": N_("colleague: card taken away"),
    "staff pin": N_("colleague: new PIN"),
    "staff role": N_("colleague: role"),
    "staff skills": N_("colleague: what was learned"),
    "supplier add": N_("supplier added"),
    "supplier archive": N_("supplier set aside"),
    "supplier back": N_("supplier taken up again"),
    "supplier edit": N_("supplier changed"),
    "supplier merge": N_("suppliers merged"),
    "supplier_report": N_("report issued to a supplier"),
    "temperature": N_("temperature noted"),
    "tick": N_("ticked on a list"),
    "delivery_slip": N_("delivery slip for a partner"),
    "transfer": N_("goods to a partner"),
    "undo": N_("own deed taken back"),
    "untick": N_("tick taken back"),
    "void": N_("sale cancelled"),
    "waste": N_("thrown away"),
}
"""What each deed is called; one that stands nowhere here is called as it is written."""


def said(verb: str) -> str:
    """Say a deed in the language of the reader."""
    return _(VERBS.get(verb, verb))


def verbs_with(typed: str) -> list[str]:
    """List the deeds in which a word begins with each part of what was typed, as they are said or as written."""
    return [verb for verb in VERBS if begins(typed, f"{said(verb)} {verb}")]


def begins(typed: str, text: str) -> bool:
    """Tell whether each part of what was typed begins a word of a text, whatever its accents."""
    words, parts = folded(text).split(), folded(typed).split()
    return bool(parts) and all(any(word.startswith(part) for word in words) for part in parts)
