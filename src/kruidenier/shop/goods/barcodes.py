"""What a scanner sends, or a person types instead, turned into a meaning. The only place that reads barcodes."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kruidenier.errors import ShopError
from kruidenier.i18n import N_

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

MOST_CHARACTERS = 250
"""More than any GS1 barcode on a pack holds."""
MOST_OWN_CHARACTERS = 40
GTIN_LENGTHS = (8, 12, 13, 14)
IN_STORE = ("02", "04", "20", "21", "22", "23", "24", "25", "26", "27", "28", "29")
"""First digits of the 13-digit numbers that every shop gives out for itself."""

_SYMBOLOGY = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_GS1_SYMBOLOGIES = ("]C1", "]e0", "]d2", "]Q3", "]J1")
_FNC1 = "\x1d"
_TYPED_FNC1 = "^"
_SHORTEST_ELEMENT_STRING = 16
_AZERTY_KEYS = "&é\"'(§è!çà"
_AZERTY_DIGITS = str.maketrans(_AZERTY_KEYS + ")", "1234567890-")
_CARD_DIGITS = 8
_CARD = re.compile(rf"[Kk]([0-9]{{{_CARD_DIGITS + 1}}})")
_LOT = re.compile(r"[Ll]([^\W_]{1,20}-[0-9]{6,9})")


class NotACode(ShopError):
    """Nothing that this shop, or anybody, prints as a code."""

    message = N_("This is not a code we know: scan again or search with /.")


class TornBarcode(ShopError):
    """A check digit does not fit the digits before it."""

    message = N_("One digit of this code was misread. Scan it again, or type the digits under the bars.")


@dataclass(frozen=True, slots=True)
class Gtin:
    """An article of the trade, with what its pack's code says besides."""

    gtin: str
    """14 digits, zeros in front."""
    given: str
    """The digits as they were scanned."""
    lot: str | None = None
    best_before: dt.date | None = None
    use_by: dt.date | None = None
    grams: int | None = None


@dataclass(frozen=True, slots=True)
class OwnCode:
    """A short code of the shop itself, such as 101 or vegetables."""

    code: str


@dataclass(frozen=True, slots=True)
class WeightLabel:
    """A label of the shop's own scale."""

    code: str
    """The own code of the goods, without zeros in front."""
    grams: int | None
    price_cents: int | None


@dataclass(frozen=True, slots=True)
class InStoreCode:
    """A number that some shop gave to its own goods: what stands in it, a price or a weight, only that shop knows."""

    code: str


@dataclass(frozen=True, slots=True)
class CardCode:
    """A household card that this program made."""

    card: str


@dataclass(frozen=True, slots=True)
class LotCode:
    """The number of a lot, from the shop's own label."""

    code: str


Code = Gtin | OwnCode | WeightLabel | InStoreCode | CardCode | LotCode


def read(text: str, *, patterns: Sequence[str] = ()) -> Code:
    """Tell what a code means.

    `patterns` are the labels of the shop's own scale, such as 29IIIIIWWWWWC: digits stand for themselves, I for the
    goods' own code, W for grams, P for a price in cents, C for the check digit. An own code may also be the card of a
    household that was made elsewhere: only a look into the books can tell.
    """
    if len(text) > MOST_CHARACTERS:
        raise NotACode
    symbology, code = _without_symbology(from_azerty(text.strip()).replace(_TYPED_FNC1, _FNC1))
    if symbology in _GS1_SYMBOLOGIES:
        article = _element_string(code)
        if article is None:
            raise NotACode
        return article
    digits = code.replace(" ", "")  # the digits under the bars are printed in groups
    if digits.isascii() and digits.isdigit():
        code = digits
        if meaning := _weight_label(code, patterns) or _article(code):
            return meaning
    if _may_be_element_string(code) and (article := _element_string(code)):
        return article
    if _is_card(code):
        return CardCode(code.upper())
    if number := _lot_number(code):
        return LotCode(number)
    if len(code) <= MOST_OWN_CHARACTERS and code.replace("-", "").isalnum():
        return OwnCode(code)
    raise NotACode


