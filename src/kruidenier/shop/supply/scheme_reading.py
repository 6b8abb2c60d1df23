"""Reading a scheme of the label from a file, and judging it: what is missing, unknown or impossible is said."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from kruidenier.errors import ShopError
from kruidenier.i18n import LANGUAGES, N_, _
from kruidenier.shop.office.sheets import NoSuchFile
from kruidenier.shop.supply.suppliers import KINDS

HIGHEST = 3
"""So many levels at most: the ornament of the label has three leaves."""
LONGEST = 40
MOST_POINTS, MOST_KG = 1000, 100_000

Fault = str | None
Judge = Callable[[Any], Fault]


class NotAScheme(ShopError):
    """A file that is neither JSON nor TOML."""

    message = N_("{file} cannot be read as JSON or TOML: {fault}.")


class BadScheme(ShopError):
    """A scheme that cannot be."""

    message = N_(
        "The scheme is not right at {where}: {fault}. The command `label scheme show` writes the one in force, as an"
        " example."
    )


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a scheme: what stands in it by name, and what each must be."""

    names: Mapping[str, Judge | Part]
    all_of_them: bool = True
    """Or at least one."""


def read(file: Path) -> dict[str, Any]:
    """Read a scheme from a file, whatever it says."""
    try:
        text = file.read_text("utf-8-sig")
    except OSError as fault:
        raise NoSuchFile(file=file.name) from fault
    except UnicodeDecodeError as fault:
        raise NotAScheme(file=file.name, fault="UTF-8") from fault
    try:
        found = json.loads(text) if text.lstrip().startswith(("{", "[")) else tomllib.loads(text)
    except (ValueError, RecursionError) as fault:
        raise NotAScheme(file=file.name, fault=str(fault)[:80]) from fault
    if not isinstance(found, dict):
        raise BadScheme(where=file.name, fault=_("a scheme has a code, a first day and rules"))
    return found


def judged(scheme: Mapping[str, Any], *, groups: Collection[str]) -> tuple[str, dt.date, dict[str, Any]]:
    """Tell a scheme's code, first day and rules, or refuse what cannot be."""
    _judge(scheme, Part({"code": _code, "valid_from": _day, "rules": _rules(groups)}), "")
    first = scheme["valid_from"]
    since = first if isinstance(first, dt.date) else dt.date.fromisoformat(first)
    return scheme["code"], since, dict(scheme["rules"])


def _rules(groups: Collection[str]) -> Part:
    """Tell what a scheme's rules are made of."""
    points = _whole(1, MOST_POINTS)
    criteria = {
        "regularity": Part({"points": points, "fewest_weeks": _whole(1, 53)}),
        "volume": Part({"points": points, "kg_a_month": _yardsticks}),
        "freshness": Part({"points": points, "full_at_percent": _whole(1, 100), "groups": _some_of(groups)}),
        "remaining_life": Part({"points": points, "days_to_use_by": _whole(0, 366)}),
        "usability": Part({"points": points, "days_after_arrival": _whole(0, 31)}),
        "documentation": Part({"points": points}),
    }
    prerequisites = {
        "identity": Part({"without_number": _some_of(KINDS)}),
        "agreement_or_deliveries": Part({"deliveries": _whole(1, 1000)}),
        "no_use_by_passed": Part({}),
    }
    return Part(
        {
            "months": _whole(1, 24),
            "valid_months": _whole(1, 60),
            "prerequisites": Part(prerequisites, all_of_them=False),
            "homework": _some_of(("gift_notes", "signatures", "recalls")),
            "criteria": Part(criteria, all_of_them=False),
            "renewal": Part({"never_lowers_alone": _some_of(criteria)}),
            "levels": _levels,
        }
    )


def _judge(value: Any, asked: Judge | Part, where: str) -> None:
    if not isinstance(asked, Part):
        if (fault := asked(value)) is not None:
            raise BadScheme(where=where, fault=fault)
        return
    known = ", ".join(asked.names)
    if not isinstance(value, Mapping):
        raise BadScheme(where=where, fault=_("these belong there: {known}").format(known=known))
    for name in value:
        if name not in asked.names:
            fault = _("nobody knows “{name}”; known are {known}").format(name=str(name)[:LONGEST], known=known)
            raise BadScheme(where=where or _("its beginning"), fault=fault)
    missing = [name for name in asked.names if name not in value]
    if missing and (asked.all_of_them or len(missing) == len(asked.names)):
        raise BadScheme(where=where or _("its beginning"), fault=_("“{name}” is missing").format(name=missing[0]))
    for name, part in value.items():
        _judge(part, asked.names[name], f"{where}.{name}".lstrip("."))


def _whole(least: int, most: int) -> Judge:
    def judge(value: Any) -> Fault:
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return None
        return _("a whole number from {least} to {most} belongs there").format(least=least, most=most)

    return judge


def _some_of(known: Collection[str]) -> Judge:
    def judge(value: Any) -> Fault:
        if isinstance(value, list) and all(isinstance(one, str) and one in known for one in value):
            return None
        return _("a list belongs there of some of: {known}").format(known=", ".join(known))

    return judge


def _yardsticks(value: Any) -> Fault:
    a_month = _whole(1, MOST_KG)
    if isinstance(value, Mapping) and all(kind in KINDS and a_month(much) is None for kind, much in value.items()):
        return None
    said = _("kilograms a month belong there, from 1 to {most}, for some of: {known}")
    return said.format(most=MOST_KG, known=", ".join(KINDS))


def _levels(value: Any) -> Fault:
    """Judge the levels: at most as many as the label has leaves, each with a higher bar than the one before."""
    level = Part({"percent": _whole(1, 100), "names": Part(dict.fromkeys(LANGUAGES, _name))})
    if not isinstance(value, list) or not 1 <= len(value) <= HIGHEST:
        return _("1 to {most} levels belong there").format(most=HIGHEST)
    for number, one in enumerate(value, start=1):
        _judge(one, level, f"rules.levels.{number}")
    if any(one["percent"] >= other["percent"] for one, other in pairwise(value)):
        return _("each level asks for more percent than the one before")
    return None


def _name(value: Any) -> Fault:
    if isinstance(value, str) and value.strip() and value.isprintable() and len(value) <= LONGEST:
        return None
    return _("a name of at most {most} letters belongs there").format(most=LONGEST)


def _code(value: Any) -> Fault:
    return _name(value) if not isinstance(value, str) or " " not in value else _("a code has no spaces")


def _day(value: Any) -> Fault:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return None
    try:
        dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        return _("a day such as 2027-01-01 belongs there")
    return None
