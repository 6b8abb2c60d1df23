"""The municipality's label for suppliers who give: proposed, decided, issued for a year, renewed or withdrawn."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, bindparam, select, text
from sqlalchemy.orm import Mapped, aliased, mapped_column

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.supply.label_schemes import LabelScheme
from kruidenier.shop.supply.suppliers import Supplier, family
from kruidenier.store.base import Base, Figures, Key, Moment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

OPEN = ("proposed", "decided")


class NoSuchAward(ShopError):
    """No award has this number."""

    message = N_("There is no award {number}. The list of the label shows the number of each.")


class NoLabel(ShopError):
    """A supplier that does not hold the label today."""

    message = N_("{supplier} does not hold the label on {day}.")


class NothingProposed(ShopError):
    """A supplier for whom no proposal waits."""

    message = N_("No proposal waits for {supplier}. Make one first.")


class ProposalWaits(ShopError):
    """A second proposal for one supplier."""

    message = N_("Proposal {number} for {supplier} waits already. Decide it, or drop it first.")


class NotDecided(ShopError):
    """Issued before the municipality has decided."""

    message = N_("The municipality has not decided on {number} yet. Note its decision first.")


class Award(Base):
    """A label on its way: proposed with all its figures, decided by the municipality, issued for a year."""

    __tablename__ = "award"
    __table_args__ = (
        CheckConstraint("state IN ('proposed', 'decided', 'issued', 'withdrawn', 'dropped')", name="state_known"),
        CheckConstraint("proposed_level BETWEEN 0 AND 3 AND level BETWEEN 0 AND 3", name="level_known"),
        CheckConstraint("valid_until >= issued_on", name="days_in_order"),
        CheckConstraint(
            "state IN ('proposed', 'dropped')"
            " OR (level IS NOT NULL AND decision IS NOT NULL AND decided_on IS NOT NULL)",
            name="decided_with_decision",
        ),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_on IS NOT NULL)", name="withdrawn_on_a_day"),
        CheckConstraint(
            "state NOT IN ('issued', 'withdrawn')"
            " OR (issued_on IS NOT NULL AND valid_until IS NOT NULL AND signature IS NOT NULL)",
            name="issued_with_signature",
        ),
        Index(
            "uq_award_one_open",
            "supplier_id",
            unique=True,
            sqlite_where=text("state IN ('proposed', 'decided')"),
            postgresql_where=text("state IN ('proposed', 'decided')"),
        ),
        Index("uq_award_renewed_once", "renews_id", unique=True),
    )

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(unique=True)
    supplier_id: Mapped[str] = mapped_column(ForeignKey("supplier.id"), index=True)
    scheme_id: Mapped[int] = mapped_column(ForeignKey("label_scheme.id"))
    state: Mapped[str]
    assessed_on: Mapped[dt.date]
    """The last day of the twelve months that were looked at."""
    proposed_level: Mapped[int]
    figures: Mapped[Figures]
    """The whole assessment, as it stood when it was proposed."""
    proposed_at: Mapped[Moment]
    proposed_by: Mapped[str]
    level: Mapped[int | None]
    """As decided."""
    decision: Mapped[str | None]
    """The number of the municipality's decision."""
    decided_on: Mapped[dt.date | None]
    signatories: Mapped[str | None]
    reason: Mapped[str | None]
    """Why another level than the proposed one."""
    heard_on: Mapped[dt.date | None]
    """When the supplier was heard, before lowering or withdrawal."""
    publish: Mapped[bool] = mapped_column(default=False)
    """The supplier agreed to stand in the public register."""
    issued_on: Mapped[dt.date | None]
    valid_until: Mapped[dt.date | None]
    """Last day, included; a newer award ends it earlier."""
    signature: Mapped[str | None]
    """Of the certificate's plain text, Ed25519 in base64."""
    renews_id: Mapped[str | None] = mapped_column(ForeignKey("award.id"))
    """The award that this one takes the place of."""
    withdrawn_on: Mapped[dt.date | None]
    withdrawn_why: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 SQLAlchemy's own way


@dataclass(frozen=True, slots=True)
class AwardFacts:
    """An award as people see it."""

    number: str
    supplier: str
    """Its code."""
    supplier_name: str
    scheme: str
    state: str
    """proposed, decided, issued, withdrawn or dropped."""
    assessed_on: dt.date
    proposed_level: int
    proposed_by: str
    level: int | None
    level_names: dict[str, str]
    """Of the decided level, else of the proposed one; empty without a level."""
    levels: int
    """How many the scheme has."""
    decision: str | None
    decided_on: dt.date | None
    signatories: str | None
    reason: str | None
    heard_on: dt.date | None
    publish: bool
    issued_on: dt.date | None
    valid_until: dt.date | None
    replaced_on: dt.date | None
    """The day from which a newer award holds."""
    renews: str | None
    """The number of the award before it."""
    withdrawn_on: dt.date | None
    withdrawn_why: str | None
    figures: dict[str, Any]

    def holds(self, day: dt.date) -> bool:
        """Tell whether it is in force on a day."""
        return self.standing(day) == "in_force"

    def standing(self, day: dt.date) -> str:
        """Tell how it stands on a day: its state, or of an issued one in_force, not_yet, replaced or ended."""
        if self.state != "issued" or self.issued_on is None or self.valid_until is None:
            return self.state
        if self.replaced_on is not None and self.replaced_on <= day:
            return "replaced"
        if day < self.issued_on:
            return "not_yet"
        return "in_force" if day <= self.valid_until else "ended"


