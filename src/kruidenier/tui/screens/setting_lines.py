"""The settings of the shop in lines: a list of them, and one with its values of before and to come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kruidenier.i18n import _
from kruidenier.tui.widgets.long_list import Column

if TYPE_CHECKING:
    from kruidenier.shop.office.settings import Rule, SettingLine

MOST_EARLIER = 4
"""Values of before that are shown; the journal has all."""


def columns(groups: Mapping[str, str], names: Mapping[str, str], *, wide: bool) -> list[Column]:
    """Tell of each setting its value, the one that comes next, and since when; with more room, where and by whom."""
    from kruidenier.shop.figures import setting_words
    from kruidenier.shop.office.known_settings import KNOWN

    def value(rule: Rule) -> str:
        return " → ".join(setting_words.said(rule.key, line.value, groups) for line in (rule.now, *rule.coming[:1]))

    shown = [
        Column(_("setting"), 0, lambda rule: _(KNOWN[rule.key].name)),
        Column(_("value"), 32 if wide else 24, value),
        Column(_("since"), 10, lambda rule: setting_words.since(rule.now.valid_from) if rule.now.by else ""),
    ]
    if wide:
        shown.insert(0, Column(_("where"), 12, lambda rule: _(setting_words.room(rule.key))))
        shown.append(Column(_("set by"), 18, lambda rule: names.get(rule.now.by, rule.now.by)))
    return shown


def meaning(rule: Rule, groups: Mapping[str, str]) -> list[str]:
    """Say what a setting does, and what comes next."""
    from kruidenier.shop.office.known_settings import KNOWN

    return [_(KNOWN[rule.key].about), *(_from(line, groups, {}) for line in rule.coming[:1])]


def whole(rule: Rule, groups: Mapping[str, str], names: Mapping[str, str]) -> list[str]:
    """Say what a setting does, with all that comes, what holds, and what held before; a table row by row."""
    from kruidenier.shop.figures import setting_words
    from kruidenier.shop.office.known_settings import KNOWN

    lines = (*reversed(rule.coming), rule.now, *rule.earlier[:MOST_EARLIER])
    told = [f"{'>' if line is rule.now else ' '} {_from(line, groups, names)}" for line in lines]
    if KNOWN[rule.key].kind == "amounts" and rule.now.value:
        told.append("  ".join(setting_words.rows(rule.key, [int(cents) for cents in rule.now.value.split()])))
    return [_(KNOWN[rule.key].about), *told]


def _from(line: SettingLine, groups: Mapping[str, str], names: Mapping[str, str]) -> str:
    from kruidenier.shop.figures import setting_words

    value, first_day = setting_words.said(line.key, line.value, groups), setting_words.since(line.valid_from)
    told = _("from {day}: {value}").format(day=first_day, value=value)
    return f"{told} ({names.get(line.by, line.by)})" if names and line.by else told
