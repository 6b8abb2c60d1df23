"""What was forgotten in the books is forgotten beside them: in their log, their older copies, receipts and papers."""

from __future__ import annotations

import datetime as dt
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

from kruidenier.errors import ShopError, ShopNotOpened
from kruidenier.i18n import N_, _
from kruidenier.shop.people import privacy
from kruidenier.shop.people.arrivals import Arrival
from kruidenier.shop.people.households import Household
from kruidenier.shop.people.privacy import Gone
from kruidenier.shop.people.strangers import NotDuplicate
from kruidenier.shop.till import erasing
from kruidenier.shop.till.basket_rows import OpenBasket
from kruidenier.shop.till.sales import Sale
from kruidenier.store import backup, driver
from kruidenier.store.opening import newest_layout, open_store

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kruidenier.config import ShopConfig
    from kruidenier.shop.opening import OpenShop
    from kruidenier.store.backup import Rewritten, Struck
    from kruidenier.store.driver import Key

ERASED = "erased.txt"
"""Beside the copies: the random keys of the households that were erased, so that a restored copy forgets them too."""
LINKS = "links-before"
"""Begins the line of that list that says of which years no sale leads to a household any more."""
NOON = "T12:00:00.000000+00:00"
UNLINKED = "pseudonym IS NOT NULL AND pseudonym NOT IN (SELECT code FROM pseudonym)"
WHERE_IT_STOOD = [
    *(table.__tablename__ for table in privacy.OF_A_HOUSEHOLD),
    *(table.__tablename__ for table in (Household, NotDuplicate, OpenBasket, Arrival, Sale)),
]
"""The tables in whose old pages something of a household may be left."""
PAPER_DAYS = 30


class ErasedNotNoted(ShopError):
    """The list of erased households could not be written beside the copies."""

    message = N_(
        "{file} could not be written ({fault}). The household is erased here, but an older copy would bring it back:"
        " make room or plug the second place in, then make a copy."
    )


def leave_no_trace(shop: OpenShop, *, now: dt.datetime, receipts: Iterable[str] = ()) -> str:
    """Forget beside the books all that was ever forgotten in them; what cannot be reached is told, with a way on.

    `receipts` are those of a household that was erased just now; the others have the term of their year's links.
    """
    shop.store.leave_no_trace(WHERE_IT_STOOD)
    with shop.reading() as session:
        gone = privacy.gone(session)
    for number in receipts:
        for paper in shop.config.receipts.glob(f"*/{number}.pdf"):
            paper.unlink(missing_ok=True)
    _clear_receipts(shop.config, gone)
    for paper in shop.config.household_papers.glob("*"):
        paper.unlink(missing_ok=True)
    keep_list(gone, places(shop.config))
    return clean_copies(gone, places(shop.config), now=now, key=shop.key)


def places(config: ShopConfig) -> list[Path]:
    """List where copies of the books are kept."""
    return [config.backups, *([config.second_place] if config.second_place is not None else [])]


def keep_list(gone: Gone, places: Iterable[Path]) -> None:
    """Keep the list of what was forgotten wherever copies are."""
    if gone.is_nothing:
        return
    links = [f"{LINKS} {gone.links_before}"] if gone.links_before else []
    for turn, place in enumerate(places):
        part = place / f"{ERASED}.part"
        try:
            if turn == 0:  # the second place is a disk that may be absent
                place.mkdir(parents=True, exist_ok=True)
            part.write_text("".join(f"{line}\n" for line in (*links, *gone.households)), "utf-8")
            part.replace(place / ERASED)
        except OSError as fault:
            raise ErasedNotNoted(file=place / ERASED, fault=fault.strerror) from fault


def read_lists(places: Iterable[Path]) -> Gone:
    """Read what was forgotten, from the lists in some folders."""
    keys: set[str] = set()
    year = 0
    for file in (place / ERASED for place in places):
        lines = file.read_text("utf-8").splitlines() if file.exists() else []
        years = [line.removeprefix(LINKS) for line in lines if line.startswith(LINKS)]
        keys |= {line.strip() for line in lines if line.strip() and not line.startswith(LINKS)}
        year = max([year, *map(int, years)])
    return Gone(tuple(sorted(keys)), year)


