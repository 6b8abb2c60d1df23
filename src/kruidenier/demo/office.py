"""The demo shop's office: staff, places, rules, catalogue, suppliers, and the households that register or renew."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kruidenier.demo import cast, suppliers
from kruidenier.demo.assortment import CATALOGUE, OWN, rows
from kruidenier.shop.goods import stock
from kruidenier.shop.office import settings, staff

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.demo.assortment import Article
    from kruidenier.demo.world import World
    from kruidenier.shop.office.place import Counter

PLACES = (
    ("koel", "Koeltoog / comptoir frais", "fridge"),
    ("diepvries", "Diepvries / surgelés", "freezer"),
    ("reserve", "Reserve / réserve", "back"),
    ("bakfiets", "Bakfiets / vélo-cargo", "mobile"),
)
RULES = (
    ("receipt.heading", "Voorbeeldstraat 1 rue de l'Exemple|1090 Jette"),
    ("price.cap_percent.donated", "80"),
    ("rights.warn_days", "30"),
)
LATER_RULES = (("price.percent", "45"), ("budget.adult_cents", "1200"))
"""Rules that changed halfway, so that papers about the past have something to remember."""


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who works in the demo shop, with the PIN to try."""

    code: str
    name: str
    role: str
    pin: str


def hire(session: Session, founder: str, *, at: Counter, now: dt.datetime) -> list[Worker]:
    """Let everybody work here; the first of the team founded the shop."""
    name, role, pin, _lang = cast.TEAM[0]
    team = [Worker(founder, name, role, pin)]
    for name, role, pin, lang in cast.TEAM[1:]:
        person = staff.add(session, name, role=role, pin=pin, at=at, now=now, lang=lang)
        session.flush()
        team.append(Worker(person.code, person.name, person.role, pin))
    return team


def furnish(session: Session, articles: dict[str, Article], *, at: Counter, now: dt.datetime, today: dt.date) -> None:
    """Set up places and rules, and fill catalogue and suppliers."""
    for code, name, kind in PLACES:
        stock.add_place(session, code, name=name, kind=kind, at=at, now=now)
    for key, value in RULES:
        settings.put(session, key, value=value, at=at, now=now)
    halfway = at.business_date(now) + (today - at.business_date(now)) / 2
    for key, value in LATER_RULES:
        settings.put(session, key, value=value, valid_from=halfway, at=at, now=now)
    bring_in(session, "products", products(articles), at=at, now=now)
    bring_in(session, "suppliers", [giver.row() for giver in suppliers.GIVERS], at=at, now=now)


def products(articles: dict[str, Article]) -> list[dict[str, str]]:
    """List the real catalogue and the shop's own goods, with what some cost in other shops."""
    listed = []
    for row in [*rows(CATALOGUE), *rows(OWN)]:
        article = articles.get(row.get("gtin") or row["code"])
        reference = article.reference_cents if article else None
        listed.append(row | {"reference_price_cents": str(reference or row["reference_price_cents"])})
    return listed


def desk(session: Session, world: World, *, since: dt.date, at: Counter, now: dt.datetime) -> None:
    """Do what came to the welcome desk after a day: new households, renewals, pauses and blocks."""
    first, after = world.day_number(world.first), world.day_number(since)
    day = world.day_number(at.business_date(now))

    def came(number: int | None) -> bool:
        return number is not None and after < max(number, first) <= day

    due = [f for f in world.families if came(f.registers(first)) or (came(f.renewed) and f.registers(first) <= day)]
    if due:
        bring_in(session, "households", [f.row(day, today=world.today) for f in due], at=at, now=now)
    for family in world.families:
        if family.hold and came(max(family.hold[1], family.registers(first))):
            hold_back(session, family, at=at, now=now)


