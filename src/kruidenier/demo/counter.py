"""The customers of the demo shop: what each takes, how the till scans it, and how it is paid."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from kruidenier.demo.office import sent_id
from kruidenier.demo.shelves import Source, Taken
from kruidenier.errors import ShopError
from kruidenier.shop.goods.barcodes import gtin_check_digit
from kruidenier.shop.office import journal
from kruidenier.shop.till import baskets, corrections, paying, scanning
from kruidenier.shop.till.kept import Back
from kruidenier.shop.till.payments import Payment, rounded_cash
from kruidenier.shop.till.values import Kept, Wanted, WhichDate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from sqlalchemy.orm import Session

    from kruidenier.demo.assortment import Article
    from kruidenier.demo.cast import Family
    from kruidenier.demo.world import World
    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.till.values import Basket, SaleDocument

Result = TypeVar("Result")
NOTES = (500, 1000, 2000, 5000)
VOID_REASONS = ("Dubbel gescand", "Verkeerde kaart", "Carte d'un autre ménage")
REFUND_REASONS = ("Beschadigd", "Emballage ouvert", "Verkeerd product", "Périmé à la maison")
OVERRIDE_REASON = "Gezin met gasten, besproken aan het onthaal"


@dataclass(slots=True)
class Visit:
    """One customer at the till: the open basket, and the packs that are truly in it."""

    basket: Basket
    family: Family
    packs: list[Taken] = field(default_factory=list)


def wishes(world: World, *, grocery: bool, esf: bool, more: bool = False) -> Iterator[Article]:
    """Tell what a customer would like, most wanted first; a household with only the ESF+ right knows its shelf."""
    many = 40 if more else world.rng.randint(3, 12)
    if not grocery:
        esf_goods = [article for article in world.articles.values() if article.esf]
        return iter(world.rng.sample(esf_goods, min(many, len(esf_goods))))
    free = [a for a in world.articles.values() if a.esf and world.rng.random() < 0.25] if esf else []
    return iter([*free, *world.wishes.draw(world.rng, many)])


def fill_basket(
    session: Session, world: World, family: Family, *, at: Counter, now: dt.datetime, spend: float = 0
) -> Visit | None:
    """Let a household come in and fill its basket; None if the till said no or nothing was found.

    `spend` is the part of its budget that it spends at most; usually some part of it.
    """
    basket = _tried(session, lambda: baskets.welcome(session, family.card, at=at, now=now), at=at, now=now)
    if basket is None:
        return None
    grocery, esf = family.may(world.day_number(at.business_date(now)))
    visit = Visit(basket, family)
    purse = round(basket.shopper.left_cents * (spend or world.rng.uniform(0.4, 1)))
    which = None if grocery and esf else esf
    for article in wishes(world, grocery=grocery, esf=esf, more=spend > 1):
        amount = _amount(world.rng, article, basket.shopper.size)
        for taken in world.shelves.take(article.code, amount, loose=article.loose, esf=which):
            _scan(session, world, visit, taken, at=at, now=now)
        if visit.basket.total_cents > purse:
            _put_back(session, world, visit, at=at, now=now)
            break
    if not visit.basket.lines:
        baskets.cancel(session, basket.id, at=at, now=now)
        return None
    return visit


def _amount(rng: Random, article: Article, people: int) -> int:
    if article.loose:
        return rng.randint(20, 40 + 25 * min(people, 6)) * 10
    return rng.choices((1, 2, 3, 4), (75, 17, 5 if people > 2 else 1, 3 if people > 4 else 0))[0]


def _scan(session: Session, world: World, visit: Visit, taken: Taken, *, at: Counter, now: dt.datetime) -> None:
    """Scan packs as a volunteer does: the label if there is one, and the date on the pack if the till asks for it."""
    loose = world.articles[taken.code].loose
    amounts = {"grams": taken.amount} if loose else {"count": taken.amount}
    code = _label(world, taken, loose=loose)

    def scan(**more: object) -> Basket | WhichDate | None:
        scanned = scanning.scan(session, visit.basket.id, code=code, at=at, now=now, **amounts, **more)  # type: ignore[arg-type]
        return scanned.ask if isinstance(scanned.ask, WhichDate) else scanned.basket

    answer = _tried(session, scan, at=at, now=now)
    if isinstance(answer, WhichDate):
        lot = _read_from_pack(answer, taken.source)
        answer = _tried(session, lambda: scan(lot=lot) if lot else scan(ask=False), at=at, now=now)
    if answer is None or isinstance(answer, WhichDate):
        world.shelves.give_back(taken)
    else:
        visit.basket = answer
        visit.packs.append(taken)


def _label(world: World, taken: Taken, *, loose: bool) -> str:
    """Write what the scanner sends: the plain code, our scale's label, or a GS1 code with lot and date."""
    if loose and world.rng.random() < 0.5:
        body = f"29{int(taken.code):05}{taken.amount:05}"
        return body + gtin_check_digit(body)
    source = taken.source
    if source.lot_code and source.date and not loose and len(taken.code) >= 8:
        mark = "17" if world.articles[taken.code].kind.mark == "use_by" else "15"
        return f"]d201{taken.code.zfill(14)}{mark}{source.date:%y%m%d}10{source.lot_code}"
    return taken.code


