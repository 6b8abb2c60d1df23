"""Registering a household: a referral becomes a card number in a handful of answers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kruidenier.i18n import _, day
from kruidenier.tui.dialogs import Choice, Flow, pick
from kruidenier.tui.screens import household_asking as asking
from kruidenier.tui.screens import household_lines, household_rights

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.people.register import People
    from kruidenier.tui.screens.households import HouseholdsScreen

MOST_REFERRERS = 8


@dataclass(frozen=True, slots=True)
class Referral:
    """What a referral says beside who they are."""

    by: str
    contact: str
    on: dt.date


def register(screen: HouseholdsScreen) -> Flow[None]:
    """Ask who they are, look whether they are known, and give them a card."""
    at = screen.app.at
    how = yield from pick(
        _("A new household. Is there a referral?"),
        [Choice(_("yes, a referral"), "referral"), Choice(_("one visit, before it arrives"), "visit")],
    )
    if how is None:
        return
    name = yield from asking.name(_("By which name do staff look for them?"), screen.typed)
    people = None if name is None else (yield from asking.people(_("Who belongs to the household?")))
    if name is None or people is None or (yield from _is_known(screen, name, people)):
        return
    lang = yield from asking.language()
    if lang is None:
        return
    if how == "visit":
        card = yield from screen.do(_visit, at=at, display_name=name, lang=lang, people=people)
    else:
        card = yield from _referred(screen, at, display_name=name, lang=lang, people=people)
    if card is not None:
        yield from _hand_over(screen, at, card)


def _is_known(screen: HouseholdsScreen, name: str, people: People) -> Flow[bool]:
    """Show who sounds alike; tells whether it is one of them, whose file is then opened."""
    from kruidenier.shop.people import strangers

    if screen.book is None:
        return False
    alike = strangers.like(screen.book, name, people)[:8]
    if not alike:
        return False
    choices: list[Choice[Any]] = [Choice(_("none of these: somebody new"), "new", "0")]
    choices += [Choice(household_lines.known_words(one), one.card, str(n)) for n, one in enumerate(alike, start=1)]
    chosen = yield from pick(_("These are known. Is it one of them?"), choices)
    if chosen in (None, "new"):
        return chosen is None
    screen.open_card(chosen)
    return True


def _referred(screen: HouseholdsScreen, at: Counter, **who: Any) -> Flow[str | None]:
    referral = yield from _referral(screen)
    way = None if referral is None else (yield from household_rights.ask_way(screen))
    if referral is None or way is None:
        return None
    today = screen.app.at.business_date(screen.app.now())
    usual = yield from screen.ask(_usual, today)
    until = (
        None
        if usual is None
        else (yield from asking.until(_("Until when do they shop here?"), today=today, usual=usual))
    )
    if until is None:
        return None
    esf = yield from pick(
        _("May they have ESF+ goods too?"),
        [Choice(_("no"), value=False), Choice(_("yes, until {date}").format(date=day(until)), value=True)],
    )
    proof = None if esf is None else (yield from household_rights.ask_proof(screen, usual=way[1]))
    if proof is None:
        return None
    told = {"referral": referral, "way": way, "until": until, "esf": esf, "proof": proof}
    return (yield from screen.do(_register, at=at, **told, **who))


def _referral(screen: HouseholdsScreen) -> Flow[Referral | None]:
    today = screen.app.at.business_date(screen.app.now())
    known = (yield from screen.ask(_referrers)) or ()
    by = yield from pick(
        _("Who referred them? Choose, or type it."),
        [Choice(one, one) for one in known[:MOST_REFERRERS]],
        prompt=_("organisation"),
        reads=_organisation,
    )
    if by is None:
        return None
    contact = yield from asking.words(_("Who is the contact there? Enter: nobody in particular."))
    if contact is None:
        return None
    on = yield from asking.until(_("On which day did they send them?"), today=today, usual=today)
    return None if on is None else Referral(by, contact, on)


def _hand_over(screen: HouseholdsScreen, at: Counter, card: str) -> Flow[None]:
    """Show the number, ask what they need and whether they have the notice, and open the file."""
    from kruidenier.shop.people import files
    from kruidenier.shop.people.needs import NEEDS

    today = screen.app.at.business_date(screen.app.now())
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


def _visit(session: Session, **named: Any) -> str:
    from kruidenier.shop.people import renewing

    return renewing.one_visit(session, **named)


def _register(
    session: Session,
    *,
    referral: Referral,
    way: tuple[str, str],
    until: dt.date,
    esf: bool,
    proof: str,
    at: Counter,
    now: dt.datetime,
    **who: Any,
) -> str:
    from kruidenier.shop.people import files, register

    today = at.business_date(now)
    ends: dict[str, Any] = {"esf_from": today, "esf_until": until} if esf else {}
    card = register.register(
        session,
        card=None,
        access_from=today,
        access_until=until,
        referred_by=referral.by,
        way=way[0],
        reason=way[1] or None,
        proof=proof,
        at=at,
        now=now,
        **ends,
        **who,
    )
    files.change(session, card, referrer_contact=referral.contact, referred_on=referral.on, at=at, now=now)
    return card
