"""The office: everything that is not done every day, one digit each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual.binding import Binding
from textual.widgets import Static

from kruidenier.i18n import N_, _
from kruidenier.tui.frame import KEY_NAMES
from kruidenier.tui.screen import ShopScreen
from kruidenier.tui.widgets.words import fit

ROOMS = (
    ("1", "suppliers.SuppliersScreen", N_("suppliers"), N_("Files, contacts, gift notes")),
    ("2", "agreements.AgreementsScreen", N_("agreements"), N_("What givers promised, and the pick-ups of the week")),
    ("3", "label.LabelScreen", N_("the label"), N_("Suppliers who give: points, proposal, decision, certificate")),
    (
        "4",
        "supplier_reports.SupplierReportsScreen",
        N_("reports"),
        N_("What suppliers gave in a year; all reports in one go"),
    ),
    ("5", "households.HouseholdsScreen", N_("households"), N_("Who may shop here: files, rights, referrals")),
    ("6", "staff.StaffScreen", N_("who works here"), N_("New people, PINs, roles, and what was learned")),
    ("7", "journal.JournalScreen", N_("journal"), N_("Who did what, when: searched by word, person, day")),
    ("8", "funder.FunderScreen", N_("funder, auditor"), N_("Who was served in a year, and the papers about it")),
    ("9", "copies.CopiesScreen", N_("copies"), N_("How old the last copy of the books is; make one now")),
    ("0", "scanner_check.ScannerCheckScreen", N_("a new scanner"), N_("See what a scanner sends, and how to set it")),
    ("slash", "shares.SharesScreen", N_("scarce goods"), N_("Fair shares of today, and quotas by week and month")),
    ("plus", "privacy.PrivacyScreen", N_("personal data"), N_("Hand out, erase and forget what is kept of people")),
    ("asterisk", "settings.SettingsScreen", N_("settings"), N_("Budgets, prices, terms: what the shop decides itself")),
)
"""Key, screen, name and purpose of what can be gone to, in the order of the keys; read only when opened."""


class OfficeScreen(ShopScreen):
    """The rooms of the office, each with a word on what it is for."""

    HELP_PAGE: ClassVar[str] = "office"
    BINDINGS: ClassVar = [
        *(
            Binding(key, f"go('{place}')", words, id=f"office.{key}", show=False, tooltip=purpose)
            for key, place, words, purpose in ROOMS
        ),
        Binding("escape", "back", "back", id="office.back", tooltip=N_("Back to where you came from")),
    ]

    def body(self) -> Iterable[Any]:
        """One line for each room."""
        yield Static(id="sheet", markup=False)

    def title_words(self) -> str:
        """Name the screen."""
        return _("OFFICE")

    def show_body(self) -> None:
        """Name the rooms."""
        width = max(len(_(words)) for _key, _place, words, _purpose in ROOMS) + 3
        lines = [
            f"{KEY_NAMES.get(key, key)}  {fit(_(words), width)}{_(purpose)}" for key, _place, words, purpose in ROOMS
        ]
        room, between = max(self.app.size.width - 4, 40), "\n\n" if self.app.size.height >= 2 * len(lines) + 6 else "\n"
        self.query_one("#sheet", Static).update(between.join(fit(line, room).rstrip() for line in lines))