@dataclass(frozen=True, slots=True)
class Standing:
    """A supplier in the list of the label."""

    code: str
    name: str
    award: AwardFacts | None


def look_up(session: Session, number: str) -> AwardFacts:
    """Show an award by its number."""
    found = _read(session, _ALL.where(Award.number == number.strip())) if number.isprintable() else []
    if not found:
        raise NoSuchAward(number=number[:40])
    return found[0]


def of_supplier(session: Session, supplier: str) -> tuple[AwardFacts, ...]:
    """List all awards of a supplier, the newest first."""
    return of_entries(session, family(session, supplier))


def of_entries(session: Session, entries: Iterable[str]) -> tuple[AwardFacts, ...]:
    """List all awards of some suppliers' entries, as `suppliers.family` tells them, the newest first."""
    return tuple(_read(session, _OF_ENTRIES, {"entries": tuple(entries)}))


def open_award(session: Session, supplier: str) -> AwardFacts | None:
    """Find what waits for a decision, or for its issue."""
    return next((award for award in of_supplier(session, supplier) if award.state in OPEN), None)


def require_open(session: Session, supplier: str) -> AwardFacts:
    """Find what waits for a supplier, or refuse."""
    if (found := open_award(session, supplier)) is None:
        raise NothingProposed(supplier=supplier)
    return found


def held(session: Session, supplier: str, *, on: dt.date) -> AwardFacts | None:
    """Find the award that a supplier holds on a day."""
    return holding(of_supplier(session, supplier), on=on)


def require_held(session: Session, supplier: str, *, on: dt.date) -> AwardFacts:
    """Find the award that a supplier holds on a day, or refuse."""
    found = held(session, supplier, on=on)
    if found is None:
        raise NoLabel(supplier=supplier, day=on)
    return found


def holding(given: Iterable[AwardFacts], *, on: dt.date) -> AwardFacts | None:
    """Find which of a supplier's awards holds on a day."""
    return next((award for award in given if award.holds(on)), None)


def last_held(given: Iterable[AwardFacts], *, since: dt.date) -> AwardFacts | None:
    """Find which of a supplier's awards was issued last and still held on a day or later: a new one renews it."""
    for award in given:
        if award.state == "issued" and award.replaced_on is None:
            return award if award.valid_until is not None and award.valid_until >= since else None
    return None


def all_awards(session: Session) -> tuple[AwardFacts, ...]:
    """List every award, the newest first."""
    return tuple(_read(session))


def standings(session: Session) -> tuple[Standing, ...]:
    """List every supplier that still comes with its newest award, by name."""
    newest: dict[str, AwardFacts] = {}
    for award in _read(session, _ALL.where(Award.state != "dropped")):
        newest.setdefault(award.supplier, award)
    kept = select(Supplier.code, Supplier.name).where(Supplier.archived_at.is_(None), Supplier.merged_into.is_(None))
    found = [Standing(code, name, newest.get(code)) for code, name in session.execute(kept)]
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.code)))


def holders(session: Session, *, on: dt.date) -> tuple[AwardFacts, ...]:
    """List who holds the label on a day and agreed to say so, by name."""
    published = _ALL.where(Award.state == "issued", Award.publish.is_(True))
    found = [award for award in _read(session, published) if award.holds(on)]
    return tuple(sorted(found, key=lambda award: (award.supplier_name.casefold(), award.supplier)))


_LATER, _BEFORE = aliased(Award), aliased(Award)
_ALL = (
    select(Award, Supplier.code, Supplier.name, LabelScheme.code, LabelScheme.rules, _LATER.issued_on, _BEFORE.number)
    .join(Supplier, Supplier.id == Award.supplier_id)
    .join(LabelScheme, LabelScheme.id == Award.scheme_id)
    .outerjoin(_LATER, _LATER.renews_id == Award.id)
    .outerjoin(_BEFORE, _BEFORE.id == Award.renews_id)
    .order_by(Award.proposed_at.desc(), Award.id.desc())
)


_OF_ENTRIES = _ALL.where(Award.supplier_id.in_(bindparam("entries", expanding=True)))


def _read(session: Session, asked: Any = _ALL, named: dict[str, Any] | None = None) -> list[AwardFacts]:
    return [
        AwardFacts(
            number=award.number,
            supplier=code,
            supplier_name=name,
            scheme=scheme,
            state=award.state,
            assessed_on=award.assessed_on,
            proposed_level=award.proposed_level,
            proposed_by=award.proposed_by,
            level=award.level,
            level_names=names_of_level(rules, award.proposed_level if award.level is None else award.level),
            levels=len(rules["levels"]),
            decision=award.decision,
            decided_on=award.decided_on,
            signatories=award.signatories,
            reason=award.reason,
            heard_on=award.heard_on,
            publish=award.publish,
            issued_on=award.issued_on,
            valid_until=award.valid_until,
            replaced_on=replaced_on,
            renews=renews,
            withdrawn_on=award.withdrawn_on,
            withdrawn_why=award.withdrawn_why,
            figures=award.figures,
        )
        for award, code, name, scheme, rules, replaced_on, renews in session.execute(asked, named)
    ]


def names_of_level(rules: dict[str, Any], level: int) -> dict[str, str]:
    """Name a level of a scheme in every language."""
    return dict(rules["levels"][level - 1]["names"]) if level else {}
