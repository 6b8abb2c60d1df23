"""What can be done about scarce goods and quotas on screen: each asks what it must know, and tells it in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kruidenier.i18n import _
from kruidenier.tui.dialogs import Choice, Flow, ask, pick
from kruidenier.tui.screens import household_asking as asking
from kruidenier.tui.screens import signing

if TYPE_CHECKING:
    from kruidenier.shop.people.quotas import Listed
    from kruidenier.shop.till.shares import Share
    from kruidenier.tui.screens.shares import SharesScreen


def change(screen: SharesScreen, share: Share) -> Flow[None]:
    """Accept what is proposed, set another limit, or take it away."""
    from kruidenier.shop.office.staff import Permission
    from kruidenier.shop.people import day_limits
    from kruidenier.shop.till import share_words, shares

    choices = []
    if not share.proposal.nothing:
        accept = _("as proposed: {limit}").format(limit=share_words.steps(share, share.proposal))
        choices.append(Choice(accept, "accept"))
    choices.append(Choice(_("another limit"), "other"))
    if share.limit:
        choices.append(Choice(_("no limit any more"), "away"))
    what = yield from pick(share.name, choices, lines=share_words.explained(share))
    limit = (yield from _limit(share)) if what == "other" else ""
    at = None if what is None or limit is None else (yield from signing.allowed(screen, Permission.SHARE))
    if at is None:
        return
    if what == "accept":
        done = (yield from screen.do(shares.accept, share.quota, at=at)) is not None
    elif what == "other":
        done = (yield from screen.do(day_limits.set_limit, share.quota, limit=limit, at=at)) is not None
    else:
        done = (yield from screen.do(day_limits.take_away, share.quota, at=at)) is not None
    if done:
        yield from screen.look(share.quota)
        told = _("There is no limit on {quota} any more.") if what == "away" else _("{quota} has its limit of today.")
        screen.say(told.format(quota=share.name))


def _limit(share: Share) -> Flow[str | None]:
    from kruidenier.shop.till import share_words

    return (
        yield from ask(
            _("How much for one person, two, three …? The last is for all who are more."),
            prompt=_("grams") if share.by_weight else _("pieces"),
            reads=str.strip,
            lines=[*share_words.explained(share), _("Such as 1 1 2. Whoever has been told more keeps that.")],
        )
    )


def other(screen: SharesScreen) -> Flow[None]:
    """Ask for goods: of a limit of today, or of a new quota."""
    goods = yield from ask(
        _("Which goods? Scan them, or type their code or the name of a quota."),
        prompt=_("goods"),
        reads=str.strip,
        scans_wait=False,
    )
    if goods:
        yield from named(screen, goods)


def named(screen: SharesScreen, text: str) -> Flow[None]:
    """Look at goods as scarce ones, or set a quota of them, after the list that is shown."""
    from kruidenier.shop.till import shares

    if screen.view == "quotas":
        yield from set_quota(screen, text)
        return
    share = yield from screen.ask(shares.look, text, at=screen.app.at, now=screen.app.now())
    if share is not None:
        yield from change(screen, share)


def change_quota(screen: SharesScreen, listed: Listed) -> Flow[None]:
    """Set another limit from a day on, or end a quota."""
    from kruidenier.shop.office.staff import Permission
    from kruidenier.shop.people import quotas
    from kruidenier.shop.till import share_words

    quota = listed.quota
    what = yield from pick(
        listed.name,
        [Choice(_("another limit"), "set"), Choice(_("end it"), "end")],
        lines=[share_words.quota_explained(quota)],
    )
    if what == "set":
        yield from set_quota(screen, quota.quota)
    if what != "end":
        return
    today = screen.app.today
    first = yield from asking.until(_("From which day is there no quota any more?"), today=today, usual=today)
    at = None if first is None else (yield from signing.allowed(screen, Permission.SETTINGS))
    if at is not None and (yield from screen.do(quotas.end_quota, quota.quota, valid_from=first, at=at)) is not None:
        yield from screen.look()
        screen.say(_("The quota {quota} is ended.").format(quota=listed.name))


def set_quota(screen: SharesScreen, goods: str) -> Flow[None]:
    """Set a quota from a day on."""
    from kruidenier.shop.office.staff import Permission
    from kruidenier.shop.people import quotas

    period = yield from pick(_("In which time?"), [Choice(_("in a week"), "week"), Choice(_("in a month"), "month")])
    limit = None
    if period is not None:
        limit = yield from ask(
            _("How much? By people: 1 1 2 3, the last for all who are more. By age in months: 0-5:2 6-11:1"),
            prompt=_("limit"),
            reads=str.strip,
        )
    today = screen.app.today
    first = None if limit is None else (yield from asking.until(_("From which day?"), today=today, usual=today))
    at = None if first is None else (yield from signing.allowed(screen, Permission.SETTINGS))
    if at is None:
        return
    done = yield from screen.do(quotas.set_quota, goods, period=period, limit=limit, valid_from=first, at=at)
    if done is not None:
        yield from screen.look(done.quota)
        screen.say(_("The quota {quota} is set.").format(quota=done.quota))
