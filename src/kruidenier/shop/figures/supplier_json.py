"""A supplier's figures as JSON: the document that programs read, and the frozen figures of an issued report."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields, is_dataclass
from typing import Any

from kruidenier.i18n import _
from kruidenier.shop.figures.supplier_values import (
    Factor,
    Fate,
    GroupShare,
    Kept,
    KnownBy,
    Month,
    NoteLine,
    Refusal,
    SupplierFigures,
    Worth,
    kilograms,
)

SCHEMA = 1
FATES = ("handed_out", "wasted", "transferred", "on_hand", "lost")


def document(figures: SupplierFigures) -> dict[str, Any]:
    """Write all figures with the fixed names by which programs know them."""
    worth = figures.worth
    return {
        "supplier": figures.supplier,
        "name": figures.name,
        "by": figures.by,
        "establishments": [{"supplier": code, "name": name} for code, name in figures.establishments],
        "from": figures.first,
        "until": figures.last,
        "deliveries": figures.deliveries,
        **_fate(figures.fate),
        "fresh_kg": kilograms(figures.fresh),
        "refused_kg": kilograms(figures.refused),
        "wasted_next_day_kg": kilograms(figures.wasted_next_day),
        "known_by": {f"{way}_kg": kilograms(grams) for way, grams in asdict(figures.known_by).items()},
        "unweighed_pieces": figures.unweighed_pieces,
        "reference_value_cents": worth.cents if worth else None,
        "unvalued_lots": worth.unknown_lots if worth else None,
        "unvalued_kg": kilograms(worth.unknown_grams) if worth else None,
        "asked_cents": figures.asked_cents,
        "households": figures.households,
        "meals": figures.meals,
        "co2e_kg": kilograms(figures.co2e_grams),
        "factors": [
            {"name": factor.name, "value": factor.thousandths / 1000, "source": factor.source}
            for factor in figures.factors
        ],
        "by_month": [_month(month) for month in figures.by_month],
        "by_group": [
            {"group": share.group, "name": share.name or _("mixed crates"), "fresh": share.fresh, **_fate(share.fate)}
            for share in figures.by_group
        ],
        "refusals": [
            {
                "reason": refusal.reason,
                "lines": refusal.lines,
                "kg": kilograms(refusal.grams),
                "unweighed_lines": refusal.unweighed,
            }
            for refusal in figures.refusals
        ],
        "notes": [_note(note) for note in figures.notes],
        "bought_kg": kilograms(figures.bought),
        "esf_kg": kilograms(figures.esf),
        "label": dict(figures.label),
        "agreements": [
            {name: value for name, value in asdict(agreement).items() if name not in ("since", "until")}
            | {"from": agreement.since, "until": agreement.until}
            for agreement in figures.agreements
        ],
    }


def frozen(figures: SupplierFigures) -> dict[str, Any]:
    """Write all figures as an issued paper keeps them."""
    plain: dict[str, Any] = json.loads(json.dumps(figures, default=_plain))
    return plain


def thawed(figures: Mapping[str, Any]) -> SupplierFigures:
    """Read figures that an issued paper kept."""
    read: dict[str, Any] = {
        "establishments": _pairs(figures["establishments"]),
        "first": _day(figures["first"]),
        "last": _day(figures["last"]),
        "fate": Fate(**figures["fate"]),
        "known_by": KnownBy(**figures["known_by"]),
        "worth": Worth(**figures["worth"]) if figures["worth"] else None,
        "factors": tuple(Factor(**factor) for factor in figures["factors"]),
        "by_month": tuple(
            Month(**{**month, "first": _day(month["first"]), "fate": Fate(**month["fate"])})
            for month in figures["by_month"]
        ),
        "by_group": tuple(GroupShare(**{**share, "fate": Fate(**share["fate"])}) for share in figures["by_group"]),
        "refusals": tuple(Refusal(**refusal) for refusal in figures["refusals"]),
        "notes": tuple(NoteLine(**{**note, "date": _day(note["date"])}) for note in figures["notes"]),
        "agreements": tuple(
            Kept(
                **{
                    **agreement,
                    "since": _day(agreement["since"]),
                    "until": _day(agreement["until"]) if agreement["until"] else None,
                }
            )
            for agreement in figures["agreements"]
        ),
    }
    return SupplierFigures(**{**figures, **read})


def _fate(fate: Fate) -> dict[str, float]:
    return {"kg": kilograms(fate.came), **{f"{name}_kg": kilograms(getattr(fate, name)) for name in FATES}}


def _month(month: Month) -> dict[str, Any]:
    return {
        "month": f"{month.first:%Y-%m}",
        "deliveries": month.deliveries,
        **_fate(month.fate),
        "fresh_kg": kilograms(month.fresh),
        "refused_kg": kilograms(month.refused),
    }


def _note(note: NoteLine) -> dict[str, Any]:
    return {
        "number": note.number,
        "delivery": note.delivery,
        "date": note.date,
        "supplier": note.supplier,
        "kg": kilograms(note.grams),
        "refused_kg": kilograms(note.refused),
        "unweighed_pieces": note.unweighed_pieces,
    }


def _plain(value: Any) -> Any:
    """Tell JSON what a value is made of."""
    return {part.name: getattr(value, part.name) for part in fields(value)} if is_dataclass(value) else str(value)


def _pairs(pairs: Iterable[Iterable[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((code, name) for code, name in pairs)


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
