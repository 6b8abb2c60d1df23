"""Letters ahead of the end of a right, and the list for the desk."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest

from kruidenier.documents import right_letter, rights_list
from kruidenier.documents.right_letter import Addressee, Sender
from kruidenier.documents.rights_list import Ending, RightsPaper
from kruidenier.i18n import speaking
from tests.kit import TODAY, day

HOSTILE = ["[b]Ann[/b] <para>", "=cmd|'x'", 'O\'Neil "Bo"', "عائلة النور", "x" * 200, "n" * 40 + " " + "m" * 150]
SENDER = Sender("Kruidenier De Brug", ("Voorbeeldstraat 1", "1090 Jette"), "nl", TODAY)


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def letter(name: str = "Familie Maes", address: str | None = "Kerkstraat 1, 1090 Jette", lang: str = "nl") -> Addressee:
    return Addressee(name, address, lang, day("2026-12-10"))


@pytest.mark.parametrize(
    ("lang", "words"),
    [("nl", "Tot binnenkort"), ("fr", "À bientôt"), ("en", "See you soon"), ("ar", "Tot binnenkort")],
)
def test_a_letter_speaks_its_readers_language_or_the_shops(lang: str, words: str):
    (text,) = pages(right_letter.draw([letter(lang=lang)], SENDER))
    assert words in text
    assert "10/12/2026" in text
    assert "Kerkstraat 1\n1090 Jette" in text


@pytest.mark.parametrize("lang", ["nl", "fr", "en"])
def test_no_word_of_aid_stands_in_a_letter(lang: str):
    (text,) = pages(right_letter.draw([letter(lang=lang)], SENDER))
    for word in ("steun", "hulp", "arm", "aide", "pauvre", "social", "aid", "poor", "OCMW", "CPAS"):
        assert word not in text.replace("sociale", "").split()


def test_the_window_has_only_name_and_address():
    """What shows through the envelope is the addressee, and nothing else."""
    page = pypdf.PdfReader(io.BytesIO(right_letter.draw([letter()], SENDER))).pages[0]
    seen: list[str] = []

    def visit(text: str, _cm: object, matrix: list[float], _font: object, _size: float) -> None:
        left, top = matrix[4], matrix[5]
        if text.strip() and left >= right_letter.WINDOW_LEFT - 5 and top > right_letter.BODY_TOP + 20:
            seen.append(text.strip())

    page.extract_text(visitor_text=visit)
    assert seen == ["Familie Maes", "Kerkstraat 1", "1090 Jette"]


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_fits_on_paper(name: str, tmp_path: Path):
    letters = right_letter.write([letter(name, name), letter(name, None)], SENDER, tmp_path / "letters.pdf")
    assert len(pypdf.PdfReader(letters).pages) == 2
    paper = RightsPaper(name, TODAY, day("2026-12-10"), [Ending("K1", name, "nl", day("2026-12-10"))])
    listed = rights_list.write(paper, tmp_path / "list.pdf", lang="fr")
    (text,) = pages(listed.read_bytes())
    assert "10/12/2026" in text


def test_a_long_list_goes_on_over_the_page():
    endings = [Ending(f"K{n}", f"Familie {n}", "nl", day("2026-12-10")) for n in range(rights_list.ROWS + 1)]
    with speaking("nl"):
        first, second = pages(rights_list.draw(RightsPaper("De Brug", TODAY, day("2026-12-10"), endings)))
    assert "K0" in first
    assert f"K{rights_list.ROWS}" in second
    assert "2 / 2" in second


def test_an_empty_list_is_one_page():
    assert len(pages(rights_list.draw(RightsPaper("De Brug", TODAY, day("2026-12-10"), [])))) == 1


def test_the_same_letter_is_the_same_to_the_byte():
    assert right_letter.draw([letter()], SENDER) == right_letter.draw([letter()], SENDER)
