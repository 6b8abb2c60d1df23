"""The sheet that checks a new scanner."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from pathlib import Path

import pypdf
import pypdfium2
import pytest
import zxingcpp

from kruidenier.documents import scanner_sheet
from kruidenier.documents.scanner_sheet import CHECKS
from kruidenier.shop.goods import barcodes


def test_a_scanner_reads_every_code_as_it_should() -> None:
    picture = pypdfium2.PdfDocument(scanner_sheet.draw())[0].render(scale=4).to_pil()
    seen = {code.bytes.decode("ascii") for code in zxingcpp.read_barcodes(picture)}
    assert seen == {check.sends for check in CHECKS}


def test_what_must_appear_stands_under_every_code() -> None:
    lines = pypdf.PdfReader(BytesIO(scanner_sheet.draw())).pages[0].extract_text().splitlines()
    assert [check.shown for check in CHECKS if check.shown not in lines] == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_the_till_understands_what_a_good_scanner_sends(check: scanner_sheet.Check) -> None:
    assert barcodes.read(check.sends)


def test_the_sign_between_two_parts_decides_what_the_till_reads() -> None:
    sends = next(check.sends for check in CHECKS if check.name == "gs")
    told = barcodes.read(sends)
    assert isinstance(told, barcodes.Gtin)
    assert (told.lot, told.use_by) == ("LOT7", dt.date(2028, 12, 31))
    deaf = barcodes.read(sends.replace("\x1d", ""))
    assert isinstance(deaf, barcodes.Gtin)
    assert (deaf.lot, deaf.use_by) == ("LOT717281231", None)


def test_american_keys_change_what_the_digits_show() -> None:
    digits = next(check.sends for check in CHECKS if check.name == "digits")
    assert barcodes.from_azerty("&é\"'(§è!çà") == digits


@pytest.mark.parametrize("lang", ["en", "nl", "fr"])
def test_the_sheet_is_one_page_filed_by_language(lang: str, tmp_path: Path) -> None:
    place = scanner_sheet.write(tmp_path, lang=lang)
    assert place.name == f"scanner-{lang}.pdf"
    assert len(pypdfium2.PdfDocument(place)) == 1
