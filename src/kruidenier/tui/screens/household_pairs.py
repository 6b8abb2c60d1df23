"""Households that may be one: side by side, a choice for each field, a preview, then one file or a remembered no."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from kruidenier.i18n import _, day
from kruidenier.tui.dialogs import Choice, Flow, confirm, in_turn, pick
from kruidenier.tui.screens import household_lines
from kruidenier.tui.widgets.words import plain

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.people.finding import Book
    from kruidenier.shop.people.merging import Comparison, Difference
    from kruidenier.shop.people.strangers import Pair
    from kruidenier.tui.screen import ShopScreen
    from kruidenier.tui.screens.households import HouseholdsScreen


def go_through(screen: HouseholdsScreen) -> Flow[None]:
    """Show one pair after another, until there is none or somebody stops."""
    at = screen.app.at
    while screen.book is not None:
        pairs = yield from screen.ask(_likely, screen.book)
        if not pairs:
            screen.say(_("No two households seem to be one."))
            return
        pair: Pair = pairs[0]
        lines = [household_lines.known_words(one) for one in (pair.one, pair.other)]
        what = yield from pick(
            _("These two may be one household ({n} in all).").format(n=len(pairs)),
            [
                Choice(_("they are one: merge"), "merge"),
                Choice(_("they are two: remember it"), "two"),
            ],
            lines=lines,
        )
        if what is None:
            return
        if what == "two":
            yield from screen.do(_apart, pair.one.card, pair.other.card, at=at)
        elif (told := (yield from merge(screen, pair.one.card, pair.other.card, at))) is None:
            return
        else:
            screen.say(told)
        book = yield from screen.ask(_book, at, screen.book)
        if book is not None:
            screen.book = book


def merge(screen: ShopScreen, card: str, other: str, at: Counter) -> Flow[str | None]:
    """Choose each field that differs, look at what comes of it, and make one file of two."""
    from kruidenier.shop.people import merging

    compared = yield from screen.do(merging.compare, card, other, at=at)
    if compared is None:
        return None
    take: dict[str, str] = {}
    steps = [(one.field, partial(_which, compared, one)) for one in compared.differences]
    if not (yield from in_turn(take, lambda: steps)):
        return None
    title = _("One file of both? The card {card} stays the first; {other} goes on working.").format(
        card=compared.kept.card, other=compared.other.card
    )
    if not (
        yield from confirm(title, yes=_("merge"), no=_("leave both"), lines=_preview(compared, take), careful=True)
    ):
        return None
    done = yield from screen.do(merging.merge, card, other, take=take, at=at)
    return None if done is None else _("Both are one file now, under {card}.").format(card=done.card)


def _which(compared: Comparison, difference: Difference) -> Flow[str | None]:
    from kruidenier.shop.people import merging

    field = difference.field
    return (
        yield from pick(
            _("{field}: which is right?").format(field=_(merging.FIELDS[field])),
            [
                Choice(f"{compared.kept.card}: {value_words(field, difference.kept)}", "kept"),
                Choice(f"{compared.other.card}: {value_words(field, difference.other)}", "other"),
            ],
        )
    )


def _preview(compared: Comparison, take: dict[str, str]) -> list[str]:
    from kruidenier.shop.people import merging

    def line(difference: Difference) -> str:
        value = difference.other if take[difference.field] == "other" else difference.kept
        return f"{_(merging.FIELDS[difference.field])}: {value_words(difference.field, value)}"

    return [line(difference) for difference in compared.differences]


def value_words(field: str, value: Any) -> str:
    """Write a field of a file as a choice: words, people, or the days of a right."""
    from kruidenier.shop.people.register import People

    if isinstance(value, People):
        return household_lines.people_words(value)
    if isinstance(value, tuple):
        return " – ".join(day(date) if date else "…" for date in value)
    if field == "lang":
        return _(household_lines.LANGUAGES[value])
    return plain(value) if value else "—"


def _likely(session: Session, book: Book) -> list[Pair]:
    from kruidenier.shop.people import strangers

    return strangers.likely(session, book)


def _book(session: Session, at: Counter, book: Book) -> Book:
    from kruidenier.shop.people import finding

    return finding.read(session, at=at, on=book.on)


def _apart(session: Session, card: str, other: str, **named: Any) -> tuple[str, str]:
    from kruidenier.shop.people import strangers

    return strangers.tell_apart(session, card, other, **named)
