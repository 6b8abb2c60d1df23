"""The summary of a period's gifts: by group and quantity, listing exactly its notes; frozen under its own number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.office import journal, papers
from kruidenier.shop.office.papers import NoSuchPaper
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.supply import gift_notes, note_list, note_papers, suppliers
from kruidenier.shop.supply.note_papers import PART_OF, Party
from kruidenier.shop.supply.supplier_register import locked
from kruidenier.shop.supply.suppliers import Supplier
from kruidenier.store.asking import numbered
from kruidenier.store.base import Base, Moment, RowNumber

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.supply.note_list import NoteLine

KIND = "gift_summary"
SCHEMA = 1
SUMMED = ("crates", "count", "grams", "unweighed_pieces")


class NothingGiven(ShopError):
    """A period without a gift note."""

    message = N_("{supplier} gave nothing from {since} until {until}: there is nothing to sum up.")


class PeriodNotOver(ShopError):
    """A period that is still running."""

    message = N_("{until} has not come yet. Sum up until today at most.")


class PeriodsOverlap(ShopError):
    """Gifts that another summary has summed up already."""

    message = N_(
        "Summary {number} is about {since} until {until}: no gift may stand in two. Take that period, or one around it."
    )


class GiftSummary(Base):
    """A summary that was issued, and the later one that stands in its place."""

    __tablename__ = "gift_summary"
    __table_args__ = (CheckConstraint("until >= since", name="days_in_order"),)

    id: Mapped[RowNumber]
    number: Mapped[str] = mapped_column(unique=True)
    supplier_id: Mapped[str] = mapped_column(ForeignKey("supplier.id"), index=True)
    since: Mapped[dt.date]
    until: Mapped[dt.date]
    """Both ends included."""
    replaced_by: Mapped[str | None]
    """Number of the summary that stands in its place."""
    recorded_at: Mapped[Moment]
    by: Mapped[str]


@dataclass(frozen=True, slots=True)
class SummaryNote:
    """A gift note as its summary lists it."""

    number: str
    date: dt.date
    grams: int
    crates: int
    unweighed_pieces: int


@dataclass(frozen=True, slots=True)
class SummaryGroup:
    """What was given of one food group."""

    group: str | None
    names: Mapping[str, str]
    crates: int
    count: int
    grams: int
    unweighed_pieces: int


@dataclass(frozen=True, slots=True)
class SummaryPart:
    """Gifts, or goods of the food bank: never both together."""

    what: str
    groups: tuple[SummaryGroup, ...]

    @property
    def grams(self) -> int:
        """The weight of its goods."""
        return sum(one.grams for one in self.groups)


@dataclass(frozen=True, slots=True)
class Summary:
    """A summary as it was issued, and what stands in its place since."""

    number: str
    supplier: str
    since: dt.date
    until: dt.date
    donor: Party
    recipient: Party
    notes: tuple[SummaryNote, ...]
    parts: tuple[SummaryPart, ...]
    replaces: tuple[str, ...]
    replaced_by: str | None


def issue(session: Session, code: str, *, since: dt.date, until: dt.date, at: Counter, now: dt.datetime) -> Summary:
    """Sum up a supplier's gifts of a period, both ends included; the same notes once only, however often one asks."""
    require(at, Permission.SUPPLIERS)
    supplier = locked(session, code)
    if until > at.business_date(now):
        raise PeriodNotOver(until=until)
    entries = suppliers.family(session, supplier.code)
    notes = [note for note in note_list.notes_of_entries(session, entries, since=since, until=until) if note.stands]
    if not notes:
        raise NothingGiven(supplier=supplier.name, since=since, until=until)
    before = _in_the_way(session, entries, since=since, until=until)
    if len(before) == 1 and (before[0].since, before[0].until) == (since, until):
        issued = papers.figures_of(session, KIND, before[0].number)
        if [one["number"] for one in issued["notes"]] == [note.number for note in notes]:
            return look_up(session, before[0].number)
    figures = _figures(session, supplier, entries, notes)
    page = journal.turn_page(session, at, documents=1)
    number = page.document_number
    told = {"number": number, "since": since, "until": until, "replaces": [row.number for row in before]}
    papers.issue(session, KIND, number=number, schema=SCHEMA, figures={**told, **figures}, by=at.by, now=now)
    for row in before:
        row.replaced_by = number
    session.add(
        GiftSummary(number=number, supplier_id=supplier.id, since=since, until=until, recorded_at=now, by=at.by)
    )
    session.flush()
    journal.write(session, page, verb="gift summary", subject=number, now=now, supplier=supplier.code, notes=len(notes))
    return look_up(session, number)


