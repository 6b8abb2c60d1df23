"""Who may shop: the right to the grocery and the right to ESF+ goods stand apart."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.errors import AtTheCounter
from kruidenier.i18n import N_, _, day
from kruidenier.store.base import Base, Moment, RowNumber

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kruidenier.shop.office.settings import Settings
    from kruidenier.shop.people.facts import Fact

MAY_SHOP = ("fine", "ends_soon")
HOLDS = ("paused", "blocked")


class MayNotShop(AtTheCounter):
    """The right to the grocery does not hold today. The reason stays with staff."""

    message = N_("Today the till cannot go on with this card. Please ask a colleague at the desk: they will help.")


class Right(Base):
    """A right of a household from a day to a day. A renewal is a new row; the newest row of a kind counts."""

    __tablename__ = "household_right"
    __table_args__ = (
        CheckConstraint("kind IN ('grocery', 'esf')", name="kind_known"),
        CheckConstraint("way IN ('referral', 'category', 'income', 'visit', 'split')", name="way_known"),
        Index("ix_household_right_household", "household_id", "kind"),
    )

    id: Mapped[RowNumber]
    household_id: Mapped[str] = mapped_column(ForeignKey("household.id"))
    kind: Mapped[str]
    valid_from: Mapped[dt.date | None]
    valid_until: Mapped[dt.date | None]
    """The last day; None is without end."""
    renewals: Mapped[int] = mapped_column(default=0)
    way: Mapped[str] = mapped_column(default="referral")
    """What led to it: a referral, a category, an income that was looked at once, one visit ahead of a referral."""
    reason: Mapped[str | None]
    proof: Mapped[str | None]
    """Which document was seen: a code of the shop's list, or a few words."""
    overruled: Mapped[str | None]
    """The rules that a manager set aside for it, by their codes."""
    rule_version: Mapped[int]
    granted_by: Mapped[str]
    granted_at: Mapped[Moment]


class Hold(Base):
    """A pause or a block of a household, from a day to a day."""

    __tablename__ = "household_hold"
    __table_args__ = (CheckConstraint("kind IN ('paused', 'blocked')", name="kind_known"),)

    id: Mapped[RowNumber]
    household_id: Mapped[str] = mapped_column(ForeignKey("household.id"), index=True)
    kind: Mapped[str]
    valid_from: Mapped[dt.date]
    valid_until: Mapped[dt.date | None]
    lifted_on: Mapped[dt.date | None]
    reason: Mapped[str | None]
    put_by: Mapped[str]
    put_at: Mapped[Moment]


@dataclass(frozen=True, slots=True)
class Term:
    """A right's days: from, until (the last day), how often renewed."""

    start: dt.date | None
    until: dt.date | None
    renewals: int = 0
    once: bool = False
    """It is good for one visit."""

    def holds(self, on: dt.date) -> bool:
        """Tell whether the right holds on a day; both its first and its last day count."""
        return self.start is not None and self.start <= on and (self.until is None or on <= self.until)


NO_TERM = Term(None, None)


def in_force(terms: Sequence[Term], on: dt.date) -> Term:
    """Tell which of a household's terms of one kind counts on a day: the newest.

    A term that was over before the newest began still counts for its own days.
    """
    if not terms:
        return NO_TERM
    newest = terms[-1]
    if newest.start is not None and on < newest.start:
        for term in terms[::-1]:
            if term.until is not None and term.until < newest.start and term.holds(on):
                return term
    return newest


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a status is what it is."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What a household may today."""

    status: str
    reasons: tuple[Reason, ...]
    grocery: Term
    esf: Term
    esf_entitled: bool

    @property
    def may_shop(self) -> bool:
        """The grocery right holds."""
        return self.status in MAY_SHOP

    @property
    def may_come_in(self) -> bool:
        """One of the two rights holds and nothing blocks the household."""
        return self.status not in ("blocked", "paused") and (self.may_shop or self.esf_entitled)


def standing(facts: Iterable[Fact], *, on: dt.date, settings: Settings) -> Standing:
    """Judge a household's rights on a day. The first status that holds counts."""
    terms: dict[str, list[Term]] = {"grocery": [], "esf": []}
    held: set[str] = set()
    shopped: list[dt.date | None] = []
    for fact in facts:
        if fact.what in terms:
            terms[fact.what].append(Term(fact.since, fact.until, fact.first or 0, once=bool(fact.second)))
        elif fact.what in HOLDS and Term(fact.since, fact.until).holds(on) and on < (fact.lifted or dt.date.max):
            held.add(fact.what)
        elif fact.what == "spent" and (fact.first or 0) > 0:
            shopped.append(fact.since)
    grocery, esf = (in_force(terms[kind], on) for kind in ("grocery", "esf"))
    used = grocery.once and any(date is not None and grocery.holds(date) for date in shopped)
    status, reasons = _status(grocery, held, on=on, warn_days=settings["rights.warn_days"], used=used)
    entitled = esf.holds(on) and not held
    return Standing(status, reasons, grocery, esf, entitled)


def _status(
    grocery: Term, held: set[str], *, on: dt.date, warn_days: int, used: bool
) -> tuple[str, tuple[Reason, ...]]:
    code = _status_code(grocery, held, on=on, warn_days=warn_days)
    if used and code in MAY_SHOP:
        return "ended", (Reason("visit_used", _("The one visit ahead of the referral has been made.")),)
    if code == "fine":
        return code, ()
    if code == "ended" and grocery.start is None:
        return code, (Reason("no_right", _("This household has no right to the grocery.")),)
    start, until = (day(date) if date else "" for date in (grocery.start, grocery.until))
    return code, (Reason(code, _(_SENTENCES[code]).format(start=start, until=until)),)


def _status_code(grocery: Term, held: set[str], *, on: dt.date, warn_days: int) -> str:
    for kind in ("blocked", "paused"):
        if kind in held:
            return kind
    if grocery.start is not None and on < grocery.start:
        return "not_started"
    if not grocery.holds(on):
        return "ended"
    if grocery.until is not None and (grocery.until - on).days <= warn_days:
        return "ends_soon"
    return "fine"


_SENTENCES = {
    "blocked": N_("This household is blocked. A manager knows why."),
    "paused": N_("This household's right is paused for a while."),
    "not_started": N_("The right to the grocery starts on {start}."),
    "ended": N_("The right to the grocery ended on {until}."),
    "ends_soon": N_("The right to the grocery ends on {until}: renew it at the desk."),
}
