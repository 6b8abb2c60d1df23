"""Trying out a scanner: what it sends, in words, and what to set."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual.binding import Binding
from textual.widgets import Static

from kruidenier.errors import ShopError
from kruidenier.i18n import N_, _, day, weight
from kruidenier.tui.scanner import Scan
from kruidenier.tui.screen import ShopScreen
from kruidenier.tui.widgets.words import plain

SECOND_ENDING = 0.3
"""Seconds after which the second ending of a scan has come, if there is one."""


class ScannerCheckScreen(ShopScreen):
    """Scan the codes of the printed sheet, and read what the scanner did."""

    HELP_PAGE: ClassVar[str] = "scanner"
    BINDINGS: ClassVar = [
        Binding("escape", "back", "back to the till", id="scanner.back", tooltip=N_("Back to the till")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._scan: Scan | None = None

    def body(self) -> Iterable[Any]:
        """What was seen."""
        yield Static(id="sheet", markup=False)

    def title_words(self) -> str:
        """Name the screen."""
        return _("CHECK THE SCANNER")

    def show_body(self) -> None:
        """Say what was seen."""
        lines = [_("Scan the codes of the scanner sheet one by one, or any code."), ""]
        if self._scan is not None:
            lines += _findings(self._scan, second_endings=self.app.gatherer.second_endings)
        self.query_one("#sheet", Static).update("\n".join(lines))

    async def on_scan(self, scan: Scan) -> None:
        """Say what came, and a moment later whether a second ending came too."""
        scan.stop()
        self._scan, self.typed = scan, ""
        self.say("")
        self.show_body()
        self.show_input()
        self.set_timer(SECOND_ENDING, self.show_body)

    def takes(self, sign: str) -> bool:
        """What came too slowly to be a scan stays in the box, to be seen."""
        return True

    def keys(self) -> list[tuple[str, str]]:
        """Enter tells that a code came without an ending."""
        return [("Enter", _("it stopped here")), *super().keys()] if self.typed else super().keys()

    async def on_key(self, event: Any) -> None:
        """A code that stands in the box came slowly, or without an ending."""
        if event.key == "enter" and self.typed:
            event.stop()
            event.prevent_default()
            self.typed = ""
            self.say(_("The scanner sends no ending, or types too slowly. Set it to send Enter after each code."))
            self.show_input()
            return
        await super().on_key(event)

    def action_back(self) -> None:
        """Back to the till."""
        self.dismiss()


def _findings(scan: Scan, *, second_endings: int) -> list[str]:
    from kruidenier.shop.goods import barcodes

    endings = [scan.ending, *(["LF"] * second_endings)]
    azerty = barcodes.from_azerty(scan.text) != scan.text
    shown = plain(scan.text.replace("\x1d", "<GS>"))[:60]
    return [
        _("Received: {code}").format(code=shown),
        "",
        _("Meaning: {words}").format(words=_meaning(scan.text)),
        _("Keyboard: American keys on a Belgian keyboard; kruidenier reads the digits all the same.")
        if azerty
        else _("Keyboard: right."),
        _("Ending: {endings}. That is right.").format(endings=" + ".join(endings))
        if scan.ending
        else _("Ending: none, the code was pasted."),
        _("Separator GS: seen.") if "\x1d" in scan.text else _("Separator GS: not in this code."),
        _("Prefix STX: seen. That is the surest way.") if scan.prefixed else _("Prefix STX: none; it works without."),
        _("Slowest key: {n} ms.").format(n=round(scan.slowest * 1000)),
    ]


def _meaning(text: str) -> str:
    from kruidenier.shop.goods import barcodes

    try:
        code = barcodes.read(text)
    except ShopError as refusal:
        return refusal.explain()
    match code:
        case barcodes.Gtin():
            words = [_("goods of the trade, {code}").format(code=code.given)]
            if code.lot:
                words.append(_("lot {lot}").format(lot=code.lot))
            if date := code.use_by or code.best_before:
                words.append(day(date))
            if code.grams:
                words.append(weight(code.grams))
            return ", ".join(words)
        case barcodes.CardCode():
            return _("a household's card")
        case barcodes.WeightLabel():
            return _("a label of the shop's own scale")
        case barcodes.InStoreCode():
            return _("another shop's own number")
    return _("a code of the shop itself")
