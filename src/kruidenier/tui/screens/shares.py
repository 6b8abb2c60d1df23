"""Scarce goods of today and what each household may have of them, and the quotas by week and month."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding
from textual.widgets import Static

from kruidenier.i18n import N_, _, ngettext
from kruidenier.tui.dialogs import Flow
from kruidenier.tui.screens import share_deeds
from kruidenier.tui.screens.list_screen import ListScreen, marking
from kruidenier.tui.widgets.long_list import Column, LongList
from kruidenier.tui.widgets.rows import Row, Rows, spread

if TYPE_CHECKING:
    from kruidenier.shop.people.quotas import Listed
    from kruidenier.shop.till.shares import Share

AT_REST = ("open", "view", "other", "mark", "back")


class SharesScreen(ListScreen):
    """What is scarce today with what the program proposes; 2 shows the quotas that hold every week or month."""

    HELP_PAGE: ClassVar[str] = "shares"
    NEEDS: ClassVar[str] = "figures"
    BINDINGS: ClassVar = [
        Binding("enter", "open", "change", id="shares.open", tooltip=N_("Accept, change or take away what holds")),
        Binding("1", "view('today')", "today", show=False, id="shares.today", tooltip=N_("What is scarce today")),
        Binding(
            "2", "view('quotas')", "quotas", show=False, id="shares.quotas", tooltip=N_("Quotas by week and month")
        ),
        Binding("asterisk", "other", "other goods", id="shares.other", tooltip=N_("A limit on goods not shown here")),
        *marking("shares"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.view = "today"
        """today or quotas."""
        self.shares: tuple[Share, ...] = ()
        self.quotas: tuple[Listed, ...] = ()

    def footing(self) -> Iterable[Any]:
        """Say why."""
        yield Static(id="why", markup=False)

    def title_words(self) -> str:
        """Name the screen."""
        return _("SCARCE GOODS")

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        if action == "open" and not (self.shares if self.view == "today" else self.quotas):
            return False
        return self.at_rest or action not in AT_REST

    def look(self, quota: str = "") -> Flow[None]:
        """Read what is scarce and which quotas hold; the mark goes to some goods."""
        from kruidenier.shop.people import quotas
        from kruidenier.shop.till import shares

        at, now = self.app.at, self.app.now()
        found = yield from self.ask(shares.today, at=at, now=now)
        listed = yield from self.ask(quotas.listed, at.business_date(now))
        self.shares = self.shares if found is None else found
        self.quotas = self.quotas if listed is None else listed
        keys = (
            [*(one.quota for one in self.shares)] if self.view == "today" else [one.quota.quota for one in self.quotas]
        )
        if quota in keys:
            self.query_one(LongList).chosen = keys.index(quota)
        self.show_all()

    @property
    def shown(self) -> tuple[Share, ...] | tuple[Listed, ...]:
        """The lines of the list."""
        return self.shares if self.view == "today" else self.quotas

    def show_body(self) -> None:
        """Show one of the lists."""
        listed, summary = self.query_one(LongList), self.query_one("#summary", Rows)
        columns = _of_today() if self.view == "today" else _of_quotas()
        listed.show(self.shown, columns, chosen=listed.chosen, stops=lambda _one: False)
        summary.put(*self._summary(summary.room))
        self.query_one("#why", Static).update("\n".join(self._why(listed.item)))

    def _summary(self, room: int) -> tuple[Row]:
        views = {"today": _("1 scarce today"), "quotas": _("2 quotas")}
        named = [(f"[{words}]" if view == self.view else words, "") for view, words in views.items()]
        if self.view == "today":
            count = ngettext("{n} is scarce or has a limit", "{n} are scarce or have a limit", len(self.shares))
        else:
            count = ngettext("{n} quota", "{n} quotas", len(self.quotas))
        return (spread(*named, (count.format(n=len(self.shown)), "strong"), width=room),)

    def _why(self, item: Any) -> list[str]:
        from kruidenier.shop.till import share_words

        if item is None:
            return [_("Nothing is scarce today. * sets a limit on any goods.") if self.view == "today" else ""]
        return share_words.explained(item) if self.view == "today" else [share_words.quota_explained(item.quota)]

    # Keys

    def action_mark(self, step: int) -> None:
        """Move the mark, and say why that limit is as it is."""
        super().action_mark(step)
        self.show_body()

    def action_view(self, view: str) -> None:
        """Show the other list."""
        self.view = view
        self.query_one(LongList).chosen = 0
        self.say("")
        self.show_all()

    def action_open(self) -> None:
        """Change what holds for the line with the mark."""
        item = self.query_one(LongList).item
        change = share_deeds.change if self.view == "today" else share_deeds.change_quota
        self.start(change(self, item))

    def action_other(self) -> None:
        """Ask for goods, by scan or by code."""
        self.start(share_deeds.other(self))

    def take_scan(self, text: str) -> None:
        """Look at the goods that were scanned."""
        self.start(share_deeds.named(self, text))


def _of_today() -> list[Column]:
    from kruidenier.shop.till import share_words

    return [
        Column(_("goods"), 0, lambda share: share.name),
        Column(_("left"), 9, lambda share: share_words.short(share, share.stock), right=True),
        Column(_("proposed"), 17, lambda share: share_words.row(share, share.proposal)),
        Column(_("now"), 19, share_words.holds),
    ]


def _of_quotas() -> list[Column]:
    from kruidenier.shop.till import share_words

    return [
        Column(_("goods"), 0, lambda one: one.name),
        Column(_("in"), 10, lambda one: _(share_words.PERIODS[one.quota.period])),
        Column(_("limit"), 22, lambda one: one.quota.limit),
    ]
