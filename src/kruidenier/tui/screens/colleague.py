"""What a colleague is called for: one key, a menu by digit, and a PIN where staff must say yes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from kruidenier.i18n import LANGUAGE_NAMES, N_, _, language, speak
from kruidenier.tui.dialogs import Choice, Flow, ask, ask_amount, confirm, pick
from kruidenier.tui.screens import aside, paying, signing, taking_back

if TYPE_CHECKING:
    from kruidenier.tui.screens.till import TillScreen

ALLOWED_BECAUSE = (N_("agreed with the social worker"), N_("a mistake in the budget"), N_("an exception for today"))


def menu(till: TillScreen) -> Flow[None]:
    """Choose what is needed."""
    choices: list[Choice[Callable[[TillScreen], Flow[None]]]] = []
    if till.basket is not None:
        choices.append(Choice(_("give this basket up"), cancel, "1"))
    choices += [
        Choice(_("cancel a sale that was paid"), taking_back.void, "2"),
        Choice(_("take goods back"), taking_back.take_back, "3"),
        Choice(_("receipt again"), taking_back.receipt_again, "4"),
        Choice(_("cash drawer"), drawer, "5"),
    ]
    if till.basket is not None and till.basket.lines:
        choices.append(Choice(_("allow more than the budget"), over_budget, "6"))
    choices += [
        Choice(_("price for goods without one"), price, "7"),
        *_other_work(till),
        Choice(_("somebody else signs in"), lock, "9"),
        Choice(_("my PIN, language, scanner"), machine, "0"),
    ]
    harmless = next(place for place, choice in enumerate(choices) if choice.value is taking_back.receipt_again)
    chosen = yield from pick(_("What is needed?"), choices, highlighted=harmless, scans_wait=False)
    if chosen is not None:
        yield from chosen(till)


def _other_work(till: TillScreen) -> list[Choice[Callable[[TillScreen], Flow[None]]]]:
    """Offer the way to the other rooms; the welcome desk is for everybody."""
    words = _("today in figures") if till.app.may("figures") else _("other work")
    return [Choice(words, figures, "8")]


def cancel(till: TillScreen) -> Flow[None]:
    """Give the basket up: the goods go back to the shelf."""
    from kruidenier.shop.till import baskets

    assert till.basket is not None
    if till.basket.lines:
        title = _("Give up basket {number}? All goods go back to the shelf.").format(number=till.basket.number)
        sure = yield from confirm(
            title, yes=_("yes, give it up"), no=_("no, go on with it"), scans_wait=False, careful=True
        )
        if not sure:
            return
    basket = yield from till.do(baskets.cancel, till.basket.id)
    if basket is not None:
        till.show_basket(None)
        till.say(
            _("Basket {number} was given up. Please bring its goods back to the shelf.").format(number=basket.number)
        )


def drawer(till: TillScreen) -> Flow[None]:
    """Go to the cash drawer."""
    from kruidenier.tui.screens.drawer import DrawerScreen

    till.app.push_screen(DrawerScreen())
    yield from ()


def over_budget(till: TillScreen) -> Flow[None]:
    """Let a manager allow more than the budget, or a card that may not shop, with a reason."""
    from kruidenier.shop.office.staff import Permission

    at = yield from signing.allowed(till, Permission.OVERRIDE)
    if at is None:
        return
    reason = yield from signing.reason(ALLOWED_BECAUSE)
    if reason:
        yield from paying.pay(till, override=reason, at=at)


def price(till: TillScreen) -> Flow[None]:
    """Give goods without a price the price of an ordinary shop, from which ours follows."""
    from kruidenier.shop.office.staff import Permission
    from kruidenier.shop.till import scanning

    at = yield from signing.allowed(till, Permission.SET_PRICE)
    if at is None:
        return
    code = yield from ask(_("Goods without a price: scan or type the code."), prompt=_("code"), reads=_code)
    if code is None:
        return
    cents = yield from ask_amount(_("What do they cost in an ordinary shop?"), prompt=_("price"))
    if cents is None:
        return
    item = yield from till.do(scanning.set_price_here, code, reference_cents=cents, at=at)
    if item is not None:
        till.say(_("{name} has a price now: scan it again.").format(name=item.name))


def _code(typed: str) -> str:
    from kruidenier.shop.goods.barcodes import NotACode

    if not typed.strip():
        raise NotACode
    return typed.strip()


def figures(till: TillScreen) -> Flow[None]:
    """Go to today in figures."""
    till.app.switch_mode("today")
    yield from ()


def lock(till: TillScreen) -> Flow[None]:
    """Let somebody else sign in."""
    till.app.lock()
    yield from ()


def machine(till: TillScreen) -> Flow[None]:
    """Speak another language for now, check a scanner, or go to what is one's own."""
    from kruidenier.tui.screens.own import OwnScreen
    from kruidenier.tui.screens.scanner_check import ScannerCheckScreen

    choices: list[Choice[Any]] = [
        Choice(name, partial(_speak, till, lang)) for lang, name in LANGUAGE_NAMES.items() if lang != language()
    ]
    choices.append(Choice(_("check the scanner"), partial(till.app.push_screen, ScannerCheckScreen())))
    choices.append(Choice(_("my PIN, my own language"), partial(till.app.push_screen, OwnScreen())))
    chosen = yield from pick(_("What should change?"), choices, scans_wait=False)
    if chosen is not None:
        chosen()
    if till.basket is not None:
        yield from aside.look_again(till)


def _speak(till: TillScreen, lang: str) -> None:
    speak(lang)
    till.say("")
    till.show_all()
