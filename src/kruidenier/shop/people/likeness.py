"""Names that sound or look alike, whoever wrote them down: `Muhammad` and `Mohamed`, `Yılmaz` and `Ylmaz`."""

from __future__ import annotations

import re
from functools import lru_cache

from kruidenier.shop.office.folding import folded

_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("ph", "f"),
        ("tch|tsch|sch|sh|ch", "s"),
        ("ck|kh|gh|qu?", "k"),
        ("dj|dzh", "j"),
        ("x", "ks"),
        ("c(?=[eiy])", "s"),
        ("[cq]", "k"),
        ("[zs]+", "s"),
        ("w", "v"),
        ("[jy](?=[^aeiou]|$)", "i"),
        ("h", ""),
        ("(?<=.)[aeiouy]+", ""),
        (r"(.)\1+", r"\1"),
    )
)
_EVERYBODY = frozenset(
    ("familie", "famille", "family", "fam", "gezin", "menage", "de", "van", "der", "den", "la", "le")
)
"""Words in front of names, which make no two households alike."""
_FEW_LETTERS, _MANY_LETTERS = 4, 7


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """Write a folded word by its sound: the first letter, and the consonants that carry it."""
    for pattern, written in _SOUNDS:
        word = pattern.sub(written, word)
    return word


def words_of(name: str) -> tuple[str, ...]:
    """Tell the words of a name by which people are known, folded."""
    words = folded(name).split()
    return tuple(word for word in words if word not in _EVERYBODY) or tuple(words)


def alike(one: str, other: str) -> bool:
    """Tell whether two folded words may be the same name: by sound, or but for a slip or two."""
    if one == other:
        return True
    if len(one) >= _FEW_LETTERS and len(other) >= _FEW_LETTERS and sound(one) == sound(other):
        return True
    slips = 0 if min(len(one), len(other)) < _FEW_LETTERS else 1 if min(len(one), len(other)) < _MANY_LETTERS else 2
    return slips > 0 and distance(one, other, most=slips) <= slips


def distance(one: str, other: str, *, most: int) -> int:
    """Count the slips between two words: a letter more, less, other, or two swapped. Beyond `most` it stops."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        new = [at]
        for place, sign in enumerate(other, start=1):
            best = min(row[place] + 1, new[-1] + 1, row[place - 1] + (letter != sign))
            if before and place > 1 and letter == other[place - 2] and one[at - 2] == sign:
                best = min(best, before[place - 2] + 1)
            new.append(best)
        if min(new) > most:
            return most + 1
        before, row = row, new
    return row[-1]
