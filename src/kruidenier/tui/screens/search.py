"""Finding goods while typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kruidenier.i18n import _, amount, weight
from kruidenier.tui.dialogs import Flow, Typed
from kruidenier.tui.screens import packing, scanning

if TYPE_CHECKING:
    from kruidenier.shop.goods.search import Found
    from kruidenier.tui.screens.till import TillScreen


def search(till: TillScreen) -> Flow[None]:
    """Find goods by the beginnings of words or the last four digits; the chosen one goes into the basket."""
    from kruidenier.shop.goods import search as catalogue
    from kruidenier.shop.office import settings

    today = till.app.today
    rules = yield from till.ask(settings.current, today)
    if rules is None:
        return
    here = (yield from till.ask(catalogue.stocked, on=today, settings=rules)) or ()
    text = ""
    found: tuple[Found, ...] = ()
    while True:
        answer = yield packing.search_question(text, found, _words)
        if answer is None:
            return
        if isinstance(answer, Typed):
            text = answer.text
            found = (
                yield from till.ask(
                    catalogue.search, text, on=today, settings=rules, limit=packing.MOST_FOUND, first=here
                )
            ) or ()
        elif till.basket is None:
            till.say(_("First the household's card, then the goods."), "$soon")
            return
        else:
            yield from scanning.add(till, answer)
            return


def _words(product: Found) -> str:
    price = "" if product.price_cents is None else amount(product.price_cents)
    left = weight(product.left) if product.by_weight else str(product.left)
    words = [product.name, product.brand or "", price, _("{left} left").format(left=left) if product.left > 0 else ""]
    return "  ".join(word for word in words if word)
