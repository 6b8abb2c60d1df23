"""The label: who holds it, and one supplier measured, proposed, decided and awarded, each by a digit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding
from textual.widgets import Static

from kruidenier.i18n import N_, _, day
from kruidenier.tui import reading
from kruidenier.tui.dialogs import Flow, ask
from kruidenier.tui.screen import ShopScreen
from kruidenier.tui.screens import label_deeds, label_lines, label_tasks, signing
from kruidenier.tui.widgets.long_list import Column, LongList

if TYPE_CHECKING:
    from kruidenier.shop.figures.label import Assessment
    from kruidenier.shop.supply.awards import AwardFacts, Standing

DEEDS = (
    (
        "1",
        "handle('propose')",
        N_("propose"),
        N_("Propose the label at the level of the figures, frozen from then on"),
    ),
    ("2", "handle('decide')", N_("decision"), N_("Note what the municipality decided")),
    ("3", "handle('issue')", N_("issue"), N_("Issue the decided label for a year")),
    ("4", "pack", N_("papers"), N_("The letter of the decision; certificate, window sticker, figures for a speech")),
    ("5", "handle('consent')", N_("consent"), N_("Whether the holder agrees to stand in the public register")),
    ("6", "handle('withdraw')", N_("withdraw"), N_("Take the label back, once the supplier was heard")),
    ("7", "handle('drop')", N_("drop"), N_("Give a proposal up")),
)
PERMISSIONS = {"propose": "PROPOSE_LABEL", "drop": "PROPOSE_LABEL"}
"""What a deed asks; all others are decisions."""


class LabelScreen(ShopScreen):
    """All suppliers with their label, or one of them with every point explained."""

    HELP_PAGE: ClassVar[str] = "label"
    BINDINGS: ClassVar = [
        Binding("enter", "open", "open", id="label.open", tooltip=N_("Open what the mark stands at")),
        *(
            Binding(digit, action, words, id=f"label.{digit}", tooltip=tooltip)
            for digit, action, words, tooltip in DEEDS
        ),
        Binding("8", "day", "day", id="label.day", show=False, tooltip=N_("Measure the months before another day")),
        Binding("0", "register", "register", id="label.register", tooltip=N_("Write the public register of holders")),
        Binding("up", "mark(-1)", "line above", id="label.above", show=False, tooltip=N_("The mark one line up")),
        Binding("down", "mark(1)", "line below", id="label.below", show=False, tooltip=N_("The mark one line down")),
        Binding("escape", "back", "back", id="label.back", tooltip=N_("Back to the list, or to where you came from")),
    ]

    def __init__(self, supplier_code: str | None = None) -> None:
        super().__init__()
        self.code = supplier_code
        self.from_list = supplier_code is None
        self.day: dt.date | None = None
        """A day that was chosen; None is today."""
        self.standings: tuple[Standing, ...] = ()
        self.measured: Assessment | None = None
        self.awards: tuple[AwardFacts, ...] = ()
        self.tasks: tuple[label_tasks.Task, ...] = ()
        self.chosen = 0
        """Place of the task with the mark."""

    def body(self) -> Iterable[Any]:
        """Show the list, or one supplier."""
        yield LongList(id="list")
        yield Static(id="sheet", markup=False)

    def on_screen_resume(self) -> None:
        """Look how things stand: what was still to do may have been done."""
        if self.at_rest:
            self.start(self._look())

    @property
    def held(self) -> AwardFacts | None:
        """The award in force today."""
        return next((award for award in self.awards if award.holds(self.app.today)), None)

    def title_words(self) -> str:
        """Name the screen."""
        return _("LABEL") if self.measured is None else _("LABEL of {code}").format(code=self.measured.supplier)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        if action in ("open", "mark"):
            return self.at_rest and (self.code is None or bool(self.tasks))
        if action in ("handle", "pack", "day"):
            return (
                self.at_rest and self.measured is not None and self._can(str(parameters[0] if parameters else action))
            )
        return self.at_rest or action not in ("register", "back")

    def _can(self, name: str) -> bool:
        waiting = next((award.state for award in self.awards if award.state in ("proposed", "decided")), None)
        return {
            "propose": waiting is None and self.measured is not None and self.measured.eligible,
            "decide": waiting is not None,
            "issue": waiting == "decided",
            "drop": waiting is not None,
            "pack": any(award.state in ("decided", "issued", "withdrawn") for award in self.awards),
            "consent": self.held is not None,
            "withdraw": self.held is not None,
            "day": True,
        }[name]

    def show_body(self) -> None:
        """Show the list, or one supplier."""
        self.query_one("#list").display = self.code is None
        self.query_one("#sheet").display = self.code is not None
        if self.code is None:
            self._show_list()
        elif self.measured is not None:
            width = max(self.app.size.width - 4, 40)
            lines = [*label_lines.assessment(self.measured, width)]
            for place, one in enumerate(self.tasks):
                lines += label_lines.task(one, width, chosen=place == self.chosen)
            if self.awards:
                lines += ["", *(label_lines.award(award, self.app.today)[:width] for award in self.awards)]
            self.query_one("#sheet", Static).update("\n".join(lines))

    def _show_list(self) -> None:
        shown = self.query_one("#list", LongList)
        columns = (
            Column(_("supplier"), 0, lambda one: one.name),
            Column(_("level"), 18, lambda one: label_lines.level(one.award) if one.award else ""),
            Column(_("how it stands"), 28, lambda one: label_lines.standing(one, self.app.today)),
        )
        shown.show(self.standings, columns, chosen=shown.chosen, stops=lambda _one: False)

    def action_open(self) -> None:
        """Go into the supplier with the mark, or to where the task with the mark is done."""
        if self.code is not None:
            self.app.push_screen(label_tasks.place_of(self.tasks[self.chosen], self.code))
            return
        chosen = self.query_one("#list", LongList).item
        if chosen is not None:
            self.code = chosen.code
            self.start(self._look())

    def action_mark(self, step: int) -> None:
        """Move the mark."""
        if self.code is None:
            self.query_one("#list", LongList).move(step)
        else:
            self.chosen = min(max(self.chosen + step, 0), len(self.tasks) - 1)
            self.show_body()

    def action_back(self) -> None:
        """Back to the list, or to where one came from."""
        if self.code is None or not self.from_list:
            self.dismiss()
            return
        self.code, self.measured, self.awards, self.day, self.tasks = None, None, (), None, ()
        self.say("")
        self.start(self._look())

    def _look(self) -> Flow[None]:
        from kruidenier.shop.figures import label
        from kruidenier.shop.supply import awards

        if self.code is None:
            self.standings = (yield from self.ask(awards.standings)) or ()
        else:
            self.measured = yield from self.ask(label.assess, self.code, on=self.day or self.app.today)
            self.awards = (yield from self.ask(awards.of_supplier, self.code)) or ()
            self.tasks = tuple(label_tasks.tasks(self.measured)) if self.measured is not None else ()
            self.chosen = min(self.chosen, max(len(self.tasks) - 1, 0))
        self.show_all()

    # Deeds

    def action_handle(self, name: str) -> None:
        """Do something about the label of this supplier."""
        self.start(self._handle(name))

    def _handle(self, name: str) -> Flow[None]:
        from kruidenier.shop.office.staff import Permission

        assert self.code is not None
        at = yield from signing.allowed(self, Permission[PERMISSIONS.get(name, "DECIDE_LABEL")])
        done = None if at is None else (yield from label_deeds.DEEDS[name](self, self.code, at))
        yield from self._look()
        if done is not None:
            self.say(label_lines.award(done, self.app.today))

    def action_day(self) -> None:
        """Measure the months before another day."""
        self.start(self._choose_day())

    def _choose_day(self) -> Flow[None]:
        chosen = yield from ask(
            _("Which is the last day of the months that count?"),
            prompt=_("date"),
            reads=reading.date(self.app.today),
            typed=day(self.day or self.app.today),
        )
        if chosen is not None:
            self.day = chosen
            yield from self._look()

    def action_pack(self) -> None:
        """Write the letter of the decision, and what goes with a label that is held."""
        assert self.code is not None
        label_deeds.print_pack(self, self.code, self.held)

    def action_register(self) -> None:
        """Write the public register."""
        self.start(label_deeds.print_register(self))
