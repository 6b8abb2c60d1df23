"""What can be done with a household's file: each asks what it must know, does it, and tells it in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from kruidenier.i18n import N_, _, day
from kruidenier.tui.dialogs import Choice, Flow, ask, confirm, pick
from kruidenier.tui.screens import household_asking as asking
from kruidenier.tui.screens import household_cards, household_lines, household_pairs, household_rights, signing

if TYPE_CHECKING:
    import datetime as dt

    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.people.files import FileSheet
    from kruidenier.tui.screen import ShopScreen
    from kruidenier.tui.screens.household_file import HouseholdFileScreen

Deed: TypeAlias = Callable[["HouseholdFileScreen", "FileSheet", "Counter"], Flow[str | None]]
WHY_HELD = (N_("at the household's own wish"), N_("a talk is planned"), N_("papers are missing"))
NOTE_MONTHS, SUBSTITUTE_MONTHS = 3, 6


def people(screen: HouseholdFileScreen, sheet: FileSheet, at: Counter) -> Flow[str | None]:
    """Let people join, leave or visit, or say anew who they are."""
    from kruidenier.shop.people import family

    what = yield from pick(
        _("What changes from today?"),
        [
            *([Choice(_("somebody joins, or is born"), "join")] if sheet.people else []),
            *([Choice(_("somebody leaves, or died"), "leave")] if sheet.people else []),
            Choice(_("a guest child until a day"), "host"),
            Choice(_("say anew who they are"), "recount"),
        ],
    )
    if what == "join":
        born = yield from asking.born(_("When was the one who joins born?"))
        done = None if born is None else (yield from screen.do(family.join, sheet.card, born=born, at=at))
        return None if done is None else _("They are one more from today.")
    if what == "leave":
        return (yield from _leave(screen, sheet, at))
    if what == "host":
        return (yield from _host(screen, sheet, at))
    if what == "recount":
        found = yield from asking.people(_("Who belongs to the household from today?"))
        anew = None if found is None else (yield from screen.do(family.recount, sheet.card, people=found, at=at))
        return None if anew is None else _("From today: {people}.").format(people=household_lines.people_words(anew))
    return None


def _leave(screen: HouseholdFileScreen, sheet: FileSheet, at: Counter) -> Flow[str | None]:
    from kruidenier.shop.people import family

    person = yield from asking.one_of(
        _("Who leaves, or died?"), sheet.people, lambda one: household_lines.person_words(one.born, one.until)
    )
    if person is None:
        return None
    if len(sheet.people) == 1:
        title = _("Nobody stays. The file is closed and its card no longer works.")
        if not (yield from confirm(title, yes=_("close the file"), no=_("leave it open"), careful=True)):
            return None
    closed = yield from screen.do(family.leave, sheet.card, member=person.id, at=at)
    if closed:
        screen.dismiss()
    return _("They no longer count from today; earlier days stay as they were.") if closed is False else None


def _host(screen: HouseholdFileScreen, sheet: FileSheet, at: Counter) -> Flow[str | None]:
    from kruidenier.shop.people import family

    guest = None
    if sheet.people:
        guest = yield from asking.born(_("When was the guest born?"))
        if guest is None:
            return None
    today = screen.app.today
    until = yield from asking.until(_("Until when do they stay?"), today=today, usual=asking.months_on(today, 1))
    if until is None:
        return None
    done = yield from screen.do(_done, family.host, sheet.card, guest=guest, until=until, at=at)
    return None if done is None else _("The guest counts until {date}.").format(date=day(until))


def _done(session: Any, verb: Any, card: str, **named: Any) -> bool:
    """Do it, and have something to tell."""
    verb(session, card, **named)
    return True


def hold(screen: HouseholdFileScreen, sheet: FileSheet, at: Counter) -> Flow[str | None]:
    """Pause or block the household, or lift what stands."""
    from kruidenier.shop.people import register

    what = yield from pick(
        _("Pause, block or lift?"),
        [
            Choice(_("pause until a day"), "paused"),
            Choice(_("block until it is lifted"), "blocked"),
            Choice(_("lift what stands"), "lift"),
        ],
    )
    if what is None:
        return None
    if what == "lift":
        return (yield from lift(screen, sheet, at))
    until = None
    if what == "paused":
        today = screen.app.today
        until = yield from asking.until(_("The last day of the pause?"), today=today, usual=asking.months_on(today, 1))
        if until is None:
            return None
    why = yield from signing.reason(WHY_HELD)
    if why is None:
        return None
    done = yield from screen.do(_done, register.hold, sheet.card, kind=what, reason=why, until=until, at=at)
    return None if done is None else _("Done. The till says only: please ask at the desk.")


def lift(screen: ShopScreen, sheet: FileSheet, at: Counter) -> Flow[str | None]:
    """Take away every pause and block from today."""
    from kruidenier.shop.people import register

    done = yield from screen.do(_done, register.lift, sheet.card, at=at)
    return None if done is None else _("Nothing holds them back from today.")


def needs(screen: HouseholdFileScreen, sheet: FileSheet, at: Counter) -> Flow[str | None]:
    """Tick what they need when they come."""
    from kruidenier.shop.people import files
    from kruidenier.shop.people.needs import NEEDS

    chosen = yield from asking.some_of(_("What do they need when they come?"), NEEDS, sheet.needs)
    done = None if chosen is None else (yield from screen.do(files.set_needs, sheet.card, needs=chosen, at=at))
    return None if done is None else _("The till shows it, without a name.")


def notes(screen: HouseholdFileScreen, sheet: FileSheet, at: Counter) -> Flow[str | None]:
    """Write a note until a day, or take one out."""
    from kruidenier.shop.people import files

    if sheet.notes and (entry := (yield from _which(_("Write a new note, or take one out?"), sheet.notes))) is not True:
        if entry is None:
            return None
        done = yield from screen.do(files.take_out, sheet.card, what="note", id=entry.id, at=at)
        return None if done is None else _("The note is gone.")
    text = yield from asking.words(_("What must staff know?"), lines=[_("Only staff see it, until its day is past.")])
    until = yield from _until(screen, text, NOTE_MONTHS)
    if not text or until is None:
        return None
    note = yield from screen.do(files.write_note, sheet.card, words=text, until=until, at=at)
    return None if note is None else _("Staff see it until {date}.").format(date=day(until))


def substitutes(screen: HouseholdFileScreen, sheet: FileSheet, at: Counter) -> Flow[str | None]:
    """Name somebody who may come for them, or take one out."""
    from kruidenier.shop.people import files

    if sheet.substitutes and (
        (entry := (yield from _which(_("Name somebody, or take one out?"), sheet.substitutes))) is not True
    ):
        if entry is None:
            return None
        done = yield from screen.do(files.take_out, sheet.card, what="substitute", id=entry.id, at=at)
        return None if done is None else _("They no longer come for this household.")
    text = yield from asking.words(_("Who may shop for them?"))
    until = yield from _until(screen, text, SUBSTITUTE_MONTHS)
    if not text or until is None:
        return None
    named = yield from screen.do(files.name_substitute, sheet.card, name=text, until=until, at=at)
    return None if named is None else _("They may come until {date}.").format(date=day(until))


def _which(title: str, entries: Any) -> Flow[Any]:
    choices = [Choice(_("a new one"), True, "0")]
    choices += [Choice(f"- {entry.words}", entry, str(digit)) for digit, entry in enumerate(entries[:9], start=1)]
    return (yield from pick(title, choices))


def _until(screen: HouseholdFileScreen, text: str | None, months: int) -> Flow[dt.date | None]:
    if not text:
        return None
    today = screen.app.today
    return (yield from asking.until(_("Until when?"), today=today, usual=asking.months_on(today, months)))


def details(screen: HouseholdFileScreen, sheet: FileSheet, at: Counter) -> Flow[str | None]:
    """Write other words, dates or language."""
    from kruidenier.shop.people import files

    field = yield from pick(
        _("What is different?"),
        [
            Choice(_("name"), "display_name"),
            Choice(_("language"), "lang"),
            Choice(_("who referred them"), "referred_by"),
            Choice(_("contact there"), "referrer_contact"),
            Choice(_("date of the referral"), "referred_on"),
            Choice(_("information notice given today"), "informed_on"),
            Choice(_("address"), "address"),
            Choice(_("address: protected or not"), "address_protected"),
            Choice(_("remark"), "note"),
        ],
    )
    if field is None:
        return None
    value = yield from _value(screen, sheet, field)
    if value is None:
        return None
    done = yield from screen.do(files.change, sheet.card, at=at, **{field: value})
    return None if done is None else _("Written. The journal knows only that it changed.")


def _value(screen: HouseholdFileScreen, sheet: FileSheet, field: str) -> Flow[Any]:
    today = screen.app.today
    if field == "display_name":
        return (yield from asking.name(_("By which name do staff look for them?"), sheet.display_name))
    if field == "lang":
        return (yield from asking.language(sheet.lang))
    if field == "referred_on":
        return (yield from asking.until(_("When were they referred?"), today=today, usual=today))
    if field == "informed_on":
        return today
    if field == "address_protected":
        return (
            yield from pick(
                _("Is their address protected? Then only managers see it, and no letter has it."),
                [Choice(_("protected"), value=True), Choice(_("not protected"), value=False)],
                highlighted=int(not sheet.address_protected),
            )
        )
    return (
        yield from asking.words(
            _("What should stand there? Enter alone empties it."), typed=getattr(sheet, field) or ""
        )
    )


def split(screen: HouseholdFileScreen, sheet: FileSheet, at: Counter) -> Flow[str | None]:
    """Let a part of the household go on by itself."""
    from kruidenier.shop.people import family
    from kruidenier.shop.people.register import read_people

    leaving: tuple[str, ...] | None = ()
    gone = None
    if sheet.people:
        known = {str(one.id): household_lines.person_words(one.born, one.until) for one in sheet.people}
        leaving = yield from asking.some_of(_("Who goes on apart?"), known, ())
    else:
        gone = yield from ask(_("How many go on apart?"), prompt="1+2", reads=read_people)
    if not leaving and gone is None:
        return None
    name = yield from asking.name(_("By which name do staff look for the new household?"))
    if name is None:
        return None
    protected = yield from pick(
        _("Nothing of the old file goes along, and nothing says where they came from. Protect their address too?"),
        [Choice(_("protect it"), value=True), Choice(_("no need"), value=False)],
    )
    if protected is None:
        return None
    ids = [int(one) for one in leaving or ()]
    card = yield from screen.do(
        family.split, sheet.card, leaving=ids, people=gone, display_name=name, protected=protected, at=at
    )
    if card is None:
        return None
    yield from asking.show_card(_("The new household has this card: {card}"), card, _("written down"))
    return _("The new household has its own file under {card}.").format(card=card)


def merge(screen: HouseholdFileScreen, sheet: FileSheet, at: Counter) -> Flow[str | None]:
    """Make one of this file and another."""
    other = yield from ask(_("Which other card is of this household?"), prompt=_("card"), reads=str.strip)
    if not other:
        return None
    return (yield from household_pairs.merge(screen, sheet.card, other, at))


DEEDS: dict[str, Deed] = {
    "people": people,
    "rights": household_rights.rights,
    "hold": hold,
    "needs": needs,
    "notes": notes,
    "substitutes": substitutes,
    "details": details,
    "split": split,
    "merge": merge,
    "card": household_cards.card,
}
