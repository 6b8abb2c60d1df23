"""The welcome desk: a card becomes a number and a slip before the shop, and what must be settled is settled aside."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from kruidenier.errors import AtTheCounter, ShopError
from kruidenier.i18n import N_, _, day
from kruidenier.shop.office import journal, staff
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.people import arrivals, households, quotas, shown_cards, slots
from kruidenier.shop.people.arrivals import HERE, Arrival, ArrivalHousehold, NotHereToday, Promised
from kruidenier.shop.people.households import Household
from kruidenier.shop.till import shares
from kruidenier.shop.till.shoppers import visit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.office.settings import Settings
    from kruidenier.shop.people.slots import Slot
    from kruidenier.shop.till.shoppers import Visit


class SettleFirst(AtTheCounter):
    """Something must be settled before this household can go in. The reason stays with staff."""

    message = N_("Let us look at this together, aside, before you go in.")


class NoSlots(ShopError):
    """A place booked in a shop without shopping hours, or on a day without."""

    message = N_("There are no places to book on {day}. The setting desk.slots says on which days there are.")


class NotBooked(ShopError):
    """A household without a booking on that day."""

    message = N_("This household has no place booked on {day}.")


@dataclass(frozen=True, slots=True)
class ToSettle:
    """Something to settle at the desk, aside."""

    code: str
    """As in a household's status, such as paused or ends_soon."""
    card: int | None
    """The card to show; None where they may go in all the same."""
    reason: str
    """For staff; empty for whom it is not."""
    lang: str
    """The household's language, for the card."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What a household is given at the desk."""

    number: int
    at: dt.datetime
    """Aware, in the shop's time zone."""
    slot: str
    """The hour at which they may come in; empty where the shop has no hours."""
    lang: str
    period: str
    """The budget's: week or month."""
    until: dt.date
    left_cents: int | None
    """What is left of the budget now; None for whom only ESF+ goods are."""
    free_left_cents: int | None
    limits: tuple[Promised, ...]
    """What may go along today of goods under a limit; the till never says less."""


def arrive(
    session: Session, card: str, *, hour: str | None = None, anyway: bool = False, at: Counter, now: dt.datetime
) -> Slip:
    """Give a household that comes its number and slip of today; whoever is here already gets the same again.

    Where the shop has shopping hours: the one that was booked or is asked for, else the next with room. With `anyway`
    staff let in whoever there is no room for.
    """
    require(at, Permission.DESK)
    held = households.find(session, card)
    households.lock(session, held.id)
    on = at.business_date(now)
    settings = rules.current(session, on)
    judged = visit(session, held, on=on, settings=settings)
    if not judged.standing.may_come_in:
        raise SettleFirst
    arrival = arrivals.here(session, held.id, on)
    if arrival is None:
        if anyway:
            require(at, Permission.HOUSEHOLDS)
        arrival = _arrived(session, judged, hour=hour, anyway=anyway, settings=settings, at=at, now=now)
        judged = shares.eased(session, replace(judged, arrival=arrival.number), at=at, now=now)
        arrivals.promise(session, arrival, _limits(session, judged))
        journal.record(session, at, verb="arrival", subject=arrival.id, now=now, fields=[arrival.state])
    return _slip(session, arrival, judged, settings, at=at)


def slip_again(session: Session, number: int, *, at: Counter, now: dt.datetime) -> Slip:
    """Make the slip of a number that is here once more: the same promises, and what is left now."""
    require(at, Permission.DESK)
    on = at.business_date(now)
    found = session.execute(
        select(Arrival, Household.id, Household.lang)
        .join(ArrivalHousehold, ArrivalHousehold.arrival_id == Arrival.id)
        .join(Household, Household.id == ArrivalHousehold.household_id)
        .where(
            Arrival.happened_on == on,
            Arrival.number == number,
            Arrival.state.in_(HERE),
        )
    ).one_or_none()
    if found is None:
        raise NotHereToday(number=number)
    settings = rules.current(session, on)
    held = households.Held(found.id, "", found.lang)
    return _slip(session, found.Arrival, visit(session, held, on=on, settings=settings), settings, at=at)


def to_settle(session: Session, card: str, *, at: Counter, now: dt.datetime) -> tuple[ToSettle, ...]:
    """Tell what is to be settled with a household, aside; why is for staff, unless it only ends soon."""
    require(at, Permission.DESK)
    on = at.business_date(now)
    settings = rules.current(session, on)
    judged = visit(session, households.find(session, card), on=on, settings=settings)
    return tuple(_to_settle(judged, at, warn_days=settings["rights.warn_days"]))


