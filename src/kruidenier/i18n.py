"""Words, money, dates and weights in the language of the reader."""

from __future__ import annotations

import datetime as dt
import os
import struct
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import category

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES = ("en", "nl", "fr")
LANGUAGE_NAMES = {"nl": "Nederlands", "fr": "Français", "en": "English"}
"""Each by its own name, in the order in which people here look for them."""
LOCALES = {"en": "en_GB", "nl": "nl_BE", "fr": "fr_BE"}
LOCALE_FOLDER = Path(__file__).parent / "locale"

_house = "en"  # the language of this screen or console
_guest: ContextVar[str | None] = ContextVar("language", default=None)


def speak(language: str) -> None:
    """Set the language of this screen or console."""
    global _house  # noqa: PLW0603
    _house = language if language in LANGUAGES else "en"


def language() -> str:
    """Tell the language spoken now, one of `LANGUAGES`."""
    return _guest.get() or _house


@contextmanager
def speaking(guest: str) -> Iterator[None]:
    """Speak another language for a while: a customer's receipt, a supplier's report."""
    token = _guest.set(guest if guest in LANGUAGES else "en")
    try:
        yield
    finally:
        _guest.reset(token)


def N_(message: str) -> str:  # noqa: N802
    """Mark a message for translation where it is shown."""
    return message


def _(message: str) -> str:
    """Translate a message now."""
    return _catalogue(language()).gettext(message) if message else ""


def ngettext(one: str, many: str, n: int) -> str:
    """Translate a message that depends on a number."""
    return _catalogue(language()).ngettext(one, many, n)


@cache
def _catalogue(spoken: str) -> NullTranslations:
    """Read one language's sentences from its `.po` file, which anybody may mend with a text editor.

    What was read is kept compiled for the next start, which else would wait a tenth of a second for it.
    """
    path = LOCALE_FOLDER / spoken / "LC_MESSAGES" / "kruidenier.po"
    if spoken == "en" or not path.exists():
        return NullTranslations()
    from platformdirs import user_cache_path

    read = path.stat()
    kept = user_cache_path("kruidenier") / f"{spoken}-{read.st_mtime_ns}-{read.st_size}.mo"
    with suppress(OSError, ValueError, struct.error):  # not there, or not whole
        return GNUTranslations(BytesIO(kept.read_bytes()))
    compiled = _compiled(path, spoken)
    with suppress(OSError):  # where nothing may be kept, starts are only slower
        kept.parent.mkdir(parents=True, exist_ok=True)
        for older in kept.parent.glob(f"{spoken}-*.mo"):
            older.unlink()
        part = kept.with_suffix(f".{os.getpid()}")
        part.write_bytes(compiled)
        part.replace(kept)
    return GNUTranslations(BytesIO(compiled))


def _compiled(path: Path, spoken: str) -> bytes:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with path.open("rb") as po:
        write_mo(compiled, read_po(po, locale=spoken))
    return compiled.getvalue()


def money(cents: int) -> str:
    """Write an amount with its euro sign, such as `€ 12,35` or `12,35 €`."""
    from decimal import Decimal

    from babel.numbers import format_currency

    return str(format_currency(Decimal(cents).scaleb(-2), "EUR", locale=LOCALES[language()]))


def amount(cents: int) -> str:
    """Write an amount without sign or groups, such as `12,35`: for columns of a till."""
    whole, rest = divmod(abs(cents), 100)
    mark = "." if language() == "en" else ","
    return f"{'-' if cents < 0 else ''}{whole}{mark}{rest:02}"


def weight(grams: int) -> str:
    """Write a weight in kilograms to the gram, such as `1,250 kg` or `12.345,678 kg`."""
    whole, rest = divmod(abs(grams), 1000)
    mark = "." if language() == "en" else ","
    return f"{'-' if grams < 0 else ''}{thousands(whole)}{mark}{rest:03} kg"


def tenths(grams: int) -> str:
    """Write a weight in tenths of a kilogram without its unit, such as `0,5`: for narrow columns."""
    return amount(grams // 10)[:-1]


def thousands(number: int) -> str:
    """Write a whole number in groups of three digits, such as `12.345`."""
    mark = {"nl": ".", "fr": "\u202f"}.get(language(), ",")
    return f"{number:,}".replace(",", mark)


def kilograms(grams: int) -> str:
    """Write a weight to be read from afar: whole kilograms, or less than ten to the gram."""
    if not grams:
        return "0 kg"
    if abs(grams) < 10_000:
        return weight(grams)
    whole = (abs(grams) + 500) // 1000
    return f"{thousands(-whole if grams < 0 else whole)} kg"


def degrees(tenths: int) -> str:
    """Write a temperature, such as `-18,5 °C`."""
    return f"{amount(tenths * 10)[:-1]} °C"


def day(date: dt.date) -> str:
    """Write a date as people here write it, such as `24/11/2026`."""
    return f"{date:%d/%m/%Y}"


def in_words(name: str, value: object) -> object:
    """Write one detail of a message: money, weight, date or plain."""
    if isinstance(value, int) and name.endswith("_cents"):
        return money(value)
    if isinstance(value, int) and name.endswith("grams"):
        return weight(value)
    if isinstance(value, int) and name.endswith("tenths"):
        return degrees(value)
    if isinstance(value, dt.date):
        return day(value)
    if isinstance(value, str):  # a scanner may send anything, and a terminal obeys it
        return "".join("\N{REPLACEMENT CHARACTER}" if category(sign) in ("Cc", "Cs") else sign for sign in value)
    return value
