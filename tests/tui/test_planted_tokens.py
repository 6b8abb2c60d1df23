"""A word of its own is planted in every personal column: each role meets exactly what the register declares for it."""

from __future__ import annotations

import inspect
import sqlite3

import pypdf
import pytest
from sqlalchemy.exc import IntegrityError

from kruidenier.shop import copying
from kruidenier.shop.office import personal_data, staff
from kruidenier.shop.office.personal_data import KEY, REGISTER
from kruidenier.shop.people import files, strangers
from kruidenier.shop.people.households import HouseholdCard
from kruidenier.shop.supply import supplier_contacts
from kruidenier.shop.tables import BOOKS
from kruidenier.tui.app import write_down
from tests.cli.conftest import Terminal
from tests.kit import TODAY, Stand, day
from tests.shop.labels import give, line, sign_all
from tests.shop.test_agreements import signed
from tests.tui.conftest import PASSATA, Hands, Opens
from tests.tui.test_who_sees_what import screens

CARD = "QZ4711"
ROLES = ("volunteer", "staff", "manager")
CODED = {
    "household.lang",
    "member.gender",
    "household_need.need",
    "household_right.kind",
    "household_right.way",
    "household_right.overruled",
    "household_hold.kind",
    "sale.lang",
    "staff.role",
    "staff.kind",
    "staff.lang",
    "supplier_contact.lang",
    "supplier_contact.role",
}
"""Columns that hold a word of a short list: no word of our own fits there."""
SAID_OTHERWISE = {"household_card.folded", "journal.subject", "staff.code"}
"""Columns whose word is that of another column: the card, a key, or who signs in."""
COMMANDS = (
    "household {card}",
    "household list",
    "household file {card}",
    "household exceptions",
    "household duplicates",
    "journal",
    "stock",
    "sale 1-000001",
    "settings list",
    "staff list",
    "supplier show miroir",
    "agreement list",
    "gift-notes miroir",
    "agreement paper {agreement} -o {paper}",
    "gift-note {note} -o {paper}",
    "report day",
    "report day -o {paper}",
    "report funder",
    "report auditor",
    "report auditor --cards -o {paper}",
    "report self-check",
    "cash show",
    "export households",
    "export suppliers",
    "privacy export {card} -o {out}",
    "privacy register",
)


@pytest.fixture
def planted(stand: Stand) -> dict[str, str]:
    """A shop in which every personal column that can hold a word has one of its own: tells which."""
    stand.do(staff.add, "Ben", role="volunteer", pin="2222")
    stand.do(staff.add, "Sam", role="staff", pin="3333")
    stand.do(staff.add, "Zoe", role="volunteer", pin="4444")  # the last one is planted
    stand.household(CARD)
    stand.do(files.change, CARD, display_name="-", address="-", address_protected=True, referred_by="-", note="-")
    stand.do(files.write_note, CARD, words="-", until=day("2026-12-31"))
    stand.do(files.name_substitute, CARD, name="-", until=day("2026-12-31"))
    stand.hold_back(CARD, "paused", "2026-01-01", "2026-02-01")
    stand.do(strangers.tell_apart, CARD, "H1")
    stand.setting("budget.adult_cents", 0)
    stand.sell(CARD, PASSATA, override="-")
    signed(stand, "miroir", at_time="17:00", crates=30)
    stand.do(supplier_contacts.add, "miroir", said={"role": "usual", "name": "-", "email": "-", "phone": "-"})
    give(stand, TODAY, line("bread", 9000))
    sign_all(stand)
    words: dict[str, str] = {}
    with sqlite3.connect(stand.shop.config.database) as books:  # as no verb could: also what is unreadable or sealed
        for (guard,) in books.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            books.execute(f"DROP TRIGGER {guard}")
        for name in columns():
            table, column = name.split(".")
            word = f"qz{len(words):02}x"
            last = f"SELECT max(rowid) FROM {table}"
            if books.execute(f'UPDATE {table} SET "{column}" = ? WHERE rowid = ({last})', (word,)).rowcount:
                words[name] = word
        for name, signer in (("agreement.signed_by", "J. Maes"), ("agreement.shop_signed_by", "Els Peeters")):
            issued = "UPDATE issued_paper SET figures = replace(figures, ?, ?) WHERE kind LIKE 'agreement%'"
            books.execute(issued, (signer, words[name]))
    books.close()
    return {**words, "household_card.card": CARD}


def columns() -> list[str]:
    """List the personal columns in which a word can be planted."""
    found = [
        f"{table}.{column}"
        for kept in REGISTER
        for table, said in kept.columns.items()
        for column, what in said.items()
        if what != KEY and BOOKS.tables[table].columns[column].type.python_type is str
    ]
    return [name for name in found if name not in CODED | SAID_OTHERWISE | {"household_card.card"}]


