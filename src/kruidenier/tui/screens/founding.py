"""The first run: a few questions, and a new folder holds a shop."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.widgets import Static

from kruidenier.errors import ShopError
from kruidenier.i18n import LANGUAGE_NAMES, _, speak
from kruidenier.tui.dialogs import Choice, Deed, Flow, ask, confirm, pick
from kruidenier.tui.screens import signing

if TYPE_CHECKING:
    from kruidenier.shop.opening import OpenShop
    from kruidenier.tui.screens.sign_in import SignInScreen


def found(screen: SignInScreen) -> Flow[None]:
    """Ask for name, language, first manager and PIN; Esc goes one question back."""
    words = screen.query_one("#welcome", Static)
    words.update("kruidenier")
    said: dict[str, str] = {}
    steps = (_language, _name, _prices, _manager, _pin)
    step = 0
    while step < len(steps):
        done = yield from steps[step](screen, said)
        words.update(_("A new shop in {place}").format(place=screen.app.folder))
        step = step + 1 if done else max(step - 1, 0)
    shop = yield from _write(screen, said)
    if shop is None:
        yield from found(screen)
        return
    yield Deed(partial(screen.app.open_books, shop))
    yield from screen.sign_in()


def _language(screen: SignInScreen, said: dict[str, str]) -> Flow[bool]:
    choices = [Choice(name, lang) for lang, name in LANGUAGE_NAMES.items()]
    lang = yield from pick("Taal?  Langue ?  Language?", choices, stays=True)
    assert lang is not None
    said["lang"] = lang
    speak(lang)
    screen.show_all()
    return True


def _name(_screen: SignInScreen, said: dict[str, str]) -> Flow[bool]:
    title = _("What is the name of the shop? It stands on every receipt.")
    name = yield from ask(title, prompt=_("name"), reads=_not_empty, typed=said.get("name", ""))
    said["name"] = name or said.get("name", "")
    return name is not None


def _prices(_screen: SignInScreen, said: dict[str, str]) -> Flow[bool]:
    choices = [
        Choice(_("like other goods"), "100"),
        Choice(_("at most half of it"), "50"),
        Choice(_("always free"), "0"),
    ]
    percent = yield from pick(
        _("What do goods cost that were given to the shop?"),
        choices,
        lines=[_("Some givers ask that their goods are cheap or free. It can be changed later, in the settings.")],
    )
    said["donated"] = percent or "100"
    return percent is not None


def _manager(_screen: SignInScreen, said: dict[str, str]) -> Flow[bool]:
    title = _("Who is the first manager? First name and family name.")
    name = yield from ask(title, prompt=_("name"), reads=_not_empty, typed=said.get("manager", ""))
    said["manager"] = name or said.get("manager", "")
    return name is not None


def _pin(screen: SignInScreen, said: dict[str, str]) -> Flow[bool]:
    title = _("A PIN for {name}: 4 to 12 digits, easy to remember and hard to guess.").format(name=said["manager"])
    pin = yield from signing.new_pin(screen, title)
    said["pin"] = pin or ""
    return pin is not None


def _write(screen: SignInScreen, said: dict[str, str]) -> Flow[OpenShop | None]:
    """Found the shop; None if it could not be, which is said."""
    yes = yield from confirm(
        _("Make the shop “{name}” here?").format(name=said["name"]), yes=_("yes"), no=_("no, ask again")
    )
    if not yes:
        return None
    try:
        return (yield Deed(partial(_found, screen, said)))  # type: ignore[no-any-return]
    except ShopError as refusal:
        screen.refuse(refusal)
        return None


def _found(screen: SignInScreen, said: dict[str, str]) -> OpenShop:
    from kruidenier.shop.founding import FOUNDER, found_shop
    from kruidenier.shop.office import settings

    app = screen.app
    now = app.now()
    shop = found_shop(
        app.folder, name=said["name"], lang=said["lang"], manager=said["manager"], pin=said["pin"], now=now
    )
    if said["donated"] != "100":
        at = shop.counter(by=FOUNDER, role="manager")
        with shop.writing.begin() as session:
            settings.put(session, "price.cap_percent.donated", value=said["donated"], at=at, now=now)
    return shop


def _not_empty(typed: str) -> str:
    from kruidenier.shop.office.staff import NeedsName

    if not typed.strip():
        raise NeedsName
    return typed.strip()
