"""The cash drawer: opened with what is in it, counted blind, closed with a slip."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding
from textual.widgets import Static

from kruidenier.i18n import N_, _, amount, language, money
from kruidenier.tui import reading
from kruidenier.tui.dialogs import Flow, ask, ask_amount, confirm
from kruidenier.tui.screen import ShopScreen
from kruidenier.tui.screens import signing

if TYPE_CHECKING:
    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.till.values import DrawerSlip

MOST_OF_A_COIN = 9999
COLUMNS = 3


class DrawerScreen(ShopScreen):
    """Open, count and close the drawer of this till."""

    HELP_PAGE: ClassVar[str] = "drawer"
    NEEDS: ClassVar[str] = "drawer"
    BINDINGS: ClassVar = [
        Binding("enter", "go_on", "go on", id="drawer.go_on", tooltip=N_("Open the drawer, or count and close it")),
        Binding(
            "asterisk", "slip", "slip", id="drawer.slip", tooltip=N_("The slip of the drawer closed last, on paper")
        ),
        Binding("escape", "back", "back to the till", id="drawer.back", tooltip=N_("Back to the till")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.slip: DrawerSlip | None = None
        self.counts: dict[int, int] = {}
        self._coin: int | None = None

    def body(self) -> Iterable[Any]:
        """Show the slip, or the coins while they are counted."""
        yield Static(id="sheet", markup=False)

    def on_mount(self) -> None:
        """Look how the drawer stands."""
        self.start(self._look())

    def title_words(self) -> str:
        """Name the drawer."""
        return _("CASH DRAWER {till}").format(till=self.app.at.till)

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        if action == "slip":
            return self.slip is not None and self.slip.closed_at is not None and self.at_rest
        return self.at_rest or action not in ("go_on", "back")

    def keys(self) -> list[tuple[str, str]]:
        """Say what Enter does to the drawer as it stands."""
        keys = super().keys()
        if self.question is not None:
            return keys
        words = _("count and close it") if self._is_open else _("open the drawer")
        return [(key, words if key == "Enter" else other) for key, other in keys]

    @property
    def _is_open(self) -> bool:
        return self.slip is not None and self.slip.closed_at is None

    def show_body(self) -> None:
        """Show the coins being counted, or how the drawer stands."""
        lines = self._coin_lines() if self._coin is not None else _slip_lines(self.slip)
        self.query_one("#sheet", Static).update("\n".join(lines))

    def _look(self) -> Flow[None]:
        from kruidenier.shop.till import cash

        self.slip = yield from self.ask(cash.last_drawer, at=self.app.at)
        self.show_body()

    def action_go_on(self) -> None:
        """Open the drawer if it is closed; else count and close it."""
        self.start(self._count_and_close() if self._is_open else self._open())

    def _open(self) -> Flow[None]:
        from kruidenier.shop.till import cash

        cents = yield from ask_amount(_("How much money is in the drawer now?"), prompt=_("amount"))
        if cents is None:
            return
        self.slip = (yield from self.do(cash.open_drawer, float_cents=cents)) or self.slip
        self.show_body()

    def _count_and_close(self) -> Flow[None]:
        """Settle who closes before the count: a no after fifteen coins would come too late."""
        from kruidenier.shop.office.staff import Permission

        at = yield from signing.allowed(self, Permission.CLOSE)
        if at is not None:
            yield from self._count(at)

    def _count(self, at: Counter) -> Flow[None]:
        """Ask for each coin and note how many there are. What ought to be there is told after the count."""
        from kruidenier.shop.till import cash

        for self._coin in reversed(cash.COINS):
            self.show_body()
            counted = self.counts.get(self._coin)
            count = yield from ask(
                _("How many of {coin}? Enter alone: none.").format(coin=money(self._coin)),
                prompt=_("how many"),
                reads=_count_or_none,
                typed=str(counted or ""),
            )
            if count is None:
                break
            self.counts[self._coin] = count
        else:
            self._coin = None
            yield from self._close(sum(coin * count for coin, count in self.counts.items()), at)
            return
        self._coin = None
        self.show_body()
        self.say(_("What was counted so far is kept: Enter goes on with it."))

    def _close(self, counted: int, at: Counter) -> Flow[None]:
        close = yield from confirm(
            _("{amount} was counted. Close the drawer?").format(amount=money(counted)),
            yes=_("yes, close it"),
            no=_("no, count again"),
        )
        if not close:
            yield from self._count(at)
            return
        slip = yield from self._explain_and_close(at)
        if slip is not None:
            self.slip, self.counts = slip, {}
            self.action_slip()
            self._copy_books(at)
        self.show_body()

    def _explain_and_close(self, at: Counter) -> Flow[DrawerSlip | None]:
        """Keep the count, and only then tell a difference and ask why; nobody need know."""
        from kruidenier.shop.till import cash

        counted = yield from self.do(cash.count_drawer, coins=self.counts, at=at)
        slip = None if counted is None else (yield from self.ask(cash.drawer, at=at))
        if slip is None:
            return None
        reason = None
        if slip.difference_cents:
            reason = yield from ask(
                _("{amount} was expected: {difference}. Do you know why?").format(
                    amount=money(slip.expected_cents), difference=_difference_words(slip.difference_cents)
                ),
                prompt=_("why"),
                reads=str.strip,
                lines=[_("A few words, then Enter. Enter alone closes it without a reason.")],
            )
        return (yield from self.do(cash.close_drawer, at=at, reason=reason or ""))

    def action_slip(self) -> None:
        """Let the slip be made beside the screen."""
        app, slip, spoken = self.app, self.slip, language()
        assert slip is not None

        def work() -> str:
            from kruidenier.documents import drawer_slip

            assert app.shop is not None
            path = drawer_slip.write(slip, app.shop.heading(), app.config.receipts, lang=spoken)
            return str(path.relative_to(app.folder))

        self.in_background(
            work,
            lambda place: self.say(_("The slip is made: {place}.").format(place=place)),
            late=_("The slip is late. The drawer is closed and its count is safe."),
            failed=_("There is no slip: {why}. The drawer is closed and its count is safe. Try again with *."),
        )

    def _copy_books(self, at: Counter) -> None:
        """Let what is past its term be forgotten and the books be copied beside the screen; only trouble is told."""
        app, now = self.app, self.app.now()

        def work() -> str:
            from kruidenier.shop import copying

            assert app.shop is not None
            return copying.at_closing(app.shop, at=at, now=now).trouble

        self.in_background(
            work,
            lambda trouble: self.say(trouble) if trouble else None,
            late=_("The copy of the books takes long. Leave the till switched on; you can go on."),
            failed=_("There is no copy of the books: {why} The drawer is closed and its count is safe."),
        )

    def _coin_lines(self) -> list[str]:
        from kruidenier.shop.till import cash

        coins = tuple(reversed(cash.COINS))
        rows = -(-len(coins) // COLUMNS)
        lines = []
        for row in range(rows):
            cells = [self._coin_cell(coins[n]) for n in range(row, len(coins), rows)]
            lines.append("   ".join(cells))
        counted = sum(coin * count for coin, count in self.counts.items())
        return [*lines, "", _("counted so far {amount}").format(amount=money(counted))]

    def _coin_cell(self, coin: int) -> str:
        mark = ">" if coin == self._coin else " "
        count = self.counts.get(coin)
        return f"{mark}{amount(coin):>7} x {'' if count is None else count:>5}"


def _difference_words(cents: int) -> str:
    words = _("{amount} is missing") if cents < 0 else _("{amount} too much")
    return words.format(amount=money(abs(cents)))


def _count_or_none(typed: str) -> int:
    return reading.number(MOST_OF_A_COIN)(typed) if typed.strip() else 0


def _slip_lines(slip: DrawerSlip | None) -> list[str]:
    if slip is None:
        return [_("The drawer is closed. Enter opens it with the money that is in it.")]
    opened = _("opened {time} by {person}, with {amount}").format(
        time=f"{slip.opened_at:%d/%m %H:%M}", person=slip.opener, amount=money(slip.float_cents)
    )
    if slip.closed_at is None:
        sales = _("{n} sales since then").format(n=slip.sales)
        return [
            _("Drawer {number} is open").format(number=slip.number),
            opened,
            sales,
            "",
            _("Enter: count it and close it. What ought to be in it is told after the count."),
        ]
    rows = [
        (_("float"), slip.float_cents),
        (_("cash taken"), slip.cash_cents),
        (_("expected"), slip.expected_cents),
        (_("counted"), slip.counted_cents or 0),
        (_("difference"), slip.difference_cents or 0),
        (_("by card"), slip.card_cents),
        (_("by voucher"), slip.voucher_cents),
        (_("rounding"), slip.rounding_cents),
    ]
    width = max(len(words) for words, _cents in rows)
    return [
        _("Drawer {number} is closed").format(number=slip.number),
        opened,
        "",
        *(f"{words:<{width}}  {amount(cents):>10}" for words, cents in rows),
        *(["", slip.reason] if slip.reason else []),
    ]
