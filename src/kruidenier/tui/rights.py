"""The rights of whoever stands here, judged anew while keys are pressed: who was archived or may less goes at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from textual.message import Message

from kruidenier.i18n import _

if TYPE_CHECKING:
    from kruidenier.shop.office.staff import Person
    from kruidenier.tui.app import Kruidenier
    from kruidenier.tui.clerk import Outcome


@dataclass
class Judged(Message):
    """What the books say now of the person who stands here."""

    person: Person
    """Who stood here when they were asked."""
    outcome: Outcome


def judge(app: Kruidenier) -> None:
    """Ask the books, beside the screen, what whoever stands here may now."""
    from kruidenier.shop.office import staff

    if app.person is not None:
        asked = app.person
        question = partial(app.read, staff.as_now, asked.code)
        app.books.hand(question, lambda outcome: app.post_message(Judged(asked, outcome)))


def act_on(app: Kruidenier, judged: Judged) -> None:
    """Let somebody who may more go on with it; whoever may less signs in again. Books that do not answer wait."""
    from kruidenier.shop.office import staff

    before, now = judged.person, judged.outcome.value
    if getattr(app.screen, "busy", False):  # what is being done is done to its end, and then it is looked at again
        judge(app)
        return
    if judged.outcome.fault is not None or app.person is not before or now == before:
        return
    if now is None or not set(staff.rights_of(before)) <= set(staff.rights_of(now)):
        app.turn_away(_("What {name} may do here has changed. Please sign in again.").format(name=before.name))
    else:
        app.stand_as(now, at=replace(app.at, role=now.role, skills=now.skills))
