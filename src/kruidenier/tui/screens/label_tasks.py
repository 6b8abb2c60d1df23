"""What must be done before a label is issued, each with the screen on which it is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kruidenier.i18n import _
from kruidenier.shop.figures import label_words

if TYPE_CHECKING:
    from kruidenier.shop.figures.label import Assessment
    from kruidenier.tui.screen import ShopScreen


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do."""

    name: str
    """Of a prerequisite or of homework."""
    words: str
    documents: tuple[str, ...]


def tasks(measured: Assessment) -> Iterator[Task]:
    """Name what the supplier lacks, then what the shop itself must do."""
    for need in measured.prerequisites:
        if not need.met:
            said = _("Needed first: {what}").format(what=label_words.prerequisite(need))
            yield Task(need.name, said, need.documents)
    for one in measured.homework:
        said = _("Our own homework first: {task}").format(task=label_words.homework(one))
        yield Task(one.name, said, one.documents)


def place_of(task: Task, supplier: str) -> ShopScreen:
    """Make the screen on which a task of a supplier is done."""
    from kruidenier.tui.screens.agreements import AgreementsScreen
    from kruidenier.tui.screens.gift_notes import GiftNotesScreen
    from kruidenier.tui.screens.recall import RecallScreen
    from kruidenier.tui.screens.supplier_file import SupplierFileScreen

    if task.name == "recalls":
        return RecallScreen(task.documents[0])
    if task.name == "identity":
        return SupplierFileScreen(supplier)
    if task.name == "agreement_or_deliveries":
        return AgreementsScreen(supplier)
    return GiftNotesScreen(supplier, unsigned=task.documents[0] if task.name == "signatures" else None)
