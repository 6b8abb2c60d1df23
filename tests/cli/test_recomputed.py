"""A supplier's figures against a script that does them over again from the lists that the console writes."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kruidenier.shop.goods import accepting, counting, crates, moves, places, treatments, undoing, waste
from kruidenier.shop.goods.crates import Seen
from kruidenier.shop.network import transfers
from kruidenier.shop.supply import door, note_correcting, sorting
from kruidenier.shop.supply.note_correcting import Correct
from kruidenier.store.base import new_id
from tests import recompute
from tests.cli.conftest import Terminal
from tests.kit import Stand
from tests.shop.supplying import gives, lots, stock_up

KINDS = ("deliveries", "lots", "ledger")


def written(terminal: Terminal, folder: Path) -> Path:
    """Write the lists that the script reads."""
    for kind in KINDS:
        assert terminal.run("export", kind, "-o", folder / f"{kind}.csv").exit_code == 0
    return folder


def rows(folder: Path, kind: str) -> list[dict[str, str]]:
    with (folder / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def done_over(folder: Path, supplier: str, first: str, last: str) -> dict[str, Any]:
    script = subprocess.run(
        [sys.executable, "-I", recompute.__file__, str(folder), supplier, first, last],
        capture_output=True,
        check=True,
        text=True,
    )
    return dict(json.loads(script.stdout))


def compare(terminal: Terminal, folder: Path, supplier: str, first: str, last: str) -> dict[str, Any]:
    """Compare each figure that the script tells with the report's; it leaves out months without anything."""
    ours = terminal.json("report", "supplier", supplier, "--from", first, "--until", last)
    theirs = done_over(folder, supplier, first, last)
    months = {month["month"]: month for month in theirs.pop("by_month")}
    for month in ours["by_month"]:
        empty = dict.fromkeys(month, 0) | {"month": month["month"]}
        assert month == months.pop(month["month"], empty)
    assert months == {}
    assert {name: ours[name] for name in theirs} == theirs
    return ours


@pytest.fixture
def traded(stand: Stand) -> Stand:
    """Two months with two givers, and every way in which goods come, change and go."""
    store = stock_up(stand)
    store.product("pears", group="fruit", by_weight=True, fixed=150)
    store.supplier("other")
    store.do(places.add_place, "freezer", name="Freezer", kind="freezer")
    october = store.on("2026-10-27")
    mixed, fruit = lots(gives(october, {"group": "bread", "grams": 9000}, {"group": "fruit", "grams": 20_000}))
    (rice,) = lots(gives(october, {"code": "rice", "count": 40, "grams": 20_400}))
    gives(october, {"code": "apples", "grams": 6000}, {"code": "rice", "count": 7}, supplier="other")
    gives(october, {"code": "rice", "count": 5, "origin": "bought"}, {"code": "rice", "count": 5, "origin": "esf"})
    apples = october.do(sorting.sort, mixed, product="apples", grams=4000)
    october.do(sorting.sort, mixed, product="rice", count=4, grams=1900)
    october.do(treatments.freeze, apples.into, grams=2500)
    october.do(waste.waste, rice, count=2, why="damage", id=new_id())
    november = store.on("2026-11-10")
    corrected = gives(
        november, {"code": "rice", "count": 10}, {"code": "milk", "count": 6}, {"code": "soap", "count": 3}
    )
    november.do(note_correcting.correct, corrected.gift_note, lines={1: Correct(count=9)}, reason="one pack less")
    november.do(moves.move, rice, place="freezer", count=6)
    sale = november.sell("H1", ("rice", 12), ("apples", "1503g"), ("milk", 2), ("pears", "800g"))
    november.refund(sale.number, ("rice", 3), ("apples", "400g"))
    november.void(november.sell("H1", ("rice", 2), ("apples", "2000g")).number)
    van = store.do(door.begin, "miroir").number
    said = {"origin": "garden", "crates": 1, "tare_grams": 0}
    store.do(door.add_line, van, group=None, gross_grams=7000, **said)
    store.do(door.add_line, van, group="meat", gross_grams=700, refused="temperature", tenths=99, **said)
    store.do(door.add_line, van, group="fish", gross_grams=4000, **said)
    store.do(door.strike_line, van)
    (garden,) = lots(store.do(door.sign, van))
    part = store.do(sorting.sort_group, garden, group="vegetables", grams=3000)
    store.do(treatments.repack, apples.into, grams=600, until=store.today)
    store.do(waste.waste, rice, count=3, why="date", id=new_id())
    store.do(undoing.undo)
    store.do(waste.waste, part.into, grams=250, why="compost", id=new_id())
    store.do(transfers.transfer, part.into, "Soep & Co", grams=1200, id=new_id())
    november.do(transfers.transfer, rice, "Soep & Co", count=1, id=new_id())
    store.do(sorting.write_off, mixed)
    store.do(crates.close_round, [Seen(fruit, 12_400, compost=900)], id=new_id())
    number = store.do(counting.begin, place="shop").number
    store.do(counting.enter, number, "rice", count=60)
    store.do(counting.enter, number, "milk", count=3)
    store.do(counting.finish, number)
    store.do(accepting.accept, number)
    store.sell("H1", ("apples", "900g"), ("rice", 2), ("pears", "650g"))
    assert store.faults() == []
    return store


