"""The demo shop's office: staff, places, rules, catalogue, suppliers, and the households that register or renew."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kruidenier.demo import cast, suppliers
from kruidenier.demo.assortment import CATALOGUE, OWN, rows
from kruidenier.shop.goods import places, product_facts, product_list
from kruidenier.shop.goods.groups import NOT_FOOD
from kruidenier.shop.office import settings, staff
from kruidenier.shop.office.sheets import Imported, Sheet
from kruidenier.shop.people import files, household_list, register, renewing
from kruidenier.shop.people.register import People
from kruidenier.shop.supply import supplier_list

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from sqlalchemy.orm import Session

    from kruidenier.demo.assortment import Article
    from kruidenier.demo.cast import Family
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
    ("recipient.kbo", "0999.300.334"),
    ("recipient.recognised_by", "Voorbeeldgemeente / commune d'exemple"),
    ("recipient.recognition", "2026/0017"),
    ("recipient.recognised_on", "2026-01-15"),
    ("rights.warn_days", "30"),
    ("label.register", "https://gemeente.example/label"),
)
HOLD_REASONS = {"paused": "Op vraag van het gezin", "blocked": "Gesprek gepland"}
PROOFS = {
    "OCMW-CPAS": "ocmw_letter",
    "CAW": "leefloon",
    "Service social du Parc": "debt_mediation",
    "Huisarts": "bim",
    "École du Tilleul": "attestation de l’école",
}
"""Which document was seen, by who referred them."""
FILES: dict[str, dict[str, Any]] = {
    "1001": {
        "needs": ("chair", "cool_bag"),
        "substitute": "Tante Zohra",
        "note": "Brengt de sleutel van de zaal terug",
    },
    "1002": {"needs": ("manager",), "note": "Demander le nouvel horaire de travail"},
    "1003": {"needs": ("cool_bag", "interpreter"), "substitute": "Fille aînée"},
    "1004": {"address": "Voorbeeldstraat 12, 1090 Jette", "note": "Renouvellement à préparer avec le CPAS"},
    "1008": {"address": "Rue de l'Exemple 7, 1090 Jette", "address_protected": True},
}
"""What stands in the files of some households to try."""
ALLERGENS = {"bread": ("gluten",), "eggs": ("eggs",), "217": ("celery",)}
"""What is in loose goods, by code or by food group; in all others none of the 14."""
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
        places.add_place(session, code, name=name, kind=kind, at=at, now=now)
    for key, value in RULES:
        settings.put(session, key, value=value, at=at, now=now)
    halfway = at.business_date(now) + (today - at.business_date(now)) / 2
    for key, value in LATER_RULES:
        settings.put(session, key, value=value, valid_from=halfway, at=at, now=now)
    plan = product_list.judge(session, sheet(product_list.COLUMNS, products(articles)), on=at.business_date(now))
    require_clean(product_list.write(session, plan, at=at, now=now))
    for row in rows(OWN):
        if row["group"] not in NOT_FOOD:
            inside = ALLERGENS.get(row["code"], ALLERGENS.get(row["group"], ()))
            product_facts.set_allergens(session, row["code"], allergens=inside, at=at, now=now)
    givers = sheet(supplier_list.COLUMNS, [giver.row() for giver in suppliers.GIVERS])
    require_clean(supplier_list.write(session, supplier_list.judge(session, givers), at=at, now=now))


def sheet(columns: Sequence[str], lines: Sequence[dict[str, str]]) -> Sheet:
    """Lay lines out as a spreadsheet that was read."""
    return Sheet(tuple(columns), tuple(lines))


def sent_id(rng: Random) -> str:
    """Make the id of a deed, the same at every building."""
    return str(UUID(int=rng.getrandbits(128), version=4))


def require_clean(imported: Imported) -> None:
    """Stop if the demo's own lines have an error: they are part of the program."""
    if imported.errors:
        raise AssertionError(imported.errors)


