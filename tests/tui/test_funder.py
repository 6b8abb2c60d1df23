"""The figures of a year in the office: seen, printed for a funder, and gathered for an auditor, by keys."""

from __future__ import annotations

import csv
import datetime as dt

from kruidenier.tui.screens.funder import FunderScreen
from tests.kit import Stand, noon
from tests.shop.serving import family, stock_up
from tests.tui.conftest import Hands, Opens


def served(stand: Stand) -> Stand:
    """Six households of twelve people."""
    stock_up(stand)
    for number in range(6):
        family(stand, f"F{number}", "1984f 2012m", "rice", "pasta")
    return stand


async def look(hands: Hands) -> None:
    hands.app.switch_mode("today")
    await hands.settle()
    await hands.type("+", "8")
    await hands.until("ages on")


def reports(hands: Hands, year: int = 2026) -> list[str]:
    return sorted(file.name for file in (hands.app.config.receipts / str(year) / "reports").iterdir())


async def test_the_office_sees_all_and_prints_a_draft_that_tells_less(stand: Stand, opens: Opens):
    served(stand)
    async with opens(by="els") as hands:
        await look(hands)
        assert "FUNDER 2026" in hands.text
        assert "draft, ages on 31/12/2026   * stays in the house" in hands.text
        assert [line.split() for line in hands.text.splitlines() if line.strip().startswith("people, each")] == [
            ["people,", "each", "once", "12", "12", "0", "*"]
        ]
        assert "8 year after" not in hands.text
        await hands.type("1", "3", "enter")
        await hands.until("Written: receipts/2026/reports/funder-2026-12-31-nl.csv")
        file = hands.app.config.receipts / "2026" / "reports" / "funder-2026-12-31-nl.csv"
        cells = {row[0]: row[1:4] for row in csv.reader(file.read_text("utf-8").splitlines())}
        assert cells["people"] == ["12", "12", ""]
        await hands.type("1", "1", "2")
        await hands.until("funder-2026-12-31-fr.pdf")
        await hands.type("1", "escape", "escape")
        assert not isinstance(hands.app.screen, FunderScreen)


async def test_ages_on_another_day_and_in_another_year(stand: Stand, opens: Opens):
    family(served(stand), "F6", "2008-06f", "rice")
    async with opens(by="els") as hands:
        await look(hands)
        await hands.type("3", "31052026", "enter")
        await hands.until("ages on 31/05/2026")
        await hands.type("3", "escape")
        assert "ages on 31/05/2026" in hands.text
        await hands.type("3", "31052025", "enter")
        await hands.until("and 31/05/2025 is not one")
        await hands.type("7")
        await hands.until("FUNDER 2025")
        assert "ages on 31/12/2025" in hands.text
        await hands.type("8")
        await hands.until("FUNDER 2026")


async def test_a_paper_is_issued_when_its_year_is_over(stand: Stand, opens: Opens):
    served(stand)
    async with opens(by="els") as hands:
        hands.app.now = lambda: noon(dt.date(2027, 1, 4))
        hands.app.lock_minutes = 0
        await look(hands)
        await hands.type("7")
        await hands.until("FUNDER 2026")
        await hands.type("1", "2")
        assert "draft" in hands.text
        await hands.type("1", "1")
        await hands.until("In which form?")
        await hands.type("escape")
        await hands.until("paper 1-000007")
        await hands.type("1", "2", "3")
        await hands.until("funder-2026-12-31-en.xlsx")
        assert reports(hands) == ["funder-2026-12-31-en.xlsx"]


async def test_the_auditors_file_has_cards_only_if_a_manager_wants_them(stand: Stand, opens: Opens):
    served(stand)
    async with opens(by="els") as hands:
        await look(hands)
        await hands.type("2", "enter", "2", "3")
        await hands.until("auditor-2026-en.xlsx")
        await hands.type("2", "1", "3", "3")
        await hands.until("auditor-2026-en.csv")
        told = (hands.app.config.receipts / "2026" / "reports" / "auditor-2026-en.csv").read_text("utf-8")
        assert "card,F1," in told
        await hands.type("2", "2", "1", "1")
        await hands.until("auditor-2026-nl.pdf")
        await hands.type("2", "2", "escape")
        assert len(reports(hands)) == 3
