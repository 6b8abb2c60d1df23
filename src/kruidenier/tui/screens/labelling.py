"""Labels from the screen: on which sheet, from which label on; they are made beside the screen, as PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.i18n import _, language, ngettext, speaking
from kruidenier.tui import reading
from kruidenier.tui.dialogs import Choice, Flow, ask, confirm, pick

if TYPE_CHECKING:
    from kruidenier.shop.goods.shelf_labels import ShelfLabel
    from kruidenier.tui.screen import ShopScreen

MOST_OF_ONE = 500


def for_shelves(screen: ShopScreen, codes: Sequence[str] | None = None) -> Flow[None]:
    """Make labels for the shelves; without codes, those that are new or tell another price."""
    from kruidenier.shop.goods import shelf_labels as labels

    today = screen.app.today
    wanted: Sequence[ShelfLabel] | None
    if codes is None:
        wanted = yield from screen.ask(labels.due, on=today)
    else:
        wanted = yield from screen.ask(labels.shelf_labels, codes, on=today)
    if wanted is None:
        return
    if not wanted:
        screen.say(_("Every label tells the right price."))
        return
    where = yield from _where(screen, len(wanted))
    if where is None:
        return
    app, at, sheet, first = screen.app, screen.app.at, *where

    def work(place: Path) -> None:
        from kruidenier.documents import shelf_labels

        shelf_labels.write(wanted, place, sheet=sheet, first=first)
        app.write(labels.note_printed, wanted, at=at)

    left_out = len(codes) - len(wanted) if codes else 0
    without = ngettext("{n} has no price yet, and no label.", "{n} have no price yet, and no label.", left_out)
    _make(screen, "shelf", work, besides=without.format(n=left_out) if left_out else "")


def for_lots(screen: ShopScreen, lots: Sequence[str], *, offered: int = 1) -> Flow[None]:
    """Make labels for lots; of a single one, ask how many."""
    from kruidenier.shop.figures import lot_labels as labels

    today = screen.app.today
    wanted = yield from screen.ask(labels.lot_labels, lots, on=today)
    if wanted is None:
        return
    if len(wanted) == 1:
        count = yield from ask(
            _("How many labels? Enter alone: {n}.").format(n=offered),
            prompt=_("labels"),
            reads=_or(offered, reading.number(MOST_OF_ONE, least=1)),
        )
        if count is None:
            return
        wanted *= count
    where = yield from _where(screen, len(wanted))
    if where is None:
        return
    sheet, first = where

    def work(place: Path) -> None:
        from kruidenier.documents import lot_labels

        lot_labels.write(wanted, place, sheet=sheet, first=first)

    _make(screen, "lot", work)


def offer(
    screen: ShopScreen, lots: Sequence[str], *, title: str, offered: int = 1, careful: bool = False
) -> Flow[None]:
    """Ask whether goods that became new lots get their labels."""
    numbers = list(dict.fromkeys(lots))
    if numbers and (yield from confirm(title, yes=_("yes, print"), no=_("no"), careful=careful)):
        yield from for_lots(screen, numbers, offered=offered)


def for_the_counter(screen: ShopScreen) -> Flow[None]:
    """Make the sheet of goods without a barcode."""
    from kruidenier.shop.figures import unpacked
    from kruidenier.shop.goods import groups

    goods = yield from screen.ask(unpacked.loose_goods)
    names = yield from screen.ask(groups.names_by_language)
    if goods is None or names is None:
        return
    app, today = screen.app, screen.app.today

    def work(place: Path) -> None:
        from kruidenier.documents import counter_sheet

        assert app.shop is not None
        counter_sheet.write(counter_sheet.CounterPaper(app.shop.heading().name, today, goods, names), place)

    _make(screen, "counter", work)


def _where(screen: ShopScreen, count: int) -> Flow[tuple[str, int] | None]:
    """Ask for the sheet and for the first label that is still on it; Enter goes on with the sheet that was begun."""
    from kruidenier.documents.label_sheet import SHEETS

    begun, free = screen.app.label_sheet
    choices = [
        Choice(
            _("{n} labels of {width} × {height} mm").format(
                n=sheet.labels, width=round(sheet.width), height=round(sheet.height)
            ),
            name,
        )
        for name, sheet in SHEETS.items()
    ]
    many = ngettext("{n} label. Which sheet is in the printer?", "{n} labels. Which sheet is in the printer?", count)
    name = yield from pick(many.format(n=count), choices, highlighted=list(SHEETS).index(begun))
    if name is None:
        return None
    offered, most = free if name == begun else 1, SHEETS[name].labels
    first = yield from ask(
        _("Which is the first label that is still on the sheet? Enter alone: {n}.").format(n=offered),
        prompt=_("label"),
        reads=_or(offered, reading.number(most, least=1)),
        lines=[_("1 is at the top left; count on to the right, row by row.")],
    )
    if first is None:
        return None
    screen.app.label_sheet = name, (first - 1 + count) % most + 1
    return name, first


def _or(offered: int, read: Callable[[str], int]) -> Callable[[str], int]:
    return lambda typed: read(typed) if typed.strip() else offered


def _make(screen: ShopScreen, kind: str, work: Callable[[Path], None], *, besides: str = "") -> None:
    """Let the paper be made beside the screen; say where it is."""
    app, spoken = screen.app, language()
    now = app.now().astimezone(app.at.zone)
    place = app.config.receipts / str(now.year) / f"labels-{kind}-{now:%Y%m%d-%H%M%S}.pdf"

    def made() -> str:
        with speaking(spoken):
            work(place)
        return str(place.relative_to(app.folder))

    said = _("Made: {place}. Print it at full size (100 %).")
    screen.in_background(
        made,
        lambda where: screen.say(" ".join(part for part in (said.format(place=where), besides) if part)),
        late=_("The labels are late. You can go on without them."),
        failed=_("There are no labels: {why}. Try again."),
    )
