"""How much of some goods a household may have in a week or a month: by its size, or by the age of its children.

A quota is a rule of the shop like its settings: it has a first day, the past keeps its own, and it is read with them.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped

from kruidenier.errors import AtTheCounter, ShopError
from kruidenier.i18n import N_
from kruidenier.shop.goods import catalogue
from kruidenier.shop.goods.catalogue import Product
from kruidenier.shop.goods.names import best_name
from kruidenier.shop.office import journal
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.settings import SettingRow
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.people import budgets
from kruidenier.shop.people.fair_share import ALL, Limit
from kruidenier.store.base import Base, Moment, RowNumber, Whole, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.catalogue import Item
    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.office.settings import Settings
    from kruidenier.shop.people.budgets import Period
    from kruidenier.shop.people.facts import Fact
    from kruidenier.shop.people.households import Size

PREFIX = rules.QUOTA
"""What the rule of a quota is called among the settings, before its name."""
PROMISED = "promised."
"""Before the name of goods that a slip of the day promises, among the facts of a household."""
TODAY = "limit."
"""Before the steps and the name of a limit of the day, among the facts of a household."""
PERIODS = ("week", "month")
STEPS = re.compile("[0-9]{1,5}( [0-9]{1,5}){0,19}")
_AGES = re.compile("[0-9]{1,3}-[0-9]{1,3}:[0-9]{1,5}( [0-9]{1,3}-[0-9]{1,3}:[0-9]{1,5}){0,19}")


class QuotaUsed(AtTheCounter):
    """The basket holds more of some goods than this household may still have."""

    message = N_("{name}: that is {over} more than may go along until {until}. Put some back, please.")


class NothingCarriesQuota(ShopError):
    """A quota for goods that nobody knows."""

    message = N_(
        "No product carries the quota {quota}, and none has that code. Give products their quota in the list of"
        " products, or use the code of one product."
    )


class BadQuota(ShopError):
    """A quota that cannot be read."""

    message = N_(
        "“{limit}” is no limit by week or month. By size of the household: 1 1 2 3, the last for all who are more; by"
        " age in months: 0-5:2 6-11:1."
    )


class NoSuchQuota(ShopError):
    """A quota that is not set on that day."""

    message = N_("There is no quota {quota} on that day. `quota list` shows all.")


class QuotaEntry(Base):
    """What a line of a sale takes of a household's quota, or what a void or refund gives back (negative)."""

    __tablename__ = "quota_entry"
    __table_args__ = (
        UniqueConstraint("document_id", "position"),
        CheckConstraint("amount <> 0", name="amount_not_zero"),
        *whole("position", "amount"),
        Index("ix_quota_entry_used", "pseudonym", "happened_on"),
    )

    id: Mapped[RowNumber]
    pseudonym: Mapped[str]
    quota: Mapped[str]
    happened_on: Mapped[dt.date]
    """The day whose period is charged: for voids and refunds the day of the sale."""
    recorded_at: Mapped[Moment]
    amount: Mapped[Whole]
    """Pieces, or grams of goods by weight."""
    document_id: Mapped[str]
    position: Mapped[Whole]
    """The line of that document."""


@dataclass(frozen=True, slots=True)
class Ages:
    """A limit for each child of these months of age, both included."""

    least: int
    most: int
    limit: int


@dataclass(frozen=True, slots=True)
class Quota:
    """A quota as it is set on a day."""

    quota: str
    period: str
    """week or month; day for a limit of that day."""
    steps: tuple[int, ...]
    """By people in the household, the last for all who are more; empty where ages count."""
    ages: tuple[Ages, ...]

    @property
    def limit(self) -> str:
        """The limit as it was written."""
        return " ".join([*map(str, self.steps), *(f"{a.least}-{a.most}:{a.limit}" for a in self.ages)])


