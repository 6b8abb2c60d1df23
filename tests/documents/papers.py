"""Sales to print, and what a reader sees on a PDF."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pypdfium2

from kruidenier.shop.till.values import Paid, SaleDocument, ShopHeading, SoldLine

AT = dt.datetime(2026, 11, 24, 10, 12, tzinfo=ZoneInfo("Europe/Brussels"))
HEADING = ShopHeading("Sociale Kruidenier Jette", ("Wereldstraat 12, 1090 Jette", "BE 0123.456.789"))
TAXABLE = ShopHeading("Sociale Kruidenier Jette", vat_regime="taxable")
MILK = {"nl": "Halfvolle melk 1 l", "fr": "Lait demi-écrémé 1 l"}


def goods(names: dict[str, str] | str, price: int = 50, count: int | None = 1, **more: Any) -> SoldLine:
    """A line of a sale: goods by the piece, or by weight if `grams` are given."""
    grams = more.pop("grams", None)
    of_line = {
        "code": "101",
        "names": {"nl": names} if isinstance(names, str) else names,
        "count": None if grams else count,
        "grams": grams,
        "unit_price_cents": price,
        "total_cents": price * (count or 0) if grams is None else (2 * grams * price + 1000) // 2000,
        "vat_rate": 6,
        "taken": (),
        "notices": (),
    }
    return SoldLine(**{**of_line, **more})


def sale(*lines: SoldLine, **more: Any) -> SaleDocument:
    """A sale to a Dutch-speaking household, paid exactly in cash unless told otherwise."""
    total = sum(line.total_cents for line in lines)
    payable = total + more.get("rounding_cents", 0)
    of_sale = {
        "id": "019ab",
        "kind": "sale",
        "number": "1-000412",
        "of": None,
        "till": "1",
        "at": AT,
        "date": AT.date(),
        "card": "K123456782",
        "lang": "nl",
        "lines": lines,
        "total_cents": total,
        "rounding_cents": 0,
        "payments": (Paid("cash", payable, payable),),
        "change_cents": 0,
        "budget_left_cents": 777,
    }
    return SaleDocument(**{**of_sale, **more})


def read(pdf: bytes) -> list[str]:
    """Read the lines of a PDF's first page from top to bottom; spaces of any kind become plain ones."""
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    return [" ".join(line.split()) for line in text.splitlines()]


def box(pdf: bytes, words: str) -> tuple[float, float, float, float]:
    """Tell where words stand on a PDF's first page: left, bottom, right, top, in points."""
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    index, count = page.search(words, match_case=True).get_next()
    boxes = [page.get_charbox(n) for n in range(index, index + count)]
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)
