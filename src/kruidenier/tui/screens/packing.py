"""What is asked of goods in somebody's hands: how many, how heavy, which date stands on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kruidenier.i18n import _, day
from kruidenier.tui import reading
from kruidenier.tui.dialogs import Choice, Flow, Question, Typed, ask, confirm, pick

if TYPE_CHECKING:
    from kruidenier.shop.goods.search import Found
    from kruidenier.shop.supply.packs import PackInHand
    from kruidenier.tui.screen import ShopScreen

MOST_FOUND = 9
OTHER_MARK = "other mark"
LONG_PAST = dt.timedelta(days=366)


def how_many(pack: PackInHand) -> Flow[int | None]:
    """Ask for pieces, or boxes times pieces."""
    return (
        yield from ask(
            _("{name}: how many?").format(name=pack.name),
            prompt=_("pieces"),
            reads=reading.pieces,
            lines=[_("3*12 is 3 boxes of 12.")],
        )
    )


def how_heavy(title: str, *, hint: str, offered: int | None = None) -> Flow[int | None]:
    """Ask for kilograms; `offered` is what Enter alone means."""

    def read(typed: str) -> int:
        return offered if offered is not None and not typed.strip() else reading.kilograms(typed)

    return (yield from ask(title, prompt="kg", reads=read, lines=[hint]))


def which_date(screen: ShopScreen, pack: PackInHand) -> Flow[dict[str, Any] | None]:
    """Ask for the date on the pack unless its code told it; Enter takes what mostly stands on it, if anything does."""
    from kruidenier.shop.goods import words

    if pack.scanned is not None:
        return {"date_mark": pack.scanned.mark, "date": pack.scanned.date, "lot_code": pack.lot_code}
    today = screen.app.today
    mark = "best_before" if pack.likely.mark == "none" else pack.likely.mark
    while True:
        other = "use_by" if mark == "best_before" else "best_before"
        choices: list[Choice[Any]] = [
            Choice(_("it is: {mark}").format(mark=_(words.MARKS[other])), OTHER_MARK, "*"),
            Choice(_("no date"), (None,), "-"),
        ]
        if pack.likely.date is not None:
            offered = f"{_(words.MARKS[mark])} {day(pack.likely.date)}"
            choices.insert(0, Choice(offered, (pack.likely.date,), "+"))
        elif pack.likely.mark == "none":
            choices.reverse()
        answer = yield from pick(
            _("{name}: {mark}?").format(name=pack.name, mark=_(words.MARKS[mark])),
            choices,
            highlighted=0 if pack.likely.date is not None or pack.likely.mark == "none" else len(choices),
            prompt=_("date"),
            reads=reading.date_or_none(today),
            lines=[_("31/12 or 3112; with the year 31/12/27; month and year 11/27.")],
        )
        if answer is None:
            return None
        if answer == OTHER_MARK:
            mark = other
            continue
        (date,) = answer
        if date is not None and date < today - LONG_PAST and not (yield from _is_really(date)):
            continue
        return {"date_mark": "none" if date is None else mark, "date": date, "lot_code": pack.lot_code}


def _is_really(date: dt.date) -> Flow[bool]:
    """Ask once more about a date that is mostly a slip of the finger: month and year in the place of day and month."""
    title = _("{date} is long past. Does the pack say so?").format(date=day(date))
    return (yield from confirm(title, yes=_("yes"), no=_("no, type it again"), careful=True))


def search(screen: ShopScreen) -> Flow[str | None]:
    """Find a product by the beginnings of words or the last four digits; tells its code."""
    from kruidenier.shop.goods import search as catalogue
    from kruidenier.shop.office import settings

    today = screen.app.today
    rules = yield from screen.ask(settings.current, today)
    text = ""
    found: tuple[Found, ...] = ()
    while rules is not None:
        answer = yield search_question(text, found, _found_words)
        if not isinstance(answer, Typed):
            return None if answer is None else str(answer)
        text = answer.text
        found = (yield from screen.ask(catalogue.search, text, on=today, settings=rules, limit=MOST_FOUND)) or ()
    return None


def search_question(text: str, found: tuple[Found, ...], words: Callable[[Found], str]) -> Question:
    """Show what fits what was typed so far, each in words that help where it is looked for."""
    hint = _("Type the beginning of a word, or the last four digits under the bars.")
    if text and not found:
        hint = _("Nothing begins with “{typed}”. Try fewer letters, or another word.").format(typed=text)
    return Question(
        _("Search"),
        () if found else (hint,),
        tuple(Choice(words(product), product.code, str(digit)) for digit, product in enumerate(found, start=1)),
        prompt=_("search"),
        typed=text,
        live=True,
        scans_wait=False,
    )


def _found_words(product: Found) -> str:
    content = f"{product.content} {product.unit}" if product.content and product.unit else ""
    return "  ".join(word for word in (product.name, product.brand or "", content) if word)
