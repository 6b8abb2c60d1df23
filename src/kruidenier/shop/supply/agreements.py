"""Agreements with those who give: what each side promised, which days goods are fetched, and what came of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from kruidenier.shop.office.folding import folded
from kruidenier.shop.supply import recurrence
from kruidenier.shop.supply.deliveries import Delivery, DeliveryLine
from kruidenier.shop.supply.suppliers import Supplier, share
from kruidenier.store.asking import remembered
from kruidenier.store.base import Base, Figures, Key, Moment, RowNumber, whole, wire

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

A_DAY = dt.timedelta(days=1)
REACH = ("establishment", "enterprise", "banner")
"""What an agreement may cover, the nearest first."""


class Agreement(Base):
    """What the shop and a supplier agreed: a draft until both have signed, then in force until it ends."""

    __tablename__ = "agreement"
    __table_args__ = (
        CheckConstraint("covers IN ('establishment', 'enterprise', 'banner')", name="covers_known"),
        CheckConstraint("state IN ('draft', 'in_force', 'ended', 'dropped')", name="state_known"),
        CheckConstraint("(state IN ('draft', 'dropped')) = (signed_on IS NULL)", name="in_force_when_signed"),
        CheckConstraint("(state = 'ended') = (ended_on IS NOT NULL)", name="ended_on_a_day"),
        CheckConstraint("ends_on >= starts_on", name="days_in_order"),
        CheckConstraint("notice_days >= 0 AND min_days >= 0", name="not_negative"),
        *whole("notice_days", "min_days"),
    )

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(unique=True)
    supplier_id: Mapped[str] = mapped_column(ForeignKey("supplier.id"), index=True)
    """Who signs; the agreement may cover more than this establishment."""
    covers: Mapped[str]
    """establishment, or all establishments of its enterprise, or of its banner."""
    renews_id: Mapped[str | None] = mapped_column(ForeignKey("agreement.id"))
    """The agreement that this one follows."""
    state: Mapped[str]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date | None]
    """Last day, included; None runs on until one side ends it."""
    notice_days: Mapped[int]
    asks_own_list: Mapped[bool]
    """The giver brings a list of the goods with each delivery."""
    min_days: Mapped[int | None]
    """Days to the use-by date that goods still have at pick-up, at least."""
    on_holidays: Mapped[bool]
    """Goods are fetched on public holidays too."""
    terms: Mapped[Figures]
    """The other terms, by their fixed names."""
    signed_on: Mapped[dt.date | None]
    signed_by: Mapped[str | None]
    """For the supplier."""
    shop_signed_by: Mapped[str | None]
    ended_on: Mapped[dt.date | None]
    """The day from which it no longer holds, if it was ended before its last day."""
    end_reason: Mapped[str | None]
    recorded_at: Mapped[Moment]
    by: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 SQLAlchemy's own way

    @property
    def holds_from(self) -> dt.date:
        """The first day it binds anybody: nobody has promised anything before signing."""
        return self.starts_on if self.signed_on is None else max(self.starts_on, self.signed_on)

    @property
    def last_day(self) -> dt.date | None:
        """The last day it holds; None runs on."""
        return self.ends_on if self.ended_on is None else self.ended_on - A_DAY

    def holds_on(self, day: dt.date) -> bool:
        """Whether it was signed and holds on a day."""
        return self.signed_on is not None and self.holds_from <= day <= (self.last_day or day)


class PickUp(Base):
    """A returning pick-up at one establishment."""

    __tablename__ = "pick_up"
    __table_args__ = (
        CheckConstraint("carrier IN ('shop', 'giver')", name="carrier_known"),
        CheckConstraint("until >= since", name="days_in_order"),
        *whole("crates"),
    )

    id: Mapped[RowNumber]
    agreement_id: Mapped[str] = mapped_column(ForeignKey("agreement.id"), index=True)
    supplier_id: Mapped[str] = mapped_column(ForeignKey("supplier.id"), index=True)
    rule: Mapped[str]
    """When it comes back, as a recurrence rule of iCalendar (RFC 5545), such as `FREQ=WEEKLY;BYDAY=TU,FR`."""
    at_time: Mapped[str | None]
    """Local time, `HH:MM`."""
    carrier: Mapped[str]
    """Who brings the goods to the shop."""
    crates: Mapped[int | None]
    """Usually expected."""
    since: Mapped[dt.date]
    until: Mapped[dt.date | None]
    """Both ends included."""


class PickUpNote(Base):
    """What was different on one day: no pick-up, an extra one, or a word on why it failed."""

    __tablename__ = "pick_up_note"
    __table_args__ = (
        UniqueConstraint("agreement_id", "supplier_id", "day"),
        CheckConstraint("what IN ('cancelled', 'extra', 'missed', 'refused')", name="what_known"),
        CheckConstraint("what <> 'cancelled' OR said_on < day", name="cancelled_in_time"),
    )

    id: Mapped[RowNumber]
    agreement_id: Mapped[str] = mapped_column(ForeignKey("agreement.id"), index=True)
    supplier_id: Mapped[str] = mapped_column(ForeignKey("supplier.id"))
    day: Mapped[dt.date]
    what: Mapped[str]
    """cancelled in time (a closing day, say), extra, missed, or refused by the shop."""
    why: Mapped[str | None]
    said_on: Mapped[dt.date]
    """The day on which the two sides knew."""
    recorded_at: Mapped[Moment]
    by: Mapped[str]


@dataclass(frozen=True, slots=True)
class InForce:
    """The agreement that holds for a supplier on a day."""

    number: str
    covers: str
    asks_own_list: bool
    min_days: int | None
    holds_from: dt.date
    last_day: dt.date | None


@dataclass(frozen=True, slots=True)
class PickUpDay:
    """One day on which goods are, were or were not handed over under an agreement."""

    agreement: str
    supplier: str
    supplier_name: str
    day: dt.date
    at_time: str | None
    carrier: str
    crates: int | None
    state: str
    """expected (still to come), kept, missed, refused or cancelled."""
    why: str | None = None
    """As it was noted, or the name of the holiday."""
    deliveries: tuple[str, ...] = ()
    """What came that day, by number."""
    extra: bool = False
    """Agreed for this day alone."""
    on_holiday: bool = False
    """Cancelled because it is a public holiday."""

    @property
    def counts(self) -> bool:
        """Whether it tells something about the giver: it was due, and the giver had it in hand."""
        return self.state in ("kept", "missed")


@dataclass(slots=True)
class _Came:
    """What came of one supplier on one day."""

    numbers: list[str] = field(default_factory=list)
    taken: bool = False


def in_force(session: Session, supplier_id: str, *, on: dt.date) -> InForce | None:
    """Tell the agreement that holds for a supplier on a day: its own, else its enterprise's, else its banner's."""
    here = [agreement for agreement in covering(session, supplier_id) if agreement.holds_on(on)]
    if not here:
        return None
    agreement = here[0]
    return InForce(
        number=agreement.number,
        covers=agreement.covers,
        asks_own_list=agreement.asks_own_list,
        min_days=agreement.min_days,
        holds_from=agreement.holds_from,
        last_day=agreement.last_day,
    )


_WITH_SIGNERS = (
    select(Agreement, Supplier)
    .join(Supplier, Supplier.id == Agreement.supplier_id)
    .order_by(Agreement.starts_on.desc(), Agreement.number.desc())
)


def covering(session: Session, supplier_id: str) -> list[Agreement]:
    """List the agreements that name a supplier, itself or through its enterprise or banner; the nearest first."""
    roots = merged(session)
    supplier = session.get_one(Supplier, roots.get(supplier_id, supplier_id))
    found = []
    for agreement, signer in _with_signers(session):
        own = roots.get(signer.id, signer.id) == supplier.id
        if own or share(agreement.covers, signer, supplier):
            found.append((0 if own else REACH.index(agreement.covers), agreement))
    return [agreement for _near, agreement in sorted(found, key=lambda one: one[0])]


@remembered
def _with_signers(session: Session) -> Sequence[Row[Agreement, Supplier]]:
    return session.execute(_WITH_SIGNERS).all()


def pick_ups(
    session: Session, supplier_id: str | None = None, *, first: dt.date, last: dt.date, on: dt.date | None = None
) -> tuple[PickUpDay, ...]:
    """List the pick-ups of a supplier (of all, if none is named) from a day to a day, and what came of each.

    A pick-up is due on each day of its recurrence while the agreement holds, and on days agreed as extra; not on a
    public holiday, unless the agreement says so, nor if it was called off the day before at the latest: then it is
    cancelled. A delivery of that supplier signed for that day keeps it, whatever was noted. If all that came was sent
    back, or the shop noted that it could not take the goods, it is refused. Both count for nobody. Else it is
    expected from `on` onwards (without `on`, the whole period is judged), and missed before.
    """
    roots = merged(session)
    wanted = None if supplier_id is None else roots.get(supplier_id, supplier_id)
    came = _deliveries(session, roots, wanted, first, last)
    names = {row.id: (row.code, row.name) for row in session.execute(select(Supplier.id, Supplier.code, Supplier.name))}
    notes = _notes(session, roots, first, last)
    found: dict[tuple[str, dt.date], PickUpDay] = {}
    for agreement, pick_up, day in _due(session, roots, notes, first, last):
        supplier = roots.get(pick_up.supplier_id, pick_up.supplier_id)
        if wanted not in (None, supplier) or (supplier, day) in found:
            continue
        note = notes.get((agreement.id, supplier, day))
        there = came.get((supplier, day), _Came())
        extra = note is not None and note.what == "extra"
        free = None if extra or agreement.on_holidays else recurrence.holiday(day)
        state = _judged(there, note, free, still_to_come=on is not None and day >= on)
        code, name = names[supplier]
        found[supplier, day] = PickUpDay(
            agreement=agreement.number,
            supplier=code,
            supplier_name=name,
            day=day,
            at_time=pick_up.at_time,
            carrier=pick_up.carrier,
            crates=pick_up.crates,
            state=state,
            why=note.why if note is not None and note.why else (free if state == "cancelled" else None),
            deliveries=tuple(there.numbers),
            extra=extra,
            on_holiday=state == "cancelled" and (note is None or note.what != "cancelled"),
        )
    return tuple(
        sorted(found.values(), key=lambda one: (one.day, one.at_time or "~", folded(one.supplier_name), one.supplier))
    )


_MERGED = select(Supplier.id, Supplier.merged_into).where(Supplier.merged_into.is_not(None))


@remembered
def merged(session: Session) -> dict[str, str]:
    """Tell under which supplier each merged one goes on."""
    into = {key: root for key, root in wire(session).execute(_MERGED) if root is not None}
    roots = {}
    for key, first in into.items():
        root = first
        while root in into:
            root = into[root]
        roots[key] = root
    return roots


def _due(
    session: Session,
    roots: Mapping[str, str],
    notes: Mapping[tuple[str, str, dt.date], PickUpNote],
    first: dt.date,
    last: dt.date,
) -> Iterator[tuple[Agreement, PickUp, dt.date]]:
    """List the days of every signed agreement, the earliest hour first; extra days go as the first pick-up there."""
    asked = (
        select(Agreement, PickUp)
        .join(PickUp, PickUp.agreement_id == Agreement.id)
        .where(Agreement.signed_on.is_not(None), Agreement.starts_on <= last)
        .order_by(func.coalesce(PickUp.at_time, "~"), PickUp.id)
    )
    rows = session.execute(asked).all()
    for agreement, pick_up in rows:
        begin = max(first, agreement.holds_from)
        end = min(day for day in (last, agreement.last_day, pick_up.until) if day is not None)
        for day in recurrence.days_of(pick_up.rule, since=pick_up.since, first=begin, last=end):
            yield agreement, pick_up, day
    for agreement, pick_up in rows:
        place = roots.get(pick_up.supplier_id, pick_up.supplier_id)
        for (key, supplier, day), note in notes.items():
            here = (key, supplier) == (agreement.id, place)
            if here and note.what == "extra" and agreement.holds_on(day):
                yield agreement, pick_up, day


def _notes(
    session: Session, roots: Mapping[str, str], first: dt.date, last: dt.date
) -> dict[tuple[str, str, dt.date], PickUpNote]:
    asked = select(PickUpNote).where(PickUpNote.day >= first, PickUpNote.day <= last)
    return {
        (note.agreement_id, roots.get(note.supplier_id, note.supplier_id), note.day): note
        for note in session.scalars(asked)
    }


def _deliveries(
    session: Session, roots: Mapping[str, str], wanted: str | None, first: dt.date, last: dt.date
) -> dict[tuple[str, dt.date], _Came]:
    """Read what was signed for, by supplier and day."""
    entries = () if wanted is None else (wanted, *(key for key, root in roots.items() if root == wanted))
    line = aliased(DeliveryLine)
    taken = (
        select(line.id)
        .where(line.delivery_id == Delivery.id, line.refused_reason.is_(None), line.struck_at.is_(None))
        .exists()
    )
    asked = (
        select(Delivery.supplier_id, Delivery.happened_on, Delivery.number, taken)
        .where(
            Delivery.kind == "intake",
            Delivery.state == "signed",
            Delivery.happened_on >= first,
            Delivery.happened_on <= last,
            *((Delivery.supplier_id.in_(entries),) if entries else ()),
        )
        .order_by(Delivery.recorded_at, Delivery.number)
    )
    found: dict[tuple[str, dt.date], _Came] = {}
    for supplier_id, day, number, some in session.execute(asked):
        of_day = found.setdefault((roots.get(supplier_id, supplier_id), day), _Came())
        of_day.numbers.append(number)
        of_day.taken = of_day.taken or some
    return found


def _judged(came: _Came, note: PickUpNote | None, free: str | None, *, still_to_come: bool) -> str:
    what = note.what if note is not None else ""
    if came.taken:
        return "kept"
    if came.numbers or what == "refused":
        return "refused"
    if what == "cancelled" or free is not None:
        return "cancelled"
    return "expected" if still_to_come else "missed"