# STOPGAP
from typing import Any
from sqlalchemy import insert, select
from kruidenier.shop.goods import catalogue, search
from kruidenier.shop.goods.catalogue import Product, ProductCode, ProductName, ProductPrice
from kruidenier.shop.people import households
from kruidenier.shop.people.households import Headcount, Member
from kruidenier.shop.people.rights import Right, Hold
from kruidenier.shop.supply.suppliers import Supplier
from kruidenier.store.base import new_id


def bring_in(session: Session, kind: str, lines: list[dict[str, str]], *, at: Counter, now: dt.datetime) -> None:
    def num(text: str) -> int | None:
        return int(text) if text else None

    def date(text: str) -> dt.date | None:
        return dt.date.fromisoformat(text) if text else None

    if kind == "products":
        P, N, C, R = [], [], [], []
        for r in lines:
            code = r.get("gtin") or r["code"]
            pid = new_id()
            P.append(
                dict(
                    id=pid,
                    code=code,
                    group_code=r["group"],
                    sold_by=r["sold_by"],
                    brand=r["brand"] or None,
                    content=num(r["quantity"]),
                    unit=r["unit"] or None,
                    vat_rate=num(r["vat_rate"]),
                    shelf_life_group=num(r["shelf_life_group"]),
                    quota=None,
                    draft=False,
                    version=1,
                )
            )
            C.append(dict(code=catalogue.key_of(code), product_id=pid, given=code, backwards=code[::-1], position=1))
            for lang in ("fr", "nl", "en"):
                if r[f"name_{lang}"]:
                    N.append(dict(product_id=pid, lang=lang, name=r[f"name_{lang}"]))
            for k, c in (("reference", "reference_price_cents"), ("fixed", "price_cents")):
                if r[c]:
                    R.append(
                        dict(product_id=pid, kind=k, valid_from=at.business_date(now), cents=int(r[c]), set_at=now)
                    )
        for t, v in ((Product, P), (ProductName, N), (ProductCode, C), (ProductPrice, R)):
            session.execute(insert(t), v)
        ids = [p["id"] for p in P]
        for n in range(0, len(ids), 500):
            search.index(session, ids[n : n + 500])
    elif kind == "suppliers":
        for r in lines:
            session.add(
                Supplier(id=new_id(), code=r["code"], name=r["name"], kind=r["kind"], vat_scheme=r["vat_scheme"])
            )
        session.flush()
    else:
        for r in lines:
            try:
                hid = households.find(session, r["card"]).id
            except households.UnknownCard:
                hid = households.new_household(
                    session,
                    card=r["card"],
                    lang=r["lang"],
                    display_name=r["display_name"],
                    referred_by=r["referred_by"],
                    note=r["note"],
                    now=now,
                )
                session.flush()
                if r["members"]:
                    for m in r["members"].split(";"):
                        born, g = m.split(":")
                        y, _, mo = born.partition("-")
                        session.add(
                            Member(
                                household_id=hid,
                                birth_year=int(y),
                                birth_month=int(mo) if mo else None,
                                gender=g,
                                joined_on=dt.date(2000, 1, 1),
                            )
                        )
                else:
                    session.add(
                        Headcount(
                            household_id=hid,
                            valid_from=dt.date(2000, 1, 1),
                            adults=int(r["adults"]),
                            children=int(r["children"]),
                        )
                    )
            for k, c in (("grocery", "access"), ("esf", "esf")):
                if r[f"{c}_from"]:
                    session.add(
                        Right(
                            household_id=hid,
                            kind=k,
                            valid_from=date(r[f"{c}_from"]),
                            valid_until=date(r[f"{c}_until"]),
                            rule_version=0,
                            granted_by=at.by,
                            granted_at=now,
                        )
                    )
        session.flush()


def hold_back(session: Session, family: Any, *, at: Counter, now: dt.datetime) -> None:
    hid = households.find(session, family.card).id
    session.add(Hold(household_id=hid, kind=family.hold[0], valid_from=at.business_date(now), put_by=at.by, put_at=now))
    session.flush()
