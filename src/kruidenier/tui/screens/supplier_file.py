"""A supplier's file: who it is, whom one speaks with there, notes; changed by digits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding
from textual.widgets import Static

from kruidenier.i18n import N_, _
from kruidenier.tui.dialogs import Flow
from kruidenier.tui.screen import ShopScreen
from kruidenier.tui.screens import signing, supplier_deeds
from kruidenier.tui.screens.gift_notes import GiftNotesScreen
from kruidenier.tui.widgets.words import fit

if TYPE_CHECKING:
    from kruidenier.shop.supply.supplier_contacts import Contact
    from kruidenier.shop.supply.supplier_file import SupplierFile

LABEL = 30
FIRST = ("supplier.edit", "supplier.contacts", "supplier.notes")


class SupplierFileScreen(ShopScreen):
    """All that is known of a supplier itself; every digit changes something."""

    HELP_PAGE: ClassVar[str] = "supplier_file"
    BINDINGS: ClassVar = [
        Binding(
            "1",
            "handle('edit')",
            "change",
            show=False,
            id="supplier.edit",
            tooltip=N_("Name, kind, numbers, address …"),
        ),
        Binding(
            "2",
            "handle('contacts')",
            "contacts",
            show=False,
            id="supplier.contacts",
            tooltip=N_("Whom to speak with there"),
        ),
        Binding(
            "3",
            "handle('notes')",
            "notes",
            show=False,
            id="supplier.notes",
            tooltip=N_("What colleagues should know"),
        ),
        Binding("4", "gifts", "gift notes", id="supplier.gifts", tooltip=N_("The gift notes and their summaries")),
        Binding(
            "5", "handle('merge')", "merge", id="supplier.merge", tooltip=N_("Make one of two entries of one supplier")
        ),
        Binding(
            "6", "handle('archive')", "archive", id="supplier.archive", tooltip=N_("It comes no more; or bring it back")
        ),
        Binding("7", "year", "year", id="supplier.year", tooltip=N_("What it gave in a year, and what became of it")),
        Binding("escape", "back", "back", id="supplier.back", tooltip=N_("Back to where you came from")),
    ]

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code
        self.file: SupplierFile | None = None

    def body(self) -> Iterable[Any]:
        """Show the file."""
        yield Static(id="sheet", markup=False)

    def on_screen_resume(self) -> None:
        """Look again: something may have been done elsewhere."""
        if self.at_rest:
            self.start(self.look())

    def title_words(self) -> str:
        """Name the supplier."""
        return self.file.name[:40] if self.file else _("SUPPLIER")

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        return self.at_rest or action not in ("handle", "gifts", "year", "back")

    def look(self, code: str | None = None) -> Flow[None]:
        """Read the file."""
        from kruidenier.shop.supply import supplier_file

        self.file = (yield from self.ask(supplier_file.look_up, code or self.code)) or self.file
        if self.file is not None:
            self.code = self.file.code
        self.show_all()
        self.call_after_refresh(self.show_body)

    def show_body(self) -> None:
        """Write what is known, line by line."""
        if self.file is not None:
            room = max(self.app.size.width - 4, 40)
            lines = [fit(line, room).rstrip() for line in _lines(self.file)]
            self.query_one("#sheet", Static).update("\n".join([*lines, "", self._first_keys()]))

    def _first_keys(self) -> str:
        """Name the deeds for which the last line has no room."""
        here = {binding.id: f"{key} {binding.description}" for key, binding, _node in self.bindings_here()}
        return "   ".join(here[id_] for id_ in FIRST if id_ in here)

    def action_handle(self, name: str) -> None:
        """Change something."""
        self.start(self._handle(name))

    def action_gifts(self) -> None:
        """Go to the gift notes."""
        self.app.push_screen(GiftNotesScreen(self.code))

    def action_year(self) -> None:
        """Go to the supplier's year."""
        from kruidenier.tui.screens.supplier_year import SupplierYearScreen

        self.app.push_screen(SupplierYearScreen(self.code))

    def _handle(self, name: str) -> Flow[None]:
        from kruidenier.shop.office.staff import Permission

        needed = Permission.MERGE_SUPPLIERS if name == "merge" else Permission.SUPPLIERS
        at = yield from signing.allowed(self, needed)
        if at is None or self.file is None:
            return
        told = yield from supplier_deeds.DEEDS[name](self, self.file, at)
        if told is not None:
            yield from self.look(told.code)
            self.say(told.sentence)


def _lines(file: SupplierFile) -> Iterator[str]:
    from kruidenier.shop.supply.words import FIELDS, KINDS, VAT_SCHEMES

    if file.archived_at is not None:
        yield _("ARCHIVED: comes no more. 6 brings it back.")
    said: dict[str, Any] = {
        "name": file.name,
        "kind": _(KINDS[file.kind]),
        "kbo": file.kbo,
        "establishment": file.establishment,
        "banner": file.banner,
        "street": ", ".join(filter(None, (file.street, " ".join(filter(None, (file.postcode, file.town)))))),
        "size_class": _(KINDS.get(file.size_class, file.size_class)) if file.size_class else "",
        "vat_scheme": _(VAT_SCHEMES[file.vat_scheme]),
        "dry_goods_only": _("yes") if file.dry_goods_only else "",
        "hides_values": _("yes") if file.hides_values else "",
    }
    yield _row(_("code"), file.code)
    for field, value in said.items():
        if value:
            yield _row(_(FIELDS[field]), value)
    if file.siblings:
        yield _row(_("of the same firm or banner"), ", ".join(file.siblings))
    if file.merged:
        yield _row(_("these became part of it"), ", ".join(file.merged))
    yield ""
    for contact in file.contacts:
        yield contact_words(contact)
    if file.notes:
        yield from ("", _row(_(FIELDS["notes"]), file.notes))


def _row(label: str, value: str) -> str:
    return f"{fit(label, LABEL)} {value}"


def contact_words(contact: Contact) -> str:
    """Write a contact in one line."""
    from kruidenier.shop.supply.words import ROLES

    parts = filter(None, (contact.name, contact.phone, contact.email, contact.lang))
    return _row(_(ROLES[contact.role]), "   ".join(parts))
