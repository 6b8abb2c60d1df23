"""A delivery in lines that fit a terminal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from kruidenier.i18n import _, degrees, ngettext, weight
from kruidenier.tui.widgets.words import fit, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kruidenier.shop.supply.agreements import PickUpDay
    from kruidenier.shop.supply.deliveries import DeliveryDocument, Line
    from kruidenier.shop.supply.door import DoorGroup

FEWEST_COLUMNS, MOST_COLUMNS = 2, 4
"""Of groups: all their names are whole, if they can be."""
NUMBERS = (7, 8, 7, 8, 6)
"""Cells for crates, gross, tare, net and degrees."""
_Row = tuple[str, tuple[str, ...], str]
"""Name, numbers and state of a line."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The line that is being typed."""

    group: DoorGroup | None
    """None: mixed crates."""
    crates: int | None = None
    gross_grams: int | None = None
    """While it is asked how warm it is."""
    tare_grams: int | None = None
    tenths: int | None = None
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a van came, against what was agreed."""

    arrived_at: dt.datetime
    """In the shop's own time."""
    cold_minutes: int
    """So long chilled goods may stand at the door."""
    pick_up: PickUpDay | None

    def words(self, now: dt.datetime) -> str:
        """Say the agreement, the hour that was agreed, the hour it came, and how long chilled goods stand here."""
        stands = max(int((now - self.arrived_at).total_seconds()) // 60, 0)
        cold = _("cold {n}/{most} min").format(n=stands, most=self.cold_minutes)
        parts = [_("arrived {time}").format(time=f"{self.arrived_at:%H:%M}")]
        if self.pick_up is not None:
            parts.insert(0, _("agreement {number}").format(number=self.pick_up.agreement))
            if self.pick_up.at_time:
                parts.insert(1, _("expected {time}").format(time=self.pick_up.at_time))
        return "   ".join([*parts, cold + (" " + _("TOO LONG") if stands > self.cold_minutes else "")])


def page(
    delivery: DeliveryDocument | None,
    groups: Sequence[DoorGroup],
    draft: Draft | None,
    typed: str,
    *,
    arrival: str,
    width: int,
    height: int,
) -> list[str]:
    """Write the whole page: who, the groups by digit, the last lines, the sums."""
    if delivery is None:
        return [_("Nobody is at the door. Enter: who came?")]
    rows = [_line(line) for line in delivery.lines]
    if draft is not None:
        rows.append(_draft(draft, typed))
    header, *lines = _table([_header(), *rows], width)
    head = [_who(delivery, width), fit(arrival, width).rstrip(), *_groups(groups, width), "", header]
    foot = ["", *(fit(line, width).rstrip() for line in sums(delivery))]
    room = max(height - len(head) - len(foot), 1)
    return [*head, *lines[-room:], *[""] * (room - len(lines)), *foot]


def sums(delivery: DeliveryDocument) -> list[str]:
    """Say what was taken in and what was refused."""
    taken = sum(line.crates for line in delivery.accepted)
    pieces = sum(line.count for line in delivery.accepted)
    said = [
        _("taken in"),
        ngettext("{n} crate", "{n} crates", taken).format(n=taken),
        ngettext("{n} piece", "{n} pieces", pieces).format(n=pieces) if pieces else "",
        weight(delivery.grams),
    ]
    if delivery.refused:
        refused = sum(line.crates for line in delivery.refused)
        grams = sum(line.grams for line in delivery.refused)
        crates = ngettext("{n} crate", "{n} crates", refused).format(n=refused)
        said += ["", _("refused"), crates, weight(grams)]
    return ["  ".join(word for word in said if word)]


def signed(delivery: DeliveryDocument) -> str:
    """Say what became of a delivery that was signed."""
    said = _("Signed: {kg} taken in from {supplier}.").format(
        kg=weight(delivery.grams), supplier=plain(delivery.supplier_name)
    )
    note = _("Gift note {number}.").format(number=delivery.gift_note) if delivery.gift_note else ""
    return f"{said} {note} " + _("Enter: the next van. The sorting table is on key 2 of the day's page.")


def _who(delivery: DeliveryDocument, width: int) -> str:
    states = {"open": _("saved at each line"), "signed": _("signed"), "dropped": _("dropped")}
    words = f"{delivery.supplier_name}   {delivery.number}   {states[delivery.state]}"
    return fit(words, width).rstrip()


def _groups(groups: Sequence[DoorGroup], width: int) -> list[str]:
    cells = [f"{digit} {group.name}" for digit, group in enumerate(groups, start=1)]
    cells.append("0 " + _("mixed crates"))
    columns = min(MOST_COLUMNS, max((width + 1) // (max(map(cell_len, cells)) + 1), FEWEST_COLUMNS))
    each = (width + 1) // columns - 1
    rows = [cells[start : start + columns] for start in range(0, len(cells), columns)]
    return [" ".join(fit(cell, each) for cell in row).rstrip() for row in rows]


def _header() -> _Row:
    return _("group"), (_("crates"), _("gross"), _("tare"), _("net kg"), "°C"), ""


def _line(line: Line) -> _Row:
    from kruidenier.shop.supply import words

    state = _(words.REFUSALS[line.refused_reason]).upper() if line.refused_reason else _("ok")
    numbers = (
        str(line.crates or line.count or ""),
        _kg(line.gross_grams),
        _kg(line.tare_grams if line.gross_grams else None),
        _kg(line.grams),
        _warm(line.tenths),
    )
    return f"{line.line:>3}  {line.name}", numbers, state


def _draft(draft: Draft, typed: str) -> _Row:
    name = draft.group.name if draft.group else _("mixed crates")
    numbers = [str(draft.crates), _kg(draft.gross_grams), _kg(draft.tare_grams), "", _warm(draft.tenths)]
    place = 0 if draft.crates is None else 1 if draft.gross_grams is None else -1
    numbers[place] = f"{typed}_"
    state = _("refused").upper() if draft.refused else ""
    return f"  >  {name}", tuple(numbers), state


def _table(rows: Sequence[_Row], width: int) -> list[str]:
    """Lay lines out: names have what numbers and states leave."""
    room = max(cell_len(state) for _name, _numbers, state in rows)
    lines = []
    for name, numbers, state in rows:
        cells = " ".join(f"{number:>{wide}}" for number, wide in zip(numbers, NUMBERS, strict=True))
        lines.append(fit(f"{fit(name, width - len(cells) - room - 3)} {cells}  {state}", width).rstrip())
    return lines


def _kg(grams: int | None) -> str:
    """Write kilograms as a scale does, with as many decimals as it needs."""
    return "" if grams is None else weight(grams).removesuffix(" kg").removesuffix("00")


def _warm(tenths: int | None) -> str:
    return "" if tenths is None else degrees(tenths).removesuffix(" °C")
