"""Who brings goods to the demo shop, what, and how often. All are invented."""

from __future__ import annotations

from dataclasses import dataclass

TUESDAY, THURSDAY, SATURDAY = 1, 3, 5
ALL_DAYS = (TUESDAY, THURSDAY, SATURDAY)
DRY = ("canned", "pasta-rice-cereals", "legumes-nuts", "soups", "sauces-condiments", "spreads", "breakfast-cereals")
SWEET = ("biscuits-snacks", "spreads", "desserts", "beverages", "plant-based")
COOLED = ("yogurt-dessert", "dairy", "cheese", "charcuterie", "meat", "ready-meals", "fish")


@dataclass(frozen=True, slots=True)
class Giver:
    """A supplier of the demo and its habits."""

    code: str
    name: str
    kind: str
    origin: str
    days: tuple[int, ...]
    groups: tuple[str, ...] = ()
    """Food groups whose goods come counted, as product lots."""
    crates: tuple[str, ...] = ()
    """Food groups that come in crates, weighed only."""
    mixed: tuple[str, ...] = ()
    """Food groups that lie together in crates, to be sorted at the table."""
    through_the_door: bool = False
    """Its vans are weighed line by line at the back door; others leave a list."""
    every: int = 1
    """Comes every so many weeks."""
    lines: int = 6
    """At most so many different goods at once."""
    weeks: float = 0.6
    """Brings what the shop sells in so many weeks."""
    lot_codes: bool = False
    """Packs have a GS1 code with lot and date."""
    kbo: str = ""
    establishment: str = ""
    banner: str = ""
    street: str = ""
    contact: str = ""
    lang: str = "fr"
    size_class: str = ""
    vat_scheme: str = "unknown"

    def row(self) -> dict[str, str]:
        """Write the supplier as a line of the import."""
        return {
            "code": self.code,
            "name": self.name,
            "kind": self.kind,
            "kbo": self.kbo,
            "establishment": self.establishment,
            "banner": self.banner,
            "street": self.street,
            "postcode": "1090" if self.street else "",
            "town": "Jette" if self.street else "",
            "contact": self.contact,
            "email": f"{self.code}@example.org" if self.contact else "",
            "phone": "",
            "lang": self.lang,
            "size_class": self.size_class,
            "vat_scheme": self.vat_scheme,
        }


