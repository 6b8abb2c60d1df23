"""A stocked shop, the program on screen, and two hands: typing slowly and scanning fast."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest
from textual.events import Key
from textual.pilot import Pilot

from kruidenier.shop.office import settings, staff
from kruidenier.shop.office.place import counter
from kruidenier.shop.office.staff import Person
from kruidenier.shop.opening import open_shop
from kruidenier.tui import screen
from kruidenier.tui.app import Kruidenier
from kruidenier.tui.screen import ShopScreen
from tests.kit import NOW, Stand

TYPING, SCANNING, REST = 0.15, 0.005, 1.0
NAMES = {
    "+": "plus",
    "-": "minus",
    "*": "asterisk",
    "/": "slash",
    ".": "full_stop",
    ",": "comma",
    "?": "question_mark",
    "&": "ampersand",
    " ": "space",
    "\x1d": "ctrl+right_square_bracket",
}
PASSATA, MILK, PASTA, YOGHURT, DRINK = (
    "5410188031072",
    "5400141170139",
    "5449000000996",
    "5400141385595",
    "5411188110835",
)
UNKNOWN = "5012345678900"


@pytest.fixture(autouse=True)
def _however_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine makes the books slow; that this is said takes the place of what a test looks for."""
    monkeypatch.setattr(screen, "PATIENCE", 60.0)


@pytest.fixture(scope="session")
def stocked(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop with goods of every kind that asks something, and three households, made once; tests work on copies."""
    folder = tmp_path_factory.mktemp("stocked") / "shop"
    shutil.copytree(founded, folder)
    shop = open_shop(folder)
    stand = Stand(shop, shop.counter(by="els", role="manager"))
    learned = ("door", "sorting", "count", "close")
    stand.do(staff.add, "An Maes", role="volunteer", pin="1111", lang="nl", skills=learned)
    stand.product(PASSATA, names={"nl": "Passata 500 g", "fr": "Purée de tomates 500 g"}, reference=90)
    stand.lot(PASSATA, 20, best_before="2027-06-01")
    stand.product(MILK, names={"nl": "Halfvolle melk 1 l", "fr": "Lait demi-écrémé 1 l"}, reference=100, group="milk")
    stand.lot(MILK, 20, best_before="2027-01-20")
    stand.product(PASTA, names={"nl": "Pasta 500 g", "fr": "Pâtes 500 g"}, reference=100)
    stand.lot(PASTA, 9, origin="esf", best_before="2027-06-01")
    stand.product(YOGHURT, names={"nl": "Yoghurt natuur", "fr": "Yaourt nature"}, reference=110, group="yogurt-dessert")
    for use_by in ("2026-11-22", "2026-11-24", "2026-11-28"):
        stand.lot(YOGHURT, 5, use_by=use_by)
    stand.product(DRINK, names={"nl": "Drank [b]vanille[/b]", "fr": "Boisson <vanille>"}, reference=165)
    stand.lot(DRINK, 5, best_before="2026-11-10")
    stand.product("101", names={"nl": "Appelen", "fr": "Pommes"}, reference=200, by_weight=True, group="fruit")
    stand.lot("101", grams=20_000)
    stand.household("H1", adults=1, children=3, lang="ar")
    stand.household("H2", adults=2, lang="fr", esf=("2020-01-01", None))
    stand.household("H3", grocery=("2020-01-01", "2026-11-20"))
    shop.close()
    return folder


@pytest.fixture
def shop_folder(stocked: Path, tmp_path: Path) -> Path:
    """A fresh copy of the stocked shop."""
    folder = tmp_path / "shop"
    shutil.copytree(stocked, folder)
    return folder


@pytest.fixture
def stand(shop_folder: Path) -> Iterator[Stand]:
    """The manager at till 1 of the stocked shop."""
    shop = open_shop(shop_folder)
    yield Stand(shop, shop.counter(by="els", role="manager"))
    shop.close()


@dataclass
class Hands:
    """Somebody at the keyboard, with a scanner."""

    app: Kruidenier
    pilot: Pilot[int]
    clock: float = 100.0

    async def type(self, *keys: str) -> None:
        """Press keys one after another as a person does; a word of digits is typed digit by digit."""
        for word in keys:
            signs = [word] if len(word) > 1 and not word[0].isdigit() else list(word)
            for sign in signs:
                self.send(sign, TYPING)
                await self.settle()

    async def scan(self, code: str, *, ending: tuple[str, ...] = ("enter",), gap: float = SCANNING) -> None:
        """Let the scanner type a code."""
        self.clock += REST
        for sign in (*code, *ending):
            self.send(sign, gap)
        await self.settle()

    def send(self, sign: str, after: float) -> None:
        """Post one key, so long after the one before."""
        self.clock += after
        key = Key(NAMES.get(sign, sign), sign if len(sign) == 1 and sign != "\x1d" else None)
        key.time = self.clock
        self.app.post_message(key)

    async def settle(self) -> None:
        """Wait until nothing more happens by itself."""
        await self.pilot.pause()
        await self._books_at_rest()
        while self.app.is_running and (self.app.gatherer.holds or self.busy):
            await asyncio.sleep(0.002)
            await self._books_at_rest()
        await self.pilot.pause()

    async def _books_at_rest(self) -> None:
        """Wait until all that the books were asked so far is answered, and the screens have heard it."""
        answered = Event()
        self.app.books.hand(lambda: None, lambda _outcome: answered.set())
        while self.app.is_running and not answered.is_set():  # noqa: ASYNC110 a thread sets it
            await asyncio.sleep(0.001)
        await self.pilot.pause()

    @property
    def busy(self) -> bool:
        """The books are at work."""
        return isinstance(self.app.screen, ShopScreen) and self.app.screen.busy

    async def until(self, text: str) -> None:
        """Wait until a text stands on the screen, on a busy machine for long."""
        for _ in range(6000):
            if text in self.text:
                return
            await asyncio.sleep(0.01)
        raise AssertionError(f"{text!r} never came:\n{self.text}")

    @property
    def text(self) -> str:
        """What stands on the screen."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    def sign_in(self, code: str) -> None:
        """Stand at the till without the ceremony of a PIN."""
        assert self.app.shop is not None
        self.app.lock()
        with self.app.shop.reading() as session:
            person: Person = next(p for p in staff.people(session) if p.code == code)
            at = counter(session, self.app.config.till, by=person.code, role=person.role, skills=person.skills)
            rules = settings.current(session, at.business_date(self.app.now()))
        self.app.screen.leave()  # type: ignore[attr-defined]
        self.app.enter(person, at=at, rules=rules)


Opens = Callable[..., AbstractAsyncContextManager[Hands]]


@pytest.fixture
def opens(stand: Stand, shop_folder: Path) -> Opens:
    """Open the program on the stocked shop; by default the volunteer stands at the till."""

    @asynccontextmanager
    async def open_it(
        *, by: str | None = "an", lang: str = "en", size: tuple[int, int] = (80, 24)
    ) -> AsyncIterator[Hands]:
        app = Kruidenier(shop_folder, lang=lang, now=lambda: NOW)
        async with app.run_test(size=size) as pilot:
            hands = Hands(app, pilot)
            await hands.settle()
            if by is not None:
                hands.sign_in(by)
                await hands.settle()
            yield hands

    return open_it
