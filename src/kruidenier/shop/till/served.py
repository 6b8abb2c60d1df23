"""How many people were served in a year: household by household while they are known, then only as sums.

Before a household is forgotten, or a year's sales are untied from all households, what they add to the year is written
into sums that say nothing of anybody: no card, no pseudonym, and of a birth only what decides about ages in that year.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, and_, case, exists, func, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from kruidenier.shop.goods.groups import NOT_FOOD
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.place import Shop
from kruidenier.shop.people.households import ADULT_AGE, Headcount, Household, Member, Pseudonym, is_adult
from kruidenier.shop.people.rights import Right
from kruidenier.shop.till.sales import Sale, SaleLine, SaleTake
from kruidenier.store.base import Base, Moment, Whole, whole, wire

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

CAME, FOOD, GOODS = WHO = ("came", "esf_food", "esf_goods")
"""Everybody who came; of those, who was given ESF+ food, and who was given other ESF+ goods."""
AGE_BANDS = "funder.age_bands"

Sum = tuple[str, str, str]
"""Whose, what is counted, and of people whose birth is known the month of it."""


class ServedCount(Base):
    """A sum over households of a year that are not known any more."""

    __tablename__ = "served_count"
    __table_args__ = (
        CheckConstraint("who IN ('came', 'esf_food', 'esf_goods')", name="who_known"),
        CheckConstraint("amount >= 0", name="amount_not_negative"),
        *whole("amount"),
    )

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    who: Mapped[str] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(primary_key=True)
    """households, new_households, single_parents, visits, adults and children where only their number is known, and of
    people whose birth is known: born, gender_known, women."""
    born: Mapped[str] = mapped_column(primary_key=True)
    """Of `born`, such as 1984-01; else empty."""
    amount: Mapped[Whole]


class ServedYear(Base):
    """A year whose sums are complete: its first paper was issued, and nothing is added or counted anew."""

    __tablename__ = "served_year"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    closed_at: Mapped[Moment]


@dataclass(slots=True)
class _Home:
    """What a household did in a year, and who belonged to it at its last visit."""

    days: dict[str, set[dt.date]] = field(default_factory=dict)
    members: list[Member] = field(default_factory=list)
    adults: int = 0
    children: int = 0
    is_new: bool = False

    @property
    def last_visit(self) -> dt.date:
        return max(self.days[CAME])

    @property
    def is_single_parent(self) -> bool:
        """One adult, and at least one child."""
        grown = [is_adult(one.birth_year, one.birth_month, self.last_visit) for one in self.members]
        adults = sum(grown) if self.members else self.adults
        children = len(grown) - sum(grown) if self.members else self.children
        return adults == 1 and children > 0


def counted(session: Session, year: int) -> Counter[Sum]:
    """Count a year: the sums that were kept, and the households that are known until the year is closed."""
    kept = select(ServedCount.who, ServedCount.what, ServedCount.born, ServedCount.amount)
    sums: Counter[Sum] = Counter()
    for who, what, born, amount in wire(session).execute(kept.where(ServedCount.year == year)):
        sums[who, what, born] += amount
    return sums if is_closed(session, year) else sums + _known(session, year)


def is_closed(session: Session, year: int) -> bool:
    """Tell whether a year's sums are complete."""
    return session.get(ServedYear, year) is not None


def close(session: Session, year: int, *, now: dt.datetime) -> None:
    """Keep the sums of a whole year for good, once."""
    _one_at_a_time(session)
    if not is_closed(session, year):
        _keep(session, year, _known(session, year))
        session.add(ServedYear(year=year, closed_at=now))
        session.flush()


def keep(session: Session, households: Collection[str]) -> None:
    """Keep what households add to each year, before they are forgotten."""
    years = select(Pseudonym.year).where(Pseudonym.household_id.in_(households)).distinct()
    _keep_years(session, session.scalars(years).all(), households)


def keep_years_before(session: Session, year: int) -> None:
    """Keep what all households add to earlier years, before the links to their sales are taken away."""
    years = select(Pseudonym.year).where(Pseudonym.year < year).distinct()
    _keep_years(session, session.scalars(years).all())


def ages_of(session: Session, year: int) -> tuple[tuple[int, int | None], ...]:
    """Tell the age bands of a year: those in force on its last day."""
    bands: tuple[tuple[int, int | None], ...] = rules.current(session, dt.date(year, 12, 31))[AGE_BANDS]
    return bands


def _keep_years(session: Session, years: Iterable[int], households: Collection[str] | None = None) -> None:
    _one_at_a_time(session)
    for year in sorted(years):
        if not is_closed(session, year):
            _keep(session, year, _known(session, year, households))


def _one_at_a_time(session: Session) -> None:
    """Let nobody close a year while somebody forgets a household of it."""
    session.execute(select(Shop.id).with_for_update())


def _keep(session: Session, year: int, sums: Mapping[Sum, int]) -> None:
    bands = ages_of(session, year)
    ages = {ADULT_AGE, *(low for low, _high in bands if low), *(high + 1 for _low, high in bands if high is not None)}
    rounded: Counter[Sum] = Counter()
    for (who, what, born), amount in sums.items():
        rounded[who, what, rounded_birth(born, year, ages) if born else ""] += amount
    for (who, what, born), amount in sorted(rounded.items()):
        there = session.get(ServedCount, (year, who, what, born), populate_existing=True)
        if there is None:
            session.add(ServedCount(year=year, who=who, what=what, born=born, amount=amount))
        else:
            there.amount += amount
    session.flush()


