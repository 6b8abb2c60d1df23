"""Agreements, their terms and their days in lines that fit a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kruidenier.i18n import _, day, ngettext
from kruidenier.tui.widgets.long_list import Column
from kruidenier.tui.widgets.words import fit

if TYPE_CHECKING:
    import datetime as dt

    from kruidenier.shop.supply.agreement_documents import AgreementDocument, PickUpPlan
    from kruidenier.shop.supply.agreement_standing import Standing, Tallied

MOST_PLANS = 2


def columns(*, wide: bool) -> list[Column]:
    """Lay out the agreements."""
    from kruidenier.shop.supply import agreement_words

    shown: list[Column] = [
        Column(_("supplier"), 0, lambda one: one.agreement.supplier_name),
        Column(_("state"), 15, lambda one: _(agreement_words.STATES[one.status])),
        Column(_("kept"), 9, _kept, right=True),
        Column(_("until"), 10, _until),
        Column(_("days"), 5, _days_left, right=True),
        Column(_("next"), 5, lambda one: f"{one.next_day.day:%d/%m}" if one.next_day else ""),
    ]
    if wide:
        shown[1:1] = [
            Column(_("number"), 9, lambda one: one.number),
            Column(_("it covers"), 25, lambda one: _(agreement_words.COVERS[one.agreement.promise.covers])),
        ]
    return shown


def _kept(one: Standing) -> str:
    return f"{one.tallied.kept}/{one.tallied.expected}" if one.tallied.expected else ""


def _until(one: Standing) -> str:
    return _("no end") if one.agreement.last_day is None else day(one.agreement.last_day)


def _days_left(one: Standing) -> str:
    return "" if one.status in ("draft", "dropped", "ended") or one.days_left is None else str(one.days_left)


def heading(document: AgreementDocument, on: dt.date, *, status: str) -> tuple[str, str]:
    """Say in two rows which agreement this is, how it stands, and what to think of."""
    from kruidenier.shop.supply import agreement_words

    promise = document.promise
    span = (
        _("from {first}").format(first=day(promise.starts_on))
        if document.last_day is None
        else _("{first} – {last}").format(first=day(promise.starts_on), last=day(document.last_day))
    )
    first = f"{document.supplier_name}   {_(agreement_words.STATES[status])}   {span}"
    return first, _thought(document, on, status)


def _thought(document: AgreementDocument, on: dt.date, status: str) -> str:
    if document.state == "draft":
        return _("A draft on the usual terms: 2 changes them, * prints it, 1 signs.")
    if document.ended_on is not None:
        return _("Ended: {why}").format(why=document.end_reason)
    if document.renewed_by is not None:
        return _("Followed by {number}").format(number=document.renewed_by)
    if status == "ends_soon" and document.notice_on is not None:
        left = max((document.notice_on - on).days, 0)
        words = ngettext("{n} day left to speak about what follows", "{n} days left to speak about what follows", left)
        return words.format(n=left)
    return ""


def terms(document: AgreementDocument) -> str:
    """Say the terms in one paragraph."""
    from kruidenier.shop.supply import agreement_words

    return _("; ").join(agreement_words.terms(document.promise)) + "."


def plans(document: AgreementDocument, on: dt.date, width: int) -> list[str]:
    """List the pick-ups that still come back; of very many, the first."""
    running = [plan for plan in document.pick_ups if plan.until is None or plan.until >= on]
    lines = [fit(plan_words(plan), width).rstrip() for plan in running[:MOST_PLANS]]
    if len(running) > MOST_PLANS:
        lines.append(_("and {n} more").format(n=len(running) - MOST_PLANS))
    return lines or [_("No pick-up days yet.")]


def plan_words(plan: PickUpPlan) -> str:
    """Say a returning pick-up."""
    from kruidenier.shop.supply import agreement_words, recurrence

    crates = "" if plan.crates is None else ngettext("{n} crate", "{n} crates", plan.crates).format(n=plan.crates)
    parts = [recurrence.in_words(plan.rule), plan.at_time or "", _(agreement_words.CARRIERS[plan.carrier]), crates]
    said = ", ".join(part for part in parts if part)
    return _("{supplier}: {days}").format(supplier=plan.supplier_name, days=said)


def tally(tallied: Tallied) -> str:
    """Say what came of the pick-ups so far."""
    parts = [
        _("kept {kept} of {expected}").format(kept=tallied.kept, expected=tallied.expected),
        _("missed {n}").format(n=tallied.missed),
        _("refused by us {n}").format(n=tallied.refused),
        _("called off {n}").format(n=tallied.cancelled),
    ]
    return "   ".join(parts)


def day_columns(*, wide: bool, places: bool) -> list[Column]:
    """Lay out the days of pick-ups."""
    from kruidenier.shop.supply import agreement_words

    shown: list[Column] = [
        Column(_("day"), 15, lambda one: weekday(one.day)),
        Column(_("hour"), 5, lambda one: one.at_time or "–"),
        Column(_("what came of it"), 19, lambda one: _(agreement_words.PICK_UPS[one.state])),
        Column(_("why, or what came"), 0, lambda one: one.why or ", ".join(one.deliveries)),
    ]
    if places:
        shown[2:2] = [Column(_("where"), 34 if wide else 18, lambda one: one.supplier_name)]
    return shown


def weekday(date: dt.date, *, with_year: bool = True) -> str:
    """Say a day of the week in short, with its date."""
    from babel.dates import get_day_names

    from kruidenier.i18n import LOCALES, language

    names = get_day_names("abbreviated", context="stand-alone", locale=LOCALES[language()])
    return f"{names[date.weekday()]:<3} {day(date) if with_year else f'{date:%d/%m}'}"
