"""Words without accents and case, so that `pate` finds `Pâté` on every database."""

from __future__ import annotations

import re
import unicodedata

_APART = re.compile(r"[^\w]+", re.UNICODE)
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "ĳ": "ij"})


def folded(text: str) -> str:
    """Write a text as lower-case words without accents, one blank between them."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return _APART.sub(" ", bare).replace("_", " ").strip()
