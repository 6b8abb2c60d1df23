"""What a funder's paper must not tell: fewer than five, be it by subtracting boxes of this paper or of earlier ones.

What is told joins the points of a scale: between any two points that are joined, everybody can reckon how many there
are. So between joined points there must be nobody or at least five, and likewise among those who came but were given no
ESF+ goods, wherever both are known. Boxes are left out one after another, the smallest first, until that holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from kruidenier.shop.figures.funder_scales import FIRST, LAST, Span
from kruidenier.shop.figures.funder_values import FEWEST, HOUSEHOLDS, PEOPLE
from kruidenier.shop.till.served import CAME, FOOD, GOODS, WHO

if TYPE_CHECKING:
    from kruidenier.shop.figures.funder_scales import Amount, Measure

Cell = tuple[str, str]
"""A group and a box."""
Edges = dict[str, dict[str, Cell | None]]
"""Which points are joined directly, and by which box; None by a box that is on an earlier paper."""
WHOLES = (PEOPLE, HOUSEHOLDS)
"""What is left out last."""


def hidden(
    boxes: Mapping[str, tuple[Span, ...]],
    measures: Mapping[str, Measure],
    earlier: Iterable[tuple[str, Span]] = (),
) -> frozenset[Cell]:
    """Choose the boxes that are not told, so that what is told reveals no group of one to four."""
    known = sorted(set(earlier))
    numbers = {(who, box): measures[who].span(spans[0]) for who in WHO for box, spans in boxes.items()}
    out = {
        (who, box)
        for (who, box), number in numbers.items()
        if number.told < FEWEST or not measures[who].knows(boxes[box][0])
    }
    while True:
        told = [cell for cell in numbers if cell not in out]
        path = next(_revealing(boxes, measures, told, known), None)
        if path is None:
            return frozenset(out)
        out.add(min(path, key=lambda cell: (cell[1] in WHOLES, numbers[cell].told, cell)))


def _revealing(
    boxes: Mapping[str, tuple[Span, ...]],
    measures: Mapping[str, Measure],
    told: Iterable[Cell],
    earlier: Sequence[tuple[str, Span]],
) -> Iterator[list[Cell]]:
    """Find boxes that together reveal few, one of which must be left out."""
    for scale, edges in _joined(boxes, told, earlier).items():
        points = sorted({point for of_group in edges.values() for point in of_group})
        for low, high in combinations(points, 2):
            span = Span(scale, low, high)
            paths = {who: path for who in edges if (path := _path(edges[who], low, high)) is not None}
            amounts = {who: measures[who].span(span) for who in paths}
            yield from (path for who, path in paths.items() if _tells_of_few(span, amounts[who]))
            for who in (FOOD, GOODS):
                both = who in paths and CAME in paths
                if both and _tells_of_few(span, amounts[CAME].less(amounts[who])):
                    yield paths[who] or paths[CAME]


def _joined(
    boxes: Mapping[str, tuple[Span, ...]], told: Iterable[Cell], earlier: Sequence[tuple[str, Span]]
) -> dict[str, dict[str, Edges]]:
    """Join the points of each scale, for each group."""
    joined: dict[str, dict[str, Edges]] = {}
    for who, span in earlier:
        _join(joined.setdefault(span.scale, {}).setdefault(who, {}), span, None)
    for who, box in told:
        for span in boxes[box]:
            _join(joined.setdefault(span.scale, {}).setdefault(who, {}), span, (who, box))
    return joined


def _tells_of_few(span: Span, amount: Amount) -> bool:
    whole = (span.low, span.high) == (FIRST, LAST)
    return any(0 < abs(number) < FEWEST for number in ([amount.told] if whole else amount))


def _join(edges: Edges, span: Span, cell: Cell | None) -> None:
    if span.high not in edges.get(span.low, {}):
        edges.setdefault(span.low, {})[span.high] = cell
        edges.setdefault(span.high, {})[span.low] = cell


def _path(edges: Edges, low: str, high: str) -> list[Cell] | None:
    """Tell by which boxes of this paper two points are joined; None if they are not."""
    came: dict[str, tuple[str, Cell | None]] = {low: (low, None)}
    waiting = [low]
    for point in waiting:
        for other, cell in edges.get(point, {}).items():
            if other not in came:
                came[other] = (point, cell)
                waiting.append(other)
    if high not in came:
        return None
    cells, point = [], high
    while point != low:
        point, by = came[point]
        cells += [by] if by is not None else []
    return cells
