"""Goods that are called back, and the ways of goods from the door to the till."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kruidenier.cli import words
from kruidenier.cli.deeds import amount, show_deed
from kruidenier.cli.run import Console, Deed, ShopCommand, file_option, json_option, print_json, say, show
from kruidenier.i18n import N_, _, day, ngettext, weight

if TYPE_CHECKING:
    from kruidenier.shop.figures.recall_sheet import RecallSheet
    from kruidenier.shop.figures.tracing import GoneTo, Sold
    from kruidenier.shop.goods.recall_balance import Amount, RecallBalance
    from kruidenier.shop.goods.recalling import RecallFacts


class Recalls(words.Group):
    """The commands about recalls; without one of them, a recall is started."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take options without a command as those of `start`."""
        if args and args[0].startswith("-") and args[0] not in self.get_help_option_names(ctx):
            args = ["start", *args]
        return super().parse_args(ctx, args)


@click.group("recall", cls=Recalls, help=N_("Call goods back, follow them, and close the recall."))
def recall_() -> None:
    """Hold the commands about recalls together."""


@recall_.command("start", cls=Deed, help=N_("Call goods back: they are blocked at once, at every till."))
@click.option("--gtin", metavar="G", required=True, help=N_("The code of the product."))
@click.option("--lot", metavar="L", help=N_("Only packs with this lot of the maker."))
@click.option("--from", "since", metavar="DATE", type=words.Day(), help=N_("Only packs with this date or a later one."))
@click.option("--until", metavar="DATE", type=words.Day(), help=N_("Only packs with this date or an earlier one."))
@click.option("--reason", metavar="TEXT", required=True, help=N_("Why: it stands on the poster."))
@json_option
@click.pass_obj
def start(
    console: Console,
    *,
    gtin: str,
    lot: str | None,
    since: dt.date | None,
    until: dt.date | None,
    reason: str,
    as_json: bool,
) -> None:
    """Start a recall."""
    from kruidenier.shop.figures import recall_sheet
    from kruidenier.shop.goods import recalling

    done = console.do(recalling.start, gtin, lot_code=lot, date_from=since, date_until=until, reason=reason)
    _show_sheet(console, console.ask(recall_sheet.recall_sheet, done.number), as_json=as_json)


@recall_.command("list", cls=ShopCommand, help=N_("List the recalls: the open ones first."))
@click.option("--open", "open_only", is_flag=True, help=N_("Only those that are open."))
@json_option
@click.pass_obj
def list_(console: Console, *, open_only: bool, as_json: bool) -> None:
    """List recalls."""
    from kruidenier.shop.goods import recalling

    found = console.ask(recalling.listing, open_only=open_only)
    if as_json:
        print_json({"recalls": [asdict(one) for one in found]})
        return
    show(*(_facts_line(one) for one in found))


@recall_.command("show", cls=ShopCommand, help=N_("Show a recall: what stands where, what was sold, what was done."))
@click.argument("number")
@json_option
@click.pass_obj
def show_(console: Console, number: str, *, as_json: bool) -> None:
    """Show a recall."""
    from kruidenier.shop.figures import recall_sheet

    _show_sheet(console, console.ask(recall_sheet.recall_sheet, number), as_json=as_json)


@recall_.command("clear", cls=Deed, help=N_("Find packs of a lot not to be meant, by what stands on them."))
@click.argument("lot")
@click.option("--lot-code", metavar="L", help=N_("The maker's lot on the packs."))
@click.option("--use-by", metavar="DATE", type=words.Day(), help=N_("The use-by date on the pack."))
@click.option("--best-before", metavar="DATE", type=words.Day(), help=N_("The best-before date on the pack."))
@amount
@json_option
@click.pass_obj
def clear(
    console: Console,
    lot: str,
    *,
    lot_code: str | None,
    use_by: dt.date | None,
    best_before: dt.date | None,
    count: int | None,
    grams: int | None,
    as_json: bool,
) -> None:
    """Clear packs of a recall."""
    from kruidenier.shop.goods import recalling

    mark = "use_by" if use_by else "best_before" if best_before else None
    read: dict[str, Any] = {"lot_code": lot_code, "date_mark": mark, "date": use_by or best_before}
    show_deed(console.do(recalling.clear, lot, **read, count=count, grams=grams), as_json=as_json)


@recall_.command("close", cls=Deed, help=N_("Close a recall for good, with what became of its goods."))
@click.argument("number")
@click.option("--withdrawn", metavar="TEXT", help=N_("Take it back instead, and why: its goods may be sold again."))
@json_option
@click.pass_obj
def close(console: Console, number: str, *, withdrawn: str | None, as_json: bool) -> None:
    """Close a recall."""
    from kruidenier.shop.figures import recall_sheet
    from kruidenier.shop.goods import recalling

    done = console.do(recalling.close, number, withdrawn_because=withdrawn)
    _show_sheet(console, console.ask(recall_sheet.recall_sheet, done.number), as_json=as_json)


