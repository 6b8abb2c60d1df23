"""What can be done with a lot on screen: each asks what it must know, and does the deed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.i18n import LANGUAGE_NAMES, N_, _, day
from kruidenier.tui import reading
from kruidenier.tui.dialogs import Choice, Flow, ask, confirm, pick
from kruidenier.tui.screens import lot_lines, signing
from kruidenier.tui.widgets.words import plain

if TYPE_CHECKING:
    from kruidenier.shop.goods.deeds import DeedDone
    from kruidenier.shop.office.place import Counter
    from kruidenier.tui.screen import ShopScreen
    from kruidenier.tui.screens.lot import LotScreen

WHY_BLOCKED = (N_("smells or looks wrong"), N_("the pack is damaged"), N_("the label cannot be read"))
WHY_REVERSED = (N_("the wrong lot"), N_("the wrong amount"), N_("it was not so after all"))


def waste(screen: LotScreen, at: Counter) -> Flow[DeedDone | None]:
    """Throw away a part of it, or all; more than the books have, if the till only reckoned that it was sold."""
    from kruidenier.shop.goods import waste
    from kruidenier.store.base import new_id

    assert screen.sheet is not None
    reckoned = screen.sheet.reckoned_grams if screen.sheet.by_weight else screen.sheet.reckoned_count
    beyond = reckoned if screen.sheet.kind == "product" else 0
    part = yield from _part(screen, _("How much is thrown away?"), beyond=beyond)
    if part is None:
        return None
    reasons = [Choice(_(words), why) for why, words in waste.REASONS.items()]
    why = yield from pick(_("Why does it go?"), reasons)
    if why is None:
        return None
    return (yield from screen.do(waste.waste, screen.lot, why=why, id=new_id(), at=at, **part))


def move(screen: LotScreen, at: Counter) -> Flow[DeedDone | None]:
    """Bring it, or a part of it, to another place."""
    from kruidenier.shop.goods import moves

    place = yield from _place(screen, _("Where does it go?"))
    part = None if place is None else (yield from _part(screen, _("How much of it?")))
    if part is None:
        return None
    return (yield from screen.do(moves.move, screen.lot, place=place, at=at, **part))


def freeze(screen: LotScreen, at: Counter) -> Flow[DeedDone | None]:
    """Freeze it, or a part of it."""
    from kruidenier.shop.goods import treatments

    part = yield from _part(screen, _("How much is frozen?"))
    place = None if part is None else (yield from _place(screen, _("Which freezer?"), kind="freezer"))
    if part is None or place is None:
        return None
    return (yield from screen.do(treatments.freeze, screen.lot, place=place or None, at=at, **part))


def repack(screen: LotScreen, at: Counter) -> Flow[DeedDone | None]:
    """Put it, or a part of it, into new packs."""
    from kruidenier.shop.goods import treatments

    part = yield from _part(screen, _("How much is repacked?"))
    if part is None:
        return None
    until = yield from ask(
        _("Until when may the new packs go out?"), prompt=_("date"), reads=reading.date(screen.app.today)
    )
    if until is None:
        return None
    return (yield from screen.do(treatments.repack, screen.lot, until=until, at=at, **part))


def transfer(screen: LotScreen, at: Counter) -> Flow[DeedDone | None]:
    """Give it, or a part of it, to a partner: one who got goods before, or a new name."""
    from kruidenier.shop.network import transfers
    from kruidenier.store.base import new_id

    part = yield from _part(screen, _("How much goes to a partner?"))
    if part is None:
        return None
    known = (yield from screen.ask(transfers.partners)) or ()
    title, prompt = _("Who gets it?"), _("name")
    if known:
        choices = [Choice(plain(name), name) for name in known]
        partner = yield from pick(title, choices, prompt=prompt, reads=transfers.read_partner)
    else:
        partner = yield from ask(title, prompt=prompt, reads=transfers.read_partner)
    if partner is None:
        return None
    return (yield from screen.do(transfers.transfer, screen.lot, partner, id=new_id(), at=at, **part))


def offer_slip(screen: LotScreen, number: str) -> Flow[None]:
    """Ask in which language the partner reads, and let the delivery slip be made."""
    from kruidenier.shop.network import delivery_slips

    choices: list[Choice[tuple[str, ...]]] = [
        Choice(LANGUAGE_NAMES["nl"], ("nl",)),
        Choice(LANGUAGE_NAMES["fr"], ("fr",)),
        Choice(_("both"), ("nl", "fr")),
        Choice(_("no slip"), ()),
    ]
    langs = yield from pick(_("A delivery slip for the partner? In which language?"), choices)
    found = (yield from screen.do(delivery_slips.slip, number)) if langs else None
    if found is None or not langs:
        return
    app = screen.app
    place = app.config.receipts / str(found.date.year) / f"delivery-slip-{found.number}-{'-'.join(langs)}.pdf"

    def work() -> Path:
        from kruidenier.documents import delivery_slip
        from kruidenier.documents.delivery_slip import SlipPaper

        assert app.shop is not None
        return delivery_slip.write(SlipPaper(app.shop.heading(), found), place, langs=langs)

    screen.put_on_paper(work)


def slip_again(screen: LotScreen) -> Flow[None]:
    """Make the slip of something that went to a partner before."""
    assert screen.sheet is not None
    went = [Choice(lot_lines.choice(entry, screen.sheet), entry.document or "") for entry in screen.went()]
    number: str | None = went[0].value
    if len(went) > 1:
        number = yield from pick(_("Which one went along?"), went)
    if number is not None:
        yield from offer_slip(screen, number)


def date(screen: LotScreen, at: Counter) -> Flow[DeedDone | None]:
    """Correct the date on it."""
    from kruidenier.shop.goods import lot_facts, words

    found = yield from ask(
        _("Which date stands on it?"),
        prompt=_("date"),
        reads=reading.date_or_none(screen.app.today),
        lines=[_("31/12 or 3112; with the year 31/12/27; month and year 11/27; x is no date.")],
    )
    if found is None:
        return None
    (date,), mark = found, "none"
    if date is not None:
        marks = [Choice(_(words.MARKS[mark]), mark) for mark in ("use_by", "best_before")]
        assert screen.sheet is not None
        kind = yield from pick(
            _("What is {date}?").format(date=day(date)),
            marks,
            highlighted=int(screen.sheet.date_mark == "best_before"),
        )
        if kind is None:
            return None
        mark = kind
    return (yield from screen.do(lot_facts.correct_date, screen.lot, date_mark=mark, date=date, at=at))


def block(screen: LotScreen, at: Counter) -> Flow[DeedDone | None]:
    """Take it from sale, or let it be sold again."""
    from kruidenier.shop.goods import lot_facts

    assert screen.sheet is not None
    if screen.sheet.state == "blocked":
        return (yield from screen.do(lot_facts.free, screen.lot, at=at))
    reason = yield from signing.reason(WHY_BLOCKED)
    if not reason:
        return None
    return (yield from screen.do(lot_facts.block, screen.lot, reason=reason, at=at))


def reverse(screen: LotScreen, at: Counter) -> Flow[DeedDone | None]:
    """Book an older deed back, with the reason."""
    from kruidenier.shop.goods import undoing

    assert screen.sheet is not None
    sheet = screen.sheet
    choices = [Choice(lot_lines.choice(entry, sheet), entry.document) for entry in screen.reversible()]
    number = yield from pick(_("Which one is booked back, as of today?"), choices)
    reason = None if number is None else (yield from signing.reason(WHY_REVERSED))
    if number is None or not reason:
        return None
    return (yield from screen.do(undoing.reverse, number, reason=reason, at=at))


def undo(screen: ShopScreen, at: Counter) -> Flow[DeedDone | None]:
    """Take back one's own last deed, once it has been shown."""
    from kruidenier.shop.goods import undoing

    last = yield from screen.ask(undoing.last_of_mine, at=at)
    if last is None:
        screen.refuse(undoing.NothingToUndo())
        return None
    sure = yield from confirm(
        _("Take this back?"), yes=_("yes, take it back"), no=_("no"), lines=[lot_lines.told(last)]
    )
    return (yield from screen.do(undoing.undo, at=at)) if sure else None


