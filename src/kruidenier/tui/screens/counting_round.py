"""Walking along the shelf with a count: line by line by digits and Enter, or scan by scan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kruidenier.i18n import _
from kruidenier.tui import reading
from kruidenier.tui.dialogs import Choice, Flow, pick
from kruidenier.tui.screens import counting_lines, packing

if TYPE_CHECKING:
    from kruidenier.shop.goods.count_lists import ToCount
    from kruidenier.shop.supply.packs import PackInHand
    from kruidenier.tui.screens.counting import CountingScreen

SKIP, OTHER_DATE = "skip", "other date"
MOST_GRAMS = 9_999_999


def walk(screen: CountingScreen) -> Flow[None]:
    """Count line after line from the mark on, those that were not counted yet; Esc stops."""
    start = screen.meant()
    skipped: set[tuple[object, ...]] = set()
    line = _next(screen, start, skipped)
    if line is None and start is not None:
        yield from count(screen, start)
        return
    while line is not None:
        screen.mark(line)
        done = yield from count(screen, line)
        if done is None:
            screen.say(_("What was counted is kept. Enter goes on with the next line."))
            return
        skipped.add(_same(line))
        line = _next(screen, line, skipped)
    screen.say(_("All lines have had their turn. + when the counting is done."))


def _next(screen: CountingScreen, after: ToCount | None, skipped: set[tuple[object, ...]]) -> ToCount | None:
    """Find the next line to count from one on, and from the first again."""
    assert screen.sheet is not None
    lines = list(screen.sheet.lines)
    places = [place for place, line in enumerate(lines) if after is not None and _same(line) == _same(after)]
    start = places[0] if places else 0
    for line in (*lines[start:], *lines[:start]):
        if _same(line) not in skipped and (not line.found or line.differs):
            return line
    return None


def _same(line: ToCount) -> tuple[object, ...]:
    return (line.lots, line.code, line.date_mark, line.date)


def count(screen: CountingScreen, line: ToCount) -> Flow[bool | None]:
    """Ask what is there of a line and write it down; None if the person went back, False if nothing was written.

    The line is read anew: the shop sells meanwhile, and the books are offered as they are now.
    """
    yield from screen.look(again=True)
    assert screen.sheet is not None
    line = next((one for one in screen.sheet.lines if _same(one) == _same(line)), line)
    again = yield from _again(screen, line)
    if again is None:
        return None
    while True:
        amount = yield from _amount(screen, line)
        if amount is None or amount == SKIP:
            return None if amount is None else False
        goods, dated = _goods(line)
        if amount == OTHER_DATE:
            meant = yield from _other_date(screen, line)
            amount = None if meant is None else (yield from _amount(screen, line, dated=False))
            goods, dated = meant or (goods, dated)
        elif amount and not line.lots and not line.found:
            read = yield from _date(screen, line.code)
            amount, dated = (None, {}) if read is None else (amount, read)
        if isinstance(amount, int):
            return (yield from _enter(screen, goods, amount, by_weight=line.by_weight, again=again, **dated))


def _goods(line: ToCount) -> tuple[str, dict[str, Any]]:
    """Tell what is meant: the one lot, or the product with its date."""
    if len(line.lots) == 1:
        return line.lots[0], {}
    known = line.lots or line.found
    return line.code, {"date_mark": line.date_mark, "date": line.date} if known else {}


def _again(screen: CountingScreen, line: ToCount) -> Flow[bool | None]:
    """Ask whether to count what a colleague counted; of two who count nobody asks."""
    assert screen.sheet is not None
    others = [one for one in line.found if one.by != screen.app.at.by]
    if not others or screen.sheet.facts.twice:
        return False
    title = _("{by} counted {goods} already: {found}.").format(
        by=others[-1].by, goods=counting_lines.goods_words(line), found=counting_lines.finding(line, others[-1])
    )
    again = yield from pick(title, [Choice(_("leave it so"), value=False), Choice(_("count it again"), value=True)])
    return again or None


def _amount(screen: CountingScreen, line: ToCount, *, dated: bool = True) -> Flow[Any]:
    """Ask how much is there: 0 if nothing is. Enter alone goes on to the next line."""
    choices: list[Choice[Any]] = [Choice(_("go on, not counted"), SKIP, "-")]
    if dated and line.group is not None and line.lots and line.code != line.group:
        choices.append(Choice(_("another date is on it"), OTHER_DATE, "*"))
    books = line.book_grams if line.by_weight else line.book_count
    if books is not None and books > 0:
        choices.append(Choice(_("as the books say: {much}").format(much=counting_lines.books(line)), books, "+"))
    hint = _("Grams, such as 1250; or kilograms, such as 1,25.") if line.by_weight else _("3*12 is 3 boxes of 12.")
    lines = [_("0 if nothing is there.") + " " + hint]
    if line.lots:
        place = screen.names.places.get(line.place or "", "")
        lines.append(_("{place}, lot {lots}").format(place=place, lots=", ".join(line.lots)))
    return (
        yield from pick(
            _("{goods}: what is there?").format(goods=counting_lines.goods_words(line)),
            choices,
            lines=lines,
            prompt=_("grams") if line.by_weight else _("pieces"),
            reads=_read_grams if line.by_weight else _read_pieces,
        )
    )


def _read_pieces(typed: str) -> int:
    return 0 if typed.strip() == "0" else reading.pieces(typed)


def _read_grams(typed: str) -> int:
    return 0 if typed.strip() == "0" else reading.grams(typed, most=MOST_GRAMS)


def _other_date(screen: CountingScreen, line: ToCount) -> Flow[tuple[str, dict[str, Any]] | None]:
    """Ask which date is on the packs, and whether the books are wrong or these are other goods."""
    dated = yield from _date(screen, line.code)
    if dated is None:
        return None
    if len(line.lots) > 1:
        return line.code, dated
    books_wrong = yield from pick(
        _("Which packs have that date?"),
        [Choice(_("all of them: the books have it wrong"), value=True), Choice(_("these are others"), value=False)],
    )
    if books_wrong is None:
        return None
    return (line.lots[0] if books_wrong else line.code), dated


def _date(screen: CountingScreen, code: str, pack: PackInHand | None = None) -> Flow[dict[str, Any] | None]:
    """Ask which date is on the packs."""
    pack = pack or (yield from _pack(screen, code))
    read = None if pack is None else (yield from packing.which_date(screen, pack))
    return None if read is None else {name: read[name] for name in ("date_mark", "date")}


def _pack(screen: CountingScreen, code: str) -> Flow[PackInHand | None]:
    from kruidenier.shop.supply import packs

    on = screen.app.today
    return (yield from screen.ask(packs.pack_in_hand, code, on=on))


def _enter(
    screen: CountingScreen, goods: str, amount: int, *, by_weight: bool, again: bool, **dated: Any
) -> Flow[bool]:
    from kruidenier.shop.goods import counting

    much = {"grams": amount} if by_weight else {"count": amount}
    done = yield from screen.do(counting.enter, screen.number, goods, **much, **dated, again=again)
    if done is None:
        return False
    yield from screen.look()
    screen.say(counting_lines.told(done))
    return True


def take(screen: CountingScreen, code: str) -> Flow[None]:
    """Count what was scanned: a lot of the list, or a product with the date that is on it."""
    assert screen.sheet is not None
    lines = screen.sheet.lines
    of_lot = [line for line in lines if code.strip().upper() in line.lots]
    if of_lot:
        yield from _counted(screen, of_lot[0])
        return
    pack = yield from _pack(screen, code)
    if pack is None:
        return
    alike = [line for line in lines if line.code == pack.code]
    if pack.scanned is not None:
        alike = [line for line in alike if (line.date_mark, line.date) == (pack.scanned.mark, pack.scanned.date)]
    elif len(alike) > 1:
        choices: list[Choice[Any]] = [Choice(counting_lines.goods_words(line) or "-", [line]) for line in alike]
        picked = yield from pick(_("Which date is on it?"), [*choices, Choice(_("another date"), [])])
        if picked is None:
            return
        alike = picked
    if alike:
        yield from _counted(screen, alike[0])
    else:
        yield from _found(screen, pack)


def _counted(screen: CountingScreen, line: ToCount) -> Flow[None]:
    screen.mark(line)
    if (yield from count(screen, line)) is None:
        screen.say(_("Nothing was written down."))


def _found(screen: CountingScreen, pack: PackInHand) -> Flow[None]:
    """Count goods that the books don't have here."""
    title = _("{name}: not in the books here. What is there?").format(name=pack.name)
    hint = _("Grams, such as 1250; or kilograms, such as 1,25.") if pack.by_weight else _("3*12 is 3 boxes of 12.")
    amount = yield from pick(
        title,
        [],
        lines=[hint],
        prompt=_("grams") if pack.by_weight else _("pieces"),
        reads=_read_grams if pack.by_weight else _read_pieces,
    )
    dated = None if amount is None else (yield from _date(screen, pack.code, pack))
    if amount is not None and dated is not None:
        yield from _enter(screen, pack.code, amount, by_weight=pack.by_weight, again=False, **dated)


def search(screen: CountingScreen) -> Flow[None]:
    """Find a product by its name, then count it."""
    code = yield from packing.search(screen)
    if code is not None:
        yield from take(screen, code)
