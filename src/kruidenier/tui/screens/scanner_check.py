"""Trying out a scanner: what it sends, in words, and what to set."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual.binding import Binding
from textual.widgets import Static

from kruidenier.errors import ShopError
from kruidenier.i18n import N_, _, day, language, weight
from kruidenier.tui.scanner import Scan
from kruidenier.tui.screen import ShopScreen
from kruidenier.tui.widgets.words import plain

SECOND_ENDING = 0.3
"""Seconds after which the second ending of a scan has come, if there is one."""


class ScannerCheckScreen(ShopScreen):
    """Scan the codes of the printed sheet, and read what the scanner did."""

    HELP_PAGE: ClassVar[str] = "scanner"
    NEEDS: ClassVar[str] = ""
    BINDINGS: ClassVar = [
        Binding("enter", "stopped", "it stopped here", id="scanner.stopped", tooltip=N_("A code stands in the box")),
        Binding("asterisk", "sheet", "scanner sheet", id="scanner.sheet", tooltip=N_("Make the sheet, to be printed")),
        Binding("escape", "back", "back to the till", id="scanner.back", tooltip=N_("Back to the till")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._scan: Scan | None = None

    def body(self) -> Iterable[Any]:
        """Show what was seen."""
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

    def hear(self, scan: Scan) -> None:
        """Say what came, and a moment later whether a second ending came too."""
        self._scan, self.typed = scan, ""
        self.say("")
        self.show_body()
        self.show_input()
        self.set_timer(SECOND_ENDING, self.show_body)

    def takes(self, _sign: str) -> bool:
        """Let what came too slowly to be a scan stand in the box, to be seen."""
        return True

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        return bool(self.typed) if action == "stopped" else True

    def action_stopped(self) -> None:
        """Say of a code that stands in the box that it came slowly, or without an ending."""
        self.typed = ""
        self.say(_("The scanner sends no ending, or types too slowly. Set it to send Enter after each code."))
        self.show_input()

    def action_sheet(self) -> None:
        """Let the sheet be made beside the screen."""
        app, spoken = self.app, language()

        def work() -> str:
            from kruidenier.documents import scanner_sheet

            return str(scanner_sheet.write(app.config.receipts, lang=spoken).relative_to(app.folder))

        self.in_background(
            work,
            lambda place: self.say(_("The sheet is made: {place}. Print it at full size.").format(place=place)),
            late=_("The sheet is late. Go on, or try again with *."),
            failed=_("There is no sheet: {why}. Try again with *."),
        )


def _findings(scan: Scan, *, second_endings: int) -> list[str]:
    from kruidenier.shop.goods import barcodes

    endings = [scan.ending, *(["LF"] * second_endings)]
    azerty = barcodes.from_azerty(scan.text) != scan.text
    shown = plain(scan.text.replace("\x1d", "<GS>"))[:60]
    return [
        _("Received: {code}").format(code=shown),
        _on_the_sheet(scan.text),
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


def _on_the_sheet(text: str) -> str:
    """Say which code of the sheet this is."""
    from kruidenier.documents.scanner_sheet import CHECKS
    from kruidenier.shop.goods import barcodes

    for check in CHECKS:
        if check.sends == barcodes.from_azerty(text):
            return _("{title}: right.").format(title=_(check.title))
    return _("This is not what stands on the sheet. If you did scan the sheet, read what it says beside the bars.")


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
