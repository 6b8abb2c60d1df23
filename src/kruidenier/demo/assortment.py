"""What the demo shop has on its shelves: some hundreds of the catalogue's goods, a few of them most of its sales."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kruidenier.config import starter_data

if TYPE_CHECKING:
    from random import Random

CATALOGUE, OWN = "products.csv", "own_products.csv"


@dataclass(frozen=True, slots=True)
class Kind:
    """How the demo trades in one food group."""

    articles: int
    """So many of the catalogue's goods are on the shelves."""
    wanted: int
    """Its share of what customers take."""
    grams: int
    """A pack weighs about so much where the catalogue does not say."""
    shop_price_cents: int
    """A pack costs about so much in other shops."""
    mark: str
    keeps: tuple[int, int]
    """Days between delivery and the date on the pack: at least, at most."""


KINDS = {
    "pasta-rice-cereals": Kind(22, 90, 500, 139, "best_before", (-30, 500)),
    "canned": Kind(24, 80, 400, 119, "best_before", (-200, 700)),
    "milk": Kind(8, 80, 1000, 109, "best_before", (20, 120)),
    "bread": Kind(6, 60, 400, 189, "best_before", (3, 9)),
    "biscuits-snacks": Kind(24, 60, 200, 199, "best_before", (10, 160)),
    "spreads": Kind(14, 40, 400, 269, "best_before", (60, 400)),
    "sauces-condiments": Kind(16, 36, 350, 219, "best_before", (30, 300)),
    "breakfast-cereals": Kind(10, 30, 400, 259, "best_before", (-35, 200)),
    "beverages": Kind(16, 40, 1000, 149, "best_before", (20, 200)),
    "soups": Kind(10, 25, 500, 199, "best_before", (20, 300)),
    "legumes-nuts": Kind(10, 25, 400, 179, "best_before", (40, 400)),
    "butter-fats": Kind(8, 35, 500, 329, "best_before", (20, 200)),
    "flour-baking": Kind(8, 25, 1000, 129, "best_before", (-35, 250)),
    "cheese": Kind(12, 35, 200, 289, "best_before", (2, 25)),
    "yogurt-dessert": Kind(14, 60, 400, 179, "use_by", (1, 9)),
    "charcuterie": Kind(10, 30, 150, 249, "use_by", (1, 7)),
    "meat": Kind(10, 30, 450, 549, "use_by", (0, 4)),
    "fish": Kind(8, 18, 200, 399, "use_by", (0, 5)),
    "ready-meals": Kind(12, 40, 400, 399, "use_by", (0, 4)),
    "dairy": Kind(6, 15, 250, 159, "use_by", (2, 10)),
    "desserts": Kind(6, 15, 250, 219, "best_before", (2, 30)),
    "frozen": Kind(12, 25, 600, 349, "best_before", (60, 400)),
    "baby": Kind(5, 12, 200, 189, "best_before", (20, 150)),
    "plant-based": Kind(8, 25, 250, 349, "best_before", (20, 200)),
    "other": Kind(8, 10, 300, 249, "best_before", (20, 200)),
    "eggs": Kind(0, 30, 60, 0, "best_before", (10, 21)),
    "fruit": Kind(3, 110, 250, 249, "none", (3, 8)),
    "vegetables": Kind(4, 140, 300, 199, "none", (3, 8)),
    "potatoes": Kind(0, 40, 1000, 0, "none", (8, 20)),
    "hygiene": Kind(0, 45, 300, 0, "none", (0, 0)),
    "household": Kind(0, 25, 600, 0, "none", (0, 0)),
}
ESF = ("milk", "milk", "canned", "canned", "pasta-rice-cereals", "pasta-rice-cereals", "butter-fats", "flour-baking")
"""The food groups of ESF+ goods; the first of them also come from others, which makes the date on the pack matter."""
SHARED_ESF = 2
LONG_DAYS = 150


@dataclass(frozen=True, slots=True)
class Article:
    """A product on the demo's shelves."""

    code: str
    group: str
    loose: bool
    grams: int
    """A piece weighs so much; of loose goods about so much is taken at once."""
    wanted: float
    """Its share of what customers take."""
    reference_cents: int | None
    """What the shop found it costs elsewhere."""
    esf: bool = False
    """Comes as ESF+ goods."""
    only_esf: bool = False
    """Comes as nothing else."""

    @property
    def kind(self) -> Kind:
        """How its food group is traded."""
        return KINDS[self.group]

    @property
    def keeps_long(self) -> bool:
        """Stands in a cupboard for months."""
        return not self.loose and (self.kind.mark == "none" or self.kind.keeps[1] > LONG_DAYS)

    def date_on_pack(self, rng: Random, delivered: dt.date) -> dt.date | None:
        """Invent the date that is printed on the packs of a delivery."""
        least, most = self.kind.keeps
        if self.kind.mark == "none":
            return None
        return delivered + dt.timedelta(days=round(rng.triangular(least, most, least + (most - least) / 4)))


def rows(name: str) -> list[dict[str, str]]:
    """Read one of the starter files."""
    with (starter_data() / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def assortment(rng: Random) -> dict[str, Article]:
    """Choose what the shop has, by code. Wishes fall off by rank: few products are most of the sales."""
    chosen: dict[str, Article] = {}
    catalogue, own = rows(CATALOGUE), rows(OWN)
    for group, kind in KINDS.items():
        theirs = [row for row in catalogue if row["group"] == group and _handy(row)]
        ours = [row for row in own if row["group"] == group]
        picked = [*ours, *rng.sample(theirs, min(kind.articles, len(theirs)))]
        rng.shuffle(picked)
        ranks = [1 / (rank + 2) for rank in range(len(picked))]
        for row, share in zip(picked, ranks, strict=True):
            article = _article(rng, row, wanted=kind.wanted * share / sum(ranks))
            chosen[article.code] = article
    for number, group in enumerate(ESF):
        article = rng.choice([a for a in chosen.values() if a.group == group and not a.esf])
        chosen[article.code] = replace(article, esf=True, only_esf=number >= SHARED_ESF)
    return chosen


def _handy(row: dict[str, str]) -> bool:
    """Tell whether a product's name is short enough to be read aloud at a till, and known in one language at least."""
    return len(row["name_fr"]) <= 45 and len(row["name_nl"]) <= 45 and row["sold_by"] == "piece"


def _article(rng: Random, row: dict[str, str], *, wanted: float) -> Article:
    kind = KINDS[row["group"]]
    loose = row["sold_by"] == "weight"
    weighed = int(row["quantity"] or 0) if row["unit"] in ("g", "ml") else 0
    shop_price = round(rng.triangular(0.6, 1.8, 1) * kind.shop_price_cents / 10) * 10 - 1
    known = row.get("gtin") and not row["price_cents"] and rng.random() < 0.6
    return Article(
        code=row.get("gtin") or row["code"],
        group=row["group"],
        loose=loose,
        grams=(700 if loose else weighed or kind.grams),
        wanted=wanted,
        reference_cents=shop_price if known else None,
    )