def look_up(session: Session, number: str) -> Summary:
    """Show a summary as it was issued."""
    row = numbered(session, GiftSummary, number)
    if row is None:
        raise NoSuchPaper(number=number.strip()[:40])
    figures = papers.figures_of(session, KIND, row.number)
    return Summary(
        number=row.number,
        supplier=figures["donor"]["code"],
        since=row.since,
        until=row.until,
        donor=note_papers.donor_of(figures),
        recipient=note_papers.recipient_of(figures),
        notes=tuple(
            SummaryNote(
                number=note["number"],
                date=dt.date.fromisoformat(note["date"]),
                grams=note["grams"],
                crates=note["crates"],
                unweighed_pieces=note["unweighed_pieces"],
            )
            for note in figures["notes"]
        ),
        parts=tuple(
            SummaryPart(part["what"], tuple(SummaryGroup(**group) for group in part["groups"]))
            for part in figures["parts"]
        ),
        replaces=tuple(figures["replaces"]),
        replaced_by=row.replaced_by,
    )


def summed_up(notes: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Add the frozen figures of notes up by part and food group, what weighs most first."""
    parts: dict[str, dict[str | None, dict[str, Any]]] = {}
    for figures in notes:
        for line in figures["lines"]:
            groups = parts.setdefault(PART_OF[line["origin"]], {})
            group = groups.setdefault(line["group"], {"group": line["group"], **dict.fromkeys(SUMMED, 0)})
            for column in ("crates", "count", "grams"):
                group[column] += line[column]
            group["unweighed_pieces"] += 0 if line["grams"] else line["count"]
    return [
        {"what": what, "groups": sorted(groups.values(), key=lambda group: (-group["grams"], group["group"] or ""))}
        for what, groups in sorted(parts.items(), reverse=True)
    ]


def _in_the_way(session: Session, entries: Sequence[str], *, since: dt.date, until: dt.date) -> list[GiftSummary]:
    """Find the summaries that stand for days of this period; one that reaches beyond it is a refusal."""
    asked = select(GiftSummary).where(
        GiftSummary.supplier_id.in_(entries),
        GiftSummary.replaced_by.is_(None),
        GiftSummary.since <= until,
        GiftSummary.until >= since,
    )
    found = list(session.scalars(asked.order_by(GiftSummary.id)))
    for row in found:
        if row.since < since or row.until > until:
            raise PeriodsOverlap(number=row.number, since=row.since, until=row.until)
    return found


def _figures(session: Session, supplier: Supplier, entries: Sequence[str], notes: Sequence[NoteLine]) -> dict[str, Any]:
    frozen = [gift_notes.look_up(session, note.number) for note in notes]
    names = gift_notes.Names(session, ())
    codes = session.scalars(select(Supplier.code).where(Supplier.id.in_(entries)).order_by(Supplier.code))
    return {
        "entries": list(codes),
        **gift_notes.parties(session, supplier.id, notes[-1].happened_on),
        "notes": [
            {
                "number": note.number,
                "date": note.happened_on.isoformat(),
                "delivery": note.delivery,
                **{column: figures[column] for column in ("grams", "crates", "unweighed_pieces", "refused_grams")},
            }
            for note, figures in zip(notes, frozen, strict=True)
        ],
        "parts": [
            {**part, "groups": [{**group, "names": names.of_group(group["group"])} for group in part["groups"]]}
            for part in summed_up(frozen)
        ],
        "grams": sum(figures["grams"] for figures in frozen),
        "unweighed_pieces": sum(figures["unweighed_pieces"] for figures in frozen),
    }
