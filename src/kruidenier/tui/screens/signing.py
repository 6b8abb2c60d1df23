"""Saying who one is, by a digit or a code and the PIN; and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kruidenier.i18n import _
from kruidenier.tui.dialogs import Choice, Flow, ask, pick

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.office.staff import Permission, Person
    from kruidenier.tui.screen import ShopScreen


def sign(
    screen: ShopScreen,
    title: str,
    *,
    only: Callable[[Person], bool] = lambda _person: True,
    also: Sequence[Choice[Callable[[], None]]] = (),
    stays: bool = False,
) -> Flow[Person | None]:
    """Let somebody sign with a PIN; None if nobody did. What may be chosen besides is done at once."""
    from kruidenier.shop.office import staff

    everybody = yield from screen.ask(staff.people)
    people = [person for person in everybody or () if only(person)]
    if not people:
        screen.say(_("Nobody who works here may do that. A manager can change it."))
        return None

    def by_code(typed: str) -> Person:
        found = [person for person in people if person.code == typed.strip().lower()]
        if not found:
            raise staff.NoSuchPerson(code=typed[:20])
        return found[0]

    choices: list[Choice[Any]] = [Choice(person.name, person) for person in people]
    while True:
        chosen = yield from pick(title, choices, also=also, prompt=_("digit or code"), reads=by_code, stays=stays)
        if chosen is None:
            return None
        if any(chosen is other.value for other in also):
            chosen()
            return None
        signed = yield from pin_of(screen, chosen)
        if signed is not None:
            return signed


def pin_of(screen: ShopScreen, person: Person) -> Flow[Person | None]:
    """Let somebody prove with the PIN who they are; None if they go back."""
    proved = yield from proved_pin(screen, person)
    return None if proved is None else proved[0]


def proved_pin(screen: ShopScreen, person: Person) -> Flow[tuple[Person, str] | None]:
    """Ask for somebody's PIN until it is the right one; None if they go back."""
    while True:
        pin = yield from ask(_("PIN of {name}").format(name=person.name), prompt=_("PIN"), reads=str, secret=True)
        if pin is None:
            return None
        tried = yield from screen.do(_try, person.code, pin=pin)
        if tried is not None and tried[0] is not None:
            screen.say("")
            return tried[0], pin
        if tried is not None:
            screen.say(_("That is not the PIN of {name}. Try again, or Esc for another name.").format(name=person.name))


def new_pin(screen: ShopScreen, title: str) -> Flow[str | None]:
    """Ask for a new PIN, twice the same; None if they go back."""
    from kruidenier.shop.office.staff import good_pin

    while True:
        pin = yield from ask(title, prompt=_("PIN"), reads=good_pin, secret=True)
        if pin is None:
            return None
        again = yield from ask(_("The same PIN once more."), prompt=_("PIN"), reads=str, secret=True)
        if again == pin:
            return pin
        screen.say(_("The two PINs were not the same. Type it again."))


def allowed(screen: ShopScreen, permission: Permission) -> Flow[Counter | None]:
    """Tell for whom the deed is done: whoever stands here, or a colleague who signs for it with a PIN."""
    from kruidenier.shop.office import staff

    at = screen.app.at
    if staff.may(at.role, permission, at.skills):
        return at
    colleague = yield from sign(
        screen, _("Who says yes to this?"), only=lambda person: staff.may(person.role, permission, person.skills)
    )
    return None if colleague is None else replace(at, by=colleague.code, role=colleague.role, skills=colleague.skills)


def reason(reasons: Sequence[str]) -> Flow[str | None]:
    """Ask why, by digit or in words."""
    choices = [Choice(_(words), words) for words in reasons]
    return (yield from pick(_("Why? Choose, or type a few words."), choices, prompt=_("why"), reads=str.strip))


def _try(session: Session, code: str, *, pin: str, now: dt.datetime, **_at: Counter) -> tuple[Person | None]:
    """Try a PIN; a wrong one is counted, so it is an answer and not a refusal."""
    from kruidenier.shop.office import staff

    return (staff.try_pin(session, code, pin=pin, now=now),)
