"""What the fixed English words of the books of deliveries are called in the language of the reader."""

from __future__ import annotations

from kruidenier.i18n import N_

REFUSALS = {
    "temperature": N_("too warm"),
    "date": N_("past its date"),
    "damaged": N_("damaged"),
    "space": N_("no room"),
    "other": N_("another reason"),
}
KINDS = {
    "supermarket": N_("supermarket"),
    "shop": N_("shop"),
    "producer": N_("producer"),
    "bakery": N_("bakery"),
    "caterer": N_("caterer"),
    "garden": N_("garden"),
    "food_bank": N_("food bank"),
    "platform": N_("platform"),
    "collection": N_("collection"),
    "esf": N_("European goods"),
    "private": N_("private giver"),
    "wholesaler": N_("wholesaler"),
}
VAT_SCHEMES = {"unknown": N_("not known"), "yes": N_("yes"), "no": N_("no")}
ROLES = {"usual": N_("usual contact"), "social": N_("for its part in society")}
SIDES = {"giver": N_("the giver"), "shop": N_("our shop")}
FIELDS = {
    "name": N_("name"),
    "kind": N_("kind"),
    "kbo": N_("enterprise number"),
    "establishment": N_("establishment number"),
    "banner": N_("banner"),
    "street": N_("street and number"),
    "postcode": N_("postcode"),
    "town": N_("town"),
    "size_class": N_("size class"),
    "vat_scheme": N_("gives under the VAT scheme"),
    "dry_goods_only": N_("dry goods only"),
    "hides_values": N_("no values in reports"),
    "notes": N_("notes"),
}
