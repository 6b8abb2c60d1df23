"""What is done about a recall on screen: each asks what it must know, and does the deed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from kruidenier.i18n import N_, _
from kruidenier.tui import reading
from kruidenier.tui.dialogs import Choice, Flow, ask, confirm, pick
from kruidenier.tui.screens import lot_deeds, lot_lines, recall_lines, signing

if TYPE_CHECKING:
    from kruidenier.shop.figures.tracing import Standing
    from kruidenier.tui.screens.recall import RecallScreen

WHY_WITHDRAWN = (N_("the maker took it back"), N_("it was a mistake: the wrong goods"))


def destroy(screen: RecallScreen) -> Flow[None]:
    """Say what was destroyed or given back."""
    from kruidenier.shop.goods import waste
    from kruidenier.shop.office.staff import Permission
    from kruidenier.store.base import new_id

    at = yield from signing.allowed(screen, Permission.STOCK)
    lot = None if at is None else (yield from _which(screen, _("Of which lot?")))
    part = None if lot is None else (yield from _part(lot, _("How much was destroyed or given back?")))
    if lot is None or part is None:
        return
    done = yield from screen.do(waste.waste, lot.lot, why="recall", id=new_id(), at=at, **part)
    if done is not None:
        yield from screen.look()
        screen.say(lot_lines.told(done))


def clear(screen: RecallScreen) -> Flow[None]:
    """Say what stands on packs that are not meant."""
    from kruidenier.shop.goods import recalling
    from kruidenier.shop.office.staff import Permission

    at = yield from signing.allowed(screen, Permission.RECALL)
    lot = None if at is None else (yield from _which(screen, _("Of which lot?")))
    part = None if lot is None else (yield from _part(lot, _("How many packs say something else?")))
    read = None if part is None else (yield from _read(screen))
    if lot is None or part is None or read is None:
        return
    done = yield from screen.do(recalling.clear, lot.lot, at=at, **read, **part)
    if done is not None:
        yield from screen.look()
        screen.say(lot_lines.told(done))


def close(screen: RecallScreen) -> Flow[None]:
    """Close the recall for good."""
    from kruidenier.shop.goods import recalling
    from kruidenier.shop.office.staff import Permission

    assert screen.sheet is not None
    sure = yield from confirm(
        _("Close this recall for good? What comes in later is not blocked any more."),
        yes=_("yes, close the recall"),
        no=_("no, leave it open"),
        lines=recall_lines.balance(screen.sheet.balance, by_weight=screen.sheet.facts.by_weight),
        careful=True,
    )
    at = (yield from signing.allowed(screen, Permission.CLOSE_RECALL)) if sure else None
    done = None if at is None else (yield from screen.do(recalling.close, screen.number, at=at))
    if done is not None:
        yield from screen.look()
        screen.say(_("Recall {number} is closed: its figures are frozen.").format(number=screen.number))


def withdraw(screen: RecallScreen) -> Flow[None]:
    """Take the recall back: its goods are as they were before."""
    from kruidenier.shop.goods import recalling
    from kruidenier.shop.office.staff import Permission

    at = yield from signing.allowed(screen, Permission.CLOSE_RECALL)
    why = None if at is None else (yield from signing.reason(WHY_WITHDRAWN))
    if not why:
        return
    done = yield from screen.do(recalling.close, screen.number, withdrawn_because=why, at=at)
    if done is not None:
        yield from screen.look()
        screen.say(_("Recall {number} is taken back: its goods may be sold again.").format(number=screen.number))


def undo(screen: RecallScreen) -> Flow[None]:
    """Take back one's own last deed."""
    from kruidenier.shop.office.staff import Permission

    at = yield from signing.allowed(screen, Permission.STOCK)
    done = None if at is None else (yield from lot_deeds.undo(screen, at))
    if done is not None:
        yield from screen.look()
        screen.say(lot_lines.told(done))


def _which(screen: RecallScreen, title: str) -> Flow[Standing | None]:
    """Let one of the lots that are here be chosen; a single one needs no choice."""
    assert screen.sheet is not None
    here = screen.sheet.here
    if len(here) == 1:
        return here[0]
    return (yield from pick(title, [Choice(recall_lines.choice(lot), lot) for lot in here]))


def _part(lot: Standing, title: str) -> Flow[dict[str, int] | None]:
    """Ask for pieces or grams of a lot; Enter alone is all of it."""
    left = lot.grams if lot.by_weight else lot.count
    reads: Callable[[str], int] = partial(reading.grams, most=left) if lot.by_weight else reading.number(left, least=1)
    amount = yield from ask(
        title,
        prompt=_("grams") if lot.by_weight else _("pieces"),
        reads=lambda typed: reads(typed) if typed.strip() else left,
        lines=[
            recall_lines.choice(lot),
            _("Enter alone: all, {amount}.").format(amount=recall_lines.much(lot, by_weight=lot.by_weight)),
        ],
    )
    return None if amount is None else {"grams" if lot.by_weight else "count": amount}


def _read(screen: RecallScreen) -> Flow[dict[str, Any] | None]:
    """Ask what stands on the packs: the lot if the recall goes by it, else the date."""
    assert screen.sheet is not None
    if screen.sheet.facts.lot_code is not None:
        lot_code = yield from ask(_("Which lot of the maker stands on them?"), prompt=_("lot"), reads=str.strip)
        return {"lot_code": lot_code} if lot_code else None
    today = screen.app.today
    date = yield from ask(_("Which date stands on them?"), prompt=_("date"), reads=reading.date(today))
    return None if date is None else {"date": date}


DEEDS: dict[str, Callable[[RecallScreen], Flow[None]]] = {
    "destroy": destroy,
    "clear": clear,
    "close": close,
    "withdraw": withdraw,
    "undo": undo,
}
