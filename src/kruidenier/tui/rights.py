"""What holds at this till, judged anew while keys are pressed: the settings, and the rights of whoever stands here.

Who was archived or may less goes at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from textual.message import Message

from kruidenier.i18n import _

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.settings import Settings
    from kruidenier.shop.office.staff import Person
    from kruidenier.tui.app import Kruidenier
    from kruidenier.tui.clerk import Outcome


@dataclass
class Judged(Message):
    """What the books say now of the settings, and of the person who stands here."""

    person: Person | None
    """Who stood here when they were asked; nobody while the till is locked."""
    outcome: Outcome


def judge(app: Kruidenier) -> None:
    """Ask the books, beside the screen, by which settings the shop goes now, and what whoever stands here may."""
    if app.shop is not None:
        asked = app.person
        question = partial(app.read, _now, asked, app.now())
        app.books.hand(question, lambda outcome: app.post_message(Judged(asked, outcome)))


def act_on(app: Kruidenier, judged: Judged) -> None:
    """Let somebody who may more go on with it; whoever may less signs in again. Books that do not answer wait."""
    from kruidenier.shop.office import staff

    if getattr(app.screen, "busy", False):  # what is being done is done to its end, and then it is looked at again
        judge(app)
        return
    if judged.outcome.fault is not None:
        return
    before, (now, rules) = judged.person, judged.outcome.value
    app.go_by(rules)
    if before is None or app.person is not before or now == before:
        return
    if now is None or not set(staff.rights_of(before)) <= set(staff.rights_of(now)):
        app.turn_away(_("What {name} may do here has changed. Please sign in again.").format(name=before.name))
    else:
        app.stand_as(now, at=replace(app.at, role=now.role, skills=now.skills))


def _now(session: Session, person: Person | None, moment: dt.datetime) -> tuple[Person | None, Settings]:
    from kruidenier.shop.office import settings, staff

    return None if person is None else staff.as_now(session, person.code), settings.now(session, moment)
