"""A shop in which a word of its own stands in every personal column, also in those that say who did something."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from kruidenier.shop.office import staff
from kruidenier.shop.office.personal_data import KEY, REGISTER
from kruidenier.shop.office.staff import SKILLS
from kruidenier.shop.opening import open_shop
from kruidenier.shop.people import files, strangers
from kruidenier.shop.supply import supplier_contacts
from kruidenier.shop.tables import BOOKS
from tests.cli.conftest import Terminal
from tests.kit import Stand, day
from tests.shop.labels import give, line, sign_all, supplier
from tests.shop.test_agreements import signed
from tests.tui.conftest import MILK, PASSATA

CARD = "QZ4711"
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
"""Columns whose word is that of another column: the card, a random word, or who signs in."""
DEEDS = """
desk arrive {card}
privacy erase GONE
mapping save qz --column display_name=A --column adults=B --always lang=fr \
 --always referred_by=CPAS --always access_from=2026-01-01 --always access_until=2026-12-31
labels shelf {passata} -o {place}/labels.pdf
quota fair set {passata} --limit 9
crates fall bread 50
crates close {crate}=half
spot add fridge1 Fridge --kind fridge
spot temperature fridge1 4
agreement day {agreement} 2026-11-27 extra --why feast
count start --place shop
count enter {count} {passata} --count 19
count finish {count}
count accept {count}
recall start --gtin {milk} --reason glass
recall close {recall} --withdrawn other
label award miroir --by Mayor --decision 2026/1
gift-correct {note} 1*0@8000 --reason miscounted
gift-summary --supplier miroir --from 2026-10-01 --until 2026-10-31
report suppliers --year 2025 -o {place}/reports
cash open --float 0
cash close 5=0
cash open --float 0
waste {lot} --count 1 --reason damage
transfer give {lot} Partner --count 1
"""
"""What a manager does in it, so that every table has somebody's code."""


@dataclass(frozen=True)
class Planted:
    """The shop, its words by column, and the numbers of what lies in it."""

    stand: Stand
    words: dict[str, str]
    known: dict[str, str]

    @property
    def manager(self) -> Terminal:
        """A manager at a terminal."""
        return Terminal(self.stand.shop.folder).as_("els", "1234")


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


def build(folder: Path) -> Planted:
    """Fill a stocked shop, and plant the words."""
    shop = open_shop(folder)
    stand = Stand(shop, shop.counter(by="els", role="manager"))
    for name, role, pin in (("Ben", "volunteer", "2222"), ("Sam", "staff", "3333")):
        stand.do(staff.add, name, role=role, pin=pin)
    stand.do(staff.add, "Lea", role="volunteer", pin="5555", skills=list(SKILLS))
    stand.do(staff.add, "Zoe", role="volunteer", pin="4444")  # the last one is planted
    for card in ("GONE", CARD):
        stand.household(card, grocery=("2020-01-01", "2026-12-10"))
    stand.do(files.change, CARD, display_name="-", address="-", address_protected=True, referred_by="-", note="-")
    stand.do(files.write_note, CARD, words="-", until=day("2026-12-31"))
    stand.do(files.name_substitute, CARD, name="-", until=day("2026-12-31"))
    stand.hold_back(CARD, "paused", "2026-01-01", "2026-02-01")
    stand.do(strangers.tell_apart, CARD, "H1")
    stand.setting("budget.adult_cents", 0)
    stand.sell(CARD, PASSATA, override="-")
    supplier(stand)
    agreement = signed(stand, "miroir", at_time="17:00", crates=30)
    stand.do(supplier_contacts.add, "miroir", said={"role": "usual", "name": "-", "email": "-", "phone": "-"})
    give(stand, "2025-12-02", line("bread", 9000))
    for week in range(26):
        give(stand, dt.date(2026, 6, 2) + dt.timedelta(weeks=week), line("bread", 9000))
    sign_all(stand)
    known = _do_all(stand, agreement)
    return Planted(stand, {**_plant(folder), "household_card.card": CARD}, known)


def _do_all(stand: Stand, agreement: str) -> dict[str, str]:
    terminal = Terminal(stand.shop.folder).as_("els", "1234")
    known = {"card": CARD, "passata": PASSATA, "milk": MILK, "agreement": agreement, "count": "", "recall": ""}
    known["crate"] = stand.rows("SELECT max(number) AS number FROM lot WHERE kind = 'bulk'")[0].number
    known["place"] = str(stand.shop.folder.parent)
    known["note"] = stand.rows("SELECT max(gift_note) AS number FROM delivery")[0].number
    of_passata = "SELECT lot.number FROM lot JOIN product ON product.id = product_id WHERE code = :code"
    known["lot"] = stand.rows(of_passata, code=PASSATA)[0].number
    for deed in DEEDS.strip().splitlines():
        done = terminal.run(*deed.format_map(known).split())
        assert done.exit_code == 0, (deed, done.output)
        for table, name in (("stock_count", "count"), ("recall", "recall"), ("deed", "round")):
            if rows := stand.rows(f"SELECT number FROM {table} ORDER BY number"):
                known[name] = rows[0].number
    known["transfer"] = stand.rows("SELECT number FROM deed WHERE verb = 'transfer'")[0].number
    return known


def _plant(folder: Path) -> dict[str, str]:
    """Write a word into the newest row of every column, as no verb could: also where it is unreadable or sealed."""
    words: dict[str, str] = {}
    with sqlite3.connect(folder / "data" / "kruidenier.db") as books:
        for (guard,) in books.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            books.execute(f"DROP TRIGGER {guard}")
        for name in columns():
            table, column = name.split(".")
            words[name] = f"qz{len(words):02}x"
            newest = f'UPDATE {table} SET "{column}" = ? WHERE rowid = (SELECT max(rowid) FROM {table})'
            assert books.execute(newest, (words[name],)).rowcount == 1, f"no row for {name}"
        for name, signer in (("agreement.signed_by", "J. Maes"), ("agreement.shop_signed_by", "Els Peeters")):
            issued = "UPDATE issued_paper SET figures = replace(figures, ?, ?) WHERE kind LIKE 'agreement%'"
            books.execute(issued, (signer, words[name]))
    books.close()
    return words
