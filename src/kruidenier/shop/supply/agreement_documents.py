"""An agreement as people see it: what was promised, which pick-ups, how long it holds, and when to speak about it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.office import settings as rules
from kruidenier.shop.supply.agreements import Agreement, PickUp
from kruidenier.shop.supply.suppliers import Supplier
from kruidenier.store.asking import numbered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session


class NoSuchAgreement(ShopError):
    """No agreement has this number."""

    message = N_("There is no agreement {number}. `agreement list` shows all agreements.")


@dataclass(frozen=True, slots=True)
class Promise:
    """What both sides agree on, apart from the pick-ups."""

    starts_on: dt.date
    ends_on: dt.date | None = None
    """Last day, included; None runs on until one side ends it."""
    covers: str = "establishment"
    notice_days: int = 30
    asks_own_list: bool = False
    """The giver brings a list of the goods with each delivery."""
    min_days: int | None = 3
    """Days to the use-by date that goods still have at pick-up, at least."""
    on_holidays: bool = False
    """Goods are fetched on public holidays too."""
    sorted_by_giver: bool = True
    may_refuse: bool = True
    """The shop may refuse all or part."""
    traced: bool = True
    """Both sides keep track of what was given, and tell each other of recalls."""
    voucher: bool = True
    """Each pick-up has a gift note that both sides sign."""
    label_data: bool = True
    """What the law wants on the label is there, or is told with the goods."""
    goods: str = ""
    """What is given and what is not, in words of the two sides."""
    other: str = ""
    """Anything else."""


COLUMNS = ("starts_on", "ends_on", "covers", "notice_days", "asks_own_list", "min_days", "on_holidays")
TERMS = ("sorted_by_giver", "may_refuse", "traced", "voucher", "label_data", "goods", "other")


@dataclass(frozen=True, slots=True)
class PickUpPlan:
    """A returning pick-up."""

    line: int
    supplier: str
    supplier_name: str
    rule: str
    at_time: str | None
    carrier: str
    crates: int | None
    since: dt.date
    until: dt.date | None


@dataclass(frozen=True, slots=True)
class AgreementDocument:
    """An agreement as people see it."""

    number: str
    supplier: str
    supplier_name: str
    state: str
    """draft, in_force, ended or dropped: what was done with it, whatever day it is."""
    promise: Promise
    pick_ups: tuple[PickUpPlan, ...]
    holds_from: dt.date
    last_day: dt.date | None
    signed_on: dt.date | None
    signed_by: str | None
    shop_signed_by: str | None
    ended_on: dt.date | None
    end_reason: str | None
    renews: str | None
    renewed_by: str | None
    """The signed agreement that follows."""

    @property
    def notice_on(self) -> dt.date | None:
        """The last day on which one side may still say that it does not go on; None where no end is agreed."""
        ends_on = self.promise.ends_on
        return None if ends_on is None else ends_on - dt.timedelta(days=self.promise.notice_days)

    def days_left(self, on: dt.date) -> int | None:
        """Count the days until it ends, its last day included; None where no end is in sight."""
        return None if self.last_day is None else (self.last_day - on).days

    def status(self, on: dt.date, *, warn_days: int) -> str:
        """Tell how it stands on a day: draft, dropped, not_started, in_force, ends_soon or ended.

        It ends soon from so many days before its notice date, unless a follow-up is signed or one side ended it.
        """
        if self.signed_on is None:
            return self.state
        if self.last_day is not None and on > self.last_day:
            return "ended"
        if on < self.holds_from:
            return "not_started"
        settled = self.state == "ended" or self.renewed_by is not None
        notice_on = self.notice_on
        if settled or notice_on is None or on < notice_on - dt.timedelta(days=warn_days):
            return "in_force"
        return "ends_soon"


def look_up(session: Session, number: str) -> AgreementDocument:
    """Show an agreement by its number."""
    return shown(session, [find(session, number)])[0]


def listing(session: Session) -> tuple[AgreementDocument, ...]:
    """List all agreements, the newest first."""
    asked = select(Agreement).order_by(Agreement.recorded_at.desc(), Agreement.number.desc())
    return shown(session, session.scalars(asked).all())


def ending(session: Session, *, on: dt.date) -> tuple[AgreementDocument, ...]:
    """List the agreements that end soon, the first to end first."""
    warn_days = rules.current(session, on)["agreement.warn_days"]
    soon = [one for one in listing(session) if one.status(on, warn_days=warn_days) == "ends_soon"]
    return tuple(sorted(soon, key=lambda one: (one.last_day or dt.date.max, one.number)))


def find(session: Session, number: str, *, locked: bool = False) -> Agreement:
    """Find an agreement by its number."""
    agreement = numbered(session, Agreement, number, locked=locked)
    if agreement is None:
        raise NoSuchAgreement(number=number.strip()[:40])
    return agreement


def promise_of(agreement: Agreement) -> Promise:
    """Read what was promised."""
    columns = {name: getattr(agreement, name) for name in COLUMNS}
    return Promise(**columns, **agreement.terms)


def shown(session: Session, rows: Iterable[Agreement]) -> tuple[AgreementDocument, ...]:
    """Show agreements."""
    rows = list(rows)
    keys = [row.id for row in rows]
    suppliers = {row.id: row for row in session.execute(select(Supplier.id, Supplier.code, Supplier.name))}
    numbers = dict(session.execute(select(Agreement.id, Agreement.number)).all())
    followed = select(Agreement.renews_id, Agreement.number).where(
        Agreement.renews_id.in_(keys), Agreement.signed_on.is_not(None)
    )
    follow_up = dict(session.execute(followed.order_by(Agreement.number)).all())
    plans: defaultdict[str, list[PickUpPlan]] = defaultdict(list)
    for row in session.scalars(select(PickUp).where(PickUp.agreement_id.in_(keys)).order_by(PickUp.id)):
        supplier = suppliers[row.supplier_id]
        of_agreement = plans[row.agreement_id]
        of_agreement.append(
            PickUpPlan(
                line=len(of_agreement) + 1,
                supplier=supplier.code,
                supplier_name=supplier.name,
                rule=row.rule,
                at_time=row.at_time,
                carrier=row.carrier,
                crates=row.crates,
                since=row.since,
                until=row.until,
            )
        )
    return tuple(
        AgreementDocument(
            number=row.number,
            supplier=suppliers[row.supplier_id].code,
            supplier_name=suppliers[row.supplier_id].name,
            state=row.state,
            promise=promise_of(row),
            pick_ups=tuple(plans[row.id]),
            holds_from=row.holds_from,
            last_day=row.last_day,
            signed_on=row.signed_on,
            signed_by=row.signed_by,
            shop_signed_by=row.shop_signed_by,
            ended_on=row.ended_on,
            end_reason=row.end_reason,
            renews=numbers[row.renews_id] if row.renews_id else None,
            renewed_by=follow_up.get(row.id),
        )
        for row in rows
    )
