"""The back door: what a van brings is weighed line by line, refused or taken in, and signed for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from kruidenier.errors import ShopError
from kruidenier.i18n import N_, _
from kruidenier.shop.goods import catalogue, groups, places
from kruidenier.shop.goods.places import COLDEST, WARMEST, BadTemperature
from kruidenier.shop.goods.stock import ORIGINS
from kruidenier.shop.office import journal
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.sheets import LARGEST
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.supply import cold, deliveries, gift_notes, taking_in
from kruidenier.shop.supply.deliveries import REFUSAL_REASONS, Delivery, DeliveryDocument, DeliveryLine
from kruidenier.shop.supply.suppliers import require_supplier
from kruidenier.store.base import new_id

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.catalogue import Item
    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.office.settings import Settings

MOST_CRATES = 999


class DeliveryClosed(ShopError):
    """A delivery that was signed or dropped."""

    message = N_("Delivery {number} is closed. Begin a new one for what comes now.")


class NothingCameIn(ShopError):
    """A delivery without a single line."""

    message = N_("Nothing was written down yet for delivery {number}. Drop it if nothing comes.")


class NoLine(ShopError):
    """A line that is not there."""

    message = N_("Delivery {number} has no such line.")


class UnknownRefusal(ShopError):
    """A reason to refuse that the shop does not know."""

    message = N_("“{why}” is not a reason to refuse goods. Known reasons: {known}.")


class UnknownOrigin(ShopError):
    """An origin that the shop does not know."""

    message = N_("“{origin}” is not an origin of goods. Known origins: {known}.")


class NotWeighed(ShopError):
    """Crates without a weight."""

    message = N_("{name}: put it on the scale and type the weight.")


class TareTooHeavy(ShopError):
    """Empty crates that weigh as much as the full ones."""

    message = N_("Empty crates weigh {tare_grams}, and the scale says {gross_grams}. Weigh again, or type the tare.")


class NotCounted(ShopError):
    """Goods by the piece without a count."""

    message = N_("{name}: say how many pieces.")


class TooMuch(ShopError):
    """More than any van brings."""

    message = N_("{name}: that is more than a van can bring. Type it again.")


class TooWarmToTake(ShopError):
    """Chilled or frozen goods that came in too warm."""

    message = N_(
        "{name}: {tenths} is too warm, at most {most_tenths}. Measure in the middle of the crate; if it stays so, "
        "refuse it."
    )


class NeedsReason(ShopError):
    """A delivery that is dropped without saying why."""

    message = N_("Say in a few words why this delivery is dropped.")


@dataclass(frozen=True, slots=True)
class DoorGroup:
    """A food group on a digit of the door."""

    code: str
    name: str
    most_tenths: int | None
    """How warm it may come in; None where nobody measures."""


def begin(
    session: Session, supplier: str, *, at: Counter, now: dt.datetime, arrived_at: dt.datetime | None = None
) -> DeliveryDocument:
    """Open the door for a supplier."""
    require(at, Permission.DOOR)
    known = require_supplier(session, supplier)
    arrived = arrived_at or now
    page = journal.turn_page(session, at, documents=1)
    delivery = Delivery(
        id=new_id(),
        number=page.document_number,
        kind="intake",
        supplier_id=known.id,
        state="open",
        arrived_at=arrived,
        happened_on=min(at.business_date(arrived), at.business_date(now)),
        recorded_at=now,
        by=at.by,
    )
    session.add(delivery)
    session.flush()
    journal.write(session, page, verb="delivery", subject=delivery.number, now=now, supplier=supplier)
    return deliveries.shown(session, delivery)


def add_line(
    session: Session,
    number: str,
    *,
    origin: str,
    at: Counter,
    now: dt.datetime,
    group: str | None = None,
    product: str | None = None,
    crates: int = 0,
    count: int = 0,
    gross_grams: int | None = None,
    tare_grams: int | None = None,
    tenths: int | None = None,
    date_mark: str = "none",
    date: dt.date | None = None,
    lot_code: str | None = None,
    place: str | None = None,
    unit_cost_cents: int | None = None,
    reference_value_cents: int | None = None,
    refused: str | None = None,
) -> DeliveryDocument:
    """Write down crates of a group (none: mixed) with what the scale says, or counted goods of a product.

    The crates' own weight goes off, as usual for so many unless it is said. What is refused need not be weighed.
    """
    delivery = _open(session, number, at)
    item = None if product is None else catalogue.require_item(session, product)
    if item is not None:
        group = item.group
    elif group is not None:
        groups.require_group(session, group)
    line = DeliveryLine(
        delivery_id=delivery.id,
        group_code=group,
        product_id=item.id if item else None,
        origin=origin,
        crates=crates,
        count=count,
        tenths=tenths,
        date_mark=date_mark,
        date=date,
        lot_code=lot_code,
        place_id=None if place is None else places.require_place(session, place),
        unit_cost_cents=unit_cost_cents,
        reference_value_cents=reference_value_cents,
        refused_reason=refused,
    )
    settings = rules.current(session, delivery.happened_on)
    _weigh(line, gross_grams, tare_grams, item=item, settings=settings)
    _require_right(session, line, item, settings)
    line.position = 1 + (session.scalar(_positions(delivery)) or 0)
    session.add(line)
    session.flush()
    _note(session, line, delivery, at=at, now=now, verb="delivery_line")
    return deliveries.shown(session, delivery)


def change_line(
    session: Session,
    number: str,
    *,
    at: Counter,
    now: dt.datetime,
    line: int | None = None,
    refused: str | None = None,
    tenths: int | None = None,
    tare_grams: int | None = None,
) -> DeliveryDocument:
    """Refuse a line after all, or give it its temperature or tare; the last line if none is named."""
    delivery = _open(session, number, at)
    row = _line(session, delivery, line)
    item = catalogue.items(session, {row.product_id})[row.product_id] if row.product_id else None
    settings = rules.current(session, delivery.happened_on)
    if refused is not None:
        row.refused_reason = refused
    if tenths is not None:
        row.tenths = tenths
    with session.no_autoflush:
        if tare_grams is not None:
            _weigh(row, row.gross_grams, tare_grams, item=item, settings=settings)
        _require_right(session, row, item, settings)
    session.flush()
    _note(session, row, delivery, at=at, now=now, verb="delivery_line")
    return deliveries.shown(session, delivery)


def strike_line(
    session: Session, number: str, *, at: Counter, now: dt.datetime, line: int | None = None
) -> DeliveryDocument:
    """Take a line back, the last one if none is named."""
    delivery = _open(session, number, at)
    row = _line(session, delivery, line)
    row.struck_at = now
    session.flush()
    _note(session, row, delivery, at=at, now=now, verb="delivery_line_back")
    return deliveries.shown(session, delivery)


def sign(
    session: Session,
    number: str,
    *,
    at: Counter,
    now: dt.datetime,
    signed_by: str | None = None,
    crates_back: int | None = None,
    own_list: bool | None = None,
) -> DeliveryDocument:
    """Close a delivery for good: what was taken in is in stock from now on, and what was given has its gift note."""
    delivery = _open(session, number, at)
    lines = deliveries.lines_of(session, delivery)
    if not lines:
        raise NothingCameIn(number=delivery.number)
    if crates_back is not None and not 0 <= crates_back <= MOST_CRATES:
        raise TooMuch(name=_("Empty crates"))
    delivery.crates_back, delivery.own_list = crates_back, own_list
    taken = [line for line in lines if line.refused_reason is None]
    taking_in.make_group_products(session, taken)
    given = gift_notes.is_given(lines)
    page = journal.turn_page(session, at, documents=int(given), lots=len(taken))
    note = page.document_number if given else None
    taking_in.close(
        session, delivery, lines, page=page, gift_note=note, now=now, signed_by=(signed_by or "").strip() or None
    )
    grams = sum(line.grams for line in taken)
    journal.write(session, page, verb="signed", subject=delivery.number, now=now, lots=len(taken), grams=grams)
    session.expire_all()
    return deliveries.look_up(session, number)


def drop(session: Session, number: str, *, reason: str, at: Counter, now: dt.datetime) -> DeliveryDocument:
    """Give a delivery up: nothing of it comes in."""
    delivery = _open(session, number, at)
    if not reason.strip():
        raise NeedsReason
    delivery.state = "dropped"
    session.flush()
    journal.record(session, at, verb="delivery_dropped", subject=delivery.number, now=now, reason=reason.strip())
    return deliveries.shown(session, delivery)


def open_deliveries(session: Session) -> tuple[DeliveryDocument, ...]:
    """List what was begun at the door and not signed yet, the newest first."""
    asked = select(Delivery).where(Delivery.state == "open").order_by(Delivery.recorded_at.desc(), Delivery.id.desc())
    return tuple(deliveries.shown(session, delivery) for delivery in session.scalars(asked))


def door_groups(session: Session, *, on: dt.date) -> tuple[DoorGroup, ...]:
    """List the food groups on the digits 1 to 9."""
    settings, names = rules.current(session, on), groups.names(session)
    known = [group for group in settings["door.groups"] if group in names]
    return tuple(DoorGroup(group, names[group], cold.most_tenths(group, settings)) for group in known)


def _open(session: Session, number: str, at: Counter) -> Delivery:
    require(at, Permission.DOOR)
    delivery = deliveries.find(session, number, locked=True)
    if delivery.state != "open":
        raise DeliveryClosed(number=delivery.number)
    return delivery


def _line(session: Session, delivery: Delivery, position: int | None) -> DeliveryLine:
    lines = [line for line in deliveries.lines_of(session, delivery) if position in (None, line.position)]
    if not lines:
        raise NoLine(number=delivery.number)
    return lines[-1]


def _positions(delivery: Delivery) -> Any:
    return select(func.max(DeliveryLine.position)).where(DeliveryLine.delivery_id == delivery.id)


def _weigh(line: DeliveryLine, gross: int | None, tare: int | None, *, item: Item | None, settings: Settings) -> None:
    """Write down what the scale says; counted goods that nobody weighed weigh what their packs say."""
    if gross is None:
        line.gross_grams, line.tare_grams = None, 0
        line.grams = line.count * (item.grams_each or 0) if item and not item.by_weight else 0
        return
    empty = line.crates * settings["door.crate_tare_g"] if tare is None else tare
    if not 0 <= empty < gross:
        raise TareTooHeavy(tare_grams=empty, gross_grams=gross)
    line.gross_grams, line.tare_grams, line.grams = gross, empty, gross - empty


def _require_right(session: Session, line: DeliveryLine, item: Item | None, settings: Settings) -> None:
    """Refuse a line that cannot be so."""
    name = _name(session, line, item)
    if line.origin not in ORIGINS:
        raise UnknownOrigin(origin=line.origin, known=", ".join(ORIGINS))
    if line.refused_reason is not None and line.refused_reason not in REFUSAL_REASONS:
        raise UnknownRefusal(why=line.refused_reason, known=", ".join(REFUSAL_REASONS))
    if line.tenths is not None and not COLDEST <= line.tenths <= WARMEST:
        raise BadTemperature(tenths=line.tenths)
    if not (0 <= line.crates <= MOST_CRATES and 0 <= line.count <= LARGEST and 0 <= line.grams <= LARGEST):
        raise TooMuch(name=name)
    if line.refused_reason is not None:
        return
    by_piece = item is not None and not item.by_weight
    if by_piece and not line.count:
        raise NotCounted(name=name)
    if not by_piece and not line.grams:
        raise NotWeighed(name=name)
    most = cold.most_tenths(line.group_code, settings)
    if most is not None and line.tenths is not None and line.tenths > most:
        raise TooWarmToTake(name=name, tenths=line.tenths, most_tenths=most)


def _name(session: Session, line: DeliveryLine, item: Item | None) -> str:
    if item is not None:
        return item.name
    return _("mixed crates") if line.group_code is None else groups.names(session)[line.group_code]


def _note(
    session: Session, line: DeliveryLine, delivery: Delivery, *, at: Counter, now: dt.datetime, verb: str
) -> None:
    told = {"line": line.position, "group": line.group_code, "crates": line.crates, "count": line.count}
    told |= {"grams": line.grams, "tenths": line.tenths, "refused": line.refused_reason}
    journal.record(session, at, verb=verb, subject=delivery.number, now=now, **told)
