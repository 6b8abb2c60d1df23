"""What a colleague is called for: one key, a menu by digit, and a PIN where staff must say yes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from kruidenier.i18n import LANGUAGES, N_, _, amount, language, money, speak
from kruidenier.tui.dialogs import Choice, Flow, ask, ask_amount, confirm, pick
from kruidenier.tui.screens import paying, signing

if TYPE_CHECKING:
    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.office.staff import Permission
    from kruidenier.shop.till.values import SaleDocument
    from kruidenier.tui.screens.till import TillScreen

LATEST = 18
REASONS = (
    N_("a mistake at the till"),
    N_("the goods are not good"),
    N_("they do not want it after all"),
)
ALLOWED_BECAUSE = (N_("agreed with the social worker"), N_("a mistake in the budget"), N_("an exception for today"))


def menu(till: TillScreen) -> Flow[None]:
    """Choose what is needed."""
    choices: list[Choice[Callable[[TillScreen], Flow[None]]]] = []
    if till.basket is not None:
        choices.append(Choice(_("give this basket up"), cancel, "1"))
    choices += [
        Choice(_("cancel a sale that was paid"), void, "2"),
        Choice(_("take goods back"), take_back, "3"),
        Choice(_("receipt again"), receipt_again, "4"),
        Choice(_("cash drawer"), drawer, "5"),
    ]
    if till.basket is not None and till.basket.lines:
        choices.append(Choice(_("allow more than the budget"), over_budget, "6"))
    choices += [
        Choice(_("price for goods without one"), price, "7"),
        Choice(_("today in figures"), figures, "8"),
        Choice(_("somebody else signs in"), lock, "9"),
        Choice(_("language, scanner"), machine, "0"),
    ]
    chosen = yield from pick(_("What is needed?"), choices, scans_wait=False)
    if chosen is not None:
        yield from chosen(till)


def _allowed(till: TillScreen, permission: Permission) -> Flow[Counter | None]:
    """Tell for whom the deed is done: whoever stands here, or a colleague who signs for it with a PIN."""
    from kruidenier.shop.office import staff

    at = till.app.at
    if staff.may(at.role, permission):
        return at
    colleague = yield from signing.sign(
        till, _("Who says yes to this?"), only=lambda person: staff.may(person.role, permission)
    )
    return None if colleague is None else replace(at, by=colleague.code, role=colleague.role)


def _reason(reasons: tuple[str, ...] = REASONS) -> Flow[str | None]:
    """Ask why, by digit or in words."""
    choices = [Choice(_(reason), reason) for reason in reasons]
    return (yield from pick(_("Why? Choose, or type a few words."), choices, prompt=_("why"), reads=str.strip))


def cancel(till: TillScreen) -> Flow[None]:
    """Give the basket up: the goods go back to the shelf."""
    from kruidenier.shop.till import baskets

    assert till.basket is not None
    if till.basket.lines:
        title = _("Give up basket {number}? All goods go back to the shelf.").format(number=till.basket.number)
        sure = yield from confirm(title, yes=_("yes, give it up"), no=_("no, go on with it"), scans_wait=False)
        if not sure:
            return
    basket = yield from till.do(baskets.cancel, till.basket.id)
    if basket is not None:
        till.show_basket(None)
        till.say(
            _("Basket {number} was given up. Please bring its goods back to the shelf.").format(number=basket.number)
        )


def _which_sale(till: TillScreen, title: str) -> Flow[SaleDocument | None]:
    """Choose one of this till's latest sales, or type a number."""
    from kruidenier.shop.till import sales

    latest = yield from till.ask(sales.latest, at=till.app.at, limit=LATEST)
    if latest is None:
        return None
    choices = [Choice(_summary(sale), sale.number) for sale in latest if sale.kind == "sale"]
    number = yield from pick(
        title, choices, lines=[_("Choose, or type the number on the receipt.")], prompt=_("number"), reads=str.strip
    )
    if not number:
        return None
    return (yield from till.ask(sales.look_up, number))


def _summary(sale: SaleDocument) -> str:
    words = f"{sale.number}  {sale.at:%H:%M}  {amount(sale.payable_cents)}"
    return words + "  " + _("corrected") if sale.later else words


def void(till: TillScreen) -> Flow[None]:
    """Cancel a whole sale that was paid."""
    from kruidenier.shop.office.staff import Permission
    from kruidenier.shop.till import corrections
    from kruidenier.store.base import new_id

    at = yield from _allowed(till, Permission.VOID)
    if at is None:
        return
    sale = yield from _which_sale(till, _("Which sale is cancelled?"))
    if sale is None:
        return
    reason = yield from _reason()
    if not reason:
        return
    done = yield from till.do(corrections.void, sale.number, reason=reason, id=new_id(), at=at)
    if done is not None:
        till.say(
            _("{number} cancels {of}. Give back: {payments}.").format(
                number=done.number, of=sale.number, payments=_given_back(done)
            ),
            "reverse",
        )


