"""From figures to a label: the deeds on an award that must know all that was counted."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta
from sqlalchemy import select

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.figures import label, label_criteria, label_facts, label_words
from kruidenier.shop.figures.supplier_figures import supplier_figures
from kruidenier.shop.figures.supplier_values import CO2E, MEALS
from kruidenier.shop.office import journal, papers
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.place import Shop
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.supply import awards, label_deciding, label_signing
from kruidenier.shop.supply.awards import Award, AwardFacts, NotDecided, ProposalWaits
from kruidenier.shop.supply.label_deciding import NotOpen
from kruidenier.shop.supply.label_schemes import LabelScheme, scheme_on
from kruidenier.shop.supply.label_signing import Certificate
from kruidenier.shop.supply.suppliers import Supplier, find, require_supplier
from kruidenier.store.base import new_id

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter

PAPER, SPEECH = "label_certificate", "label_speech"
SCHEMA = 1
A_DAY = relativedelta(days=1)


class PrerequisiteMissing(ShopError):
    """A proposal for a supplier who lacks what any level needs."""

    message = N_("{supplier} cannot be proposed yet: {why}")


class HomeworkLeft(ShopError):
    """A label issued while the shop itself has work left."""

    message = N_("The label of {supplier} waits for the shop's own homework: {why}")


@dataclass(frozen=True, slots=True)
class Proved:
    """A certificate's text that this shop signed."""

    text: str
    award: AwardFacts | None
    """As it stands now; None if these books are older than the certificate."""


@dataclass(frozen=True, slots=True)
class Speech:
    """Five figures for whoever hands the label over, as they were when it was issued."""

    number: str
    name: str
    first: dt.date
    last: dt.date
    grams: int
    deliveries: int
    fresh_percent: int
    meals: int
    meals_source: str
    co2e_grams: int
    co2e_source: str


@dataclass(frozen=True, slots=True)
class Register:
    """The public register of holders on a day."""

    on: dt.date
    municipality: dict[str, str]
    public_key: str
    """With which anybody can prove a certificate; empty before the first."""
    holders: tuple[Certificate, ...]


def propose(session: Session, supplier: str, *, at: Counter, now: dt.datetime, on: dt.date | None = None) -> AwardFacts:
    """Propose the label at the level of the figures, frozen from now on; the municipality decides."""
    require(at, Permission.PROPOSE_LABEL)
    known = _lock(session, supplier)
    if (waiting := awards.open_award(session, supplier)) is not None:
        raise ProposalWaits(number=waiting.number, supplier=known.name)
    day = on or at.business_date(now)
    measured = label.assess(session, supplier, on=day)
    if not measured.eligible:
        why = " ".join(label_words.prerequisite(one) for one in measured.prerequisites if not one.met)
        raise PrerequisiteMissing(supplier=known.name, why=why)
    page = journal.turn_page(session, at, documents=1)
    number = page.document_number
    session.add(
        Award(
            id=new_id(),
            number=number,
            supplier_id=known.id,
            scheme_id=scheme_on(session, day).id,
            state="proposed",
            assessed_on=day,
            proposed_level=measured.level,
            figures=measured.frozen(),
            proposed_at=now,
            proposed_by=at.by,
        )
    )
    session.flush()
    told = {"supplier": supplier, "assessed_on": day, "level": measured.level, "points": measured.points}
    journal.write(session, page, verb="label proposed", subject=number, now=now, of=measured.of, **told)
    session.expire_all()
    return awards.look_up(session, number)


def issue(session: Session, number: str, *, at: Counter, now: dt.datetime) -> AwardFacts:
    """Issue a decided label from today on, signed, unless the shop has homework left."""
    require(at, Permission.DECIDE_LABEL)
    found = awards.look_up(session, number)
    known = _lock(session, found.supplier)
    award = session.scalars(select(Award).where(Award.number == found.number)).one()
    if award.state == "proposed":
        raise NotDecided(number=award.number)
    if award.state != "decided":
        raise NotOpen(number=award.number)
    scheme = session.get_one(LabelScheme, award.scheme_id)
    facts = label_facts.gather(session, known, rules=scheme.rules, last=award.assessed_on)
    if left := label_criteria.homework(facts, scheme.rules):
        raise HomeworkLeft(supplier=known.name, why=" ".join(label_words.homework(one) for one in left))
    first = dt.date.fromisoformat(award.figures["first"])
    before = awards.last_held(awards.of_supplier(session, known.code), since=first)
    today = at.business_date(now)
    award.issued_on = today
    award.valid_until = today + relativedelta(months=scheme.rules["valid_months"]) - A_DAY
    award.renews_id = (
        session.scalar(select(Award.id).where(Award.number == before.number)) if before is not None else None
    )
    paper = _certificate(session, award, known, scheme)
    award.signature = label_signing.sign(session, paper.body, now=now)
    award.state = "issued"
    session.flush()
    signed = label_signing.frozen(paper) | {"signature": award.signature}
    papers.issue(session, PAPER, number=award.number, schema=SCHEMA, figures=signed, by=at.by, now=now)
    told_aloud = _speech(session, award, known)
    papers.issue(session, SPEECH, number=award.number, schema=SCHEMA, figures=asdict(told_aloud), by=at.by, now=now)
    told = {"level": award.level, "valid_until": award.valid_until, "renews": before.number if before else None}
    journal.record(session, at, verb="label issued", subject=award.number, now=now, **told)
    session.expire_all()
    return awards.look_up(session, found.number)


