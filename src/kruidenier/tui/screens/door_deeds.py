"""What is done at the back door: lines saved, changed and taken back, and the signature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kruidenier.i18n import _
from kruidenier.tui.dialogs import Flow
from kruidenier.tui.screens import door_lines, door_questions, packing

if TYPE_CHECKING:
    from kruidenier.shop.supply.deliveries import DeliveryDocument
    from kruidenier.shop.supply.door import DoorGroup
    from kruidenier.tui.screens.door import DoorScreen


def save(screen: DoorScreen, gross_grams: int | None) -> Flow[None]:
    """Save the line that was typed; what must be cold is measured first."""
    from kruidenier.shop.supply import door

    draft, delivery = screen.draft, _open(screen)
    assert draft is not None
    most = draft.group.most_tenths if draft.group else None
    tenths, refused = draft.tenths, draft.refused
    if most is not None and refused is None:
        screen.draft = replace(draft, gross_grams=gross_grams)
        try:
            measured = yield from door_questions.measured(most, tenths)
        finally:
            screen.draft = draft
        if measured is None:
            screen.show_body()
            return
        tenths, refused = measured
    saved = yield from screen.do(
        door.add_line,
        delivery.number,
        origin=screen.origin,
        group=draft.group.code if draft.group else None,
        crates=draft.crates or 0,
        gross_grams=gross_grams,
        tare_grams=draft.tare_grams,
        tenths=tenths,
        refused=refused,
        at=screen.at,
    )
    if saved is not None:
        screen.draft = None
    screen.show_delivery(saved)


def count(screen: DoorScreen, text: str) -> Flow[None]:
    """Write down goods that come counted: their code, how many, which date."""
    from kruidenier.shop.supply import door, packs

    delivery = _open(screen)
    pack = yield from screen.ask(packs.pack_in_hand, text, on=delivery.happened_on)
    how_much = None if pack is None else (yield from door_questions.how_much(pack))
    dated = None if pack is None or how_much is None else (yield from packing.which_date(screen, pack))
    if pack is None or how_much is None or dated is None:
        return
    line = {"product": pack.code, "origin": screen.origin, "at": screen.at}
    screen.show_delivery((yield from screen.do(door.add_line, delivery.number, **line, **how_much, **dated)))


def refuse(screen: DoorScreen) -> Flow[None]:
    """Refuse the line that is typed, or the last one."""
    why = yield from door_questions.why_refused()
    if why is not None:
        yield from _change(screen, refused=why)


def tare(screen: DoorScreen) -> Flow[None]:
    """Say what the empty crates weigh."""
    grams = yield from packing.how_heavy(
        _("How much do the empty crates of this line weigh together?"), hint=_("Enter alone: nothing."), offered=0
    )
    if grams is not None:
        yield from _change(screen, tare_grams=grams)


def measure(screen: DoorScreen) -> Flow[None]:
    """Say how warm it is; too warm leads to refusing it."""
    tenths = yield from door_questions.how_warm()
    if tenths is None:
        return
    refused, group = None, screen.draft.group if screen.draft else _group_of_last(screen)
    if group is not None and group.most_tenths is not None:
        measured = yield from door_questions.measured(group.most_tenths, tenths)
        if measured is None:
            return
        tenths, refused = measured
    yield from _change(screen, tenths=tenths, refused=refused)


def strike(screen: DoorScreen) -> Flow[None]:
    """Take the last line back."""
    from kruidenier.shop.supply import door

    delivery = _open(screen)
    gone = delivery.lines[-1]
    struck = yield from screen.do(door.strike_line, delivery.number, at=screen.at)
    screen.show_delivery(struck, _("Taken back: {name}.").format(name=gone.name))


def sign(screen: DoorScreen) -> Flow[None]:
    """Let both sides sign."""
    from kruidenier.shop.supply import door

    delivery = _open(screen)
    said = yield from door_questions.before_signing(delivery)
    if said is None:
        return
    signed = yield from screen.do(door.sign, delivery.number, at=screen.at, **said)
    screen.show_delivery(signed, door_lines.signed(signed) if signed else "")


def drop(screen: DoorScreen) -> Flow[None]:
    """Leave a delivery without a line, given up or not."""
    assert screen.at is not None
    if (yield from door_questions.drop(screen, _open(screen), screen.at)):
        screen.dismiss()


DEEDS: dict[str, Callable[[DoorScreen], Flow[None]]] = {
    "refuse": refuse,
    "tare": tare,
    "measure": measure,
    "strike": strike,
    "sign": sign,
}


def _open(screen: DoorScreen) -> DeliveryDocument:
    assert screen.delivery is not None
    return screen.delivery


def _group_of_last(screen: DoorScreen) -> DoorGroup | None:
    last = _open(screen).lines[-1]
    return next((group for group in screen.groups if group.code == last.group and not last.refused), None)


def _change(screen: DoorScreen, **said: Any) -> Flow[None]:
    """Change the line that is typed, else the last one."""
    from kruidenier.shop.supply import door

    known = {name: value for name, value in said.items() if value is not None}
    if screen.draft is not None:
        screen.draft = replace(screen.draft, **known)
        screen.show_body()
        return
    screen.show_delivery((yield from screen.do(door.change_line, _open(screen).number, at=screen.at, **known)))
