"""Calling goods back, finding out which are meant, and closing the recall when all of them are accounted for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.goods import catalogue, deeds, lots, recall_balance, recalls, stock
from kruidenier.shop.goods.catalogue import Product
from kruidenier.shop.goods.dates import require_mark
from kruidenier.shop.goods.recalls import Recall, RecalledLot
from kruidenier.shop.goods.stock import Change, Lot
from kruidenier.shop.office import journal
from kruidenier.shop.office.staff import Permission, require
from kruidenier.store.asking import numbered
from kruidenier.store.base import new_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.deeds import DeedDone
    from kruidenier.shop.office.place import Counter

MOST_NAMED = 3


class NoSuchRecall(ShopError):
    """No recall has this number."""

    message = N_("There is no recall {number}. `recall list` shows all recalls.")


class RecallNeedsReason(ShopError):
    """A recall, and people would not know why."""

    message = N_("Say in a few words why these goods are called back: it stands on the poster.")


class DatesInDisorder(ShopError):
    """A first date after the last one."""

    message = N_("The first date, {first}, comes after the last one, {last}. Turn them round.")


class RecallRuns(ShopError):
    """The same goods called back twice."""

    message = N_("{number} calls back the same already. Go on with that one.")


class RecallClosed(ShopError):
    """A recall that was closed: its figures are frozen."""

    message = N_("Recall {number} is closed. If goods are called back again, start a new one.")


class StillHere(ShopError):
    """Goods that are called back and still stand in the shop."""

    message = N_(
        "{number} cannot be closed: {lots} still stand here. Destroy them or give them back, "
        "or read on the packs that they are not meant."
    )


class NotCalledBack(ShopError):
    """A lot that no recall holds."""

    message = N_("{name} (lot {lot}) is not called back: there is nothing to find out.")


class NothingRead(ShopError):
    """Goods said to be free of a recall, and nobody read the pack."""

    message = N_("Read the packs of {name} (lot {lot}): give the maker's lot or the date that stands on them.")


class StillMeant(ShopError):
    """Packs that are called back by what stands on them: nobody overrides that."""

    message = N_(
        "{name} (lot {lot}): by what stands on these packs, {number} calls them back. Destroy them or give them back."
    )


@dataclass(frozen=True, slots=True)
class RecallFacts:
    """A recall as people see it in a list."""

    number: str
    code: str
    name: str
    names: Mapping[str, str]
    """By language."""
    brand: str | None
    by_weight: bool
    lot_code: str | None
    """The maker's, as it stands on the packs."""
    date_from: dt.date | None
    date_until: dt.date | None
    reason: str
    date: dt.date
    """The day it was started."""
    opened_at: dt.datetime
    opened_by: str
    closed_at: dt.datetime | None
    closed_by: str | None
    withdrawn_because: str | None
    lots: int
    """Lots of the shop that it holds."""
    count: int
    grams: int
    """What is left of them here."""


def start(
    session: Session,
    code: str,
    *,
    reason: str,
    at: Counter,
    now: dt.datetime,
    lot_code: str | None = None,
    date_from: dt.date | None = None,
    date_until: dt.date | None = None,
) -> RecallFacts:
    """Call goods back: every lot that may be meant is blocked at once, at every till, and so is what comes in later.

    The maker's lot and the dates on the packs narrow it; without any, all packs of the product are meant.
    """
    require(at, Permission.RECALL)
    reason, lot_code = reason.strip(), (lot_code or "").strip() or None
    if not reason:
        raise RecallNeedsReason
    if date_from is not None and date_until is not None and date_from > date_until:
        raise DatesInDisorder(first=date_from, last=date_until)
    item = catalogue.require_item(session, code)
    _lock_goods(session, item.id)
    meant = {"product_id": item.id, "lot_code": lot_code, "date_from": date_from, "date_until": date_until}
    same = [getattr(Recall, column).is_not_distinct_from(value) for column, value in meant.items()]
    if (runs := session.scalar(select(Recall.number).where(*same, Recall.closed_at.is_(None)))) is not None:
        raise RecallRuns(number=runs)
    page = journal.turn_page(session, at, documents=1)
    recall = Recall(
        id=new_id(),
        number=page.document_number,
        **meant,
        reason=reason,
        happened_on=at.business_date(now),
        opened_at=now,
        opened_by=at.by,
    )
    session.add(recall)
    session.flush()
    held = recalls.sweep(session, [item.id], at=at, now=now)
    numbers = session.scalars(select(Lot.number).where(Lot.id.in_(held)).order_by(Lot.number)).all()
    said = {"code": item.code, "lot": lot_code, "from": date_from, "until": date_until, "reason": reason}
    journal.write(session, page, verb="recall start", subject=recall.number, now=now, **said, lots=list(numbers))
    session.expire_all()
    return look_up(session, recall.number)


