"""The label proved: who holds it holds it once, and every certificate says what its award says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from kruidenier.i18n import N_
from kruidenier.shop.figures.awarding import PAPER
from kruidenier.shop.office.papers import IssuedPaper
from kruidenier.shop.supply import label_signing
from kruidenier.shop.supply.awards import Award

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

RULES = (
    (
        "award_once",
        (
            "SELECT DISTINCT s.code FROM award a JOIN award b ON b.supplier_id = a.supplier_id AND a.id < b.id"
            " JOIN supplier s ON s.id = a.supplier_id WHERE a.state = 'issued' AND b.state = 'issued'"
            " AND a.issued_on <= b.valid_until AND b.issued_on <= a.valid_until"
            " AND NOT EXISTS (SELECT 1 FROM award n WHERE n.renews_id IN (a.id, b.id) AND n.state = 'issued')"
        ),
        N_("Supplier {where} holds two labels at once."),
    ),
    (
        "award_renews",
        (
            "SELECT a.number FROM award a JOIN award b ON b.id = a.renews_id"
            " WHERE b.supplier_id <> a.supplier_id OR a.state NOT IN ('issued', 'withdrawn')"
        ),
        N_("Award {where} does not take the place of the one that it names."),
    ),
    (
        "award_scheme",
        "SELECT a.number FROM award a JOIN label_scheme s ON s.id = a.scheme_id WHERE s.valid_from > a.assessed_on",
        N_("The scheme of award {where} was not in force yet."),
    ),
)
"""What is proved, the query that finds where it fails, and how that is said."""

SAYS = N_("The certificate {where} is not what its award says, or its signature is wrong.")


def wrong_certificates(session: Session) -> Iterator[str]:
    """Find issued awards whose figures, level, days or signature are not those of their certificate."""
    asked = (
        select(Award, IssuedPaper.figures)
        .outerjoin(IssuedPaper, (IssuedPaper.kind == PAPER) & (IssuedPaper.number == Award.number))
        .where(Award.state.in_(("issued", "withdrawn")))
        .order_by(Award.number)
    )
    for award, figures in session.execute(asked):
        if figures is None or not _agrees(session, award, label_signing.thaw(figures)):
            yield award.number


def _agrees(session: Session, award: Award, paper: label_signing.Certificate) -> bool:
    told = replace(
        paper,
        number=award.number,
        level=award.level or 0,
        issued_on=award.issued_on or paper.issued_on,
        valid_until=award.valid_until or paper.valid_until,
        decision=award.decision or "",
        signatories=award.signatories or "",
        signature=award.signature or "",
        figures_hash=label_signing.hash_of(award.figures),
    )
    return told == paper and label_signing.is_signed(session, told.body, told.signature)
