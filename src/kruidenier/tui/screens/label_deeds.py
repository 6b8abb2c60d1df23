"""What can be done about a supplier's label on screen: each asks what it must know, and does the deed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.i18n import N_, _, day
from kruidenier.tui import reading
from kruidenier.tui.dialogs import Choice, Flow, ask, confirm, pick
from kruidenier.tui.screens import signing

if TYPE_CHECKING:
    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.supply.awards import AwardFacts
    from kruidenier.tui.screens.label import LabelScreen

WHY_OTHER = (
    N_("new in the network of food aid"),
    N_("an effort that the figures do not show"),
    N_("complaints that the figures do not show"),
)
WHY_WITHDRAWN = (N_("the supplier has closed"), N_("the supplier asks for it"), N_("food safety"))
KINDS = (("pdf", N_("on paper (PDF)")), ("html", N_("as a page (HTML)")), ("csv", N_("as a table (CSV)")))


def propose(screen: LabelScreen, code: str, at: Counter) -> Flow[AwardFacts | None]:
    """Propose the label at the level of the figures."""
    from kruidenier.shop.figures import awarding

    assert screen.measured is not None
    sure = yield from confirm(
        _("Propose {name} at level {level}?").format(name=screen.measured.name, level=screen.measured.level),
        yes=_("yes, freeze these figures"),
        no=_("no"),
    )
    return (yield from screen.do(awarding.propose, code, on=screen.day, at=at)) if sure else None


def decide(screen: LabelScreen, code: str, at: Counter) -> Flow[AwardFacts | None]:
    """Note the municipality's decision, and issue the label at once if one wishes."""
    from kruidenier.shop.supply import awards, label_deciding

    waiting = yield from screen.ask(awards.require_open, code)
    said = None if waiting is None else (yield from _decision(screen, waiting))
    if waiting is None or said is None:
        return None
    done = yield from screen.do(label_deciding.decide, waiting.number, at=at, **said)
    if done is None:
        return None
    now = yield from confirm(
        _("The decision is noted. Issue the label today?"), yes=_("yes, issue it"), no=_("no, later")
    )
    return (yield from issue(screen, code, at)) if now else done


def _decision(screen: LabelScreen, waiting: AwardFacts) -> Flow[dict[str, object] | None]:
    decision = yield from ask(
        _("What is the number of the decision?"), prompt=_("number"), reads=_some, typed=waiting.decision or ""
    )
    decided_on = None if decision is None else (yield from _day(screen, _("On which day was it taken?")))
    signatories = (
        None
        if decided_on is None
        else (yield from ask(_("Who signed it?"), prompt=_("names"), reads=_some, typed=waiting.signatories or ""))
    )
    level = None if signatories is None else (yield from _level(waiting))
    if level is None:
        return None
    reason: str | None = None
    if level != waiting.proposed_level:
        reason = yield from signing.reason(WHY_OTHER)
        if not reason:
            return None
    heard_on = None
    if screen.measured is not None and screen.measured.held is not None and level < screen.measured.held.level:
        heard_on = yield from _day(screen, _("This lowers the level. On which day was the supplier heard?"))
        if heard_on is None:
            return None
    publish = yield from confirm(
        _("Does the supplier agree to stand in the public register?"), yes=_("yes"), no=_("no"), careful=True
    )
    return {
        "decision": decision,
        "decided_on": decided_on,
        "signatories": signatories,
        "level": level,
        "reason": _(reason) if reason else None,
        "heard_on": heard_on,
        "publish": publish,
    }


def _some(typed: str) -> str:
    from kruidenier.shop.supply.label_deciding import NeedsDecision

    if not typed.strip():
        raise NeedsDecision
    return typed.strip()


def _level(waiting: AwardFacts) -> Flow[int | None]:
    """Ask which level was decided: the digit is the level."""
    proposed = waiting.proposed_level
    choices = [
        Choice(
            (_("level {level}, as proposed") if level == proposed else _("level {level}")).format(level=level), level
        )
        for level in range(1, waiting.levels + 1)
    ]
    return (yield from pick(_("Which level was decided?"), choices, highlighted=max(proposed - 1, 0)))


def issue(screen: LabelScreen, code: str, at: Counter) -> Flow[AwardFacts | None]:
    """Issue a decided label from today on."""
    from kruidenier.shop.figures import awarding
    from kruidenier.shop.supply import awards

    waiting = yield from screen.ask(awards.require_open, code)
    return None if waiting is None else (yield from screen.do(awarding.issue, waiting.number, at=at))


