"""Baskets that wait: set aside and taken up, on any till."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kruidenier.i18n import _, amount, ngettext
from kruidenier.tui.dialogs import Choice, Flow, pick

if TYPE_CHECKING:
    from kruidenier.shop.till.values import Basket
    from kruidenier.tui.screens.till import TillScreen


def find_again(till: TillScreen) -> Flow[None]:
    """Show the basket that was open here when the till stopped."""
    from kruidenier.shop.till import baskets

    basket = yield from till.do(baskets.at_till)
    till.show_basket(basket)
    if basket is not None and basket.lines:
        till.say(_("This basket was still open here. Go on with it, or set it aside with 0 and Enter."))


def look_again(till: TillScreen) -> Flow[None]:
    """Read the basket anew."""
    from kruidenier.shop.till import basket_view

    assert till.basket is not None
    basket = yield from till.ask(basket_view.view, till.basket.id)
    if basket is not None:
        till.show_basket(basket)


def greet(till: TillScreen, basket: Basket) -> None:
    """Say what the volunteer must know of a household: nothing that shames."""
    words = list(basket.shopper.says)
    if basket.lines:
        goods = ngettext(
            "Its basket with {n} piece is here again.", "Its basket with {n} pieces is here again.", basket.pieces
        )
        words.append(goods.format(n=basket.pieces))
    till.say(" ".join(words))


def put_aside(till: TillScreen) -> Flow[None]:
    """Set the basket aside until its household comes back; an empty one does not wait for anybody."""
    from kruidenier.shop.till import baskets

    assert till.basket is not None
    if not till.basket.lines:
        if (yield from till.do(baskets.cancel, till.basket.id)) is not None:
            till.show_basket(None)
            till.say(_("That basket was empty: nothing waits. The card begins a new one at any time."))
        return
    basket = yield from till.do(baskets.put_aside, till.basket.id)
    if basket is not None:
        till.show_basket(None)
        words = _("Basket {number} waits. Its card, or 0 and Enter, brings it back on any till.")
        till.say(words.format(number=basket.number))


def take_up(till: TillScreen) -> Flow[None]:
    """Choose a basket that waits."""
    from kruidenier.shop.till import baskets

    found = yield from till.ask(baskets.waiting)
    if found is None:
        return
    if not found:
        till.say(_("No basket waits. Scan a card to begin one."))
        return
    choices = [Choice(_summary(basket), basket.id) for basket in found]
    chosen = yield from pick(_("Which basket?"), choices, scans_wait=False)
    if chosen is None:
        return
    basket = yield from till.do(baskets.take_up, chosen)
    if basket is not None:
        till.show_basket(basket)
        till.say("")


def _summary(basket: Basket) -> str:
    state = _("aside") if basket.state == "aside" else _("open at till {till}").format(till=basket.till)
    return _("No. {number}: {n} goods, {amount}, {state}").format(
        number=basket.number, n=basket.pieces, amount=amount(basket.total_cents), state=state
    )
