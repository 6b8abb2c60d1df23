"""What can be done for somebody who works here: each asks what it must know, does it, and tells it in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from kruidenier.i18n import LANGUAGE_NAMES, N_, _
from kruidenier.tui.dialogs import Choice, Flow, ask, confirm, pick
from kruidenier.tui.screens import household_asking as asking
from kruidenier.tui.screens import signing

if TYPE_CHECKING:
    from kruidenier.shop.office.staff import Person
    from kruidenier.tui.screens.staff import StaffScreen

Deed: TypeAlias = Callable[["StaffScreen", "Person"], Flow[str | None]]
ROLES = {"volunteer": N_("volunteer"), "staff": N_("staff member"), "manager": N_("manager")}
KINDS = {"usual": N_("as usual"), "trainee": N_("trainee"), "article_60": N_("article 60")}


def add(screen: StaffScreen) -> Flow[None]:
    """Let somebody new work here."""
    from kruidenier.shop.office import staff

    name = yield from ask(_("Who comes to work here? First name and family name."), prompt=_("name"), reads=_name)
    role = None if name is None else (yield from _role(_("As what?")))
    if name is None or role is None:
        return
    skills: tuple[str, ...] | None = ()
    if role == "volunteer":
        skills = yield from _skills(())
    lang = None if skills is None else (yield from _language())
    if skills is None or lang is None:
        return
    title = _("A PIN for {name}: 4 to 12 digits, easy to remember and hard to guess.").format(name=name)
    pin = yield from signing.new_pin(screen, title)
    if pin is None:
        return
    person = yield from screen.do(staff.add, name, role=role, pin=pin, lang=lang, skills=skills)
    if person is not None:
        yield from screen.look(person.code)
        screen.say(_("{name} signs in as {code}.").format(name=person.name, code=person.code))


def change(screen: StaffScreen, person: Person) -> Flow[None]:
    """Choose what changes for somebody, and do it."""
    choices: list[Choice[Deed]] = [
        Choice(_("new PIN"), new_pin),
        Choice(_("role"), role),
        Choice(_("what was learned"), skills),
        Choice(_("how they work here"), kind),
        Choice(_("language"), language),
        Choice(_("card"), card),
        Choice(_("works here no more"), archive),
    ]
    deed = yield from pick(f"{person.name} ({person.code})", choices, lines=[may_words(person)])
    told = None if deed is None else (yield from deed(screen, person))
    if told:
        yield from screen.look(person.code)
        screen.say(told)
        if person.code == screen.app.at.by:
            screen.app.judge_rights()


def new_pin(screen: StaffScreen, person: Person) -> Flow[str | None]:
    """Give somebody a new PIN; they may try again at once."""
    from kruidenier.shop.office import staff

    title = _("A PIN for {name}: 4 to 12 digits, easy to remember and hard to guess.").format(name=person.name)
    pin = yield from signing.new_pin(screen, title)
    done = None if pin is None else (yield from screen.do(staff.change_pin, person.code, pin=pin))
    return None if done is None else _("{name} has a new PIN.").format(name=person.name)


def role(screen: StaffScreen, person: Person) -> Flow[str | None]:
    """Give somebody another role."""
    from kruidenier.shop.office import team

    wanted = yield from _role(_("As what does {name} work here?").format(name=person.name), person.role)
    done = None if wanted is None else (yield from screen.do(team.change_role, person.code, role=wanted))
    return None if done is None else f"{done.name}: {_(ROLES[done.role])}. {may_words(done)}"


def skills(screen: StaffScreen, person: Person) -> Flow[str | None]:
    """Tick what somebody learned."""
    from kruidenier.shop.office import team

    wanted = yield from _skills(person.skills)
    done = None if wanted is None else (yield from screen.do(team.change_skills, person.code, skills=wanted))
    return None if done is None else f"{done.name}. {may_words(done)}"


def kind(screen: StaffScreen, person: Person) -> Flow[str | None]:
    """Say how somebody works here."""
    from kruidenier.shop.office import team

    wanted = yield from pick(
        _("How does {name} work here? It changes no right.").format(name=person.name),
        [Choice(_(words), code) for code, words in KINDS.items()],
        highlighted=list(KINDS).index(person.kind),
    )
    done = None if wanted is None else (yield from screen.do(team.change_kind, person.code, kind=wanted))
    return None if done is None else f"{done.name}: {_(KINDS[done.kind])}."


def language(screen: StaffScreen, person: Person) -> Flow[str | None]:
    """Speak another language with somebody."""
    from kruidenier.shop.office import team

    wanted = yield from _language(person.lang)
    done = None if wanted is None else (yield from screen.do(team.change_language, person.code, lang=wanted))
    return None if done is None else f"{done.name}: {LANGUAGE_NAMES[done.lang]}."


def card(screen: StaffScreen, person: Person) -> Flow[str | None]:
    """Let a card stand for somebody, or none any more."""
    from kruidenier.shop.office import team

    lines = [_("Enter alone: no card stands for {name} any more.").format(name=person.name)] if person.has_card else []
    if screen.app.staff_cards == "off":
        lines.append(_("This shop signs in by PIN alone. The setting “Signing in by card” changes that."))
    screen.awaits_card = True
    try:
        number = yield from ask(
            _("Scan the card that stands for {name}.").format(name=person.name),
            prompt=_("card"),
            reads=str.strip,
            lines=lines,
        )
    finally:
        screen.awaits_card = False
    if number:
        given = yield from screen.do(team.give_card, person.code, card=number)
        return None if given is None else _("This card stands for {name} now.").format(name=person.name)
    if number is None or not person.has_card:
        return None
    taken = yield from screen.do(team.take_card, person.code)
    return None if taken is None else _("No card stands for {name} now.").format(name=person.name)


def archive(screen: StaffScreen, person: Person) -> Flow[str | None]:
    """Let somebody work here no more."""
    from kruidenier.shop.office import team

    sure = yield from confirm(
        _("Does {name} work here no more?").format(name=person.name),
        yes=_("they left"),
        no=_("they stay"),
        lines=[_("What they did stays in the books under {code}.").format(code=person.code)],
        careful=True,
    )
    done = (yield from screen.do(team.archive, person.code)) if sure else None
    return None if done is None else _("{name} works here no more.").format(name=person.name)


def may_words(person: Person) -> str:
    """Say in a sentence what somebody may do beside selling."""
    from kruidenier.shop.office import staff

    if person.role == "manager":
        return _("May do everything.")
    if person.role == "staff":
        return _("May do everything but what is for managers.")
    return _("May sell, and: {rights}.").format(rights="; ".join(staff.rights_of(person)))


def skills_words(person: Person) -> str:
    """Name what somebody learned, in short."""
    from kruidenier.shop.office import staff

    return ", ".join(_(staff.SKILLS[skill][0]) for skill in person.skills)


def _role(title: str, usual: str = "volunteer") -> Flow[str | None]:
    choices = [Choice(_(words), code) for code, words in ROLES.items()]
    return (yield from pick(title, choices, highlighted=list(ROLES).index(usual)))


def _skills(chosen: tuple[str, ...]) -> Flow[tuple[str, ...] | None]:
    from kruidenier.shop.office import staff

    title = _("What have they learned beside selling? It gives the rights for it.")
    return (yield from asking.some_of(title, {code: words for code, (words, _rights) in staff.SKILLS.items()}, chosen))


def _language(usual: str = "nl") -> Flow[str | None]:
    choices = [Choice(words, lang) for lang, words in LANGUAGE_NAMES.items()]
    place = list(LANGUAGE_NAMES).index(usual)
    return (yield from pick(_("In which language does the program speak with them?"), choices, highlighted=place))


def _name(typed: str) -> str:
    from kruidenier.shop.office import staff

    staff.require_name(typed.strip())
    return typed.strip()
