"""The drawer: opened with a float, counted blind, closed with a slip; figures by session, never by calendar day."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, bindparam, func, select, text
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.office import journal, papers
from kruidenier.shop.office.place import Till
from kruidenier.shop.office.staff import Permission, StaffMember, require
from kruidenier.shop.till.payments import MOST_CENTS, NotAnAmount
from kruidenier.shop.till.sales import Sale, SalePayment
from kruidenier.shop.till.values import DrawerSlip
from kruidenier.store.asking import Question
from kruidenier.store.base import Base, Key, Moment, Whole, new_id, whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter

COINS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000)
"""Euro coins and notes, in cents."""
MOST_PIECES = 9999
SLIP_SCHEMA = 1


class DrawerOpen(ShopError):
    """The drawer was opened before."""

    message = N_("The drawer of till {till} is open already, as {number}. Count and close it first.")


class NoDrawerOpen(ShopError):
    """There is no open drawer to close."""

    message = N_("The drawer of till {till} is not open. Open it with the money that is in it.")


class NotACoin(ShopError):
    """A coin that does not exist, or a number of them that cannot be."""

    message = N_("{cents} cents: count euro coins and notes, each 0 or more.")


class NotCounted(ShopError):
    """Nobody counted the drawer."""

    message = N_("Count the drawer first: how many of each coin and note.")


class Drawer(Base):
    """A drawer session with its own business date. Once closed it never changes; its slip is kept as it was issued."""

    __tablename__ = "drawer"
    __table_args__ = (
        CheckConstraint("float_cents >= 0", name="float_not_negative"),
        CheckConstraint("closed_at IS NULL OR counted_cents IS NOT NULL", name="closed_counted"),
        CheckConstraint("reason IS NULL OR counted_cents <> expected_cents", name="reason_of_difference"),
        *whole("float_cents", "counted_cents", "expected_cents"),
        Index(
            "uq_drawer_one_open",
            "till_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(unique=True)
    till_id: Mapped[int] = mapped_column(ForeignKey("till.id"))
    business_date: Mapped[dt.date]
    opened_at: Mapped[Moment]
    opened_by: Mapped[str]
    float_cents: Mapped[Whole]
    coins: Mapped[dict[str, int] | None] = mapped_column(JSON)
    """The last count: how many of each coin and note, by its cents."""
    counted_cents: Mapped[Whole | None]
    expected_cents: Mapped[Whole | None]
    closed_at: Mapped[Moment | None]
    closed_by: Mapped[str | None]
    reason: Mapped[str | None]
    """Why the count differed from what was expected, if somebody said so."""


def open_drawer(session: Session, *, float_cents: int, at: Counter, now: dt.datetime) -> DrawerSlip:
    """Open the till's drawer with the money that is in it."""
    require(at, Permission.DRAWER)
    if not 0 <= float_cents <= MOST_CENTS:
        raise NotAnAmount(given_cents=float_cents, most_cents=MOST_CENTS)
    page = journal.turn_page(session, at, documents=1)  # first, so that two who open at once see each other
    opened = _open(session, at)
    if opened is not None:
        raise DrawerOpen(till=at.till, number=opened.number)
    drawer = Drawer(
        id=new_id(),
        number=page.document_number,
        till_id=at.till_id,
        business_date=at.business_date(now),
        opened_at=now,
        opened_by=at.by,
        float_cents=float_cents,
    )
    session.add(drawer)
    session.flush()
    journal.write(session, page, verb="drawer open", subject=drawer.number, now=now, float_cents=float_cents)
    return _named(session, _slip(session, drawer, at))


def count_drawer(session: Session, *, coins: Mapping[int, int], at: Counter, now: dt.datetime) -> int:
    """Keep a blind count of the open drawer; tells what was counted, in cents, and not what was expected."""
    require(at, Permission.CLOSE)
    drawer = _require_open(session, at)
    for cents, pieces in coins.items():
        if cents not in COINS or not 0 <= pieces <= MOST_PIECES:
            raise NotACoin(cents=cents)
    drawer.coins = {str(cents): pieces for cents, pieces in sorted(coins.items()) if pieces}
    drawer.counted_cents = sum(cents * pieces for cents, pieces in coins.items())
    session.flush()
    journal.record(session, at, verb="drawer count", subject=drawer.number, now=now, counted=drawer.counted_cents)
    return drawer.counted_cents


def close_drawer(
    session: Session, *, at: Counter, now: dt.datetime, coins: Mapping[int, int] | None = None, reason: str = ""
) -> DrawerSlip:
    """Close the drawer with its count; the slip shows expected, counted, difference and the seal of every journal.

    A reason is kept if there is a difference.
    """
    if coins is not None:
        count_drawer(session, coins=coins, at=at, now=now)
    require(at, Permission.CLOSE)
    drawer = _require_open(session, at)
    if drawer.counted_cents is None:
        raise NotCounted
    closed = _slip(session, drawer, at)
    difference = drawer.counted_cents - closed.expected_cents
    why = (reason.strip() or None) if difference else None
    journal.record(
        session,
        at,
        verb="drawer close",
        subject=drawer.number,
        now=now,
        expected=closed.expected_cents,
        counted=drawer.counted_cents,
        difference=difference,
        **({"reason": why} if why else {}),
    )
    drawer.closed_at, drawer.closed_by, drawer.expected_cents = now, at.by, closed.expected_cents
    drawer.reason = why
    session.flush()
    figures = asdict(_slip(session, drawer, at)) | {
        "seal": journal.head(session, at),
        "seals": [list(head) for head in journal.heads(session)],
    }
    papers.issue(session, "drawer", number=drawer.number, schema=SLIP_SCHEMA, figures=figures, by=at.by, now=now)
    return slip_of(session, drawer.number)


