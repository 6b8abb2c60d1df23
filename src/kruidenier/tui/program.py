"""The program from its start to its end: the screens of a shop, and practice on one that is thrown away."""

from __future__ import annotations

import datetime as dt
import gc
import io
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from kruidenier import i18n
from kruidenier.config import wall_clock
from kruidenier.faults import write_down
from kruidenier.i18n import _
from kruidenier.tui.app import Kruidenier
from kruidenier.tui.screens.sign_in import PRACTISE

if TYPE_CHECKING:
    from kruidenier.store.driver import Key


def run(
    folder: Path,
    *,
    lang: str | None = None,
    now: Callable[[], dt.datetime] = wall_clock,
    key: Key | None = None,
) -> int:
    """Open the screens of the shop in a folder, again after practising; tells how the program ended."""
    while (ended := _show(Kruidenier(folder, lang=lang, now=now, key=key))) == PRACTISE:
        practise(lang=lang, now=now)
    return ended


def practise(*, lang: str | None, now: Callable[[], dt.datetime] = wall_clock) -> int:
    """Open a shop to practise in, and throw it away when it is left; tells how it ended."""
    from kruidenier.shop import practising

    spoken = lang or i18n.language()
    folder = Path(tempfile.mkdtemp(prefix="kruidenier-practice-"))
    try:
        practising.found(folder, lang=spoken, now=now()).close()
        return _show(Kruidenier(folder, lang=spoken, now=now, welcome=welcome, practice=True))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def welcome() -> list[str]:
    """Say on the first screen of practice that all is invented, and what may be tried."""
    from kruidenier.shop import practising

    codes = [goods.code for goods in practising.GOODS]
    return [
        _("This is practice: everything is invented, and thrown away when you leave with *."),
        *(_("{name}: PIN {pin}").format(name=worker.name, pin=worker.pin) for worker in practising.WORKERS),
        _("Cards to try: {codes}").format(codes="  ".join(card.number for card in practising.CARDS)),
        _("Goods to try: {codes}").format(codes="  ".join((*codes[:2], *codes[-2:], practising.UNKNOWN))),
    ]


def _show(app: Kruidenier) -> int:
    gc.disable()  # until all is read that stays: collecting meanwhile takes a tenth of the start
    app.error_console = Console(file=io.StringIO())  # a trace belongs in the log, without what stood in the variables
    ended = app.run()
    fault = app._exception  # noqa: SLF001 kept there by Textual for whoever ran it
    if fault is None:
        return ended or app.return_code or 0
    log = write_down(fault, app.folder, at=app.now())
    said = [_("The program met a fault and stopped. All that was scanned and paid is safe: start it again.")]
    if log is not None:
        said.append(_("What happened is written in {place}.").format(place=log))
    sys.stderr.write("\n".join(said) + "\n")
    return app.return_code or 1
