"""The letter about a label on paper: the decision, every point behind it, and the way to the next level."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.documents import page, paragraphs
from kruidenier.documents.blocks import WIDTH, Block
from kruidenier.documents.paragraphs import beside, gap, paragraph, stacked
from kruidenier.documents.roll import MM
from kruidenier.i18n import N_, _, day, kilograms, ngettext, speaking
from kruidenier.shop.figures import label_words

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from kruidenier.shop.figures.label_letter import Letter

LEFT, ROOM = 25 * MM, WIDTH - 50 * MM
WINDOW, WINDOW_ROOM = 115 * MM, 75 * MM
"""The window at the right of Belgian envelopes."""
ABOVE_WINDOW, ABOVE_BODY = 27 * MM, 18 * MM
POINTS, WHY = LEFT + 34 * MM, LEFT + 52 * MM
"""Where the columns of the criteria begin."""
SIZE = 10.5
SUBJECTS = {
    "awarded": N_("Your label for giving food: level {level}, {words}"),
    "renewed": N_("Your label for giving food is renewed: level {level}, {words}"),
    "lowered": N_("Your label for giving food: from now on level {level}, {words}"),
    "withdrawn": N_("Your label for giving food is withdrawn"),
}
DECISIONS = {
    "awarded": N_("The label for giving food is awarded to {name}, at level {level}."),
    "renewed": N_("The label for giving food of {name} is renewed, at level {level}."),
    "lowered": N_("The label for giving food of {name} is renewed, at level {level}; until now it was {before}."),
    "withdrawn": N_("Label {number} of {name} is withdrawn from {withdrawn_on} on."),
}
"""What was decided, by the kind of letter."""


def write(letter: Letter, file: Path) -> Path:
    """Keep the letter as a file."""
    return page.keep(draw(letter), file)


def draw(letter: Letter) -> bytes:
    """Draw the letter in the language of the supplier."""
    with speaking(letter.lang):
        title = _subject(letter)
        blocks = [*_head(letter), *_decision(letter)]
        if letter.kind != "withdrawn":
            blocks += _figures(letter)
        foot = f"{letter.municipality} · {letter.award.number} · {letter.award.scheme}"
        return paragraphs.draw(title, [*blocks, _close(letter)], foot=foot)


def _subject(letter: Letter) -> str:
    words = letter.award.level_names.get(letter.lang, "")
    return _(SUBJECTS[letter.kind]).format(level=letter.award.level, words=words)


def _head(letter: Letter) -> Iterator[Block]:
    award = letter.award
    sent_on = award.withdrawn_on or award.issued_on or award.decided_on or award.assessed_on
    yield _said(letter.municipality, font=page.BOLD)
    yield gap(ABOVE_WINDOW)
    yield stacked(*(paragraph(line, left=WINDOW, width=WINDOW_ROOM, size=SIZE) for line in letter.address))
    yield gap(ABOVE_BODY)
    yield _said(day(sent_on))
    yield gap(4 * MM)
    yield _said(_subject(letter), font=page.BOLD)
    yield gap(3 * MM)


def _decision(letter: Letter) -> Iterator[Block]:
    """Say what was decided, by whom, and why."""
    award = letter.award
    yield from _sentences(
        _("Good day,"),
        _(DECISIONS[letter.kind]).format(
            name=award.supplier_name,
            level=award.level,
            before=letter.level_before,
            number=award.number,
            withdrawn_on=day(award.withdrawn_on) if award.withdrawn_on else "",
        ),
    )
    decided = _("This is decision {decision} of {decided_on}, signed by {signatories}.")
    if letter.kind == "withdrawn":
        decided = _("It was awarded by decision {decision} of {decided_on}, signed by {signatories}.")
    yield from _sentences(
        decided.format(
            decision=award.decision,
            decided_on=day(award.decided_on or award.assessed_on),
            signatories=award.signatories,
        )
    )
    if award.heard_on is not None:
        yield from _sentences(_("You were heard about it on {day}.").format(day=day(award.heard_on)))
    why = award.withdrawn_why if letter.kind == "withdrawn" else award.reason
    if why:
        yield from _sentences(_("The reason: {reason}").format(reason=why))
    if letter.kind == "withdrawn":
        yield from _sentences(_("Please take certificate and sticker away from your window."))
    elif award.issued_on is not None and award.valid_until is not None:
        valid = _("The label is valid from {first} to {last}, both days included.")
        yield from _sentences(valid.format(first=day(award.issued_on), last=day(award.valid_until)))


def _figures(letter: Letter) -> Iterator[Block]:
    """Explain every point, and what would bring the next level."""
    measured = letter.measured
    facts = measured.facts
    yield gap(2 * MM)
    yield _said(_("What was looked at"), font=page.BOLD)
    looked = ngettext(
        "From {first} to {last} you gave {kilograms} in {n} delivery. All figures are from the books of {shop}.",
        "From {first} to {last} you gave {kilograms} in {n} deliveries. All figures are from the books of {shop}.",
        facts.deliveries,
    )
    yield from _sentences(
        looked.format(
            first=day(facts.first),
            last=day(facts.last),
            kilograms=kilograms(facts.grams),
            n=facts.deliveries,
            shop=letter.shop,
        )
    )
    for one in measured.criteria:
        points = f"{one.points} / {one.of}" if one.applies else "–"
        yield _row(_(label_words.CRITERIA[one.name]), points, label_words.criterion(one, facts))
    yield Block(2 * MM, _rule)
    reached = _("level {level} by the points").format(level=measured.level_of_points)
    yield _row(_("together"), f"{measured.points} / {measured.of}", reached, font=page.BOLD)
    yield gap(4 * MM)
    yield _said(_("The way on"), font=page.BOLD)
    yield from _sentences(*_way_on(letter))


def _way_on(letter: Letter) -> Iterator[str]:
    """Say what would bring the next level; where another level was decided, that the points are not why."""
    measured = letter.measured
    otherwise = letter.award.level != measured.level
    if otherwise:
        said = _("By the points alone it would be level {level}. The decision differs, for the reason above.")
        yield said.format(level=measured.level)
    elif kept := label_words.renewal(measured):
        yield kept
    if measured.missing or not otherwise:
        yield label_words.next_level(measured)


def _row(name: str, points: str, why: str, *, font: str = page.REGULAR) -> Block:
    columns = (
        (name, LEFT, POINTS - LEFT, font),
        (points, POINTS, WHY - POINTS, font),
        (why, WHY, LEFT + ROOM - WHY, font),
    )
    return stacked(gap(0.6 * MM), beside(columns, size=9), gap(0.6 * MM))


def _rule(sheet: Canvas, top: float) -> None:
    sheet.setLineWidth(0.4)
    sheet.line(LEFT, top - 1 * MM, LEFT + ROOM, top - 1 * MM)


def _close(letter: Letter) -> Block:
    """Thank, and leave room to sign."""
    thanks = [] if letter.kind == "withdrawn" else [*_sentences(_("Thank you for all that you give."))]
    signed = _said(letter.award.signatories or "")
    return stacked(gap(4 * MM), *thanks, _said(_("With kind regards,")), gap(20 * MM), signed)


def _sentences(*sentences: str) -> Iterator[Block]:
    for sentence in sentences:
        yield _said(sentence)
        yield gap(2 * MM)


def _said(words: str, *, font: str = page.REGULAR) -> Block:
    return paragraph(words, left=LEFT, width=ROOM, font=font, size=SIZE)
