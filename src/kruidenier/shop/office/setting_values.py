"""How the value of a setting is read from its text; each raises ValueError or KeyError for what it cannot be."""

from __future__ import annotations

import datetime as dt
import re

from kruidenier.shop.office import enterprise_numbers

MOST_CENTS = 1_000_000

_WHOLE = re.compile("-?[0-9]{1,9}")
_CODE = re.compile("[a-z0-9_-]{1,30}")


def whole(text: str, *, least: int, most: int) -> int:
    """Read a whole number within bounds."""
    if not _WHOLE.fullmatch(text) or not least <= int(text) <= most:
        raise ValueError(text)
    return int(text)


def word(text: str, *, words: tuple[str, ...]) -> str:
    """Read one of some words."""
    if text not in words:
        raise ValueError(text)
    return text


def switch(text: str) -> bool:
    """Read on or off."""
    return {"on": True, "off": False}[text]


def text(text: str) -> str:
    """Read a text that is not empty."""
    if not text.strip():
        raise ValueError(text)
    return text.strip()


_WEIGHT_LABEL = re.compile("(02|04|2[0-9])[0-9]*I+W+C")
"""Only numbers that GS1 leaves to shops themselves, so that no article can be taken for a label."""


def weight_labels(text: str) -> tuple[str, ...]:
    """Read the patterns of labels that the shop's own scale prints."""
    patterns = tuple(text.split())
    if not all(_WEIGHT_LABEL.fullmatch(pattern) and len(pattern) == 13 for pattern in patterns):
        raise ValueError(text)
    return patterns


def nine_groups(text: str) -> tuple[str, ...]:
    """Read as many food groups as there are digits."""
    groups = tuple(text.split())
    if not 0 < len(groups) <= 9:
        raise ValueError(text)
    return groups


def enterprise(text: str) -> str:
    """Read an enterprise number, or nothing."""
    try:
        return enterprise_numbers.enterprise(text) if text else ""
    except enterprise_numbers.NotAnEnterpriseNumber:
        raise ValueError(text) from None


def day(text: str) -> dt.date | None:
    """Read a date, or nothing."""
    return dt.date.fromisoformat(text) if text else None


def amounts(text: str) -> tuple[int, ...]:
    """Read amounts in cents, divided by blanks."""
    return tuple(whole(amount, least=0, most=MOST_CENTS) for amount in text.split())


def amount_or_none(text: str) -> int | None:
    """Read an amount in cents, or nothing."""
    return whole(text, least=0, most=MOST_CENTS) if text else None


def some_of(text: str, *, words: tuple[str, ...]) -> tuple[str, ...]:
    """Read one or more of some words, divided by blanks."""
    chosen = tuple(text.split())
    if not chosen or not set(chosen) <= set(words):
        raise ValueError(text)
    return chosen


_BAND = re.compile(r"([0-9]{1,3})(?:-([0-9]{1,3})|\+)")


def age_bands(text: str) -> tuple[tuple[int, int | None], ...]:
    """Read bands of age such as 0-17 or 65+, both ends included."""
    read = [_BAND.fullmatch(part) for part in text.split()]
    bands = tuple((int(band[1]), int(band[2]) if band[2] else None) for band in read if band)
    if not bands or len(bands) < len(read) or len(set(bands)) < len(bands) or len(bands) > 8:
        raise ValueError(text)
    if any(high is not None and high < low for low, high in bands):
        raise ValueError(text)
    return bands


_SLOT = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)(/([01][0-9]|2[0-3]):[0-5][0-9])?/[1-9][0-9]{0,2}")


def slots(text: str) -> tuple[str, ...]:
    """Read shopping days and hours with how many may come, such as tue/13:30/12."""
    slots = tuple(text.split())
    if not all(_SLOT.fullmatch(slot) for slot in slots):
        raise ValueError(text)
    return slots


def codes(text: str) -> tuple[str, ...]:
    """Read codes, divided by blanks."""
    codes = tuple(text.split())
    if not all(_CODE.fullmatch(code) for code in codes):
        raise ValueError(text)
    return codes
