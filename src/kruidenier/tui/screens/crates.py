"""The crates at the end of the day, one after another by digits; grades, and prices that fall."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from kruidenier.i18n import N_, _, day, ngettext, weight
from kruidenier.tui.dialogs import Choice, Flow, confirm, pick
from kruidenier.tui.screens import crate_questions, signing
from kruidenier.tui.screens.list_screen import ListScreen, moving
from kruidenier.tui.widgets.long_list import Column, LongList
from kruidenier.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from kruidenier.shop.goods.crates import Crate, CrateRound, Seen
    from kruidenier.shop.goods.markdowns import PriceFall
    from kruidenier.shop.office.place import Counter

AT_REST = ("round", "this", "grade", "fall", "undo", "write_down", "mark", "page", "back")


class CratesScreen(ListScreen):
    """Every crate with something in it, and what was seen in it on the closing round."""

    HELP_PAGE: ClassVar[str] = "crates"
    NEEDS: ClassVar[str] = "sort"
    BINDINGS: ClassVar = [
        Binding("enter", "round", "round", id="crates.round", tooltip=N_("Look into the crates one after another")),
        Binding("1", "this", "look", id="crates.this", tooltip=N_("Look into the crate with the mark")),
        Binding("2", "grade", "grade", id="crates.grade", tooltip=N_("Sort fresh goods: fine, to eat soon, for soup")),
        Binding("3", "fall", "price", id="crates.fall", tooltip=N_("Let a price fall from now or from an hour")),
        Binding(
            "4",
            "moved",
            "moved today",
            id="crates.moved",
            show=False,
            tooltip=N_("Only goods that came or went today, or all"),
        ),
        Binding("9", "write_down", "write down", id="crates.done", tooltip=N_("Write down what was seen so far")),
        Binding("0", "undo", "undo", id="crates.undo", tooltip=N_("Take back your own last deed on stock, exactly")),
        *moving("crates"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.crates: tuple[Crate, ...] = ()
        self.only_moved = False
        """Only goods of which something came or went today."""
        self.seen: dict[str, Seen] = {}
        """What was seen so far on this round, by lot."""
        self.falls: tuple[PriceFall, ...] = ()

    def title_words(self) -> str:
        """Name the screen."""
        return _("CRATES")

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        if action == "write_down" and not self.seen:
            return False
        return self.at_rest or action not in AT_REST

    @property
    def shown(self) -> tuple[Crate, ...]:
        """The crates of the list."""
        return tuple(crate for crate in self.crates if crate.moved or not self.only_moved)

    def show_body(self) -> None:
        """Show the crates, and what falls in price today."""
        goods = self.query_one(LongList)
        columns = _columns(self.seen, wide=self.is_wide)
        goods.show(self.shown, columns, chosen=goods.chosen, stops=lambda _crate: False)
        told = "   ".join(crate_questions.fall_words(fall, self.app.at.zone) for fall in self.falls)
        self.query_one("#summary", Rows).put(
            [(self._count(), "strong")],
            [(_("Prices today: {falls}").format(falls=told) if told else "", "soon" if told else "")],
        )

    def _count(self) -> str:
        total = weight(sum(crate.grams for crate in self.crates))
        count = ngettext("{n} lot in crates, {grams}", "{n} lots in crates, {grams}", len(self.crates))
        told = count.format(n=len(self.crates), grams=total)
        if self.only_moved:
            return _("{n} of goods that moved today   4 all").format(n=len(self.shown))
        return told + "   " + _("4 only goods that moved today")

    def action_moved(self) -> None:
        """Show only goods that came or went today, or all."""
        self.only_moved = not self.only_moved
        self.query_one(LongList).chosen = 0
        self.say("")
        self.show_body()

    def action_round(self) -> None:
        """Look into the crates that were not seen yet, then write the round down."""
        self.start(self._round())

    def action_this(self) -> None:
        """Look into the crate with the mark."""
        self.start(self._this())

    def action_grade(self) -> None:
        """Say how fresh a crate is by now."""
        self.start(self._allowed(crate_questions.grade))

    def action_fall(self) -> None:
        """Let a price fall."""
        self.start(self._allowed(crate_questions.fall))

    def action_undo(self) -> None:
        """Take back one's own last deed on stock."""
        self.start(self._allowed(crate_questions.undo))

    def action_write_down(self) -> None:
        """Write down what was seen so far."""
        self.start(self._write_down())

    def action_back(self) -> None:
        """Back to where one came from; what was seen is written down first, or given up on purpose."""
        if self.seen:
            self.start(self._leave_round())
        else:
            self.dismiss()

    def look(self) -> Flow[None]:
        """Look what is in the crates, and which prices fall today."""
        from kruidenier.shop.goods import crates, markdowns

        today = self.app.today
        self.crates = (yield from self.ask(crates.open_crates, on=today)) or ()
        self.falls = (yield from self.ask(markdowns.falls, on=today)) or ()
        if not self.crates:
            self.say(_("No crate has anything left: nothing to look into."))
        self.show_body()

    def _round(self) -> Flow[None]:
        """Ask crate by crate of the list; Esc stops, and what was seen so far is kept."""
        for place, crate in enumerate(self.shown):
            if crate.lot in self.seen:
                continue
            self.query_one(LongList).move(place - self.query_one(LongList).chosen)
            if not (yield from self._see(crate)):
                self.say(_("What was seen so far is kept: Enter goes on with the round, 9 writes it down."))
                return
        if self.seen:
            yield from self._write_down()

    def _this(self) -> Flow[None]:
        crate = self.query_one(LongList).item
        if crate is not None and (yield from self._see(crate)):
            self.say(_("Kept. Enter goes on with the round, 9 writes it down."))

    def _see(self, crate: Crate) -> Flow[bool]:
        seen = yield from crate_questions.look_into(crate)
        if seen is None:
            return False
        self.seen[crate.lot] = seen
        self.show_body()
        return True

    def _write_down(self) -> Flow[None]:
        from kruidenier.shop.goods import crates
        from kruidenier.shop.office.staff import Permission
        from kruidenier.store.base import new_id

        sure = yield from confirm(
            ngettext(
                "{n} crate was looked into. Write it down?",
                "{n} crates were looked into. Write them down?",
                n=len(self.seen),
            ).format(n=len(self.seen)),
            yes=_("yes, write it down"),
            no=_("no, look again"),
            lines=[
                _("What is neither left nor compost has gone with customers. Crates not looked into stay as they are.")
            ],
        )
        at = (yield from signing.allowed(self, Permission.SORT)) if sure else None
        if at is None:
            return
        done = yield from self.do(crates.close_round, list(self.seen.values()), id=new_id(), at=at)
        if done is not None:
            self.seen = {}
            yield from self.look()
            self.say(_round_words(done))

    def _leave_round(self) -> Flow[None]:
        choices = [Choice(_("write down what was seen"), "write"), Choice(_("forget what was seen"), "forget")]
        way = yield from pick(_("The round is not written down yet."), choices)
        if way == "write":
            yield from self._write_down()
        elif way == "forget":
            self.seen = {}
        if way is not None and not self.seen:
            self.dismiss()

    def _allowed(self, deed: Callable[[CratesScreen, Counter], Flow[str | None]]) -> Flow[None]:
        """Do a deed for which somebody must sign; then look again."""
        from kruidenier.shop.office.staff import Permission

        at = yield from signing.allowed(self, Permission.STOCK)
        said = (yield from deed(self, at)) if at is not None else None
        if said is not None:
            yield from self.look()
            self.say(said)


