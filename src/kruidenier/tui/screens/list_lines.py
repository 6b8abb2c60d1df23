"""The columns of the lists of the day, and of what must go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kruidenier.i18n import _, ngettext, weight
from kruidenier.tui.widgets.long_list import Column

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from kruidenier.shop.figures.day_lists import DayList, Task
    from kruidenier.shop.figures.must_go import MustGo

DONE, OPEN = "[x]", "[ ]"


def views() -> dict[str, str]:
    """Name the lists, with their keys."""
    return {"opening": _("1 opening"), "closing": _("2 closing"), "must_go": _("3 must go")}


def of_tasks(zone: ZoneInfo, *, opening: bool, wide: bool) -> list[Column]:
    """Tell what is done, by whom and when; on the opening list also where, since one walks along it.

    With little room, one column tells where, and once it is done, by whom.
    """
    from kruidenier.shop.figures import list_words

    def who(task: Task) -> str:
        return list_words.by_whom(task.done, zone) if task.done is not None else ""

    columns: list[Column] = [
        Column("", 3, lambda task: DONE if task.done is not None else OPEN),
        Column(_("what"), 0, list_words.said),
    ]
    if opening and not wide:
        return [*columns, Column(_("where"), 15, lambda task: who(task) or task.place)]
    if opening:
        columns.append(Column(_("where"), 30, lambda task: task.place))
    return [*columns, Column(_("done"), 30 if wide else 15, who)]


def of_lots(*, wide: bool) -> list[Column]:
    """Tell of each lot how much is left, how fast it goes, how much will stay, and what to do."""
    from kruidenier.shop.figures.must_go import WHAT_TO_DO

    columns: list[Column] = [
        Column(_("goods"), 0, lambda lot: lot.name),
        Column(_("until"), 5, lambda lot: f"{lot.last_day:%d/%m}"),
        Column(_("left"), 9, lambda lot: amount(lot, lot.left), right=True),
        Column(_("days"), 5, lambda lot: str(lot.days), right=True),
        Column(_("stays"), 9, lambda lot: "?" if lot.stays is None else amount(lot, lot.stays), right=True),
        Column(_("what to do"), 12, lambda lot: _(WHAT_TO_DO[lot.todo])),
    ]
    if wide:
        columns[4:4] = [Column(_("a day"), 8, a_day, right=True)]
        columns[1:1] = [Column(_("place"), 22, lambda lot: lot.place_name), Column(_("lot"), 11, lambda lot: lot.lot)]
    return columns


def amount(lot: MustGo, much: int) -> str:
    """Say pieces, or kilograms of goods by weight."""
    return weight(much) if lot.by_weight else str(much)


def a_day(lot: MustGo) -> str:
    """Say how much goes on an open day: pieces to the tenth, or kilograms."""
    if not lot.on_days:
        return "?"
    if lot.by_weight:
        return weight(lot.a_day_tenths // 10)
    return _("{whole}.{tenths}").format(whole=lot.a_day_tenths // 10, tenths=lot.a_day_tenths % 10)


def stops(lot: MustGo) -> bool:
    """Whether it may not go out any more."""
    return lot.when == "past"


def is_on_the_shelf(task: Task) -> bool:
    """Whether goods past their last day still stand on the shelf."""
    return task.task == "pull" and task.done is None


def warning(shown: DayList, zone: ZoneInfo) -> str:
    """Warn when the shop sells while goods past their last day stand on the shelf."""
    still = sum(is_on_the_shelf(task) for task in shown.tasks)
    if not still or shown.first_sale_at is None:
        return ""
    return ngettext(
        "First sale at {time}: {n} lot past its last day is still on the shelf.",
        "First sale at {time}: {n} lots past their last day are still on the shelf.",
        still,
    ).format(time=f"{shown.first_sale_at.astimezone(zone):%H:%M}", n=still)
