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
