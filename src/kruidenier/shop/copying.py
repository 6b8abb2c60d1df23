"""Copies of the books by a rule: made, opened to see that they are whole, taken to a second place, and thinned out."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kruidenier.i18n import _
from kruidenier.shop import forgetting
from kruidenier.shop.goods import day_lists
from kruidenier.shop.office import copies
from kruidenier.shop.office import settings as rules
from kruidenier.shop.people import privacy
from kruidenier.shop.till import erasing
from kruidenier.store import backup, sealing

if TYPE_CHECKING:
    from pathlib import Path

    from kruidenier.config import ShopConfig
    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.office.settings import Settings
    from kruidenier.shop.opening import OpenShop
    from kruidenier.store.driver import Key

NAME = "copy-%Y%m%d-%H%M%S-%f.kruidenier"


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy that was made and is whole."""

    file: Path
    size: int
    second: Path | None
    """The same copy in the second place."""
    trouble: str
    """Why there is none in the second place, though the shop has one: a sentence with a way on."""


@dataclass(frozen=True, slots=True)
class Lying:
    """A copy that lies in one of the places."""

    made_at: dt.datetime
    size: int
    first: Path | None
    """Where it lies in the shop's own folder."""
    second: Path | None
    """Where it lies in the second place."""

    @property
    def file(self) -> Path:
        """A place from which the shop can be restored."""
        found = self.first or self.second
        assert found is not None
        return found


def make(shop: OpenShop, *, at: Counter, now: dt.datetime) -> Copied:
    """Copy the books, tick that off today's list, and take away the copies that the rule no longer keeps."""
    file = save(shop, shop.config.backups / now.astimezone(dt.UTC).strftime(NAME), key=shop.config.encrypt_to)
    second, trouble = _taken_to(shop.config.second_place, file, shop.key)
    with shop.reading() as session:
        gone = privacy.gone(session)
    there = [file.parent, *([second.parent] if second is not None else [])]
    forgetting.keep_list(gone, there)
    forgetting.clean_copies(gone, there, now=now, key=shop.key)
    _clear_what_was_killed(shop.config.backups, now)
    size = file.stat().st_size
    with shop.writing.begin() as session:
        copies.note(session, file=file.name, size=size, second=second is not None, at=at, now=now)
        day_lists.tick(session, "closing", task="backup", at=at, now=now)
        settings = rules.current(session, at.business_date(now))
    for place in there:
        _thin(place, settings, at)
    return Copied(file, size, second, trouble)


def lying(config: ShopConfig) -> tuple[Lying, ...]:
    """List the copies that lie here or in the second place, the newest first."""
    first = _found(config.backups)
    second = _found(config.second_place) if config.second_place is not None else {}
    return tuple(
        Lying(stamp, (first.get(stamp) or second[stamp]).stat().st_size, first.get(stamp), second.get(stamp))
        for stamp in sorted({*first, *second}, reverse=True)
    )


def prove(file: Path, key: Key | None = None) -> None:
    """Open a copy and prove that it is whole; one for the holder of another key can only they prove."""
    if sealing.is_sealed(file):
        raise sealing.SealedFile(file=file)
    backup.require_whole(file, key)


def save(shop: OpenShop, file: Path, *, key: str | None) -> Path:
    """Copy the books into a file, opened to see that it is whole, and then encrypted if there is a key for it."""
    if key is None:
        return backup.save(shop.reading.kw["bind"], file, key=shop.key)
    sealing.require_key(key)
    sealed = file if file.suffix == sealing.END else file.with_name(file.name + sealing.END)
    if sealed.exists():
        raise backup.BackupExists(place=sealed)
    plain = shop.config.backups / f"{sealed.name}.plain"  # never beside the other, which may lie on a stick
    try:
        sealed.parent.mkdir(parents=True, exist_ok=True)
        plain.unlink(missing_ok=True)
        backup.save(shop.reading.kw["bind"], plain, key=shop.key)
        sealing.seal_file(plain, sealed, key)
    except OSError as fault:
        raise backup.BackupNotWritten(place=sealed, fault=fault.strerror) from fault
    return sealed


def at_closing(shop: OpenShop, *, at: Counter, now: dt.datetime) -> Copied:
    """Forget what is past its term, and then copy the books, so that this copy has nothing of it any more."""
    with shop.writing.begin() as session:
        purged = erasing.purge_by_itself(session, at=at, now=now)
    copied = make(shop, at=at, now=now)
    forgetting.clear_old_papers(shop.config, now=now)
    trouble = forgetting.leave_no_trace(shop, now=now) if purged is not None else ""
    return replace(copied, trouble=" ".join(filter(None, (copied.trouble, trouble))))


def _taken_to(place: Path | None, file: Path, key: Key | None) -> tuple[Path | None, str]:
    """Take a copy to the second place and open it there; if that fails, the shop goes on and is told so."""
    if place is None:
        return None, ""
    if not os.path.isdir(place):  # noqa: PTH112 nor where a disk does not answer
        absent = _("The books are copied, but the second place is not there: {place}. Plug it in before the next copy.")
        return None, absent.format(place=place)
    target, part = place / file.name, place / f"{file.name}.part"
    try:
        shutil.copyfile(file, part)
        if sealing.is_sealed(file):
            _require_same(file, part)
        else:
            backup.require_whole(part, key)
        part.replace(target)
    except (OSError, backup.NotABackup):
        with suppress(OSError):
            part.unlink()
        full = _("The books are copied, but not to {place}: it is full or may not be written. Make room, or change it.")
        return None, full.format(place=place)
    return target, ""


def _require_same(file: Path, taken: Path) -> None:
    """Compare an encrypted copy with the one it was made from, since nobody here can open it."""
    with file.open("rb") as first, taken.open("rb") as second:
        if hashlib.file_digest(first, "sha256").digest() != hashlib.file_digest(second, "sha256").digest():
            raise backup.NotABackup(place=taken, fault="sha256")


def _thin(place: Path, settings: Settings, at: Counter) -> None:
    """Take away the copies that no day, week or month keeps; other files are nobody's business."""
    found = {stamp.astimezone(at.zone): file for stamp, file in _found(place).items()}
    stay = copies.kept(found, settings)
    for stamp, file in found.items():
        if stamp not in stay:
            with suppress(OSError):
                file.unlink()


def _clear_what_was_killed(place: Path, now: dt.datetime) -> None:
    """Take away what a copying that was killed left; a day later nobody writes it any more."""
    for file in place.iterdir():
        if file.suffix in (".part", ".plain") and file.stat().st_mtime < (now - dt.timedelta(days=1)).timestamp():
            with suppress(OSError):
                file.unlink()


def _found(place: Path) -> dict[dt.datetime, Path]:
    """Find the copies in a place, by the moment in their names."""
    found: dict[dt.datetime, Path] = {}
    with suppress(OSError):  # a disk that does not answer has none to show
        for file in place.glob("copy-*.kruidenier*"):
            with suppress(ValueError):
                name = file.name.removesuffix(sealing.END)
                found[dt.datetime.strptime(name, NAME).replace(tzinfo=dt.UTC)] = file
    return found
