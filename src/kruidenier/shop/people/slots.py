"""Shopping days and hours with a capacity, where the shop uses them: who may come in when, and when there is room."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from kruidenier.errors import AtTheCounter
from kruidenier.i18n import N_
from kruidenier.shop.office import settings as rules
from kruidenier.shop.people.arrivals import CAME, Arrival

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.settings import Settings

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAYS_AHEAD = 28
TAKES_ROOM = (*CAME, "booked")


class NoRoom(AtTheCounter):
    """No shopping day, or every hour of it is full."""

    message = N_("There is no room any more at this moment. There is on {when}.")


class NoRoomSoon(AtTheCounter):
    """No room on any day of the coming weeks."""

    message = N_("There is no room in the coming four weeks. Ask a manager: the hours are a setting of the shop.")


@dataclass(frozen=True, slots=True)
class Slot:
    """A shopping day, or an hour of it, with how many may come and how many have come or booked."""

    day: dt.date
    hour: str
    """Such as 13:30; empty for a whole day."""
    capacity: int
    taken: int

    @property
    def room(self) -> int:
        """How many more may come; not negative, however many were let in all the same."""
        return max(self.capacity - self.taken, 0)


def of_day(session: Session, day: dt.date, *, settings: Settings) -> tuple[Slot, ...]:
    """List the slots of a day by hour; none on a day without shopping, or in a shop that has no slots."""
    planned = sorted(_planned(settings, day))
    if not planned:
        return ()
    taken: dict[str, int] = {
        hour or "": count
        for hour, count in session.execute(
            select(Arrival.slot, func.count())
            .where(Arrival.happened_on == day, Arrival.state.in_(TAKES_ROOM))
            .group_by(Arrival.slot)
        )
    }
    return tuple(Slot(day, hour, capacity, taken.get(hour, 0)) for hour, capacity in planned)


def open_now(session: Session, now: dt.datetime, *, settings: Settings) -> tuple[Slot, ...]:
    """List today's slots that are not over, in local time; each lasts until the next begins."""
    slots = of_day(session, now.date(), settings=settings)
    begun = [place for place, slot in enumerate(slots) if slot.hour <= f"{now:%H:%M}"]
    return slots[max(begun, default=0) :]


def next_room(session: Session, now: dt.datetime, *, settings: Settings) -> Slot:
    """Tell the next slot with room, today or later, by the rules of each day; refuse if there is none for weeks."""
    for slot in open_now(session, now, settings=settings):
        if slot.room:
            return slot
    for days in range(1, DAYS_AHEAD + 1):
        day = now.date() + dt.timedelta(days=days)
        for slot in of_day(session, day, settings=rules.current(session, day)):
            if slot.room:
                return slot
    raise NoRoomSoon


def _planned(settings: Settings, day: dt.date) -> Iterator[tuple[str, int]]:
    for word in settings["desk.slots"]:
        name, *hour, capacity = word.split("/")
        if name == DAYS[day.weekday()]:
            yield (hour[0] if hour else ""), int(capacity)
