"""A word of its own is planted in every personal column: each role meets exactly what the register declares for it."""

from __future__ import annotations

import inspect
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import pypdf
import pytest
from sqlalchemy.exc import IntegrityError

from kruidenier import documents
from kruidenier.cli.root import kruidenier
from kruidenier.faults import write_down
from kruidenier.shop import copying
from kruidenier.shop.figures import stock_levels, supplier_figures
from kruidenier.shop.office import personal_data
from kruidenier.shop.people.households import HouseholdCard
from kruidenier.tui.app import Kruidenier
from kruidenier.tui.screen import ShopScreen
from kruidenier.tui.screens import supplier_year_lines
from tests.cli.conftest import Terminal
from tests.cli.test_curious import HARMLESS, commands
from tests.kit import NOW, TODAY, day
from tests.tui.conftest import PASSATA, Hands
from tests.tui.planted_shop import CARD, Planted, build
from tests.tui.test_who_sees_what import OPEN_TO_ALL, screens

READERS = {
    "volunteer": ("ben", "2222"),
    "learned": ("lea", "5555"),
    "staff": ("sam", "3333"),
    "manager": ("els", "1234"),
}
"""Who looks, with code and PIN: the readers of the register."""
READS = """
staff list
settings list
spot list
journal
help till
household show {card}
household file {card}
household list
household duplicates
household exceptions
household letters -o {out}.pdf --days 999
household card {card} -o {out}.pdf
mapping list
quota list
quota fair list
quota fair show {passata}
desk queue
desk slots
desk slip 1
desk slip 1 -o {out}.pdf
privacy export {card} -o {out}.json
privacy export {card} -o {out}.pdf
privacy register -o {out}.pdf
privacy notice -o {out}.pdf
privacy machine -o {out}.pdf
sale 1-000001
receipt 1-000001
cash show
stock
buying
fetch
agreement list
agreement show {agreement}
agreement pick-ups --from 2026-11-01 --until 2026-11-30
agreement round -o {out}.pdf
agreement paper {agreement} -o {out}.pdf
agreement annex {agreement} --year 2026 -o {out}.pdf
lot show {lot}
transfer list
transfer slip {transfer} -o {out}.pdf
trace --gtin {milk}
recall list
recall show {recall}
recall poster {recall} -o {out}.pdf
crates list
crates round {round}
crates falls
count tasks
count list
count sheet {count} -o {out}.pdf
count show {count}
labels shelf {milk} -o {out}.pdf
labels lot {lot} -o {out}.pdf
labels counter -o {out}.pdf
supplier list
supplier show miroir
gift-note {note} -o {out}.pdf
gift-notes --supplier miroir --from 2026-01-01 --until 2026-12-31
gift-summary --supplier miroir --from 2026-09-01 --until 2026-09-30 -o {out}.pdf
report stock -o {out}.pdf
report funder -o {out}.pdf
report funder -o {out}.xlsx
report auditor --cards -o {out}.pdf
report auditor --cards -o {out}.xlsx
report supplier miroir --from 2026-01-01 --until 2026-11-24 -o {out}.pdf
report supplier miroir --from 2026-01-01 --until 2026-11-24 -o {out}.csv
report suppliers --year 2025 -o {out}
report day -o {out}.pdf
report must-go
report self-check -o {out}.pdf
report allergens -o {out}.pdf
report cards-to-show -o {out}.pdf
label assess miroir
label list
label certificate miroir -o {out}.pdf --sticker {out}-2.pdf --speech {out}-3.pdf
label letter miroir -o {out}.pdf
label register -o {out}.pdf
label verify 1
label scheme list
label scheme show
check
"""
"""Every command that tells something, with all that it can write."""
DEEDS = """
demo, practice, init, encrypt, decrypt
restore, import, backup, sell, void, refund, receive, move, freeze, repack, undo, reverse, waste
staff add, staff pin, staff role, staff skills, staff kind, staff language, staff card, staff archive
settings set, spot add, spot temperature
household add, household renew, household pause, household block, household unblock, household edit, household give
household visit, household apart, household merge, household split, household lost
mapping save, quota set, quota end, quota fair accept, quota fair set, quota fair end
desk arrive, desk next, desk call, desk in, desk left, desk undo, desk book, desk unbook, privacy erase, privacy purge
cash open, cash count, cash close, transfer give
agreement add, agreement change, agreement days, agreement sign, agreement end, agreement renew, agreement drop
agreement day, product levels, product allergens, lot date, lot block, lot free
recall start, recall clear, recall close, crates close, crates grade, crates fall
count start, count enter, count finish, count accept, count drop
supplier add, supplier edit, supplier contact, supplier archive, supplier merge, gift-sign, gift-correct
label propose, label award, label drop, label withdraw, label consent, label scheme add
"""
"""Every command that changes something, and tells nothing but that."""
REFUSED = ("label verify 1", "check")
"""A word that is no certificate, and books in which words were planted."""
ELSEWHERE = {
    "drawer_slip.write": "of people it has what `cash show` tells",
    "escpos_receipt.print_receipt": "the rows of a receipt, on a roll",
    "escpos_receipt.print_rows": "the rows of whatever is printed on a roll",
    "practice_sheet.write": "invented cards",
    "privacy_papers.write_export": "what `privacy export` writes",
    "rights_list.write": "what the list of households shows",
    "scanner_sheet.write": "bars to try a scanner with",
    "slip.print_slip": "the rows of a slip, on a roll",
    "slip.write_card": "a sentence of the flip-book",
    "slip.print_card": "a sentence of the flip-book, on a roll",
}
"""Papers that are not read here, and why nobody is on them."""