def book(session: Session, card: str, *, day: dt.date, hour: str = "", at: Counter, now: dt.datetime) -> Slot:
    """Keep a place for a household on a shopping day, in one of its hours; it takes the place of an earlier booking."""
    require(at, Permission.DESK)
    held = households.find(session, card)
    households.lock(session, held.id)
    settings = rules.current(session, day)
    if before := arrivals.here(session, held.id, day, states=("booked",)):
        before.state, before.changed_at = "undone", now
        session.flush()
    arrivals.take_turn(session)
    offered = slots.of_day(session, day, settings=settings)
    if not offered:
        raise NoSlots(day=day)
    chosen = next((slot for slot in offered if slot.room and hour in (slot.hour, "")), None)
    if chosen is None:
        raise slots.NoRoom(when=_when(slots.next_room(session, now.astimezone(at.zone), settings=settings)))
    size = visit(session, held, on=day, settings=settings).size
    booked = arrivals.note(
        session, held.id, on=day, state="booked", number=None, slot=chosen.hour or None, size=size, by=at.by, now=now
    )
    journal.record(session, at, verb="arrival", subject=booked.id, now=now, fields=["booked"])
    return chosen


def unbook(session: Session, card: str, *, day: dt.date, at: Counter, now: dt.datetime) -> None:
    """Give a booked place back."""
    require(at, Permission.DESK)
    booked = arrivals.here(session, households.find(session, card).id, day, states=("booked",))
    if booked is None:
        raise NotBooked(day=day)
    booked.state, booked.changed_at = "undone", now
    session.flush()
    journal.record(session, at, verb="arrival", subject=booked.id, now=now, fields=["undone"])


def _arrived(
    session: Session,
    judged: Visit,
    *,
    hour: str | None,
    anyway: bool,
    settings: Settings,
    at: Counter,
    now: dt.datetime,
) -> Arrival:
    booked = arrivals.here(session, judged.held.id, judged.on, states=("booked",))
    if booked is not None:
        booked.number, booked.state = arrivals.next_number(session, judged.on), "waiting"
        booked.came_at = booked.changed_at = now
        booked.adults, booked.children = judged.size.adults, judged.size.children
        session.flush()
        return booked
    number = arrivals.next_number(session, judged.on)  # from here on another desk waits, and counts this one too
    slot = None if anyway else _slot(session, hour, settings, at=at, now=now)
    return arrivals.note(
        session,
        judged.held.id,
        on=judged.on,
        state="waiting",
        number=number,
        slot=slot,
        size=judged.size,
        by=at.by,
        now=now,
    )


def _slot(session: Session, hour: str | None, settings: Settings, *, at: Counter, now: dt.datetime) -> str | None:
    """Find an hour of today with room; None in a shop without hours."""
    if not settings["desk.slots"]:
        return None
    for slot in slots.open_now(session, now.astimezone(at.zone), settings=settings):
        if slot.room and hour in (None, slot.hour):
            return slot.hour or None
    raise slots.NoRoom(when=_when(slots.next_room(session, now.astimezone(at.zone), settings=settings)))


def _when(slot: Slot) -> str:
    return f"{day(slot.day)} {slot.hour}".strip()


def _limits(session: Session, judged: Visit) -> list[Promised]:
    """Tell what may go along today of goods under a limit that concerns this household."""
    uses = [use for use in judged.quotas if use.limit > 0 or use.of_the_day]
    goods = _goods(session, [use.quota for use in uses])
    lines = []
    for use in uses:
        names, by_weight = goods[use.quota]
        lines.append(Promised(use.quota, names, max(use.left, 0), by_weight, use.today))
    return lines


def _goods(session: Session, words: Sequence[str]) -> dict[str, tuple[dict[str, str], bool]]:
    """Tell what goods under quotas are called, and whether they go by weight: as the only product that obeys one."""
    return {
        word: (dict(items[0].names) if len(items) == 1 else {}, bool(items) and all(item.by_weight for item in items))
        for word, items in quotas.products_under(session, words).items()
    }


def _slip(session: Session, arrival: Arrival, judged: Visit, settings: Settings, *, at: Counter) -> Slip:
    grocery = judged.standing.may_shop
    free = judged.free_limit_cents
    assert arrival.number is not None
    return Slip(
        number=arrival.number,
        at=arrival.changed_at.astimezone(at.zone),
        slot=arrival.slot or "",
        lang=judged.held.lang,
        period=settings["budget.period"],
        until=judged.period.until,
        left_cents=max(judged.left_cents, 0) if grocery else None,
        free_left_cents=max(free - judged.free_spent_cents, 0) if grocery and free is not None else None,
        limits=arrivals.promised(session, arrival),
    )


def _to_settle(judged: Visit, at: Counter, *, warn_days: int) -> Iterator[ToSettle]:
    may_know = judged.standing.may_come_in or staff.may(at.role, Permission.HOUSEHOLDS, at.skills)
    card = None if judged.standing.may_come_in else shown_cards.number_of(SettleFirst.__name__)
    for reason in judged.standing.reasons:
        yield ToSettle(reason.code, card, reason.message if may_know else "", judged.held.lang)
    until = judged.standing.esf.until
    if judged.standing.esf_entitled and until is not None and (until - judged.on).days <= warn_days:
        words = _("The right to EU goods ends on {until}: renew it here.").format(until=day(until))
        yield ToSettle("esf_ends_soon", card, words if may_know else "", judged.held.lang)