def products(articles: dict[str, Article]) -> list[dict[str, str]]:
    """List the real catalogue and the shop's own goods, with what some cost in other shops."""
    listed = []
    for row in [*rows(CATALOGUE), *rows(OWN)]:
        article = articles.get(row.get("gtin") or row["code"])
        reference = article.reference_cents if article else None
        listed.append(row | {"reference_price_cents": str(reference or row["reference_price_cents"])})
    return listed


def bring_households(session: Session, world: World, *, at: Counter, now: dt.datetime) -> None:
    """Import the households that were known before the shop began with the program."""
    first = world.day_number(world.first)
    known = [family for family in world.families if family.registers(first) == first]
    _import_households(session, world, known, at=at, now=now)


def desk(session: Session, world: World, *, since: dt.date, at: Counter, now: dt.datetime) -> None:
    """Do what came to the welcome desk after a day: new households, births, renewals, pauses and blocks."""
    first, after, today = world.day_number(world.first), world.day_number(since), at.business_date(now)
    day = world.day_number(today)
    for family in world.families:
        registered = family.registers(first)
        if after < registered <= day and registered > first:
            _register(session, world, family, at=at, now=now)
        if family.renewed is not None and registered <= after < family.renewed <= day:
            until, proof = world.date(family.until(day)), PROOFS.get(family.referrer)
            renewing.renew(session, family.card, until=until, proof=proof, at=at, now=now)
        if family.hold and after < max(family.hold[1], registered) <= day:
            kind, reason = family.hold[0], HOLD_REASONS[family.hold[0]]
            register.hold(session, family.card, kind=kind, reason=reason, at=at, now=now)
    known = (family for family in world.families if family.registers(first) <= after)
    grown = [family for family in known if family.born(today) != family.born(since)]
    if grown:
        _import_households(session, world, grown, at=at, now=now)


def _import_households(
    session: Session, world: World, families: Sequence[Family], *, at: Counter, now: dt.datetime
) -> None:
    today = at.business_date(now)
    rows = [family.row(world.day_number(today), today=world.today) for family in families]
    plan = household_list.judge(session, sheet(household_list.COLUMNS, rows), on=today)
    require_clean(household_list.write(session, plan, at=at, now=now))


def _register(session: Session, world: World, family: Family, *, at: Counter, now: dt.datetime) -> None:
    today = at.business_date(now)
    esf_from, esf_until = (world.date(number) for number in family.esf) if family.esf else (None, None)
    register.register(
        session,
        card=family.card,
        display_name=family.name,
        lang=family.lang,
        people=People(family.born(today), family.adults, family.children),
        access_from=world.date(family.grocery[0]),
        access_until=world.date(family.until(world.day_number(today))),
        esf_from=esf_from,
        esf_until=esf_until,
        referred_by=family.referrer,
        note=family.note or None,
        proof=PROOFS.get(family.referrer),
        at=at,
        now=now,
    )


def fill_files(session: Session, world: World, *, at: Counter, now: dt.datetime) -> None:
    """Write into some files what people need and who comes for them; one household is registered twice."""
    today = at.business_date(now)
    for family in world.families:
        told = dict(FILES.get(family.card, {}))
        if not told:
            continue
        files.set_needs(session, family.card, needs=told.pop("needs", ()), at=at, now=now)
        note, substitute = told.pop("note", None), told.pop("substitute", None)
        if note:
            files.write_note(session, family.card, words=note, until=today + dt.timedelta(days=60), at=at, now=now)
        if substitute:
            until = today + dt.timedelta(days=180)
            files.name_substitute(session, family.card, name=substitute, until=until, at=at, now=now)
        files.change(session, family.card, informed_on=today, **told, at=at, now=now)
    once = next(family for family in world.families if family.name == cast.TWICE[0])
    register.register(
        session,
        card="1010",
        display_name=cast.TWICE[1],
        lang="fr",
        people=People(once.born(today)),
        access_from=today,
        access_until=world.date(once.until(world.day_number(today))),
        referred_by="CAW Brussel",
        proof="composition",
        at=at,
        now=now,
    )
