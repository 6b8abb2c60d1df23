"""What is asked about crates: what is left, how fresh it is, and from when on it costs less."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kruidenier.i18n import N_, _, day, weight
from kruidenier.tui import reading
from kruidenier.tui.dialogs import Choice, Flow, ask, pick
from kruidenier.tui.screens import lot_deeds
from kruidenier.tui.widgets.long_list import LongList

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from kruidenier.shop.goods.crates import Crate, Seen
    from kruidenier.shop.goods.markdowns import PriceFall
    from kruidenier.shop.office.place import Counter
    from kruidenier.tui.screens.crates import CratesScreen

MOST_GRAMS = 999_999
WEIGH, COMPOST, OTHER = "weigh", "compost", -1
SHARES = {
    "full": N_("as the books say"),
    "half": N_("half of that"),
    "quarter": N_("a quarter of that"),
    "empty": N_("empty"),
}


def look_into(crate: Crate) -> Flow[Seen | None]:
    """Ask what is left in a crate, and what of it goes to the compost."""
    from kruidenier.shop.goods.crates import Seen

    compost = 0
    while True:
        lines = [
            _("{supplier}, since {date}, lot {lot}").format(
                supplier=crate.supplier or _("unknown"), date=day(crate.received_on), lot=crate.lot
            )
        ]
        if compost:
            lines.append(_("to the compost: {grams}").format(grams=weight(compost)))
        choices: list[Choice[str]] = [Choice(_(words), share) for share, words in SHARES.items()]
        choices += [Choice(_("put it on the scale"), WEIGH), Choice(_("some to the compost"), COMPOST)]
        left = yield from pick(
            _("{name}: {grams} by the books. What is left?").format(name=crate.name, grams=weight(crate.grams)),
            choices,
            lines=lines,
        )
        if left is None:
            return None
        if left in SHARES:
            return Seen(crate.lot, left, compost)
        title = _("How much is left?") if left == WEIGH else _("How much goes to the compost?")
        grams = yield from ask_grams(title)
        if grams is not None and left == WEIGH:
            return Seen(crate.lot, grams, compost)
        compost = compost if grams is None else grams


def ask_grams(title: str, *, empty: bool = False) -> Flow[int | None]:
    """Let a weight be typed; 0 is what Enter alone means, if it may be."""

    def read(typed: str) -> int:
        return 0 if empty and not typed.strip() else reading.grams(typed, most=MOST_GRAMS)

    lines = [_("Grams as they are, such as 1250; kilograms with a comma, such as 1,25. Then Enter.")]
    return (yield from ask(title, prompt=_("grams"), reads=read, lines=lines))


def grade(screen: CratesScreen, at: Counter) -> Flow[str | None]:
    """Ask how fresh the crate with the mark is: all of it, or a part that becomes a lot of its own."""
    from kruidenier.shop.goods import crates
    from kruidenier.shop.goods.markdowns import GRADES

    crate = screen.query_one(LongList).item
    if crate is None:
        return None
    title = _("{name}, {grams}: how is it by now?").format(name=crate.name, grams=weight(crate.grams))
    wanted = yield from pick(title, [Choice(_(words), number) for number, words in GRADES.items()])
    if wanted is None:
        return None
    grams = yield from ask_grams(_("How much of it? Enter alone: all of it."), empty=True)
    if grams is None:
        return None
    done = yield from screen.do(crates.grade, crate.lot, grade=wanted, grams=grams or None, at=at)
    return (
        None
        if done is None
        else _("{name}: {grade}, {grams}.").format(
            name=crate.name, grade=_(GRADES[wanted]), grams=weight(grams or crate.grams)
        )
    )


def fall(screen: CratesScreen, at: Counter) -> Flow[str | None]:
    """Ask which group, which grade, how much of the price is left, and from when on."""
    from kruidenier.shop.goods import groups, markdowns

    today = screen.app.today
    listed = (yield from screen.ask(groups.listing, today)) or ()
    here = [crate.group for crate in screen.crates]
    ordered = sorted(listed, key=lambda group: group.code not in here)
    group = yield from pick(_("The price of what falls?"), [Choice(group.name, group) for group in ordered])
    if group is None:
        return None
    grades = [Choice(_("all of it"), 0), *(Choice(_(words), number) for number, words in markdowns.GRADES.items())]
    of_grade = yield from pick(_("{name}: which of it?").format(name=group.name), grades)
    percent = (yield from _percent(group.name)) if of_grade is not None else None
    if of_grade is None or percent is None:
        return None
    hour = yield from ask(
        _("From when on? Enter alone: from now."),
        prompt=_("hour"),
        reads=reading.hour_or_none,
        lines=[_("Such as 1630.")],
    )
    if hour is None:
        return None
    done = yield from screen.do(
        markdowns.announce, group.code, percent=percent, grade=of_grade or None, from_hour=hour[0], at=at
    )
    return None if done is None else fall_words(done, at.zone)


def _percent(name: str) -> Flow[int | None]:
    choices = [
        Choice(_("half of the price"), 50),
        Choice(_("a quarter of the price"), 25),
        Choice(_("free"), 0),
        Choice(_("the whole price again"), 100),
        Choice(_("another part"), OTHER),
    ]
    percent = yield from pick(_("{name}: what do they cost then?").format(name=name), choices)
    if percent != OTHER:
        return percent
    return (yield from ask(_("How many percent of the price?"), prompt="%", reads=reading.number(100)))


def undo(screen: CratesScreen, at: Counter) -> Flow[str | None]:
    """Take back one's own last deed on stock, once it has been shown."""
    done = yield from lot_deeds.undo(screen, at)
    return None if done is None else _("{deed} is taken back.").format(deed=done.of)


def seen_words(seen: Seen | None) -> str:
    """Say in a few words what was seen in a crate."""
    if seen is None:
        return ""
    left = _(SHARES[seen.left]) if isinstance(seen.left, str) else weight(seen.left)
    return f"{left} + {weight(seen.compost)}" if seen.compost else left


def fall_words(fall: PriceFall, zone: ZoneInfo) -> str:
    """Say in a few words how a price falls."""
    from kruidenier.shop.goods.markdowns import GRADES

    name = f"{fall.name} ({_(GRADES[fall.grade])})" if fall.grade else fall.name
    percent = _("free") if fall.percent == 0 else f"{fall.percent} %"
    return _("{name} {percent} from {hour}").format(
        name=name, percent=percent, hour=f"{fall.starts_at.astimezone(zone):%H:%M}"
    )
