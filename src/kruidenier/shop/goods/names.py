"""The name of goods in the reader's language, never blank."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kruidenier.i18n import language

if TYPE_CHECKING:
    from collections.abc import Mapping

FALL_BACK = ("nl", "fr", "en")


def best_name(names: Mapping[str, str], code: str) -> str:
    """Pick the name in the reader's language, else in another, else the code."""
    for spoken in (language(), *FALL_BACK):
        if name := names.get(spoken):
            return name
    return code
