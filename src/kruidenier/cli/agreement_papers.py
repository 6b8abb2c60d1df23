"""The papers of agreements at the console: the agreement itself, and the annex of each year."""

from __future__ import annotations

from pathlib import Path

import click

from kruidenier.cli.run import Console, Deed, ShopCommand, file_option, json_option, print_json, say, show
from kruidenier.i18n import N_, _, weight


@click.command("paper", cls=ShopCommand, help=N_("The agreement as PDF, in Dutch and French."))
@click.argument("number")
@file_option()
@json_option
@click.pass_obj
def paper(console: Console, number: str, *, file: Path | None, as_json: bool) -> None:
    """Print an agreement."""
    from kruidenier.documents import agreement_sheet
    from kruidenier.shop.supply import agreement_paper

    figures = console.ask(agreement_paper.contents, number, on=console.today)
    if as_json:
        print_json(figures)
    if file is not None or not as_json:
        sheet = agreement_sheet.AgreementPaper(figures)
        place = agreement_sheet.write(sheet, file or Path(f"agreement-{figures['number']}.pdf"))
        say(_("Written: {place}").format(place=place))


@click.command("annex", cls=Deed, help=N_("The annex of a year: pick-ups and kilograms by month."))
@click.argument("number")
@click.option("--year", metavar="YEAR", type=int, required=True, help=N_("Of this year."))
@file_option()
@json_option
@click.pass_obj
def annex(console: Console, number: str, *, year: int, file: Path | None, as_json: bool) -> None:
    """Make the annex of a year."""
    from kruidenier.shop.supply import agreement_annex

    figures = console.do(agreement_annex.issue, number, year=year)
    if file is not None:
        from kruidenier.documents import annex_sheet

        say(_("Written: {place}").format(place=annex_sheet.write(annex_sheet.AnnexPaper(figures), file)))
    if as_json:
        print_json(figures)
    elif file is None:
        for line in [*figures["months"], {"month": _("all"), **figures["total"]}]:
            show(
                f"{line['month']:8} "
                + _("{kept} of {expected} kept, {refused} refused, {kg}").format(
                    kept=line["kept"], expected=line["expected"], refused=line["refused"], kg=weight(line["grams"])
                )
            )


COMMANDS = (paper, annex)
