"""Words made fit for paper: cleaned, broken into lines, and put in the order in which they are drawn."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

ELLIPSIS = "…"
UNBREAKABLE_SPACES = "\u00a0\u202f"

_STUCK_SPACE = re.compile(r"(?<=«) | (?=[;:!?»](?: |$))")
"""Around French signs, which never begin a line."""
_TURNED = dict(zip("()[]{}<>«»‹›", ")(][}{><»«›‹", strict=True))
_RIDER = "\u034f"
"""A mark without a shape, which takes the direction of the sign it follows."""
_BRACKET = re.compile(f"[{re.escape(''.join(_TURNED))}]")
_BRACKET_AND_RIDER = re.compile(f"(?P<kept>{_BRACKET.pattern}){_RIDER}|{_RIDER}(?P<turned>{_BRACKET.pattern})")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def clean(text: str) -> str:
    """Take out what no paper can show, such as line ends, printer commands and hidden turns of direction."""
    composed = unicodedata.normalize("NFC", text)
    shown = "".join(sign if sign.isprintable() or sign in UNBREAKABLE_SPACES else " " for sign in composed)
    return _STUCK_SPACE.sub("\u00a0", " ".join(word for word in shown.split(" ") if word))


def right_to_left(text: str) -> bool:
    """Tell whether a text has Arabic or Hebrew letters."""
    return _RIGHT_TO_LEFT.search(text) is not None


def wrap(text: str, width: float, measure: Callable[[str], float], *, most: int) -> list[str]:
    """Break a text into at most so many lines, none wider than `width`; what is left over becomes an ellipsis."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        if measure(longer := f"{line} {word}".lstrip(" ")) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while measure(line) > width and len(lines) <= most:
            letters = _letters_that_fit(line, width, measure)
            lines.append(line[:letters])
            line = line[letters:]
        if len(lines) > most:
            break
    lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(lines[most - 1], width, measure)]
    return lines


def drawn_lines(text: str, width: float, measure: Callable[[str], float], *, most: int) -> list[str]:
    """Break a text into lines as a PDF draws them: from left to right, Arabic letters joined and in reading order."""
    text = clean(text)
    if not right_to_left(text):
        return wrap(text, width, measure, most=most)
    from bidi import get_base_level

    joined = _joiner().reshape(text)
    direction = "R" if get_base_level(joined) else "L"
    return [_in_drawing_order(line, direction) for line in wrap(joined, width, measure, most=most)]


def _in_drawing_order(line: str, direction: str) -> str:
    """Put a line in the order of drawing, with the brackets of Arabic turned round.

    python-bidi's order is right, but it leaves brackets as they are. A mark that rides on each bracket tells: where
    it comes out in front of its bracket, that part of the line was turned.
    """
    from bidi import get_display

    marked = _BRACKET.sub(rf"\g<0>{_RIDER}", line.replace(_RIDER, ""))
    shown = str(get_display(marked, base_dir=direction))
    return _BRACKET_AND_RIDER.sub(lambda found: found["kept"] or _TURNED[found["turned"]], shown)


def _letters_that_fit(word: str, width: float, measure: Callable[[str], float]) -> int:
    letters = 1
    while measure(word[: letters + 1]) <= width:
        letters += 1
    return letters


def _cut(line: str, width: float, measure: Callable[[str], float]) -> str:
    while line and measure(line + ELLIPSIS) > width:
        line = line[:-1]
    return line.rstrip(" ") + ELLIPSIS


@cache
def _joiner() -> Any:
    from arabic_reshaper import ArabicReshaper

    return ArabicReshaper({"ARABIC LIGATURE ALLAH": False})  # the font has no glyph for it
