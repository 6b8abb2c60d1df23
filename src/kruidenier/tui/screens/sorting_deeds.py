"""What is done at the sorting table: each asks what it must know, and does the deed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kruidenier.i18n import _, weight
from kruidenier.tui.dialogs import Choice, Flow, confirm, pick
from kruidenier.tui.screens import labelling, lot_lines, packing, sorting_lines

if TYPE_CHECKING:
    from kruidenier.shop.supply.packs import PackInHand
    from kruidenier.shop.supply.sorting import Sorted, Waiting
    from kruidenier.tui.screens.sorting import SortingScreen

WASTE = ("date", "damage", "quality", "compost")


def take_out(screen: SortingScreen, code: str) -> Flow[None]:
    """Take a product out of the crates: how many, the weight where it is needed, the date."""
    from kruidenier.shop.supply import packs, sorting

    crates = _crates(screen)
    today = screen.app.today
    pack = yield from screen.ask(packs.pack_in_hand, code, on=today)
    amount = None if pack is None else (yield from _amount(pack, crates))
    dated = None if pack is None or amount is None else (yield from packing.which_date(screen, pack))
    if pack is None or amount is None or dated is None:
        return
    said: dict[str, Any] = {"product": pack.code, "at": screen.at, **amount, **dated}
    _show(screen, (yield from screen.do(sorting.sort, crates.lot, **said)))


def _amount(pack: PackInHand, crates: Waiting) -> Flow[dict[str, Any] | None]:
    """Ask how many, and for the weight if packs do not tell it or tell more than there is."""
    left = _("{left} is left in these crates.").format(left=weight(crates.grams))
    if pack.by_weight:
        title = _("{name}: how heavy?").format(name=pack.name)
        grams = yield from packing.how_heavy(title, hint=left, offered=pack.grams)
        return None if grams is None else {"grams": grams}
    count = yield from packing.how_many(pack)
    if count is None:
        return None
    if pack.grams_each is None:
        hint = _("The catalogue does not know. Enter alone: not weighed.")
        grams = yield from packing.how_heavy(_("How heavy are they together?"), hint=hint, offered=0)
        return None if grams is None else {"count": count, "grams": grams}
    if count * pack.grams_each <= crates.grams:
        return {"count": count}
    title = _("By their packs they weigh {grams}: more than is left. How heavy are they?")
    grams = yield from packing.how_heavy(
        title.format(grams=weight(count * pack.grams_each)),
        hint=left + " " + _("Enter alone: all of it."),
        offered=crates.grams,
    )
    return None if grams is None else {"count": count, "grams": grams}


def search(screen: SortingScreen) -> Flow[None]:
    """Find a product by its name, then take it out."""
    code = yield from packing.search(screen)
    if code is not None:
        yield from take_out(screen, code)


def group(screen: SortingScreen) -> Flow[None]:
    """Say of which food group these crates are, or a part of them."""
    from kruidenier.shop.goods import groups
    from kruidenier.shop.supply import door, sorting

    crates = _crates(screen)
    on = screen.app.today
    usual = (yield from screen.ask(door.door_groups, on=on)) or ()
    names = (yield from screen.ask(groups.names)) or {}
    first = [one.code for one in usual]
    ordered = [*first, *sorted(set(names) - set(first), key=lambda code: names[code].casefold())]
    chosen = yield from pick(_("Which goods are these?"), [Choice(names[code], code) for code in ordered])
    if chosen is None:
        return
    grams = yield from packing.how_heavy(
        _("How heavy is that part?"),
        hint=_("Enter alone: all that is left, {left}.").format(left=weight(crates.grams)),
        offered=crates.grams,
    )
    if grams is not None:
        _show(screen, (yield from screen.do(sorting.sort_group, crates.lot, group=chosen, grams=grams, at=screen.at)))


def waste(screen: SortingScreen) -> Flow[None]:
    """Throw away a part of the crates, of that very gift."""
    grams = yield from packing.how_heavy(
        _("How heavy is what goes away?"),
        hint=_("{left} is left in these crates.").format(left=weight(_crates(screen).grams)),
    )
    if grams is not None:
        yield from _throw_away(screen, grams)


def _throw_away(screen: SortingScreen, grams: int, why: str | None = None) -> Flow[None]:
    from kruidenier.shop.goods import waste
    from kruidenier.store.base import new_id

    crates = _crates(screen)
    reasons = [Choice(_(waste.REASONS[why]), why) for why in WASTE]
    chosen = why or (yield from pick(_("Why does it go?"), reasons))
    if chosen is None:
        return
    done = yield from screen.do(waste.waste, crates.lot, grams=grams, why=chosen, id=new_id(), at=screen.at)
    if done is not None:
        yield from _look_again(screen, lot_lines.told(done))


def finish(screen: SortingScreen) -> Flow[None]:
    """Say what becomes of the rest."""
    from kruidenier.shop.supply import sorting

    crates = _crates(screen)
    if crates.grams:
        rest = yield from pick(
            _("{left} is left. What becomes of it?").format(left=weight(crates.grams)),
            [
                Choice(_("it stays in the crates"), "stays"),
                Choice(_("it goes to the compost"), "compost"),
                Choice(_("it is not there: packaging, or weighed wrong"), "missing"),
            ],
        )
        if rest is None:
            return
        if rest == "compost":
            yield from _throw_away(screen, crates.grams, why="compost")
        elif rest == "missing":
            yield from screen.do(sorting.write_off, crates.lot, at=screen.at)
    lots = [one.into for one in screen.sorted]
    yield from labelling.offer(screen, lots, title=_("Print labels for what came out of these crates?"), careful=True)
    yield from screen.choose()


def undo(screen: SortingScreen) -> Flow[None]:
    """Take one's own last deed on stock back."""
    from kruidenier.shop.goods import undoing

    assert screen.at is not None
    last = yield from screen.ask(undoing.last_of_mine, at=screen.at)
    if last is None:
        screen.say(_("You have done nothing with stock here that can still be undone."))
        return
    sure = yield from confirm(_("Take this back?"), yes=_("yes"), no=_("no"), lines=[lot_lines.told(last)])
    done = (yield from screen.do(undoing.undo, at=screen.at)) if sure else None
    if done is None:
        return
    screen.sorted = [one for one in screen.sorted if one.deed != done.of]
    if screen.crates is not None:
        yield from _look_again(screen, lot_lines.told(done))


DEEDS: dict[str, Callable[[SortingScreen], Flow[None]]] = {
    "search": search,
    "group": group,
    "waste": waste,
    "finish": finish,
    "undo": undo,
}


def _crates(screen: SortingScreen) -> Waiting:
    assert screen.crates is not None
    return screen.crates


def _show(screen: SortingScreen, done: Sorted | None) -> None:
    if done is None:
        return
    screen.sorted.append(done)
    screen.left(done.left_grams)
    screen.say(sorting_lines.told(done), "$soon" if done.in_front or done.state != "live" else "")


def _look_again(screen: SortingScreen, said: str) -> Flow[None]:
    """Look what is left, after a deed that does not tell."""
    from kruidenier.shop.supply import sorting

    waiting = (yield from screen.ask(sorting.waiting)) or ()
    lot = _crates(screen).lot
    screen.left(next((crates.grams for crates in waiting if crates.lot == lot), 0))
    screen.say(said)
