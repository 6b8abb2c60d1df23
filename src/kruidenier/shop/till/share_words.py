"""How a limit of the day is told: why it is proposed, and what each household may have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kruidenier.i18n import N_, _, ngettext, tenths, weight

if TYPE_CHECKING:
    from kruidenier.shop.people.fair_share import Limit
    from kruidenier.shop.people.quotas import Quota
    from kruidenier.shop.till.shares import Share

PERIODS = {"week": N_("a week"), "month": N_("a month")}


def explained(share: Share) -> list[str]:
    """Say what is there, who is expected, what is proposed and what holds."""
    stock = amount(share, share.stock)
    expected = ngettext(
        "{stock} left, {n} household expected", "{stock} left, {n} households expected", share.expected
    ).format(stock=stock, n=share.expected)
    usual = "" if share.usual is None else _(", who usually take {usual}").format(usual=amount(share, share.usual))
    lines = [f"{expected}{usual}."]
    if share.proposal.nothing:
        lines.append(_("There is nothing to share out now."))
    elif share.too_few:
        turns = _(
            "Not enough for one each, so it goes round by turns. Whoever is passed over now comes first next time."
        )
        lines += [turns, _("Proposed: {limit}.").format(limit=steps(share, share.proposal))]
    else:
        lines.append(_("Proposed: {limit}.").format(limit=steps(share, share.proposal)))
    if share.limit:
        held = _("Now: {limit}, and it moves along.") if share.eases else _("Now: {limit}, until you change it.")
        lines.append(held.format(limit=steps(share, share.limit)))
    return lines


def amount(share: Share, much: int) -> str:
    """Say pieces, or a weight."""
    return weight(much) if share.by_weight else ngettext("{n} piece", "{n} pieces", much).format(n=much)


def steps(share: Share, limit: Limit) -> str:
    """Say what households of each size may have, sizes with the same put together; and how many have their turn."""
    parts = []
    first, last = 1, len(limit.steps)
    for people, much in enumerate(limit.steps, start=1):
        if people < last and limit.steps[people] == much:
            continue
        text = weight(much) if share.by_weight else str(much)
        if people == last and first == 1:
            who = _("{turns} in 100 households").format(turns=limit.turns) if limit.by_turns else _("each household")
        elif people == last:
            who = _("from {people} people on").format(people=first)
        elif first == people:
            who = ngettext("{n} person", "{n} people", people).format(n=people)
        else:
            who = _("{first}–{last} people").format(first=first, last=people)
        parts.append(f"{text} ({who})")
        first = people + 1
    return ", ".join(parts)


def short(share: Share, much: int) -> str:
    """Say an amount in a column."""
    return weight(much) if share.by_weight else str(much)


def row(share: Share, limit: Limit) -> str:
    """Say a limit in a column, by size of household, or by turns; tenths of a kilogram of goods by weight."""
    words = " ".join(tenths(step) if share.by_weight else str(step) for step in limit.steps)
    return _("{limit} by turns").format(limit=words) if limit.by_turns else words


def holds(share: Share) -> str:
    """Say in a column which limit holds now; a star moves along."""
    if share.limit is None:
        return ""
    return row(share, share.limit) + (" *" if share.eases else "")


def quota_explained(quota: Quota) -> str:
    """Say what a quota allows."""
    period = _(PERIODS[quota.period])
    if quota.ages:
        bands = [
            _("{limit} for each child of {least} to {most} months").format(
                limit=band.limit, least=band.least, most=band.most
            )
            for band in quota.ages
        ]
        return _("In {period}: {limits}.").format(period=period, limits=", ".join(bands))
    return _("In {period}, by people in the household: {limits}; the last for all who are more.").format(
        period=period, limits=quota.limit
    )
