"""A scan at the till: the card first, then goods, and the questions that only the pack or the scale can answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kruidenier.i18n import _, amount, money, weight
from kruidenier.tui import reading
from kruidenier.tui.dialogs import Choice, Flow, ask, pick
from kruidenier.tui.screens import aside

if TYPE_CHECKING:
    from kruidenier.shop.till.values import BasketLine, DateChoice, Question, WhichDate, WhichGroup
    from kruidenier.tui.screens.till import TillScreen

MOST_TYPED = 999
ANOTHER = object()


def scan(till: TillScreen, text: str) -> Flow[None]:
    """Take a scan: a household's card if there is no basket, else goods."""
    if till.basket is None:
        yield from _welcome(till, text)
    else:
        yield from add(till, text, count=till.take_times())


def _welcome(till: TillScreen, text: str) -> Flow[None]:
    from kruidenier.shop.goods import barcodes
    from kruidenier.shop.till import baskets

    card = barcodes.from_azerty(text.strip())
    till.times = None
    basket = yield from till.do(baskets.welcome, card)
    if basket is None:
        if card.isdigit() and len(card) in barcodes.GTIN_LENGTHS:
            till.say(
                _("First the household's card, then the goods. There is no card {card}.").format(card=card), "$soon"
            )
        return
    till.show_basket(basket)
    aside.greet(till, basket)


def add(till: TillScreen, code: str, *, count: int = 1, **said: Any) -> Flow[None]:
    """Put goods into the basket, asking what the code does not tell."""
    from kruidenier.shop.till import scanning

    assert till.basket is not None
    basket_id = till.basket.id
    while True:
        scanned = yield from till.do(scanning.scan, basket_id, code=code, count=count, **said)
        if scanned is None:
            return
        if scanned.ask is None:
            break
        till.say("")
        answer = yield from _answer(till, scanned.ask)
        if answer is None:
            till.say(_("That was not added to the basket."))
            return
        said |= answer
    till.show_basket(scanned.basket, chosen=scanned.line)
    line = till.line
    till.say(" ".join(line.notices) if line else "")


def _answer(till: TillScreen, asked: Question) -> Flow[dict[str, Any] | None]:
    """Ask what the shop asks; tells what the next scan says besides."""
    from kruidenier.shop.till.values import HowHeavy, WhichDate

    if isinstance(asked, WhichDate):
        return (yield from (_which_lot(asked) if asked.by_lot else _which_date(till, asked)))
    if isinstance(asked, HowHeavy):
        per_kilo = _("{name}, {amount} a kilo: how heavy is it?").format(
            name=asked.name, amount=money(asked.price_cents)
        )
        grams = yield from ask(
            per_kilo,
            prompt=_("grams"),
            reads=reading.grams,
            lines=[_("Grams as they are, such as 1250; kilograms with a comma, such as 1,25. Then Enter.")],
        )
        return None if grams is None else {"grams": grams}
    return (yield from _which_group(asked))


def _which_date(till: TillScreen, asked: WhichDate) -> Flow[dict[str, Any] | None]:
    choices: list[Choice[Any]] = [
        Choice(_words(choice), choice.lot, str(choice.digit), forbidden=not choice.allowed) for choice in asked.choices
    ]
    dated = any(choice.date for choice in asked.choices) or not asked.choices
    allowed = [place for place, choice in enumerate(asked.choices) if choice.allowed]
    if dated or not allowed:
        choices.append(Choice(_("another date"), ANOTHER, "0"))
    title = _("{name}: which date is on the pack?") if dated else _("{name}: which of these is it?")
    lot = yield from pick(
        title.format(name=asked.name),
        choices,
        highlighted=allowed[0] if allowed else len(asked.choices),
    )
    if lot is None:
        return None
    if lot is not ANOTHER:
        return {"lot": lot}
    today = till.app.today
    date = yield from ask(
        _("{name}: which date is on the pack?").format(name=asked.name),
        prompt=_("date"),
        reads=reading.date(today),
        lines=[_("Day and month as four digits: 0512 is 5 December. Then Enter.")],
    )
    return None if date is None else {"date": date}


def _which_lot(asked: WhichDate) -> Flow[dict[str, Any] | None]:
    """Ask for the maker's lot: some packs are called back, and only the pack tells which."""
    choices: list[Choice[Any]] = [
        Choice(choice.why, choice.lot, str(choice.digit), forbidden=not choice.allowed) for choice in asked.choices
    ]
    title = _("{name}: some packs are called back. Which lot is on this one?").format(name=asked.name)
    choices.append(Choice(_("another lot"), ANOTHER, "0"))
    lot = yield from pick(title, choices, highlighted=len(choices) - 1)
    if lot is None or lot is not ANOTHER:
        return None if lot is None else {"lot": lot}
    code = yield from ask(
        title,
        prompt=_("lot"),
        reads=str.strip,
        lines=[_("The maker's lot stands near the date, often after an L. Not to be read? Esc, and give it to staff.")],
    )
    return {"lot_code": code} if code else None


def _words(choice: DateChoice) -> str:
    if choice.date is not None or choice.price_cents is None:
        return choice.why
    return f"{choice.why}  {money(choice.price_cents)}"


def _which_group(asked: WhichGroup) -> Flow[dict[str, Any] | None]:
    choices = [Choice(f"{amount(cents)}  {name}", code) for code, name, cents in asked.groups]
    group = yield from pick(
        _("Nobody here knows {code} yet. What kind of goods is it?").format(code=asked.code),
        choices,
        lines=[_("It is sold at once, at the price shown or less; staff will give it a name.")],
    )
    return None if group is None else {"group": group}


def leave(till: TillScreen, line: BasketLine, *, count: int = 0, grams: int = 0) -> Flow[None]:
    """Leave so much of a line in the basket; nothing takes it out."""
    from kruidenier.shop.till import baskets

    assert till.basket is not None
    basket = yield from till.do(baskets.change, till.basket.id, line=line.number, count=count, grams=grams)
    if basket is not None:
        till.show_basket(basket)
        gone = line.number not in [kept.number for kept in basket.lines]
        till.say(_("{name} was taken out of the basket.").format(name=line.name) if gone else "")


def set_amount(till: TillScreen, line: BasketLine) -> Flow[None]:
    """Ask how much of a line there is; more is a scan, less leaves the rest on the shelf."""
    if line.grams is not None:
        grams = yield from ask(
            _("{name}, now {grams}: how heavy is it?").format(name=line.name, grams=weight(line.grams)),
            prompt=_("grams"),
            reads=reading.grams,
            scans_wait=False,
        )
        if grams is None:
            return
        if grams > line.grams:
            yield from add(till, line.code, grams=grams - line.grams)
        else:
            yield from leave(till, line, grams=grams)
        return
    count = yield from ask(
        _("How many of {name}?").format(name=line.name),
        prompt=_("how many"),
        reads=reading.number(MOST_TYPED),
        scans_wait=False,
    )
    if count is None or line.count is None:
        return
    if count > line.count:
        yield from add(till, line.code, count=count - line.count)
    elif count < line.count:
        yield from leave(till, line, count=count)
