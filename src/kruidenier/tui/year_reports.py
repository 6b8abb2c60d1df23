"""All reports of a year in one go: each made by one of several processes, whole or not at all, and stoppable."""

from __future__ import annotations

import datetime as dt
import os
import re
import signal
import sys
from collections.abc import Generator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import redirect_stderr
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.resource_tracker import ensure_running
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kruidenier.errors import ShopError
from kruidenier.i18n import speak

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.opening import OpenShop
    from kruidenier.shop.till.values import ShopHeading
    from kruidenier.store.driver import Key

MOST_AT_ONCE = 4
_UNSAFE = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Wish:
    """Which reports are wanted, where, and for whom they are made."""

    folder: Path
    """Of the shop."""
    into: Path
    first: dt.date
    last: dt.date
    lang: str | None
    """None: each supplier's own."""
    spoken: str
    """By whoever is told what went wrong."""
    by: str
    role: str
    now: dt.datetime
    key: Key | None = None
    """Of encrypted books; it reaches the other processes through a pipe, not on their command line."""


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one report."""

    supplier: str
    file: Path | None
    number: str | None
    """None: a draft."""
    why: str | None = None
    """It could not be made."""


def make_all(wish: Wish, suppliers: Sequence[str]) -> Generator[Made, None, None]:
    """Make the reports of some suppliers beside each other; who stops listening stops it after those at hand."""
    with redirect_stderr(sys.__stderr__):  # a screen has put its own in place, which no process can inherit
        ensure_running()
    at_once = min(MOST_AT_ONCE, os.cpu_count() or 1, max(len(suppliers), 1))
    makers = ProcessPoolExecutor(at_once, get_context("spawn"), initializer=_come_in, initargs=(wish,))
    try:
        waiting = [makers.submit(_make, supplier) for supplier in suppliers]
        for done in as_completed(waiting):
            yield done.result()
    finally:
        makers.shutdown(cancel_futures=True)


@dataclass(frozen=True, slots=True)
class Desk:
    """What stays the same from one report to the next."""

    shop: OpenShop
    books: Session
    """All reports tell of one moment, so what they share is read once."""
    wish: Wish
    at: Counter
    heading: ShopHeading


def desk(shop: OpenShop, wish: Wish) -> Desk:
    """Make ready for the reports of a wish."""
    return Desk(shop, shop.reading(), wish, shop.counter(by=wish.by, role=wish.role), shop.heading())


def make(desk: Desk, supplier: str) -> Made:
    """Make one report: issued if its period is over, else as a draft."""
    from kruidenier.documents import supplier_report
    from kruidenier.shop.figures import supplier_reports
    from kruidenier.shop.supply.supplier_contacts import language_of

    wish, at = desk.wish, desk.at
    period: dict[str, Any] = {"first": wish.first, "last": wish.last}
    today = at.business_date(wish.now)
    is_over = wish.last < today
    report = supplier_reports.report(desk.books, supplier, **period, today=None if is_over else today)
    lang = wish.lang or language_of(desk.books, supplier)
    if is_over and report.is_draft:
        with desk.shop.writing.begin() as session:
            report = supplier_reports.issue(session, supplier, **period, counted=report.figures, at=at, now=wish.now)
    place = wish.into / file_name(supplier, **period, lang=lang)
    supplier_report.write(supplier_report.ReportPaper(desk.heading, report), place, lang=lang)
    return Made(supplier, place, report.number)


def file_name(supplier: str, first: dt.date, last: dt.date, lang: str) -> str:
    """Name the file of a report, such as `miroir-2026-fr.pdf`."""
    whole_year = (first, last) == (dt.date(first.year, 1, 1), dt.date(first.year, 12, 31))
    period = str(first.year) if whole_year else f"{first}--{last}"
    return f"{_UNSAFE.sub('_', supplier).strip('.')}-{period}-{lang}.pdf"


# In a process of its own

_at_work: Desk | None = None


def _come_in(wish: Wish) -> None:
    """Open the shop once; who stops the program lets the report at hand be finished."""
    global _at_work  # noqa: PLW0603
    from kruidenier.shop.opening import open_shop

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    speak(wish.spoken)
    _at_work = desk(open_shop(wish.folder, key=wish.key), wish)


def _make(supplier: str) -> Made:
    assert _at_work is not None
    try:
        return make(_at_work, supplier)
    except ShopError as refusal:
        return Made(supplier, None, None, refusal.explain())
