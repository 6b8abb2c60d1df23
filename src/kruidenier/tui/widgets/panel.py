"""The panel where the till asks: a question, its choices by digit, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from kruidenier.tui.widgets.big import in_big
from kruidenier.tui.widgets.words import fit, plain

if TYPE_CHECKING:
    from kruidenier.tui.dialogs import Choice, Question

GAP = 3
MOST_COLUMNS = 4
MOST_ROWS = 6


class Panel(Static):
    """Shows one question; hidden while nothing is asked."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 Textual's own name
        super().__init__(id=id, markup=False)
        self.display = False

    def show(self, question: Question, *, highlighted: int) -> None:
        """Show a question and the choice that Enter takes."""
        width = max(self.app.size.width - 4, 30)
        rows = [Content.styled(plain(question.title), "bold")]
        rows += [Content.styled(line, "bold") for line in in_big(question.big)]
        rows += [Content(plain(line)) for line in question.lines]
        rows += _laid_out(question, width, highlighted=highlighted)
        self.update(Content("\n").join(rows))
        self.display = True


def _laid_out(question: Question, width: int, *, highlighted: int) -> list[Content]:
    """Lay the choices out in as few rows as their words allow, read along the rows; what was searched one a row."""
    choices = question.choices
    most = 1 if question.live else MOST_COLUMNS
    widths = _widths([cell_len(plain(choice.words)) + 5 for choice in choices], width, most=most)
    rows = []
    for start in range(0, len(choices), len(widths)):
        cells = [
            _cell(choice, widths[column], chosen=start + column == highlighted)
            for column, choice in enumerate(choices[start : start + len(widths)])
        ]
        rows.append(Content(" " * GAP).join(cells))
    return rows


def _widths(needed: Sequence[int], width: int, *, most: int) -> list[int]:
    """Tell how wide each column is, for as many columns as fit."""
    for columns in range(min(len(needed), most), 1, -1):
        widths = [max(needed[column::columns]) for column in range(columns)]
        if sum(widths) + GAP * (columns - 1) <= width:
            return widths
    if most > 1 and len(needed) > MOST_ROWS:
        return [(width - GAP) // 2] * 2  # words that are too long are cut, so that all choices stay in sight
    return [min(max(needed, default=width), width)]


def _cell(choice: Choice[object], width: int, *, chosen: bool) -> Content:
    mark, key = ">" if chosen else " ", f"[{choice.digit}]" if choice.digit else "   "
    style = "bold $stop" if choice.forbidden else ""
    if chosen:  # both colours said: a console of few colours shows `reverse` as grey on grey
        style = f"$background on {'$stop' if choice.forbidden else '$foreground'}"
    return Content.assemble(
        (f"{mark}{key} ", "bold $key"),
        (fit(choice.words, width - 5), style),
    )
