"""What a count shows: what is to be counted, what was found, and the differences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kruidenier.i18n import _, amount, day, money, ngettext, weight
from kruidenier.tui.widgets.long_list import Column
from kruidenier.tui.widgets.words import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kruidenier.shop.goods.count_lists import CountSheet, Finding, ToCount
    from kruidenier.shop.goods.count_result import CountResult, Difference
    from kruidenier.shop.goods.counting import CountFacts, Entered
    from kruidenier.tui.widgets.rows import Row

WHAT_TILL_ASKS = 5


@dataclass(frozen=True, slots=True)
class Names:
    """What places and food groups are called, by their codes."""

    places: Mapping[str, str]
    groups: Mapping[str, str]

    def what(self, facts: CountFacts) -> str:
        """Say what is counted."""
        place = self.places.get(facts.place, facts.place) if facts.place else ""
        group = self.groups.get(facts.group, facts.group) if facts.group else ""
        return ", ".join(part for part in (place, group) if part) or _("what the till asks")


def columns(names: Names, *, wide: bool, place: bool) -> list[Column]:
    """Lay out the list to count."""
    shown: list[Column] = [
        Column(_("goods"), 0, lambda line: line.name),
        Column(_("date"), 10, _date),
        Column(_("books"), 11, books, right=True),
        Column(_("found"), 11, found if wide else lambda line: _note(line) or found(line), right=True),
    ]
    if place:
        shown.insert(1, Column(_("place"), 18 if wide else 10, lambda line: names.places.get(line.place or "", "")))
    if wide:
        shown.insert(1, Column(_("lot"), 22, lambda line: ", ".join(line.lots) or line.code))
        shown.append(Column("", 9, _note))
    return shown


def difference_columns(*, wide: bool) -> list[Column]:
    """Lay out the differences; where there is little room, what the books had is left to be reckoned."""
    shown: list[Column] = [
        Column(_("goods"), 0, lambda line: line.name),
        Column(_("date"), 11, _read_date),
        Column(_("found"), 10, lambda line: _much(line, line.found_count, line.found_grams), right=True),
        Column(_("difference"), 10, _difference, right=True),
        Column("€", 8, lambda line: amount(line.cents) if line.cents else "", right=True),
    ]
    if wide:
        shown.insert(2, Column(_("books"), 10, lambda line: _much(line, line.book_count, line.book_grams), right=True))
        shown.insert(1, Column(_("lot"), 11, lambda line: line.lot or _("not known")))
        shown.append(Column(_("counted by"), 12, lambda line: line.by))
    return shown


def summary(sheet: CountSheet | None, result: CountResult | None, names: Names) -> list[Row]:
    """Say in two rows which count this is and how far it is, or what it comes to."""
    if sheet is None:
        return [[(_("What is really there is counted while the shop sells."), "")], []]
    facts = sheet.facts
    first = f"{facts.number}   {names.what(facts)}   {how(facts)}".rstrip()
    if result is None:
        done = sum(bool(line.found) for line in sheet.lines)
        told = _("{done} of {all} lines counted").format(done=done, all=len(sheet.lines))
        return [[(first, "strong")], [(told, "")]]
    return [[(first, "strong")], [(difference(result), "soon" if facts.state == "finished" else "")]]


def difference(result: CountResult) -> str:
    """Say what a count comes to, and what nobody counted."""
    told = [
        _("Difference: {pieces}, {kg}, {euro}").format(
            pieces=ngettext("{n} piece", "{n} pieces", abs(result.count)).format(n=result.count),
            kg=weight(result.grams),
            euro=money(result.cents),
        )
    ]
    if result.unvalued:
        told.append(_("{n} without a known price").format(n=result.unvalued))
    if result.not_counted:
        left = ngettext("{n} lot not counted", "{n} lots not counted", result.not_counted)
        told.append(left.format(n=result.not_counted))
    return "   ".join(told)


def how(facts: CountFacts) -> str:
    """Say how it is counted, and how far it is."""
    from kruidenier.shop.goods.words import COUNTS

    ways = [_(COUNTS[facts.state]), _("blind") if facts.blind else "", _("by two") if facts.twice else ""]
    return "   ".join(way for way in ways if way)


def told(done: Entered) -> str:
    """Say what was written down."""
    much = weight(done.grams) if done.by_weight else ngettext("{n} piece", "{n} pieces", done.count)
    date = day(done.date) if done.date else ""
    where = "" if done.lots else _("not in the books here")
    return "  ".join(part for part in (plain(done.name), much.format(n=done.count), date, where) if part)


def goods_words(line: ToCount) -> str:
    """Name the goods of a line with their date."""
    return f"{line.name}  {_date(line)}".rstrip()


def books(line: ToCount) -> str:
    """Say what the books have; nothing where that is hidden."""
    much = line.book_grams if line.by_weight else line.book_count
    return "" if much is None else weight(much) if line.by_weight else str(much)


def found(line: ToCount) -> str:
    """Say what was found last."""
    return finding(line, line.found[-1]) if line.found else ""


def finding(line: ToCount, one: Finding) -> str:
    """Say what one person found."""
    return weight(one.grams) if line.by_weight else str(one.count)


def _note(line: ToCount) -> str:
    if line.differs:
        return _("again")
    return _("till asks") if line.asked and not line.found else ""


def _date(line: ToCount) -> str:
    date = line.keeps_until or line.date
    return day(date) if date else ""


def _read_date(line: Difference) -> str:
    """Say which date was read, with a mark if the books had another."""
    date = day(line.date) if line.date else "-"
    changed = line.was_mark is not None and (line.was_mark, line.was_date) != (line.date_mark, line.date)
    return f"{date}!" if changed else date


def _much(line: Difference, count: int, grams: int) -> str:
    return weight(grams) if line.by_weight else str(count)


def _difference(line: Difference) -> str:
    much = line.grams if line.by_weight else line.count
    return "" if not much else _much(line, line.count, line.grams) if much < 0 else f"+{_much(line, much, much)}"
