"""How households and their files are written on screen."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from kruidenier.i18n import N_, _, day, money, ngettext
from kruidenier.tui.widgets.long_list import Column
from kruidenier.tui.widgets.words import fit, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kruidenier.shop.people.files import FileSheet, GivenRight
    from kruidenier.shop.people.finding import Known
    from kruidenier.shop.people.register import Born, People
    from kruidenier.shop.till.shoppers import Visit

STATUS = {
    "fine": N_("may come"),
    "ends_soon": N_("ends soon"),
    "not_started": N_("not yet"),
    "ended": N_("ended"),
    "paused": N_("paused"),
    "blocked": N_("blocked"),
}
WAYS = {
    "referral": N_("referral"),
    "category": N_("category"),
    "income": N_("income looked at"),
    "visit": N_("one visit"),
    "split": N_("from a split"),
}
RIGHTS = {"grocery": N_("grocery"), "esf": N_("EU goods")}
GENDERS = {"F": N_("F"), "M": N_("M"), "X": N_("X")}
LANGUAGES = {"nl": N_("Dutch"), "fr": N_("French"), "en": N_("English"), "ar": N_("Arabic")}


def columns() -> list[Column]:
    """Say what the list of households has in columns."""
    return [
        Column(_("card"), 12, lambda one: one.card),
        Column(_("name"), 0, lambda one: one.display_name),
        Column(_("pers."), 6, lambda one: str(one.people), right=True),
        Column(_("status"), 14, lambda one: _(STATUS[one.status])),
        Column(_("until"), 10, lambda one: day(one.until) if one.until else ""),
    ]


def known_words(one: Known) -> str:
    """Write a household as a choice."""
    until = day(one.until) if one.until else ""
    return "  ".join(part for part in (one.card, one.display_name, ages(one.born), until) if part)


def ages(members: Iterable[Born]) -> str:
    """Write members by their birth years."""
    return " ".join(born_words(member) for member in members)


def born_words(born: Born) -> str:
    """Write a member as it is typed at the desk."""
    when, _colon, gender = str(born).partition(":")
    return when + _(GENDERS[gender]) if gender else when


def people_words(people: People) -> str:
    """Write the people of a household in short."""
    if people.members:
        return ages(people.members)
    return _("{adults} adults, {children} children").format(adults=people.adults, children=people.children)


def facts(sheet: FileSheet, visit: Visit | None, width: int) -> Iterator[str]:
    """Write a file: what it may, who they are, what staff must know, and last its rights, of which many may be old."""
    yield from _standing(sheet, visit, width)
    yield ""
    yield _people(sheet)
    if sheet.needs:
        from kruidenier.shop.people.needs import NEEDS

        yield _("Needs: {needs}").format(needs=", ".join(_(NEEDS[need]) for need in sheet.needs))
    yield from _origin(sheet)
    for hold in sheet.holds[:2]:
        words = {"paused": _("paused"), "blocked": _("blocked")}[hold.kind]
        until = day(hold.until) if hold.until else "…"
        lifted = _("lifted on {date}").format(date=day(hold.lifted_on)) if hold.lifted_on else ""
        yield fit(f"{words} {day(hold.start)} – {until}  {_said(hold.reason)}  {lifted}", width).rstrip()
    for entry in sheet.substitutes:
        until_words = _("may come for them until {date}").format(date=day(entry.until))
        yield fit(f"{plain(entry.words)}: {until_words}", width).rstrip()
    if sheet.note:
        yield fit(_("Remark: {words}").format(words=" ".join(plain(sheet.note).split())), width).rstrip()
    for entry in sheet.notes:
        until_words = _("until {date}").format(date=day(entry.until))
        yield fit(f"{' '.join(plain(entry.words).split())} ({until_words})", width).rstrip()
    yield ""
    for right in sheet.rights[:4]:
        yield fit(_right(right), width).rstrip()
        if right.proof:
            yield fit(_("    seen: {document}").format(document=document_words(right.proof)), width).rstrip()


def document_words(proof: str) -> str:
    """Write which document was seen."""
    from kruidenier.shop.people.proofs import DOCUMENTS

    return _(DOCUMENTS[proof]) if proof in DOCUMENTS else plain(proof)


def _standing(sheet: FileSheet, visit: Visit | None, width: int) -> Iterator[str]:
    lang = _(LANGUAGES[sheet.lang])
    yield f"{fit(plain(sheet.display_name), width - len(lang) - 3).rstrip()}   {lang}"
    if visit is None:
        return
    shopper = visit.shopper
    left = _("left until {date}: {left} of {limit}").format(
        date=day(shopper.period_until), left=money(shopper.left_cents), limit=money(shopper.limit_cents)
    )
    yield f"{_(STATUS[shopper.status]).upper()}   {left}"
    yield from shopper.says
    if shopper.free_limit_cents is not None:
        yield _("free goods left: {left} of {limit}").format(
            left=money(shopper.free_limit_cents - shopper.free_spent_cents), limit=money(shopper.free_limit_cents)
        )


def _people(sheet: FileSheet) -> str:
    if not sheet.people:
        return _("{adults} adults, {children} children").format(adults=sheet.adults, children=sheet.children)
    count = ngettext("{n} person: {born}", "{n} people: {born}", len(sheet.people))
    born = "  ".join(person_words(person.born, person.until) for person in sheet.people)
    return count.format(n=len(sheet.people), born=born)


def person_words(born: Born, until: dt.date | None) -> str:
    """Write a member, and the last day of a guest."""
    words = born_words(born)
    return words if until is None else _("{born} (guest until {date})").format(born=words, date=day(until))


def _origin(sheet: FileSheet) -> Iterator[str]:
    since = day(sheet.referred_on) if sheet.referred_on else ""
    parts = [plain(part) for part in (sheet.referred_by, sheet.referrer_contact) if part]
    if parts:
        yield _("Referred by {who}").format(who=", ".join(parts)) + (f", {since}" if since else "")
    if sheet.address_protected:
        yield _("Protected address: {address}").format(address=plain(sheet.address or "***"))
    elif sheet.address:
        yield _("Address: {address}").format(address=plain(sheet.address))
    if sheet.informed_on:
        yield _("Information notice given on {date}").format(date=day(sheet.informed_on))
    else:
        yield _("Information notice: not given yet")


def _said(reason: str | None) -> str:
    """Write a reason: one that was chosen in the language of the reader, another as it was typed."""
    return plain(_(reason)) if reason else ""


def _right(right: GivenRight) -> str:
    start = day(right.start) if right.start else "…"
    until = day(right.until) if right.until else "…"
    by = _("by {who} on {date}").format(who=right.by, date=day(right.at.date()))
    reason = f"  {_said(right.reason)}" if right.reason else ""
    number = f"  ×{right.renewals}" if right.renewals else ""
    set_aside = f"  ! {right.overruled}" if right.overruled else ""
    return f"{_(RIGHTS[right.kind])} {start} – {until}{number}  {_(WAYS[right.way])}{reason}  {by}{set_aside}"