def award(
    session: Session,
    supplier: str,
    *,
    decision: str,
    signatories: str,
    at: Counter,
    now: dt.datetime,
    on: dt.date | None = None,
    decided_on: dt.date | None = None,
    level: int | None = None,
    reason: str | None = None,
    heard_on: dt.date | None = None,
    publish: bool = False,
) -> AwardFacts:
    """Propose, decide and issue at once; a proposal that waits already is the one that is meant."""
    waiting = awards.open_award(session, supplier) or propose(session, supplier, on=on, at=at, now=now)
    label_deciding.decide(
        session,
        waiting.number,
        decision=decision,
        signatories=signatories,
        decided_on=decided_on,
        level=level,
        reason=reason,
        heard_on=heard_on,
        publish=publish,
        at=at,
        now=now,
    )
    return issue(session, waiting.number, at=at, now=now)


def certificate(session: Session, number: str) -> Certificate:
    """Read a certificate as it was issued."""
    return label_signing.thaw(papers.figures_of(session, PAPER, number))


def speech(session: Session, number: str) -> Speech:
    """Read the five figures as they were when the label was issued."""
    figures = papers.figures_of(session, SPEECH, number)
    return Speech(**figures | {name: dt.date.fromisoformat(figures[name]) for name in ("first", "last")})


def register(session: Session, *, on: dt.date) -> Register:
    """Tell who holds the label on a day and agreed to stand in the public register, as their certificates say it."""
    settings = rules.current(session, on)
    return Register(
        on=on,
        municipality={lang: settings[f"label.municipality_{lang}"] for lang in ("nl", "fr")},
        public_key=label_signing.public_key(session) or "",
        holders=tuple(certificate(session, holder.number) for holder in awards.holders(session, on=on)),
    )


def prove_text(session: Session, text: str) -> Proved:
    """Prove a certificate's text by its signature, without any network, or refuse."""
    body, signature = label_signing.require_genuine(session, text)
    number = session.scalar(select(Award.number).where(Award.signature == signature))
    return Proved(body, None if number is None else awards.look_up(session, number))


def _speech(session: Session, award: Award, supplier: Supplier) -> Speech:
    first = dt.date.fromisoformat(award.figures["first"])
    figures = supplier_figures(session, supplier.code, first=first, last=award.assessed_on)
    sources = {factor.name: factor.source for factor in figures.factors}
    return Speech(
        number=award.number,
        name=supplier.name,
        first=first,
        last=award.assessed_on,
        grams=figures.grams,
        deliveries=figures.deliveries,
        fresh_percent=figures.fresh * 100 // figures.grams if figures.grams else 0,
        meals=figures.meals,
        meals_source=sources[MEALS],
        co2e_grams=figures.co2e_grams,
        co2e_source=sources[CO2E],
    )


def _certificate(session: Session, award: Award, supplier: Supplier, scheme: LabelScheme) -> Certificate:
    settings = rules.current(session, award.issued_on or award.assessed_on)
    town = " ".join(part for part in (supplier.postcode, supplier.town) if part)
    return Certificate(
        number=award.number,
        supplier=supplier.code,
        name=supplier.name,
        shop=session.scalars(select(Shop.name)).one(),
        first=dt.date.fromisoformat(award.figures["first"]),
        address=", ".join(part for part in (supplier.street, town) if part),
        level=award.level or 0,
        level_names=awards.names_of_level(scheme.rules, award.level or 0),
        scheme=scheme.code,
        assessed_on=award.assessed_on,
        issued_on=award.issued_on or award.assessed_on,
        valid_until=award.valid_until or award.assessed_on,
        decision=award.decision or "",
        decided_on=award.decided_on or award.assessed_on,
        signatories=award.signatories or "",
        municipality={lang: settings[f"label.municipality_{lang}"] for lang in ("nl", "fr")},
        register=settings["label.register"],
        figures_hash=label_signing.hash_of(award.figures),
    )


def _lock(session: Session, supplier: str) -> Supplier:
    """Keep others from deciding about the same supplier until this is done."""
    return find(session, require_supplier(session, supplier).code, locked=True)