@recall_.command("poster", cls=ShopCommand, help=N_("Write the poster, in Dutch and French on one sheet."))
@click.argument("number")
@file_option(required=True)
@click.pass_obj
def poster(console: Console, number: str, *, file: Path) -> None:
    """Write a poster."""
    from kruidenier.documents import recall_poster
    from kruidenier.shop.goods import recalling

    facts = console.ask(recalling.look_up, number)
    place = recall_poster.write(recall_poster.Poster(console.shop.heading().name, facts), file)
    say(_("Written: {place}").format(place=place))


@click.command("trace", cls=ShopCommand, help=N_("Tell where goods came from and where they went, never to whom."))
@click.option("--gtin", metavar="G", required=True, help=N_("The code of the product."))
@click.option("--lot", metavar="L", help=N_("Only packs with this lot of the maker."))
@json_option
@click.pass_obj
def trace_(console: Console, *, gtin: str, lot: str | None, as_json: bool) -> None:
    """Trace goods."""
    from kruidenier.shop.figures import tracing

    found = console.ask(tracing.trace, gtin, lot_code=lot)
    if as_json:
        wasted = {
            "count": sum(line.count for line in found.wasted),
            "grams": sum(line.grams for line in found.wasted),
            "lines": [asdict(line) for line in found.wasted],
        }
        print_json({**asdict(found), "wasted": wasted})
        return
    show(f"{found.code}  {found.name}  {found.lot_code or ''}".rstrip())
    for lot_in in found.received:
        came = f"{lot_in.lot:12} {_much(lot_in, by_weight=found.by_weight):>10}  {lot_in.supplier_name or ''}"
        show(f"  {day(lot_in.received_on)}  {came}  {lot_in.lot_code or ''}".rstrip())
    _show_sold(found.sold, by_weight=found.by_weight)
    _show_partners(found.partners, by_weight=found.by_weight)
    show(
        *(
            f"  {place.place_name:18} {place.lot:12} {_much(place, by_weight=place.by_weight):>10}"
            for place in found.on_hand
        )
    )


def _show_sheet(console: Console, sheet: RecallSheet, *, as_json: bool) -> None:
    if as_json:
        print_json(asdict(sheet.facts) | {name: value for name, value in asdict(sheet).items() if name != "facts"})
        return
    from kruidenier.shop.goods import words as said

    show(_facts_line(sheet.facts), f"  {_(sheet.facts.reason)}")
    for place in sheet.here:
        unread = _("read the packs") if place.lot in sheet.unread else ""
        show(f"  {place.place_name:18} {place.lot:12} {_much(place, by_weight=place.by_weight):>10}  {unread}".rstrip())
    _show_sold(sheet.sold, by_weight=sheet.facts.by_weight)
    _show_partners(sheet.partners, by_weight=sheet.facts.by_weight)
    for entry in sheet.log:
        when = f"{entry.at.astimezone(console.at.zone):%d/%m/%Y %H:%M}"
        what = _(said.DEALT_WITH[entry.what])
        show(f"  {when}  {entry.lot:12} {_much(entry, by_weight=sheet.facts.by_weight):>10}  {what}  {entry.person}")
    show(*_balance_lines(sheet.balance, by_weight=sheet.facts.by_weight))


def _show_sold(sold: Sold, *, by_weight: bool) -> None:
    sales = ngettext("{n} sale", "{n} sales", sold.sales).format(n=sold.sales)
    show(_("Sold: {much}, {sales}").format(much=_much(sold, by_weight=by_weight), sales=sales))
    show(*(f"  {day(one.date)}  {_much(one, by_weight=by_weight):>10}" for one in sold.by_day))


def _show_partners(partners: Sequence[GoneTo], *, by_weight: bool) -> None:
    if partners:
        show(_("To partners:"))
    for one in partners:
        show(f"  {day(one.date)}  {one.lot:12} {_much(one, by_weight=by_weight):>10}  {one.transfer}  {one.partner}")


def _facts_line(facts: RecallFacts) -> str:
    from kruidenier.shop.goods import words as said

    left = _much(facts, by_weight=facts.by_weight)
    return f"{facts.number}  {day(facts.date)}  {said.recall_state(facts)}  {facts.name}  {said.meant(facts)}  {left}"


def _balance_lines(balance: RecallBalance, *, by_weight: bool) -> list[str]:
    from kruidenier.shop.goods import words as said

    lines: list[tuple[str, Amount]] = [(_(words), getattr(balance, name)) for name, words in said.RECALL.items()]
    return [f"  {words:34} {_much(much, by_weight=by_weight):>10}" for words, much in lines]


def _much(amount: Any, *, by_weight: bool) -> str:
    if by_weight:
        return weight(amount.grams)
    return ngettext("{n} piece", "{n} pieces", abs(amount.count)).format(n=amount.count)
