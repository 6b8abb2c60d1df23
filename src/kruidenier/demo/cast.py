"""The people of the demo: who works there, and the households with every kind of right."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kruidenier.demo import names
from kruidenier.i18n import N_
from kruidenier.shop.goods.barcodes import CardCode, read
from kruidenier.shop.people.register import Born, listed_people, read_members

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

FOUNDER = ("Nadia Lambrechts", "manager", "1111", "fr")
TEAM = (
    FOUNDER,
    ("Els Goossens", "manager", "2222", "nl"),
    ("Benoît Lefèbvre", "staff", "3333", "fr"),
    ("Koen De Cock", "staff", "4444", "nl"),
    ("Hélène N'Diaye", "staff", "5555", "fr"),
    ("Marleen Claes", "volunteer", "6001", "nl"),
    ("Désiré Çelik", "volunteer", "6002", "fr"),
    ("Olena Kovalenko", "volunteer", "6003", "nl"),
    ("Roos Van 't Veld", "volunteer", "6004", "nl"),
    ("Samuel Tesfaye", "volunteer", "6005", "fr"),
    ("Gaëlle L'Hoëst", "volunteer", "6006", "fr"),
)
"""Name, role, PIN, language. The PINs are shown to everybody who tries the demo."""


TWICE = ("Mohamed El Idrissi", "El-Idrisi Muhammad")
"""One household, registered by two services."""


@dataclass(frozen=True, slots=True)
class Family:
    """A household of the demo. Its days are counted from the last day of trade, which is 0."""

    card: str
    name: str
    lang: str
    members: str
    """As the import has them at last; empty if only `adults` and `children` are known."""
    adults: int = 0
    children: int = 0
    grocery: tuple[int, int] = (0, 0)
    esf: tuple[int, int] | None = None
    renewed: int | None = None
    """The day on which the right to the grocery was renewed; before it, the end was that day."""
    hold: tuple[str, int] | None = None
    """Paused or blocked, since when."""
    note: str = ""
    referrer: str = ""
    about: str = ""
    """Why somebody who tries the demo might scan this card."""

    def registers(self, first: int) -> int:
        """Tell the day on which the household comes into the books, if they begin on day `first`."""
        return min(max(self.grocery[0], first), 0)

    def until(self, day: int) -> int:
        """Tell the end of the right to the grocery as the books have it on a day."""
        return self.renewed if self.renewed is not None and day < self.renewed else self.grocery[1]

    def may(self, day: int) -> tuple[bool, bool]:
        """Tell whether the household may have the grocery's goods, and ESF+ goods, on a day."""
        if self.hold and self.hold[1] <= day:
            return False, False
        return _holds(self.grocery, day), _holds(self.esf, day)

    def born(self, on: dt.date) -> tuple[Born, ...]:
        """List the members who are born on a date."""
        return tuple(born for born in read_members(self.members) if born.first_day <= on)

    def row(self, day: int, *, today: dt.date) -> dict[str, str]:
        """Write the household as a line of the import, as it is on a day."""
        adults, children = ("", "") if self.members else (str(self.adults), str(self.children))
        dates = (*(self.grocery[0], self.until(day)), *(self.esf or (None, None)))
        access_from, access_until, esf_from, esf_until = (
            "" if number is None else (today + dt.timedelta(days=number)).isoformat() for number in dates
        )
        return {
            "card": self.card,
            "display_name": self.name,
            "lang": self.lang,
            "members": listed_people(self.born(today + dt.timedelta(days=day))),
            "adults": adults,
            "children": children,
            "referred_by": self.referrer,
            "access_from": access_from,
            "access_until": access_until,
            "esf_from": esf_from,
            "esf_until": esf_until,
            "note": self.note,
        }


def _holds(term: tuple[int, int] | None, day: int) -> bool:
    return term is not None and term[0] <= day <= term[1]


def families(rng: Random, count: int, *, today: dt.date) -> Iterator[Family]:
    """Invent households: first those to try, then one of each odd kind, then the many."""
    known = [*_to_try(rng, today), *_odd(rng, today)]
    yield from known[:count]
    for _ in range(count - len(known)):
        yield _usual(rng, today)