@pytest.mark.parametrize("supplier", ["miroir", "other"])
def test_every_figure_is_the_same_when_it_is_done_over(
    traded: Stand, terminal: Terminal, tmp_path: Path, supplier: str
):
    written(terminal, tmp_path)
    for first, last in (
        ("2026-10-01", "2026-11-24"),
        ("2026-10-01", "2026-10-31"),
        ("2026-10-01", "2026-11-10"),
        ("2026-11-01", "2026-11-30"),
        ("2026-11-11", "2026-11-24"),
        ("2025-01-01", "2025-12-31"),
    ):
        compare(terminal, tmp_path, supplier, first, last)


def test_the_case_that_is_done_over_has_every_figure(traded: Stand, terminal: Terminal, tmp_path: Path):
    told = compare(terminal, written(terminal, tmp_path), "miroir", "2026-10-01", "2026-11-24")
    for figure in recompute.FIGURES:
        assert told[figure], figure
    assert all(told["known_by"].values())
    assert (told["deliveries"], told["unweighed_pieces"], len(told["by_month"])) == (4, 3, 2)


def test_the_books_go_out_without_a_word_on_people(traded: Stand, terminal: Terminal, tmp_path: Path):
    written(terminal, tmp_path)
    refused = [row for row in rows(tmp_path, "deliveries") if row["refused_reason"]]
    assert [(row["supplier"], row["group"], row["grams"], row["lot"]) for row in refused] == [
        ("miroir", "meat", "700", "")
    ]
    assert not [row for row in rows(tmp_path, "deliveries") if row["group"] == "fish"]
    moved = rows(tmp_path, "ledger")
    assert {row["document_kind"] for row in moved} == {"delivery", "sale", "deed", "count"}
    assert len(moved) == traded.rows("SELECT COUNT(*) AS n FROM movement")[0].n
    left = {row["lot"]: (int(row["count"]), int(row["grams"])) for row in rows(tmp_path, "lots")}
    assert left == {lot: traded.left(lot) for lot in left}
    (undone,) = [row for row in moved if row["reason"] == "undone"]
    assert [row["reason"] for row in moved if row["movement"] == undone["undoes"]] == ["waste"]
    for kind in KINDS:
        text = (tmp_path / f"{kind}.csv").read_text("utf-8")
        assert not any(word in text for word in ("H1", "Family", traded.at.by))


def test_goods_of_a_merged_supplier_go_out_under_the_one_that_goes_on(
    traded: Stand, terminal: Terminal, tmp_path: Path
):
    assert terminal.json("supplier", "merge", "other", "--into", "miroir")
    written(terminal, tmp_path)
    assert {row["supplier"] for row in rows(tmp_path, "deliveries")} == {"miroir"}
    compare(terminal, tmp_path, "miroir", "2026-10-01", "2026-11-24")


def test_the_books_only_go_out(terminal: Terminal, tmp_path: Path):
    (tmp_path / "ledger.csv").write_text("movement\n1\n", "utf-8")
    assert "ledger" in terminal.wrong("import", "ledger", tmp_path / "ledger.csv")
