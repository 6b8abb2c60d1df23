"""What a household still keeps of a sale after the refunds so far, line by line and lot by lot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.goods.catalogue import key_of
from kruidenier.shop.goods.names import best_name
from kruidenier.shop.goods.prices import line_total
from kruidenier.shop.goods.stock import share_of
from kruidenier.shop.till.sales import Sale, SaleLine, SaleTake
from kruidenier.shop.till.scanning import SoldByPiece, SoldByWeight

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class MoreThanSold(ShopError):
    """More goods back than were sold and not yet taken back."""

    message = N_("{number} has only {left} left of {code} to take back.")


class NotSoldThere(ShopError):
    """Goods that are not on the sale."""

    message = N_("{code} is not on sale {number}.")


@dataclass(frozen=True, slots=True)
class Back:
    """Goods that come back: a code, and how many pieces or grams; neither is one piece, or the last weighed line."""

    code: str
    count: int | None = None
    grams: int | None = None


@dataclass(slots=True)
class KeptLine:
    """What the household still keeps of a line of its sale."""

    row: SaleLine
    amount: int
    takes: list[KeptTake]

    @property
    def total_cents(self) -> int:
        """What the goods that are kept cost."""
        by_weight = self.row.grams is not None
        return line_total(
            unit_price_cents=self.row.unit_price_cents,
            count=None if by_weight else self.amount,
            grams=self.amount if by_weight else None,
        )

    def give_back(self, amount: int) -> list[dict[str, Any]]:
        """Give an amount back to the lots it came from, the last taken first."""
        self.amount -= amount
        back = []
        for take in reversed(self.takes):
            by_weight = self.row.grams is not None
            part = min(amount, take.grams if by_weight else take.count)
            if part:
                count = 0 if by_weight else part
                grams = part if by_weight else share_of(take.grams, part, take.count)
                take.count -= count
                take.grams -= grams
                amount -= part
                back.append(take_back(take.row, count, grams))
        return back


@dataclass(slots=True)
class KeptTake:
    """What is still kept of the part of a line that came from one lot."""

    row: SaleTake
    count: int
    grams: int


def still_kept(session: Session, sale: Sale, later: Sequence[Sale]) -> list[KeptLine]:
    """Reckon what is kept of each line and lot after the refunds so far."""
    ids = [sale.id, *(refund.id for refund in later)]
    rows = session.scalars(select(SaleLine).where(SaleLine.sale_id.in_(ids)).order_by(SaleLine.id)).all()
    taken = session.scalars(select(SaleTake).where(SaleTake.sale_id.in_(ids)).order_by(SaleTake.id)).all()
    kept = {
        row.position: KeptLine(row, (row.grams if row.grams is not None else row.count) or 0, [])
        for row in rows
        if row.sale_id == sale.id
    }
    answered: dict[tuple[str, int], int] = {(sale.id, position): position for position in kept}
    for row in rows:
        if row.sale_id != sale.id and row.of_position is not None:
            answered[row.sale_id, row.position] = row.of_position
            kept[row.of_position].amount += (row.grams if row.grams is not None else row.count) or 0
    for take in taken:
        line = kept[answered[take.sale_id, take.position]]
        if take.sale_id == sale.id:
            line.takes.append(KeptTake(take, take.count, take.grams))
        else:
            # The last one first, as they were given back.
            same = next(t for t in reversed(line.takes) if t.row.lot_id == take.lot_id and (t.count or t.grams))
            same.count += take.count
            same.grams += take.grams
    return list(kept.values())


def lines_giving_back(kept: Sequence[KeptLine], item: Back, number: str) -> list[tuple[KeptLine, int]]:
    """Find the lines that goods come back from, and how much of each."""
    wanted_key = key_of(item.code)
    lines = [line for line in kept if key_of(line.row.code) == wanted_key]
    if not lines:
        raise NotSoldThere(code=item.code, number=number)
    left = sum(line.amount for line in lines)
    if lines[0].row.grams is None:
        if item.grams is not None:
            raise SoldByPiece(name=best_name(lines[0].row.names, item.code))
        wanted = 1 if item.count is None else item.count
    else:
        if item.count is not None:
            raise SoldByWeight(name=best_name(lines[0].row.names, item.code))
        last = next((line.amount for line in reversed(lines) if line.amount), 0)
        wanted = last if item.grams is None else item.grams
    if not 0 < wanted <= left:
        raise MoreThanSold(number=number, code=item.code, left=left)
    found = []
    for line in reversed(lines):
        part = min(wanted, line.amount)
        if part:
            found.append((line, part))
            wanted -= part
    return found


def take_back(take: SaleTake, count: int, grams: int) -> dict[str, Any]:
    """Give a part of a take back: the same lot with its amounts negative."""
    copied = {name: getattr(take, name) for name in ("lot_id", "origin", "fund", "date_mark", "date", "known_by")}
    return copied | {"of_position": take.position, "count": -count, "grams": -grams}
