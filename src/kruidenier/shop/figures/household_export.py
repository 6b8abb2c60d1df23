"""Everything that is kept of one household, put together: its file, its rights, what it bought, who looked."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from kruidenier.i18n import N_
from kruidenier.shop.office import personal_data
from kruidenier.shop.office.journal import JournalLine
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.people import journaled, privacy
from kruidenier.shop.people.arrivals import ArrivalHousehold
from kruidenier.shop.people.budgets import BudgetEntry
from kruidenier.shop.people.files import Note, Substitute
from kruidenier.shop.people.households import (
    Headcount,
    Household,
    HouseholdCard,
    HouseholdFile,
    Member,
    find,
    pseudonyms,
)
from kruidenier.shop.people.needs import Need
from kruidenier.shop.people.quotas import QuotaEntry
from kruidenier.shop.people.rights import Hold, Right
from kruidenier.shop.people.strangers import NotDuplicate
from kruidenier.shop.till import sales
from kruidenier.shop.till.basket_rows import BasketItem, OpenBasket
from kruidenier.shop.till.sales import Sale
from kruidenier.store.base import Base

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.till.values import SaleDocument

FILED: tuple[tuple[type[Base], str], ...] = (
    (HouseholdFile, N_("The file")),
    (HouseholdCard, N_("Cards")),
    (Member, N_("People")),
    (Headcount, N_("How many people")),
    (Need, N_("Needs")),
    (Note, N_("Remarks")),
    (Substitute, N_("Substitutes")),
    (Right, N_("Rights")),
    (Hold, N_("Pauses and blocks")),
    (ArrivalHousehold, N_("Days on which they came by the welcome desk")),
)


@dataclass(frozen=True, slots=True)
class Part:
    """A kind of what is kept: its name, its heading, what its columns say, and the rows."""

    name: str
    title: str
    words: dict[str, str]
    rows: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class HouseholdExport:
    """Everything that is kept of one household."""

    card: str
    on: dt.date
    parts: tuple[Part, ...]
    sales: tuple[SaleDocument, ...]
    """Of the years whose sales still lead to it."""

    def as_json(self) -> bytes:
        """Write it into a file for machines."""
        told = json.dumps(self.as_document(), ensure_ascii=False, indent=2, default=lambda when: when.isoformat())
        return f"{told}\n".encode()

    def as_document(self) -> dict[str, Any]:
        """Write it for machines."""
        told: dict[str, Any] = {"card": self.card, "written_on": self.on}
        told |= {part.name: list(part.rows) for part in self.parts}
        return told | {"sales": [asdict(sale) for sale in self.sales]}


def everything(session: Session, card: str, *, at: Counter, now: dt.datetime) -> HouseholdExport:
    """Put together all that is kept of a household; that it was handed out is journaled."""
    require(at, Permission.ERASE)
    held = find(session, card)
    keys = privacy.with_merged(session, held.id)
    codes = pseudonyms(session, held.id)
    journaled.record(session, held.id, verb="household exported", at=at, now=now)
    parts = (
        _part(session, Household, N_("The household"), Household.id.in_(keys)),
        *(_part(session, table, title, privacy.rows_about(table, keys)) for table, title in FILED),
        _told_apart(session, keys),
        _open_baskets(session, codes),
        _charges(session, codes),
        _quotas(session, codes),
        _journal(session, [*journaled.codes_of(session, *keys), *codes]),
    )
    bought = select(Sale.id).where(Sale.pseudonym.in_(codes)).order_by(Sale.happened_at, Sale.id)
    documents = sales.read(session, list(session.scalars(bought)))
    local = tuple(_in_local_time(part, at) for part in parts)
    return HouseholdExport(held.card, at.business_date(now), local, tuple(documents))


def _part(session: Session, table: type[Base], title: str, whose: ColumnElement[bool]) -> Part:
    rows = session.scalars(select(table).where(whose).order_by(*table.__table__.primary_key))
    said = personal_data.kept_of(table.__tablename__)
    words = {column: what for column, what in said.items() if what != personal_data.KEY and column != "folded"}
    return Part(table.__tablename__, title, words, tuple({name: getattr(row, name) for name in words} for row in rows))


def _told_apart(session: Session, keys: Sequence[str]) -> Part:
    either = NotDuplicate.first_id.in_(keys) | NotDuplicate.second_id.in_(keys)
    return _part(session, NotDuplicate, N_("Told apart from another household"), either)


def _open_baskets(session: Session, codes: Sequence[str]) -> Part:
    rows = []
    asked = select(OpenBasket).where(OpenBasket.pseudonym.in_(codes)).order_by(OpenBasket.opened_at, OpenBasket.id)
    for basket in session.scalars(asked):
        goods = select(BasketItem).where(BasketItem.basket_id == basket.id).order_by(BasketItem.id)
        listed = [
            {"code": i.code, "names": i.names, "count": i.count, "grams": i.grams} for i in session.scalars(goods)
        ]
        rows.append({"opened_at": basket.opened_at, "shopper": basket.shopper, "goods": listed})
    words = {"opened_at": N_("opened"), "shopper": N_("what the till shows"), "goods": N_("goods")}
    return Part("open_baskets", N_("Open baskets"), words, tuple(rows))


def _charges(session: Session, codes: Sequence[str]) -> Part:
    asked = select(BudgetEntry).where(BudgetEntry.pseudonym.in_(codes)).order_by(BudgetEntry.id)
    words = {"happened_on": N_("day"), "purse": N_("purse"), "cents": N_("amount")}
    rows = tuple({name: getattr(entry, name) for name in words} for entry in session.scalars(asked))
    return Part("budget", N_("What was charged to the budget"), words, rows)


def _quotas(session: Session, codes: Sequence[str]) -> Part:
    asked = select(QuotaEntry).where(QuotaEntry.pseudonym.in_(codes)).order_by(QuotaEntry.id)
    words = {"happened_on": N_("day"), "quota": N_("quota"), "amount": N_("amount")}
    rows = tuple({name: getattr(entry, name) for name in words} for entry in session.scalars(asked))
    return Part("quotas", N_("What was taken of quotas"), words, rows)


def _journal(session: Session, subjects: Sequence[str]) -> Part:
    asked = select(JournalLine).where(JournalLine.subject.in_(subjects)).order_by(JournalLine.at, JournalLine.id)
    words = {"at": N_("moment"), "by": N_("who"), "verb": N_("what was done"), "details": N_("what of it")}
    rows = tuple({name: getattr(line, name) for name in words} for line in session.scalars(asked))
    return Part("journal", N_("Who looked at it or changed it"), words, rows)


def _in_local_time(part: Part, at: Counter) -> Part:
    rows = (
        {name: value.astimezone(at.zone) if isinstance(value, dt.datetime) else value for name, value in row.items()}
        for row in part.rows
    )
    return replace(part, rows=tuple(rows))
