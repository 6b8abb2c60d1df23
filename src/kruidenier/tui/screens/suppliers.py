"""The suppliers: a list, found while typing; Enter opens the year of the one with the mark."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from kruidenier.i18n import N_, _, ngettext
from kruidenier.tui.dialogs import Choice, Flow, ask, pick
from kruidenier.tui.screens import signing
from kruidenier.tui.screens.list_screen import ListScreen, moving
from kruidenier.tui.screens.supplier_file import SupplierFileScreen
from kruidenier.tui.widgets.long_list import Column, LongList
from kruidenier.tui.widgets.rows import Rows, spread

if TYPE_CHECKING:
    from kruidenier.shop.supply.supplier_register import SupplierLine

EVERYTHING = ""
AT_REST = ("open", "new", "kind", "archived", "mark", "page", "back")


class SuppliersScreen(ListScreen):
    """Everybody who gives or sells; letters search, digits do."""

    HELP_PAGE: ClassVar[str] = "suppliers"
    BINDINGS: ClassVar = [
        Binding(
            "enter", "open", "open", id="suppliers.open", tooltip=N_("Open the year of the supplier with the mark")
        ),
        Binding("1", "new", "new", id="suppliers.new", tooltip=N_("Register a supplier")),
        Binding("2", "kind", "kind", id="suppliers.kind", tooltip=N_("Show only one kind of supplier")),
        Binding("3", "archived", "archived", id="suppliers.archived", tooltip=N_("Those that come no more, too")),
        *moving("suppliers"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.everybody: tuple[SupplierLine, ...] = ()
        self.kind = EVERYTHING
        self.archived = False
        self.opened: str | None = None
        """Code of the supplier that was gone to last."""

    def title_words(self) -> str:
        """Name the screen."""
        return _("SUPPLIERS")

    def prompt(self) -> str:
        """Say what the box takes."""
        return _("name, town or number")

    def takes(self, sign: str) -> bool:
        """Letters search at once; digits only behind letters, for they are keys."""
        return self.at_rest and (sign.isalpha() or (bool(self.typed) and sign in "0123456789 .-'"))

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        return self.at_rest or action not in AT_REST

    def show_input(self) -> None:
        """Search with every letter."""
        super().show_input()
        if self.question is None:
            self.show_body()

    def look(self) -> Flow[None]:
        """Read the list; put the mark on the supplier that was gone to last."""
        from kruidenier.shop.supply import supplier_register

        self.everybody = (yield from self.ask(supplier_register.listing, archived=self.archived)) or ()
        self.show_body()
        goods = self.query_one(LongList)
        for place, line in enumerate(goods.items):
            if line.code == self.opened:
                goods.move(place - goods.chosen)

    def show_body(self) -> None:
        """Show those that were searched for."""
        from kruidenier.shop.supply.words import KINDS

        found = [
            line for line in self.everybody if self.kind in (EVERYTHING, line.kind) and line.answers_to(self.typed)
        ]
        goods = self.query_one(LongList)
        goods.show(found, _columns(wide=self.is_wide), chosen=goods.chosen, stops=lambda _line: False)
        summary = self.query_one("#summary", Rows)
        count = ngettext("{n} supplier", "{n} suppliers", len(found)).format(n=len(found))
        only = _(KINDS[self.kind]) if self.kind else ""
        gone = _("archived ones too") if self.archived else ""
        summary.put(spread((count, "strong"), (only, ""), (gone, ""), width=summary.room))

    # Keys

    def action_open(self) -> None:
        """Open the year of the supplier with the mark."""
        from kruidenier.tui.screens.supplier_year import SupplierYearScreen

        line: SupplierLine | None = self.query_one(LongList).item
        if line is None:
            self.say(_("No supplier is called that. 1 registers a new one."))
        else:
            self.opened = line.code
            self.app.push_screen(SupplierYearScreen(line.code))

    def action_new(self) -> None:
        """Register a supplier."""
        self.start(self._new())

    def action_kind(self) -> None:
        """Show only one kind."""
        self.start(self._kind())

    def action_archived(self) -> None:
        """Show those that come no more, or leave them out again."""
        self.archived = not self.archived
        self.start(self.look())

    def _kind(self) -> Flow[None]:
        kind = yield from pick(_("Which kind?"), [Choice(_("all kinds"), EVERYTHING), *kinds()])
        if kind is not None:
            self.kind = kind
            self.show_body()

    def _new(self) -> Flow[None]:
        from kruidenier.shop.office.staff import Permission
        from kruidenier.shop.supply import supplier_register

        at = yield from signing.allowed(self, Permission.SUPPLIERS)
        if at is None:
            return
        name = yield from ask(_("What is the supplier called?"), prompt=_("name"), reads=supplier_register.required)
        kind = (yield from pick(_("What is it?"), kinds())) if name else None
        code = (yield from self.ask(supplier_register.free_code, name)) if name and kind else None
        done = (yield from self.do(supplier_register.register, code, name=name, kind=kind, at=at)) if code else None
        if done is not None:
            self.opened = code
            self.app.push_screen(SupplierFileScreen(code or ""))


def kinds() -> list[Choice[str]]:
    """Name the kinds of suppliers."""
    from kruidenier.shop.supply.words import KINDS

    return [Choice(_(words), kind) for kind, words in KINDS.items()]


def _columns(*, wide: bool) -> list[Column]:
    from kruidenier.shop.supply.words import KINDS

    def name(line: SupplierLine) -> str:
        gone = _("archived")
        return f"{line.name}  ({gone})" if line.archived else line.name

    columns = [
        Column(_("supplier"), 0, name),
        Column(_("kind"), 18, lambda line: _(KINDS[line.kind])),
        Column(_("town"), 16, lambda line: line.town or ""),
    ]
    if wide:
        columns += [
            Column(_("banner"), 16, lambda line: line.banner or ""),
            Column(_("enterprise number"), 17, lambda line: line.kbo or ""),
        ]
    return columns
