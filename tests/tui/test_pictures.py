"""Pictures of the screens as plain text. `KRUIDENIER_PICTURES=1` draws them anew: look before they are kept."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kruidenier.i18n import _
from kruidenier.shop import copying
from kruidenier.shop.figures import awarding
from kruidenier.shop.goods import recalling, waste
from kruidenier.shop.network import transfers
from kruidenier.shop.office import staff, team
from kruidenier.shop.people import arrivals, quotas
from kruidenier.shop.supply import door, note_correcting, receiving, supplier_contacts, supplier_register
from kruidenier.shop.supply.note_correcting import Correct
from kruidenier.shop.supply.receiving import Brought
from kruidenier.shop.till import desk
from kruidenier.store.base import new_id
from kruidenier.tui.frame import Frame
from kruidenier.tui.screens.agreement import AgreementScreen
from kruidenier.tui.screens.agreements import AgreementsScreen
from kruidenier.tui.screens.copies import CopiesScreen
from kruidenier.tui.screens.counting import CountingScreen
from kruidenier.tui.screens.desk import DeskScreen
from kruidenier.tui.screens.door import DoorScreen
from kruidenier.tui.screens.exceptions import ExceptionsScreen
from kruidenier.tui.screens.funder import FunderScreen
from kruidenier.tui.screens.household_file import HouseholdFileScreen
from kruidenier.tui.screens.households import HouseholdsScreen
from kruidenier.tui.screens.journal import JournalScreen
from kruidenier.tui.screens.label import LabelScreen
from kruidenier.tui.screens.lists import ListsScreen
from kruidenier.tui.screens.lot import LotScreen
from kruidenier.tui.screens.pick_up_round import RoundScreen
from kruidenier.tui.screens.places import PlacesScreen
from kruidenier.tui.screens.privacy import PrivacyScreen
from kruidenier.tui.screens.recall_deeds import WHY_WITHDRAWN
from kruidenier.tui.screens.recalls import WHY, RecallsScreen
from kruidenier.tui.screens.settings import SettingsScreen
from kruidenier.tui.screens.shares import SharesScreen
from kruidenier.tui.screens.sorting import SortingScreen
from kruidenier.tui.screens.staff import StaffScreen
from kruidenier.tui.screens.stock import StockScreen
from kruidenier.tui.screens.supplier_reports import SupplierReportsScreen
from kruidenier.tui.screens.supplier_year import SupplierYearScreen
from kruidenier.tui.screens.suppliers import SuppliersScreen
from tests.kit import Stand, day
from tests.shop.labels import give, line, supplier
from tests.shop.serving import family
from tests.shop.supplying import gives
from tests.shop.test_agreements import YEAR, drafted, signed
from tests.shop.test_pick_ups import bring
from tests.tui.conftest import DRINK, MILK, PASSATA, PASTA, UNKNOWN, YOGHURT, Hands, Opens

PICTURES = Path(__file__).parent / "pictures"
SMALL, LARGE = (80, 24), (120, 40)


async def _sign_in(hands: Hands) -> None:
    """Who stands here."""


async def _basket(hands: Hands) -> None:
    await hands.type("H", "2", "enter")
    for code in (PASSATA, PASSATA, MILK, PASTA, DRINK):
        await hands.scan(code)
    await hands.type("101", "enter", "1", ",", "2", "5", "enter")


async def _which_date(hands: Hands) -> None:
    await _basket(hands)
    await hands.scan(YOGHURT)


async def _stopped(hands: Hands) -> None:
    await _which_date(hands)
    await hands.type("1")


async def _which_group(hands: Hands) -> None:
    await _basket(hands)
    await hands.scan(UNKNOWN)


async def _search(hands: Hands) -> None:
    await _basket(hands)
    await hands.type("/", "p")


async def _ways(hands: Hands) -> None:
    await _basket(hands)
    await hands.type("enter")


async def _terminal(hands: Hands) -> None:
    await _ways(hands)
    await hands.type("2")


async def _paid(hands: Hands) -> None:
    await _ways(hands)
    await hands.type("1", "10", "enter")


async def _colleague(hands: Hands) -> None:
    await _basket(hands)
    await hands.type(".")


async def _own(hands: Hands) -> None:
    await hands.type(".", "0", "4")


async def _drawer(hands: Hands) -> None:
    await hands.type(".", "5", "enter", "50", "enter", "enter")


async def _help(hands: Hands) -> None:
    await hands.type("f1")


async def _lists(hands: Hands) -> None:
    hands.app.push_screen(ListsScreen())
    await hands.settle()


async def _must_go(hands: Hands) -> None:
    await _lists(hands)
    await hands.type("3")


async def _today(hands: Hands) -> None:
    hands.app.switch_mode("today")


async def _office(hands: Hands) -> None:
    await _today(hands)
    await hands.type("+")


async def _lot(hands: Hands) -> None:
    hands.app.push_screen(LotScreen("L1-000006"))
    await hands.until("LOT L1-000006")


async def _places(hands: Hands) -> None:
    hands.app.push_screen(PlacesScreen())
    await hands.until("Kruidenier")


async def _gifts(hands: Hands) -> None:
    """A supermarket that gave in six weeks, the last time half of it refused; its notes want a signature."""
    assert hands.app.shop is not None
    stand = Stand(hands.app.shop, hands.app.shop.counter(by="els", role="manager"))
    supplier(stand)
    for week in range(6):
        give(stand, dt.date(2026, 10, 13) + dt.timedelta(weeks=week), line("bread", 50_000), line("canned", 50_000))
    give(stand, stand.today, line("fruit", 30_000, refused="yes", refused_reason="damaged"))
    stand.do(awarding.propose, "miroir")


async def _label(hands: Hands) -> None:
    await _gifts(hands)
    hands.app.push_screen(LabelScreen("miroir"))
    await hands.settle()


async def _label_list(hands: Hands) -> None:
    await _gifts(hands)
    hands.app.push_screen(LabelScreen())
    await hands.settle()


async def _stock(hands: Hands) -> None:
    hands.app.push_screen(StockScreen())
    await hands.until("8 lo")


async def _stock_lots(hands: Hands) -> None:
    await _stock(hands)
    await hands.type("3", "y")


async def _labels(hands: Hands) -> None:
    await _stock(hands)
    await hands.type("0")


def _manager(hands: Hands) -> Stand:
    """Let the manager stand there, where a supplier is known."""
    assert hands.app.shop is not None
    stand = Stand(hands.app.shop, hands.app.shop.counter(by="els", role="manager"))
    stand.supplier("miroir")
    hands.sign_in("els")
    return stand


async def _door(hands: Hands) -> None:
    _manager(hands)
    hands.app.push_screen(DoorScreen())
    await hands.settle()
    await hands.type("1", "enter", "1", "8", "enter", "96,4", "enter", "0", "1", "enter", "14,6", "enter")


async def _sorting(hands: Hands) -> None:
    stand = _manager(hands)
    number = stand.do(door.begin, "miroir").number
    stand.do(door.add_line, number, origin="donated", group=None, crates=2, gross_grams=20_000)
    stand.do(door.sign, number)
    hands.app.push_screen(SortingScreen())
    await hands.settle()
    await hands.type("1")
    await hands.scan(MILK)
    await hands.type("4", "enter", "2", "enter", "enter")


async def _stock_charts(hands: Hands) -> None:
    await _stock(hands)
    await hands.type("5")


async def _count(hands: Hands) -> None:
    hands.app.push_screen(CountingScreen())
    await hands.settle()
    await hands.type("1", "1", "1")
    await hands.scan(PASSATA)
    await hands.type("18", "enter")
    await hands.scan(MILK)


async def _count_done(hands: Hands) -> None:
    await _count(hands)
    await hands.type("20", "enter", "+", "1")


async def _recalls(hands: Hands) -> None:
    _call_back(hands)
    hands.app.push_screen(RecallsScreen())
    await hands.until("lot L26045")


def _call_back(hands: Hands) -> None:
    """Let one recall of the shop be closed and another go on."""
    assert hands.app.shop is not None
    stand = Stand(hands.app.shop, hands.app.shop.counter(by="els", role="manager"))
    lot = stand.lot(MILK, 6, grams=6000, lot_code="L26045", best_before="2027-02-01")
    stand.sell("H1", f"01{MILK.zfill(14)}10L26045")
    stand.do(transfers.transfer, lot, "[b]Sociaal restaurant & buurthuis De Lange Naam[/b]", count=1, id=new_id())
    first = stand.do(recalling.start, YOGHURT, reason=WHY[1], date_until=day("2026-11-22"))
    stand.do(recalling.close, first.number, withdrawn_because=WHY_WITHDRAWN[1])
    stand.do(recalling.start, MILK, reason=WHY[0], lot_code="L26045")
    stand.do(waste.waste, lot, why="recall", count=2, id=new_id())


async def _recall(hands: Hands) -> None:
    await _recalls(hands)
    await hands.type("enter")
    await hands.until("L26045")


async def _which_lot(hands: Hands) -> None:
    _call_back(hands)
    await hands.scan("H1")
    await hands.scan(MILK)


async def _suppliers(hands: Hands) -> None:
    stand = _manager(hands)
    where = {"street": "Spiegelstraat 12", "postcode": "1090", "town": "Jette"}
    said = {"kbo": "0403.170.701", "banner": "Miroir", "vat_scheme": "yes", "notes": "Leveren langs achter.", **where}
    stand.do(supplier_register.register, "spiegel", name="Supermarkt Miroir", kind="supermarket", **said)
    stand.do(supplier_register.register, "delices", name="[b]Délices & <para>", kind="bakery", town="Laken")
    stand.do(supplier_contacts.add, "spiegel", said={"name": "Zoé", "email": "zoe@example.org", "lang": "fr"})
    notes = [stand.do(receiving.receive, "spiegel", goods=[Brought(PASSATA, n, 500 * n)], id=new_id()) for n in (2, 4)]
    stand.do(note_correcting.correct, notes[0].gift_note or "", lines={1: Correct(count=3)}, reason="verkeerd geteld")
    hands.app.push_screen(SuppliersScreen())
    await hands.until("Miroir")


async def _supplier_file(hands: Hands) -> None:
    await _suppliers(hands)
    await hands.type("s", "u", "p", "enter", "0")
    await hands.until("0403.170.701")


async def _gift_notes(hands: Hands) -> None:
    await _supplier_file(hands)
    await hands.type("4")
    await hands.until("1-00000")


async def _households(hands: Hands) -> None:
    hands.sign_in("els")
    hands.app.push_screen(HouseholdsScreen())
    await hands.settle()
    await hands.type("f", "a", "m")


async def _shares(hands: Hands) -> None:
    hands.app.push_screen(SharesScreen())
    await hands.settle()
    await hands.scan(MILK)
    await hands.until("[1]")
    await hands.type("1")


async def _privacy(hands: Hands) -> None:
    hands.sign_in("els")
    hands.app.push_screen(PrivacyScreen())
    await hands.settle()
    await hands.type("3", "H", "2", "enter")


async def _household_file(hands: Hands) -> None:
    hands.sign_in("els")
    hands.app.push_screen(HouseholdFileScreen("H2"))
    await hands.until("Family H2")


async def _renewal(hands: Hands) -> None:
    await _household_file(hands)
    await hands.type("2", "1")


async def _exceptions(hands: Hands) -> None:
    hands.sign_in("els")
    hands.app.push_screen(ExceptionsScreen())
    await hands.settle()


VOLUNTEERS_SEE = frozenset({"basket", "which_date", "stopped", "which_group", "search", "colleague", "help", "drawer"})
VOLUNTEERS_SEE |= {"ways_of_paying", "card_terminal", "paid", "which_lot", "sign_in", "own"}
"""All else is seen by staff."""


def _agreed(hands: Hands) -> str:
    """Let a shop give on Tuesdays and Saturdays, and a garden; tells the agreement."""
    assert hands.app.shop is not None
    stand = Stand(hands.app.shop, hands.app.shop.counter(by="els", role="manager"))
    stand.supplier("delhaize")
    rule = "FREQ=WEEKLY;BYDAY=TU,SA"
    number = signed(stand, "miroir", replace(YEAR, goods="fruit, [b]brood[/b]"), at_time="17:00", rule=rule, crates=30)
    signed(stand, "jardin", replace(YEAR, ends_on=None), rule="FREQ=WEEKLY;BYDAY=SA;BYMONTH=5,6,11", carrier="giver")
    drafted(stand, "delhaize")
    bring(stand, "miroir", "2026-11-17")
    return number


async def _agreements(hands: Hands) -> None:
    _agreed(hands)
    hands.app.push_screen(AgreementsScreen())
    await hands.until("Jardin")


async def _agreement(hands: Hands) -> None:
    hands.app.push_screen(AgreementScreen(_agreed(hands)))
    await hands.until("1-000001")


async def _round(hands: Hands) -> None:
    _agreed(hands)
    hands.app.push_screen(RoundScreen())
    await hands.until("Jardin")


async def _door_due(hands: Hands) -> None:
    _agreed(hands)
    hands.sign_in("els")
    hands.app.push_screen(DoorScreen())
    await hands.until("17:00")
    await hands.type("1", "enter", "1", "8", "enter", "96,4", "enter")


async def _supplier_year(hands: Hands) -> None:
    assert hands.app.shop is not None
    stand = Stand(hands.app.shop, hands.app.shop.counter(by="els", role="manager"))
    stand.supplier("miroir")
    for month in range(3, 12):
        gives(stand.on(f"2026-{month:02}-10"), {"group": "vegetables", "grams": 20_000 + 3000 * month})
    stand.product("carrots", names={"nl": "Wortelen", "fr": "Carottes"}, group="vegetables", fixed=90, by_weight=True)
    stand.sell("H2", ("carrots", "1500g"))
    hands.app.push_screen(SupplierYearScreen("miroir"))
    await hands.settle()
    await hands.type("plus")


async def _supplier_figure(hands: Hands) -> None:
    await _supplier_year(hands)
    await hands.type("minus", "enter")


async def _supplier_reports(hands: Hands) -> None:
    await _supplier_year(hands)
    hands.app.push_screen(SupplierReportsScreen())


async def _staff(hands: Hands) -> None:
    """Five people; the marked one is being changed."""
    stand = _manager(hands)
    stand.do(staff.add, "[b]Benoît Vandenbroucke-Delacroix", role="staff", pin="2222", kind="article_60")
    stand.do(staff.add, "Samira El Idrissi", role="volunteer", pin="3333", skills=("till", "count"), kind="trainee")
    stand.do(team.give_card, "samira", card="COLLEAGUE-77")
    hands.app.push_screen(StaffScreen())
    await hands.settle()
    await hands.type("down", "down", "down", "enter")


async def _settings(hands: Hands) -> None:
    """Budgets that were changed and will be again; the marked table is open."""
    stand = _manager(hands)
    stand.setting("budget.adult_cents", 1250)
    stand.setting("budget.adult_cents", 1400, valid_from="2026-12-01")
    stand.setting("budget.steps", "1500 2400 3150")
    stand.setting("receipt.heading", "[b]Kerkstraat 1[/b] rue de l'Église|1090 Jette")
    hands.app.push_screen(SettingsScreen())
    await hands.settle()
    await hands.type("2", "down", "down", "down", "enter")


async def _desk(hands: Hands) -> None:
    """A number just given, with something to settle; others called, waiting and in the shop."""
    stand = _manager(hands)
    stand.product("oil", names={"nl": "Zonnebloemolie 1 l", "fr": "Huile de tournesol 1 l"}, fixed=100)
    stand.do(quotas.set_quota, "oil", limit="1 1 2", period="week")
    for number in range(1, 9):
        stand.household(f"Q{number}", adults=number)
        stand.do(desk.arrive, f"Q{number}")
    for number in (1, 2, 3):
        stand.do(arrivals.let_in, number)
    stand.do(arrivals.call_next)
    stand.grant("H1", "grocery", "2026-01-01", "2026-12-10")
    stand.setting("desk.slip", "never")
    hands.app.push_screen(DeskScreen())
    await hands.settle()
    await hands.scan("H1")


async def _journal(hands: Hands) -> None:
    """What was done for colleagues; the newest line whole. Other lines have random keys."""
    stand = _manager(hands)
    stand.do(team.change_skills, "an", skills=["till"])
    stand.do(team.give_card, "an", card="COLLEAGUE-77")
    stand.do(staff.add, "[b]Benoît Vandenbroucke-Delacroix", role="volunteer", pin="2222", skills=("door", "sorting"))
    hands.app.push_screen(JournalScreen())
    await hands.settle()
    await hands.type(*"staff", "enter", "enter")


async def _copies(hands: Hands) -> None:
    """A good copy; folders and sizes are those of no machine."""
    stand = _manager(hands)
    copying.make(stand.shop, at=stand.at, now=stand.now - dt.timedelta(days=3))
    hands.app.push_screen(CopiesScreen())
    await hands.settle()
    shown = hands.app.screen
    assert isinstance(shown, CopiesScreen)
    shop = replace(stand.shop, config=replace(stand.shop.config, folder=Path("/winkel")))
    hands.app.shop, shown.copies = shop, tuple(replace(one, size=12_345_678) for one in shown.copies)
    shown.show_all()


async def _funder(hands: Hands) -> None:
    """Six households of which one is large, and two of them alone with children."""
    stand = _manager(hands)
    for number in range(6):
        family(stand, f"F{number}", "1984f 2012m" if number < 2 else "1984f 1980m 2012m 2019f", PASSATA)
    family(stand, "F6", "2+3", PASSATA)
    hands.app.push_screen(FunderScreen())
    await hands.until("31/12/2026")


STATES: dict[str, Callable[[Hands], Awaitable[None]]] = {
    "sign_in": _sign_in,
    "basket": _basket,
    "which_date": _which_date,
    "stopped": _stopped,
    "which_group": _which_group,
    "search": _search,
    "ways_of_paying": _ways,
    "card_terminal": _terminal,
    "paid": _paid,
    "colleague": _colleague,
    "drawer": _drawer,
    "help": _help,
    "today": _today,
    "office": _office,
    "lists": _lists,
    "must_go": _must_go,
    "lot": _lot,
    "places": _places,
    "label": _label,
    "label_list": _label_list,
    "recalls": _recalls,
    "recall": _recall,
    "which_lot": _which_lot,
    "stock": _stock,
    "supplier_year": _supplier_year,
    "supplier_figure": _supplier_figure,
    "supplier_reports": _supplier_reports,
    "stock_lots": _stock_lots,
    "stock_charts": _stock_charts,
    "labels": _labels,
    "suppliers": _suppliers,
    "supplier_file": _supplier_file,
    "gift_notes": _gift_notes,
    "door": _door,
    "sorting": _sorting,
    "count": _count,
    "count_done": _count_done,
    "households": _households,
    "household_file": _household_file,
    "renewal": _renewal,
    "exceptions": _exceptions,
    "agreements": _agreements,
    "agreement": _agreement,
    "round": _round,
    "door_due": _door_due,
    "staff": _staff,
    "settings": _settings,
    "own": _own,
    "privacy": _privacy,
    "shares": _shares,
    "journal": _journal,
    "copies": _copies,
    "desk": _desk,
    "funder": _funder,
}


def cut_off(hands: Hands) -> list[str]:
    """What the first and the last lines should say and have no room for."""
    screen = hands.app.screen
    if not isinstance(screen, Frame):
        return []
    first, lines = hands.text.partition("\n")[0], hands.text.splitlines()
    heading = [screen.title_words(), hands.app.clock_words(), _("? = help")]
    keys = [" ".join(key) for key in screen.keys()]  # noqa: SIM118
    return [words for words in heading if words not in first] + [words for words in keys if words not in lines[-1]]


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
@pytest.mark.parametrize("lang", ["nl", "fr"])
@pytest.mark.parametrize("state", STATES)
async def test_the_screen_looks_as_in_its_picture(
    opens: Opens, stand: Stand, state: str, lang: str, size: tuple[int, int]
):
    if state not in VOLUNTEERS_SEE:
        stand.do(team.change_role, "an", role="staff")
    async with opens(lang=lang, size=size, by=None if state == "sign_in" else "an") as hands:
        await STATES[state](hands)
        await hands.settle()
        seen = hands.text.rstrip() + "\n"
        assert cut_off(hands) == []
    picture = PICTURES / f"{state}.{lang}.{size[0]}x{size[1]}.txt"
    if os.environ.get("KRUIDENIER_PICTURES"):
        PICTURES.mkdir(exist_ok=True)
        picture.write_text(seen, "utf-8")
    assert seen == picture.read_text("utf-8")


@pytest.mark.parametrize("lang", ["nl", "fr"])
@pytest.mark.parametrize("state", ["basket", "which_date", "ways_of_paying", "colleague"])
def test_the_colleague_and_the_way_back_fit_the_last_line(state: str, lang: str):
    """At 80 columns nothing that leads on is cut off."""
    last = (PICTURES / f"{state}.{lang}.80x24.txt").read_text("utf-8").splitlines()[-1]
    assert (". coll" if state == "basket" else "Esc ") in last
