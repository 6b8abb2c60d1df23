"""Invented names, in the mix of languages that a shop in Brussels hears. Nobody real is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

FIRST = {
    "nl": ("An", "Bram", "Dirk", "Els", "Femke", "Griet", "Jef", "Koen", "Lotte", "Marleen", "Pieter", "Roos", "Wout"),
    "fr": (
        "Agnès",
        "Benoît",
        "Chloé",
        "Désiré",
        "Élodie",
        "François",
        "Gaëlle",
        "Hélène",
        "Jérôme",
        "Maëlys",
        "Noël",
        "Océane",
        "Rémy",
        "Zoé",
    ),
    "en": ("Abena", "Blessing", "Daniel", "Esther", "Kwame", "Mary", "Olena", "Ruslan", "Samuel", "Yohannes"),
    "ar": ("أمينة", "حسن", "خديجة", "زينب", "سعيد", "فاطمة", "كريم", "ليلى", "مريم", "يوسف"),
}
LAST = {
    "nl": (
        "Van den Bossche-D'Haeseleer",
        "De Cock",
        "D'hondt",
        "Goossens",
        "Van 't Veld",
        "Wijnants",
        "Vermeĳlen",
        "Claes",
        "'t Kindt",
        "Vandenbroucke",
    ),
    "fr": (
        "Lefèbvre",
        "de l'Épine",
        "Cœurderoi",
        "Hébrard-Mbuyi wa Kalonji",
        "N'Diaye",
        "Dupré-Saint-Léger",
        "Van Damme",
        "L'Hoëst",
        "Çelik",
        "de la Vallée-Poussin-Dauchot d'Oultremont",
    ),
    "en": ("O'Connor-Mensah", "Bondarenko", "Tesfaye", "Okafor", "Singh", "Hailu", "Kovalenko", "Adeyemi"),
    "ar": ("بن علي", "الحسني", "عبد الله", "القادري", "المنصوري", "بوعزة"),
}
LONGEST = (
    "Marie-Bénédicte Adélaïde Van Cauwenberghe-Rutagengwa de Saint-Rémy-lès-Chevreuse, née Hébrard-Mbuyi wa Kalonji"
)
ODD = ("[b]Vet[/b] Peeters", "=SOM(1+1)", "“Jo” & Zn. <gezin>", "O'Neill; “An”", LONGEST)
"""Names that a careless program would take for something else."""
REFERRERS = ("OCMW-CPAS", "CAW", "Kind & Gezin", "Service social du Parc", "Huisarts", "École du Tilleul")


def display_name(rng: Random, lang: str) -> str:
    """Invent the name under which staff find a household."""
    return f"{rng.choice(FIRST[lang])} {rng.choice(LAST[lang])}"
