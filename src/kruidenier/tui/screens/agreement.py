"""One agreement: its terms, its pick-up days and what came of them, and what can be done with it by one digit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding
from textual.widgets import Static

from kruidenier.i18n import N_, _
from kruidenier.tui.dialogs import Flow
from kruidenier.tui.screens import agreement_deeds, agreement_lines
from kruidenier.tui.screens.list_screen import ListScreen, moving
from kruidenier.tui.widgets.long_list import LongList
from kruidenier.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from kruidenier.shop.supply.agreement_documents import AgreementDocument
    from kruidenier.shop.supply.agreements import PickUpDay

BEFORE, AHEAD = dt.timedelta(weeks=13), dt.timedelta(weeks=5)
"""So many days are listed."""
DAYS_IN_SIGHT = 3
"""Of those ahead, under the mark."""


class AgreementScreen(ListScreen):
    """An agreement from the draft to its end."""

    HELP_PAGE: ClassVar[str] = "agreement"
    BINDINGS: ClassVar = [
        Binding("enter", "deal('note')", "day", id="agreement.note", tooltip=N_("Say what is different that day")),
        Binding("1", "deal('sign')", "sign", id="agreement.sign", tooltip=N_("Both sides signed: it is in force")),
        Binding("2", "deal('terms')", "terms", id="agreement.terms", tooltip=N_("Change the terms of a draft")),
        Binding("3", "deal('days')", "pick-up days", id="agreement.days", tooltip=N_("Add pick-up days, or end some")),
        Binding("4", "deal('extra')", "extra", id="agreement.extra", tooltip=N_("One more pick-up, for one day alone")),
        Binding("5", "deal('renew')", "renew", id="agreement.renew", tooltip=N_("Draft the agreement that follows")),
        Binding("6", "deal('end')", "end", id="agreement.end", tooltip=N_("End it, with the reason")),
        Binding("7", "deal('drop')", "drop", id="agreement.drop", tooltip=N_("Give the draft up")),
        Binding("8", "deal('annex')", "annex", id="agreement.annex", tooltip=N_("The annex of a year, as PDF")),
        Binding("asterisk", "paper", "pdf", id="agreement.paper", tooltip=N_("The agreement as PDF, Dutch and French")),
        *moving("agreement"),
    ]

    def __init__(self, number: str) -> None:
        super().__init__()
        self.number = number
        self.document: AgreementDocument | None = None
        self.status = ""
        self.days: tuple[PickUpDay, ...] = ()
        self.tally = ""

    def body(self) -> Iterable[Any]:
        """Show which agreement it is, its terms, and its days."""
        yield Rows(id="summary")
        yield Static(id="terms", markup=False)
        yield LongList(id="list")

    def title_words(self) -> str:
        """Name the agreement."""
        return _("AGREEMENT {number}").format(number=self.number)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        if not self.at_rest:
            return action not in ("deal", "paper", "page", "mark", "back")
        if action in ("deal", "paper"):
            return self.document is not None and (action == "paper" or self._can(str(parameters[0]), self.document))
        return True

    def _can(self, what: str, document: AgreementDocument) -> bool:
        """Whether a deed makes sense with the agreement as it is."""
        is_draft, is_signed = document.state == "draft", document.signed_on is not None
        goes_on = is_signed and document.state == "in_force" and self.status != "ended"
        return {
            "sign": is_draft,
            "terms": is_draft,
            "drop": is_draft,
            "days": is_draft or goes_on,
            "extra": goes_on,
            "end": goes_on,
            "note": is_signed and bool(self.days),
            "renew": is_signed and document.renewed_by is None,
            "annex": is_signed,
        }[what]

    def look(self) -> Flow[None]:
        """Read the agreement and its days."""
        from kruidenier.shop.office import settings
        from kruidenier.shop.supply import agreement_documents, agreement_standing, agreements

        on = self.app.today
        document = yield from self.ask(agreement_documents.look_up, self.number)
        rules = yield from self.ask(settings.current, on)
        days = yield from self.ask(agreements.pick_ups, first=on - BEFORE, last=on + AHEAD, on=on)
        found = yield from self.ask(agreement_standing.standing, on=on)
        if document is None or rules is None or days is None or found is None:
            return
        first = self.document is None
        self.document, self.status = document, document.status(on, warn_days=rules["agreement.warn_days"])
        self.days = tuple(one for one in days if one.agreement == self.number)
        tallied = next(one.tallied for one in found if one.number == self.number)
        self.tally = agreement_lines.tally(tallied) if document.signed_on is not None else ""
        self.show_all()
        if first:
            self._mark_today()

    def _mark_today(self) -> None:
        listed = self.query_one(LongList)
        ahead = sum(one.day < self.app.today for one in self.days)
        listed.move(ahead + DAYS_IN_SIGHT - listed.chosen)
        listed.move(ahead - listed.chosen)

    def show_body(self) -> None:
        """Show the agreement."""
        document, listed = self.document, self.query_one(LongList)
        if document is None:
            return
        wide = self.is_wide
        places = len({plan.supplier for plan in document.pick_ups}) > 1
        columns = agreement_lines.day_columns(wide=wide, places=places)
        listed.show(self.days, columns, chosen=listed.chosen, stops=lambda _one: False)
        first, second = agreement_lines.heading(document, self.app.today, status=self.status)
        self.query_one("#summary", Rows).put(
            [(first, "strong")], [(second, "soon" if self.status == "ends_soon" else "")]
        )
        width = max(self.app.size.width - 2, 40)
        lines = [agreement_lines.terms(document), self.tally, *agreement_lines.plans(document, self.app.today, width)]
        self.query_one("#terms", Static).update("\n".join(line for line in lines if line))

    def meant(self) -> PickUpDay | None:
        """Tell the day with the mark."""
        one: PickUpDay | None = self.query_one(LongList).item
        return one

    # Keys

    def action_deal(self, name: str) -> None:
        """Do something with the agreement."""
        self.start(agreement_deeds.DEEDS[name](self))

    def action_paper(self) -> None:
        """Let the agreement be put on paper beside the screen."""
        self.put_on_paper(self._paper())

    def _paper(self) -> Callable[[], Path]:
        from kruidenier.documents import agreement_sheet
        from kruidenier.shop.supply import agreement_paper

        app, number, on = self.app, self.number, self.app.today

        def work() -> Path:
            assert app.shop is not None
            with app.shop.reading() as session:
                figures = agreement_paper.contents(session, number, on=on)
            file = app.config.receipts / str(on.year) / f"agreement-{number}.pdf"
            return agreement_sheet.write(agreement_sheet.AgreementPaper(figures), file)

        return work
