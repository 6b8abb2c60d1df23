"""Papers about personal data, and traces beside the books: made and taken away beside the screen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.i18n import LANGUAGE_NAMES, _
from kruidenier.tui.dialogs import Choice, Flow, pick

if TYPE_CHECKING:
    import datetime as dt

    from kruidenier.shop.figures.household_export import HouseholdExport
    from kruidenier.shop.office.place import Counter
    from kruidenier.tui.app import Kruidenier
    from kruidenier.tui.screens.privacy import PrivacyScreen


def make(screen: PrivacyScreen, kind: str) -> Flow[None]:
    """Ask in which language, and let the register, the notice or the paper on a stolen machine be made."""
    lang = yield from pick(_("In which language?"), [Choice(name, lang) for lang, name in LANGUAGE_NAMES.items()])
    if lang is not None:
        at, on = screen.app.at, screen.app.today
        place = screen.app.config.receipts / str(on.year) / f"privacy-{kind}-{lang}.pdf"
        screen.put_on_paper(lambda: _write(screen.app, kind, place, lang=lang, at=at, on=on))


def write_export(screen: PrivacyScreen, found: HouseholdExport, kind: str) -> None:
    """Let all that is kept of a household be written."""
    place = screen.app.config.household_papers / f"household-{found.card}.{kind}"

    def work() -> Path:
        from kruidenier.documents import page, privacy_papers

        assert screen.app.shop is not None
        if kind == "pdf":
            lang = screen.app.house_language
            return privacy_papers.write_export(found, screen.app.shop.heading().name, place, lang=lang)
        return page.keep(found.as_json(), place)

    screen.put_on_paper(work)


def leave_no_trace(screen: PrivacyScreen, receipts: Sequence[str] = (), *, done: str) -> None:
    """Let what was forgotten be forgotten beside the books too."""
    now = screen.app.now()

    def work() -> str:
        from kruidenier.shop import forgetting

        assert screen.app.shop is not None
        return forgetting.leave_no_trace(screen.app.shop, now=now, receipts=receipts)

    screen.in_background(
        work,
        lambda trouble: screen.say(trouble or done),
        late=_("It is forgotten here. Older copies are still being cleaned: leave the till switched on."),
        failed=_("It is forgotten here, but {why}"),
    )


def _write(app: Kruidenier, kind: str, place: Path, *, lang: str, at: Counter, on: dt.date) -> Path:
    from kruidenier.documents import privacy_papers
    from kruidenier.shop.figures.on_the_machine import on_the_machine
    from kruidenier.shop.office.personal_data import HOUSEHOLDS, REGISTER
    from kruidenier.shop.people import privacy

    assert app.shop is not None
    keeper = privacy_papers.keeper(app.shop.heading(), app.read(privacy.terms_on, on), on)
    if kind == "register":
        return privacy_papers.write_register(REGISTER, keeper, place, lang=lang)
    if kind == "machine":
        found = app.read(on_the_machine, app.shop, at=at)
        return privacy_papers.write_on_the_machine(found, keeper, place, lang=lang)
    return privacy_papers.write_notice([k for k in REGISTER if k.person == HOUSEHOLDS], keeper, place, lang=lang)
