"""Today in figures: what staff and managers see first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, select

from kruidenier.shop.figures import day_lists
from kruidenier.shop.figures.must_go import must_go
from kruidenier.shop.goods import catalogue, recalling
from kruidenier.shop.goods.catalogue import Product
from kruidenier.shop.goods.counts import CountTask
from kruidenier.shop.goods.names import best_name
from kruidenier.shop.office import copies
from kruidenier.shop.office import settings as rules
from kruidenier.shop.people.households import Household
from kruidenier.shop.people.rights import Right
from kruidenier.shop.supply import agreement_documents
from kruidenier.shop.supply.agreement_documents import AgreementDocument
from kruidenier.shop.till import erasing
from kruidenier.shop.till.basket_rows import OpenBasket
from kruidenier.shop.till.cash import Drawer
from kruidenier.shop.till.sales import Sale, SalePayment

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.figures.must_go import MustGo
    from kruidenier.shop.goods.recalling import RecallFacts
    from kruidenier.shop.office.copies import LastCopy
    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.people.privacy import PastTerm

MOST_LINES = 50


@dataclass(frozen=True, slots=True)
class Today:
    """One business day of the whole shop."""

    date: dt.date
    sales: int
    households: int
    total_cents: int
    cash_cents: int
    card_cents: int
    voucher_cents: int
    open_baskets: int
    open_drawers: int
    to_count: tuple[str, ...]
    """Names of products that somebody should count."""
    must_go: tuple[MustGo, ...]
    """Lots whose last day has gone, is today or comes this week."""
    recalls: tuple[RecallFacts, ...]
    """Those that are open."""
    opening_left: int
    closing_left: int
    """So much is still to be done on the lists of the day."""
    rights_ending: int
    """Households whose grocery right ends within the warning days."""
    agreements_ending: tuple[AgreementDocument, ...]
    """Agreements about whose follow-up somebody should speak now."""
    drafts: int
    """Products that were made at the till and wait for staff."""
    last_copy: LastCopy
    """How old the last good copy of the books is."""
    to_forget: PastTerm
    """What is past its term, or will be within the days of the notice."""
    forgets_by_itself: bool
    notice_days: int

    def going(self, when: str) -> tuple[MustGo, ...]:
        """Tell what must go: past, today or week."""
        return tuple(lot for lot in self.must_go if lot.when == when)


def today(session: Session, *, at: Counter, now: dt.datetime) -> Today:
    """Gather the figures of the business date."""
    on = at.business_date(now)
    settings = rules.current(session, on)
    sums = session.execute(
        select(
            func.count().filter(Sale.kind == "sale").label("sales"),
            func.count(Sale.pseudonym.distinct()).label("households"),
            func.coalesce(func.sum(Sale.total_cents), 0).label("total"),
        ).where(Sale.happened_on == on)
    ).one()
    paid = dict(
        session.execute(
            select(SalePayment.method, func.sum(SalePayment.amount_cents))
            .join(Sale, Sale.id == SalePayment.sale_id)
            .where(Sale.happened_on == on)
            .group_by(SalePayment.method)
        ).all()
    )
    warned = on + dt.timedelta(days=settings["rights.warn_days"])
    return Today(
        date=on,
        sales=sums.sales,
        households=sums.households,
        total_cents=int(sums.total),
        cash_cents=int(paid.get("cash", 0)),
        card_cents=int(paid.get("card", 0)),
        voucher_cents=int(paid.get("voucher", 0)),
        open_baskets=_count(session, select(OpenBasket.id).where(OpenBasket.state.in_(("open", "aside")))),
        open_drawers=_count(session, select(Drawer.id).where(Drawer.closed_at.is_(None))),
        to_count=_to_count(session),
        must_go=must_go(session, on=on),
        recalls=recalling.listing(session, open_only=True),
        opening_left=len(day_lists.opening(session, at=at, now=now).left),
        closing_left=len(day_lists.closing(session, at=at, now=now).left),
        rights_ending=_rights_ending(session, on, warned),
        agreements_ending=agreement_documents.ending(session, on=on),
        drafts=_count(session, select(Product.id).where(Product.draft, Product.archived_at.is_(None))),
        last_copy=copies.last(session, at=at, now=now),
        to_forget=erasing.announced(session, settings, on=on),
        forgets_by_itself=settings["keep.by_itself"],
        notice_days=settings["keep.notice_days"],
    )


def _count(session: Session, asked: Select[Any]) -> int:
    return session.scalar(select(func.count()).select_from(asked.subquery())) or 0


def _rights_ending(session: Session, on: dt.date, warned: dt.date) -> int:
    newest = (
        select(func.max(Right.id).label("id")).where(Right.kind == "grocery").group_by(Right.household_id).subquery()
    )
    ending = (
        select(Right.id)
        .join(newest, newest.c.id == Right.id)
        .join(Household, Household.id == Right.household_id)
        .where(Household.archived_at.is_(None), Right.valid_until.between(on, warned))
    )
    return _count(session, ending)


def _to_count(session: Session) -> tuple[str, ...]:
    open_tasks = (
        select(CountTask.product_id, Product.code)
        .join(Product, Product.id == CountTask.product_id)
        .where(CountTask.settled_at.is_(None))
        .order_by(CountTask.id)
        .limit(MOST_LINES)
    )
    codes = {row.product_id: row.code for row in session.execute(open_tasks)}
    names = catalogue.names_of(session, codes)
    return tuple(best_name(names[product_id], code) for product_id, code in codes.items())
