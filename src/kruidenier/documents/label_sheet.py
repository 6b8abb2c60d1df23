"""Sheets of sticky labels on A4: where each label lies, from the first one that is still on the sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from kruidenier.documents import page
from kruidenier.documents.roll import MM
from kruidenier.documents.text import ELLIPSIS, drawn_lines
from kruidenier.errors import ShopError
from kruidenier.i18n import N_, _, speaking
from kruidenier.shop.goods.names import best_name

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

T = TypeVar("T")
WIDTH, HEIGHT = 210 * MM, 297 * MM
EDGE = (5 * MM, 3 * MM)
"""Left empty on each side of a label: printers reach no further, and sheets shift."""
BOTH = ("nl", "fr")
"""The languages of the shop's customers, on everything that hangs or sticks in the shop."""
LINE = 1.16
"""The height of a line, in its own size."""


class NotOnSheet(ShopError):
    """A label to begin with that the sheet does not have."""

    message = N_("That sheet has {most} places: say which is the first that is still free, from 1 to {most}.")


@dataclass(frozen=True, slots=True)
class Sheet:
    """How labels lie on a sheet, in millimetres."""

    columns: int
    rows: int
    width: float
    height: float
    left: float
    """Of the first label."""
    top: float
    across: float
    """From the left side of one label to that of the next."""

    @property
    def labels(self) -> int:
        """How many labels a full sheet has."""
        return self.columns * self.rows


SHEETS = {
    "3x8": Sheet(3, 8, 70, 36, left=0, top=4.5, across=70),
    "3x8-37": Sheet(3, 8, 70, 37, left=0, top=0.5, across=70),
    "2x7": Sheet(2, 7, 99.1, 38.1, left=4.65, top=15.15, across=101.6),
}
"""The usual sheets of the trade, by name."""


@dataclass(frozen=True, slots=True)
class Field:
    """The part of a label that is printed on, in points."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.bottom + self.height


def draw(
    title: str, labels: Sequence[T], put: Callable[[Canvas, T, Field], None], *, sheet: str, first: int = 1
) -> bytes:
    """Draw labels one after another, the first on that label of a sheet that was begun."""
    return draw_on(SHEETS[sheet], title, labels, put, first=first)


def draw_on(
    layout: Sheet,
    title: str,
    labels: Sequence[T],
    put: Callable[[Canvas, T, Field], None],
    *,
    first: int = 1,
    beneath: Callable[[Canvas], None] | None = None,
) -> bytes:
    """Draw on sheets of any layout; `beneath` draws what each sheet has besides."""
    if not 1 <= first <= layout.labels:
        raise NotOnSheet(most=layout.labels)
    paper = page.blank(title, width=WIDTH, height=HEIGHT)
    for turn, label in enumerate(labels, start=first - 1):
        if turn >= layout.labels and turn % layout.labels == 0:
            paper.showPage()
        if beneath is not None and (turn == first - 1 or turn % layout.labels == 0):
            beneath(paper)
        put(paper, label, _field(layout, turn % layout.labels))
    return bytes(paper.getpdfdata())


def names_in_both(names: Mapping[str, str], code: str) -> list[str]:
    """Name goods in both languages, once if they agree."""
    found = []
    for lang in BOTH:
        with speaking(lang):
            found.append(best_name(names, code))
    return list(dict.fromkeys(found))


def in_both(message: str) -> str:
    """Say something in both languages, once if they agree."""
    said = []
    for lang in BOTH:
        with speaking(lang):
            said.append(_(message))
    return " / ".join(dict.fromkeys(said))


def put_names(
    paper: Canvas, names: Sequence[str], field: Field, *, foot: float, sizes: Sequence[float], small: Sequence[float]
) -> None:
    """Write a name large and one in another language smaller, above what stands at the foot of the label."""
    first, *second = names
    kept = small[-1] * LINE if second else 0
    used = _put_block(paper, first, field, field.top, field.height - foot - kept, font=page.BOLD, sizes=sizes)
    top = field.top - used
    for name in second:
        _put_block(paper, name, field, top, top - field.bottom - foot, font=page.REGULAR, sizes=small)


def _put_block(
    paper: Canvas, words: str, field: Field, top: float, height: float, *, font: str, sizes: Sequence[float]
) -> float:
    """Write at most two lines as large as they fit, downwards from `top`; tells how high they are."""
    for size in sizes:
        most = max(min(int(height // (size * LINE)), 2), 1)
        lines = drawn_lines(words, field.width, partial(page.text_width, font=font, size=size), most=most)
        if not lines[-1].endswith(ELLIPSIS):
            break
    paper.setFont(font, size)
    for turn, line in enumerate(lines, start=1):
        paper.drawString(field.left, top - turn * size * LINE + 0.25 * size, line)
    return len(lines) * size * LINE


def _field(layout: Sheet, place: int) -> Field:
    row, column = divmod(place, layout.columns)
    across, down = EDGE
    left = (layout.left + column * layout.across) * MM + across
    bottom = HEIGHT - (layout.top + (row + 1) * layout.height) * MM + down
    return Field(left, bottom, layout.width * MM - 2 * across, layout.height * MM - 2 * down)
