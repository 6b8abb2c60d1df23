"""What is done with a supplier's file: changed, told whom to speak with, merged, archived."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kruidenier.i18n import LANGUAGE_NAMES, _
from kruidenier.tui.dialogs import Choice, Flow, ask, confirm, pick

if TYPE_CHECKING:
    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.supply.supplier_file import SupplierFile
    from kruidenier.shop.supply.supplier_merging import MergePlan
    from kruidenier.tui.screen import ShopScreen

NEW = 0


@dataclass(frozen=True, slots=True)
class Told:
    """What was done, and to which supplier."""

    code: str
    sentence: str


def edit(screen: ShopScreen, file: SupplierFile, at: Counter) -> Flow[Told | None]:
    """Change one field after another, until Esc."""
    from kruidenier.shop.supply import supplier_file, supplier_register
    from kruidenier.shop.supply.words import FIELDS

    told = None
    while True:
        fields = [Choice(_(FIELDS[field]), field) for field in supplier_register.FIELDS if field != "notes"]
        field = yield from pick(_("What is changed?"), fields)
        if field is None:
            return told
        value = yield from _value(field, file)
        if value is None:
            continue
        done = yield from screen.do(
            supplier_register.change, file.code, to={field: value[0]}, version=file.version, at=at
        )
        if done is None:
            return told
        file = (yield from screen.ask(supplier_file.look_up, file.code)) or file
        told = Told(file.code, _("Changed: {field}.").format(field=_(FIELDS[field])))
        screen.say(told.sentence)


def _value(field: str, file: SupplierFile) -> Flow[tuple[Any] | None]:
    """Ask for one field; wrapped, since going back is None too."""
    from kruidenier.shop.supply import supplier_register
    from kruidenier.shop.supply.words import FIELDS, KINDS, VAT_SCHEMES

    title, now = _(FIELDS[field]), getattr(file, field)
    words = {"kind": KINDS, "vat_scheme": VAT_SCHEMES}.get(field)
    if field == "size_class":
        words = {one: KINDS[one] for one in supplier_register.SIZE_CLASSES}
        none = [Choice(_("nothing said: the kind decides"), ("",))]
    else:
        none = []
    if words is not None:
        choices = [Choice(_(said), (value,)) for value, said in words.items()] + none
        return (yield from pick(title, choices, highlighted=_place(now, words)))
    if field in supplier_register.SWITCHES:
        yes_no = [Choice(_("yes"), (True,)), Choice(_("no"), (False,))]
        return (yield from pick(title, yes_no, highlighted=int(not now)))

    def read(typed: str) -> tuple[Any]:
        return (supplier_register.read(field, typed),)

    return (yield from ask(title, prompt=title, reads=read, typed=now or ""))


def _place(value: str | None, words: dict[str, str]) -> int:
    return list(words).index(value) if value in words and list(words).index(value) < 9 else 0


def contacts(screen: ShopScreen, file: SupplierFile, at: Counter) -> Flow[Told | None]:
    """Write a contact down, change or forget one."""
    from kruidenier.shop.supply import supplier_contacts
    from kruidenier.tui.screens.supplier_file import contact_words

    ways = [Choice(contact_words(one), one.id) for one in file.contacts] + [Choice(_("a new contact"), NEW)]
    which = (yield from pick(_("Which contact?"), ways)) if file.contacts else NEW
    if which is None:
        return None
    before = next((one for one in file.contacts if one.id == which), None)
    if before is not None:
        what = yield from pick(_("What is done?"), [Choice(_("change"), "change"), Choice(_("forget"), "forget")])
        if what == "forget":
            done = yield from screen.do(supplier_contacts.remove, file.code, contact=which, at=at)
            return Told(file.code, _("The contact is forgotten.")) if done else None
        if what is None:
            return None
    said = yield from _contact(before)
    if said is None:
        return None
    if before is None:
        done = yield from screen.do(supplier_contacts.add, file.code, said=said, at=at)
    else:
        done = yield from screen.do(supplier_contacts.change, file.code, contact=which, to=said, at=at)
    return Told(file.code, _("The contact is written down.")) if done else None


def _contact(before: Any) -> Flow[dict[str, str] | None]:
    from kruidenier.shop.supply.supplier_register import written
    from kruidenier.shop.supply.words import ROLES

    role = yield from pick(_("What for?"), [Choice(_(words), role) for role, words in ROLES.items()])
    if role is None:
        return None
    said = {"role": role}
    for field, title in (("name", _("Name")), ("phone", _("Telephone")), ("email", _("E-mail"))):
        typed = yield from ask(
            _("{what}? Enter alone: as it stands.").format(what=title),
            prompt=title,
            reads=lambda text: written(text) or "",
            typed=getattr(before, field) or "" if before else "",
        )
        if typed is None:
            return None
        said[field] = typed
    lang = yield from pick(_("In which language?"), [Choice(name, one) for one, name in LANGUAGE_NAMES.items()])
    return None if lang is None else said | {"lang": lang}


def notes(screen: ShopScreen, file: SupplierFile, at: Counter) -> Flow[Told | None]:
    """Write what colleagues should know."""
    from kruidenier.shop.supply import supplier_register

    text = yield from ask(
        _("What should colleagues know? An empty line clears it."),
        prompt=_("notes"),
        reads=lambda typed: (supplier_register.read("notes", typed) or "",),
        typed=file.notes or "",
    )
    if text is None:
        return None
    to = {"notes": text[0]}
    done = yield from screen.do(supplier_register.change, file.code, to=to, version=file.version, at=at)
    return Told(file.code, _("The notes are kept.")) if done else None


def merge(screen: ShopScreen, file: SupplierFile, at: Counter) -> Flow[Told | None]:
    """Make this entry part of another: chosen, looked at, then done."""
    from kruidenier.shop.supply import supplier_merging, supplier_register

    others = (yield from screen.ask(supplier_register.listing)) or ()
    same = [line for line in others if line.kind == file.kind and line.code != file.code]
    if not same:
        screen.say(_("There is no other supplier of this kind to merge it with."))
        return None
    choices = [Choice(f"{line.name}  {line.town or ''}  {line.code}", line.code) for line in same]
    into = yield from pick(_("Of which supplier does {name} become part?").format(name=file.name), choices)
    plan = (yield from screen.ask(supplier_merging.plan, file.code, into=into)) if into else None
    if plan is None:
        return None
    sure = yield from confirm(
        _("Merge these two? It cannot be taken back; issued papers stay as they were."),
        yes=_("yes, make one of them"),
        no=_("no, leave both"),
        lines=_plan_lines(plan),
        careful=True,
    )
    done = (yield from screen.do(supplier_merging.merge, plan, at=at)) if sure else None
    if done is None:
        return None
    return Told(plan.into, _("{name} is part of {into} now.").format(name=plan.name, into=plan.into_name))


def _plan_lines(plan: MergePlan) -> list[str]:
    from kruidenier.shop.supply.words import FIELDS

    lines = [_("{name} becomes part of {into}.").format(name=plan.name, into=plan.into_name)]
    lines += [_("Taken over: {field} {value}").format(field=_(FIELDS[f]), value=v) for f, v in plan.filled]
    lines += [_("No longer said: {field} {value}").format(field=_(FIELDS[f]), value=v) for f, v in plan.dropped]
    counts = _("deliveries {deliveries}, gift notes {notes}, lots in stock {lots}, contacts {contacts}").format(
        deliveries=plan.deliveries, notes=plan.gift_notes, lots=plan.lots_left, contacts=plan.contacts
    )
    more = _("agreements {agreements}, labels {awards}").format(agreements=plan.agreements, awards=plan.awards)
    return [*lines, counts, more]


def archive(screen: ShopScreen, file: SupplierFile, at: Counter) -> Flow[Told | None]:
    """Let it come no more, or bring it back."""
    from kruidenier.shop.supply import supplier_register

    back = file.archived_at is not None
    sure = back or (
        yield from confirm(
            _("Does {name} come no more? Its past stays in every report.").format(name=file.name),
            yes=_("yes, archive it"),
            no=_("no, keep it"),
            careful=True,
        )
    )
    verb = supplier_register.archive
    done = (yield from screen.do(verb, file.code, back=back, version=file.version, at=at)) if sure else None
    sentence = _("{name} is back.") if back else _("{name} is archived.")
    return Told(file.code, sentence.format(name=file.name)) if done else None


DEEDS: dict[str, Callable[[ShopScreen, SupplierFile, Counter], Flow[Told | None]]] = {
    "edit": edit,
    "contacts": contacts,
    "notes": notes,
    "merge": merge,
    "archive": archive,
}
