"""Schemes of the label: dated data that is read from a file, judged, and holds from its first day on."""

from __future__ import annotations

import copy
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from kruidenier.shop.figures import awarding, label, label_words
from kruidenier.shop.office.sheets import NoSuchFile
from kruidenier.shop.office.staff import NotAllowed
from kruidenier.shop.supply import label_deciding, label_schemes, scheme_reading
from kruidenier.shop.supply.label_schemes import NoSuchScheme, SchemeOfThatDay, SchemeReachesBack
from kruidenier.shop.supply.scheme_reading import BadScheme, NotAScheme
from tests.kit import Stand, day
from tests.shop.labels import give, line, sign_all, supplier

NAMES = {"nl": "groen", "fr": "vert", "en": "green"}
SECOND: dict[str, Any] = {
    "code": "jette-2",
    "valid_from": dt.date(2026, 12, 1),
    "rules": {
        "months": 6,
        "valid_months": 24,
        "prerequisites": {"no_use_by_passed": {}},
        "homework": [],
        "criteria": {
            "volume": {"points": 40, "kg_a_month": {"supermarket": 1000}},
            "freshness": {"points": 60, "full_at_percent": 25, "groups": ["bread"]},
        },
        "renewal": {"never_lowers_alone": []},
        "levels": [{"percent": 40, "names": NAMES}, {"percent": 80, "names": NAMES}],
    },
}
DECISION = {"decision": "2026/CBS/200", "signatories": "A. Burgemeester"}


def test_a_second_scheme_judges_from_its_first_day_on(stand: Stand):
    """25 gifts of 100 kg lie in the six months from 2 June to 1 December 2026, half of each bread.

    Volume: 40 × 2500 ÷ 6 ÷ 1000 = 16.67 → 16. Freshness: 60 × min(1, 0.5 ÷ 0.25) = 60. 76 of 100: level 1 of 2.
    """
    supplier(stand)
    for week in range(26):
        give(stand, dt.date(2026, 6, 1) + dt.timedelta(weeks=week), line("bread", 50_000), line("canned", 50_000))
    sign_all(stand)
    added = stand.do(label_schemes.add, SECOND)
    assert (added.code, added.valid_from, added.bars) == ("jette-2", day("2026-12-01"), (40, 80))
    assert [one.code for one in stand.ask(label_schemes.all_schemes)] == ["jette-1", "jette-2"]
    assert stand.ask(label.assess, "miroir", on=day("2026-11-30")).scheme == "jette-1"
    measured = stand.ask(label.assess, "miroir", on=day("2026-12-01"))
    assert (measured.scheme, measured.facts.first, measured.points, measured.of) == (
        "jette-2",
        day("2026-06-02"),
        76,
        100,
    )
    assert (measured.level, measured.missing, [one.name for one in measured.prerequisites]) == (
        1,
        4,
        ["no_use_by_passed"],
    )
    volume = label_words.criterion(measured.criteria[0], measured.facts)
    assert volume == "417 kg a month; the yardstick is 1,000 kg."
    assert "500 kg a month" in label_words.next_level(measured)
    later = stand.on("2026-12-01")
    number = later.do(awarding.propose, "miroir").number
    with pytest.raises(label_deciding.NoSuchLevel) as refused:
        later.do(label_deciding.decide, number, level=3, reason="more", **DECISION)
    assert refused.value.details == {"level": 3, "most": 2}
    later.do(label_deciding.decide, number, **DECISION)
    issued = later.do(awarding.issue, number)
    assert (issued.scheme, issued.level, issued.valid_until) == ("jette-2", 1, day("2028-11-30"))
    assert stand.faults() == []


def test_a_scheme_begins_once_and_never_in_the_past(stand: Stand):
    stand.do(label_schemes.add, SECOND | {"valid_from": "2026-11-24"})
    with pytest.raises(SchemeOfThatDay):
        stand.do(label_schemes.add, SECOND | {"code": "other", "valid_from": "2026-11-24"})
    with pytest.raises(SchemeReachesBack):
        stand.do(label_schemes.add, SECOND | {"valid_from": "2026-11-23"})
    with pytest.raises(NotAllowed):
        stand.as_("staff").do(label_schemes.add, SECOND)
    newer = stand.do(label_schemes.add, SECOND | {"valid_from": "2027-01-01"})
    assert stand.ask(label_schemes.scheme_of, "jette-2") == newer
    with pytest.raises(NoSuchScheme):
        stand.ask(label_schemes.scheme_of, "[b]nobody")


@pytest.mark.parametrize(
    ("where", "value", "said"),
    [
        ("code", "two words", "code: a code has no spaces"),
        ("code", 3, "code: a name of at most 40"),
        ("valid_from", "1 May", "valid_from: a day such as"),
        ("valid_from", dt.datetime(2026, 12, 1, tzinfo=dt.UTC), "valid_from: a day such as"),
        ("rules", [], "rules: these belong there: months"),
        ("rules.months", True, "rules.months: a whole number from 1 to 24"),
        ("rules.homework", ["dishes"], "rules.homework: a list belongs there"),
        ("rules.prerequisites", {}, "“identity” is missing"),
        ("rules.criteria.friendliness", {"points": 5}, "nobody knows “friendliness”"),
        ("rules.criteria.volume", {"points": 5}, "rules.criteria.volume: “kg_a_month” is missing"),
        ("rules.criteria.volume.points", 1.5, "a whole number from 1 to 1000"),
        ("rules.criteria.volume.kg_a_month", {"church": 5}, "kilograms a month belong there"),
        ("rules.criteria.freshness.groups", ["[b]"], "a list belongs there"),
        ("rules.levels", [], "1 to 3 levels"),
        ("rules.levels", SECOND["rules"]["levels"][::-1], "more percent than the one before"),
        ("rules.levels", [{"percent": 40, "names": {"nl": "groen"}}], "rules.levels.1.names: “en” is missing"),
        ("extra", 1, "its beginning: nobody knows “extra”"),
    ],
)
def test_what_cannot_be_in_a_scheme_is_told(where: str, value: Any, said: str):
    scheme = copy.deepcopy(SECOND)
    *path, last = where.split(".")
    part = scheme
    for name in path:
        part = part[name]
    part[last] = value
    with pytest.raises(BadScheme, match=r"not right at") as refused:
        scheme_reading.judged(scheme, groups=["bread"])
    assert said in refused.value.explain()


def test_a_scheme_is_read_from_json_or_toml(tmp_path: Path):
    as_json, as_toml, bad = tmp_path / "s.json", tmp_path / "s.toml", tmp_path / "bad"
    as_json.write_text(json.dumps(SECOND, default=str), "utf-8")
    as_toml.write_text('code = "x"\nvalid_from = 2026-12-01\n[rules.criteria.volume]\npoints = 10\n', "utf-8")
    assert scheme_reading.read(as_json)["rules"] == SECOND["rules"]
    assert scheme_reading.read(as_toml)["valid_from"] == dt.date(2026, 12, 1)
    for content, refusal in ((b"[1]", BadScheme), (b"{", NotAScheme), (b"= no", NotAScheme), (b"\xff", NotAScheme)):
        bad.write_bytes(content)
        with pytest.raises(refusal):
            scheme_reading.read(bad)
    with pytest.raises(NoSuchFile):
        scheme_reading.read(tmp_path / "gone")
