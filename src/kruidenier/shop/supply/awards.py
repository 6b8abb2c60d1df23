"""The municipality's label for suppliers who give: proposed, decided, issued for a year, renewed or withdrawn."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, select, text
from sqlalchemy.orm import Mapped, aliased, mapped_column

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.office import journal
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.supply.label_schemes import LabelScheme
from kruidenier.shop.supply.suppliers import Supplier, family
from kruidenier.store.base import Base, Figures, Key, Moment

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter

OPEN = ("proposed", "decided")
HIGHEST = 3


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


class NotOpen(ShopError):
    """A deed on an award that is past it."""

    message = N_("Award {number} is closed: nothing can be decided about it any more.")


class NotDecided(ShopError):
    """Issued before the municipality has decided."""

    message = N_("The municipality has not decided on {number} yet. Note its decision first.")


class NoSuchLevel(ShopError):
    """A level that cannot be awarded."""

    message = N_("The label has levels 1 to 3. Level {level} is none: drop the proposal, or say another level and why.")


class NeedsReason(ShopError):
    """Another level than the proposed one, or a withdrawal, without a word on why."""

    message = N_("Say why: whoever reads this in a year must understand it.")


class NeedsDecision(ShopError):
    """A decision without its number, or without who signed."""

    message = N_("Give the number of the municipality's decision, and who signed it.")


class NotHeard(ShopError):
    """A level lowered, or a label withdrawn, without hearing the supplier."""

    message = N_("{supplier} must be heard first: note the day of the hearing, today or before.")


class DecidedTomorrow(ShopError):
    """A decision on a day that has not come."""

    message = N_("{day} has not come yet: a decision is noted once it is taken.")


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


def decide(
    session: Session,
    number: str,
    *,
    decision: str,
    signatories: str,
    at: Counter,
    now: dt.datetime,
    decided_on: dt.date | None = None,
    level: int | None = None,
    reason: str | None = None,
    heard_on: dt.date | None = None,
    publish: bool = False,
) -> AwardFacts:
    """Note what the municipality decided; until the label is issued it can be noted anew."""
    require(at, Permission.DECIDE_LABEL)
    award = _lock(session, number)
    if award.state not in OPEN:
        raise NotOpen(number=award.number)
    today = at.business_date(now)
    decided_on, level = decided_on or today, award.proposed_level if level is None else level
    decision, signatories, reason = decision.strip(), signatories.strip(), (reason or "").strip()
    if decided_on > today:
        raise DecidedTomorrow(day=decided_on)
    if not decision or not signatories:
        raise NeedsDecision
    if not 1 <= level <= HIGHEST:
        raise NoSuchLevel(level=level)
    if level != award.proposed_level and not reason:
        raise NeedsReason
    supplier = session.get_one(Supplier, award.supplier_id)
    before = held_before(session, supplier.code, since=award.figures["first"])
    if before is not None and level < (before.level or 0):
        _require_heard(supplier.name, heard_on, by=decided_on)
    award.state, award.level, award.decision, award.decided_on = "decided", level, decision, decided_on
    award.signatories, award.reason, award.heard_on, award.publish = signatories, reason or None, heard_on, publish
    session.flush()
    told = {"level": level, "decision": decision, "decided_on": decided_on, "reason": reason, "publish": publish}
    journal.record(session, at, verb="label decided", subject=award.number, now=now, heard_on=heard_on, **told)
    return look_up(session, award.number)


def drop(session: Session, number: str, *, at: Counter, now: dt.datetime) -> AwardFacts:
    """Give a proposal up; it stays to be read."""
    award = _lock(session, number)
    require(at, Permission.PROPOSE_LABEL if award.state == "proposed" else Permission.DECIDE_LABEL)
    if award.state not in OPEN:
        raise NotOpen(number=award.number)
    award.state = "dropped"
    session.flush()
    journal.record(session, at, verb="label dropped", subject=award.number, now=now)
    return look_up(session, award.number)


def withdraw(
    session: Session, supplier: str, *, reason: str, heard_on: dt.date | None, at: Counter, now: dt.datetime
) -> AwardFacts:
    """Take the label back from today on, once the supplier was heard."""
    require(at, Permission.DECIDE_LABEL)
    today = at.business_date(now)
    holder = require_held(session, supplier, on=today)
    award = _lock(session, holder.number)
    if not reason.strip():
        raise NeedsReason
    _require_heard(holder.supplier_name, heard_on, by=today)
    award.state, award.withdrawn_on, award.withdrawn_why = "withdrawn", today, reason.strip()
    award.heard_on = heard_on
    session.flush()
    journal.record(
        session, at, verb="label withdrawn", subject=award.number, now=now, reason=reason.strip(), heard_on=heard_on
    )
    return look_up(session, award.number)


def consent(session: Session, supplier: str, *, publish: bool, at: Counter, now: dt.datetime) -> AwardFacts:
    """Note that a holder agrees to stand in the public register, or no longer does."""
    require(at, Permission.DECIDE_LABEL)
    award = _lock(session, require_held(session, supplier, on=at.business_date(now)).number)
    award.publish = publish
    session.flush()
    journal.record(session, at, verb="label consent", subject=award.number, now=now, publish=publish)
    return look_up(session, award.number)


# Questions


def look_up(session: Session, number: str) -> AwardFacts:
    """Show an award by its number."""
    found = _read(session, Award.number == number.strip()) if number.isprintable() else []
    if not found:
        raise NoSuchAward(number=number[:40])
    return found[0]


def of_supplier(session: Session, supplier: str) -> tuple[AwardFacts, ...]:
    """List all awards of a supplier, the newest first."""
    return tuple(_read(session, Award.supplier_id.in_(family(session, supplier))))


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
    return next((award for award in of_supplier(session, supplier) if award.holds(on)), None)


def require_held(session: Session, supplier: str, *, on: dt.date) -> AwardFacts:
    """Find the award that a supplier holds on a day, or refuse."""
    found = held(session, supplier, on=on)
    if found is None:
        raise NoLabel(supplier=supplier, day=on)
    return found


def held_before(session: Session, supplier: str, *, since: dt.date | str) -> AwardFacts | None:
    """Find the last award that was issued and still held on a day or later: a new one renews it."""
    first = dt.date.fromisoformat(since) if isinstance(since, str) else since
    for award in of_supplier(session, supplier):
        if award.state == "issued" and award.replaced_on is None:
            return award if award.valid_until is not None and award.valid_until >= first else None
    return None


def all_awards(session: Session) -> tuple[AwardFacts, ...]:
    """List every award, the newest first."""
    return tuple(_read(session))


def holders(session: Session, *, on: dt.date) -> tuple[AwardFacts, ...]:
    """List who holds the label on a day and agreed to say so, by name."""
    found = [award for award in _read(session, Award.state == "issued", Award.publish.is_(True)) if award.holds(on)]
    return tuple(sorted(found, key=lambda award: award.supplier_name.casefold()))


def _read(session: Session, *where: ColumnElement[bool]) -> list[AwardFacts]:
    later, before = aliased(Award), aliased(Award)
    asked = (
        select(Award, Supplier.code, Supplier.name, LabelScheme.code, LabelScheme.rules, later.issued_on, before.number)
        .join(Supplier, Supplier.id == Award.supplier_id)
        .join(LabelScheme, LabelScheme.id == Award.scheme_id)
        .outerjoin(later, later.renews_id == Award.id)
        .outerjoin(before, before.id == Award.renews_id)
        .where(*where)
        .order_by(Award.proposed_at.desc(), Award.id.desc())
    )
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
        for award, code, name, scheme, rules, replaced_on, renews in session.execute(asked)
    ]


def names_of_level(rules: dict[str, Any], level: int) -> dict[str, str]:
    """Name a level of a scheme in every language."""
    return dict(rules["levels"][level - 1]["names"]) if level else {}


def _lock(session: Session, number: str) -> Award:
    number = number.strip()
    found = (
        select(Award)
        .where(Award.number == number)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    award = session.scalar(found) if number.isprintable() else None
    if award is None:
        raise NoSuchAward(number=number[:40])
    return award


def _require_heard(name: str, heard_on: dt.date | None, *, by: dt.date) -> None:
    if heard_on is None or heard_on > by:
        raise NotHeard(supplier=name)