def drop(screen: LabelScreen, code: str, at: Counter) -> Flow[AwardFacts | None]:
    """Give a proposal up."""
    from kruidenier.shop.supply import awards, label_deciding

    waiting = yield from screen.ask(awards.require_open, code)
    if waiting is None:
        return None
    sure = yield from confirm(
        _("Give proposal {number} up?").format(number=waiting.number), yes=_("yes"), no=_("no"), careful=True
    )
    return (yield from screen.do(label_deciding.drop, waiting.number, at=at)) if sure else None


def consent(screen: LabelScreen, code: str, at: Counter) -> Flow[AwardFacts | None]:
    """Note whether the holder agrees to stand in the public register."""
    from kruidenier.shop.supply import label_deciding

    choices = [Choice(_("yes"), value=(True,)), Choice(_("no"), value=(False,))]
    agreed = yield from pick(_("Does the supplier agree to stand in the public register?"), choices)
    if agreed is None:
        return None
    return (yield from screen.do(label_deciding.consent, code, publish=agreed[0], at=at))


def withdraw(screen: LabelScreen, code: str, at: Counter) -> Flow[AwardFacts | None]:
    """Take the label back, once the supplier was heard."""
    from kruidenier.shop.supply import label_deciding

    heard_on = yield from _day(screen, _("On which day was the supplier heard?"))
    reason = None if heard_on is None else (yield from signing.reason(WHY_WITHDRAWN))
    if not reason:
        return None
    return (yield from screen.do(label_deciding.withdraw, code, reason=_(reason), heard_on=heard_on, at=at))


def _day(screen: LabelScreen, title: str) -> Flow[dt.date | None]:
    today = screen.app.today
    return (
        yield from ask(
            title,
            prompt=_("date"),
            reads=reading.date(today),
            typed=day(today),
            lines=[_("Backspace takes signs away. Such as 24/11/26.")],
        )
    )


# Paper


def print_pack(screen: LabelScreen, code: str, held: AwardFacts | None) -> None:
    """Write beside the screen: the letter; of a label that is held, certificate, sticker, five figures for a speech."""
    app, today = screen.app, screen.app.today

    def work() -> str:
        from kruidenier.documents import certificate, label_letter, label_sticker, speech_note
        from kruidenier.shop.figures import awarding
        from kruidenier.shop.figures.label_letter import letter

        told = app.read(letter, code)
        year = (told.award.withdrawn_on or told.award.decided_on or today).year
        file = app.config.receipts / str(year) / f"label-{told.kind}-{told.award.number}-{told.lang}.pdf"
        label_letter.write(told, file)
        if held is None:
            return str(file.relative_to(app.folder))
        paper = app.read(awarding.certificate, held.number)
        speech = app.read(awarding.speech, held.number)
        folder = app.config.receipts / str(paper.issued_on.year)
        certificate.write(paper, folder / f"certificate-{held.number}.pdf")
        label_sticker.write(paper, folder / f"sticker-{held.number}.pdf")
        speech_note.write(speech, folder / f"speech-{held.number}.pdf")
        return str(folder.relative_to(app.folder))

    def then(place: str) -> None:
        if held is None:
            screen.say(_("Written: {place}").format(place=place))
        else:
            sentence = _("Letter, certificate, sticker and speech of {number} are in {place}.")
            screen.say(sentence.format(number=held.number, place=place))

    _in_background(screen, work, then)


def print_register(screen: LabelScreen) -> Flow[None]:
    """Write the public register, in the form that is chosen."""
    kind = yield from pick(_("The public register of holders:"), [Choice(_(words), kind) for kind, words in KINDS])
    if kind is None:
        return
    app, today = screen.app, screen.app.today

    def work() -> str:
        from kruidenier.documents import label_register
        from kruidenier.shop.figures import awarding

        file: Path = app.config.receipts / str(today.year) / f"label-register.{kind}"
        return str(label_register.write(app.read(awarding.register, on=today), file).relative_to(app.folder))

    _in_background(screen, work, lambda place: screen.say(_("Written: {place}").format(place=place)))


def _in_background(screen: LabelScreen, work: Callable[[], str], then: Callable[[str], None]) -> None:
    screen.in_background(
        work,
        then,
        late=_("The paper is late. The label is safe in the books."),
        failed=_("There is no paper: {why}. The label is safe in the books. Try again."),
    )


DEEDS = {
    "propose": propose,
    "decide": decide,
    "issue": issue,
    "drop": drop,
    "consent": consent,
    "withdraw": withdraw,
}
