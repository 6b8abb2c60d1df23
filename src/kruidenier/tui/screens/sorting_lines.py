"""The crates on the sorting table, and what came out of them, in lines that fit a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kruidenier.i18n import _, day, ngettext, weight
from kruidenier.tui.widgets.words import fit, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kruidenier.shop.supply.sorting import Sorted, Waiting


def page(crates: Waiting | None, taken: Sequence[Sorted], *, width: int, height: int) -> list[str]:
    """Write the whole page: the crates, then the last things taken out."""
    from kruidenier.shop.goods import words

    if crates is None:
        return [_("Nothing is on the table. Enter: which crates?")]
    left = _("{left} left").format(left=weight(crates.grams))
    head = [
        f"{crates.name}   {left}",
        f"{crates.supplier_name}   {_(words.ORIGINS[crates.origin])}   {day(crates.received_on)}   {crates.lot}",
        "",
    ]
    room = max(height - len(head), 1)
    return [fit(line, width).rstrip() for line in [*head, *(_line(one, width) for one in taken[-room:])]]


def told(done: Sorted) -> str:
    """Say in a sentence what was taken out, and what to do with it."""
    taken = f"{_amount(done)}, {done.into}, {plain(done.place)}"
    words = [_("{what}: {why}").format(what=plain(done.name), why=taken) + "."]
    if done.state == "recalled":
        words.append(_("CALLED BACK: put it in the blocked crate."))
    elif done.in_front:
        words.append(_("PUT IT IN FRONT: what stands on the shelf keeps longer."))
    return " ".join(words)


def _line(done: Sorted, width: int) -> str:
    mark = _("IN FRONT") if done.in_front else ""
    date = day(done.date) if done.date else ""
    return f"{done.into:10} {fit(done.name, width - 48)} {_amount(done):>13}  {date:10}  {mark}"


def _amount(done: Sorted) -> str:
    pieces = ngettext("{n} piece", "{n} pieces", done.count).format(n=done.count)
    return pieces if done.count else weight(done.grams)
