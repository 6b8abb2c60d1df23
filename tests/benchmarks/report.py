"""All reports of a year for 200 suppliers with 20,000 delivery lines, against bare reportlab drawing the same pages.

Ours counts, issues, lays out, draws and keeps each report; the bare one only draws: the same words in the same fonts
at the same places, as our own drawing was recorded once. Told twice: one report after another in one process, and all
reports as the screen and the console make them, in several processes from their start to their end.
"""

from __future__ import annotations

import datetime as dt
import gc
import tempfile
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from kruidenier.documents import page, supplier_report
from kruidenier.shop.figures import supplier_reports
from kruidenier.shop.founding import found_shop
from kruidenier.shop.goods import places
from kruidenier.shop.goods.stock import Lot, Movement
from kruidenier.shop.office.papers import IssuedPaper
from kruidenier.shop.supply.deliveries import Delivery, DeliveryLine
from kruidenier.shop.supply.gift_notes import KIND, SCHEMA
from kruidenier.shop.supply.suppliers import Supplier
from kruidenier.store import guards
from kruidenier.store.base import new_id
from kruidenier.tui import year_reports
from tests.benchmarks.timing import ms, ratio, say, timed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kruidenier.shop.opening import OpenShop

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
YEAR: dict[str, Any] = {"first": dt.date(2025, 1, 1), "last": dt.date(2025, 12, 31)}
SUPPLIERS, DELIVERIES, LINES = 200, 50, 2
"""So many suppliers, deliveries of each, and lines of each delivery."""
GROUPS = ("vegetables", "fruit", "bread", "dairy", "canned", "beverages")
BECAME = (("received", 9), ("sold", -6), ("waste", -1))
"""What happens to every lot, in kilograms; the rest stays."""
SIGNED = {"grams": 9000 * LINES, "unweighed_pieces": 0, "signed_by": "Jo", "taken_by_name": "Els"}
"""What every gift note says, as far as a report asks."""
LANG = "fr"

Calls = list[tuple[str, tuple[Any, ...], dict[str, Any]]]


