"""What the books know of a supplier's gifts in the months before a day: all that the label counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta
from sqlalchemy import bindparam, func, literal_column, select

from kruidenier.shop.figures.mass_balance import COMES_IN, WITHIN
from kruidenier.shop.goods.recalls import Recall, RecalledLot
from kruidenier.shop.goods.stock import REASON, TAKES_BACK, UNDONE, Lot, Movement
from kruidenier.shop.supply import agreements, note_list
from kruidenier.shop.supply.deliveries import Delivery, DeliveryLine
from kruidenier.shop.supply.gift_notes import GIFTS
from kruidenier.shop.supply.suppliers import with_merged
from kruidenier.store.base import wire

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from kruidenier.shop.supply.suppliers import Supplier

A_DAY = dt.timedelta(days=1)
UNASKED: dict[str, Any] = {"days_to_use_by": 0, "days_after_arrival": 0, "groups": ()}
"""Of a criterion that a scheme does not have."""


@dataclass(frozen=True, slots=True)
class LabelFacts:
    """A supplier's gifts from one day to another, counted. Goods that nobody weighed weigh nothing here."""

    first: dt.date
    last: dt.date
    deliveries: int
    weeks_delivered: int
    """ISO weeks in which something was given."""
    weeks: int
    """ISO weeks from the first gift to the last day."""
    grams: int
    unweighed_pieces: int
    fresh_grams: int
    dated_grams: int
    """Of goods with a use-by or best-before date."""
    keeping_grams: int
    """Of those, what was far enough from its date on arrival."""
    refused_grams: int
    wasted_grams: int
    """Wasted by the end of the day after arrival."""
    own_lists: int
    """Deliveries that came with the giver's own list."""
    kept_pick_ups: int
    expected_pick_ups: int
    """0: no agreement tells when goods are fetched."""
    agreement: str | None
    """Number of the one in force on the last day."""
    asks_own_list: bool
    use_by_passed: tuple[str, ...]
    """Deliveries with goods whose use-by date was past on arrival."""
    without_note: tuple[str, ...]
    """Deliveries without a gift note."""
    unsigned: tuple[str, ...]
    """Gift notes that want a signature."""
    open_recalls: tuple[str, ...]

    @property
    def offered_grams(self) -> int:
        """What the supplier brought, refused or not."""
        return self.grams + self.refused_grams


def window(last: dt.date, *, months: int) -> tuple[dt.date, dt.date]:
    """Tell the months before a day, both ends included: for 31 December the whole year."""
    return last - relativedelta(months=months) + A_DAY, last


def gather(session: Session, supplier: Supplier, *, rules: dict[str, Any], last: dt.date) -> LabelFacts:
    """Count a supplier's gifts in the months before a day, as a scheme asks."""
    criteria = rules["criteria"]
    first, last = window(last, months=rules["months"])
    entries = with_merged(session, [supplier.id])
    window_of = {"entries": entries, "first": first, "last": last}
    books = wire(session)
    lines = books.execute(_LINES, window_of).all()
    notes = note_list.homework(session, entries, since=first, until=last)
    taken = [line for line in lines if line.refused_reason is None]
    given = {line.delivery_id: line for line in taken}
    days = {line.happened_on for line in taken}
    dated = [line for line in taken if line.date is not None]
    agreement = agreements.in_force(session, supplier.id, on=last)
    due = agreements.pick_ups(session, supplier.id, first=first, last=last) if agreement is not None else ()
    to_use_by = criteria.get("remaining_life", UNASKED)["days_to_use_by"] * A_DAY
    late = criteria.get("usability", UNASKED)["days_after_arrival"] * A_DAY
    fresh = {**window_of, "groups": criteria.get("freshness", UNASKED)["groups"]}
    wasted = books.execute(_WASTED, window_of)
    return LabelFacts(
        first=first,
        last=last,
        deliveries=len(given),
        weeks_delivered=len({_monday(day) for day in days}),
        weeks=(_monday(last) - _monday(min(days))).days // 7 + 1 if days else 0,
        grams=sum(line.weight for line in taken),
        unweighed_pieces=sum(line.pieces for line in taken if not line.weight),
        fresh_grams=int(books.execute(_FRESH, fresh).scalar_one()),
        dated_grams=sum(line.weight for line in dated),
        keeping_grams=sum(line.weight for line in dated if _keeps(line, to_use_by)),
        refused_grams=sum(line.weight for line in lines if line.refused_reason is not None),
        wasted_grams=-sum(int(row.weight) for row in wasted if row.on <= row.received_on + late),
        own_lists=sum(1 for line in given.values() if line.own_list),
        kept_pick_ups=sum(1 for one in due if one.state == "kept"),
        expected_pick_ups=sum(1 for one in due if one.counts),
        agreement=agreement.number if agreement is not None else None,
        asks_own_list=agreement is not None and agreement.asks_own_list,
        use_by_passed=_numbers(line for line in lines if line.date_mark == "use_by" and line.date < line.happened_on),
        without_note=notes.without_note,
        unsigned=tuple(note.number for note in notes.unsigned),
        open_recalls=tuple(books.execute(_OPEN_RECALLS, {"entries": entries}).scalars()),
    )