def _columns(seen: dict[str, Seen], *, wide: bool) -> list[Column]:
    from kruidenier.shop.goods.markdowns import GRADES

    def grade(crate: Crate) -> str:
        return _(GRADES[crate.grade]) if crate.grade else ""

    columns: list[Column] = [
        Column(_("crates"), 0, lambda crate: crate.name),
        Column(_("since"), 6, lambda crate: f"{crate.received_on:%d/%m}"),
        Column(_("grade"), 13, grade),
        Column(_("books"), 11, lambda crate: weight(crate.grams), right=True),
        Column(_("seen"), 24 if wide else 26, lambda crate: crate_questions.seen_words(seen.get(crate.lot))),
    ]
    if wide:
        columns[1:1] = [
            Column(_("lot"), 11, lambda crate: crate.lot),
            Column(_("from"), 20, lambda crate: crate.supplier or ""),
        ]
    return columns


def _round_words(done: CrateRound) -> str:
    told = _("{number}, {date}: left {left}, gone {gone}, compost {compost}").format(
        number=done.number,
        date=day(done.date),
        left=weight(done.total("left")),
        gone=weight(done.total("gone")),
        compost=weight(done.total("compost")),
    )
    found = done.total("found")
    if found:
        told += ", " + _("found {grams}").format(grams=weight(found))
    return told + "."
