"""What the demo's simulation knows: the books, and what the books cannot know."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

from kruidenier.demo.assortment import KINDS
from kruidenier.shop.goods import dates

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from kruidenier.demo.assortment import Article
    from kruidenier.demo.cast import Family
    from kruidenier.demo.shelves import Shelves, Truth
    from kruidenier.shop.goods.catalogue import Item
    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.office.settings import Settings

LINES_A_BASKET = 6
PIECES_A_LINE = 1.3
WANTED = sum(kind.wanted for kind in KINDS.values())
OPENING_DAYS = (1, 3, 5)
"""Tuesday and Thursday afternoon, Saturday morning."""
CLOSED = ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25))


@dataclass(frozen=True, slots=True)
class Scale:
    """How big the demo is."""

    households: int = 300
    sales: tuple[int, int] = (30, 45)
    """On one half-day: at least, at most."""


@dataclass(slots=True)
class World:
    """The invented shop while it is being built."""

    rng: Random
    today: dt.date
    scale: Scale
    articles: dict[str, Article]
    families: list[Family]
    shelves: Shelves
    truth: Truth
    counters: dict[str, list[Counter]]
    """Who works here, by role."""
    items: dict[str, Item]
    """The articles as the books know them, by code."""
    suppliers: dict[str, str]
    """The suppliers' keys by code."""
    places: dict[str, int]
    settings: Settings
    first: dt.date
    wishes: Wishes
    served: int = 0
    """Customers so far: every so many of them do something odd."""
    last_visit: dict[str, int] = field(default_factory=dict)
    """The day of each card's last visit."""

    def by(self, role: str) -> Counter:
        """Let somebody of a role do the next deed."""
        return self.rng.choice(self.counters[role])

    def date(self, number: int) -> dt.date:
        """Tell the date of a day that is counted from the last one."""
        return self.today + dt.timedelta(days=number)

    def day_number(self, day: dt.date) -> int:
        """Count a day from the last one, which is 0."""
        return (day - self.today).days

    def weekly(self, article: Article) -> float:
        """Reckon how many pieces (or grams) of an article customers take in a week."""
        sales = sum(self.scale.sales) / 2 * len(OPENING_DAYS)
        packs = sales * LINES_A_BASKET * PIECES_A_LINE * article.wanted / WANTED
        return packs * article.grams if article.loose else packs

    def last_day(self, article: Article, date: dt.date | None) -> dt.date | None:
        """Tell the last day on which packs with a date may go out."""
        keeping = self.items[article.code].shelf_life_group
        return dates.last_day(article.kind.mark, date, shelf_life_group=keeping, settings=self.settings)


def opening_days(first: dt.date, today: dt.date) -> Iterator[dt.date]:
    """List the half-days of trade before today; Thursdays only every other week."""
    for n in range((today - first).days):
        day = first + dt.timedelta(days=n)
        thursday_off = day.weekday() == 3 and day.isocalendar().week % 2 == 1
        if day.weekday() in OPENING_DAYS and not thursday_off and (day.month, day.day) not in CLOSED:
            yield day


@dataclass(slots=True)
class Wishes:
    """What a customer may come for: articles with their weights, for drawing quickly."""

    articles: list[Article]
    weights: list[float]

    @classmethod
    def of(cls, articles: list[Article]) -> Wishes:
        """Prepare for drawing."""
        return cls(articles, list(accumulate(article.wanted for article in articles)))

    def draw(self, rng: Random, count: int) -> Iterator[Article]:
        """Draw different articles, the wanted ones more often."""
        return iter(dict.fromkeys(rng.choices(self.articles, cum_weights=self.weights, k=count)))
