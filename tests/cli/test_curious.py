"""A curious volunteer at the console: every command is tried as one, and refuses before it tells or does anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from kruidenier.cli.root import kruidenier
from kruidenier.cli.run import Outside
from kruidenier.cli.words import Day
from kruidenier.shop.office import staff
from kruidenier.shop.people import files
from tests.cli.conftest import Terminal
from tests.kit import Stand

HARMLESS: dict[tuple[str, ...], str] = {
    ("household", "show"): "what the band of the till says of a card that is there",
    ("sell",): "selling is what a volunteer does",
    ("receipt",): "the paper of a sale again, without a name; the till has a key for it",
    ("cash", "open"): "a right of every volunteer",
    ("crates", "falls"): "prices that are announced",
    ("privacy", "notice"): "a notice for everybody",
}
"""What a checkout needs, and what everybody may know."""
WORDS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("staff", "pin"): ("els", "--pin", "5678"),
    ("staff", "language"): ("els", "fr"),
    ("cash", "count"): ("5=1",),
    ("agreement", "days"): ("1", "--stop", "1"),
    ("product", "allergens"): ("1", "--none"),
    ("lot", "date"): ("1", "--none"),
    ("crates", "close"): ("1=full",),
    ("report", "suppliers"): ("--year", "2026", "-o", "reports"),
    ("label", "consent"): ("1", "--publish"),
}
"""For commands that take more than one word for each thing they must be given."""


def commands(group: click.Group, *before: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """List every command that does something."""
    with click.Context(group) as context:
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None
            if isinstance(command, click.Group):
                yield from commands(command, *before, name)
            else:
                yield (*before, name), command


def given(command: click.Command, place: Path) -> list[str]:
    """Give a command a word for each thing that it must be given."""
    words: list[str] = []
    for param in command.params:
        if param.required:
            value = "1"
            if isinstance(param.type, click.Choice):
                value = str(param.type.choices[0])
            elif isinstance(param.type, Day):
                value = "2026-11-24"
            elif isinstance(param.type, click.Path):
                value = str(place / "file")
            words += [param.opts[0], value] if isinstance(param, click.Option) else [value]
    return words


def test_every_command_refuses_a_volunteer_or_is_what_a_checkout_needs(shop_folder: Path, tmp_path: Path):
    Terminal(shop_folder).json("staff", "add", "Marleen", "--role", "volunteer", "--pin", "2468")
    marleen = Terminal(shop_folder).as_("marleen", "2468")
    every = dict(commands(kruidenier))
    assert set(HARMLESS) | set(WORDS) <= set(every)
    let_in = {
        name
        for name, command in every.items()
        if not isinstance(command, Outside)  # it opens no shop, or another one
        and "That is for" not in marleen.run(*name, *WORDS.get(name, given(command, tmp_path))).stderr
    }
    at_the_desk = {name for name in every if name[0] == "desk"}  # every volunteer may greet: numbers, no names
    assert let_in == set(HARMLESS) | at_the_desk


def test_a_volunteer_who_reads_a_card_hears_only_what_the_till_says(terminal: Terminal, stand: Stand):
    stand.do(staff.add, "Marleen", role="volunteer", pin="2468")
    stand.household("H1", adults=2)
    stand.do(files.change, "H1", display_name="Zohra Bint-Al-Huda", address="Kerkstraat 1", referred_by="CPAS")
    told = terminal.as_("marleen", "2468").json("household", "H1")
    assert told["status"] == "fine"
    assert not [word for word in ("Zohra", "Kerkstraat", "CPAS") if word in str(told)]
