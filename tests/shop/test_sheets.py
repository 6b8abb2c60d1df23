"""Spreadsheets that go out: what is a name stays a name, for us and for whoever opens the file."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kruidenier.shop.office import sheets

LETTERS = st.text("=+-@'\" ;,a1é|!()", min_size=1, max_size=8).map(str.strip).filter(bool)


@given(name=LETTERS)
@example(name="=cmd|' /C calc'!A0")
@example(name="'=1+1")
@example(name="''@SUM(A1)")
def test_every_name_comes_back_the_same(tmp_path_factory: pytest.TempPathFactory, name: str):
    for kind in ("csv", "xlsx"):
        file = tmp_path_factory.mktemp("sheet") / f"list.{kind}"
        sheets.write(["name"], [[name]], file)
        (row,) = sheets.read(file, known=["name"], needed=[["name"]]).rows
        assert row["name"] == name


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "@SUM(1)", "+cmd|x", "-cmd|x", "'=1+1"])
def test_a_spreadsheet_that_opens_a_list_reckons_no_name_out(name: str):
    assert _opened(name) == f"'{name}"


@pytest.mark.parametrize("cell", ["-5", "+32 2 423 12 34", "a=b", "'s Hertogen", ""])
def test_other_cells_go_out_as_they_are(cell: str):
    assert _opened(cell) == cell


def _opened(cell: str) -> str:
    text = sheets.drawn(["name"], [[cell]], Path("list.csv")).decode()
    (_head, (opened,)) = csv.reader(io.StringIO(text))
    return opened
