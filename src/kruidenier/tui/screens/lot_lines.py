"""A lot and its history in lines that fit a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kruidenier.i18n import _, day, ngettext, weight
from kruidenier.tui.widgets.words import fit, plain

if TYPE_CHECKING:
    from kruidenier.shop.figures.lot_sheet import LotSheet
    from kruidenier.shop.figures.movements import LotMovement
    from kruidenier.shop.goods.deeds import DeedDone

WIDTH_OF_WHAT = 26
WIDTH_OF_DOCUMENT = 12


def facts(sheet: LotSheet, width: int) -> list[str]:
    """Say what a lot is, where it comes from, and until when it may go out."""
    from kruidenier.shop.goods import words

    state = _(words.STATES[sheet.state])
    origin = [_(words.ORIGINS[sheet.origin]), sheet.supplier_name or "", sheet.fund or ""]
    came = _("came in on {date}").format(date=day(sheet.received_on))
    if sheet.lot_code:
        came += "   " + _("maker's lot {lot}").format(lot=sheet.lot_code)
    lines = [
        f"{sheet.name}   {amount(sheet)}   {sheet.place_name}   {state}",
        "   ".join(part for part in origin if part),
        came,
        _date_line(sheet),
    ]
    family = []
    if sheet.parent:
        family.append(_("taken from lot {lot}").format(lot=sheet.parent))
    if sheet.children:
        family.append(_("went on as {lots}").format(lots=", ".join(sheet.children)))
    if sheet.counted_on:
        family.append(_("counted on {date}").format(date=day(sheet.counted_on)))
    return [fit(line, width).rstrip() for line in [*lines, "   ".join(family)] if line]


def _date_line(sheet: LotSheet) -> str:
    from kruidenier.shop.goods import words

    parts = [_(words.MARKS[sheet.date_mark])]
    if sheet.date:
        parts[0] += f" {day(sheet.date)}"
    if sheet.treatment and sheet.treated_on:
        parts.append(f"{_(words.TREATMENTS[sheet.treatment])} {day(sheet.treated_on)}")
    if sheet.last_day:
        parts.append(_("last day {date}").format(date=day(sheet.last_day)))
    return "   ".join(parts)


def line(movement: LotMovement, sheet: LotSheet, width: int) -> str:
    """Write one entry: when, how much, what was left then, what it was, by which document and whom."""
    from kruidenier.shop.goods import words

    moved, left = (movement.grams, movement.left_grams) if sheet.by_weight else (movement.count, movement.left_count)
    shown = weight if sheet.by_weight else str
    signed = ("+" if moved > 0 else "") + shown(moved) if moved else ""
    what = words.movement(movement.reason, movement.why)
    if movement.undone:
        what = _("taken back: {what}").format(what=what)
    cells = [
        f"{movement.happened_on:%d/%m/%y}",
        f"{signed:>10}",
        f"{shown(left):>10}",
        fit(what, WIDTH_OF_WHAT),
        f"{movement.document or '':<{WIDTH_OF_DOCUMENT}}",
        movement.person,
    ]
    return fit(" ".join(cells), width).rstrip()


def told(done: DeedDone) -> str:
    """Say in one sentence what was done."""
    from kruidenier.shop.goods import deeds, words

    what = words.movement(deeds.REASONS.get(done.verb, done.verb), done.why)
    much = ngettext("{n} piece", "{n} pieces", done.count).format(n=done.count) if done.count else ""
    parts = [what, plain(done.name), much or (weight(done.grams) if done.grams else ""), done.lot]
    if done.into:
        parts.append(_("into lot {lot}").format(lot=done.into))
    if done.of:
        parts.append(_("takes {deed} back").format(deed=done.of))
    return f"{done.number}: " + ", ".join(part for part in parts if part)


def amount(sheet: LotSheet) -> str:
    """Say how much is left."""
    if sheet.by_weight:
        return weight(sheet.grams)
    return ngettext("{n} piece", "{n} pieces", sheet.count).format(n=sheet.count)
