"""What people see at the till: frozen values that feed screen, receipt and JSON alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Shopper:
    """A household as the checkout needs it: no name, no reason that shames."""

    card: str
    status: str
    """fine, ends_soon, not_started, ended, paused or blocked."""
    says: tuple[str, ...]
    """What the volunteer is told, in whole sentences of the reader's language."""
    size: int
    adults: int
    children: int
    lang: str
    grocery_until: dt.date | None
    esf: bool
    """May have ESF+ goods today."""
    period_from: dt.date
    period_until: dt.date
    limit_cents: int
    spent_cents: int
    needs: tuple[str, ...] = ()
    """What it needs when it comes, as codes."""
    free_limit_cents: int | None = None
    """What free goods may be worth; None if the shop sets no limit to them."""
    free_spent_cents: int = 0
    quotas: Mapping[str, int] = field(default_factory=dict)
    """What may still go along of goods under a quota, by its name."""

    @property
    def left_cents(self) -> int:
        """What is left of the budget now; negative after a change of the household."""
        return self.limit_cents - self.spent_cents


@dataclass(frozen=True, slots=True)
class BasketLine:
    """One line of an open basket."""

    number: int
    code: str
    name: str
    count: int | None
    """Pieces; None for goods by weight."""
    grams: int | None
    """Grams; None for goods by the piece."""
    unit_price_cents: int
    """Per piece, or per kilogram."""
    total_cents: int
    free_eu: bool = False
    """Of an ESF+ lot, so free."""
    notices: tuple[str, ...] = ()
    """Sentences that must be told, such as a passed best-before date."""
    past_date: bool = False
    """Past its best-before date, and still good."""
    quota_left: int | None = None
    """How much more of these goods may go along, less than 0 if it is too many; None where no quota is set."""
    short: bool = False
    """Sold beyond what the books know: staff will count."""


@dataclass(frozen=True, slots=True)
class DateChoice:
    """One of the dates that may stand on a pack."""

    digit: int
    date: dt.date | None
    lot: str
    """The shop's own lot number."""
    allowed: bool
    why: str
    """A few words for the choice, such as "today: allowed", "not any more", "EU, free", "recalled"."""
    price_cents: int | None


@dataclass(frozen=True, slots=True)
class WhichDate:
    """A question that only the pack can answer: the date, or lot, that is printed on it."""

    name: str
    choices: tuple[DateChoice, ...]
    by_lot: bool = False
    """Some lots are called back: the maker's lot is asked, whatever the date."""


@dataclass(frozen=True, slots=True)
class HowHeavy:
    """A question that only the scale can answer."""

    code: str
    name: str
    price_cents: int
    """Per kilogram."""


@dataclass(frozen=True, slots=True)
class WhichGroup:
    """A code nobody knows yet: the food group gives it a price at once."""

    code: str
    groups: tuple[tuple[str, str, int], ...]
    """Group code, its name in the reader's language, price per piece in cents."""


Question = WhichDate | HowHeavy | WhichGroup


@dataclass(frozen=True, slots=True)
class Basket:
    """An open basket: saved at every scan, on every till."""

    id: str
    number: int
    """The small number by which people call it today; never a name."""
    till: str
    state: str
    """open, aside, paid or cancelled."""
    shopper: Shopper
    lines: tuple[BasketLine, ...]
    total_cents: int
    cash_cents: int
    """What is to be paid if all is paid in cash."""
    pieces: int
    """Goods in the basket; a weighed one counts as one."""

    @property
    def budget_left_cents(self) -> int:
        """What would be left of the budget after this basket."""
        return self.shopper.left_cents - self.total_cents


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scan did: the basket as it is now, the line that changed, or a question first."""

    basket: Basket
    line: int | None = None
    ask: Question | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A part of a sale line that came from one lot."""

    lot: str
    count: int | None
    grams: int | None
    origin: str
    date: dt.date | None
    known_by: str


@dataclass(frozen=True, slots=True)
class SoldLine:
    """One line of a closed sale, as it was copied at the sale."""

    code: str
    names: dict[str, str]
    """The goods' name by language; `name` picks one."""
    count: int | None
    grams: int | None
    unit_price_cents: int
    total_cents: int
    vat_rate: int
    taken: tuple[Taken, ...]
    notices: tuple[str, ...]
    """Fixed words, such as `best_before_passed`; the paper has the sentence."""


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment of a sale; negative where money is given back."""

    method: str
    """voucher, cash or card."""
    amount_cents: int
    tendered_cents: int | None
    """What was handed over, for cash."""


@dataclass(frozen=True, slots=True)
class SaleDocument:
    """A closed sale, void or refund: it never changes."""

    id: str
    kind: str
    """sale, void or refund."""
    number: str
    of: str | None
    """Number of the sale that a void or refund answers."""
    till: str
    at: dt.datetime
    """Aware, in the shop's time zone."""
    date: dt.date
    """The business date."""
    card: str | None
    """None once the link between sale and household is gone."""
    lang: str
    """The household's language, for the receipt."""
    lines: tuple[SoldLine, ...]
    total_cents: int
    rounding_cents: int
    payments: tuple[Paid, ...]
    change_cents: int
    budget_left_cents: int | None
    later: tuple[str, ...] = ()
    """Numbers of the voids and refunds made of it since."""

    @property
    def payable_cents(self) -> int:
        """Total and rounding together: what was paid."""
        return self.total_cents + self.rounding_cents


@dataclass(frozen=True, slots=True)
class ShopHeading:
    """What stands at the top of every paper."""

    name: str
    lines: tuple[str, ...] = ()
    """Address, enterprise number and the like, one a line."""
    vat_regime: str = "exempt"
    currency: str = "EUR"


@dataclass(frozen=True, slots=True)
class DrawerSlip:
    """A drawer session, as its closing slip prints it."""

    number: str
    till: str
    date: dt.date
    """The session's own business date."""
    opened_at: dt.datetime
    closed_at: dt.datetime | None
    opened_by: str
    closed_by: str | None
    float_cents: int
    sales: int
    voids: int
    refunds: int
    cash_cents: int
    """Cash taken less cash given back, after rounding."""
    card_cents: int
    voucher_cents: int
    total_cents: int
    """Goods, unrounded."""
    rounding_cents: int
    """The rounding account of the session."""
    expected_cents: int
    counted_cents: int | None
    difference_cents: int | None
    coins: tuple[tuple[int, int], ...] = ()
    """Value in cents of a coin or note, and how many were counted."""
    seal: str = ""
    """The head of the till's journal chain at closing."""
    seals: tuple[tuple[str, int, str], ...] = ()
    """The heads of all chains at closing: till, line and hash."""
    reason: str = ""
    """Why the count differed, if somebody said so."""
    opener: str = ""
    """What who opened it is called."""
    closer: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A sale that was kept on paper: its number there and when it was."""

    number: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """One item of a sale that is entered at once: a code, and how much of it."""

    code: str
    count: int = 1
    grams: int | None = None
    date: dt.date | None = None
