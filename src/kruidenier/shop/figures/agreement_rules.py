"""What must agree in the books of agreements: what was signed, the paper that says so, and the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from kruidenier.i18n import N_
from kruidenier.shop.office.papers import IssuedPaper
from kruidenier.shop.supply import agreement_annex, agreement_documents, agreement_paper, recurrence
from kruidenier.shop.supply.agreements import Agreement, PickUp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

RULES = (
    (
        "agreement_journal",
        (
            "SELECT a.number FROM agreement a LEFT JOIN journal j ON j.subject = a.number AND j.verb = 'agreement sign'"
            " WHERE (a.signed_on IS NOT NULL) <> (j.id IS NOT NULL)"
            " UNION SELECT a.number FROM agreement a LEFT JOIN journal j"
            " ON j.subject = a.number AND j.verb = 'agreement end'"
            " WHERE (a.state = 'ended') <> (j.id IS NOT NULL)"
        ),
        N_("The journal and agreement {where} do not agree on whether it was signed or ended."),
    ),
    (
        "agreement_days",
        (
            "SELECT DISTINCT a.number FROM pick_up p JOIN agreement a ON a.id = p.agreement_id"
            " WHERE p.since < a.starts_on OR p.until > a.ends_on OR (p.until IS NULL AND a.ends_on IS NOT NULL)"
        ),
        N_("A pick-up of agreement {where} lies outside its days."),
    ),
    (
        "agreement_renewal",
        (
            "SELECT o.number FROM agreement o JOIN agreement n ON n.renews_id = o.id WHERE n.signed_on IS NOT NULL"
            " GROUP BY o.number HAVING COUNT(*) > 1"
        ),
        N_("Two signed agreements follow {where}."),
    ),
)
"""What is proved, the query that finds where it fails, and how that is said."""

PAPER_SAYS = N_("The paper of agreement {where} is not what was signed.")
ANNEX_SAYS = N_("The annex {where} does not add up, or its agreement was never signed.")
RULE_SAYS = N_("A pick-up of agreement {where} has days that cannot be read.")


def wrong_papers(session: Session) -> Iterator[str]:
    """Find signed agreements whose paper is missing or tells other terms, and papers of none that was signed."""
    issued = select(IssuedPaper.number, IssuedPaper.figures).where(IssuedPaper.kind == agreement_paper.KIND)
    papers = dict(session.execute(issued).all())
    signed = select(Agreement).where(Agreement.signed_on.is_not(None)).order_by(Agreement.number)
    for agreement in session.scalars(signed):
        figures = papers.pop(agreement.number, {})
        told = [figures.get(name) for name in ("promise", "signed_by", "shop_signed_by", "signed_on")]
        promise = agreement_paper.plain(agreement_documents.promise_of(agreement))
        on = agreement.signed_on.isoformat() if agreement.signed_on else None
        if told != [promise, agreement.signed_by, agreement.shop_signed_by, on]:
            yield agreement.number
    yield from sorted(papers)


def wrong_annexes(session: Session) -> Iterator[str]:
    """Find annexes whose months are not their total, or that belong to no signed agreement."""
    signed = set(session.scalars(select(Agreement.number).where(Agreement.signed_on.is_not(None))))
    issued = select(IssuedPaper.number, IssuedPaper.figures).where(IssuedPaper.kind == agreement_annex.KIND)
    for number, figures in session.execute(issued.order_by(IssuedPaper.number)):
        months, total = figures["months"], figures["total"]
        adds_up = all(sum(line[name] for line in months) == much for name, much in total.items())
        right_number = number == f"{figures['number']}/{figures['year']}"
        if not (adds_up and right_number and figures["number"] in signed):
            yield number


def unreadable_days(session: Session) -> Iterator[str]:
    """Find pick-ups whose recurrence cannot be read."""
    asked = select(Agreement.number, PickUp.rule).join(PickUp, PickUp.agreement_id == Agreement.id)
    for number, rule in session.execute(asked.order_by(Agreement.number, PickUp.id)):
        if not recurrence.is_rule(rule):
            yield number
