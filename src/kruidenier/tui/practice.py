"""Practice: the same screens, framed in words, on a shop in a folder of its own that is thrown away afterwards."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from kruidenier import i18n
from kruidenier.i18n import _
from kruidenier.tui import app


def practise(*, lang: str | None, now: Callable[[], dt.datetime] = app.wall_clock) -> int:
    """Open a shop to practise in, and throw it away when it is left; tells how it ended."""
    from kruidenier.shop import practising

    folder = Path(tempfile.mkdtemp(prefix="kruidenier-practice-"))
    try:
        practising.found(folder, lang=i18n.language(), now=now()).close()
        return app.run(folder, lang=lang or i18n.language(), now=now, welcome=welcome, practice=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def welcome() -> list[str]:
    """Say on the first screen that all is invented, and what may be tried."""
    from kruidenier.shop import practising

    codes = [goods.code for goods in practising.GOODS]
    return [
        _("This is practice: everything is invented, and thrown away when you leave with *."),
        *(_("{name}: PIN {pin}").format(name=worker.name, pin=worker.pin) for worker in practising.WORKERS),
        _("Cards to try: {codes}").format(codes="  ".join(card.number for card in practising.CARDS)),
        _("Goods to try: {codes}").format(codes="  ".join((*codes[:2], *codes[-2:], practising.UNKNOWN))),
    ]