def rounded_birth(born: str, year: int, ages: Collection[int]) -> str:
    """Tell a month of birth that makes somebody as old as the one given wherever the year asks, and says no more."""
    birth_year, month = (int(part) for part in born.split("-"))
    if any(birth_year + age == year and month > 1 for age in ages):
        return born
    passed = max((age for age in ages if birth_year + age <= year), default=0)
    return f"{year - passed}-01"


# Households that are known


def _known(session: Session, year: int, households: Collection[str] | None = None) -> Counter[Sum]:
    sums: Counter[Sum] = Counter()
    for home in _homes(session, year, households).values():
        for who, days in home.days.items():
            _add(sums, who, home, len(days))
    return sums


def _add(sums: Counter[Sum], who: str, home: _Home, visits: int) -> None:
    sums[who, "households", ""] += 1
    sums[who, "visits", ""] += visits
    sums[who, "new_households", ""] += home.is_new
    sums[who, "single_parents", ""] += home.is_single_parent
    for member in home.members:
        sums[who, "born", f"{member.birth_year}-{member.birth_month or 1:02}"] += 1
        sums[who, "gender_known", ""] += member.gender is not None
        sums[who, "women", ""] += member.gender == "F"
    if not home.members:
        sums[who, "adults", ""] += home.adults
        sums[who, "children", ""] += home.children


def _homes(session: Session, year: int, households: Collection[str] | None) -> dict[str, _Home]:
    """Gather the households that came in a year, each as it was at its last visit."""
    wanted = [Pseudonym.year == year]
    if households is not None:
        wanted.append(Pseudonym.household_id.in_(households))
    connection, homes = wire(session), dict[str, _Home]()
    for household, day in connection.execute(
        _sales(Pseudonym.household_id, Sale.happened_on).where(*wanted).distinct()
    ):
        homes.setdefault(household, _Home()).days.setdefault(CAME, set()).add(day)
    for household, who, day in _given(connection.execute(_TAKEN.where(*wanted))):
        homes[household].days.setdefault(who, set()).add(day)
    mine = select(Pseudonym.household_id).where(*wanted)
    for member in session.scalars(select(Member).where(Member.household_id.in_(mine))):
        home = homes.get(member.household_id)
        if home and member.joined_on <= home.last_visit and (member.left_on or dt.date.max) > home.last_visit:
            home.members.append(member)
    counts = select(Headcount).where(Headcount.household_id.in_(mine)).order_by(Headcount.valid_from)
    for count in session.scalars(counts):
        home = homes.get(count.household_id)
        if home and count.valid_from <= home.last_visit:
            home.adults, home.children = count.adults, count.children
    for household, first in _first_rights(session).items():
        if household in homes:
            homes[household].is_new = first.year == year
    return homes


_VOID = aliased(Sale)
_STANDS = ~exists().where(_VOID.of_sale_id == Sale.id, _VOID.kind == "void")


def _sales(*columns: Any) -> Select[Any]:
    """Ask for sales that stand, with the households behind them."""
    joined = select(*columns).join(Sale, Sale.pseudonym == Pseudonym.code)
    return joined.where(Sale.kind == "sale", _STANDS)


_WHO = case((SaleLine.group_code.in_(NOT_FOOD), GOODS), else_=FOOD)
_TAKEN = (
    select(
        Pseudonym.household_id,
        _WHO.label("who"),
        Sale.kind,
        Sale.happened_on,
        func.sum(SaleTake.count).label("pieces"),
        func.sum(SaleTake.grams).label("weight"),
    )
    .join(Sale, Sale.pseudonym == Pseudonym.code)
    .join(SaleTake, SaleTake.sale_id == Sale.id)
    .join(SaleLine, and_(SaleLine.sale_id == SaleTake.sale_id, SaleLine.position == SaleTake.position))
    .where(Sale.kind.in_(("sale", "refund")), _STANDS, SaleTake.origin == "esf")
    .group_by(Pseudonym.household_id, _WHO, Sale.kind, Sale.happened_on)
)


def _given(rows: Iterable[Any]) -> Iterator[tuple[str, str, dt.date]]:
    """Tell on which days households were given ESF+ goods; who brought all of them back was given none."""
    days: dict[tuple[str, str], set[dt.date]] = {}
    kept: Counter[tuple[str, str]] = Counter()
    for row in rows:
        kept[row.household_id, row.who] += row.pieces or row.weight
        if row.kind == "sale":
            days.setdefault((row.household_id, row.who), set()).add(row.happened_on)
    for (household, who), there in days.items():
        if kept[household, who] > 0:
            yield from ((household, who, day) for day in there)


def _first_rights(session: Session) -> dict[str, dt.date]:
    """Tell for each household when its first right began, also under a file that was merged into it."""
    heirs = {row.id: row.merged_into for row in wire(session).execute(select(Household.id, Household.merged_into))}
    first: dict[str, dt.date] = {}
    asked = select(Right.household_id, func.min(Right.valid_from)).where(Right.valid_from.is_not(None))
    rows: Iterable[Any] = wire(session).execute(asked.group_by(Right.household_id))
    for household, day in rows:
        heir = household
        while heirs[heir] is not None:
            heir = heirs[heir]
        first[heir] = min(first[heir], day) if heir in first else day
    return first
