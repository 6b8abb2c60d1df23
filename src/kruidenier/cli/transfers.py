"""What goes to partners: other food-aid projects, social restaurants, food banks."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kruidenier.cli import words
from kruidenier.cli.deeds import amount
from kruidenier.cli.run import Console, Deed, ShopCommand, json_option, print_json, show
from kruidenier.i18n import N_, _, day, ngettext, weight

if TYPE_CHECKING:
    from kruidenier.shop.network.transfers import TransferFacts


class Transfers(words.Group):
    """The commands about transfers; a lot instead of one of them is given to a partner."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take what is no command as what `give` is told."""
        if args and args[0] not in (*self.commands, *self.get_help_option_names(ctx)):
            args = ["give", *args]
        return super().parse_args(ctx, args)


@click.group("transfer", cls=Transfers, help=N_("Give goods to another project, and list what went."))
def transfer_() -> None:
    """Hold the commands about transfers together."""


@transfer_.command("give", cls=Deed, help=N_("Give a lot, or a part of it, to a partner: LOT PARTNER."))
@click.argument("lot")
@click.argument("partner")
@amount
@click.option("--on", metavar="DATE", type=words.Day(), help=N_("The day on which it went; today if it is left out."))
@click.option("--id", "sent_id", metavar="UUID", help=N_("Your id of this deed: sent twice, it is done once."))
@json_option
@click.pass_obj
def give(
    console: Console,
    lot: str,
    partner: str,
    *,
    count: int | None,
    grams: int | None,
    on: dt.date | None,
    sent_id: str | None,
    as_json: bool,
) -> None:
    """Give goods to a partner."""
    from kruidenier.shop.network import transfers
    from kruidenier.store.base import new_id

    done = console.do(transfers.transfer, lot, partner, count=count, grams=grams, on=on, id=sent_id or new_id())
    facts = console.ask(transfers.look_up, done.number)
    if as_json:
        print_json(asdict(facts))
    else:
        show(_line(facts))


@transfer_.command("list", cls=ShopCommand, needs="see_stock", help=N_("List what went to partners, the last first."))
@json_option
@click.pass_obj
def list_(console: Console, *, as_json: bool) -> None:
    """List transfers."""
    from kruidenier.shop.network import transfers

    found = console.ask(transfers.listing)
    if as_json:
        print_json({"transfers": [asdict(facts) for facts in found]})
    else:
        show(*(_line(facts) for facts in found))


@transfer_.command("slip", cls=Deed, help=N_("Make the delivery slip of a transfer, with room for two signatures."))
@click.argument("number", metavar="TRANSFER")
@click.option("-o", "--output", "file", required=True, type=click.Path(path_type=Path), help=N_("The file."))
@click.option(
    "--lang",
    "langs",
    multiple=True,
    type=click.Choice(("nl", "fr", "en")),
    help=N_("The partner's language; twice for both; without it the shop's own."),
)
@json_option
@click.pass_obj
def slip_(console: Console, number: str, *, file: Path, langs: tuple[str, ...], as_json: bool) -> None:
    """Make a delivery slip."""
    from kruidenier.documents import delivery_slip
    from kruidenier.documents.delivery_slip import SlipPaper
    from kruidenier.shop.network import delivery_slips

    found = console.do(delivery_slips.slip, number)
    paper = SlipPaper(console.shop.heading(), found)
    written = delivery_slip.write(paper, file, langs=langs or (console.house,))
    if as_json:
        print_json(asdict(found) | {"file": str(written)})
    else:
        show(str(written))


def _line(facts: TransferFacts) -> str:
    pieces = ngettext("{n} piece", "{n} pieces", facts.count).format(n=facts.count)
    much = weight(facts.grams) if facts.by_weight else pieces
    undone = _("undone") if facts.undone else ""
    return f"{facts.number}  {day(facts.date)}  {facts.lot}  {facts.name}  {much}  {facts.partner}  {undone}".rstrip()
