"""Help pages and wrong-use messages in the language of the reader: click's own words, and ours where they are shown."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click
import click.core
import click.decorators
import click.exceptions
import click.formatting
import click.parser
import click.termui
import click.types

from kruidenier.i18n import N_, _, ngettext

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
    ngettext("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)", 1),
    ngettext("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})", 1),
    ngettext("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments.", 1),
    ngettext("{value!r} is not {choice}.", "{value!r} is not one of {choices}.", 1),
)
"""What click says at this console, so that it is translated like all our own sentences."""

# click took `_` from gettext at its import, which reads compiled files of the system's language: ours replaces it
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
    vars(_room)["ngettext"] = ngettext


def shown(text: str) -> str:
    """Write a text so that no terminal takes it for a command."""
    return "".join(
        sign if sign.isprintable() or sign in "\n\u00a0\u202f\u200c\u200d" else "\N{REPLACEMENT CHARACTER}"
        for sign in text
    )


class Spoken(click.Command):
    """A command whose help is written in English and shown in the language of the reader."""

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 whole sentences, whatever their length
        """Say in one line what the command does."""
        return _(self.help or "").partition("\n")[0]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Say what the command does."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_(self.help or ""))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the options."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        written = [option.help for option in options]
        for option in options:
            option.help = _(option.help or "")
        click.Command.format_options(self, ctx, formatter)
        for option, help_ in zip(options, written, strict=True):
            option.help = help_

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Give the option that shows this help."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _("Show this message and exit.")
        return option


class Group(Spoken, click.Group):
    """Commands under one name, in the order in which they were written."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 click's own signature
        """Name the commands."""
        return list(self.commands)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the options and the commands."""
        Spoken.format_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)


class Day(click.ParamType[Any]):
    """A date such as 2026-11-24."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Read a date."""
        try:
            return dt.datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007 a date has no zone
        except ValueError:
            self.fail(_("“{value}” is not a date: write it as 2026-12-31.").format(value=shown(value)), param, ctx)


class Moment(click.ParamType[Any]):
    """A moment such as 2026-11-24T10:15; without a zone it is the shop's own time."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.datetime:
        """Read a moment."""
        try:
            return dt.datetime.fromisoformat(value)
        except ValueError:
            self.fail(
                _("“{value}” is not a time: write it as 2026-12-31T10:15.").format(value=shown(value)), param, ctx
            )