def drawer(session: Session, *, at: Counter) -> DrawerSlip | None:
    """Show the open drawer of this till; None if it is not open."""
    opened = _open(session, at)
    return None if opened is None else _named(session, _slip(session, opened, at))


def last_drawer(session: Session, *, at: Counter) -> DrawerSlip | None:
    """Show the open drawer of this till, or else the one that was closed last."""
    newest = session.scalar(
        select(Drawer.number)
        .where(Drawer.till_id == at.till_id, Drawer.closed_at.is_not(None))
        .order_by(func.length(Drawer.number).desc(), Drawer.number.desc())
        .limit(1)
    )
    return drawer(session, at=at) or (slip_of(session, newest) if newest else None)


def slip_of(session: Session, number: str) -> DrawerSlip:
    """Show a closed drawer session exactly as its slip was issued."""
    words = papers.figures_of(session, "drawer", number)
    words["coins"] = tuple((cents, pieces) for cents, pieces in words["coins"])
    words["seals"] = tuple((till, seq, seal) for till, seq, seal in words.get("seals", ()))
    words["date"] = dt.date.fromisoformat(words["date"])
    for moment in ("opened_at", "closed_at"):
        words[moment] = dt.datetime.fromisoformat(words[moment])
    return _named(session, DrawerSlip(**words))


_OPEN_ID = (
    select(Drawer.id)
    .where(Drawer.till_id == bindparam("till"), Drawer.closed_at.is_(None))
    .with_for_update(read=True)  # closing waits for sales in progress
)


def open_drawer_id(at: Counter) -> Question[str | None]:
    """Ask for the key of this till's open drawer session; a sale needs none."""
    return Question(_OPEN_ID, {"till": at.till_id}, lambda rows: rows[0].id if rows else None)


def _open(session: Session, at: Counter, *, locked: bool = False) -> Drawer | None:
    found = select(Drawer).where(Drawer.till_id == at.till_id, Drawer.closed_at.is_(None))
    return session.scalar(found.with_for_update() if locked else found)


def _require_open(session: Session, at: Counter) -> Drawer:
    opened = _open(session, at, locked=True)
    if opened is None:
        raise NoDrawerOpen(till=at.till)
    return opened


def _named(session: Session, slip: DrawerSlip) -> DrawerSlip:
    """Add what those who opened and closed are called now: names are not kept in what was issued."""
    found = select(StaffMember.code, StaffMember.name).where(StaffMember.code.in_([slip.opened_by, slip.closed_by]))
    people = dict(session.execute(found).all())
    closer = slip.closed_by or ""
    return replace(slip, opener=people.get(slip.opened_by, slip.opened_by), closer=people.get(closer, closer))


def _slip(session: Session, drawer: Drawer, at: Counter) -> DrawerSlip:
    taken = dict(
        session.execute(
            select(SalePayment.method, func.sum(SalePayment.amount_cents))
            .join(Sale, Sale.id == SalePayment.sale_id)
            .where(Sale.drawer_id == drawer.id)
            .group_by(SalePayment.method)
        ).all()
    )
    kinds = {
        row.kind: row
        for row in session.execute(
            select(
                Sale.kind,
                func.count().label("documents"),
                func.sum(Sale.total_cents).label("total"),
                func.sum(Sale.rounding_cents).label("rounding"),
            )
            .where(Sale.drawer_id == drawer.id)
            .group_by(Sale.kind)
        )
    }
    cash = int(taken.get("cash", 0))
    expected = drawer.float_cents + cash
    till = session.scalars(select(Till.code).where(Till.id == drawer.till_id)).one()
    return DrawerSlip(
        number=drawer.number,
        till=till,
        date=drawer.business_date,
        opened_at=drawer.opened_at.astimezone(at.zone),
        closed_at=drawer.closed_at.astimezone(at.zone) if drawer.closed_at else None,
        opened_by=drawer.opened_by,
        closed_by=drawer.closed_by,
        float_cents=drawer.float_cents,
        sales=kinds["sale"].documents if "sale" in kinds else 0,
        voids=kinds["void"].documents if "void" in kinds else 0,
        refunds=kinds["refund"].documents if "refund" in kinds else 0,
        cash_cents=cash,
        card_cents=int(taken.get("card", 0)),
        voucher_cents=int(taken.get("voucher", 0)),
        total_cents=sum(int(row.total) for row in kinds.values()),
        rounding_cents=sum(int(row.rounding) for row in kinds.values()),
        expected_cents=expected,
        counted_cents=drawer.counted_cents,
        difference_cents=None if drawer.counted_cents is None else drawer.counted_cents - expected,
        coins=tuple((int(cents), pieces) for cents, pieces in (drawer.coins or {}).items()),
        reason=drawer.reason or "",
    )