@dataclass(frozen=True, slots=True)
class Listed:
    """A quota with what its goods are called."""

    quota: Quota
    goods: tuple[Mapping[str, str], ...]
    """The names of each, by language."""

    @property
    def name(self) -> str:
        """The goods in the reader's language; behind the word of the quota where they are several."""
        return name_of(self.quota.quota, self.goods)


@dataclass(frozen=True, slots=True)
class Use:
    """What a household may have of a quota, and had, in the period of a day."""

    quota: str
    limit: int
    used: int
    period: Period
    assured: int | None = None
    """What a slip of the day still promises of it, whatever changed since; None without a slip."""
    today: int = 0
    """What they had of it on the day itself."""

    @property
    def of_the_day(self) -> bool:
        """Whether it is a limit of the day, which may change while somebody shops."""
        return self.period.start == self.period.until

    @property
    def left(self) -> int:
        """What may still be had; negative after a change of the household."""
        left = self.limit - self.used
        return left if self.assured is None else max(left, self.assured)


def in_force(settings: Settings) -> tuple[Quota, ...]:
    """List the quotas in force on the day of the settings, by name."""
    set_here = sorted((key, value) for key, value in settings.values.items() if key.startswith(PREFIX) and value)
    return tuple(_quota(key.removeprefix(PREFIX), value) for key, value in set_here)


def listed(session: Session, on: dt.date) -> tuple[Listed, ...]:
    """List the quotas of a day with their goods, by name of the quota."""
    set_here = in_force(rules.current(session, on))
    found = goods_of(session, [one.quota for one in set_here])
    return tuple(Listed(one, tuple(found[one.quota])) for one in set_here)


def goods_of(session: Session, words: Sequence[str]) -> dict[str, list[Mapping[str, str]]]:
    """Tell what the goods of quotas are called, by the word of each quota."""
    return {word: [item.names for item in items] for word, items in products_under(session, words).items()}


def products_under(session: Session, words: Iterable[str]) -> dict[str, list[Item]]:
    """Find the products that obey each quota, in the order asked for and by code, without those that are archived."""
    found: dict[str, list[Item]] = {word: [] for word in words}
    if not found:
        return found
    obeying = select(Product.id).where(catalogue.obeyed(session).in_(found), Product.archived_at.is_(None))
    items = catalogue.items(session, set(session.scalars(obeying)))
    for item in sorted(items.values(), key=lambda item: item.code):
        found[item.quota].append(item)
    return found


def name_of(word: str, goods: Sequence[Mapping[str, str]]) -> str:
    """Name the goods of a quota in the reader's language; behind the word of the quota where they are several."""
    if len(goods) == 1:
        return best_name(goods[0], word)
    named = ", ".join(best_name(names, "") for names in goods)
    return f"{word}: {named}" if named else word


def uses(facts: Sequence[Fact], size: Size, *, place: int, on: dt.date, settings: Settings) -> tuple[Use, ...]:
    """Tell what a household may have of each quota on a day, and had in its period; the tightest of each name.

    `place` is its own in the round of scarce goods.
    """
    found: dict[str, Use] = {}
    for quota in (*in_force(settings), *_of_today(facts, size, place)):
        use = _use(quota, facts, size, on)
        if quota.quota not in found or use.left < found[quota.quota].left:
            found[quota.quota] = use
    return tuple(found[name] for name in sorted(found))


def _of_today(facts: Sequence[Fact], size: Size, place: int) -> Iterator[Quota]:
    """Read what the limits of the day, which stand among the facts, are for this household."""
    for fact in facts:
        if fact.what.startswith(TODAY):
            steps, _colon, name = fact.what.removeprefix(TODAY).partition(":")
            limit = Limit(tuple(map(int, steps.split())), fact.second or ALL, fact.first or 0)
            yield Quota(name, "day", (limit.of(size.people, place),), ())


