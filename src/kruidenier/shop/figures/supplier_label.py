"""How a supplier stands with the label on a day: what it holds, its points, and the way on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kruidenier.shop.figures import label
from kruidenier.shop.supply import awards

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

    from kruidenier.shop.figures.supplier_scope import Scope


def told(session: Session, scope: Scope, *, on: dt.date) -> dict[str, Any]:
    """Tell how a supplier stands, as a report keeps it; the months of the label end with the day."""
    given = awards.of_entries(session, scope.keys)
    measured = label.measured(session, scope.supplier, given=given, on=on)
    held = awards.holding(given, on=on)
    return {
        "number": held.number if held else None,
        "level": (held.level or 0) if held else 0,
        "level_names": held.level_names if held else {},
        "valid_until": held.valid_until.isoformat() if held and held.valid_until else None,
        "scheme": measured.scheme,
        "points": measured.points,
        "of": measured.of,
        "level_of_points": measured.level_of_points,
        "missing_points": measured.missing,
        "assessment": measured.frozen(),
    }