def from_azerty(text: str) -> str:
    """Undo what a scanner set to American keys types on a Belgian AZERTY keyboard: `&é"'(§è!çà` are digits.

    The letters of cards and lots are the same on both; in the number of a lot `)` is the hyphen.
    """
    letter, keys = (text[:1], text[1:]) if text[:1] in ("K", "k", "L", "l") else ("", text)
    known = _AZERTY_KEYS + ")" if letter in ("L", "l") else _AZERTY_KEYS
    if keys and set(keys) <= set(known):
        return letter + keys.translate(_AZERTY_DIGITS)
    return text


def lot_number(text: str) -> str:
    """Read the number of a lot off the shop's own label; anything else stays as it is."""
    return _lot_number(_without_symbology(from_azerty(text.strip()))[1]) or text.strip()


def gtin_check_digit(body: str) -> str:
    """Compute the digit that completes a GTIN: from the right, digits weigh 3 and 1 in turn."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return str(-total % 10)


def new_card() -> str:
    """Make the number of a household card: K, random digits that tell nothing, a check digit."""
    digits = f"{secrets.randbelow(10**_CARD_DIGITS):0{_CARD_DIGITS}}"
    return f"K{digits}{_luhn_digit(digits)}"


def _without_symbology(text: str) -> tuple[str, str]:
    """Part the three signs by which some scanners say what kind of bars they saw."""
    if _SYMBOLOGY.match(text):
        return text[:3], text[3:]
    return "", text


def _article(digits: str) -> Gtin | InStoreCode | None:
    if len(digits) not in GTIN_LENGTHS:
        return None
    if gtin_check_digit(digits[:-1]) != digits[-1]:
        raise TornBarcode(given=digits)
    gtin = digits.zfill(14)
    if gtin[1:3] in IN_STORE:
        return InStoreCode(digits)
    return Gtin(gtin, given=digits)


def _weight_label(digits: str, patterns: Sequence[str]) -> WeightLabel | None:
    """Read a label of the shop's own scale; a scanner may leave out the first zero of 13 digits."""
    number = digits.zfill(13) if len(digits) == 12 else digits
    for pattern in patterns:
        pairs = list(zip(number, pattern, strict=False))
        if len(number) != len(pattern) or any(sign.isdigit() and sign != digit for digit, sign in pairs):
            continue
        if pattern.endswith("C") and gtin_check_digit(number[:-1]) != number[-1]:
            raise TornBarcode(given=digits)
        goods, grams, cents = ("".join(digit for digit, sign in pairs if sign == part) for part in "IWP")
        return WeightLabel(goods.lstrip("0") or "0", int(grams or 0) or None, int(cents) if cents else None)
    return None


def _may_be_element_string(code: str) -> bool:
    return len(code) >= _SHORTEST_ELEMENT_STRING and code[:2].isdigit()


def _element_string(code: str) -> Gtin | None:
    """Read a GS1 element string: the article (01), its lot (10), dates (15, 17) and net weight (310n)."""
    from biip import ParseError
    from biip.gs1_messages import GS1Message

    try:
        elements = GS1Message.parse(code).element_strings if code.isascii() else None
    except ParseError:
        return None
    article = elements.get(ai="01") if elements else None
    if elements is None or article is None:
        return None
    if gtin_check_digit(article.value[:-1]) != article.value[-1]:
        raise TornBarcode(given=article.value)
    lot, best_before, use_by = (elements.get(ai=ai) for ai in ("10", "15", "17"))
    weight = elements.get(ai="310")
    return Gtin(
        article.value,
        given=article.value,
        lot=lot.value if lot else None,
        best_before=best_before.date if best_before else None,
        use_by=use_by.date if use_by else None,
        grams=_grams(weight.value, decimals=int(weight.ai.ai[3])) if weight else None,
    )


def _grams(kilograms: str, *, decimals: int) -> int | None:
    """Turn 001250 with 3 decimals into 1250, halves up; a scale that says 0 has said nothing."""
    scale: int = 10**decimals
    return (2000 * int(kilograms) + scale) // (2 * scale) or None


def _is_card(code: str) -> bool:
    found = _CARD.fullmatch(code)
    return found is not None and _luhn_digit(found[1][:-1]) == found[1][-1]


def _lot_number(code: str) -> str | None:
    found = _LOT.fullmatch(code)
    return f"L{found[1]}" if found else None


def _luhn_digit(digits: str) -> str:
    """Compute the check digit that finds one wrong digit and nearly every swapped pair."""
    doubled = (int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-sum(number // 10 + number % 10 for number in doubled) % 10)
