"""Ticking off the lists of the day, as far as the books don't know by themselves what is done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.goods.day_tasks import TickedOff
from kruidenier.shop.office import journal
from kruidenier.shop.office.staff import Permission, require

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter

BY_HAND = {"opening": ("pull", "recall", "van"), "closing": ("backup", "tomorrow")}
BY_THE_BOOKS = {"opening": ("temperature", "count"), "closing": ("temperature", "crates", "cash")}
LONGEST = 100


class NoSuchTask(ShopError):
    """A task that no list has."""

    message = N_("“{task}” is not on the {list} list. It is one of: {known}.")


class DoneByItself(ShopError):
    """A task that the books tick off as soon as it is done."""

    message = N_("This is ticked off by itself as soon as it is done: read the thermometer, or close what is open.")


class NotTicked(ShopError):
    """A tick to take back that is not there."""

    message = N_("This is not ticked off today.")


class NotYourTick(ShopError):
    """Somebody else's tick."""

    message = N_("{by} ticked this off. Only who ticked it off can take that back.")


@dataclass(frozen=True, slots=True)
class Tick:
    """Who ticked a task off, and when."""

    task: str
    subject: str
    at: dt.datetime
    by: str


def tick(session: Session, which: str, *, task: str, at: Counter, now: dt.datetime, subject: str = "") -> Tick:
    """Tick a task of today's list off; ticked off twice, the first tick stays."""
    require(at, Permission.LISTS)
    _require_known(which, task, subject)
    before = ticks(session, which, on=at.business_date(now)).get((task, subject))
    if before is not None:
        return before
    _write(session, which, task, subject, done=True, at=at, now=now)
    return Tick(task, subject, now, at.by)


def untick(session: Session, which: str, *, task: str, at: Counter, now: dt.datetime, subject: str = "") -> Tick:
    """Take one's own tick of today back; both stay in the books. Tells the tick that was."""
    require(at, Permission.LISTS)
    _require_known(which, task, subject)
    before = ticks(session, which, on=at.business_date(now)).get((task, subject))
    if before is None:
        raise NotTicked
    if before.by != at.by:
        raise NotYourTick(by=before.by)
    _write(session, which, task, subject, done=False, at=at, now=now)
    return before


def ticks(session: Session, which: str, *, on: dt.date) -> dict[tuple[str, str], Tick]:
    """Tell what was ticked off on a day's list, by task and subject."""
    asked = select(TickedOff).where(TickedOff.happened_on == on, TickedOff.list == which).order_by(TickedOff.id)
    newest = {(row.task, row.subject): row for row in session.scalars(asked)}
    return {key: Tick(*key, row.recorded_at, row.by) for key, row in newest.items() if row.done}


def _require_known(which: str, task: str, subject: str) -> None:
    known = BY_HAND.get(which, ())
    if task in BY_THE_BOOKS.get(which, ()):
        raise DoneByItself
    if task not in known or not subject.isprintable() or len(subject) > LONGEST:
        raise NoSuchTask(task=f"{task} {subject}".strip()[:LONGEST], list=which, known=", ".join(known))


def _write(session: Session, which: str, task: str, subject: str, *, done: bool, at: Counter, now: dt.datetime) -> None:
    day = at.business_date(now)
    row = TickedOff(happened_on=day, list=which, task=task, subject=subject, done=done, recorded_at=now, by=at.by)
    session.add(row)
    session.flush()
    journal.record(session, at, verb="tick" if done else "untick", subject=f"{which} {task} {subject}".strip(), now=now)
