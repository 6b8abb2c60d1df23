"""Help: one page a screen, the same in every language, and every key in it."""

from __future__ import annotations

import re

import pytest
from textual.binding import Binding
from textual.content import Content

from kruidenier.i18n import LANGUAGES
from kruidenier.tui.frame import KEY_NAMES
from kruidenier.tui.screen import ShopScreen
from kruidenier.tui.screens.agreement import AgreementScreen
from kruidenier.tui.screens.agreements import AgreementsScreen
from kruidenier.tui.screens.copies import CopiesScreen
from kruidenier.tui.screens.counting import CountingScreen
from kruidenier.tui.screens.crates import CratesScreen
from kruidenier.tui.screens.desk import DeskScreen
from kruidenier.tui.screens.door import DoorScreen
from kruidenier.tui.screens.drawer import DrawerScreen
from kruidenier.tui.screens.exceptions import ExceptionsScreen
from kruidenier.tui.screens.funder import FunderScreen
from kruidenier.tui.screens.gift_notes import GiftNotesScreen
from kruidenier.tui.screens.help import HELP_FOLDER
from kruidenier.tui.screens.household_file import HouseholdFileScreen
from kruidenier.tui.screens.households import HouseholdsScreen
from kruidenier.tui.screens.journal import JournalScreen
from kruidenier.tui.screens.label import LabelScreen
from kruidenier.tui.screens.lists import ListsScreen
from kruidenier.tui.screens.lot import LotScreen
from kruidenier.tui.screens.office import OfficeScreen
from kruidenier.tui.screens.own import OwnScreen
from kruidenier.tui.screens.pick_up_round import RoundScreen
from kruidenier.tui.screens.places import PlacesScreen
from kruidenier.tui.screens.privacy import PrivacyScreen
from kruidenier.tui.screens.recall import RecallScreen
from kruidenier.tui.screens.recalls import RecallsScreen
from kruidenier.tui.screens.scanner_check import ScannerCheckScreen
from kruidenier.tui.screens.settings import SettingsScreen
from kruidenier.tui.screens.shares import SharesScreen
from kruidenier.tui.screens.sign_in import SignInScreen
from kruidenier.tui.screens.sorting import SortingScreen
from kruidenier.tui.screens.staff import StaffScreen
from kruidenier.tui.screens.stock import StockScreen
from kruidenier.tui.screens.stock_charts import StockChartsScreen
from kruidenier.tui.screens.stock_lists import BuyingScreen, FetchScreen
from kruidenier.tui.screens.supplier_figure import SupplierFigureScreen
from kruidenier.tui.screens.supplier_file import SupplierFileScreen
from kruidenier.tui.screens.supplier_reports import SupplierReportsScreen
from kruidenier.tui.screens.supplier_year import SupplierYearScreen
from kruidenier.tui.screens.suppliers import SuppliersScreen
from kruidenier.tui.screens.till import TillScreen
from kruidenier.tui.screens.today import TodayScreen
from tests.tui.conftest import Opens

STOCK = (StockScreen, StockChartsScreen, BuyingScreen, FetchScreen)
SCREENS = (
    TillScreen,
    TodayScreen,
    SignInScreen,
    OwnScreen,
    DrawerScreen,
    ScannerCheckScreen,
    ListsScreen,
    LabelScreen,
    LotScreen,
    OfficeScreen,
    PlacesScreen,
    CountingScreen,
    CratesScreen,
    DoorScreen,
    SortingScreen,
    SuppliersScreen,
    SupplierFileScreen,
    GiftNotesScreen,
    RecallsScreen,
    RecallScreen,
    HouseholdsScreen,
    HouseholdFileScreen,
    ExceptionsScreen,
    AgreementsScreen,
    AgreementScreen,
    RoundScreen,
    SupplierFigureScreen,
    SupplierReportsScreen,
    SupplierYearScreen,
    StaffScreen,
    PrivacyScreen,
    SettingsScreen,
    SharesScreen,
    JournalScreen,
    CopiesScreen,
    DeskScreen,
    FunderScreen,
    *STOCK,
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_has_its_page(language: str):
    assert {page.stem for page in (HELP_FOLDER / language).glob("*.md")} == {
        "kiosk",
        "encryption",
        *(screen.HELP_PAGE for screen in SCREENS),
    }


def test_what_is_to_be_typed_is_the_same_in_every_language():
    for page in (HELP_FOLDER / "en").glob("*.md"):
        typed = {
            tuple(re.findall(r"^    .+$", (HELP_FOLDER / language / page.name).read_text("utf-8"), re.MULTILINE))
            for language in LANGUAGES
        }
        assert len(typed) == 1, page.name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("screen", SCREENS)
def test_the_page_names_every_key_of_its_screen(screen: type[ShopScreen], language: str):
    page = (HELP_FOLDER / language / f"{screen.HELP_PAGE}.md").read_text("utf-8")
    named = set(re.findall(r"`([^`]+)`", page))
    own = [binding for binding in screen.BINDINGS if isinstance(binding, Binding)] if "BINDINGS" in vars(screen) else []
    for binding in own:
        if binding not in ShopScreen.BINDINGS:
            keys = {KEY_NAMES.get(key, key) for key in binding.key.split(",")}
            assert keys & named, f"{binding.id} is not in {language}/{screen.HELP_PAGE}.md"


def test_no_sign_of_french_begins_a_line():
    """Textual itself breaks at no-break spaces."""
    for width in range(9, 20):
        lines = Content("Combien de pièces\u00a0? Le rayon\u00a0: «\u00a0frais\u00a0».").wrap(width)
        assert not [line.plain for line in lines if line.plain[0] in "?:»" or line.plain.endswith("«")]


@pytest.mark.parametrize("screen", SCREENS)
def test_no_two_keys_of_a_screen_have_one_id(screen: type[ShopScreen]):
    ids = [binding.id for binding in [*screen.BINDINGS, *ShopScreen.BINDINGS] if isinstance(binding, Binding)]
    if screen.BINDINGS is not ShopScreen.BINDINGS:
        assert len(set(ids)) == len(ids)
    assert None not in ids


@pytest.mark.parametrize(("language", "word"), [("en", "The till"), ("nl", "De kassa"), ("fr", "La caisse")])
async def test_help_opens_by_f1_and_by_a_question_mark(opens: Opens, language: str, word: str):
    async with opens(lang=language) as hands:
        for key in ("f1", "?"):
            await hands.type(key)
            assert word in hands.text
            await hands.type("escape")
            assert word not in hands.text
