"""How lines of the journal are written on screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kruidenier.i18n import _
from kruidenier.tui.widgets.long_list import Column

if TYPE_CHECKING:
    from kruidenier.shop.office.journal_pages import Written

KEY_LENGTH, KEY_END = 36, 8
WIDE = 110


def columns(zone: dt.tzinfo, names: Mapping[str, str], width: int) -> list[Column]:
    """Say what the list of lines has in columns."""
    wide = width >= WIDE
    more = [Column(_("what of it"), 34, details_words)] if wide else []
    return [
        Column(_("when"), 14, lambda line: f"{line.at.astimezone(zone):%d/%m/%y %H:%M}"),
        Column(_("who"), 18 if wide else 13, lambda line: names.get(line.by, line.by)),
        Column(_("what"), 0, verb_words),
        Column(_("about"), 14, subject_words),
        *more,
    ]


def whole(line: Written, zone: dt.tzinfo, names: Mapping[str, str]) -> list[str]:
    """Write a line with all that it holds."""
    who = f"{names[line.by]} ({line.by})" if line.by in names else line.by
    moment = f"{line.at.astimezone(zone):%d/%m/%Y %H:%M:%S}"
    return [
        f"{verb_words(line)}   {line.subject}",
        f"{moment}   {who}   {line.till}/{line.seq}",
        *([details_words(line)] if line.details else []),
    ]


def verb_words(line: Written) -> str:
    """Say what was done."""
    from kruidenier.shop.office import journal_words

    return journal_words.said(line.verb)


def subject_words(line: Written) -> str:
    """Say about what, a refusal by its rule; of a random key only its end."""
    from kruidenier.shop.figures import exception_words

    if line.verb == "refused":
        return exception_words.rules(line.subject)
    return f"…{line.subject[-KEY_END:]}" if len(line.subject) == KEY_LENGTH else line.subject


def details_words(line: Written) -> str:
    """Write the details one after another."""
    return "; ".join(f"{name}: {_value(value)}" for name, value in line.details.items())


def _value(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
