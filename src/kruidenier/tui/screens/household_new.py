"""Registering a household: a referral becomes a card number in a handful of answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kruidenier.i18n import _, day
from kruidenier.tui.dialogs import Choice, Flow, in_turn, pick
from kruidenier.tui.screens import household_asking as asking
from kruidenier.tui.screens import household_lines, household_rights

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.people.register import People
    from kruidenier.tui.screens.households import HouseholdsScreen

MOST_REFERRERS = 8
NEW = ""
"""Instead of the card of somebody who is known."""


def register(screen: HouseholdsScreen) -> Flow[None]:
    """Ask who they are, look whether they are known, and give them a card; Esc leads to the question before."""
    told: dict[str, Any] = {"name": screen.typed}
    if not (yield from in_turn(told, lambda: _questions(screen, told))):
        return
    if told["known"] != NEW:
        screen.open_card(told["known"])
        return
    yield from _hand_over(screen, screen.app.at, told["card"])


def _questions(screen: HouseholdsScreen, told: dict[str, Any]) -> list[tuple[str, Callable[[], Flow[Any]]]]:
    """List what is asked, as far as that follows from what was told, and last what is done with it."""
    at = screen.app.at
    today = screen.app.today
    questions: list[tuple[str, Callable[[], Flow[Any]]]] = [
        ("how", _how),
        ("name", lambda: asking.name(_("By which name do staff look for them?"), told["name"])),
        ("people", lambda: _people(screen, told)),
    ]
    if told.get("known") == NEW:
        questions.append(("lang", lambda: asking.language(told.get("lang"))))
        if told["how"] == "referral":
            questions += [
                ("by", lambda: _referrer(screen)),
                ("contact", lambda: _contact(told.get("contact", ""))),
                ("on", lambda: _referred_on(today, told.get("on", today))),
                ("until", lambda: _until(screen, told, today)),
                ("esf", lambda: _esf(told["until"])),
                ("proof", lambda: household_rights.ask_proof(screen, usual=told["way"][1])),
            ]
        verb = _visit if told["how"] == "visit" else _register
        questions.append(("card", lambda: screen.do(verb, told, at=at)))
    return questions


def _how() -> Flow[str | None]:
    return (
        yield from pick(
            _("A new household. Is there a referral?"),
            [Choice(_("yes, a referral"), "referral"), Choice(_("one visit, before it arrives"), "visit")],
        )
    )


def _people(screen: HouseholdsScreen, told: dict[str, Any]) -> Flow[People | None]:
    """Ask who they are until it is clear whether they are known."""
    people = told.get("people")
    while (people := (yield from asking.people(_("Who belongs to the household?"), people))) is not None:
        told["known"] = yield from _known(screen, told["name"], people)
        if told["known"] is not None:
            return people
    return None


def _known(screen: HouseholdsScreen, name: str, people: People) -> Flow[str | None]:
    """Show who sounds alike; tells the card of the one it is."""
    from kruidenier.shop.people import strangers

    alike = strangers.like(screen.book, name, people)[:8] if screen.book is not None else []
    if not alike:
        return NEW
    choices: list[Choice[str]] = [Choice(_("none of these: somebody new"), NEW, "0")]
    choices += [Choice(household_lines.known_words(one), one.card, str(n)) for n, one in enumerate(alike, start=1)]
    return (yield from pick(_("These are known. Is it one of them?"), choices))


def _referrer(screen: HouseholdsScreen) -> Flow[str | None]:
    known = (yield from screen.ask(_referrers)) or ()
    return (
        yield from pick(
            _("Who referred them? Choose, or type it."),
            [Choice(one, one) for one in known[:MOST_REFERRERS]],
            prompt=_("organisation"),
            reads=_organisation,
        )
    )


def _contact(before: str) -> Flow[str | None]:
    return (yield from asking.words(_("Who is the contact there? Enter: nobody in particular."), typed=before))


def _referred_on(today: dt.date, usual: dt.date) -> Flow[dt.date | None]:
    return (yield from asking.until(_("On which day did they send them?"), today=today, usual=usual))


def _until(screen: HouseholdsScreen, told: dict[str, Any], today: dt.date) -> Flow[dt.date | None]:
    """Ask what leads to the right, where the shop has several ways, and until when it lasts."""
    way = yield from household_rights.ask_way(screen)
    usual = None if way is None else (yield from screen.ask(_usual, today))
    if usual is None:
        return None
    told["way"] = way
    title = _("Until when do they shop here?")
    return (yield from asking.until(title, today=today, usual=told.get("until", usual)))


def _esf(until: dt.date) -> Flow[bool | None]:
    return (
        yield from pick(
            _("May they have ESF+ goods too?"),
            [Choice(_("no"), value=False), Choice(_("yes, until {date}").format(date=day(until)), value=True)],
        )
    )


def _hand_over(screen: HouseholdsScreen, at: Counter, card: str) -> Flow[None]:
    """Show the number, ask what they need and whether they have the notice, and open the file."""
    from kruidenier.shop.people import files
    from kruidenier.shop.people.needs import NEEDS

    today = screen.app.today
    yield from asking.show_card(_("Their card number: {card}"), card, _("written on the card"))
    informed = yield from pick(
        _("Have they been given the information notice?"),
        [Choice(_("yes, today"), value=True), Choice(_("not yet"), value=False)],
    )
    if informed:
        yield from screen.do(files.change, card, at=at, informed_on=today)
    needs = yield from asking.some_of(_("What do they need when they come?"), NEEDS, ())
    if needs:
        yield from screen.do(files.set_needs, card, at=at, needs=needs)
    screen.typed = ""
    screen.open_card(card)


def _organisation(text: str) -> str:
    from kruidenier.shop.people.files import clean

    return clean(text, needed=True) or ""


def _usual(session: Session, today: dt.date) -> dt.date:
    from kruidenier.shop.office import settings

    return asking.months_on(today, settings.current(session, today)["rights.months"]) - dt.timedelta(days=1)


def _referrers(session: Session) -> tuple[str, ...]:
    from kruidenier.shop.people import files

    return files.referrers(session)


def _visit(session: Session, told: dict[str, Any], *, at: Counter, now: dt.datetime) -> str:
    from kruidenier.shop.people import renewing

    return renewing.one_visit(
        session, display_name=told["name"], lang=told["lang"], people=told["people"], at=at, now=now
    )


def _register(session: Session, told: dict[str, Any], *, at: Counter, now: dt.datetime) -> str:
    from kruidenier.shop.people import files, register

    today = at.business_date(now)
    way, reason = told["way"]
    ends: dict[str, Any] = {"esf_from": today, "esf_until": told["until"]} if told["esf"] else {}
    card = register.register(
        session,
        card=None,
        display_name=told["name"],
        lang=told["lang"],
        people=told["people"],
        access_from=today,
        access_until=told["until"],
        referred_by=told["by"],
        way=way,
        reason=reason or None,
        proof=told["proof"],
        at=at,
        now=now,
        **ends,
    )
    files.change(session, card, referrer_contact=told["contact"], referred_on=told["on"], at=at, now=now)
    return card