def clear(
    session: Session,
    lot: str,
    *,
    at: Counter,
    now: dt.datetime,
    lot_code: str | None = None,
    date_mark: str | None = None,
    date: dt.date | None = None,
    count: int | None = None,
    grams: int | None = None,
) -> DeedDone:
    """Find some packs of a called-back lot, or all, not to be meant, by what somebody read on them.

    They become a lot of their own, with what stands on them, and may be sold again.
    """
    require(at, Permission.RECALL)
    held = lots.lock(session, lot)
    named = {"name": lots.name_of(session, held), "lot": held.number}
    if held.state != "recalled":
        raise NotCalledBack(**named)
    read: dict[str, Any] = {
        "lot_code": (lot_code or "").strip() or held.lot_code,
        "date_mark": held.date_mark,
        "date": held.date,
    }
    if date is not None:
        read |= {"date_mark": date_mark or (held.date_mark if held.date else "best_before"), "date": date}
    if lot_code is None and date is None:
        raise NothingRead(**named)
    require_mark(read["date_mark"], read["date"])
    for recall in session.scalars(_that_may_mean(held)):
        if recalls.may_mean(recall, read["lot_code"], read["date"]):
            raise StillMeant(**named, number=recall.number)
    pieces, weight = lots.part_of(session, held, count=count, grams=grams)
    was = session.scalar(select(RecalledLot.was).where(RecalledLot.lot_id == held.id).limit(1)) or "live"
    fields = {**read, "state": was}
    return deeds.part_off(session, held, verb="clear", count=pieces, grams=weight, fields=fields, at=at, now=now)


def close(
    session: Session, number: str, *, at: Counter, now: dt.datetime, withdrawn_because: str | None = None
) -> RecallFacts:
    """Close a recall for good, with what became of its goods; nothing of them may be left in the shop.

    `withdrawn_because` takes it back instead, where its maker did so or it was a mistake: its goods are as before.
    """
    require(at, Permission.CLOSE_RECALL)
    recall = find(session, number)
    _lock_goods(session, recall.product_id)
    session.refresh(recall)
    if recall.closed_at is not None:
        raise RecallClosed(number=recall.number)
    if withdrawn_because is not None and not withdrawn_because.strip():
        raise RecallNeedsReason
    held = held_lots(session, recall)
    left = [lot for lot in held if lot.count or lot.grams]
    if left and withdrawn_because is None:
        raise StillHere(number=recall.number, lots=_named(left))
    balance = recall_balance.balance(session, recall)
    page = journal.turn_page(session, at)
    recall.closed_at, recall.closed_by, recall.figures = now, at.by, recall_balance.frozen(balance)
    recall.withdrawn_because = withdrawn_because and withdrawn_because.strip()
    session.flush()
    if withdrawn_because is not None:
        _free(session, recall, held, at=at, now=now)
    said = {**recall.figures, "withdrawn": recall.withdrawn_because}
    journal.write(session, page, verb="recall close", subject=recall.number, now=now, **said)
    session.expire_all()
    return look_up(session, number)


def look_up(session: Session, number: str) -> RecallFacts:
    """Show a recall by its number."""
    return facts(session, [find(session, number)])[0]


def listing(session: Session, *, open_only: bool = False) -> tuple[RecallFacts, ...]:
    """List recalls: the open ones first, then the newest."""
    asked = select(Recall).order_by(Recall.closed_at.is_not(None), Recall.opened_at.desc(), Recall.number.desc())
    if open_only:
        asked = asked.where(Recall.closed_at.is_(None))
    return facts(session, session.scalars(asked).all())


