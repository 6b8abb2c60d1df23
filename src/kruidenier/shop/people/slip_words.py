"""The words of a slip in the languages of the households, from a file with who read each and when.

A slip speaks one language: a household's own only if somebody has read every word of it, else the shop's.
"""

from __future__ import annotations

import csv
import datetime as dt
from functools import cache
from typing import TYPE_CHECKING

from kruidenier.config import starter_data
from kruidenier.i18n import LANGUAGES
from kruidenier.shop.people.shown_cards import BadCardFile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE = "slip_words.csv"
KEYS = ("number", "hour", "week", "month", "free", "limits", "welcome")


def language_of(lang: str, *, house: str, folder: Path | None = None) -> str:
    """Tell the language that a household's slip speaks."""
    return next(spoken for spoken in (lang, house, *LANGUAGES) if set(KEYS) <= set(words(spoken, folder=folder)))


def words(lang: str, *, folder: Path | None = None) -> Mapping[str, str]:
    """Give the words of a slip in a language, only those that somebody has read; a shop's own file comes first."""
    shipped = _read(starter_data() / FILE).get(lang, {})
    own = None if folder is None else folder / FILE
    return {**shipped, **_read(own).get(lang, {})} if own is not None and own.exists() else shipped


@cache
def _read(file: Path) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for row, cells in enumerate(csv.DictReader(lines), start=1):
            try:
                reviewed = bool(cells["reviewed_by"].strip()) and dt.date.fromisoformat(cells["reviewed_on"])
                key, lang, said = cells["key"], cells["lang"], cells["words"].strip()
            except (KeyError, ValueError, AttributeError) as fault:
                raise BadCardFile(file=file.name, row=row, fault=fault) from fault
            if reviewed and said:
                found.setdefault(lang, {})[key] = said
    return found
