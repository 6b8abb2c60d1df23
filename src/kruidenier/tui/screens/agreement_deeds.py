"""What can be done with an agreement on screen: each asks what it must know, and does the deed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.i18n import N_, _, day
from kruidenier.tui import reading
from kruidenier.tui.dialogs import Choice, Flow, ask, confirm, pick
from kruidenier.tui.screens import agreement_lines, agreement_making, signing

if TYPE_CHECKING:
    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.supply.agreements import PickUpDay
    from kruidenier.tui.screens.agreement import AgreementScreen

WHY_CALLED_OFF = (N_("we are closed"), N_("they are closed"), N_("there is nothing to give"), N_("no van"))
WHY_MISSED = (N_("nothing was ready"), N_("nobody was there"), N_("they gave it to others"))
WHY_REFUSED = (N_("our van did not go"), N_("no room here"), N_("the goods were not fit"))
WHY_ENDED = (N_("the shop closes"), N_("both sides agree"), N_("it is not kept"), N_("another agreement takes over"))
ADD = 0
"""Stands for adding days, among the lines of those that come back."""


def sign(screen: AgreementScreen) -> Flow[None]:
    """Write down that both sides signed."""
    from kruidenier.shop.supply import agreeing
    from kruidenier.shop.supply.supplier_register import required

    at = yield from _manager(screen)
    if at is None:
        return
    giver = yield from ask(_("Who signed for the giver?"), prompt=_("name"), reads=required)
    if giver is None:
        return
    own = screen.app.person.name if screen.app.person else ""
    ours = yield from ask(_("Who signed for us?"), prompt=_("name"), reads=required, typed=own)
    if ours is None:
        return
    on = yield from _date(screen, _("On which day? Enter alone: today."), empty=screen.app.today)
    if on is None:
        return
    done = yield from screen.do(agreeing.sign, screen.number, signed_by=giver, shop_signed_by=ours, signed_on=on, at=at)
    yield from _told(screen, done, _("Signed: it is in force from {day}."), at_day=done.holds_from if done else None)


def terms(screen: AgreementScreen) -> Flow[None]:
    """Change the terms of the draft."""
    at = yield from _manager(screen)
    if at is None or screen.document is None:
        return
    yield from agreement_making.terms(screen, screen.document, at)
    yield from screen.look()


def days(screen: AgreementScreen) -> Flow[None]:
    """Add a pick-up that comes back, or end one."""
    at = yield from _manager(screen)
    if at is None or screen.document is None:
        return
    running = [plan for plan in screen.document.pick_ups if plan.until is None or plan.until >= screen.app.today]
    ends = [Choice(_("no more: {pick_up}").format(pick_up=agreement_lines.plan_words(p)), p.line) for p in running]
    chosen: int | None = ADD
    if ends:
        chosen = yield from pick(_("Pick-up days"), [Choice(_("add days"), ADD), *ends])
    if chosen is None:
        return
    done = yield from (
        agreement_making.plan(screen, screen.document, at) if chosen == ADD else _stop(screen, chosen, at)
    )
    yield from _told(screen, done, _("The pick-up days are changed."))


def _stop(screen: AgreementScreen, line: int, at: Counter) -> Flow[object]:
    from kruidenier.shop.supply import pick_up_plans

    assert screen.document is not None
    last: dt.date | None = screen.app.today
    if screen.document.state != "draft":
        last = yield from _date(screen, _("Which is its last day? Enter alone: today."), empty=screen.app.today)
    if last is None:
        return None
    return (yield from screen.do(pick_up_plans.stop, screen.number, line=line, last=last, at=at))


def extra(screen: AgreementScreen) -> Flow[None]:
    """Agree on one more pick-up, for one day alone."""
    from kruidenier.shop.office.staff import Permission
    from kruidenier.shop.supply import pick_up_plans

    at = yield from signing.allowed(screen, Permission.STOCK)
    assert screen.document is not None
    places = {plan.supplier: plan.supplier_name for plan in screen.document.pick_ups}
    where = None if at is None else next(iter(places))
    if where is not None and len(places) > 1:
        where = yield from pick(_("Where are goods fetched?"), [Choice(name, code) for code, name in places.items()])
    on = None if where is None else (yield from _date(screen, _("On which day?")))
    if on is None or at is None:
        return
    done = yield from screen.do(pick_up_plans.note, screen.number, day=on, what="extra", supplier=where, at=at)
    yield from _told(screen, done, _("An extra pick-up on {day}."), at_day=on)


def note(screen: AgreementScreen) -> Flow[None]:
    """Say what is different on the day with the mark."""
    from kruidenier.shop.office.staff import Permission
    from kruidenier.shop.supply import pick_up_plans

    meant = screen.meant()
    if meant is None:
        return
    if meant.state == "kept":
        screen.say(_("Goods came that day: {deliveries}.").format(deliveries=", ".join(meant.deliveries)))
        return
    at = yield from signing.allowed(screen, Permission.STOCK)
    way = None if at is None else (yield from _what_is_different(screen, meant))
    if at is None or way is None:
        return
    what, reasons = way
    if not what:
        done = yield from screen.do(
            pick_up_plans.as_agreed, screen.number, day=meant.day, supplier=meant.supplier, at=at
        )
        yield from _told(screen, done, _("That day is as the agreement says."))
        return
    why = yield from signing.reason(reasons)
    said_on: dt.date | None = screen.app.today
    if why is not None and what == "cancelled" and meant.day <= screen.app.today:
        said_on = yield from _date(screen, _("On which day did both sides know?"))
    if why is None or said_on is None:
        return
    done = yield from screen.do(
        pick_up_plans.note,
        screen.number,
        day=meant.day,
        what=what,
        supplier=meant.supplier,
        why=_(why),
        said_on=said_on,
        at=at,
    )
    yield from _told(screen, done, _("Noted for {day}."), at_day=meant.day)


def _what_is_different(screen: AgreementScreen, meant: PickUpDay) -> Flow[tuple[str, tuple[str, ...]] | None]:
    """Choose what to say of a day, with the usual reasons for it."""
    ways: list[Choice[tuple[str, tuple[str, ...]]]] = []
    if meant.day > screen.app.today:
        ways.append(Choice(_("call it off"), ("cancelled", WHY_CALLED_OFF)))
    else:
        ways += [
            Choice(_("they gave nothing: say why"), ("missed", WHY_MISSED)),
            Choice(_("we could not take it: say why"), ("refused", WHY_REFUSED)),
            Choice(_("it was called off in time"), ("cancelled", WHY_CALLED_OFF)),
        ]
    ways.append(Choice(_("as the agreement says: nothing is different"), ("", ())))
    title = _("{supplier}, {day}: what is different?")
    on = agreement_lines.weekday(meant.day)
    return (yield from pick(title.format(supplier=meant.supplier_name, day=on), ways))


def renew(screen: AgreementScreen) -> Flow[None]:
    """Draft the agreement that follows, and open it."""
    from kruidenier.shop.supply import agreeing

    at = yield from _manager(screen)
    sure = at is not None and (
        yield from confirm(
            _("Draft the agreement that follows, with the same terms and pick-up days?"),
            yes=_("yes, draft it"),
            no=_("no, not now"),
        )
    )
    done = (yield from screen.do(agreeing.renew, screen.number, at=at)) if sure else None
    if done is not None:
        screen.number, screen.document = done.number, None
        yield from screen.look()
        screen.say(_("The draft that follows. Change what is different, print it, and sign."))


def end(screen: AgreementScreen) -> Flow[None]:
    """End the agreement, with the reason."""
    from kruidenier.shop.supply import agreeing

    at = yield from _manager(screen)
    if at is None:
        return
    why = yield from signing.reason(WHY_ENDED)
    if not why:
        return
    on = yield from ask(
        _("From which day on does it no longer hold? Enter alone: after the notice."),
        prompt=_("date"),
        reads=lambda typed: (reading.date(screen.app.today)(typed) if typed.strip() else None,),
    )
    if on is None:
        return
    done = yield from screen.do(agreeing.end, screen.number, reason=_(why), on=on[0], at=at)
    yield from _told(screen, done, _("It ends: {day} is the last day."), at_day=done.last_day if done else None)


def drop(screen: AgreementScreen) -> Flow[None]:
    """Give the draft up."""
    from kruidenier.shop.supply import agreeing

    at = yield from _manager(screen)
    sure = at is not None and (
        yield from confirm(_("Give this draft up?"), yes=_("yes, give it up"), no=_("no, keep it"), careful=True)
    )
    done = (yield from screen.do(agreeing.drop, screen.number, at=at)) if sure else None
    yield from _told(screen, done, _("The draft is given up."))


def annex(screen: AgreementScreen) -> Flow[None]:
    """Print the annex of a year."""
    from kruidenier.documents import annex_sheet
    from kruidenier.shop.supply import agreement_annex

    at = yield from _manager(screen)
    this_year = screen.app.today.year
    year = (
        None
        if at is None
        else (
            yield from ask(
                _("Of which year? Enter alone: {year}.").format(year=this_year),
                prompt=_("year"),
                reads=lambda typed: reading.number(2099, least=2000)(typed) if typed.strip() else this_year,
            )
        )
    )
    figures = None if year is None else (yield from screen.do(agreement_annex.issue, screen.number, year=year, at=at))
    if figures is None:
        return
    app, number = screen.app, screen.number

    def work() -> Path:
        file = app.config.receipts / str(year) / f"agreement-{number}-{year}.pdf"
        return annex_sheet.write(annex_sheet.AnnexPaper(figures), file)

    screen.put_on_paper(work)


def _manager(screen: AgreementScreen) -> Flow[Counter | None]:
    from kruidenier.shop.office.staff import Permission

    return (yield from signing.allowed(screen, Permission.AGREEMENTS))


def _date(screen: AgreementScreen, title: str, *, empty: dt.date | None = None) -> Flow[dt.date | None]:
    def read(typed: str) -> dt.date:
        return empty if empty is not None and not typed.strip() else reading.date(screen.app.today)(typed)

    return (yield from ask(title, prompt=_("date"), reads=read))


def _told(screen: AgreementScreen, done: object, words: str, *, at_day: dt.date | None = None) -> Flow[None]:
    """Look again, and say what was done; nothing if it was refused."""
    if done is None:
        return
    yield from screen.look()
    screen.say(words.format(day=day(at_day)) if at_day is not None else words)


DEEDS: dict[str, Callable[[AgreementScreen], Flow[None]]] = {
    "sign": sign,
    "terms": terms,
    "days": days,
    "extra": extra,
    "note": note,
    "renew": renew,
    "end": end,
    "drop": drop,
    "annex": annex,
}