def _to_try(rng: Random, today: dt.date) -> Iterator[Family]:
    """Households whose cards can be typed on a number pad."""
    long = (-400, 200)
    both, only_esf = {"grocery": long, "esf": (-300, 65)}, {"grocery": (-540, -360), "esf": (-120, 245)}

    def family(card: str, lang: str, members: str, **rest: object) -> Family:
        base = Family(card, names.display_name(rng, lang), lang, members, referrer=rng.choice(names.REFERRERS))
        return replace(base, **rest)  # type: ignore[arg-type]

    yield family("1001", "fr", _people(rng, today, adults=2, children=2), **both, about=N_("may shop, with ESF+ goods"))
    alone = _people(rng, today, adults=1)
    yield family("1002", "nl", alone, grocery=long, name=TWICE[0], about=N_("may shop, without ESF+ goods"))
    with_a_newborn = f"{_people(rng, today, adults=2, children=6)};{today:%Y-%m}:F"
    yield family("1003", "ar", with_a_newborn, grocery=long, about=N_("a large family"))
    yield family(
        "1004", "fr", _people(rng, today, adults=2, children=1), grocery=(-170, 9), about=N_("the right ends soon")
    )
    yield family("1005", "en", _people(rng, today, adults=1), grocery=(-200, -12), about=N_("the right has ended"))
    yield family("1006", "nl", _people(rng, today, adults=2), grocery=(6, 188), about=N_("the right has not started"))
    yield family(
        "1007",
        "fr",
        _people(rng, today, adults=1, children=3),
        grocery=long,
        hold=("paused", -15),
        about=N_("paused for a while"),
    )
    yield family("1008", "nl", _people(rng, today, adults=3), grocery=long, hold=("blocked", -30), about=N_("blocked"))
    yield family("1009", "ar", _people(rng, today, adults=1, children=2), **only_esf, about=N_("ESF+ goods only"))


def _odd(rng: Random, today: dt.date) -> Iterator[Family]:
    """Names and families that a careless program trips over."""
    for name, lang in zip(names.ODD, ("nl", "nl", "fr", "en", "fr"), strict=True):
        yield replace(_usual(rng, today), name=name, lang=lang, grocery=(-350, 120), hold=None)
    yield replace(_usual(rng, today), members=_people(rng, today, adults=1, babies=3), note="Drieling")
    yield replace(_usual(rng, today), members=_people(rng, today, adults=4, children=9), note="Deux fratries, un foyer")
    yield replace(_usual(rng, today), members="", adults=2, children=3, grocery=(-90, 95))
    yield replace(_usual(rng, today), grocery=(-180, 0), renewed=None, hold=None, note="Dernier jour aujourd'hui")
    yield replace(_usual(rng, today), card="JT-0042", grocery=(-600, 30), renewed=-60)


def _usual(rng: Random, today: dt.date) -> Family:
    lang = rng.choices(("fr", "nl", "ar", "en"), (45, 25, 20, 10))[0]
    adults, children, babies = rng.choices(
        ((1, 0, 0), (2, 0, 0), (1, 2, 0), (2, 2, 0), (2, 3, 1), (1, 1, 1), (3, 1, 0), (2, 5, 1)),
        (36, 10, 14, 12, 9, 8, 6, 5),
    )[0]
    counted = rng.random() < 0.12
    term, renewed = _term(rng)
    esf = (max(term[0], -365), rng.randint(20, 340)) if rng.random() < 0.4 else None
    only_esf = esf is not None and rng.random() < 0.12
    hold = rng.choices((None, ("paused", -rng.randint(3, 40)), ("blocked", -rng.randint(3, 90))), (95, 3, 2))[0]
    return Family(
        card=_card(rng),
        name=names.display_name(rng, lang),
        lang=lang,
        members="" if counted else _people(rng, today, adults=adults, children=children, babies=babies),
        adults=adults,
        children=children + babies,
        grocery=(-540, -360) if only_esf else term,
        esf=esf,
        renewed=None if only_esf else renewed,
        hold=hold,
        referrer=rng.choice(names.REFERRERS),
    )


def _term(rng: Random) -> tuple[tuple[int, int], int | None]:
    """Invent a right as it is today, and the day of its renewal."""
    kind = rng.choices(("fine", "renewed", "ends soon", "ended", "not started"), (50, 24, 10, 13, 3))[0]
    begins = -rng.randint(5, 360)
    match kind:
        case "renewed":
            renewal = -rng.randint(1, 120)
            return (renewal - 183, renewal + 183), renewal
        case "ends soon":
            return (begins, rng.randint(1, 29)), None
        case "ended":
            end = -rng.randint(1, 110)
            return (end - 182, end), None
        case "not started":
            begins = rng.randint(1, 20)
            return (begins, begins + 183), None
    return (begins, rng.randint(40, 300)), None


def _people(rng: Random, today: dt.date, *, adults: int, children: int = 0, babies: int = 0) -> str:
    """Write members as the import has them: a year of birth, and a month for small children."""
    years = [today.year - rng.randint(20, 71) for _ in range(adults)]
    years += [today.year - rng.randint(4, 16) for _ in range(children)]
    members = [f"{year}:{rng.choice('FFMMX' if year % 9 == 0 else 'FM')}" for year in years]
    for _ in range(babies):
        born = today - dt.timedelta(days=rng.randint(20, 900))
        members.append(f"{born:%Y-%m}:{rng.choice('FM')}")
    return ";".join(members)


def _card(rng: Random) -> str:
    """Make a card number that is the same at every building, with the check digit that makes it one."""
    digits = f"K{rng.randrange(10**8):08}"
    return next(card for check in range(10) if isinstance(read(card := f"{digits}{check}"), CardCode))
