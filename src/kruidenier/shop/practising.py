"""A throw-away shop to practise in: a few invented people, cards and goods, and no way to the books of the real one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kruidenier.i18n import N_
from kruidenier.shop.founding import FOUNDER, found_shop
from kruidenier.shop.goods import product_list
from kruidenier.shop.office import staff
from kruidenier.shop.office.sheets import Sheet
from kruidenier.shop.people import household_list
from kruidenier.shop.supply import opening_stock, supplier_list

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.opening import OpenShop

NAME = "OEFENEN / EXERCICE"
"""The shop's name: it stands on every paper that comes out of it."""
LONG_AGO, YEARS = dt.date(2020, 1, 1), dt.timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody invented who signs in."""

    name: str
    role: str
    pin: str


@dataclass(frozen=True, slots=True)
class Card:
    """A household's card to practise with."""

    number: str
    about: str
    """A sentence to translate."""
    lang: str
    adults: int
    children: int
    until: int | None = None
    """How many days the right to the grocery still lasts."""
    esf: bool = False


@dataclass(frozen=True, slots=True)
class Goods:
    """Something to scan, and what its scan asks."""

    code: str
    names: Mapping[str, str]
    group: str
    cents: int
    about: str
    dates: tuple[int | None, ...] = (None,)
    """For each lot, in how many days its date is; None where it has none."""
    mark: str = "best_before"
    by_weight: bool = False
    esf: bool = False


WORKERS = (
    Worker("Ann Oefening", "volunteer", "1111"),
    Worker("Bo Exercice", "staff", "2222"),
    Worker("Chris Oefening", "manager", "3333"),
)
CARDS = (
    Card("900001", N_("one adult, three children"), "nl", 1, 3),
    Card("900002", N_("with a right to EU goods"), "fr", 2, 0, esf=True),
    Card("900003", N_("the right ends soon"), "fr", 1, 1, until=9),
    Card("900004", N_("the right has ended"), "nl", 2, 2, until=-3),
    Card("900005", N_("papers in Arabic"), "ar", 2, 4),
)
PLAIN = N_("scan it")
GOODS = (
    Goods("9521234000013", {"nl": "Tomatenpuree", "fr": "Purée de tomates"}, "canned", 45, PLAIN, (300,)),
    Goods("9521234000020", {"nl": "Halfvolle melk 1 l", "fr": "Lait demi-écrémé 1 l"}, "milk", 50, PLAIN, (60,)),
    Goods("9521234000037", {"nl": "Rijst 1 kg", "fr": "Riz 1 kg"}, "pasta-rice-cereals", 60, PLAIN, (400,)),
    Goods(
        "9521234000044",
        {"nl": "Koekjes", "fr": "Biscuits"},
        "biscuits-snacks",
        40,
        N_("past best-before: good"),
        (-20,),
    ),
    Goods(
        "9521234000051",
        {"nl": "Yoghurt", "fr": "Yaourt"},
        "yogurt-dessert",
        55,
        N_("which date?"),
        (-2, 0, 4),
        "use_by",
    ),
    Goods("9521234000068", {"nl": "Kip", "fr": "Poulet"}, "meat", 200, N_("past use-by: never"), (-1,), "use_by"),
    Goods(
        "9521234000075",
        {"nl": "Pasta (EU)", "fr": "Pâtes (UE)"},
        "pasta-rice-cereals",
        0,
        N_("EU goods: free"),
        (500,),
        esf=True,
    ),
    Goods("101", {"nl": "Appelen", "fr": "Pommes"}, "fruit", 100, N_("how heavy?"), by_weight=True),
    Goods("102", {"nl": "Brood", "fr": "Pain"}, "bread", 60, PLAIN),
)
UNKNOWN = "9521234000990"
"""Of a pack that no shop knows."""


def found(folder: Path, *, lang: str, now: dt.datetime) -> OpenShop:
    """Found a shop to practise in; whoever made the folder throws it away."""
    *others, manager = WORKERS
    shop = found_shop(folder, name=NAME, lang=lang, manager=manager.name, pin=manager.pin, now=now)
    at = shop.counter(by=FOUNDER, role="manager")
    with shop.writing.begin() as session:
        for worker in others:
            staff.add(session, worker.name, role=worker.role, pin=worker.pin, lang=lang, at=at, now=now)
        for room, rows in _lists(at.business_date(now)):
            _bring(session, room, rows, at=at, now=now)
    return shop


def _lists(today: dt.date) -> Iterable[tuple[Any, list[dict[str, str]]]]:
    yield supplier_list, [{"code": "practice", "name": NAME, "kind": "shop", "vat_scheme": "no"}]
    yield product_list, [_product(goods) for goods in GOODS]
    yield opening_stock, [_lot(goods, days, today) for goods in GOODS for days in goods.dates]
    yield household_list, [_household(card, today) for card in CARDS]


def _product(goods: Goods) -> dict[str, str]:
    key = "gtin" if len(goods.code) > 3 else "code"
    return {
        key: goods.code,
        "name_nl": goods.names["nl"],
        "name_fr": goods.names["fr"],
        "group": goods.group,
        "sold_by": "weight" if goods.by_weight else "piece",
        "price_cents": str(goods.cents),
    }


def _lot(goods: Goods, days: int | None, today: dt.date) -> dict[str, str]:
    much = {"grams": "90000"} if goods.by_weight else {"count": "99", "grams": "49500"}
    dated = {} if days is None else {"date": (today + dt.timedelta(days=days)).isoformat()}
    return {
        "supplier": "practice",
        "gtin" if len(goods.code) > 3 else "code": goods.code,
        **much,
        **dated,
        "date_mark": goods.mark if dated else "none",
        "origin": "esf" if goods.esf else "donated",
    }


def _household(card: Card, today: dt.date) -> dict[str, str]:
    until = today + (YEARS if card.until is None else dt.timedelta(days=card.until))
    esf = {"esf_from": LONG_AGO.isoformat(), "esf_until": (today + YEARS).isoformat()} if card.esf else {}
    return {
        "card": card.number,
        "display_name": f"{NAME} {card.number}",
        "lang": card.lang,
        "adults": str(card.adults),
        "children": str(card.children),
        "referred_by": NAME,
        "access_from": LONG_AGO.isoformat(),
        "access_until": until.isoformat(),
        **esf,
    }


def _bring(session: Session, room: Any, rows: Sequence[dict[str, str]], *, at: Counter, now: dt.datetime) -> None:
    """Bring a list in as an import does."""
    listed = Sheet(tuple(room.COLUMNS), tuple({name: row.get(name, "") for name in room.COLUMNS} for row in rows))
    room.write(session, room.judge(session, listed, on=at.business_date(now)), at=at, now=now)
