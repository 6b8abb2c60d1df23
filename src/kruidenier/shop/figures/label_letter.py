"""The letter that tells a supplier what the municipality decided about its label, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.figures import label
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.place import Shop
from kruidenier.shop.supply import awards
from kruidenier.shop.supply.supplier_contacts import language_of
from kruidenier.shop.supply.suppliers import find

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.figures.label import Assessment
    from kruidenier.shop.supply.awards import AwardFacts

DECIDED = ("decided", "issued", "withdrawn")


class NothingDecided(ShopError):
    """A letter about a label on which nothing was decided."""

    message = N_("Nothing is decided about the label of {supplier} yet: there is nothing to write about.")


@dataclass(frozen=True, slots=True)
class Letter:
    """What stands in the letter: the decision, and the figures that were frozen with its proposal."""

    award: AwardFacts
    measured: Assessment
    shop: str
    municipality: str
    """In the language of the letter."""
    address: tuple[str, ...]
    lang: str
    """In which the supplier reads."""

    @property
    def level_before(self) -> int | None:
        """The level that the supplier held until then."""
        return self.measured.held.level if self.measured.held else None

    @property
    def kind(self) -> str:
        """awarded, renewed, lowered or withdrawn."""
        if self.award.state == "withdrawn":
            return "withdrawn"
        if self.level_before is None:
            return "awarded"
        return "lowered" if (self.award.level or 0) < self.level_before else "renewed"


def letter(session: Session, supplier: str, *, lang: str | None = None) -> Letter:
    """Write down the newest decision about a supplier's label, in its own language unless another is named."""
    known = find(session, supplier)
    decided = (one for one in awards.of_supplier(session, known.code) if one.state in DECIDED)
    award = next(decided, None)
    if award is None or award.decided_on is None:
        raise NothingDecided(supplier=known.name)
    lang = lang or language_of(session, known.code)
    settings = rules.current(session, award.decided_on)
    town = " ".join(part for part in (known.postcode, known.town) if part)
    return Letter(
        award=award,
        measured=label.thaw(award.figures),
        shop=session.scalars(select(Shop.name)).one(),
        municipality=settings["label.municipality_fr" if lang == "fr" else "label.municipality_nl"],
        address=tuple(part for part in (award.supplier_name, known.street, town) if part),
        lang=lang,
    )
