"""Households of a list on their way into the register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from kruidenier.shop.goods import barcodes
from kruidenier.shop.office.sheets import ChangedMeanwhile, Imported
from kruidenier.shop.people import register
from kruidenier.shop.people.households import Headcount, Household, HouseholdCard, HouseholdFile, Member
from kruidenier.shop.people.register import EVER, People
from kruidenier.shop.people.rights import Right
from kruidenier.store.base import random_key, wire
from kruidenier.store.rows import write_rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter

KINDS = {"access": "grocery", "esf": "esf"}
OF_FILE = ("display_name", "referred_by", "note")


@dataclass(frozen=True, slots=True)
class There:
    """A household as the register has it today."""

    id: str
    version: int
    values: Mapping[str, Any]
    renewals: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Change:
    """A household of the register, and what its row wants."""

    there: There
    wanted: Mapping[str, Any]

    @property
    def fields(self) -> list[str]:
        """The names of what is different; of people the journal keeps no more than that."""
        return [name for name, value in self.wanted.items() if name != "card" and value != self.there.values[name]]


@dataclass(slots=True)
class Plan:
    """What an import will write, judged before the books are locked."""

    imported: Imported
    new: list[Mapping[str, Any]] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    """All card numbers that somebody has or had."""
    cards: list[str] = field(default_factory=list)
    """The cards of the new households, once they are written."""


def write_new(session: Session, plan: Plan, *, version: int, at: Counter, now: dt.datetime) -> None:
    """Write new households in bulk; those without a card get a random one."""
    keyed = [(random_key(), household) for household in plan.new]
    plan.cards = [household["card"] or _free_card(plan.taken) for household in plan.new]
    connection = wire(session)
    write_rows(
        connection,
        Household,
        [{"id": id_, "lang": household["lang"], "registered_at": now, "version": 1} for id_, household in keyed],
    )
    try:
        write_rows(
            connection,
            HouseholdCard,
            [
                {"folded": card.casefold(), "card": card, "household_id": id_, "issued_at": now}
                for (id_, _household), card in zip(keyed, plan.cards, strict=True)
            ],
        )
    except IntegrityError as fault:
        raise ChangedMeanwhile from fault
    write_rows(
        connection,
        HouseholdFile,
        [
            {"household_id": id_, "address_protected": False} | {name: household[name] for name in OF_FILE}
            for id_, household in keyed
        ],
    )
    write_rows(connection, Member, [row for id_, h in keyed for row in _members(id_, h["people"])])
    write_rows(
        connection,
        Headcount,
        [
            {"household_id": id_, "valid_from": EVER, "adults": people.adults, "children": people.children}
            for id_, household in keyed
            if not (people := household["people"]).members
        ],
    )
    write_rows(
        connection,
        Right,
        [
            _right(id_, kind, household, renewals=0, version=version, at=at, now=now)
            for id_, household in keyed
            for kind in KINDS
            if household[f"{kind}_from"] is not None
        ],
    )


def write_changed(session: Session, change: Change, *, version: int, at: Counter, now: dt.datetime) -> None:
    """Write what is different of one household; refuses if somebody else changed it since the plan was made."""
    there, fields = change.there, change.fields
    connection = wire(session)
    touched = connection.execute(
        update(Household)
        .where(Household.id == there.id, Household.version == there.version)
        .values(lang=change.wanted.get("lang", there.values["lang"]), version=there.version + 1)
    )
    if touched.rowcount != 1:
        raise ChangedMeanwhile
    of_file = {name: change.wanted[name] for name in OF_FILE if name in fields}
    if of_file:
        connection.execute(update(HouseholdFile).where(HouseholdFile.household_id == there.id).values(of_file))
    if "people" in fields:
        register.set_people(session, there.id, change.wanted["people"], from_day=at.business_date(now))
    wanted = {**there.values, **change.wanted}
    for kind in KINDS:
        if f"{kind}_from" in fields or f"{kind}_until" in fields:
            renewals = there.renewals[kind] + (f"{kind}_until" in fields)
            write_rows(
                connection, Right, [_right(there.id, kind, wanted, renewals=renewals, version=version, at=at, now=now)]
            )


def _members(household_id: str, people: People) -> Iterable[dict[str, Any]]:
    for born in people.members:
        yield {
            "household_id": household_id,
            "birth_year": born.year,
            "birth_month": born.month,
            "gender": born.gender,
            "joined_on": EVER,
        }


def _right(
    household_id: str,
    kind: str,
    household: Mapping[str, Any],
    *,
    renewals: int,
    version: int,
    at: Counter,
    now: dt.datetime,
) -> dict[str, Any]:
    return {
        "household_id": household_id,
        "kind": KINDS[kind],
        "valid_from": household[f"{kind}_from"],
        "valid_until": household[f"{kind}_until"],
        "renewals": renewals,
        "way": "referral",
        "proof": household.get("proof"),
        "rule_version": version,
        "granted_by": at.by,
        "granted_at": now,
    }


def _free_card(taken: set[str]) -> str:
    card = barcodes.new_card()
    while card.casefold() in taken:
        card = barcodes.new_card()
    taken.add(card.casefold())
    return card
