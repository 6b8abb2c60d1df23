"""The key of encrypted books: from a file for programs that run by themselves, from the system's keyring, or typed."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

import click

from kruidenier.cli.run import say
from kruidenier.errors import ShopNotOpened
from kruidenier.i18n import N_, _
from kruidenier.store import driver
from kruidenier.store.driver import Key, KeyMissing, WrongKey

KEY_FILE_VARIABLE = "KRUIDENIER_KEY_FILE"
SERVICE = "kruidenier"
"""Under which the system's keyring has the key of a shop's folder."""
TRIES = 3
ASKS = "Sleutel van de boeken   Clé des livres   Key of the books"  # the books know the language, and are closed


class KeyFileUnreadable(ShopNotOpened):
    """The file that should hold the key cannot be read."""

    message = N_("{file} should hold the key of the books, and cannot be read ({fault}). KRUIDENIER_KEY_FILE names it.")


def key_to(file: str | Path, folder: Path) -> Key | None:
    """Find the key to a file of books that nobody here has open; None if it needs none."""
    if not isinstance(file, Path) or not driver.is_encrypted(file):
        return None
    named = os.environ.get(KEY_FILE_VARIABLE)
    words = _read(Path(named)) if named else _from_keyring(folder)
    if words is not None:
        key = Key.to(file, words)
        if driver.fits(file, key):
            return key
        if named:
            raise WrongKey(place=file)
        say(_("The key in the system’s keyring is another one."))
    return _typed(file)


def _read(file: Path) -> str:
    try:
        return file.expanduser().read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise KeyFileUnreadable(file=file, fault=fault) from fault


def _from_keyring(folder: Path) -> str | None:
    with suppress(ImportError):
        import keyring

        with suppress(keyring.errors.KeyringError):  # a machine without one, or one that stays closed
            return keyring.get_password(SERVICE, str(folder))
    return None


def _typed(file: Path) -> Key:
    if not sys.stdin.isatty():
        raise KeyMissing(place=file)
    for turn in range(TRIES):
        if turn:
            say(WrongKey(place=file).explain())
        key = Key.to(file, click.prompt(ASKS, hide_input=True, err=True))
        if driver.fits(file, key):
            return key
    raise WrongKey(place=file)


def new_key(given: str | None) -> str:
    """Take a new key from the input where the command says so, or ask it twice, unseen; at a terminal `-` asks too."""
    if given == "-" and not sys.stdin.isatty():
        return sys.stdin.readline()
    if not sys.stdin.isatty():
        raise click.UsageError(_("Give the key with --key - in the input, or at a terminal."))
    words: str = click.prompt(_("New key"), hide_input=True, confirmation_prompt=_("Once more"), err=True)
    return words
