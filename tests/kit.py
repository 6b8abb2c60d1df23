"""Arranging a shop in a test, in words of the shop floor: goods, lots, households, and deeds in a transaction each."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from sqlalchemy import func, select, text, update

from kruidenier.shop.goods import catalogue, places, recalls, search, stock
from kruidenier.shop.goods.catalogue import Product, ProductCode, ProductName, ProductPrice
from kruidenier.shop.goods.stock import Lot, Movement
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.journal import broken_chains
from kruidenier.shop.office.known_settings import KNOWN
from kruidenier.shop.office.place import Counter, Till, counter
from kruidenier.shop.opening import OpenShop
from kruidenier.shop.people import households
from kruidenier.shop.people.budgets import BudgetEntry
from kruidenier.shop.people.households import Headcount, Member
from kruidenier.shop.people.rights import Hold, Right
from kruidenier.shop.supply.suppliers import Supplier
from kruidenier.shop.till import baskets, corrections, paying, scanning
from kruidenier.shop.till.kept import Back
from kruidenier.shop.till.payments import Payment
from kruidenier.shop.till.sales import Sale, SaleLine, SalePayment, SaleTake
from kruidenier.shop.till.values import Basket, Kept, SaleDocument, Scanned, Wanted
from kruidenier.store.base import new_id

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
"""A Tuesday, ten in the morning in Brussels."""
TODAY = NOW.date()

T = TypeVar("T")


def day(text: str) -> dt.date:
    """Read a date, such as 2026-11-24."""
    return dt.date.fromisoformat(text)


def noon(date: dt.date | str) -> dt.datetime:
    """Tell the moment of noon in Brussels on a day."""
    on = day(date) if isinstance(date, str) else date
    return dt.datetime.combine(on, dt.time(11), dt.UTC)


def house_rules(**changed: Any) -> rules.Settings:
    """Tell the rules of a new shop, with some changed; dots of a key are written as two underscores."""
    values = {key: known.read(known.default) for key, known in KNOWN.items()}
    return rules.Settings(values | {key.replace("__", "."): value for key, value in changed.items()}, 0)


def wanted(item: str | tuple[str, Any] | Wanted) -> Wanted:
    """Say what to sell: `"rice"`, `("rice", 3)`, `("apples", "800g")`, `("milk", day("2026-12-01"))`, or all of it."""
    if isinstance(item, Wanted):
        return item
    if isinstance(item, str):
        return Wanted(item)
    code, amount = item
    if isinstance(amount, dt.date):
        return Wanted(code, date=amount)
    if isinstance(amount, str):
        return Wanted(code, grams=int(amount.removesuffix("g")))
    return Wanted(code, count=amount)


def paid_by(pay: str | Sequence[Payment] | dict[str, int | None]) -> list[Payment]:
    """Say how to pay: `"cash"`, or `{"voucher": 500, "cash": None}`, where None takes the rest."""
    if isinstance(pay, str):
        return [Payment(pay)] if pay else []
    if isinstance(pay, dict):
        return [Payment(method, cents) for method, cents in pay.items()]
    return list(pay)


@dataclass
class Stand:
    """A shop under test, somebody at a till of it, and the hour. Every deed is one transaction."""

    shop: OpenShop
    at: Counter
    now: dt.datetime = NOW
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def today(self) -> dt.date:
        """The shop's date now."""
        return self.at.business_date(self.now)

    def on(self, moment: dt.datetime | dt.date | str) -> Stand:
        """Stand here at another moment; a date is its noon."""
        return replace(self, now=moment if isinstance(moment, dt.datetime) else noon(moment))

    def as_(self, role: str, *skills: str) -> Stand:
        """Let somebody with another role stand here, who learned something beside it."""
        return replace(self, at=replace(self.at, by=role, role=role, skills=skills))

    def another_till(self, code: str = "2") -> Stand:
        """Stand at another till of the same shop, made if it is not there yet."""
        with self.shop.writing.begin() as session:
            if session.scalar(select(Till.id).where(Till.code == code)) is None:
                session.add(Till(site_id=session.scalars(select(func.min(Till.site_id))).one(), code=code))
                session.flush()
            at = counter(session, code, by=self.at.by, role=self.at.role, skills=self.at.skills)
        return replace(self, at=at)

    def do(self, verb: Callable[..., T], *arguments: Any, **named: Any) -> T:
        """Do a deed here and now, in a transaction of its own."""
        with self.shop.writing.begin() as session:
            return verb(session, *arguments, at=self.at, now=self.now, **named)

    def ask(self, question: Callable[..., T], *arguments: Any, **named: Any) -> T:
        """Ask the books, reading only."""
        with self.shop.reading() as session:
            return question(session, *arguments, **named)

    # Arranging

    def setting(self, key: str, value: str | int, *, valid_from: dt.date | str | None = None) -> None:
        """Set a rule of the shop, from today if no day is given."""
        first = day(valid_from) if isinstance(valid_from, str) else valid_from
        self.do(rules.put, key, value=str(value), valid_from=first)

    def product(
        self,
        code: str,
        *,
        name: str | None = None,
        names: dict[str, str] | None = None,
        group: str = "canned",
        by_weight: bool = False,
        fixed: int | None = None,
        reference: int | None = None,
        content: int | None = None,
        unit: str | None = None,
        codes: Sequence[str] = (),
        **columns: Any,
    ) -> str:
        """Put a product into the catalogue, with its prices in cents since long ago; tells its code."""
        with self.shop.writing.begin() as session:
            product = Product(
                id=new_id(),
                code=code,
                group_code=group,
                sold_by="weight" if by_weight else "piece",
                content=content,
                unit=unit or ("g" if content else None),
                **columns,
            )
            session.add(product)
            session.flush()
            for lang, said in (names or {"en": name or code.capitalize()}).items():
                session.add(ProductName(product_id=product.id, lang=lang, name=said))
            for position, given in enumerate([code, *codes], start=1):
                key = catalogue.key_of(given)
                session.add(
                    ProductCode(code=key, product_id=product.id, given=given, backwards=given[::-1], position=position)
                )
            for kind, cents in (("fixed", fixed), ("reference", reference)):
                if cents is not None:
                    row = ProductPrice(product_id=product.id, kind=kind, valid_from=rules.LONG_AGO, cents=cents)
                    row.set_at = self.now
                    session.add(row)
            session.flush()
            search.index(session, [product.id])
        return code

    def supplier(self, code: str = "colruyt", *, kind: str = "supermarket") -> str:
        """Make a supplier, once; tells its key."""
        with self.shop.writing.begin() as session:
            found = session.scalar(select(Supplier.id).where(Supplier.code == code))
            if found is None:
                found = new_id()
                session.add(Supplier(id=found, code=code, name=code.capitalize(), kind=kind, vat_scheme="unknown"))
        return found

    def lot(
        self,
        code: str,
        count: int = 0,
        *,
        grams: int = 0,
        origin: str = "bought",
        use_by: dt.date | str | None = None,
        best_before: dt.date | str | None = None,
        received: dt.date | str | None = None,
        lot_code: str | None = None,
        state: str = "live",
    ) -> str:
        """Take goods of a product in as one lot; tells its number."""
        with self.shop.reading() as session:
            item = catalogue.require_item(session, code)
        return self._take_in(
            origin=origin,
            use_by=use_by,
            best_before=best_before,
            received=received,
            lot_code=lot_code,
            state=state,
            kind="product",
            product_id=item.id,
            group_code=item.group,
            by_weight=item.by_weight,
            count=count,
            grams=grams,
        )

    def crates(self, group: str | None, grams: int, *, origin: str = "donated", **rest: Any) -> str:
        """Take crates of a food group (None: mixed) in as one bulk lot, by weight; tells its number."""
        return self._take_in(
            origin=origin, kind="bulk", product_id=None, group_code=group, by_weight=True, count=0, grams=grams, **rest
        )

    def _take_in(
        self,
        *,
        use_by: dt.date | str | None = None,
        best_before: dt.date | str | None = None,
        received: dt.date | str | None = None,
        state: str = "live",
        **row: Any,
    ) -> str:
        date = use_by or best_before
        mark = "use_by" if use_by else "best_before" if best_before else "none"
        with self.shop.writing.begin() as session:
            lots = stock.take_in(
                session,
                [
                    {
                        **row,
                        "date_mark": mark,
                        "date": day(date) if isinstance(date, str) else date,
                        "received_on": day(received) if isinstance(received, str) else received or self.today,
                        "place_id": places.default_place(session),
                        "state": state,
                    }
                ],
                reason="received",
                document_id=new_id(),
                at=self.at,
                now=self.now,
            )
            recalls.sweep(session, [lots[0].product_id], at=self.at, now=self.now)
            return lots[0].number

    def state(self, lot: str, state: str) -> None:
        """Block, recall or free a lot."""
        with self.shop.writing.begin() as session:
            session.execute(update(Lot).where(Lot.number == lot).values(state=state))

    def household(
        self,
        card: str = "H1",
        *,
        adults: int = 1,
        children: int = 0,
        members: Sequence[tuple[int, int | None]] = (),
        lang: str = "nl",
        grocery: tuple[str | None, str | None] | None = ("2020-01-01", None),
        esf: tuple[str | None, str | None] | None = None,
    ) -> str:
        """Register a household with its rights from a day to a day; members are (birth year, month). Tells its card."""
        with self.shop.writing.begin() as session:
            key = households.new_household(
                session, card=card, lang=lang, display_name=f"Family {card}", referred_by=None, note=None, now=self.now
            )
            session.flush()
            if members:
                session.add_all(
                    Member(household_id=key, birth_year=year, birth_month=month, joined_on=rules.LONG_AGO)
                    for year, month in members
                )
            else:
                session.add(Headcount(household_id=key, valid_from=rules.LONG_AGO, adults=adults, children=children))
            for kind, term in (("grocery", grocery), ("esf", esf)):
                if term is not None:
                    self._grant(session, key, kind, *term)
        return card

    def grant(self, card: str, kind: str, start: str | None, until: str | None) -> None:
        """Give a household a right anew; the newest of a kind counts."""
        with self.shop.writing.begin() as session:
            self._grant(session, households.find(session, card).id, kind, start, until)

    def _grant(self, session: Any, key: str, kind: str, start: str | None, until: str | None) -> None:
        session.add(
            Right(
                household_id=key,
                kind=kind,
                valid_from=day(start) if start else None,
                valid_until=day(until) if until else None,
                rule_version=0,
                granted_by=self.at.by,
                granted_at=self.now,
            )
        )

    def hold_back(self, card: str, kind: str, start: str, until: str | None = None, lifted: str | None = None) -> None:
        """Pause or block a household from a day to a day."""
        with self.shop.writing.begin() as session:
            session.add(
                Hold(
                    household_id=households.find(session, card).id,
                    kind=kind,
                    valid_from=day(start),
                    valid_until=day(until) if until else None,
                    lifted_on=day(lifted) if lifted else None,
                    put_by=self.at.by,
                    put_at=self.now,
                )
            )

    # Selling

    def welcome(self, card: str = "H1") -> Basket:
        """Scan a card."""
        return self.do(baskets.welcome, card)

    def scan(self, basket: Basket | str, code: str, *, ask: bool = False, **said: Any) -> Scanned:
        """Scan goods into a basket; unlike at the screen, nothing is asked unless `ask`."""
        basket_id = basket if isinstance(basket, str) else basket.id
        return self.do(scanning.scan, basket_id, code=code, ask=ask, **said)

    def pay(
        self,
        basket: Basket | str,
        pay: str | Sequence[Payment] | dict[str, int | None] = "cash",
        *,
        id: str | None = None,
        override: str | None = None,
    ) -> SaleDocument:
        """Pay a basket."""
        return self.do(
            paying.pay,
            basket if isinstance(basket, str) else basket.id,
            payments=paid_by(pay),
            id=id or new_id(),
            override=override,
        )

    def sell(
        self,
        card: str,
        *items: str | tuple[str, Any] | Wanted,
        pay: str | Sequence[Payment] | dict[str, int | None] = "cash",
        id: str | None = None,
        override: str | None = None,
        paper: Kept | None = None,
    ) -> SaleDocument:
        """Sell a whole basket at once."""
        return self.do(
            paying.sell,
            card,
            items=[wanted(item) for item in items],
            payments=paid_by(pay),
            id=id or new_id(),
            override=override,
            paper=paper,
        )

    def void(self, number: str, *, reason: str = "mistake", id: str | None = None) -> SaleDocument:
        """Cancel a sale."""
        return self.do(corrections.void, number, reason=reason, id=id or new_id())

    def refund(
        self,
        number: str,
        *items: str | tuple[str, Any] | Back,
        pay: str = "cash",
        reason: str = "brought back",
        id: str | None = None,
    ) -> SaleDocument:
        """Take goods back: `"rice"`, `("rice", 2)`, `("apples", "300g")`."""
        return self.do(
            corrections.refund,
            number,
            items=[_back(item) for item in items],
            reason=reason,
            method=pay,
            id=id or new_id(),
        )

    # Looking into the books

    def left(self, lot: str) -> tuple[int, int]:
        """Tell pieces and grams that the books know in a lot."""
        with self.shop.reading() as session:
            row = session.execute(select(Lot.count, Lot.grams).where(Lot.number == lot)).one()
        return row.count, row.grams  # type: ignore[return-value]

    def spent(self, card: str, on: dt.date | str | None = None) -> int:
        """Tell what a household has spent in the period of a day (today), in cents."""
        from kruidenier.shop.till.shoppers import visit

        date = day(on) if isinstance(on, str) else on or self.today
        with self.shop.reading() as session:
            held = households.find(session, card)
            return visit(session, held, on=date, settings=rules.current(session, date)).spent_cents

    def rows(self, sql: str, **values: Any) -> list[Any]:
        """Read rows in plain SQL."""
        with self.shop.reading() as session:
            return list(session.execute(text(sql), values))

    def faults(self) -> list[str]:
        """List everything in the books that does not add up; a sound shop has none."""
        with self.shop.reading() as session:
            return [*_faults(session)]