class Recorder:
    """A canvas that remembers what was asked of it."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet
        self.calls: Calls = []

    def __getattr__(self, name: str) -> Any:
        deed = getattr(self.sheet, name)

        def asked(*given: Any, **named: Any) -> Any:
            self.calls.append((name, given, named))
            return deed(*given, **named)

        return asked


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="kruidenier-bench-") as name:
        shop = supplied_shop(Path(name) / "shop")
        measure(shop, Path(name))
        shop.close()


def supplied_shop(folder: Path) -> OpenShop:
    """A shop with the gifts of a year, each delivery under a note of its own."""
    shop = found_shop(folder, name="Bench", lang=LANG, manager="Els", pin="1234", now=NOW)
    rows: dict[Any, list[dict[str, Any]]] = {
        table: [] for table in (Supplier, Delivery, Lot, DeliveryLine, Movement, IssuedPaper)
    }
    with shop.writing.begin() as session:
        place = places.default_place(session)
        for n in range(SUPPLIERS):
            supplier = new_id()
            rows[Supplier].append(
                {"id": supplier, "code": f"s{n:03}", "name": f"Supermarché {n}", "kind": "supermarket"}
                | {"vat_scheme": "no", "size_class": "supermarket", "version": 1}
            )
            for m in range(DELIVERIES):
                _deliver(rows, supplier, n * DELIVERIES + m, YEAR["first"] + dt.timedelta(days=7 * m + n % 7), place)
        connection = session.connection()
        guards.take_down(connection)
        for table, some in rows.items():
            connection.execute(insert(table), some)
        guards.put_up(connection)
    return shop


def _deliver(rows: dict[Any, list[dict[str, Any]]], supplier: str, n: int, day: dt.date, place: int) -> None:
    """Lay out one delivery: its lines, their lots, and what becomes of those."""
    delivery, note = new_id(), f"0-{n:06}"
    by = {"by": "els", "happened_on": day, "recorded_at": NOW}
    rows[Delivery].append(
        {"id": delivery, "number": f"9-{n:06}", "kind": "intake", "supplier_id": supplier, "state": "signed"}
        | {"gift_note": note}
        | by
    )
    rows[IssuedPaper].append(
        {"kind": KIND, "number": note, "schema": SCHEMA, "issued_at": NOW, "by": "els"}
        | {"figures": {"number": note, **SIGNED}}
    )
    for position in range(1, LINES + 1):
        lot, group = new_id(), GROUPS[(n + position) % len(GROUPS)]
        goods = {"group_code": group, "origin": "donated", "date_mark": "none"}
        left = 1000 * sum(kilos for _reason, kilos in BECAME)
        rows[Lot].append(
            {"id": lot, "number": f"L9{n:06}{position}", "kind": "bulk", "delivery_id": delivery}
            | {"supplier_id": supplier, "received_on": day, "place_id": place, "state": "live", "by_weight": True}
            | {"count": 0, "grams": left}
            | goods
        )
        rows[DeliveryLine].append(
            {"delivery_id": delivery, "position": position, "lot_id": lot, "grams": 9000, "crates": 1} | goods
        )
        rows[Movement] += [
            {"lot_id": lot, "reason": reason, "count": 0, "grams": 1000 * kilos, "known_by": "scanned"} | by
            for reason, kilos in BECAME
        ]


def measure(shop: OpenShop, place: Path) -> None:
    """Make each report and draw its pages barely, in turn."""
    wish = year_reports.Wish(
        shop.folder, place / "ours", lang=LANG, spoken=LANG, by="els", role="manager", now=NOW, **YEAR
    )
    (place / "bare").mkdir()
    with shop.reading() as session:
        suppliers = supplier_reports.suppliers_of(session, **YEAR)
    assert len(suppliers) == SUPPLIERS
    desk = year_reports.desk(shop, wish)
    year_reports.make(desk, suppliers[0])
    gc.collect()
    gc.freeze()
    ours, floor = [], []
    for supplier in suppliers[1:]:
        ours.append(timed(partial(year_reports.make, desk, supplier)))
        calls = recorded(shop, supplier)
        floor.append(timed(partial(draw_barely, calls, place / "bare" / f"{supplier}.pdf")))
        assert (place / "bare" / f"{supplier}.pdf").read_bytes() == _ours(wish, supplier).read_bytes()
    lines = SUPPLIERS * DELIVERIES * LINES
    say(f"reports of {SUPPLIERS} suppliers, {lines:,} lines: ours {ms(ours)}  bare {ms(floor)}  {ratio(ours, floor)}")
    all_ours = timed(partial(make_all, replace(wish, last=wish.last - dt.timedelta(days=1)), suppliers))
    all_bare = sum(floor) * SUPPLIERS / len(floor)
    told = f"ours {all_ours / 1000:.1f} s  bare {all_bare / 1000:.1f} s  ratio {all_ours / all_bare:.2f}"
    say(f"all of them in one go: {told}")


def make_all(wish: year_reports.Wish, suppliers: Sequence[str]) -> None:
    """Make all reports in one go."""
    assert all(made.number for made in year_reports.make_all(wish, suppliers))


def _ours(wish: year_reports.Wish, supplier: str) -> Path:
    return wish.into / year_reports.file_name(supplier, wish.first, wish.last, LANG)


def recorded(shop: OpenShop, supplier: str) -> Calls:
    """Record what our drawing of a report asks of its canvas."""
    with shop.reading() as session:
        report = supplier_reports.report(session, supplier, **YEAR)
    blank, sheets = page.blank, []

    def remembered(title: str, **size: float) -> Any:
        sheets.append(Recorder(blank(title, **size)))
        sheets[0].calls.append(("setTitle", (title,), {}))
        return sheets[0]

    page.blank = remembered
    try:
        supplier_report.draw(supplier_report.ReportPaper(shop.heading(), report), lang=LANG)
    finally:
        page.blank = blank
    return sheets[0].calls


def draw_barely(calls: Calls, file: Path) -> None:
    """Draw the pages that were recorded, and keep them."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    sheet = Canvas(BytesIO(), pagesize=A4, invariant=1, pageCompression=1, lang=LANG)
    for say_nothing in ("setAuthor", "setCreator", "setProducer", "setSubject", "setKeywords"):
        getattr(sheet, say_nothing)("")
    for name, given, named in calls:
        pdf = getattr(sheet, name)(*given, **named)
    file.write_bytes(pdf)


if __name__ == "__main__":
    main()
