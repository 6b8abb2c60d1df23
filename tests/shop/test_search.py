"""Search while typing: beginnings of words, accents and case ignored, or the last digits of a code."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from kruidenier import i18n
from kruidenier.shop.goods import search
from kruidenier.shop.goods.catalogue import Product
from kruidenier.shop.goods.groups import listing
from kruidenier.shop.goods.search import Found
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.folding import folded
from tests.kit import NOW, TODAY, Stand


def names(stand: Stand, typed: str, limit: int = 20) -> set[str]:
    return {found.name for found in look(stand, typed, limit)}


def look(stand: Stand, typed: str, limit: int = 20) -> tuple[Found, ...]:
    with stand.shop.reading() as session:
        return search.search(session, typed, on=TODAY, settings=rules.current(session, TODAY), limit=limit)


@pytest.fixture
def shelf(stand: Stand) -> Stand:
    """A handful of goods with names that trip naive searches."""
    stand.product("5410188031072", name="Crème brûlée", brand="Dr. Oetker")
    stand.product("5410188031089", name="CRÈME FRAÎCHE 30 %")
    stand.product("creme-own", names={"nl": "Slagroom", "fr": "Crème fouettée"})
    stand.product("oeufs", name="Œufs de ferme ×6")
    stand.product("ijs", name="Ĳsjes d'été")
    stand.product("tea", name="شاي أخضر Thé vert")
    stand.product("96385074", name="Café moulu 500g", codes=["5400141000009"])
    return stand


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("creme", {"Crème brûlée", "CRÈME FRAÎCHE 30 %", "Slagroom"}),
        ("CRÈME", {"Crème brûlée", "CRÈME FRAÎCHE 30 %", "Slagroom"}),
        ("cr br", {"Crème brûlée"}),
        ("brul creme", {"Crème brûlée"}),
        ("rème", set()),
        ("oetker", {"Crème brûlée"}),
        ("oeuf", {"Œufs de ferme ×6"}),
        ("œuf", {"Œufs de ferme ×6"}),
        ("ijsj", {"Ĳsjes d'été"}),
        ("d'ete", {"Ĳsjes d'été"}),
        ("أخضر", {"شاي أخضر Thé vert"}),
        ("500", {"Café moulu 500g"}),
        ("30 %", {"CRÈME FRAÎCHE 30 %"}),
        ("slag", {"Slagroom"}),
        ("fouettee", {"Slagroom"}),
        ("1072", {"Crème brûlée"}),
        ("0009", {"Café moulu 500g"}),
        ("5410188", {"Crème brûlée", "CRÈME FRAÎCHE 30 %"}),
        ("96385074", {"Café moulu 500g"}),
        ("creme-own", {"Slagroom"}),
        ("072", set()),
        ("", set()),
        ("   ", set()),
        ("%", set()),
        ("zzz", set()),
    ],
)
def test_what_is_typed_finds_these_goods(shelf: Stand, typed: str, found: set[str]):
    with i18n.speaking("nl"):
        assert names(shelf, typed) == found


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "'",
        "cr*",
        "cr AND",
        "NOT cr",
        "cr:*",
        "a & b | !c",
        "(",
        "\\",
        "\x00",
        "�",
        "NEAR(a b)",
        "^cr",
        "-cr",
        "a" * 5000,
        "é " * 3000,
        "1" * 5000,
        "٣٤٥٦",
        "½ ²",
    ],
    ids=ascii,
)
def test_nothing_that_is_typed_breaks_the_search(shelf: Stand, typed: str):
    look(shelf, typed)


def test_the_list_is_as_long_as_asked(shelf: Stand):
    assert len(look(shelf, "cr", limit=2)) == 2


def test_goods_taken_out_of_the_catalogue_are_not_found_and_leave_room_for_others(shelf: Stand):
    with shelf.shop.writing.begin() as session:
        session.execute(update(Product).where(Product.code == "5410188031072").values(archived_at=NOW))
    assert names(shelf, "creme") == {"CRÈME FRAÎCHE 30 %", "Slagroom"}
    assert len(look(shelf, "cr", limit=2)) == 2


def test_a_result_shows_price_content_and_what_is_left(stand: Stand):
    stand.product("apples", name="Apples", group="fruit", by_weight=True, fixed=150)
    stand.product("rice", name="Rice", reference=300, content=500, unit="g", brand="Bosto")
    stand.lot("apples", grams=2500)
    for _ in range(2):
        stand.lot("rice", 4, grams=2000)
    assert look(stand, "app") == (Found("apples", "Apples", None, None, None, True, 150, 2500),)
    assert look(stand, "bosto") == (Found("rice", "Rice", "Bosto", 500, "g", False, 150, 8),)


def test_renewed_words_find_the_new_name_and_not_the_old(shelf: Stand):
    from kruidenier.shop.goods.catalogue import ProductName

    with shelf.shop.writing.begin() as session:
        product = session.query(Product).filter_by(code="oeufs").one()
        session.query(ProductName).filter_by(product_id=product.id).one().name = "Kippeneieren"
        session.flush()
        search.index(session, [product.id])
    assert names(shelf, "oeufs") == {"Kippeneieren"}  # by its own code
    assert names(shelf, "ferme") == set()
    assert names(shelf, "kippen") == {"Kippeneieren"}


def test_the_name_is_in_the_readers_language_and_never_blank(stand: Stand):
    stand.product("a1", names={"fr": "Riz"})
    stand.product("a2", names={"nl": "Rijst", "fr": "Riz"})
    for lang, found in (("nl", {"Riz", "Rijst"}), ("fr", {"Riz"}), ("en", {"Riz", "Rijst"})):
        with i18n.speaking(lang):
            assert names(stand, "ri") == found


def test_groups_are_listed_by_name_in_the_readers_language(stand: Stand):
    with i18n.speaking("fr"):
        french = [group.name for group in stand.ask(listing, TODAY)]
    assert french == sorted(french, key=str.casefold)
    assert "Légumes" in french


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Pâté À l'ail", "pate a l ail"),
        ("ŒUF", "oeuf"),
        ("Straße", "strasse"),
        ("Ĳs", "ijs"),
        ("a_b", "a b"),
        ("--", ""),
    ],
)
def test_words_are_folded_the_same_everywhere(text: str, plain: str):
    assert folded(text) == plain


def test_what_is_in_stock_comes_before_the_rest_and_a_code_before_all(stand: Stand):
    for code, name in (
        ("t-1", "Pain"),
        ("t-2", "Salade de pâtes"),
        ("t-3", "Pâté"),
        ("t-4", "Pasta"),
        ("1234", "Miel"),
    ):
        stand.product(code, name=name)
    stand.product("t-5", name="Miel 1234")
    for code in ("t-2", "t-3", "t-5"):
        stand.lot(code, 3)

    def found(typed: str, limit: int = 20) -> list[str]:
        with stand.shop.reading() as session:
            rules_now = rules.current(session, TODAY)
            here = search.stocked(session, on=TODAY, settings=rules_now)
            shown = search.search(session, typed, on=TODAY, settings=rules_now, limit=limit, first=here)
        return [one.code for one in shown]

    assert found("pa")[:2] == ["t-3", "t-2"]
    assert set(found("pa")[2:]) == {"t-1", "t-4"}
    assert found("pa", limit=1) == ["t-3"]
    assert found("pa sal") == ["t-2"]
    assert found("1234") == ["1234", "t-5"]
