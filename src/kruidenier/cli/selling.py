"""At the counter: a sale at once, a sale looked up, its receipt, and what is put right afterwards."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kruidenier.cli import grammar, words
from kruidenier.cli.run import Console, Deed, ShopCommand, json_option, print_json, say, show
from kruidenier.i18n import N_, _, day, money, weight

if TYPE_CHECKING:
    from kruidenier.shop.till.values import SaleDocument, SoldLine

id_option = click.option("--id", "sent_id", metavar="UUID", help=N_("Sent twice, the same id is one deed."))


@click.command(
    "sell", cls=Deed, help=N_("Sell a basket: CODE, CODE*COUNT or CODE@GRAMS, !DATE for the date on the pack.")
)
@click.argument("items", metavar="ITEM...", nargs=-1, required=True)
@click.option("--card", required=True, help=N_("The household's card."))
@click.option(
    "--pay",
    "payments",
    metavar="METHOD[=CENTS]",
    multiple=True,
    type=grammar.Method(),
    help=N_("voucher, cash (CENTS is what was handed over) or card; one without CENTS takes the rest."),
)
@id_option
@click.option("--paper", metavar="NUMBER", help=N_("A sale that was kept on paper: the number on it."))
@click.option("--at", "moment", metavar="TIME", type=words.Moment(), help=N_("When the sale on paper was."))
@click.option("--override", metavar="REASON", help=N_("A manager's reason to go over budget or right."))
@json_option
@click.pass_obj
def sell_(console: Console, /, items: tuple[str, ...], card: str, **given: Any) -> None:
    """Sell a whole basket at once."""
    from kruidenier.shop.till import paying

    sale = console.do(
        paying.sell,
        card,
        items=[grammar.item(text) for text in items],
        payments=given["payments"],
        id=_id(given["sent_id"]),
        override=given["override"],
        paper=_paper(console, given["paper"], given["moment"]),
    )
    _issue(console, sale, as_json=given["as_json"])


def _paper(console: Console, number: str | None, moment: dt.datetime | None) -> Any:
    from kruidenier.shop.till.values import Kept

    if (number is None) != (moment is None):
        raise click.UsageError(_("A sale on paper needs both --paper NUMBER and --at TIME."))
    if number is None or moment is None:
        return None
    return Kept(number, moment if moment.tzinfo else moment.replace(tzinfo=console.at.zone))


@click.command("void", cls=Deed, help=N_("Cancel a whole sale: each payment is given back exactly."))
@click.argument("number")
@click.option("--reason", required=True, help=N_("Why, in a few words."))
@id_option
@json_option
@click.pass_obj
def void_(console: Console, number: str, *, reason: str, sent_id: str | None, as_json: bool) -> None:
    """Cancel a sale."""
    from kruidenier.shop.till import corrections

    _issue(console, console.do(corrections.void, number, reason=reason, id=_id(sent_id)), as_json=as_json)


@click.command("refund", cls=Deed, help=N_("Take goods of a sale back and give money back."))
@click.argument("number")
@click.argument("items", metavar="CODE[*COUNT|@GRAMS]...", nargs=-1, required=True)
@click.option("--reason", required=True, help=N_("Why, in a few words."))
@click.option("--pay", "method", metavar="METHOD", required=True, help=N_("voucher, cash or card."))
@id_option
@json_option
@click.pass_obj
def refund_(console: Console, /, number: str, items: tuple[str, ...], **given: Any) -> None:
    """Take goods back."""
    from kruidenier.shop.till import corrections

    refund = console.do(
        corrections.refund,
        number,
        items=[grammar.back(text) for text in items],
        reason=given["reason"],
        method=given["method"],
        id=_id(given["sent_id"]),
    )
    _issue(console, refund, as_json=given["as_json"])


@click.command("sale", cls=ShopCommand, help=N_("Show a sale as it was issued, and what was made of it later."))
@click.argument("number")
@json_option
@click.pass_obj
def sale_(console: Console, number: str, *, as_json: bool) -> None:
    """Show a sale again."""
    from kruidenier.shop.till import sales

    sale = console.ask(sales.look_up, number)
    there = console.shop.config.receipts / f"{sale.date:%Y}" / f"{sale.number}.pdf"
    _show(console, sale, there if there.exists() else None, as_json=as_json)


@click.command("receipt", cls=ShopCommand, needs="", help=N_("Make the receipt of a sale again, and tell where it is."))
@click.argument("number")
@json_option
@click.pass_obj
def receipt_(console: Console, number: str, *, as_json: bool) -> None:
    """Make a receipt again."""
    from kruidenier.shop.till import sales

    place = _receipt(console, console.ask(sales.look_up, number))
    if as_json:
        print_json({"receipt": _inside(console, place)})
    else:
        show(str(place))


def _id(sent_id: str | None) -> str:
    from kruidenier.store.base import new_id

    return sent_id or new_id()


def _issue(console: Console, sale: SaleDocument, *, as_json: bool) -> None:
    """Give the receipt of a document that was just closed: whatever becomes of the paper, the sale stands."""
    place = None
    try:
        place = _receipt(console, sale)
    except Exception as fault:  # noqa: BLE001 the sale is closed and must be told, whatever befell its paper
        say(
            _(
                "Sale {number} is done, but its receipt could not be made ({fault}). `receipt {number}` makes it."
            ).format(number=sale.number, fault=fault)
        )
    _show(console, sale, place, as_json=as_json)


def _receipt(console: Console, sale: SaleDocument) -> Path:
    from kruidenier.documents import receipt

    return receipt.write(sale, console.shop.heading(), console.shop.config.receipts, house=console.house)


def _inside(console: Console, place: Path | None) -> str | None:
    return None if place is None else place.relative_to(console.shop.folder).as_posix()


def _show(console: Console, sale: SaleDocument, receipt: Path | None, *, as_json: bool) -> None:
    if as_json:
        print_json(_document(sale) | {"receipt": _inside(console, receipt), "later": list(sale.later)})
    else:
        show(*_lines(sale))


def _document(sale: SaleDocument) -> dict[str, Any]:
    return {
        "number": sale.number,
        "kind": sale.kind,
        **({"of": sale.of} if sale.of else {}),
        "till": sale.till,
        "at": sale.at,
        "date": sale.date,
        "card": sale.card,
        "lines": [_line(line, sale.date) for line in sale.lines],
        "total_cents": sale.total_cents,
        "rounding_cents": sale.rounding_cents,
        "payments": [
            {"method": paid.method, "amount_cents": paid.amount_cents, "tendered_cents": paid.tendered_cents}
            for paid in sale.payments
        ],
        "change_cents": sale.change_cents,
        "budget_left_cents": sale.budget_left_cents,
    }


def _line(line: SoldLine, on: dt.date) -> dict[str, Any]:
    from kruidenier.shop.goods.names import best_name

    by_weight = line.grams is not None
    return {
        "code": line.code,
        "name": best_name(line.names, line.code),
        "count": line.count,
        "grams": line.grams,
        "unit_price_cents": line.unit_price_cents,
        "total_cents": line.total_cents,
        "taken": [
            {
                "lot": taken.lot,
                "count": None if by_weight else taken.count,
                "grams": taken.grams if by_weight else None,
                "origin": taken.origin,
                "date": taken.date,
                "known_by": taken.known_by,
            }
            for taken in line.taken
        ],
        "notices": _notices(line, on),
    }


def _notices(line: SoldLine, on: dt.date) -> list[str]:
    if "best_before_passed" not in line.notices:
        return []
    date = min((taken.date for taken in line.taken if taken.date and taken.date < on), default=on)
    return [_("Best before {date} has passed: still good, say so.").format(date=day(date))]


def _lines(sale: SaleDocument) -> list[str]:
    """Write a document for people, a line for each of its lines."""
    from kruidenier.shop.goods.names import best_name

    told = [f"{sale.number}  {day(sale.date)} {sale.at:%H:%M}"]
    for line in sale.lines:
        amount = f"{line.count} ×" if line.grams is None else weight(line.grams)
        told.append(f"  {amount}  {best_name(line.names, line.code)}  {money(line.total_cents)}")
        told += [f"    {notice}" for notice in _notices(line, sale.date)]
    told.append(_("Total {total_cents}").format(total_cents=money(sale.payable_cents)))
    if sale.change_cents:
        told.append(_("Change {change_cents}").format(change_cents=money(sale.change_cents)))
    return told
