"""A lot and its history in lines that fit a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kruidenier.i18n import _, day, ngettext, weight
from kruidenier.tui.widgets.words import fit, plain

if TYPE_CHECKING:
    from kruidenier.shop.figures.lot_sheet import LotSheet
    from kruidenier.shop.figures.movements import LotMovement
    from kruidenier.shop.goods.deeds import DeedDone

WIDTH_OF_WHAT, WIDER_WHAT, WIDE = 26, 50, 110
"""Cells for what an entry was, and from how many cells on it has more of them."""
WIDTH_OF_DOCUMENT = 9


def facts(sheet: LotSheet, width: int) -> list[str]:
    """Say what a lot is, where it comes from, and until when it may go out."""
    from kruidenier.shop.goods import words

    state = _(words.STATES[sheet.state])
    why = [_("{what}: {why}").format(what=state, why=_(sheet.why_blocked))] if sheet.why_blocked else []
    origin = [_(words.ORIGINS[sheet.origin]), sheet.supplier_name or "", sheet.fund or ""]
    came = _("came in on {date}").format(date=day(sheet.received_on))
    if sheet.lot_code:
        came += "   " + _("maker's lot {lot}").format(lot=sheet.lot_code)
    lines = [
        sheet.name,
        f"{amount(sheet)}   {sheet.place_name}   {state}",
        *why,
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
    wide = 10 if sheet.by_weight else 6
    left = weight(movement.left_grams) if sheet.by_weight else str(movement.left_count)
    cells = [
        f"{movement.happened_on:%d/%m/%y}",
        f"{_signed(movement, sheet):>{wide}}",
        f"{left:>{wide}}",
        fit(_what(movement), WIDTH_OF_WHAT if width < WIDE else WIDER_WHAT),
        f"{movement.document or '':<{WIDTH_OF_DOCUMENT}}",
        movement.person,
    ]
    return fit(" ".join(cells), width).rstrip()


def choice(movement: LotMovement, sheet: LotSheet) -> str:
    """Write one entry as something to choose."""
    cells = [_what(movement), _signed(movement, sheet), movement.document or "", f"{movement.happened_on:%d/%m/%y}"]
    return "  ".join(plain(cell) for cell in [*cells, movement.person] if cell)


def _signed(movement: LotMovement, sheet: LotSheet) -> str:
    moved = movement.grams if sheet.by_weight else movement.count
    return ("+" if moved > 0 else "") + (weight(moved) if sheet.by_weight else str(moved)) if moved else ""


def _what(movement: LotMovement) -> str:
    from kruidenier.shop.goods import words

    what = words.movement(movement.reason, movement.why)
    if movement.partner is not None:
        what = _("{what}: {why}").format(what=what, why=plain(movement.partner))
    return _("taken back: {what}").format(what=what) if movement.undone else what


def told(done: DeedDone) -> str:
    """Say in one sentence what was done."""
    from kruidenier.shop.goods import deeds, words

    what = words.movement(deeds.REASONS.get(done.verb, done.verb), done.why)
    much = ngettext("{n} piece", "{n} pieces", done.count).format(n=done.count) if done.count else ""
    goods = [much or (weight(done.grams) if done.grams else ""), plain(done.name)]
    parts = [" ".join(part for part in goods if part), done.lot]
    if done.into:
        parts.append(_("into lot {lot}").format(lot=done.into))
    if done.of:
        parts.append(_("takes {deed} back").format(deed=done.of))
    return f"{what[:1].upper()}{what[1:]}. {', '.join(part for part in parts if part)} ({done.number})"


def amount(sheet: LotSheet) -> str:
    """Say how much is left."""
    if sheet.by_weight:
        return weight(sheet.grams)
    return ngettext("{n} piece", "{n} pieces", sheet.count).format(n=sheet.count)
