"""A supplier's figures: goods received from a day to a day, and what became of exactly those by the last one's end."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.figures import supplier_goods, supplier_label, supplier_money, supplier_promises
from kruidenier.shop.figures.supplier_scope import Scope, scope_of
from kruidenier.shop.figures.supplier_values import (
    CO2E,
    MEALS,
    Factor,
    GroupShare,
    KnownBy,
    Month,
    NoteLine,
    Refusal,
    SupplierFigures,
)
from kruidenier.shop.goods import groups
from kruidenier.shop.office import settings as rules
from kruidenier.shop.supply import note_corrections
from kruidenier.shop.supply.deliveries import REFUSAL_REASONS
from kruidenier.shop.supply.gift_notes import GIFTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from kruidenier.shop.figures.supplier_goods import Goods

FRESH = (
    "vegetables",
    "fruit",
    "potatoes",
    "dairy",
    "milk",
    "eggs",
    "bread",
    "meat",
    "fish",
    "yogurt-dessert",
)
"""Food groups of fresh goods."""
FEWEST_HOUSEHOLDS = 5
"""Fewer are not told."""
FACTORS = (
    (MEALS, "factor.meals_per_1000_kg", "factor.meals_source"),
    (CO2E, "factor.co2e_g_per_kg", "factor.co2e_source"),
)


class PeriodBackwards(ShopError):
    """A period that ends before it begins."""

    message = N_("The period ends on {last}, before it begins on {first}. Both days are included.")


def supplier_figures(
    session: Session,
    code: str,
    *,
    first: dt.date,
    last: dt.date,
    by: str = "establishment",
    today: dt.date | None = None,
) -> SupplierFigures:
    """Tell all figures of a supplier for a period, both ends included; pick-ups from `today` on are still to come."""
    return figures_of(session, scope_of(session, code, by=by), first=first, last=last, today=today)


def figures_of(
    session: Session, scope: Scope, *, first: dt.date, last: dt.date, today: dt.date | None
) -> SupplierFigures:
    """Tell all figures of the establishments that are meant."""
    if last < first:
        raise PeriodBackwards(first=first, last=last)
    asked = supplier_goods.asked_for(scope, first, last)
    goods = supplier_goods.follow(session, asked, fresh=FRESH)
    asked_cents, households = supplier_money.customers(session, asked, goods)
    taken = [line for line in goods.lines if line.refused_reason is None]
    given = [line for line in taken if line.origin in GIFTS]
    refused = [line for line in goods.lines if line.refused_reason is not None and line.origin in GIFTS]
    return SupplierFigures(
        supplier=scope.supplier.code,
        name=scope.name,
        by=scope.by,
        establishments=scope.names,
        first=first,
        last=last,
        deliveries=len({line.delivery_id for line in given}),
        fate=supplier_goods.fate(goods.total),
        fresh=sum(goods.fresh.values()),
        refused=_grams(refused),
        wasted_next_day=goods.wasted_next_day,
        known_by=KnownBy(**goods.known_by),
        unweighed_pieces=goods.unweighed_pieces,
        worth=None if scope.hides_values else supplier_money.worth(session, goods),
        asked_cents=asked_cents,
        households=households if households >= FEWEST_HOUSEHOLDS else None,
        factors=_factors(session, last),
        by_month=tuple(_months(goods, given, refused, first, last)),
        by_group=_groups(session, goods),
        refusals=_refusals(refused),
        notes=_notes(session, goods),
        bought=_grams(line for line in taken if line.origin == "bought"),
        esf=_grams(line for line in taken if line.origin == "esf"),
        label=_label(session, scope, min(last, today or last)),
        agreements=supplier_promises.kept(
            session, [shop.id for shop in scope.shops], first=first, last=last, today=today
        ),
    )


def _label(session: Session, scope: Scope, on: dt.date) -> dict[str, Any]:
    """Tell how the label stands on the last day, or today while the period runs; only a shop has one."""
    return supplier_label.told(session, scope, on=on) if scope.by == "establishment" else {}


def _factors(session: Session, on: dt.date) -> tuple[Factor, ...]:
    settings = rules.current(session, on)
    return tuple(Factor(name, settings[value], settings[source]) for name, value, source in FACTORS)


def _months(goods: Goods, given: list[Any], refused: list[Any], first: dt.date, last: dt.date) -> Iterable[Month]:
    given_in, refused_in = _by_month(given), _by_month(refused)
    day = first.replace(day=1)
    while day <= last:
        month = supplier_goods.month_of(day)
        yield Month(
            first=day,
            deliveries=len({line.delivery_id for line in given_in[month]}),
            fresh=goods.fresh[month],
            refused=_grams(refused_in[month]),
            fate=supplier_goods.fate(goods.by_month[month]),
        )
        day = (day + dt.timedelta(days=31)).replace(day=1)


def _by_month(lines: Iterable[Any]) -> defaultdict[tuple[int, int], list[Any]]:
    months: defaultdict[tuple[int, int], list[Any]] = defaultdict(list)
    for line in lines:
        months[supplier_goods.month_of(line.happened_on)].append(line)
    return months


def _groups(session: Session, goods: Goods) -> tuple[GroupShare, ...]:
    names = groups.names_by_language(session)
    shares = [
        GroupShare(group, names.get(group or "", {}), group in FRESH, supplier_goods.fate(tally))
        for group, tally in goods.by_group.items()
    ]
    told = [
        share for share in shares if any((share.fate.came, share.fate.gone_out, share.fate.wasted, share.fate.lost))
    ]
    return tuple(sorted(told, key=lambda share: (-share.fate.came, share.group or "")))


def _refusals(refused: list[Any]) -> tuple[Refusal, ...]:
    found = []
    for reason in REFUSAL_REASONS:
        lines = [line for line in refused if line.refused_reason == reason]
        if lines:
            found.append(Refusal(reason, len(lines), _grams(lines), sum(not line.weight for line in lines)))
    return tuple(found)


def _notes(session: Session, goods: Goods) -> tuple[NoteLine, ...]:
    lines: dict[str, list[Any]] = {}
    for line in goods.lines:
        if line.gift_note is not None and line.origin in GIFTS:
            lines.setdefault(line.gift_note, []).append(line)
    standing = note_corrections.standing(session, lines)
    return tuple(
        NoteLine(
            number=standing[note],
            delivery=some[0].number,
            date=some[0].happened_on,
            supplier=some[0].supplier,
            grams=sum(goods.received[line.lot_id][1] for line in some if line.refused_reason is None),
            refused=_grams(line for line in some if line.refused_reason is not None),
            unweighed_pieces=sum(
                pieces
                for pieces, grams in (goods.received[line.lot_id] for line in some if line.refused_reason is None)
                if not grams
            ),
        )
        for note, some in lines.items()
    )


def _grams(lines: Iterable[Any]) -> int:
    return sum(line.weight for line in lines)
