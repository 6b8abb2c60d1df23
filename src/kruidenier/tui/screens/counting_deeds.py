"""What is done with a count as a whole: it is chosen or begun, finished, accepted, dropped."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kruidenier.i18n import _, ngettext
from kruidenier.tui.dialogs import Choice, Flow, confirm, pick
from kruidenier.tui.screens import counting_lines, counting_round, signing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kruidenier.shop.goods.count_lists import TaskToCount
    from kruidenier.shop.goods.counting import CountFacts
    from kruidenier.tui.screens.counting import CountingScreen
    from kruidenier.tui.screens.counting_lines import Names

ASKED, PLACE, GROUP, EARLIER = "asked", "place", "group", "earlier"
RUNNING = ("open", "finished")


def choose(screen: CountingScreen) -> Flow[None]:
    """Ask what to count: what the till asks first, counts that run, then a place or a food group."""
    from kruidenier.shop.goods import count_lists, groups, places

    spots = yield from screen.ask(places.spots)
    names = yield from screen.ask(groups.names)
    tasks = yield from screen.ask(count_lists.tasks)
    counts = yield from screen.ask(count_lists.counts)
    if spots is None or names is None or tasks is None or counts is None:
        screen.dismiss()
        return
    screen.names = counting_lines.Names({spot.code: spot.name for spot in spots}, names)
    screen.show_body()
    way = yield from pick(_("What is counted?"), _ways(tasks, counts, screen.names), scans_wait=False)
    if way is None:
        screen.dismiss()
        return
    chosen = way if way not in (ASKED, PLACE, GROUP, EARLIER) else (yield from _begin(screen, way, counts))
    if chosen is None:
        yield from choose(screen)
        return
    yield from screen.look(chosen)
    if screen.counts:
        screen.say(_("Enter counts line after line; or scan what you hold. + when it is done."))


def _ways(tasks: Sequence[TaskToCount], counts: Sequence[CountFacts], names: Names) -> list[Choice[str]]:
    running = [one for one in counts if one.state in RUNNING]
    ways = []
    if tasks and all(one.place or one.group for one in running):
        goods = ", ".join(task.name for task in tasks[: counting_lines.WHAT_TILL_ASKS])
        ways.append(Choice(_("what the till asks: {names}").format(names=goods), ASKED))
    for one in running:
        state = counting_lines.how(one)
        ways.append(Choice(_("go on: {what}, {state}").format(what=names.what(one), state=state), one.number))
    ways += [Choice(_("a place of the shop"), PLACE), Choice(_("a food group"), GROUP)]
    if len(running) < len(counts):
        ways.append(Choice(_("look at an earlier count"), EARLIER))
    return ways


def _begin(screen: CountingScreen, way: str, counts: Sequence[CountFacts]) -> Flow[str | None]:
    """Start a new count, or choose a closed one; tells its number."""
    from kruidenier.shop.goods import counting, groups

    today = screen.app.today
    if way == EARLIER:
        closed = [one for one in counts if one.state not in RUNNING]
        return (
            yield from pick(_("Which count?"), [Choice(_closed_words(one, screen.names), one.number) for one in closed])
        )
    said: dict[str, Any] = {}
    if way == PLACE:
        spots = [Choice(name, code) for code, name in screen.names.places.items()]
        said["place"] = yield from pick(_("Which place?"), spots)
    elif way == GROUP:
        listed = (yield from screen.ask(groups.listing, today)) or ()
        said["group"] = yield from pick(_("Which food group?"), [Choice(one.name, one.code) for one in listed])
    if None in said.values():
        return None
    ways: list[Choice[dict[str, bool]]] = [
        Choice(_("the list shows what the books say"), {}),
        Choice(_("blind: whoever counts does not see it"), {"blind": True}),
        Choice(_("by two people, each blind"), {"blind": True, "twice": True}),
    ]
    how = yield from pick(_("How is it counted?"), ways)
    done = None if how is None else (yield from screen.do(counting.begin, **said, **how))
    return done.number if done else None


def _closed_words(one: CountFacts, names: Names) -> str:
    return f"{one.number}  {one.date:%d/%m}  {names.what(one)}  {counting_lines.how(one)}"


def finish(screen: CountingScreen) -> Flow[None]:
    """Say that the counting is done."""
    from kruidenier.shop.goods import counting

    assert screen.sheet is not None
    left = sum(not line.found for line in screen.sheet.lines)
    sentence = ngettext(
        "{n} line was not counted: it stays as it is.", "{n} lines were not counted: they stay as they are.", left
    )
    sure = yield from confirm(
        _("Is the counting done?"),
        yes=_("yes, a manager may look at it"),
        no=_("no, count on"),
        lines=[sentence.format(n=left)] if left else [],
    )
    done = (yield from screen.do(counting.finish, screen.number)) if sure else None
    if sure:
        said = screen.sheet
        yield from screen.look()
        if done is not None and said is not None:
            screen.say(_("The counting is done. 1: a manager accepts it. 2: count on."))


def accept(screen: CountingScreen) -> Flow[None]:
    """Let a manager close the count for good."""
    from kruidenier.shop.goods import accepting
    from kruidenier.shop.office.staff import Permission

    assert screen.result is not None
    sure = yield from confirm(
        _("Book these differences? The count is closed for good then."),
        yes=_("yes, book them"),
        no=_("no, leave it so"),
        lines=[counting_lines.difference(screen.result)],
        careful=True,
    )
    at = (yield from signing.allowed(screen, Permission.ACCEPT_COUNT)) if sure else None
    done = None if at is None else (yield from screen.do(accepting.accept, screen.number, at=at))
    if done is not None:
        yield from screen.look()
        screen.say(_("Count {number} is accepted and closed.").format(number=screen.number))


def drop(screen: CountingScreen) -> Flow[None]:
    """Give the count up; somebody else's only a manager."""
    from kruidenier.shop.goods import counting
    from kruidenier.shop.office.staff import Permission

    assert screen.sheet is not None
    sure = yield from confirm(
        _("Give this count up? Nothing of it is booked."),
        yes=_("yes, give it up"),
        no=_("no, keep it"),
        careful=True,
    )
    if not sure:
        return
    mine = screen.sheet.facts.started_by == screen.app.at.by
    at = screen.app.at if mine else (yield from signing.allowed(screen, Permission.ACCEPT_COUNT))
    done = None if at is None else (yield from screen.do(counting.drop, screen.number, at=at))
    if done is not None:
        screen.sheet = screen.result = None
        screen.say("")
        screen.show_all()
        yield from choose(screen)


DEEDS: dict[str, Callable[[CountingScreen], Flow[None]]] = {
    "search": counting_round.search,
    "finish": finish,
    "accept": accept,
    "drop": drop,
}
