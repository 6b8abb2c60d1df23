"""Giving and renewing rights on screen: the resulting day is shown before anything is written."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from kruidenier.i18n import N_, _, day, money
from kruidenier.tui import reading
from kruidenier.tui.dialogs import Choice, Flow, ask, ask_amount, pick
from kruidenier.tui.screens import household_asking as asking
from kruidenier.tui.screens import household_lines, signing

if TYPE_CHECKING:
    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.office.settings import Settings
    from kruidenier.shop.people.files import FileSheet
    from kruidenier.shop.people.renewing import Proposal
    from kruidenier.tui.screen import ShopScreen

WHY_SET_ASIDE = (N_("hardship"), N_("children in the household"), N_("waiting for a decision of the social service"))


def rights(screen: ShopScreen, sheet: FileSheet, at: Counter) -> Flow[str | None]:
    """Renew or give a right."""
    kind = yield from pick(
        _("Which right?"),
        [Choice(_("to the grocery"), "grocery"), Choice(_("to ESF+ goods"), "esf")],
    )
    if kind is None:
        return None
    renewal = any(right.kind == kind and right.start is not None and right.way != "visit" for right in sheet.rights)
    way: tuple[str, str] | None = ("referral", "")
    if not renewal and kind == "grocery":
        way = yield from ask_way(screen)
    if way is None:
        return None
    return (yield from _give(screen, sheet.card, kind, way, renewal=renewal, at=at))


def ask_way(screen: ShopScreen) -> Flow[tuple[str, str] | None]:
    """Ask what leads to the right, of the ways that the shop uses; with a word on it, such as the category."""
    from kruidenier.shop.office import settings
    from kruidenier.shop.people.proofs import CATEGORIES

    today = screen.app.today
    rules = yield from screen.ask(settings.current, today)
    if rules is None:
        return None
    ways = rules["rights.ways"]
    way: str | None = ways[0]
    if len(ways) > 1:
        way = yield from pick(
            _("What leads to the right?"), [Choice(_(household_lines.WAYS[one]), one) for one in ways]
        )
    if way == "category":
        codes = rules["rights.categories"]
        code = yield from pick(_("Which category?"), [Choice(_(CATEGORIES.get(one, one)), one) for one in codes])
        return None if code is None else ("category", code)
    if way == "income":
        fits = yield from _income(rules)
        return ("income", "") if fits else None
    return None if way is None else (way, "")


def ask_proof(screen: ShopScreen, *, usual: str = "") -> Flow[str | None]:
    """Ask which document was seen: of the shop's list, in a few words, or none, which is an empty text."""
    from kruidenier.shop.office import settings
    from kruidenier.shop.people import proofs

    today = screen.app.today
    rules = yield from screen.ask(settings.current, today)
    if rules is None:
        return None
    codes = rules["rights.proofs"]
    return (
        yield from pick(
            _("Which document have you seen? Choose, or name it."),
            [*(Choice(_(proofs.DOCUMENTS.get(one, one)), one) for one in codes), Choice(_("none"), "")],
            lines=[_("Look at it and give it back: the shop keeps no copy and no number of it.")],
            highlighted=codes.index(usual) if usual in codes else 0,
            prompt=_("document"),
            reads=_document,
        )
    )


def _document(words: str) -> str:
    from kruidenier.shop.people import proofs

    return proofs.read(words) or ""


def _income(rules: Settings) -> Flow[bool]:
    """Look at an income together; what is typed is not kept, only whether it leads to a right."""
    from kruidenier.shop.people import proofs, renewing

    counts = ", ".join(_(proofs.INCOME.get(one, one)) for one in rules["rights.income_counts"])
    people = yield from ask(_("How many people live of it?"), prompt=_("people"), reads=reading.number(50, least=1))
    if people is None:
        return False
    income = yield from ask_amount(
        _("Income of a month, all together. It counts: {counts}.").format(counts=counts), prompt=_("income")
    )
    costs = (
        None if income is None else (yield from ask_amount(_("Fixed costs of a month?"), prompt=_("costs"), empty=0))
    )
    if income is None or costs is None:
        return False
    outcome = renewing.income_outcome(income_cents=income, costs_cents=costs, people=people, settings=rules)
    words = _("{left} for each person and day; the threshold is {threshold}. Only the outcome is kept.").format(
        left=money(outcome.cents), threshold=money(outcome.threshold_cents)
    )
    if outcome.fits:
        return bool((yield from pick(words, [Choice(_("there is a right"), value=True)])))
    yield from pick(words, [Choice(_("there is no right by this way"), value=True)])
    return False


def _give(
    screen: ShopScreen, card: str, kind: str, way: tuple[str, str], *, renewal: bool, at: Counter
) -> Flow[str | None]:
    from kruidenier.shop.people import renewing

    today = screen.app.today
    found = yield from screen.ask(renewing.propose, card, kind=kind, on=today)
    until = None if found is None else (yield from _until(found, today))
    proof = None if until is None else (yield from ask_proof(screen, usual=way[1]))
    if proof is None:
        return None
    again = yield from screen.ask(renewing.propose, card, kind=kind, on=today, until=until)
    named: dict[str, Any] = {"kind": kind, "until": until, "reason": way[1], "proof": proof}
    signed: Counter | None = at
    if again is not None and again.broken:
        screen.refuse(again.broken[0])
        signed, reason = yield from set_aside(screen, at)
        if signed is None or not reason:
            return None
        named |= {"override": True, "reason": reason}
    if renewal:
        done = yield from screen.do(renewing.renew, card, at=signed, **named)
    else:
        done = yield from screen.do(renewing.give, card, way=way[0], at=signed, **named)
    if done is None:
        return None
    right = _(household_lines.RIGHTS[kind])
    return _("The right ({right}) lasts until {date}.").format(right=right, date=day(done))


def _until(found: Proposal, today: dt.date) -> Flow[dt.date | None]:
    """Show where it leads, and let another day be typed."""
    title = _("From {start} until {until}?").format(start=day(found.start), until=day(found.until))
    return (yield from asking.until(title, today=today, usual=found.until))


def set_aside(screen: ShopScreen, at: Counter) -> Flow[tuple[Counter | None, str | None]]:
    """Let a manager set a rule aside, with a reason."""
    from kruidenier.shop.office import staff
    from kruidenier.shop.office.staff import Permission

    yes = yield from pick(
        _("A rule of the shop says no. A manager may set it aside; it stands in the list of exceptions."),
        [Choice(_("no, leave it"), value=False), Choice(_("set it aside, with a reason"), value=True)],
    )
    if not yes:
        return None, None
    signed: Counter | None = at
    if not staff.may(at.role, Permission.OVERRIDE):
        signed = yield from signing.allowed(screen, Permission.OVERRIDE)
    reason = None if signed is None else (yield from signing.reason(WHY_SET_ASIDE))
    return signed, reason