async def on_screens(hands: Hands, stand: Stand, code: str) -> str:
    """Read every screen that opens for somebody, and the till with a basket."""
    hands.app.lock()
    await hands.settle()
    seen = [hands.text]
    hands.sign_in(code)
    await hands.settle()
    hands.app.switch_mode("till")
    await hands.settle()
    await hands.type(*CARD.lower(), "enter")
    seen.append(hands.text)
    await hands.scan(PASSATA)
    seen.append(hands.text)
    await hands.type("0", ".")
    await hands.settle()
    seen.append(hands.text)
    await hands.type("f1")
    seen.append(hands.text)
    await hands.type("escape", ".")
    seen.append(hands.text)
    await hands.type("escape")
    hands.app.switch_mode("today")
    await hands.settle()
    seen.append(hands.text)
    number = stand.rows("SELECT number FROM agreement")[0].number
    moved = stand.rows("SELECT number FROM lot JOIN movement ON lot_id = lot.id ORDER BY movement.id DESC")[0].number
    known = {"number": number, "code": "miroir", "card": CARD, "lot": moved}
    for screen in sorted(screens(), key=lambda one: one.__name__):
        needs = {p.name for p in inspect.signature(screen).parameters.values() if p.default is p.empty}
        if screen.NEEDS and hands.app.may(screen.NEEDS) and needs <= set(known) and not screen.__subclasses__():
            hands.app.push_screen(screen(**{name: known[name] for name in needs}))
            await hands.settle()
            seen.append(hands.text)
            hands.app.pop_screen()
    return "\n".join(seen)


def at_the_console(stand: Stand, code: str, pin: str) -> str:
    """Read all that the console tells somebody."""
    terminal = Terminal(stand.shop.folder).as_(code, pin)
    said = []
    out, paper = stand.shop.folder.parent / "out.json", stand.shop.folder.parent / "paper.pdf"
    (agreement,), (note,) = stand.rows("SELECT number FROM agreement"), stand.rows("SELECT gift_note FROM delivery")
    for command in COMMANDS:
        words = command.format(card=CARD, out=out, paper=paper, agreement=agreement.number, note=note.gift_note).split()
        said.append(terminal.run(*words, *(["--json"] if words[0] != "export" else [])).stdout)
        if paper.exists():
            said += [page.extract_text() for page in pypdf.PdfReader(paper).pages]
            paper.unlink()
    if out.exists():
        said.append(out.read_text("utf-8"))
        out.unlink()
    return "\n".join(said)


@pytest.mark.deep
async def test_each_role_meets_exactly_what_the_register_declares(opens: Opens, stand: Stand, planted: dict[str, str]):
    met: dict[str, str] = {}
    async with opens(by=None, size=(120, 45)) as hands:
        for role, code in zip(ROLES, ("ben", "sam", "els"), strict=True):
            met[role] = await on_screens(hands, stand, code)
    for role, code, pin in zip(ROLES, ("ben", "sam", "els"), ("2222", "3333", "1234"), strict=True):
        met[role] += at_the_console(stand, code, pin)
    wrong = []
    for name, word in planted.items():
        least = personal_data.least_role(*name.split("."))
        for role in ROLES:
            may = least in ROLES and ROLES.index(least) <= ROLES.index(role)
            if may != (word in met[role]):
                wrong.append((role, name, "unseen" if may else "seen"))
    assert not wrong, "\n".join(map(str, wrong))


def test_backups_hold_it_all_and_logs_and_receipts_hold_nothing(stand: Stand, planted: dict[str, str]):
    copied = copying.make(stand.shop, at=stand.at, now=stand.now)
    with sqlite3.connect(copied.file) as copy:
        words = "\n".join(copy.iterdump())
    copy.close()
    assert [name for name, word in planted.items() if word not in words] == []
    terminal = Terminal(stand.shop.folder).as_("els", "1234")
    terminal.run("receipt", "1-000001")
    (receipt,) = stand.shop.config.receipts.rglob("1-000001.pdf")
    words = pypdf.PdfReader(receipt).pages[0].extract_text()
    with pytest.raises(IntegrityError) as fault, stand.shop.writing.begin() as session:
        session.add(HouseholdCard(folded=CARD.casefold(), card=CARD, household_id="none", issued_at=stand.now))
    words += (write_down(fault.value, stand.shop.folder, at=stand.now)).read_text("utf-8")
    assert [name for name, word in planted.items() if word in words] == []
