"""The way from the terminal to the screens: the key of encrypted books is asked before the first one."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kruidenier.cli.run import refuse
from kruidenier.config import BadShopFile, read_config
from kruidenier.errors import NOT_OPENED, ShopNotOpened

if TYPE_CHECKING:
    from kruidenier.store.driver import Key


def open_screens(folder: Path, **wishes: Any) -> int:
    """Open the screens of the shop in a folder; tells the exit code."""
    try:
        key = _key(folder)
    except ShopNotOpened as refusal:
        refuse(refusal, as_json=False)
        return NOT_OPENED
    from kruidenier.tui.program import run

    return run(folder, key=key, **wishes)


def _key(folder: Path) -> Key | None:
    with suppress(BadShopFile):  # which the first screen tells
        database = read_config(folder).database
        if isinstance(database, Path):
            from kruidenier.cli.keys import key_to

            return key_to(database, folder)
    return None