def _read_from_pack(question: WhichDate, source: Source) -> str | None:
    """Answer with the lot whose date is on the pack in the hand; None if no choice fits."""
    fitting = [choice for choice in question.choices if choice.date == source.date]
    same = [choice for choice in fitting if choice.lot == source.lot]
    return (same or fitting)[0].lot if fitting else None


def _put_back(session: Session, world: World, visit: Visit, *, at: Counter, now: dt.datetime) -> None:
    """Take the last goods out of a basket that costs too much."""
    code = visit.packs[-1].code
    for line in [line for line in visit.basket.lines if line.code == code]:
        visit.basket = baskets.change(session, visit.basket.id, line=line.number, at=at, now=now)
    for taken in [taken for taken in visit.packs if taken.code == code]:
        world.shelves.give_back(taken)
        visit.packs.remove(taken)


def unknown_pack(code: str) -> Taken:
    """Make a pack that nobody knows anything about."""
    return Taken(code, Source(lot="", supplier="", origin="unknown", date=None, last_day=None, grams=0), 1)


def give_up(session: Session, world: World, visit: Visit, *, at: Counter, now: dt.datetime) -> None:
    """Cancel a basket; its goods go back to the shelf."""
    baskets.cancel(session, visit.basket.id, at=at, now=now)
    for taken in visit.packs:
        world.shelves.give_back(taken)


def pay(
    session: Session, world: World, visit: Visit, *, at: Counter, now: dt.datetime, override: str | None = None
) -> SaleDocument | None:
    """Pay a basket in one of the usual ways; a till that says no gets the goods back."""
    payments = _payments(world.rng, visit.basket.total_cents)
    sent = sent_id(world.rng)

    def paid() -> SaleDocument:
        return paying.pay(session, visit.basket.id, payments=payments, id=sent, at=at, now=now, override=override)

    sale = _tried(session, paid, at=at, now=now)
    if sale is None:
        give_up(session, world, visit, at=at, now=now)
        return None
    world.truth.tell("sold", visit.packs, day=sale.date, document=sale.number)
    return sale


def _payments(rng: Random, due: int) -> list[Payment]:
    """Choose how a total is paid: mostly cash, some by card, a few with a voucher or a mix."""
    if due == 0:
        return []
    cash = rounded_cash(due)
    match rng.choices(("exact", "note", "card", "voucher", "mix"), (34, 30, 24, 7, 5))[0]:
        case "note" if due <= NOTES[-1]:
            return [Payment("cash", next(note for note in NOTES if note >= cash))]
        case "card":
            return [Payment("card")]
        case "voucher":
            return [Payment("voucher", min(due, 500)), Payment("cash")]
        case "mix" if due > 300:
            return [Payment("cash", 200), Payment("card")]
    return [Payment("cash", cash)]


def correct(
    session: Session, world: World, sale: SaleDocument, packs: list[Taken], *, whole: bool, now: dt.datetime
) -> None:
    """Void a whole sale or refund a piece of it; what comes back goes to the shelf it came from."""
    rng, at = world.rng, world.by("staff")
    paid_lines = [line for line in sale.lines if line.total_cents and line.count]
    if whole or not paid_lines:
        reason = rng.choice(VOID_REASONS)
        document = corrections.void(session, sale.number, reason=reason, id=sent_id(rng), at=at, now=now)
        back = packs
    else:
        line = rng.choice(paid_lines)
        document = corrections.refund(
            session,
            sale.number,
            items=[Back(line.code, count=1)],
            reason=rng.choice(REFUND_REASONS),
            method=rng.choice(("cash", "cash", "card")),
            id=sent_id(rng),
            at=at,
            now=now,
        )
        pack = rng.choice([taken for taken in packs if taken.code == line.code])
        back = [Taken(pack.code, pack.source, 1)]
    world.truth.tell("returned", back, day=document.date, document=document.number)
    for taken in back:
        world.shelves.give_back(taken)


def sell_on_paper(
    session: Session, world: World, family: Family, *, number: str, at_time: dt.datetime, now: dt.datetime
) -> None:
    """Write up a sale that was kept on paper while the power was cut."""
    at, packs = world.by("staff"), []
    for article in wishes(world, grocery=True, esf=False):
        packs += world.shelves.take(article.code, 500 if article.loose else 1, loose=article.loose, esf=False)
    if not packs:
        return
    items = [
        Wanted(t.code, grams=t.amount) if world.articles[t.code].loose else Wanted(t.code, t.amount) for t in packs
    ]
    sale = paying.sell(
        session,
        family.card,
        items=items,
        payments=[Payment("cash")],
        id=sent_id(world.rng),
        at=at,
        now=now,
        paper=Kept(number, at_time),
    )
    world.truth.tell("sold", packs, day=sale.date, document=sale.number)


def _tried(session: Session, deed: Callable[[], Result], *, at: Counter, now: dt.datetime) -> Result | None:
    """Do a deed; if the shop says no, note that and give nothing."""
    try:
        with session.begin_nested():
            return deed()
    except ShopError as refusal:
        journal.note_refusal(session, refusal, at=at, now=now)
        return None
