"""What is done with a gift note: put on paper, signed, corrected; and a month summed up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.i18n import LANGUAGE_NAMES, N_, _, day, weight
from kruidenier.tui import reading
from kruidenier.tui.dialogs import Choice, Flow, ask, pick
from kruidenier.tui.screens import signing

if TYPE_CHECKING:
    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.supply.note_correcting import Correct
    from kruidenier.shop.supply.note_list import NoteLine
    from kruidenier.shop.supply.note_papers import GiftNote, NoteGoods
    from kruidenier.tui.screens.gift_notes import GiftNotesScreen

WHY_CORRECTED = (N_("the scale was misread"), N_("miscounted"), N_("the giver's name or number was wrong"))
MOST_PIECES = 99_999
DONE = 0


def paper(screen: GiftNotesScreen, note: NoteLine, _at: Counter) -> Flow[str | None]:
    """Put the note on paper, beside the screen."""
    from kruidenier.documents import gift_note
    from kruidenier.shop.supply import note_papers

    shown = yield from screen.ask(note_papers.shown, note.number)
    langs = yield from _languages(screen)
    if shown is None or langs is None:
        return None
    file = _place(screen, f"gift-note-{note.number}", note.happened_on, langs)
    screen.put_on_paper(lambda: gift_note.write(shown, file, langs=langs))
    return None


def sign(screen: GiftNotesScreen, note: NoteLine, at: Counter) -> Flow[str | None]:
    """Note who signed for a side that has not signed yet."""
    from kruidenier.shop.supply import note_signing
    from kruidenier.shop.supply.supplier_register import required
    from kruidenier.shop.supply.words import SIDES

    sides = [Choice(_(words), side) for side, words in SIDES.items() if note.signature(side) is None]
    side = yield from pick(_("Which side signed note {number}?").format(number=note.number), sides)
    if side is None:
        return None
    name = yield from ask(_("Who signed?"), prompt=_("name"), reads=required)
    if name is None:
        return None
    today = screen.app.today
    days = [
        Choice(_("today"), today),
        Choice(_("on the day of the gift, {day}").format(day=day(note.happened_on)), note.happened_on),
    ]
    signed_on = yield from pick(_("When?"), days, prompt=_("day or date"), reads=reading.date(today))
    if signed_on is None:
        return None
    done = yield from screen.do(note_signing.sign, note.number, side=side, name=name, signed_on=signed_on, at=at)
    if done is not None:
        screen.say(_("Note {number} is signed.").format(number=note.number))
    return note.number if done else None


def correct(screen: GiftNotesScreen, note: NoteLine, at: Counter) -> Flow[str | None]:
    """Say line by line what was really there, and why; a new note stands in place of this one."""
    from kruidenier.shop.supply import note_correcting, note_papers
    from kruidenier.shop.supply.note_correcting import Correct

    shown = yield from screen.ask(note_papers.shown, note.number)
    if shown is None:
        return None
    lines: dict[int, Correct] = {}
    while True:
        line = yield from _line(shown, lines)
        if line is None:
            return None
        if line != DONE:
            goods = next(one for part in shown.parts for one in part.goods if one.line == line)
            told = yield from _amount(goods, lines.get(line) or Correct(goods.count or None, goods.grams))
            if told is not None:
                lines[line] = told
            continue
        why = yield from signing.reason(WHY_CORRECTED)
        if not why:
            continue
        done = yield from screen.do(note_correcting.correct, note.number, lines=lines, reason=_(why), at=at)
        if done is not None:
            said = _("Note {number} stands in the place of {old}. Both sides sign it anew.")
            screen.say(said.format(number=done.number, old=note.number))
            return done.number


def _line(note: GiftNote, lines: dict[int, Correct]) -> Flow[int | None]:
    from kruidenier.i18n import language

    choices = [Choice(_("issue the new note"), DONE)]
    for part in note.parts:
        for one in part.goods:
            told = lines.get(one.line)
            count, grams = (told.count, told.grams) if told else (one.count, one.grams)
            much = "  ".join(filter(None, (f"{count} x" if count else "", weight(grams) if grams else ""))) or "0"
            mark = "* " if told else ""
            choices.append(Choice(f"{mark}{one.names[language()]}  {much}", one.line))
    lead = [_("Nothing chosen: giver and receiver are read anew, as they are known now.")]
    return (yield from pick(_("What was wrong?"), choices, lines=lead, highlighted=0))


def _amount(goods: NoteGoods, stood: Correct) -> Flow[Correct | None]:
    """Ask how much there really was: pieces where there are pieces, then the weight; Enter alone keeps what stood."""
    told = stood
    if goods.count:
        pieces = _("How many pieces really? Enter alone: {n}.").format(n=stood.count)
        count = yield from ask(pieces, prompt=_("pieces"), reads=_or(stood.count, reading.number(MOST_PIECES)))
        if count is None:
            return None
        told = replace(told, count=count)
    weighed = stood.grams or 0
    title = _("How much did it really weigh? Enter alone: {weight}.").format(weight=weight(weighed))
    grams = yield from ask(title, prompt="kg", reads=_or(weighed, _kilograms))
    return None if grams is None else replace(told, grams=grams)


def _or(stood: int | None, read: Callable[[str], int]) -> Callable[[str], int]:
    return lambda typed: read(typed) if typed.strip() else stood or 0


def _kilograms(typed: str) -> int:
    """Read a weight; 0 did not come at all."""
    return 0 if not typed.strip(" 0,.") else reading.kilograms(typed)


def sum_up(screen: GiftNotesScreen, note: NoteLine, at: Counter) -> Flow[str | None]:
    """Sum a month up, and put the summary on paper."""
    from kruidenier.documents import gift_summary
    from kruidenier.shop.supply import gift_summaries

    firsts = sorted({one.happened_on.replace(day=1) for one in screen.notes}, reverse=True)
    months = [Choice(f"{first:%m/%Y}", first) for first in firsts]
    first = yield from pick(_("Which month?"), months, highlighted=_ninth(firsts, note.happened_on))
    if first is None:
        return None
    last = min((first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1), screen.app.today)
    done = yield from screen.do(gift_summaries.issue, screen.code, since=first, until=last, at=at)
    langs = (yield from _languages(screen)) if done is not None else None
    if done is not None and langs is not None:
        file = _place(screen, f"gift-summary-{done.number}", last, langs)
        screen.put_on_paper(lambda: gift_summary.write(done, file, langs=langs))
    return None


def _ninth(firsts: list[dt.date], on: dt.date) -> int:
    """Tell the place of a note's month among the first nine."""
    place = firsts.index(on.replace(day=1))
    return place if place < 9 else 0


def _languages(screen: GiftNotesScreen) -> Flow[list[str] | None]:
    from kruidenier.shop.supply import supplier_contacts

    own = (yield from screen.ask(supplier_contacts.language_of, screen.code)) or "nl"
    choices = [Choice(_("{language}, their own").format(language=LANGUAGE_NAMES[own]), [own])]
    choices += [Choice(name, [lang]) for lang, name in LANGUAGE_NAMES.items() if lang != own]
    choices.append(Choice(_("Dutch and French together"), ["nl", "fr"]))
    return (yield from pick(_("In which language?"), choices))


def _place(screen: GiftNotesScreen, name: str, on: dt.date, langs: Sequence[str]) -> Path:
    return screen.app.config.receipts / str(on.year) / f"{name}-{'-'.join(langs)}.pdf"


DEEDS: dict[str, Callable[[GiftNotesScreen, NoteLine, Counter], Flow[str | None]]] = {
    "paper": paper,
    "sign": sign,
    "correct": correct,
    "sum_up": sum_up,
}
