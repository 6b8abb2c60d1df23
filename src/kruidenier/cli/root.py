"""The command and its commands: each is read only when it is called, so that `--help` is there at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from kruidenier import __version__, i18n
from kruidenier.cli import words
from kruidenier.cli.run import Console, Stopped, spoken_here
from kruidenier.config import SHOP_VARIABLE, shop_folder, wall_clock
from kruidenier.i18n import LANGUAGES, N_, _

COMMANDS = {
    "demo": "founding",
    "practice": "practice",
    "init": "founding",
    "staff": "office",
    "settings": "office",
    "spot": "office",
    "import": "lists",
    "export": "lists",
    "backup": "copies",
    "restore": "copies",
    "encrypt": "encrypting",
    "decrypt": "encrypting",
    "check": "copies",
    "journal": "journal",
    "help": "helping",
    "household": "people",
    "mapping": "mappings",
    "quota": "quotas",
    "desk": "desk",
    "privacy": "privacy",
    "sell": "selling",
    "sale": "selling",
    "receipt": "selling",
    "void": "selling",
    "refund": "selling",
    "cash": "drawer",
    "stock": "stock",
    "buying": "stock",
    "fetch": "stock",
    "receive": "receiving",
    "agreement": "agreements",
    "product": "products",
    "lot": "deeds",
    "waste": "deeds",
    "transfer": "transfers",
    "move": "deeds",
    "freeze": "deeds",
    "repack": "deeds",
    "undo": "deeds",
    "reverse": "deeds",
    "trace": "recalls",
    "recall": "recalls",
    "crates": "crates",
    "count": "counting",
    "labels": "labels",
    "supplier": "suppliers",
    "gift-note": "gifts",
    "gift-notes": "gifts",
    "gift-sign": "gifts",
    "gift-correct": "gifts",
    "gift-summary": "gifts",
    "report": "reports",
    "label": "label",
}


class Commands(words.Group):
    """All commands, in the order in which a shop needs them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 click's own signature
        """Name the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Find a command by name."""
        room = COMMANDS.get(cmd_name)
        if room is None:
            return None
        command: click.Command = getattr(import_module(f"kruidenier.cli.{room}"), f"{cmd_name.replace('-', '_')}_")
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse what is no text before any command sees it."""
        _require_text(args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a fault of the program goes on with the folder whose log it belongs into."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as fault:
            raise Stopped(shop_folder(ctx.params["shop"])) from fault


def _require_text(args: Sequence[str]) -> None:
    for arg in args:
        try:
            arg.encode()
        except UnicodeEncodeError:
            raise click.UsageError(_("“{word}” is not UTF-8 text.").format(word=words.shown(arg))) from None


def _require_terminal() -> None:
    """Refuse to open screens where nobody can press a key: they would wait for ever."""
    if not sys.stdin.isatty() and "TEXTUAL_DRIVER" not in os.environ:  # a browser's keys come otherwise
        raise click.UsageError(_("The screens need a terminal."))


def _speak(_ctx: click.Context, _param: click.Parameter, lang: str | None) -> str | None:
    i18n.speak(lang or spoken_here() or "en")
    return lang


@click.group(
    cls=Commands,
    invoke_without_command=True,
    help=N_("The counter of a social grocery. Without a command it opens the screens."),
)
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    is_eager=True,
    callback=_speak,
    help=N_("The language of messages and names of goods."),
)
@click.option("--shop", metavar="PATH", envvar=SHOP_VARIABLE, help=N_("The shop's folder."))
@click.option("--staff", metavar="CODE", help=N_("Act as this person; asks the PIN, or takes it from $KRUIDENIER_PIN."))
@click.version_option(__version__, message="%(prog)s %(version)s", help=N_("Show the version and exit."))
@click.pass_context
def kruidenier(ctx: click.Context, /, **given: Any) -> None:
    """Find the shop, and give the word to the command; without one, open the screens."""
    folder = shop_folder(given["shop"])
    ctx.obj = Console(folder, lang=given["lang"], staff=given["staff"], now=(ctx.obj or wall_clock)())
    ctx.call_on_close(ctx.obj.close)
    if ctx.invoked_subcommand is None:
        _require_terminal()
        from kruidenier.cli.screens import open_screens

        ctx.exit(open_screens(folder, lang=given["lang"]))