def clean_copies(gone: Gone, places: Iterable[Path], *, now: dt.datetime, key: Key | None = None) -> str:
    """Take out of older copies what was forgotten since; those encrypted for elsewhere have it until they are old."""
    copies = [] if gone.is_nothing else [file for place in places for file in sorted(place.glob("*.kruidenier"))]
    missed = [file.parent for file in copies if not _clean(file, gone, key, now=now)]
    if not missed:
        return ""
    words = _("Older copies in {place} could not be cleaned of what was forgotten. Take them away.")
    return words.format(place=missed[0])


def _clean(file: Path, gone: Gone, key: Key | None, *, now: dt.datetime) -> bool:
    part = file.with_name(file.name + ".part")
    try:
        if not backup.holds(file, _rows_of(gone), key=key):
            return True
        shutil.copyfile(file, part)
        if backup.require_whole(part, key) == newest_layout():
            _forget_in(part, gone, driver.fitting(part, key), now=now)
            backup.strike(part, _rows_of(gone), key=key)
        else:
            backup.strike(part, _rows_of(gone), _said_of_people(gone), key=key)
        backup.require_whole(part, key)
        part.replace(file)
    except driver.faults(OSError, backup.NotABackup, ShopNotOpened):
        part.unlink(missing_ok=True)
        return False
    return True


def _forget_in(copy: Path, gone: Gone, key: Key | None, *, now: dt.datetime) -> None:
    """Forget in a copy as in the books, so that its sums over people stay."""
    from kruidenier.shop import tables  # noqa: F401 every link between tables is known before the first change

    store = open_store(copy, backups=copy.parent, key=key)
    try:
        with store.writing.begin() as session:
            erasing.forget_again(session, gone, now=now)
    finally:
        store.close()
    backup.one_file(copy, key)


def clear_old_papers(config: ShopConfig, *, now: dt.datetime) -> None:
    """Take away papers with names of households that have lain there for long: they were printed."""
    before = (now - dt.timedelta(days=PAPER_DAYS)).timestamp()
    for paper in config.household_papers.glob("*"):
        with suppress(OSError):
            if paper.stat().st_mtime < before:
                paper.unlink()


def _clear_receipts(config: ShopConfig, gone: Gone) -> None:
    """Take away receipts of years whose links are over; they can be made again, and slips of the drawer stay."""
    for paper in config.receipts.glob("[0-9]*/*-[0-9]*.pdf"):
        till, _hyphen, number = paper.stem.rpartition("-")
        is_receipt = number.isdigit() and "-" not in till
        if is_receipt and paper.parent.name.isdigit() and int(paper.parent.name) < gone.links_before:
            paper.unlink(missing_ok=True)


def _rows_of(gone: Gone) -> list[Struck]:
    keys = [(key,) for key in gone.households]
    day = gone.entries_before.isoformat() if gone.entries_before else ""
    first = f"{gone.links_before}-01-01"
    return [
        *((table.__tablename__, "household_id = ?", keys) for table in privacy.OF_A_HOUSEHOLD),
        ("not_duplicate", "first_id = ?", keys),
        ("not_duplicate", "second_id = ?", keys),
        ("household", "id = ?", keys),
        ("pseudonym", "year < ?", [(gone.links_before,)]),
        ("household_note", "until < ?", [(day,)]),
        ("substitute", "until < ?", [(day,)]),
        ("arrival_household", "happened_on < ?", [(day,), (first,)]),
        ("journal_household", "happened_on < ?", [(first,)]),
        ("basket_item", f"basket_id IN (SELECT id FROM basket WHERE {UNLINKED})", [()]),  # noqa: S608 our own words
        ("basket", UNLINKED, [()]),
    ]


def _said_of_people(gone: Gone) -> list[Rewritten]:
    first = f"{gone.links_before}-01-01"
    over = "happened_on < ? OR of_sale_id IN (SELECT id FROM sale WHERE happened_on < ?)"
    nothing = {"adults": "0", "children": "0", "lang": "''", "budget_left_cents": "NULL"}
    said: list[Rewritten] = [
        ("sale", nothing, over, (first, first)),
        ("arrival", {"adults": "0", "children": "0"}, "happened_on < ?", (first,)),
    ]
    for moment in privacy.MOMENTS:
        day = f"substr({moment.key}, 1, 10) || '{NOON}'"
        said.append((moment.class_.__tablename__, {moment.key: day}, f"{moment.key} < ?", (first,)))
    return said
