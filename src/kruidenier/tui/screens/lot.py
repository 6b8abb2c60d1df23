"""One lot: what it is, all that happened to it, and what can be done with it by one digit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding

from kruidenier.i18n import N_, _
from kruidenier.tui.dialogs import Flow
from kruidenier.tui.screen import ShopScreen
from kruidenier.tui.screens import labelling, lot_deeds, lot_lines, signing
from kruidenier.tui.widgets.sheet import Sheet, paged

if TYPE_CHECKING:
    from kruidenier.shop.figures.lot_sheet import LotSheet
    from kruidenier.shop.figures.movements import LotMovement


FIRST = (("lot.waste", "lot.move", "lot.freeze", "lot.repack"), ("lot.label", "lot.transfer", "lot.slip"))
NEW_PACKS = ("freeze", "repack")


class LotScreen(ShopScreen):
    """A lot with its history; every digit is a deed, and one takes the last deed back."""

    HELP_PAGE: ClassVar[str] = "lot"
    NEEDS: ClassVar[str] = "see_stock"
    BINDINGS: ClassVar = [
        Binding(
            "1",
            "handle('waste')",
            "throw away",
            id="lot.waste",
            show=False,
            tooltip=N_("Throw away some of it, or all"),
        ),
        Binding(
            "2",
            "handle('move')",
            "move",
            id="lot.move",
            show=False,
            tooltip=N_("Bring it, or a part of it, to another place"),
        ),
        Binding(
            "3", "handle('freeze')", "freeze", id="lot.freeze", show=False, tooltip=N_("Freeze it, or a part of it")
        ),
        Binding(
            "4",
            "handle('repack')",
            "repack",
            id="lot.repack",
            show=False,
            tooltip=N_("New packs with a last day of their own"),
        ),
        Binding("5", "handle('date')", "date", id="lot.date", tooltip=N_("Correct the date on the pack")),
        Binding(
            "6", "handle('block')", "block, free", id="lot.block", tooltip=N_("Take it from sale, or sell it again")
        ),
        Binding("7", "handle('reverse')", "reverse", id="lot.reverse", tooltip=N_("Book an older deed back, with why")),
        Binding("8", "label", "label", id="lot.label", show=False, tooltip=N_("Print its label, one or many")),
        Binding(
            "9",
            "handle('transfer')",
            "to a partner",
            id="lot.transfer",
            show=False,
            tooltip=N_("Give it, or a part of it, to another project"),
        ),
        Binding(
            "asterisk",
            "slip",
            "its slip",
            id="lot.slip",
            show=False,
            tooltip=N_("The delivery slip of what went to a partner"),
        ),
        Binding("0", "handle('undo')", "undo", id="lot.undo", tooltip=N_("Take back your own last deed, exactly")),
        Binding("plus", "page(1)", "older", id="lot.older", show=False, tooltip=N_("What happened earlier")),
        Binding("minus", "page(-1)", "newer", id="lot.newer", show=False, tooltip=N_("What happened later")),
        Binding("escape", "back", "back", id="lot.back", tooltip=N_("Back to where you came from")),
    ]

    def __init__(self, lot: str) -> None:
        super().__init__()
        self.lot = lot
        self.sheet: LotSheet | None = None
        self.history: tuple[LotMovement, ...] = ()
        self.page = 0

    def body(self) -> Iterable[Any]:
        """Show the lot and its history."""
        yield Sheet()

    def on_mount(self) -> None:
        """Look the lot up."""
        self.start(self._look())

    def title_words(self) -> str:
        """Name the lot."""
        return _("LOT {lot}").format(lot=self.lot)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        if not self.at_rest:
            return action not in ("handle", "label", "slip", "page", "back")
        if action == "slip":
            return bool(self.went())
        if action == "label":
            return self.sheet is not None and self.sheet.kind != "shortfall"
        return action != "handle" or parameters == ("undo",) or self._can(str(parameters[0]))

    def _can(self, name: str) -> bool:
        """Whether a deed makes sense with this lot as it is."""
        sheet = self.sheet
        if sheet is None or sheet.kind == "shortfall":
            return False
        left = bool(sheet.count or sheet.grams)
        return {
            "waste": left or (sheet.kind == "product" and bool(sheet.reckoned_count or sheet.reckoned_grams)),
            "move": left,
            "freeze": left and sheet.state == "live",
            "repack": left and sheet.state == "live",
            "transfer": left and sheet.state == "live",
            "date": sheet.treatment is None,
            "block": sheet.state != "recalled",
            "reverse": bool(self.reversible()),
        }[name]

    @on(Sheet.Resized)
    def _share_anew(self) -> None:
        self.show_body()

    def show_body(self) -> None:
        """Show what the lot is, and as much of its history as there is room for, the newest first."""
        if self.sheet is None:
            return
        paper = self.query_one(Sheet)
        width, height = max(paper.size.width, 40), paper.size.height
        first = ["   ".join(" ".join(key) for key in self.named(keys)) for keys in FIRST]
        facts = [*lot_lines.facts(self.sheet, width), "", *filter(None, first)]
        room = max(height - len(facts) - 1, 1)
        history = [lot_lines.line(movement, self.sheet, width) for movement in reversed(self.history)]
        newest, self.page = paged(history, room, self.page, _("+ and -: page {page} of {pages}"))
        paper.update("\n".join([*facts, "", *newest]))

    def action_page(self, step: int) -> None:
        """Turn to older or newer entries."""
        self.page = max(self.page + step, 0)
        self.show_body()

    def take_scan(self, text: str) -> None:
        """Show the lot whose label was scanned."""
        from kruidenier.shop.goods.barcodes import lot_number

        self.start(self._look(lot_number(text)))

    def _look(self, lot: str | None = None) -> Flow[None]:
        from kruidenier.shop.figures import lot_sheet, movements

        on = self.app.today
        sheet = yield from self.ask(lot_sheet.lot_sheet, lot or self.lot, on=on)
        if sheet is None:
            return
        self.history = (yield from self.ask(movements.movements_of, sheet.lot)) or ()
        self.sheet, self.lot, self.page = sheet, sheet.lot, 0
        self.show_all()
        self.call_after_refresh(self.show_body)

    # Deeds

    def action_handle(self, name: str) -> None:
        """Do something with the lot, or take the last deed back."""
        self.start(self._handle(name))

    def _handle(self, name: str) -> Flow[None]:
        from kruidenier.shop.office.staff import Permission

        at = yield from signing.allowed(self, Permission.STOCK)
        done = None if at is None else (yield from lot_deeds.DEEDS[name](self, at))
        if done is not None:
            yield from self._look()
            self.say(lot_lines.told(done))
            if name in NEW_PACKS:
                title = _("Print labels for the new packs?")
                yield from labelling.offer(self, [done.into or done.lot], title=title, offered=done.count or 1)
            if name == "transfer":
                yield from lot_deeds.offer_slip(self, done.number)

    def action_label(self) -> None:
        """Print labels of the lot."""
        self.start(labelling.for_lots(self, [self.lot]))

    def action_slip(self) -> None:
        """Make the delivery slip of what went to a partner."""
        self.start(lot_deeds.slip_again(self))

    def went(self) -> list[LotMovement]:
        """List what went to partners and was not taken back, the newest first."""
        return [entry for entry in reversed(self.history) if entry.reason == "transferred" and not entry.undone]

    def reversible(self) -> list[LotMovement]:
        """List the deeds of its history that stand still, the newest first."""
        return [
            entry
            for entry in reversed(self.history)
            if entry.document_kind == "deed" and entry.reason != "undone" and not entry.undone
        ]
