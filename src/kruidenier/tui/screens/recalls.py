"""All recalls: those that are open first; a scan or a digit starts one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding

from kruidenier.i18n import N_, _
from kruidenier.tui import reading
from kruidenier.tui.dialogs import Choice, Flow, ask, confirm, pick
from kruidenier.tui.screens import packing, recall_lines, signing
from kruidenier.tui.screens.list_screen import ListScreen, moving
from kruidenier.tui.screens.recall import RecallScreen
from kruidenier.tui.widgets.long_list import LongList

if TYPE_CHECKING:
    from kruidenier.shop.goods.recalling import RecallFacts
    from kruidenier.shop.supply.packs import PackInHand

WHY = (
    N_("bits of glass, metal or plastic"),
    N_("bacteria that make people ill"),
    N_("an allergen that is not on the label"),
    N_("a wrong date on the pack"),
)
BY_LOT, BY_DATE, BY_BOTH, ALL = "lot", "date", "both", "all"


class RecallsScreen(ListScreen):
    """What was called back, and how it stands."""

    HELP_PAGE: ClassVar[str] = "recalls"
    BINDINGS: ClassVar = [
        Binding("enter", "open", "open", id="recalls.open", tooltip=N_("Follow the recall with the mark")),
        Binding("1", "start", "call back", id="recalls.start", tooltip=N_("Call goods back: scan one, or look for it")),
        *moving("recalls"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.recalls: tuple[RecallFacts, ...] = ()

    def body(self) -> Iterable[Any]:
        """Show a long list."""
        yield LongList(id="list")

    def title_words(self) -> str:
        """Name the screen."""
        return _("RECALLS")

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        if action in ("open", "mark", "page"):
            return self.at_rest and bool(self.recalls)
        return self.at_rest or action not in ("start", "back")

    def show_body(self) -> None:
        """Show the list as wide as the screen is; what is open and still here stands out."""
        columns = recall_lines.columns(wide=self.is_wide)
        found = self.query_one(LongList)
        found.show(self.recalls, columns, chosen=found.chosen, stops=_is_open)

    def action_open(self) -> None:
        """Follow the recall with the mark."""
        self.app.push_screen(RecallScreen(self.query_one(LongList).item.number))

    def action_start(self) -> None:
        """Call goods back."""
        self.start(self._search())

    def take_scan(self, text: str) -> None:
        """Call back what was scanned."""
        self.start(self._start(text))

    def look(self) -> Flow[None]:
        """Read what was called back."""
        from kruidenier.shop.goods import recalling

        found = yield from self.ask(recalling.listing)
        if found is not None:
            self.recalls = found
            self.say("" if found else _("Nothing was ever called back. 1, or a scan, calls goods back."))
            self.show_all()

    def _search(self) -> Flow[None]:
        code = yield from packing.search(self)
        if code is not None:
            yield from self._start(code)

    def _start(self, text: str) -> Flow[None]:
        from kruidenier.shop.goods import recalling
        from kruidenier.shop.office.staff import Permission
        from kruidenier.shop.supply import packs

        at = yield from signing.allowed(self, Permission.RECALL)
        if at is None:
            return
        pack = yield from self.ask(packs.pack_in_hand, text, on=self.app.today)
        narrowed = None if pack is None else (yield from self._which_packs(pack))
        if pack is None or narrowed is None:
            return
        reason = yield from signing.reason(WHY)
        if not reason:
            return
        sure = yield from confirm(
            _("Call {name} back? It is blocked at once, at every till.").format(name=pack.name),
            yes=_("yes, call it back"),
            no=_("no"),
            lines=[_(reason)],
            careful=True,
        )
        done = None if not sure else (yield from self.do(recalling.start, pack.code, reason=reason, at=at, **narrowed))
        if done is not None:
            self.app.push_screen(RecallScreen(done.number))

    def _which_packs(self, pack: PackInHand) -> Flow[dict[str, Any] | None]:
        """Ask what narrows the recall: the maker's lot, dates, both, or nothing."""
        choices = [
            Choice(_("those with one lot of the maker"), BY_LOT),
            Choice(_("those with a date, or from one date to another"), BY_DATE),
            Choice(_("those with a lot and a date"), BY_BOTH),
            Choice(_("all packs of it"), ALL),
        ]
        which = yield from pick(_("{name}: which packs are called back?").format(name=pack.name), choices)
        narrowed: dict[str, Any] = {}
        if which in (BY_LOT, BY_BOTH):
            lot = yield from self._lot(pack)
            if not lot:
                return None
            narrowed["lot_code"] = lot
        if which in (BY_DATE, BY_BOTH):
            first = yield from self._date(_("From which date on the pack? Enter alone: from the first."))
            last = None if first is None else (yield from self._date(_("Until which date? Enter alone: to the last.")))
            if first is None or last is None:
                return None
            narrowed |= {"date_from": first[0], "date_until": last[0]}
        return narrowed if which is not None else None

    def _lot(self, pack: PackInHand) -> Flow[str | None]:
        return (
            yield from ask(
                _("Which lot? As the notice of the maker says it."),
                prompt=_("lot"),
                reads=str.strip,
                typed=pack.lot_code or "",
            )
        )

    def _date(self, title: str) -> Flow[tuple[dt.date | None] | None]:
        """Ask for an end of the dates; the answer is wrapped, since going back is None too."""
        read = reading.date(self.app.today)
        return (
            yield from ask(
                title,
                prompt=_("date"),
                reads=lambda typed: (read(typed),) if typed.strip() else (None,),
                lines=[_("31/12 or 3112; with the year 31/12/27; month and year 11/27.")],
            )
        )


def _is_open(recall: RecallFacts) -> bool:
    return recall.closed_at is None