def _back(item: str | tuple[str, Any] | Back) -> Back:
    if isinstance(item, Back):
        return item
    if isinstance(item, str):
        return Back(item)
    code, amount = item
    return Back(code, grams=int(amount.removesuffix("g"))) if isinstance(amount, str) else Back(code, count=amount)


def _faults(session: Any) -> Any:
    moved = {
        row.lot_id: (row.pieces, row.weight)
        for row in session.execute(
            select(
                Movement.lot_id, func.sum(Movement.count).label("pieces"), func.sum(Movement.grams).label("weight")
            ).group_by(Movement.lot_id)
        )
    }
    for lot in session.execute(select(Lot.id, Lot.number, Lot.kind, Lot.count.label("pieces"), Lot.grams)):
        if (lot.pieces, lot.grams) != moved.get(lot.id, (0, 0)):
            yield f"lot {lot.number}: {lot.pieces} and {lot.grams} g, but movements give {moved.get(lot.id, (0, 0))}"
        if lot.kind != "shortfall" and (lot.pieces < 0 or lot.grams < 0):
            yield f"lot {lot.number} is below zero"
    lines, takes, payments = _by_sale(session, SaleLine), _by_sale(session, SaleTake), _by_sale(session, SalePayment)
    charged: dict[str, int] = {}
    for entry in session.scalars(select(BudgetEntry).where(BudgetEntry.purse == "paid")):
        charged[entry.document_id] = charged.get(entry.document_id, 0) + entry.cents
    for sale in session.scalars(select(Sale)):
        if sale.total_cents != sum(line.total_cents for line in lines[sale.id]):
            yield f"{sale.number}: total is not that of its lines"
        if sale.total_cents + sale.rounding_cents != sum(p.amount_cents for p in payments.get(sale.id, [])):
            yield f"{sale.number}: payments are not total and rounding"
        within = sum(line.total_cents for line in lines[sale.id] if line.purse != "beyond")
        if charged.get(sale.id) != within:
            yield f"{sale.number}: {charged.get(sale.id)} was charged for {within}"
        for line in lines[sale.id]:
            of_line = [take for take in takes[sale.id] if take.position == line.position]
            if line.grams is None and line.count != sum(take.count for take in of_line):
                yield f"{sale.number} line {line.position}: {line.count} pieces, but other takes"
            if line.grams is not None and line.grams != sum(take.grams for take in of_line):
                yield f"{sale.number} line {line.position}: {line.grams} g, but other takes"
    for broken in broken_chains(session):
        yield f"journal of till {broken.till} is broken at {broken.seq}"


def _by_sale(session: Any, table: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in session.scalars(select(table)):
        found.setdefault(row.sale_id, []).append(row)
    return found
