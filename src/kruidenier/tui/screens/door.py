"""The back door on screen: a van is weighed line by line with digits alone, and every line is saved at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding

from kruidenier.errors import ShopError
from kruidenier.i18n import N_, _
from kruidenier.tui import reading
from kruidenier.tui.dialogs import Flow
from kruidenier.tui.screen import FEWEST_OF_A_BARCODE, ShopScreen
from kruidenier.tui.screens import door_deeds, door_lines, door_questions, signing
from kruidenier.tui.screens.door_lines import Arrival, Draft
from kruidenier.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.supply.deliveries import DeliveryDocument
    from kruidenier.shop.supply.door import DoorGroup

MOST_CRATES = 999
MINUTE = 20.0
"""Seconds between two looks at the clock, so that a minute never shows late."""


class DoorScreen(ShopScreen):
    """Group, crates, weight: three numbers a line, until both sides sign."""

    HELP_PAGE: ClassVar[str] = "door"
    NEEDS: ClassVar[str] = "door"
    BINDINGS: ClassVar = [
        *(
            Binding(str(digit), f"group({digit})", "group", id=f"door.group{digit}", show=False)
            for digit in range(1, 10)
        ),
        Binding("0", "group(0)", "mixed", id="door.mixed", show=False, tooltip=N_("Mixed crates, to be sorted")),
        Binding("enter", "go_on", "go on", id="door.go_on", tooltip=N_("On to the next number; the next van")),
        Binding(
            "plus",
            "change('sign')",
            "sign",
            id="door.sign",
            tooltip=N_("All is weighed: both sides sign"),
        ),
        Binding("minus", "change('refuse')", "refuse", id="door.refuse", tooltip=N_("Refuse this line, or the last")),
        Binding("asterisk", "change('tare')", "tare", id="door.tare", tooltip=N_("What empty crates weigh")),
        Binding("slash", "change('measure')", "°C", id="door.measure", tooltip=N_("How warm this line is")),
        Binding("full_stop", "change('strike')", "take back", id="door.strike", tooltip=N_("Take the last line back")),
        Binding("escape", "back", "back", id="door.back", tooltip=N_("One number back; or leave, all is saved")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.at: Counter | None = None
        """For whom the door is open: whoever stands here, or who signed for it."""
        self.groups: tuple[DoorGroup, ...] = ()
        self.delivery: DeliveryDocument | None = None
        self.origin = "donated"
        self.draft: Draft | None = None
        self.arrival: Arrival | None = None

    def body(self) -> Iterable[Any]:
        """Show the groups by digit, and the lines."""
        yield Sheet()

    def on_mount(self) -> None:
        """Ask who came, and keep an eye on how long chilled goods stand here."""
        self.set_interval(MINUTE, self.show_body)
        self.start(self._arrive())

    def title_words(self) -> str:
        """Name the screen."""
        return _("BACK DOOR")

    def prompt(self) -> str:
        """Name the number that comes next."""
        if self.draft is None:
            return _("group") if self.is_open else _("key")
        return _("crates") if self.draft.crates is None else "kg"

    @property
    def is_open(self) -> bool:
        """Lines may be written."""
        return self.delivery is not None and self.delivery.state == "open"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        if not self.at_rest:
            return action not in ("group", "go_on", "change", "back")
        has_lines = self.is_open and self.delivery is not None and bool(self.delivery.lines)
        match action, parameters:
            case "group", _digit:
                return self.is_open and self.draft is None
            case "change", ("sign" | "strike",):
                return has_lines and self.draft is None
            case "change", _what:
                return has_lines or self.draft is not None
            case "go_on", _nothing:
                return not self.is_open or self.draft is not None
        return True

    def takes(self, sign: str) -> bool:
        """Let crates and weight be typed."""
        return self.draft is not None and (sign.isdecimal() or (sign in ",." and self.draft.crates is not None))

    def is_scan(self, text: str) -> bool:
        """Tell a scanned code from a weight that somebody types very fast."""
        if self.question is not None:
            return super().is_scan(text)
        return sum(c.isdigit() for c in text) >= FEWEST_OF_A_BARCODE

    @on(Sheet.Resized)
    def _share_anew(self) -> None:
        self.show_body()

    def show_body(self) -> None:
        """Show the groups, as many lines as there is room for, and the sums."""
        paper = self.query_one(Sheet)
        width, height = max(paper.size.width, 40), max(paper.size.height, 8)
        typed = self.typed if self.question is None else ""
        arrival = self.arrival.words(self.app.now()) if self.arrival is not None and self.is_open else ""
        lines = door_lines.page(
            self.delivery, self.groups, self.draft, typed, arrival=arrival, width=width, height=height
        )
        paper.update("\n".join(lines))

    def show_input(self) -> None:
        """Show what is typed where it will stand."""
        super().show_input()
        if self.draft is not None:
            self.show_body()

    # Who came

    def _arrive(self) -> Flow[None]:
        """Take up what was begun, or open the door for a supplier."""
        from kruidenier.shop.office.staff import Permission
        from kruidenier.shop.supply import door

        self.at = self.at or (yield from signing.allowed(self, Permission.DOOR))
        if self.at is None:
            self.dismiss()
            return
        on = self.app.today
        self.groups = (yield from self.ask(door.door_groups, on=on)) or ()
        arrived = yield from door_questions.who_came(self, self.at)
        if arrived is not None:
            self.delivery, self.origin = arrived
            self.draft = None
            self.arrival = yield from door_questions.arrival(self, self.at, self.delivery)
            self.say(_("Group, crates, weight. Every line is saved at once."))
        self.call_after_refresh(self.show_body)

    # Line by line

    def action_group(self, digit: int) -> None:
        """Begin a line of a food group, or of mixed crates."""
        if digit > len(self.groups):
            self.say(_("There is no group on this digit. 0 is mixed crates, to be sorted."))
            return
        self.draft = Draft(self.groups[digit - 1] if digit else None)
        self.say("")
        self.show_input()

    def action_go_on(self) -> None:
        """Take the number that was typed; Enter alone is one crate."""
        if self.draft is None:
            self.start(self._arrive())
            return
        typed, self.typed = self.typed, ""
        try:
            if self.draft.crates is None:
                crates = reading.number(MOST_CRATES, least=1)(typed) if typed else 1
                self.draft = replace(self.draft, crates=crates)
            elif self.draft.refused and not typed:
                self.start(door_deeds.save(self, None))
            else:
                self.start(door_deeds.save(self, reading.kilograms(typed)))
        except ShopError as refusal:
            self.refuse(refusal)
        self.show_input()

    def show_delivery(self, delivery: DeliveryDocument | None, said: str = "") -> None:
        """Show how the delivery stands after a deed; None if the shop said no."""
        if delivery is not None:
            self.delivery = delivery
            self.say(said)
        self.show_body()

    def action_change(self, name: str) -> None:
        """Change the line that is typed, or the last one; or sign."""
        self.start(door_deeds.DEEDS[name](self))

    def take_scan(self, text: str) -> None:
        """Goods that come counted: their code, how many, which date."""
        if self.is_open and self.draft is None:
            self.start(door_deeds.count(self, text))
        else:
            self.say(_("First finish this line."))

    def action_back(self) -> None:
        """One number back, or away; a delivery without a line may be dropped on the way."""
        if self.draft is not None:
            self.draft = None if self.draft.crates is None else replace(self.draft, crates=None)
            self.show_input()
            self.show_body()
        elif self.is_open and self.delivery is not None and not self.delivery.lines:
            self.start(door_deeds.drop(self))
        else:
            self.dismiss()