@pytest.fixture(scope="module")
def planted(stocked: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    """The shop with its words, planted once."""
    folder = tmp_path_factory.mktemp("planted") / "shop"
    shutil.copytree(stocked, folder)
    shop = build(folder)
    yield shop
    shop.stand.shop.close()


def deeds() -> set[tuple[str, ...]]:
    """List the commands that only do something."""
    return {tuple(words.split()) for words in re.split("[,\n]", DEEDS.strip())}


def papers() -> set[str]:
    """List everything that makes a paper, by module and function."""
    found = set()
    for file in Path(documents.__file__).parent.glob("*.py"):
        module = import_module(f"kruidenier.documents.{file.stem}")
        names = [name for name in vars(module) if name.startswith(("write", "print_"))]
        found |= {f"{file.stem}.{name}" for name in names if vars(module)[name].__module__ == module.__name__}
    return found


def noting(made: set[str], paper: str, make: Callable[..., Any]) -> Callable[..., Any]:
    """Let a paper be made as ever, and note that it was."""

    def noted(*given: Any, **said: Any) -> Any:
        made.add(paper)
        return make(*given, **said)

    return noted


async def on_screens(hands: Hands, planted: Planted, code: str) -> tuple[str, set[type[ShopScreen]]]:
    """Read every screen that opens for somebody, and the till with a basket; tells which those were."""
    hands.app.lock()
    await hands.until("Who are you?")
    seen = [hands.text]
    hands.sign_in(code)
    await hands.settle()
    hands.app.switch_mode("till")
    await hands.settle()
    await hands.scan(CARD)
    seen.append(hands.text)
    await hands.scan(PASSATA)
    for key in ("", "0", ".", "f1", "escape", ".", "escape"):
        await hands.type(key)
        seen.append(hands.text)
    hands.app.switch_mode("today")
    await hands.settle()
    seen.append(hands.text)
    opened, known = set(), arguments(planted)
    for screen in sorted(screens() - OPEN_TO_ALL, key=lambda one: one.__name__):
        if hands.app.may(screen.NEEDS) and not screen.__subclasses__():
            needed = [p.name for p in inspect.signature(screen).parameters.values() if p.default is p.empty]
            hands.app.push_screen(
                screen(**{name: known.get(f"{screen.__name__}.{name}", known.get(name)) for name in needed})
            )
            await hands.settle()
            seen.append(hands.text)
            opened.add(screen)
            hands.app.pop_screen()
    return "\n".join(seen), opened


def arguments(planted: Planted) -> dict[str, Any]:
    """Tell what screens are opened with, by the names of what they ask."""
    stand, known = planted.stand, planted.known
    figures = stand.ask(supplier_figures.supplier_figures, "miroir", first=day("2026-01-01"), last=TODAY, today=TODAY)
    return {
        "number": known["agreement"],
        "RecallScreen.number": known["recall"],
        "code": "miroir",
        "card": CARD,
        "lot": known["lot"],
        "lots": stand.ask(stock_levels.levels, on=TODAY),
        "on": TODAY,
        "figures": figures,
        "figure": supplier_year_lines.figures_of(figures)[0],
    }


def at_the_console(planted: Planted, code: str, pin: str, place: Path) -> str:
    """Read all that the console tells somebody, and all that it writes into files."""
    terminal = Terminal(planted.stand.shop.folder).as_(code, pin)
    known = dict(commands(kruidenier))
    (kinds,) = (param.type.choices for param in known["export",].params if isinstance(param.type, click.Choice))
    lines = [*READS.strip().splitlines(), *(f"export {kind}" for kind in kinds)]
    said = []
    for line in lines:
        if code == "ben" and not any(tuple(line.split())[: len(words)] == words for words in HARMLESS):
            continue  # another test shows that it refuses before it tells anything
        words = line.format_map(planted.known | {"out": place / "out"}).split()
        command = known[max((known.keys() & {tuple(words[:n]) for n in (1, 2, 3)}), key=len)]
        done = terminal.run(*words, *(["--json"] if any(param.name == "as_json" for param in command.params) else []))
        assert code != "els" or done.exit_code == 0 or line in REFUSED, (line, done.output)
        said += [done.output, *files(place)]
    return "\n".join(said)


def files(place: Path) -> Iterator[str]:
    """Read the files that were written, whatever they are, and take them away."""
    for file in sorted(place.rglob("*")):
        if file.suffix == ".pdf":
            yield from (page.extract_text() for page in pypdf.PdfReader(file).pages)
        elif file.suffix == ".xlsx":
            with zipfile.ZipFile(file) as sheets:
                yield from (sheets.read(name).decode() for name in sheets.namelist())
        elif file.is_file():
            yield file.read_text("utf-8")
        if file.is_file():
            file.unlink()


def test_every_command_is_read_or_only_does_something():
    known = {words for words, _command in commands(kruidenier)}
    lines = [tuple(line.split()) for line in READS.strip().splitlines()]
    read = {max((words for words in known if line[: len(words)] == words), key=len) for line in lines} | {("export",)}
    assert read | deeds() == known
    assert read & deeds() == set()


@pytest.mark.deep
async def test_each_role_meets_exactly_what_the_register_declares(
    planted: Planted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    met: dict[str, str] = {}
    app = Kruidenier(planted.stand.shop.folder, lang="en", now=lambda: NOW)
    async with app.run_test(size=(120, 50)) as pilot:
        hands = Hands(app, pilot)
        await hands.settle()
        for reader, (code, _pin) in READERS.items():
            met[reader], opened = await on_screens(hands, planted, code)
    assert {screen for screen in screens() - opened if not screen.__subclasses__()} == OPEN_TO_ALL
    made: set[str] = set()
    all_papers = papers()
    for paper in all_papers:
        module, name = paper.split(".")
        make = vars(import_module(f"kruidenier.documents.{module}"))[name]
        monkeypatch.setattr(f"kruidenier.documents.{paper}", noting(made, paper, make))
    assert met.keys() == set(personal_data.READERS)
    for reader, (code, pin) in READERS.items():
        met[reader] += at_the_console(planted, code, pin, tmp_path)
    assert all_papers - made == ELSEWHERE.keys()
    wrong = []
    for name, word in planted.words.items():
        least = personal_data.least_role(*name.split("."))
        may = personal_data.READERS[personal_data.READERS.index(least) :] if least != "nobody" else ()
        for reader, words in met.items():
            if (reader in may) != (word in words):
                wrong.append((reader, name, "unseen" if reader in may else "seen"))
    assert not wrong, "\n".join(map(str, wrong))


def test_backups_hold_it_all_and_logs_and_receipts_hold_nothing(planted: Planted):
    stand = planted.stand.on("2026-11-25")
    copied = copying.make(stand.shop, at=stand.at, now=stand.now)
    with sqlite3.connect(copied.file) as copy:
        words = "\n".join(copy.iterdump())
    copy.close()
    assert [name for name, word in planted.words.items() if word not in words] == []
    planted.manager.run("receipt", "1-000001")
    (receipt,) = stand.shop.config.receipts.rglob("1-000001.pdf")
    words = pypdf.PdfReader(receipt).pages[0].extract_text()
    with pytest.raises(IntegrityError) as fault, stand.shop.writing.begin() as session:
        session.add(HouseholdCard(folded=CARD.casefold(), card=CARD, household_id="none", issued_at=stand.now))
    log = write_down(fault.value, stand.shop.folder, at=stand.now)
    assert log is not None
    words += log.read_text("utf-8")
    assert [name for name, word in planted.words.items() if word in words] == []
