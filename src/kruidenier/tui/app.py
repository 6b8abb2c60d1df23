"""The program on screen: it paints first, opens the books beside the screen, and knows who stands at the till."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import events
from textual.app import App

from kruidenier import i18n
from kruidenier.config import ShopConfig, holds_a_shop, is_closed, read_config, wall_clock
from kruidenier.errors import ShopError
from kruidenier.i18n import _
from kruidenier.tui import looks, rights
from kruidenier.tui.clerk import Clerk
from kruidenier.tui.scanner import LIMIT, LIMIT_IN_BROWSER, Gatherer, Scan
from kruidenier.tui.screen import BooksLost, ShopScreen
from kruidenier.tui.screens.sign_in import SignInScreen
from kruidenier.tui.screens.till import TillScreen
from kruidenier.tui.screens.today import TodayScreen

if TYPE_CHECKING:
    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.office.settings import Settings
    from kruidenier.shop.office.staff import Person
    from kruidenier.shop.opening import OpenShop
    from kruidenier.store.driver import Key

T = TypeVar("T")
STARTS_AT = {"volunteer": "till", "staff": "today", "manager": "today"}
LOOK_ROUND = 10.0
"""Seconds between looks at whether anybody is still here, and what they may."""


class Kruidenier(App[int]):
    """The screens of one shop at one till."""

    CSS_PATH = "kruidenier.tcss"
    MODES: ClassVar = {"sign_in": SignInScreen, "till": TillScreen, "today": TodayScreen}
    DEFAULT_MODE = "sign_in"
    ENABLE_COMMAND_PALETTE = False  # ours speaks the reader's language and has its own key
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 as Textual declares it

    def __init__(
        self,
        folder: Path,
        *,
        lang: str | None = None,
        now: Callable[[], dt.datetime] = wall_clock,
        welcome: Callable[[], list[str]] = list,
        practice: bool = False,
        key: Key | None = None,
    ) -> None:
        super().__init__()
        self.register_theme(looks.KRUIDENIER)
        self.register_theme(looks.CONTRAST)
        self.theme = looks.KRUIDENIER.name
        self.folder = folder
        self.now = now
        self.welcome = welcome
        """What the first screen says besides, in the language spoken then."""
        self.practice = practice
        """Nothing here is real, and every screen says so."""
        self.key = key
        """Of encrypted books."""
        self.person: Person | None = None
        self.shop: OpenShop | None = None
        self.books = Clerk("books")
        self.papers = Clerk("papers")
        self.gatherer = Gatherer(
            is_scan=self._is_scan, hears_at_once=self._hears_at_once, keys_are_deeds=self._keys_are_deeds
        )
        self.receipt_setting = "on_request"
        self.label_sheet = ("3x8", 1)
        """The sheet on which labels were printed last, and the first label that is still on it."""
        self.lock_minutes = 0
        self.staff_cards = "off"
        self.house_language = "nl"
        """The shop's own, for papers where nothing speaks the household's."""
        self._lang = lang
        self._at: Counter | None = None
        self._stood_here = ""
        self._touched_at = self._judged_at = now()
        self._pause_runs = False
        self._fed = False
        if lang:
            i18n.speak(lang)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give our own colour names a value in every theme."""
        return looks.KRUIDENIER.variables

    def on_mount(self) -> None:
        """Give a browser more time between keys."""
        self.gatherer.limit = LIMIT_IN_BROWSER if self.is_web else LIMIT
        self.set_interval(LOOK_ROUND, self.look_round)

    def on_unmount(self) -> None:
        """Let go of the books."""
        for clerk in (self.books, self.papers):
            clerk.go_home()
        if self.shop is not None:
            self.shop.close()

    # The shop

    @property
    def config(self) -> ShopConfig:
        """What the folder says of itself."""
        return self.shop.config if self.shop is not None else read_config(self.folder)

    @property
    def is_founded(self) -> bool:
        """The folder holds a shop, names a database that may, or is closed to this account."""
        return holds_a_shop(self.folder) or is_closed(self.folder)

    @property
    def at(self) -> Counter:
        """Where and for whom deeds are done."""
        assert self._at is not None, "nobody has signed in"
        return self._at

    @property
    def today(self) -> dt.date:
        """The shop's date now."""
        return self.at.business_date(self.now())

    def open_books(self, shop: OpenShop | None = None) -> None:
        """Open the shop, beside the screen."""
        from sqlalchemy import select

        from kruidenier.shop.office import settings
        from kruidenier.shop.office.place import Shop
        from kruidenier.shop.opening import open_shop

        opened = shop or open_shop(self.folder, key=self.key)
        with opened.reading() as session:
            language = session.scalars(select(Shop.language)).one()
            self.go_by(settings.now(session, self.now()))
        self.shop, self.house_language = opened, str(language)
        i18n.speak(self._lang or language)
        _("Pay")  # the sentences are read now, not at the first key

    def read_ahead(self) -> None:
        """Read what the first scan needs while somebody types a PIN."""
        from kruidenier.shop import tables  # noqa: F401
        from kruidenier.shop.till import corrections, paying  # noqa: F401

        _set_the_past_aside()

    def go_by(self, rules: Settings) -> None:
        """Go by the settings of today from now on."""
        self.receipt_setting, self.staff_cards = rules["receipt.paper"], rules["staff.cards"]
        self.lock_minutes = rules["till.lock_minutes"]

    def enter(self, person: Person, *, at: Counter, rules: Settings) -> None:
        """Let somebody stand at the till; what another had open here is not shown to them, and stays in the books."""
        if self._stood_here not in ("", person.code):
            self._close_rooms()
        self._stood_here = person.code
        self.stand_as(person, at=at)
        self.go_by(rules)
        self._touched_at = self.now()
        if not self._lang:
            i18n.speak(person.lang)
        self.switch_mode(self.home)

    @property
    def home(self) -> str:
        """Where whoever stands here starts: the till, or the day's page."""
        return STARTS_AT[self.at.role]

    def stand_as(self, person: Person, *, at: Counter) -> None:
        """Know who stands here, and what they may."""
        self.person, self._at = person, at

    def turn_away(self, why: str) -> None:
        """Lock, and show nobody again what was open; the basket stays in the books."""
        self.lock()
        self._close_rooms()
        self._stood_here = ""
        self.screen.say(why, "reverse")  # type: ignore[attr-defined]

    def _close_rooms(self) -> None:
        for mode in set(STARTS_AT.values()):
            self.remove_mode(mode)
            self.add_mode(mode, self.MODES[mode])

    def lock(self) -> None:
        """Let nobody stand at the till; what is open stays as it is."""
        if self.person is not None:
            self.person = self._at = None
            self.switch_mode("sign_in")

    def look_round(self) -> None:
        """Lock when nobody is here any more; else look what holds now, if they did anything since or a day began."""
        self.lock_if_idle()
        if self._touched_at > self._judged_at or self.now().date() > self._judged_at.date():
            self.judge_rights()

    def judge_rights(self) -> None:
        """Ask the books what whoever stands here may now, and by which settings the shop goes."""
        self._judged_at = self.now()
        rights.judge(self)

    def on_judged(self, judged: rights.Judged) -> None:
        """Act on what the books say."""
        rights.act_on(self, judged)

    def lock_if_idle(self) -> None:
        """Lock when nobody has touched a key for long, once the books have done what was asked; what is open stays."""
        if getattr(self.screen, "busy", False):
            return
        if self.lock_minutes and self.now() - self._touched_at >= dt.timedelta(minutes=self.lock_minutes):
            self.lock()

    def write(self, verb: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Do a deed in one transaction; note what the shop refused, in another."""
        assert self.shop is not None
        deed = self._here_and_now(kwargs)
        try:
            with self._answering(), self.shop.writing.begin() as session:
                return verb(session, *args, **deed)
        except ShopError as refusal:
            self._note(refusal, deed)
            raise

    def rehearse(self, verb: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Do a deed and take it back again."""
        assert self.shop is not None
        deed = self._here_and_now(kwargs)
        try:
            with self._answering(), self.shop.writing() as session:
                return verb(session, *args, **deed)
        except ShopError as refusal:
            self._note(refusal, deed)
            raise

    def read(self, question: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Ask the books something."""
        assert self.shop is not None
        with self._answering(), self.shop.reading() as session:
            return question(session, *args, **kwargs)

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """Say in our own words that a database does not answer, or that its disk is full."""
        from sqlalchemy.exc import InterfaceError, OperationalError

        from kruidenier.store.opening import DiskFull, said

        try:
            yield
        except (OperationalError, InterfaceError) as fault:
            told = said(fault, self.config.database, backups=self.config.backups)
            raise BooksLost(told.explain() if isinstance(told, DiskFull) else str(fault.orig)) from fault

    def _here_and_now(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        return {"now": self.now(), **({"at": self._at} if self._at else {}), **kwargs}

    def _note(self, refusal: ShopError, deed: dict[str, Any]) -> None:
        from kruidenier.shop.office.journal import note_refusal

        if self.shop is not None and deed.get("at") is not None:
            with self._answering(), self.shop.writing.begin() as session:
                note_refusal(session, refusal, at=deed["at"], now=deed["now"])

    def clock_words(self) -> str:
        """Tell day and time as people here say them."""
        from babel.dates import format_datetime

        if self._at is None:
            return ""
        local = self.now().astimezone(self._at.zone)
        return str(format_datetime(local, "EEE dd/MM HH:mm", locale=i18n.LOCALES[i18n.language()]))

    # Who may go where

    def may(self, needed: str) -> bool:
        """Tell whether whoever stands here has a right; an empty one everybody has."""
        from kruidenier.shop.office.staff import Permission, may

        return not needed or may(self.at.role, Permission(needed), self.at.skills)

    def push_screen(self, screen: Any, *given: Any, **named: Any) -> Any:
        """Open a screen, unless it is for others."""
        if isinstance(screen, ShopScreen) and not self.may(screen.NEEDS):
            self._keep_out(screen.NEEDS)
            return None
        return super().push_screen(screen, *given, **named)

    def _keep_out(self, needed: str) -> None:
        from kruidenier.shop.office.staff import NotAllowed, Permission, require

        deed = {"at": self.at, "now": self.now()}
        try:
            require(self.at, Permission(needed))
        except NotAllowed as refusal:
            self.screen.refuse(refusal)  # type: ignore[attr-defined]
            self.books.hand(partial(self._note, refusal, deed), lambda _outcome: None)

    # Keys

    async def on_event(self, event: events.Event) -> None:
        """Tell a scanner's burst from typing, wherever the focus is."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self._fed, self._touched_at = True, self.now()
            for given in self.gatherer.take(event):
                await self._give(given)
            self._wait_for_a_pause()
        elif isinstance(event, events.Paste) and not event.is_forwarded and _only_codes(event.text):
            for code in event.text.split():
                await self._give(Scan(code))
        else:
            await super().on_event(event)

    async def _give(self, given: events.Key | Scan) -> None:
        if isinstance(given, events.Key):
            await super().on_event(given)
            return
        while not isinstance(self.screen, ShopScreen):  # help and palette make way
            await self.pop_screen()
        self.screen.post_message(given)

    def _wait_for_a_pause(self) -> None:
        if self.gatherer.holds and not self._pause_runs:
            self._pause_runs, self._fed = True, False
            self.set_timer(self.gatherer.limit, self._pause)

    async def _pause(self) -> None:
        self._pause_runs = False
        if not self._fed:
            for given in self.gatherer.pause():
                await self._give(given)
        self._wait_for_a_pause()

    def _is_scan(self, text: str) -> bool:
        return self.screen.is_scan(text) if isinstance(self.screen, ShopScreen) else len(text) >= 8

    def _hears_at_once(self) -> bool:
        screen = self.screen
        if not isinstance(screen, ShopScreen):
            return True
        return screen.question is not None and screen.question.live

    def _keys_are_deeds(self) -> bool:
        return isinstance(self.screen, ShopScreen) and self.screen.keys_are_deeds

    def open_palette(self) -> None:
        """Show everything that can be done, by name."""
        from textual.command import CommandPalette

        from kruidenier.tui.palette import KeysByName

        self.push_screen(CommandPalette(providers=[KeysByName], placeholder=_("What do you want to do?")))


def _only_codes(text: str) -> bool:
    return bool(text.split()) and all(word.isascii() and word.isdigit() for word in text.split())


def _set_the_past_aside() -> None:
    """Keep what was made at the start, nearly all of it for good, out of every later collection of garbage."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
