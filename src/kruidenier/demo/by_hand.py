"""Rows of the catalogue, of suppliers and of households, in the columns of the imports."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select

from kruidenier.shop.goods import catalogue, search
from kruidenier.shop.goods.catalogue import Product, ProductCode, ProductName, ProductPrice
from kruidenier.shop.office.settings import LONG_AGO
from kruidenier.shop.people import households
from kruidenier.shop.people.households import Headcount, HouseholdCard, Member
from kruidenier.shop.people.rights import Hold, Right
from kruidenier.shop.supply.suppliers import Supplier, SupplierContact
from kruidenier.store.base import new_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter

SOME = 500
PRICES = {"reference": "reference_price_cents", "fixed": "price_cents"}


def write_products(session: Session, lines: list[dict[str, str]], *, at: Counter, now: dt.datetime) -> None:
    """Fill an empty catalogue."""
    ids = [new_id() for _ in lines]
    from_day = at.business_date(now)
    rows: dict[type[Any], list[dict[str, Any]]] = {Product: [], ProductCode: [], ProductName: [], ProductPrice: []}
    for product_id, line in zip(ids, lines, strict=True):
        code = line.get("gtin") or line["code"]
        rows[Product].append({"id": product_id, "code": code, "draft": False, "version": 1, **_product(line)})
        key = catalogue.key_of(code)
        rows[ProductCode].append(
            {"code": key, "product_id": product_id, "given": code, "backwards": code[::-1], "position": 1}
        )
        rows[ProductName] += [
            {"product_id": product_id, "lang": lang, "name": line[f"name_{lang}"]}
            for lang in ("fr", "nl", "en")
            if line[f"name_{lang}"]
        ]
        rows[ProductPrice] += [
            {"product_id": product_id, "kind": kind, "valid_from": from_day, "cents": int(line[column]), "set_at": now}
            for kind, column in PRICES.items()
            if line[column]
        ]
    for table, values in rows.items():
        session.execute(insert(table), values)
    for start in range(0, len(ids), SOME):
        search.index(session, ids[start : start + SOME])


def _product(line: dict[str, str]) -> dict[str, Any]:
    return {
        "group_code": line["group"],
        "sold_by": line["sold_by"],
        "brand": line["brand"] or None,
        "content": int(line["quantity"]) if line["quantity"] else None,
        "unit": line["unit"] or None,
        "vat_rate": int(line["vat_rate"]) if line["vat_rate"] else None,
        "shelf_life_group": int(line["shelf_life_group"]) if line["shelf_life_group"] else None,
    }


def write_suppliers(session: Session, lines: list[dict[str, str]]) -> None:
    """Register suppliers and their contacts."""
    about = ("code", "name", "kind", "kbo", "establishment", "banner", "street", "postcode", "town", "size_class")
    for line in lines:
        supplier = Supplier(id=new_id(), vat_scheme=line["vat_scheme"], **{name: line[name] or None for name in about})
        session.add(supplier)
        session.flush()
        if line["contact"]:
            contact = SupplierContact(supplier_id=supplier.id, name=line["contact"], email=line["email"])
            contact.lang = line["lang"]
            session.add(contact)
    session.flush()


def write_households(session: Session, lines: list[dict[str, str]], *, at: Counter, now: dt.datetime) -> None:
    """Register households that are new, and renew the rights of those that are known."""
    known = dict(session.execute(select(HouseholdCard.card, HouseholdCard.household_id)).all())
    for line in lines:
        key = known.get(line["card"]) or _new_household(session, line, now=now)
        for kind, column in (("grocery", "access"), ("esf", "esf")):
            start, until = _date(line[f"{column}_from"]), _date(line[f"{column}_until"])
            earlier = session.execute(
                select(func.max(Right.valid_until), func.count()).where(Right.household_id == key, Right.kind == kind)
            ).one()
            if start is None or (earlier[1] and earlier[0] == until):
                continue
            right = Right(household_id=key, kind=kind, valid_from=start, valid_until=until, renewals=earlier[1])
            right.rule_version, right.granted_by, right.granted_at = 0, at.by, now
            session.add(right)
    session.flush()


def _new_household(session: Session, line: dict[str, str], *, now: dt.datetime) -> str:
    key = households.new_household(
        session,
        card=line["card"],
        lang=line["lang"],
        display_name=line["display_name"],
        referred_by=line["referred_by"] or None,
        note=line["note"] or None,
        now=now,
    )
    session.flush()
    session.add_all(_members(key, line["members"]))
    if not line["members"]:
        adults, children = int(line["adults"]), int(line["children"])
        session.add(Headcount(household_id=key, valid_from=LONG_AGO, adults=adults, children=children))
    return key


def _members(key: str, written: str) -> Iterator[Member]:
    for member in filter(None, written.split(";")):
        born, gender = member.split(":")
        year, _, month = born.partition("-")
        yield Member(
            household_id=key,
            birth_year=int(year),
            birth_month=int(month) if month else None,
            gender=gender,
            joined_on=LONG_AGO,
        )


def _date(written: str) -> dt.date | None:
    return dt.date.fromisoformat(written) if written else None


def hold_back(session: Session, card: str, *, kind: str, at: Counter, now: dt.datetime) -> None:
    """Pause or block a household from today on."""
    key = households.find(session, card).id
    session.add(Hold(household_id=key, kind=kind, valid_from=at.business_date(now), put_by=at.by, put_at=now))
    session.flush()