def _part(screen: LotScreen, title: str, *, beyond: int = 0) -> Flow[dict[str, int] | None]:
    """Ask for pieces or grams of the lot; Enter alone is all of it. `beyond` the books so much more may be there."""
    assert screen.sheet is not None
    by_weight, left = screen.sheet.by_weight, screen.sheet.grams if screen.sheet.by_weight else screen.sheet.count
    most = left + beyond
    reads: Callable[[str], int] = partial(reading.grams, most=most) if by_weight else reading.number(most, least=1)
    lines = [_("Enter alone: all, {amount}.").format(amount=lot_lines.amount(screen.sheet))] if left else []
    if beyond:
        lines.append(_("More in your hands than the books have? Type what you hold: it was not sold after all."))
    amount = yield from ask(
        title,
        prompt=_("grams") if by_weight else _("pieces"),
        reads=lambda typed: left if left and not typed.strip() else reads(typed),
        lines=lines,
    )
    return None if amount is None else {"grams" if by_weight else "count": amount}


def _place(screen: LotScreen, title: str, *, kind: str | None = None) -> Flow[str | None]:
    """Let a place be chosen; an empty answer is where it stands, if there is no place of the kind."""
    from kruidenier.shop.goods import places

    spots = (yield from screen.ask(places.spots)) or ()
    assert screen.sheet is not None
    wanted = [s for s in spots if (s.kind == kind if kind else s.code != screen.sheet.place)]
    if not wanted:
        if kind is None:
            screen.say(_("There is no other place yet. `kruidenier spot add` makes one."))
        return "" if kind else None
    return (yield from pick(title, [Choice(spot.name, spot.code) for spot in wanted]))


DEEDS: dict[str, Callable[[LotScreen, Counter], Flow[DeedDone | None]]] = {
    "waste": waste,
    "move": move,
    "freeze": freeze,
    "repack": repack,
    "transfer": transfer,
    "date": date,
    "block": block,
    "reverse": reverse,
    "undo": undo,
}
