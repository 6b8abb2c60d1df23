"""What staff say of a product: its levels and its allergens."""

from __future__ import annotations

import click

from kruidenier.cli import words
from kruidenier.cli.run import Console, Deed, json_option, print_json, show
from kruidenier.i18n import N_, _

MOST = 1_000_000_000


@click.group("product", cls=words.Group, help=N_("One product: how much of it is wished, and its allergens."))
def product_() -> None:
    """Hold the commands about one product together."""


@product_.command("levels", cls=Deed, help=N_("Say below which level a product is bought, and up to which."))
@click.argument("code")
@click.option("--min", "least", metavar="N", type=click.IntRange(0, MOST), help=N_("Pieces, or grams by weight."))
@click.option("--wished", metavar="N", type=click.IntRange(0, MOST), help=N_("Pieces, or grams by weight."))
@json_option
@click.pass_obj
def levels(console: Console, code: str, *, least: int | None, wished: int | None, as_json: bool) -> None:
    """Set the levels of a product; one that is not given is none."""
    from kruidenier.shop.goods import product_facts

    item = console.do(product_facts.set_levels, code, least=least, wished=wished)
    if as_json:
        print_json({"code": item.code, "name": item.name, "min": least, "wished": wished})
    else:
        show(_("{name} has new levels.").format(name=item.name))


@product_.command("allergens", cls=Deed, needs="catalogue", help=N_("Say which allergens are in a product."))
@click.argument("code")
@click.argument("allergens", nargs=-1)
@click.option("--none", "free", is_flag=True, help=N_("There are none of the 14 in it."))
@click.option("--unknown", is_flag=True, help=N_("Nobody knows."))
@json_option
@click.pass_obj
def allergens(
    console: Console, code: str, allergens: tuple[str, ...], *, free: bool, unknown: bool, as_json: bool
) -> None:
    """Set the allergens of a product."""
    from kruidenier.shop.goods import product_facts

    if bool(allergens) + free + unknown != 1:
        raise click.UsageError(_("Give allergens, or one of --none and --unknown."))
    item = console.do(product_facts.set_allergens, code, allergens=None if unknown else allergens)
    if as_json:
        print_json({"code": item.code, "name": item.name, "allergens": None if unknown else list(allergens)})
    else:
        show(_("What is in {name} is written down.").format(name=item.name))
