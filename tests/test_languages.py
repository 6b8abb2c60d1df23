"""Every sentence in Dutch and French, with the same placeholders, and no pair of words mixed up."""

from __future__ import annotations

import ast
import re
import shutil
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import kruidenier
from kruidenier import i18n

SOURCE = Path(kruidenier.__file__).parent
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "Binding": (3,)}
MIXED_UP = {
    "nl": ("CPAS", "DLC", "DDM", "SPP IS", "AFSCA", "TVA", "BCE"),
    "fr": ("OCMW", "TGT", "THT", "POD MI", "FAVV", "KBO", "btw", "BTW"),
}


def spoken_strings() -> set[str]:
    """Every sentence that the program may say."""
    found: set[str] = set()
    for _file, _line, message, _comments, _context in extract_from_dir(SOURCE, keywords=KEYWORDS):
        found.add(message[0] if isinstance(message, tuple) else message)
    return {message for message in found if message}


def test_no_sentence_hides_in_an_f_string() -> None:
    """Sentences inside f-strings are not found when strings are gathered for translation."""
    hidden = [
        f"{file.name}:{call.lineno}"
        for file in SOURCE.rglob("*.py")
        for joined in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(joined, ast.JoinedStr)
        for call in ast.walk(joined)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in KEYWORDS
        and isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == []


@pytest.fixture(params=["nl", "fr"])
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    with (i18n.LOCALE_FOLDER / request.param / "LC_MESSAGES" / "kruidenier.po").open("rb") as file:
        return read_po(file, locale=request.param)


def placeholders(text: str) -> set[str]:
    return {name for _literal, name, _spec, _conversion in string.Formatter().parse(text) if name}


def translations(catalogue: Catalog) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for message in catalogue:
        if message.id:
            one = message.id if isinstance(message.id, str) else message.id[0]
            said = message.string
            found[one] = [said or ""] if isinstance(said, str | None) else [text or "" for text in said]
    return found


def test_every_sentence_is_translated(catalogue: Catalog) -> None:
    known = {one for one, said in translations(catalogue).items() if all(said)}
    assert spoken_strings() - known == set()


def test_no_translation_is_left_over_or_fuzzy(catalogue: Catalog) -> None:
    assert set(translations(catalogue)) - spoken_strings() == set()
    assert [message.id for message in catalogue if message.fuzzy and message.id] == []


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where compiled sentences are kept between two starts; nothing is there yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    i18n._catalogue.cache_clear()
    yield tmp_path / "cache" / "kruidenier"
    i18n._catalogue.cache_clear()


def read_anew(spoken: str) -> str:
    i18n._catalogue.cache_clear()
    with i18n.speaking(spoken):
        return i18n._("That is not possible.")


@pytest.mark.parametrize("spoken", ["nl", "fr"])
def test_reading_a_language_prints_nothing(spoken: str, kept: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Babel grumbles on standard output, where programs expect JSON."""
    read_anew(spoken)
    assert capfd.readouterr() == ("", "")


def test_sentences_are_kept_compiled_until_somebody_mends_them(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "locale"
    shutil.copytree(i18n.LOCALE_FOLDER, folder)
    monkeypatch.setattr(i18n, "LOCALE_FOLDER", folder)
    assert read_anew("nl") == read_anew("nl") == "Dat kan niet."
    (first,) = kept.iterdir()
    sentences = folder / "nl" / "LC_MESSAGES" / "kruidenier.po"
    sentences.write_text(sentences.read_text("utf-8").replace('"Dat kan niet."', '"Dat gaat nu niet."'), "utf-8")
    assert read_anew("nl") == "Dat gaat nu niet."
    assert len(list(kept.iterdir())) == 1
    assert not first.exists()


@pytest.mark.parametrize("torn", [b"", b"\xde\x12\x04\x95", b"garbage, but long enough to be read as numbers"])
def test_a_torn_copy_of_the_sentences_does_no_harm(kept: Path, torn: bytes) -> None:
    read_anew("fr")
    (copy,) = kept.iterdir()
    copy.write_bytes(torn)
    assert read_anew("fr") == "Ce n’est pas possible."


def test_where_nothing_may_be_kept_the_sentences_are_there_all_the_same(kept: Path) -> None:
    kept.parent.write_text("a file where the folder would be")
    assert read_anew("nl") == "Dat kan niet."


def test_translations_keep_their_placeholders(catalogue: Catalog) -> None:
    """Of several forms of a sentence, the one for a single thing may leave its number out."""
    wrong = []
    for one, said in translations(catalogue).items():
        for text in filter(None, said):
            extra, lost = placeholders(text) - placeholders(one), placeholders(one) - placeholders(text)
            if extra or (lost and len(said) == 1):
                wrong.append(text)
    assert wrong == []


def help_pages(spoken: str) -> dict[str, str]:
    """The help pages of a language, each as one text."""
    return {page.name: page.read_text("utf-8") for page in (SOURCE / "help" / spoken).glob("*.md")}


def all_words(catalogue: Catalog) -> list[str]:
    """What is said in a language: sentences, and help pages without what is to be typed."""
    said = [text for said in translations(catalogue).values() for text in said if text]
    typed = re.compile(r"^    .*$|`[^`\n]*`", re.MULTILINE)
    return said + [typed.sub("`", page) for page in help_pages(str(catalogue.locale)).values()]


def test_the_words_of_the_two_languages_are_never_mixed(catalogue: Catalog) -> None:
    forbidden = "|".join(MIXED_UP[str(catalogue.locale)])
    assert [found for text in all_words(catalogue) for found in re.findall(rf"\b(?:{forbidden})\b", text)] == []


def test_everybody_is_addressed_in_one_way(catalogue: Catalog) -> None:
    """Dutch says `u`, French says `vous`; what households read is said in files of its own."""
    familiar = {"nl": "je|jij|jou|jouw", "fr": "toi|ton|ta|tes"}[str(catalogue.locale)]
    assert [found for text in all_words(catalogue) for found in re.findall(rf"(?i)\b(?:{familiar})\b.*", text)] == []


@pytest.mark.parametrize("catalogue", ["fr"], indirect=True)
def test_no_ordinary_space_stands_before_a_sign_of_french(catalogue: Catalog) -> None:
    """A line would break there, and the sign would begin the next one."""
    alone = re.compile(r".* (?=[;:!?»](?:\s|[^\w\s]|$)).*|.*« .*")
    assert [found for text in all_words(catalogue) for found in alone.findall(text)] == []


@pytest.mark.parametrize("catalogue", ["fr"], indirect=True)
def test_no_name_follows_a_word_that_would_lose_its_last_letter(catalogue: Catalog) -> None:
    """“Code PIN de Ann” and “que els” are no French."""
    names = "name|supplier|shop|quota|who|by|month|field|into"
    before = re.compile(rf".*\b(?:de|que|le|la|du|au|se|ne|si) \{{(?:{names})\}}.*")
    assert [found for text in all_words(catalogue) for found in before.findall(text)] == []


def test_amounts_weights_and_dates_are_written_as_in_belgium() -> None:
    with i18n.speaking("nl"):
        assert i18n.money(123450).replace("\xa0", " ") == "€ 1.234,50"
        assert i18n.weight(1250) == "1,250 kg"
        assert i18n.amount(-5) == "-0,05"
    with i18n.speaking("fr"):
        assert re.sub(r"\s", " ", i18n.money(123450)) == "1 234,50 €"


def test_another_language_is_spoken_only_for_a_while() -> None:
    i18n.speak("nl")
    with i18n.speaking("fr"):
        assert i18n.language() == "fr"
    assert i18n.language() == "nl"