def find(session: Session, number: str) -> Recall:
    """Find a recall by its number."""
    recall = numbered(session, Recall, number)
    if recall is None:
        raise NoSuchRecall(number=number.strip()[:40])
    return recall


def facts(session: Session, some: Sequence[Recall]) -> tuple[RecallFacts, ...]:
    """Show recalls as people see them in a list."""
    items = catalogue.items(session, {recall.product_id for recall in some})
    brands = dict(session.execute(select(Product.id, Product.brand).where(Product.id.in_(items))).all())
    still_here = (
        select(
            RecalledLot.recall_id,
            func.count().label("lots"),
            func.coalesce(func.sum(Lot.count).filter(Lot.state == "recalled"), 0).label("pieces"),
            func.coalesce(func.sum(Lot.grams).filter(Lot.state == "recalled"), 0).label("weight"),
        )
        .join(Lot, Lot.id == RecalledLot.lot_id)
        .where(RecalledLot.recall_id.in_([recall.id for recall in some]))
        .group_by(RecalledLot.recall_id)
    )
    left = {row.recall_id: row for row in session.execute(still_here)}
    return tuple(
        RecallFacts(
            number=recall.number,
            code=items[recall.product_id].code,
            name=items[recall.product_id].name,
            names=items[recall.product_id].names,
            brand=brands[recall.product_id],
            by_weight=items[recall.product_id].by_weight,
            lot_code=recall.lot_code,
            date_from=recall.date_from,
            date_until=recall.date_until,
            reason=recall.reason,
            date=recall.happened_on,
            opened_at=recall.opened_at,
            opened_by=recall.opened_by,
            closed_at=recall.closed_at,
            closed_by=recall.closed_by,
            withdrawn_because=recall.withdrawn_because,
            lots=left[recall.id].lots if recall.id in left else 0,
            count=int(left[recall.id].pieces) if recall.id in left else 0,
            grams=int(left[recall.id].weight) if recall.id in left else 0,
        )
        for recall in some
    )


def held_lots(session: Session, recall: Recall) -> Sequence[Lot]:
    """Read the lots that a recall holds, by number."""
    asked = select(Lot).join(RecalledLot, RecalledLot.lot_id == Lot.id).where(RecalledLot.recall_id == recall.id)
    return session.scalars(asked.order_by(Lot.number)).all()


def _lock_goods(session: Session, product_id: str) -> None:
    """Lock a product's lots in their order, then the product: who makes a lot of it meanwhile comes before or after."""
    mine = select(Lot.id).where(Lot.product_id == product_id).order_by(*stock.LOCK_ORDER)
    session.execute(mine.with_for_update(key_share=True)).all()
    session.execute(select(Product.id).where(Product.id == product_id).with_for_update()).all()


def _that_may_mean(lot: Lot) -> Any:
    """Find what decides about a called-back lot: the open recalls of its product, and those that hold it."""
    held = select(RecalledLot.recall_id).where(RecalledLot.lot_id == lot.id)
    open_or_holding = or_(Recall.closed_at.is_(None), Recall.id.in_(held))
    asked = select(Recall).where(
        Recall.product_id == lot.product_id, open_or_holding, Recall.withdrawn_because.is_(None)
    )
    return asked.order_by(Recall.number)


def _free(session: Session, recall: Recall, held: Sequence[Lot], *, at: Counter, now: dt.datetime) -> None:
    """Let the lots of a withdrawn recall be as they were, but those that another one holds."""
    others = select(RecalledLot.lot_id).join(Recall, Recall.id == RecalledLot.recall_id)
    valid = others.where(Recall.product_id == recall.product_id, Recall.withdrawn_because.is_(None))
    still = set(session.scalars(valid))
    was = dict(
        session.execute(select(RecalledLot.lot_id, RecalledLot.was).where(RecalledLot.recall_id == recall.id)).all()
    )
    freed = [lot for lot in held if lot.id not in still]
    for lot in freed:
        lot.state = was[lot.id]
    session.flush()
    changes = [Change(lot.id, 0, 0, "counted") for lot in freed]
    stock.book(session, changes, reason="freed", document_id=recall.id, at=at, now=now)


def _named(some: Sequence[Lot]) -> str:
    named = ", ".join(lot.number for lot in some[:MOST_NAMED])
    return named if len(some) <= MOST_NAMED else f"{named}, …"
