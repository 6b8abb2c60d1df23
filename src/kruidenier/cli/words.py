"""Help pages and wrong-use messages in the language of the reader: click's own words, and ours where they are shown."""

from __future__ import annotations

from typing import Any

import click
import click.core
import click.decorators
import click.exceptions
import click.formatting
import click.parser
import click.termui
import click.types

from kruidenier.i18n import N_, _

CLICK_SAYS = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("Positional arguments"),
    N_("Show this message and exit."),
    N_("Error: {message}"),
    N_("Try '{command} {option}' for help."),
    N_("Missing command."),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Missing parameter"),
    N_("No such command {name!r}."),
    N_("No such option {name!r}."),
    N_("Option {name!r} does not take a value."),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("{value!r} is not a valid {number_type}."),
    N_("{value} is not in the range {range}."),
    N_("Choose from:\n\t{choices}"),
    N_("default: {default}"),
    N_("required"),
    N_("Aborted!"),
)
"""What click says at this console, so that it is translated like all our own sentences."""

for _room in (
    click.core,
    click.decorators,
    click.exceptions,
    click.formatting,
    click.parser,
    click.termui,
    click.types,
):
    vars(_room)["_"] = _


def shown(text: str) -> str:
    """Write a text so that no terminal takes it for a command."""
    return "".join(sign if sign.isprintable() or sign in "\n\u00a0\u202f\u200c\u200d" else "\N{REPLACEMENT CHARACTER}" for sign in text)


class Spoken(click.Command):
    """A command whose help is translated when it is shown."""

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 whole sentences, whatever their length
        """Say in one line what the command does."""
        return _(self.help or "").split("\n", maxsplit=1)[0]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Say what the command does."""
        said, self.help = self.help, _(self.help or "")
        try:
            super().format_help_text(ctx, formatter)
        finally:
            self.help = said

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Give the options, each with its help in the language of the reader."""
        params = super().get_params(ctx)
        for param in params:
            if isinstance(param, click.Option) and param.help and not hasattr(param, "said"):
                param.said = param.help  # type: ignore[attr-defined]
            if isinstance(param, click.Option) and param.help:
                param.help = _(param.said)  # type: ignore[attr-defined]
        return params


class Group(Spoken, click.Group):
    """Commands under one name."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Find a command by its first word."""
        return super().resolve_command(ctx, args)