def take_back(till: TillScreen) -> Flow[None]:
    """Take goods of a sale back, and give the money back."""
    from kruidenier.shop.office.staff import Permission
    from kruidenier.shop.till import corrections
    from kruidenier.store.base import new_id

    at = yield from _allowed(till, Permission.REFUND)
    if at is None:
        return
    sale = yield from _which_sale(till, _("Goods of which sale come back?"))
    if sale is None:
        return
    items = yield from _which_goods(sale)
    if not items:
        return
    ways = [Choice(_("in cash"), "cash"), Choice(_("on the card"), "card"), Choice(_("as a voucher"), "voucher")]
    method = yield from pick(_("How is the money given back?"), ways)
    if method is None:
        return
    reason = yield from _reason()
    if not reason:
        return
    done = yield from till.do(
        corrections.refund, sale.number, items=items, reason=reason, method=method, id=new_id(), at=at
    )
    if done is not None:
        till.say(_("{number}: give back {payments}.").format(number=done.number, payments=_given_back(done)), "reverse")


def _which_goods(sale: SaleDocument) -> Flow[list[Any]]:
    """Choose goods and how much of each, until Enter says that is all."""
    from kruidenier.shop.goods.names import best_name
    from kruidenier.shop.till.kept import Back
    from kruidenier.tui import reading

    items: list[Any] = []
    while True:
        chosen = {item.code for item in items}
        goods = [line for line in sale.lines if line.code not in chosen]
        choices: list[Choice[Any]] = [
            Choice(f"{best_name(line.names, line.code)}  {amount(line.total_cents)}", line) for line in goods
        ]
        if items:
            choices.insert(0, Choice(_("that is all"), False))
        if not goods:
            return items
        line = yield from pick(_("What comes back of {number}?").format(number=sale.number), choices)
        if line is None:
            return []
        if line is False:
            return items
        name = best_name(line.names, line.code)
        if line.grams is not None:
            grams = yield from ask(
                _("{name}: how many grams come back?").format(name=name), prompt=_("grams"), reads=reading.grams
            )
            if grams is not None:
                items.append(Back(line.code, grams=grams))
        elif line.count == 1:
            items.append(Back(line.code, count=1))
        else:
            count = yield from ask(
                _("{name}: how many of {n} come back?").format(name=name, n=line.count),
                prompt=_("number"),
                reads=reading.number(line.count, least=1),
            )
            if count is not None:
                items.append(Back(line.code, count=count))


def _given_back(sale: SaleDocument) -> str:
    ways = [f"{_(paying.METHODS[paid.method])} {money(-paid.amount_cents)}" for paid in sale.payments]
    return " + ".join(ways) if ways else _("nothing")


def receipt_again(till: TillScreen) -> Flow[None]:
    """Make the receipt of an earlier sale again."""
    sale = yield from _which_sale(till, _("Receipt of which sale?"))
    if sale is not None:
        paying.make_receipt(till, sale)


def drawer(till: TillScreen) -> Flow[None]:
    """Go to the cash drawer."""
    from kruidenier.tui.screens.drawer import DrawerScreen

    till.app.push_screen(DrawerScreen())
    return
    yield


def over_budget(till: TillScreen) -> Flow[None]:
    """Let a manager allow more than the budget, or a card that may not shop, with a reason."""
    from kruidenier.shop.office.staff import Permission

    at = yield from _allowed(till, Permission.OVERRIDE)
    if at is None:
        return
    reason = yield from _reason(ALLOWED_BECAUSE)
    if reason:
        yield from paying.pay(till, override=reason, at=at)


def price(till: TillScreen) -> Flow[None]:
    """Give goods without a price the price of an ordinary shop, from which ours follows."""
    from kruidenier.shop.office.staff import Permission
    from kruidenier.shop.till import scanning

    at = yield from _allowed(till, Permission.SET_PRICE)
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
    return
    yield


def lock(till: TillScreen) -> Flow[None]:
    """Let somebody else sign in."""
    till.app.lock()
    return
    yield


def machine(till: TillScreen) -> Flow[None]:
    """Change the language, or check a scanner."""
    from kruidenier.tui.screens.scanner_check import ScannerCheckScreen

    names = {"nl": "Nederlands", "fr": "Français", "en": "English"}
    choices: list[Choice[Any]] = [
        Choice(names[lang], partial(_speak, till, lang)) for lang in LANGUAGES if lang != language()
    ]
    choices.append(Choice(_("check the scanner"), partial(till.app.push_screen, ScannerCheckScreen())))
    chosen = yield from pick(_("Language or scanner?"), choices, scans_wait=False)
    if chosen is not None:
        chosen()
    if till.basket is not None:
        from kruidenier.tui.screens import aside

        yield from aside.look_again(till)


def _speak(till: TillScreen, lang: str) -> None:
    speak(lang)
    till.say("")
    till.show_all()
