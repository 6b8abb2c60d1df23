"""What must be known before the books are open: where they are, which till this is, which printer, what time it is."""

from __future__ import annotations

import datetime as dt
import os
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kruidenier.errors import ShopNotOpened
from kruidenier.i18n import N_

SHOP_VARIABLE = "KRUIDENIER_SHOP"
SETTINGS_FILE = "shop.toml"
BOOKS = Path("data") / "kruidenier.db"


class BadShopFile(ShopNotOpened):
    """`shop.toml` cannot be read."""

    message = N_("{place} cannot be read: {fault}. Mend it with a text editor, or take it away to use what is usual.")


class FolderClosed(ShopNotOpened):
    """The folder is closed to the account that runs the program."""

    message = N_("{place} is closed to the account you are signed in with. Ask whoever looks after this machine.")


@dataclass(frozen=True, slots=True)
class ShopConfig:
    """The folder of a shop and what its `shop.toml` says."""

    folder: Path
    database: str | Path
    """The embedded file, or the address of a PostgreSQL server."""
    till: str = "1"
    printer: str | None = None
    """Of a receipt printer: `tcp://192.168.1.20:9100` or `file:/dev/usb/lp0`."""
    second_place: Path | None = None
    """A folder on another disk for a second copy of the books. It belongs to this machine, so it stands in `shop.toml`
    and not in the books, which may be restored elsewhere."""

    encrypt_to: str | None = None
    """The public key to which copies of the books are encrypted; its secret half lies elsewhere."""

    @property
    def receipts(self) -> Path:
        """Where receipts are kept, by year."""
        return self.folder / "receipts"

    @property
    def household_papers(self) -> Path:
        """Where papers with names of households lie until they are printed."""
        return self.receipts / "households"

    @property
    def backups(self) -> Path:
        """Where the copies of the books are kept."""
        return self.folder / "data" / "backups"


def read_config(folder: Path) -> ShopConfig:
    """Read what a shop's folder says of itself."""
    file = folder / SETTINGS_FILE
    if is_closed(folder):
        raise FolderClosed(place=folder)
    words: dict[str, object] = {}
    try:
        if file.exists():
            words = tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as fault:
        raise BadShopFile(place=file, fault=fault) from fault
    wrong = [key for key in words if key not in ("database", "till", "printer", "copies", "encrypt_to")]
    wrong += [key for key, value in words.items() if key not in wrong and not isinstance(value, str)]
    if wrong:
        raise BadShopFile(place=file, fault=", ".join(wrong))
    database = words.get("database")
    return ShopConfig(
        folder=folder,
        database=folder / BOOKS if database is None else str(database),
        till=str(words.get("till", "1")),
        printer=None if words.get("printer") is None else str(words["printer"]),
        second_place=None if words.get("copies") is None else Path(str(words["copies"])).expanduser(),
        encrypt_to=None if words.get("encrypt_to") is None else str(words["encrypt_to"]),
    )


def holds_a_shop(folder: Path) -> bool:
    """Tell whether a folder holds a shop that this account may see."""
    return any(os.path.exists(folder / name) for name in (BOOKS, SETTINGS_FILE))  # noqa: PTH110 no fault where it is closed


def is_closed(folder: Path) -> bool:
    """Tell whether a folder, or one above or in it, is closed to this account."""
    try:
        for name in (SETTINGS_FILE, BOOKS):
            with suppress(FileNotFoundError):
                (folder / name).stat()
    except PermissionError:
        return True
    except OSError:  # a name that no folder has
        return False
    return False


def shop_folder(given: str | None) -> Path:
    """Find the shop's folder: the given one, else the environment's, else here, else the user's data folder."""
    named = given or os.environ.get(SHOP_VARIABLE)
    if named:
        return Path(named).expanduser().resolve()
    if holds_a_shop(Path.cwd()):
        return Path.cwd()
    import platformdirs

    return Path(platformdirs.user_data_dir("kruidenier", appauthor=False))


def wall_clock() -> dt.datetime:
    """Tell the time: the one clock of the program, from which every stamp comes."""
    return dt.datetime.now(dt.UTC)


def starter_data() -> Path:
    """Tell where the data for a new shop lie: in the installed package, or in the source tree."""
    packed = Path(__file__).parent / "starter"
    return packed if packed.exists() else Path(__file__).parents[2] / "data"