def frozen(facts: LabelFacts) -> dict[str, Any]:
    """Write facts down as JSON keeps them."""
    return asdict(facts) | {"first": facts.first.isoformat(), "last": facts.last.isoformat()}


def thaw(written: dict[str, Any]) -> LabelFacts:
    """Read facts that were written down."""
    days = {name: dt.date.fromisoformat(written[name]) for name in ("first", "last")}
    lists = {name: tuple(value) for name, value in written.items() if isinstance(value, list)}
    return LabelFacts(**written | days | lists)


_OF_WINDOW = (
    Delivery.supplier_id.in_(bindparam("entries", expanding=True)),
    Delivery.kind == literal_column("'intake'"),
    Delivery.state == literal_column("'signed'"),
    Delivery.happened_on >= bindparam("first"),
    Delivery.happened_on <= bindparam("last"),
)
_LINES = (
    select(
        Delivery.id.label("delivery_id"),
        Delivery.number,
        Delivery.happened_on,
        Delivery.own_list,
        DeliveryLine.date_mark,
        DeliveryLine.date,
        DeliveryLine.refused_reason,
        DeliveryLine.count.label("pieces"),
        DeliveryLine.grams.label("weight"),
    )
    .join(DeliveryLine, DeliveryLine.delivery_id == Delivery.id)
    .where(*_OF_WINDOW, DeliveryLine.struck_at.is_(None), DeliveryLine.origin.in_(GIFTS))
    .order_by(Delivery.happened_on, Delivery.number, DeliveryLine.position)
)
"""The given lines of all deliveries of the window, refused ones too."""

_HAPPENED_ON = func.coalesce(UNDONE.happened_on, Movement.happened_on)
_FRESH = (
    select(func.coalesce(func.sum(Movement.grams), 0))
    .join(Lot, Lot.id == Movement.lot_id)
    .join(Delivery, Delivery.id == Lot.delivery_id)
    .outerjoin(UNDONE, TAKES_BACK)
    .where(
        *_OF_WINDOW,
        Lot.origin.in_(GIFTS),
        Lot.group_code.in_(bindparam("groups", expanding=True)),
        REASON.in_((COMES_IN, *WITHIN)),
    )
)
"""What came fresh; crates that were mixed count as what they were sorted into."""
_WASTED = (
    select(Lot.received_on, _HAPPENED_ON.label("on"), func.sum(Movement.grams).label("weight"))
    .join(Lot, Lot.id == Movement.lot_id)
    .join(Delivery, Delivery.id == Lot.delivery_id)
    .outerjoin(UNDONE, TAKES_BACK)
    .where(*_OF_WINDOW, Lot.origin.in_(GIFTS), REASON == "waste")
    .group_by(Lot.received_on, _HAPPENED_ON)
)
"""What was wasted, by day of arrival and of waste; what was undone was not wasted."""
_OPEN_RECALLS = (
    select(Recall.number)
    .join(RecalledLot, RecalledLot.recall_id == Recall.id)
    .join(Lot, Lot.id == RecalledLot.lot_id)
    .where(Recall.closed_at.is_(None), Lot.supplier_id.in_(bindparam("entries", expanding=True)))
    .distinct()
    .order_by(Recall.number)
)
"""Recalls that are open and mean goods of this supplier."""


def _keeps(line: Any, to_use_by: dt.timedelta) -> bool:
    """Tell whether dated goods were far enough from their date on arrival."""
    needed = to_use_by if line.date_mark == "use_by" else dt.timedelta()
    return bool(line.date - line.happened_on >= needed)


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def _numbers(lines: Iterable[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.number for line in lines))
