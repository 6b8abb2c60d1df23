"""Building the demo: an invented shop around the real catalogue, with its past told through the shop's own verbs."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, TextIO
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from kruidenier.config import holds_a_shop
from kruidenier.demo import agreements, backroom, cast, gifts, label, office, receiving, trade
from kruidenier.demo.assortment import assortment
from kruidenier.demo.office import Worker
from kruidenier.demo.shelves import Shelves, Truth
from kruidenier.demo.world import Scale, Wishes, World, opening_days
from kruidenier.i18n import N_, _, day
from kruidenier.shop import copying
from kruidenier.shop.founding import ShopThere, found_shop
from kruidenier.shop.goods import catalogue, judging, places, prices
from kruidenier.shop.goods.judging import Visitor
from kruidenier.shop.goods.names import best_name
from kruidenier.shop.office import place, settings, staff
from kruidenier.shop.opening import OpenShop
from kruidenier.shop.supply import suppliers as supply
from kruidenier.shop.till import basket_rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.demo.assortment import Article
    from kruidenier.shop.office.place import Counter

NAME = "Kruidenier Demo"
DESCRIPTION = Path("data") / "demo.json"
TRUTH = Path("data") / "demo-truth.csv"
WHOLE = Scale()
PLENTY, PLENTY_GRAMS = 4, 2500
ROLES = {"volunteer": N_("volunteer"), "staff": N_("staff member"), "manager": N_("manager")}
PLAIN = "{name}"
LOOSE = N_("{name}: by weight")
FREE = N_("{name}: ESF+, free")
DATED = N_("{name}: the date on the pack matters")
ZONE = ZoneInfo("Europe/Brussels")


@dataclass(frozen=True, slots=True)
class Sample:
    """A card or code to try, and why."""

    code: str
    about: str
    """A sentence to translate, with the `name` of goods in it."""
    names: dict[str, str] = field(default_factory=dict)

    def say(self) -> str:
        """Say why, in the language of the reader."""
        return _(self.about).format(name=best_name(self.names, self.code))


@dataclass(frozen=True, slots=True)
class DemoShop:
    """An invented shop and what one needs to know to try it."""

    folder: Path
    workers: tuple[Worker, ...]
    cards: tuple[Sample, ...]
    goods: tuple[Sample, ...]

    def introduce(self) -> Iterator[str]:
        """Say who works here with which PIN, and what to scan."""
        yield _("Everything in this shop is invented. It lies in {folder}.").format(folder=self.folder)
        yield _("Sign in with a code and its PIN:")
        for worker in self.workers:
            yield f"  {worker.code:10} {worker.pin}   {_(ROLES[worker.role]):17} {worker.name}"
        yield _("Cards to scan or type at the till:")
        for card in self.cards:
            yield f"  {card.code:10} {card.say()}"
        yield _("Goods to scan or type:")
        for goods in self.goods:
            yield f"  {goods.code:14} {goods.say()}"


def welcome(demo: DemoShop) -> list[str]:
    """Say in a few lines who may sign in and what may be scanned, for whoever looks at the first screen."""
    first = {worker.role: worker for worker in reversed(demo.workers)}
    people = [
        _("{name}, {role}: PIN {pin}").format(name=first[role].name, role=_(words), pin=first[role].pin)
        for role, words in ROLES.items()
    ]
    return [
        _("Everything in this shop is invented."),
        *people,
        _("Cards to try: {codes}").format(codes="  ".join(card.code for card in demo.cards[:3])),
        _("Goods to try: {codes}").format(codes="  ".join(goods.code for goods in demo.goods[:3])),
    ]


def is_demo(folder: Path) -> bool:
    """Tell whether a folder holds a demo shop that was built to its end."""
    return (folder / DESCRIPTION).exists()


def read_demo(folder: Path) -> DemoShop:
    """Read again what one needs to know to try a demo shop."""
    words = json.loads((folder / DESCRIPTION).read_text("utf-8"))
    return DemoShop(
        folder=folder,
        workers=tuple(Worker(**worker) for worker in words["workers"]),
        cards=tuple(Sample(**card) for card in words["cards"]),
        goods=tuple(Sample(**goods) for goods in words["goods"]),
    )


def build_demo(
    folder: Path,
    *,
    months: int = 6,
    seed: int = 1,
    now: dt.datetime,
    tell: Callable[[str], None],
    scale: Scale = WHOLE,
) -> DemoShop:
    """Build a demo shop with its past months of trade, telling how far it is; same seed and day, same shop.

    It is built aside and moved into place when it is whole, so that a building that was stopped leaves nothing.
    """
    if holds_a_shop(folder):
        raise ShopThere(place=folder)
    (folder / "data").mkdir(parents=True, exist_ok=True)
    workshop = Path(tempfile.mkdtemp(prefix=".building-", dir=folder))
    try:
        demo = _build(workshop, months=months, rng=Random(seed), now=now, tell=tell, scale=scale)  # noqa: S311
        for file in (workshop / "data").iterdir():
            file.replace(folder / "data" / file.name)
        (folder / "receipts").mkdir(exist_ok=True)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    return replace(demo, folder=folder)


def _build(
    folder: Path, *, months: int, rng: Random, now: dt.datetime, tell: Callable[[str], None], scale: Scale
) -> DemoShop:
    name, _role, pin, lang = cast.TEAM[0]
    today = now.astimezone(ZONE).date()
    days = list(opening_days(today - relativedelta(months=months), today))
    first = days[0] if days else today
    morning = min(dt.datetime.combine(first, dt.time(6), ZONE), now)
    tell(_("Founding the shop on {date}…").format(date=day(first)))
    shop = found_shop(folder, name=NAME, lang=lang, manager=name, pin=pin, now=morning)
    try:
        with (folder / TRUTH).open("w", encoding="utf-8", newline="") as file:
            world, workers = _set_up(shop, rng, first=first, today=today, now=morning, scale=scale, truth=file)
            with shop.writing.begin() as session:
                office.bring_households(session, world, at=world.by("staff"), now=morning)
                receiving.opening_stock(session, world, at=world.by("staff"), now=morning)
                backroom.levels(session, world, at=world.by("manager"), now=morning)
                agreements.sign_all(session, world, at=world.counters["manager"][0], now=morning)
            _trade(shop, world, days, now=now, tell=tell)
            evening = dt.datetime.combine(today - dt.timedelta(days=1), dt.time(18), ZONE)
            copying.make(shop, at=world.counters["manager"][0], now=evening)
        with shop.reading() as session:
            demo = DemoShop(folder, tuple(workers), _cards(world), tuple(_goods(session, world)))
    finally:
        shop.close()
    words = asdict(demo)
    del words["folder"]
    (folder / DESCRIPTION).write_text(json.dumps(words, ensure_ascii=False, indent=1), "utf-8")
    return demo


def _set_up(
    shop: OpenShop, rng: Random, *, first: dt.date, today: dt.date, now: dt.datetime, scale: Scale, truth: TextIO
) -> tuple[World, list[Worker]]:
    """Furnish the shop, and begin to know what the books cannot."""
    articles = assortment(rng)
    with shop.writing.begin() as session:
        founder = staff.people(session)[0].code
        at = place.counter(session, shop.config.till, by=founder, role="manager")
        workers = office.hire(session, founder, at=at, now=now)
        office.furnish(session, articles, at=at, now=now, today=today)
        counters: dict[str, list[Counter]] = {}
        for worker in workers:
            counters.setdefault(worker.role, []).append(replace(at, by=worker.code, role=worker.role))
        world = World(
            rng=rng,
            first=first,
            today=today,
            scale=scale,
            articles=articles,
            families=list(cast.families(rng, scale.households, today=today)),
            shelves=Shelves(rng),
            truth=Truth(truth, frozenset(a.code for a in articles.values() if a.loose)),
            counters=counters,
            items={code: catalogue.require_item(session, code) for code in articles},
            suppliers=supply.supplier_ids(session),
            places=places.keys_by_code(session),
            settings=settings.current(session, first),
            wishes=Wishes.of([article for article in articles.values() if not article.only_esf]),
        )
    world.truth.head()
    return world, workers


def _trade(shop: OpenShop, world: World, days: list[dt.date], *, now: dt.datetime, tell: Callable[[str], None]) -> None:
    """Tell the past day by day, each in one transaction, and begin today."""
    since = world.first - dt.timedelta(days=1)
    month = 0
    for number, date in enumerate(days):
        if date.month != month:
            month = date.month
            tell(_("Trading in {month}…").format(month=f"{date:%m/%Y}"))
        with shop.writing.begin() as session:
            at, early = world.by("staff"), dt.datetime.combine(date, dt.time(8), ZONE)
            office.desk(session, world, since=since, at=at, now=early)
            trade.half_day(session, world, date, number=number)
            evening = dt.datetime.combine(date, dt.time(20), ZONE)
            label.in_the_evening(session, world, number=number, days=len(days), now=evening)
        since = date
    with shop.writing.begin() as session:
        office.desk(session, world, since=since, at=world.by("staff"), now=now)
        office.fill_files(session, world, at=world.by("staff"), now=now)
        gifts.file_away(session, world, at=world.counters["staff"][0], now=now)
        trade.today_so_far(session, world, now=now)
        agreements.note_days(session, world, at=world.counters["manager"][0], now=now)
        label.proposal_of_today(session, world, now=now)


def _cards(world: World) -> tuple[Sample, ...]:
    return tuple(Sample(family.card, family.about) for family in world.families if family.about)


def _goods(session: Session, world: World) -> Iterator[Sample]:
    """Choose goods to try from what is in stock: some plain, some loose, one free, some whose date matters."""
    found: dict[str, list[Sample]] = {}
    for article in sorted(world.articles.values(), key=lambda article: -article.wanted):
        about = _about(session, world, article)
        if about is not None:
            found.setdefault(about, []).append(Sample(article.code, about, dict(world.items[article.code].names)))
    for about, count in ((PLAIN, 4), (LOOSE, 2), (FREE, 1), (DATED, 2)):
        yield from found.get(about, [])[:count]


def _about(session: Session, world: World, article: Article) -> str | None:
    """Tell what happens when an article is scanned today for a household with both rights; None if it is scarce."""
    item, on = world.items[article.code], world.today
    rules = settings.current(session, on)
    both, promised = Visitor(grocery=True, esf=True), basket_rows.promised(session, item)
    lots = judging.candidates(session, item, visitor=both, on=on, settings=rules, promised=promised)
    if sum(lot.left(item) for lot in lots if lot.no is None) < (PLENTY_GRAMS if article.loose else PLENTY):
        return None
    if judging.differ(lots, prices.list_price(session, item, on=on, settings=rules), rules):
        return DATED
    return FREE if article.esf else LOOSE if article.loose else PLAIN
