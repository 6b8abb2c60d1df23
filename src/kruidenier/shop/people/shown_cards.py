"""Cards to show when the till says no: short sentences without a reason, in the languages of the households.

They stand in a file with who read each sentence and when. What nobody has read is never shown: a wrong sentence hurts.
"""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kruidenier.config import starter_data
from kruidenier.errors import ShopError
from kruidenier.i18n import N_

if TYPE_CHECKING:
    from pathlib import Path

FILE = "cards_to_show.csv"


class BadCardFile(ShopError):
    """A file of sentences that cannot be read as one."""

    message = N_("{file}, row {row}: {fault}. Take a copy of the file that comes with kruidenier, and change it there.")


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A card with its number, and its sentence by language: only those that somebody has read."""

    number: int
    codes: tuple[str, ...]
    """The refusals that it stands for."""
    words: dict[str, str]


def cards(folder: Path | None = None) -> tuple[ShownCard, ...]:
    """Read the cards by number: those of a folder that has a file of its own, else those that come with the program."""
    own = None if folder is None else folder / FILE
    return _read(own if own is not None and own.exists() else starter_data() / FILE)


@cache
def _read(file: Path) -> tuple[ShownCard, ...]:
    found: dict[int, ShownCard] = {}
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for row, cells in enumerate(csv.DictReader(lines), start=1):
            try:
                card = ShownCard(int(cells["number"]), tuple(cells["codes"].split()), {})
                reviewed = bool(cells["reviewed_by"].strip()) and dt.date.fromisoformat(cells["reviewed_on"])
                lang, words = cells["lang"], cells["words"].strip()
            except (KeyError, ValueError, AttributeError) as fault:
                raise BadCardFile(file=file.name, row=row, fault=fault) from fault
            if reviewed and words:
                found.setdefault(card.number, card).words[lang] = words
    return tuple(found[number] for number in sorted(found))


def number_of(code: str) -> int | None:
    """Tell which card stands for a refusal."""
    return next((card.number for card in cards() if code in card.codes), None)
