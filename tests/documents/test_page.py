"""How a paper gets to its place."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kruidenier.documents.page import PaperNotWritten, keep

FULL_DISK = """
import resource, sys
from pathlib import Path
from kruidenier.documents.page import PaperNotWritten, keep
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    keep(b"x" * 5000, Path(sys.argv[1]))
except PaperNotWritten as refusal:
    print(refusal.details["paper"])
"""


def test_a_paper_is_put_in_a_folder_that_is_made_for_it(tmp_path: Path) -> None:
    place = keep(b"new", tmp_path / "2026" / "1-000001.pdf")
    assert place.read_bytes() == b"new"
    assert list(place.parent.iterdir()) == [place]


def test_a_full_disk_leaves_no_half_a_paper(tmp_path: Path) -> None:
    place = tmp_path / "1-000001.pdf"
    place.write_bytes(b"old")
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(place)], env={"PYTHONPATH": ":".join(sys.path)}, capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "1-000001.pdf\n"
    assert place.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [place]


def test_a_folder_that_cannot_be_is_a_sentence_with_a_way_on(tmp_path: Path) -> None:
    (tmp_path / "receipts").write_text("a file where the folder should be")
    with pytest.raises(PaperNotWritten) as refused:
        keep(b"new", tmp_path / "receipts" / "2026" / "1-000001.pdf")
    sentence = refused.value.explain()
    assert "1-000001.pdf" in sentence
    assert "Nothing is lost" in sentence
    assert "print it again" in sentence


def test_nothing_heavy_is_loaded_before_something_is_drawn() -> None:
    modules = ("receipt", "escpos_receipt", "drawer_slip", "scanner_sheet")
    script = f"import sys; from kruidenier.documents import {', '.join(modules)}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert {"reportlab", "PIL", "bidi", "arabic_reshaper", "babel", "sqlalchemy"} & set(done.stdout.split()) == set()
