"""The settings of the shop: all that it decides itself, by rooms, found while typing, each changed from a day on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding
from textual.widgets import Static

from kruidenier.i18n import N_, _, ngettext
from kruidenier.shop.office.known_settings import ROOMS
from kruidenier.tui.dialogs import Flow
from kruidenier.tui.screens import setting_deeds, setting_lines
from kruidenier.tui.screens.list_screen import ListScreen, moving
from kruidenier.tui.widgets.long_list import LongList
from kruidenier.tui.widgets.rows import Row, Rows, spread

if TYPE_CHECKING:
    from kruidenier.shop.office.settings import Rule

AT_REST = ("open", "room", "mark", "page", "back")
EVERYWHERE = ""


class SettingsScreen(ListScreen):
    """Every setting with its value in plain words; letters search, digits show one room."""

    HELP_PAGE: ClassVar[str] = "settings"
    NEEDS: ClassVar[str] = "settings"
    BINDINGS: ClassVar = [
        Binding("enter", "open", "open", id="settings.open", tooltip=N_("The setting with the mark, and change it")),
        Binding("0", f"room('{EVERYWHERE}')", "all", show=False, id="settings.all", tooltip=N_("All settings")),
        *(
            Binding(str(digit), f"room('{room}')", room, show=False, id=f"settings.{digit}")
            for digit, room in enumerate(ROOMS, start=1)
        ),
        *moving("settings"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.rules: tuple[Rule, ...] = ()
        self.groups: dict[str, str] = {}
        """Names of the food groups."""
        self.names: dict[str, str] = {}
        """Of whoever set something, by code."""
        self.room = EVERYWHERE

    def footing(self) -> Iterable[Any]:
        """Say what the setting with the mark does."""
        yield Static(id="why", markup=False)

    def title_words(self) -> str:
        """Name the screen."""
        return _("SETTINGS")

    def prompt(self) -> str:
        """Say what the box takes."""
        return _("word")

    def takes(self, sign: str) -> bool:
        """Letters search at once; digits only behind letters, for they are keys."""
        return self.at_rest and (sign.isalpha() or (bool(self.typed) and sign in "0123456789 .-'_"))

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        return self.at_rest or action not in AT_REST

    def show_input(self) -> None:
        """Search with every letter; the mark goes to the first that is found."""
        super().show_input()
        if self.question is None and self.typed:
            self.query_one(LongList).chosen = 0
        self.show_body()

    def look(self, key: str = "") -> Flow[None]:
        """Read the settings; the mark goes to one of them."""
        from kruidenier.shop.goods import groups
        from kruidenier.shop.office import journal_pages, settings

        self.names = dict((yield from self.ask(journal_pages.whose)) or ())
        self.groups = (yield from self.ask(groups.names)) or {}
        self.rules = (yield from self.ask(settings.rules, self.app.today)) or self.rules
        self.show_body()
        if key:
            self.mark(key)

    def mark(self, key: str) -> None:
        """Put the mark on a setting, and show its room if another is shown."""
        from kruidenier.shop.figures import setting_words

        if self.room != setting_words.room(key):
            self.room = EVERYWHERE
        self.typed = ""
        self.show_body()
        listed = self.query_one(LongList)
        listed.move([rule.key for rule in listed.items].index(key) - listed.chosen)
        self.show_body()

    def show_body(self) -> None:
        """Show the settings that were searched for, or those of a room; of the one with the mark what it does."""
        from kruidenier.shop.figures import setting_words

        if self.typed and self.question is None:
            found = setting_words.found(self.rules, self.typed)
        else:
            found = [rule for rule in self.rules if self.room in (EVERYWHERE, setting_words.room(rule.key))]
        listed, summary = self.query_one(LongList), self.query_one("#summary", Rows)
        columns = setting_lines.columns(self.groups, self.names, wide=self.is_wide)
        listed.show(found, columns, chosen=listed.chosen, stops=lambda _rule: False)
        summary.put(self._rooms(summary.room), [(self._coming(), "")])
        tells = listed.item is not None and self.question is None
        self.query_one("#why", Static).update(
            "\n".join(setting_lines.meaning(listed.item, self.groups)) if tells else ""
        )

    def _rooms(self, room: int) -> Row:
        named = {EVERYWHERE: _("0 all")} | {key: f"{digit} {_(key)}" for digit, key in enumerate(ROOMS, start=1)}
        return spread(*((f"[{words}]" if key == self.room else words, "") for key, words in named.items()), width=room)

    def _coming(self) -> str:
        coming = sum(len(rule.coming) for rule in self.rules)
        return ngettext("{n} change is coming", "{n} changes are coming", coming).format(n=coming) if coming else ""

    # Keys

    def action_mark(self, step: int) -> None:
        """Move the mark, and say what that setting does."""
        super().action_mark(step)
        self.show_body()

    def action_room(self, room: str) -> None:
        """Show the settings of one room, or all."""
        self.room = room
        self.query_one(LongList).chosen = 0
        self.say("")
        self.show_body()

    def action_open(self) -> None:
        """Show the setting with the mark, and let it change."""
        rule: Rule | None = self.query_one(LongList).item
        if rule is None:
            self.say(_("No setting is called that. Esc clears the word."))
        else:
            self.say("")
            self.mark(rule.key)
            self.start(setting_deeds.change(self, rule))