MIROIR = "0999.100.196"
"""The enterprise of two shops under one banner."""
GIVERS = (
    Giver(
        "miroir",
        "Supermarkt Miroir",
        "supermarket",
        "donated",
        ALL_DAYS,
        groups=COOLED,
        crates=("vegetables", "fruit"),
        through_the_door=True,
        lines=14,
        establishment="2.999.100.141",
        street="Spiegelstraat 12",
        contact="Winkelmanager",
        lang="nl",
        kbo=MIROIR,
        banner="Miroir",
        vat_scheme="yes",
    ),
    Giver(
        "miroir-gare",
        "Supermarché Miroir Gare",
        "supermarket",
        "donated",
        (TUESDAY, SATURDAY),
        groups=(*COOLED, *SWEET),
        crates=("fruit",),
        lines=12,
        establishment="2.999.100.240",
        street="Place de la Gare 3",
        contact="Responsable fraîcheur",
        kbo=MIROIR,
        banner="Miroir",
        vat_scheme="yes",
    ),
    Giver(
        "werrie",
        "Buurtmarkt Werrie",
        "supermarket",
        "donated",
        (THURSDAY,),
        groups=(*COOLED, *DRY),
        crates=("vegetables",),
        mixed=("bread", "biscuits-snacks", "canned", "beverages"),
        lines=10,
        street="Werriestraat 90",
        contact="Jo",
        lang="nl",
        vat_scheme="yes",
    ),
    Giver("nuit-et-jour", "Nuit & Jour", "shop", "donated", (SATURDAY,), groups=SWEET, every=2, vat_scheme="no"),
    Giver(
        "tilleul",
        "L'Épicerie du Tilleul, « vrac » & Cie",
        "shop",
        "donated",
        (THURSDAY,),
        groups=("legumes-nuts", "pasta-rice-cereals", "flour-baking"),
        every=3,
        lines=4,
        weeks=1.5,
        street="Rue du Tilleul 7",
        contact="Zoé",
    ),
    Giver(
        "boulangerie-parc",
        "Boulangerie du Parc",
        "bakery",
        "donated",
        ALL_DAYS,
        groups=("bread",),
        street="Avenue du Parc 41",
        contact="Rémy",
        kbo="0999.300.532",
    ),
    Giver("bakkerij-koren", "Bakkerij 't Koren", "bakery", "donated", (SATURDAY,), groups=("bread",), lang="nl"),
    Giver(
        "deux-vallees",
        "Conserverie des Deux Vallées",
        "producer",
        "donated",
        (TUESDAY,),
        groups=("canned", "soups", "sauces-condiments"),
        every=4,
        lines=7,
        weeks=4,
        lot_codes=True,
        contact="Service qualité",
        vat_scheme="yes",
    ),
    Giver(
        "pajot",
        "Zuivelhoeve Pajot",
        "producer",
        "donated",
        (TUESDAY,),
        groups=("milk", "yogurt-dessert", "butter-fats"),
        every=2,
        lines=6,
        weeks=1.5,
        lot_codes=True,
        contact="Griet",
        lang="nl",
    ),
    Giver("safran", "Traiteur Safran", "caterer", "donated", (SATURDAY,), groups=("ready-meals", "soups"), lines=3),
    Giver(
        "keuken-middag", "Keuken Middag", "caterer", "donated", (THURSDAY,), groups=("ready-meals",), lines=2, lang="nl"
    ),
    Giver(
        "merles",
        "Jardin partagé des Merles",
        "garden",
        "garden",
        (SATURDAY,),
        groups=("vegetables",),
        lines=4,
        weeks=0.3,
    ),
    Giver(
        "zonneveld",
        "Moestuin Zonneveld",
        "garden",
        "garden",
        (TUESDAY,),
        groups=("vegetables", "fruit"),
        lines=4,
        weeks=0.3,
        every=2,
        lang="nl",
    ),
    Giver(
        "voedselbank",
        "Voedselbank Zenneoever",
        "food_bank",
        "food_bank",
        (TUESDAY,),
        groups=(*DRY, "milk", "biscuits-snacks", "frozen", "flour-baking", "fish"),
        crates=("other",),
        every=2,
        lines=30,
        weeks=3,
        contact="Magazijn",
        lang="nl",
    ),
    Giver(
        "surplus-nord",
        "Plateforme Surplus Nord",
        "platform",
        "donated",
        (THURSDAY,),
        groups=(*SWEET, "frozen", "baby", "hygiene"),
        crates=("vegetables", "biscuits-snacks"),
        lines=12,
        weeks=1.5,
        contact="Logistique",
        vat_scheme="yes",
    ),
    Giver(
        "collecte",
        "Collecte des clients",
        "collection",
        "donated",
        (SATURDAY,),
        groups=("hygiene",),
        crates=("canned", "pasta-rice-cereals"),
        every=5,
        lines=5,
        weeks=2,
    ),
    Giver("esf", "ESF+ 2021-2027", "esf", "esf", (TUESDAY,), every=4, lines=14, weeks=16, lot_codes=True),
    Giver(
        "buren",
        "Buren en particulieren",
        "private",
        "donated",
        (SATURDAY,),
        groups=("beverages", "hygiene", "household", "baby"),
        lines=2,
        every=2,
        lang="nl",
    ),
    Giver(
        "senne",
        "Groothandel Senne",
        "wholesaler",
        "bought",
        (TUESDAY,),
        groups=("eggs", "butter-fats", "milk", "hygiene", "household", "flour-baking", "plant-based", "baby"),
        every=2,
        lines=40,
        weeks=3.5,
        kbo="0999.200.364",
        street="Zenneweg 101",
        contact="Bestellingen",
        lang="nl",
        size_class="large",
    ),
    Giver(
        "maraichers",
        "Coopérative des maraîchers",
        "wholesaler",
        "bought",
        ALL_DAYS,
        groups=("potatoes", "vegetables", "fruit"),
        lines=12,
        weeks=0.5,
        contact="Carreau 14",
    ),
    Giver("papeterie", "Droguerie du Midi (plus de livraisons)", "wholesaler", "bought", ()),
)
