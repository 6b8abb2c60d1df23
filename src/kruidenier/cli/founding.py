"""A shop to begin with: an empty one of one's own, or an invented one to try."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kruidenier.cli import words
from kruidenier.cli.run import Console, Outside, answering, given_pin, json_option, print_json, say, show
from kruidenier.i18n import LANGUAGES, N_, _

DEMO_FOLDER = ".demo"


@click.command("init", cls=Outside, help=N_("Found an empty shop, without questions."))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--name", metavar="TEXT", required=True, help=N_("The shop's name, as on its papers."))
@click.option("--lang", type=click.Choice(LANGUAGES), default="nl", show_default=True, help=N_("The shop's language."))
@click.option("--manager", metavar="NAME", required=True, help=N_("The first manager."))
@click.option("--pin", required=True, help=N_("Their PIN, 4 to 12 digits; - reads it from the input."))
@json_option
@click.pass_obj
def init_(console: Console, folder: Path, *, name: str, lang: str, manager: str, pin: str, as_json: bool) -> None:
    """Found a shop."""
    folder = folder.expanduser().absolute()
    with answering(folder):
        from kruidenier.shop.founding import found_shop
        from kruidenier.shop.office.staff import people

        pin = given_pin(pin, _("PIN of {code}").format(code=words.shown(manager)))
        shop = found_shop(folder, name=name, lang=lang, manager=manager, pin=pin, now=console.now)
        try:
            with shop.reading() as session:
                founder = people(session)[0]
        finally:
            shop.close()
    if as_json:
        print_json({"shop": folder, "name": name.strip(), "manager": founder.code})
    else:
        show(
            _("The shop {name} is in {folder}. Sign in as {code}.").format(name=name, folder=folder, code=founder.code)
        )


@click.command("demo", cls=Outside, help=N_("Build an invented shop to try, print its PINs and open it."))
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--months", type=click.IntRange(0, 60), default=6, show_default=True, help=N_("Months of trade."))
@click.option(
    "--seed", type=int, default=1, show_default=True, help=N_("The same seed on the same day is the same shop.")
)
@click.option("--no-open", is_flag=True, help=N_("Only build it."))
@click.pass_obj
def demo_(console: Console, folder: Path | None, *, months: int, seed: int, no_open: bool) -> None:
    """Build the demo shop, or find the one that was built here before, and open it."""
    folder = (folder or Path(DEMO_FOLDER)).expanduser().absolute()
    with answering(folder):
        from kruidenier.demo.build import build_demo, is_demo, read_demo, welcome

        if is_demo(folder):
            demo = read_demo(folder)
        else:
            if sys.stderr.isatty():
                say(_("This takes about a minute."))
            demo = build_demo(folder, months=months, seed=seed, now=console.now, tell=say)
    show(*demo.introduce())
    if not no_open:
        from kruidenier.cli.screens import open_screens

        ctx = click.get_current_context()
        ctx.exit(open_screens(folder, lang=console.lang, welcome=lambda: welcome(demo)))