def _use(quota: Quota, facts: Sequence[Fact], size: Size, on: dt.date) -> Use:
    period = budgets.whole_period(on, quota.period)
    had = [f for f in facts if f.what == PREFIX + quota.quota and f.since and period.start <= f.since <= period.until]
    limit = _by_age(quota.ages, facts, size, on) if quota.ages else budgets.step(quota.steps, size.people)
    today = sum(fact.first or 0 for fact in had if fact.since == on)
    used = sum(fact.first or 0 for fact in had)
    return Use(quota.quota, limit, used, period, _assured(quota.quota, facts, today), today)


def _assured(quota: str, facts: Sequence[Fact], today: int) -> int | None:
    """Tell what the day's slip still promises, after what was had since."""
    slip = next((fact for fact in facts if fact.what == PROMISED + quota), None)
    return None if slip is None else max((slip.first or 0) + (slip.second or 0) - today, 0)


def _by_age(ages: Sequence[Ages], facts: Sequence[Fact], size: Size, on: dt.date) -> int:
    """Add up what each member may have at its months of age, which count from the first of the birth month.

    Where people are only counted nobody knows an age: then each child has the most that any age has.
    """
    born = [(fact.first or 0, fact.second or 1) for fact in facts if fact.what == "member"]
    if not born:
        return size.children * max(band.limit for band in ages)
    months = [(on.year - year) * 12 + on.month - month for year, month in born]
    return sum(band.limit for age in months for band in ages if band.least <= age <= band.most)


def set_quota(
    session: Session,
    quota: str,
    *,
    period: str,
    limit: str,
    valid_from: dt.date | None = None,
    at: Counter,
    now: dt.datetime,
) -> Quota:
    """Set a quota from a day on (today if none is given): of the products that carry its name, or of one by its code.

    `limit` is a step table by household size, `1 1 2 3`, or by age of a child in months, `0-5:2 6-11:1`.
    """
    require(at, Permission.SETTINGS)
    name = require_goods(session, quota)
    words = " ".join(limit.split())
    if period not in PERIODS or not (STEPS.fullmatch(words) or _AGES.fullmatch(words)):
        raise BadQuota(limit=limit[:40])
    found = _quota(name, f"{period} {words}")
    if any(band.least > band.most for band in found.ages):
        raise BadQuota(limit=limit[:40])
    _write(session, name, f"{period} {words}", valid_from, at=at, now=now)
    return found


def require_goods(session: Session, quota: str) -> str:
    """Tell how a quota is written that some product carries, or that a product obeys by any of its codes."""
    name = quota.strip().casefold()
    if session.scalar(select(Product.id).where(catalogue.obeyed(session) == name).limit(1)) is not None:
        return name
    item = catalogue.find(session, quota.strip())
    if item is None:
        raise NothingCarriesQuota(quota=quota[:40])
    return item.quota


def end_quota(session: Session, quota: str, *, valid_from: dt.date | None = None, at: Counter, now: dt.datetime) -> str:
    """End a quota from a day on (today if none is given); tells its name."""
    require(at, Permission.SETTINGS)
    name = quota.strip().casefold()
    if not rules.current(session, valid_from or at.business_date(now)).values.get(PREFIX + name):
        raise NoSuchQuota(quota=quota[:40])
    _write(session, name, "", valid_from, at=at, now=now)
    return name


def _write(
    session: Session, name: str, value: str, valid_from: dt.date | None, *, at: Counter, now: dt.datetime
) -> None:
    first_day = valid_from or at.business_date(now)
    before = rules.current(session, first_day).values.get(PREFIX + name, "")
    session.add(SettingRow(key=PREFIX + name, valid_from=first_day, value=value, set_at=now, set_by=at.by))
    session.flush()
    journal.record(session, at, verb="quota", subject=name, now=now, before=before, after=value, valid_from=first_day)


def _quota(name: str, value: str) -> Quota:
    period, *parts = value.split()
    if ":" not in value:
        return Quota(name, period, tuple(int(part) for part in parts), ())
    bands = (re.split("[-:]", part) for part in parts)
    return Quota(name, period, (), tuple(Ages(int(least), int(most), int(limit)) for least, most, limit in bands))
