"""Where every command goes through: the shop, its till, one transaction, and plain words for a no."""

from __future__ import annotations

import datetime as dt
import getpass
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kruidenier import i18n
from kruidenier.cli import words
from kruidenier.config import read_config, wall_clock
from kruidenier.errors import NOT_OPENED, ShopError, ShopNotOpened
from kruidenier.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.opening import OpenShop

T = TypeVar("T")
Said = TypeVar("Said", bound=Callable[..., Any] | click.Command)
PIN_VARIABLE = "KRUIDENIER_PIN"
REFUSED, FAULT = 1, 70


class SignInFirst(ShopError):
    """People's data, and the console does not know who asks."""

    message = N_("This is about people: say who you are with --staff CODE before the command.")


class AnswerLost(Exception):
    """The answer of a command could not be written where it should go; what was asked is done all the same."""


def spoken_here() -> str | None:
    """Tell the language of this terminal, if the shop speaks it."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if (lang := os.environ.get(variable, "")[:2]) in i18n.LANGUAGES:
            return lang
    return None


class Console:
    """Somebody at this machine's console: which shop, in which language, who, and when."""

    def __init__(self, folder: Path, *, lang: str | None, staff: str | None, now: dt.datetime) -> None:
        self.folder = folder
        self.lang = lang
        self.staff = staff
        self.now = now

    # The shop

    @cached_property
    def shop(self) -> OpenShop:
        """The open shop; without another wish its own language is spoken."""
        with answering(self.folder):
            from kruidenier.cli.keys import key_to
            from kruidenier.shop.opening import open_shop

            shop = open_shop(self.folder, key=key_to(read_config(self.folder).database, self.folder))
        self.__dict__["shop"] = shop
        if not (self.lang or spoken_here()):
            i18n.speak(self.house)
        return shop

    @cached_property
    def house(self) -> str:
        """The language of the shop itself."""
        from sqlalchemy import select

        from kruidenier.shop.office.place import Shop

        with self.reading() as session:
            return session.scalars(select(Shop.language)).one()

    @cached_property
    def outsider(self) -> Counter:
        """The console itself: who can open the shop's files can do all."""
        with answering(self.folder):
            return self.shop.counter(by=f"console:{system_user()}", role="manager")

    @cached_property
    def at(self) -> Counter:
        """Where and for whom deeds are done: the person who signed in, else the console itself."""
        if self.staff is None:
            return self.outsider
        from kruidenier.shop.office.staff import WrongPin, try_pin

        pin = _asked_pin(self.staff)
        with self.writing() as session:
            person = try_pin(session, self.staff, pin=pin, now=self.now)
        if person is None:
            raise WrongPin(code=self.staff)
        if not self.lang:
            i18n.speak(person.lang)
        return self.shop.counter(by=person.code, role=person.role, skills=person.skills)

    def sign_in(self, needed: str) -> None:
        """Refuse a wrong PIN, whatever is asked, and whoever has not the right that is needed."""
        from kruidenier.shop.office.staff import Permission, require

        at = self.at
        if needed:
            require(at, Permission(needed))

    @property
    def today(self) -> dt.date:
        """The shop's date now."""
        return self.at.business_date(self.now)

    def require_known(self) -> None:
        """Refuse people's data to a console that does not say who asks, once others than the founder work here."""
        from kruidenier.shop.office.staff import only_the_first

        if self.staff is None and not self.ask(only_the_first):
            raise SignInFirst

    def do(self, verb: Callable[..., T], *given: Any, **named: Any) -> T:
        """Do a deed in one transaction; once more if another till was a moment earlier."""
        from sqlalchemy.exc import IntegrityError

        at = self.at
        for tries_left in (1, 0):
            try:
                with self.writing() as session:
                    return verb(session, *given, at=at, now=self.now, **named)
            except IntegrityError:
                if not tries_left:
                    raise
        raise AssertionError

    def ask(self, question: Callable[..., T], *given: Any, **named: Any) -> T:
        """Ask the books something; no till waits for it."""
        with self.reading() as session:
            return question(session, *given, **named)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Read the books for a while; no till waits for it."""
        with answering(self.folder), self.shop.reading() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Change the books in one transaction."""
        with answering(self.folder), self.shop.writing.begin() as session:
            yield session

    def note(self, refusal: ShopError) -> None:
        """Note that the shop said no, in a transaction of its own; a shop that cannot take a note has still said it."""
        from sqlalchemy.exc import DBAPIError

        from kruidenier.shop.office.journal import note_refusal

        with suppress(ShopError, DBAPIError), self.shop.writing.begin() as session:
            note_refusal(session, refusal, at=self.__dict__.get("at") or self.outsider, now=self.now)

    def close(self) -> None:
        """Let go of the books."""
        if "shop" in self.__dict__:
            self.shop.close()


def system_user() -> str:
    """Tell who is logged in to this machine."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no entry for this user number
        return str(os.getuid())


def _asked_pin(code: str) -> str:
    pin = os.environ.get(PIN_VARIABLE)
    if pin is None:
        pin = ask_pin(_("PIN of {code}").format(code=words.shown(code)))
    return pin


def ask_pin(question: str) -> str:
    """Ask a PIN at the terminal, unseen."""
    if not sys.stdin.isatty():
        raise click.UsageError(_("Give the PIN in ${variable}, or at a terminal.").format(variable=PIN_VARIABLE))
    pin: str = click.prompt(question, hide_input=True, err=True)
    return pin


def given_pin(pin: str | None, question: str) -> str:
    """Take a PIN from the command, from its input where it says `-`, or ask; at a terminal `-` asks too."""
    if pin == "-" and not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    return ask_pin(question) if pin is None or pin == "-" else pin


@contextmanager
def answering(folder: Path) -> Iterator[None]:
    """Say in our own words that the books do not answer, or the disk is full."""
    from sqlalchemy.exc import (
        DatabaseError,
        DataError,
        IntegrityError,
        InterfaceError,
        NotSupportedError,
        ProgrammingError,
    )

    try:
        yield
    except (IntegrityError, ProgrammingError, DataError, NotSupportedError):  # our own slips, not the disk's
        raise
    except (DatabaseError, InterfaceError) as fault:
        from kruidenier.store.opening import said

        config = read_config(folder)
        raise said(fault, config.database, backups=config.backups) from fault


class ShopCommand(words.Spoken):
    """A command that only asks; a no of the shop becomes a sentence, or a document under --json."""

    noted = False
    signs_in = True
    usually_needs = "figures"

    def __init__(self, *given: Any, needs: str | None = None, **named: Any) -> None:
        super().__init__(*given, **named)
        self.needs = self.usually_needs if needs is None else needs
        """The right without which nobody is told; empty where the verb decides, or everybody may know."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; where its answer cannot be written, say so in place of it."""
        try:
            return self._answer(ctx)
        except AnswerLost as lost:
            say(
                _("The answer could not be written ({why}). Look what was done before you do it again.").format(
                    why=lost
                )
            )
            ctx.exit(REFUSED)

    def _answer(self, ctx: click.Context) -> Any:
        """Run the command as whoever was named; tell what the shop refused."""
        try:
            if self.signs_in and ctx.obj.staff is not None:
                ctx.obj.sign_in(self.needs)
            return super().invoke(ctx)
        except ShopError as refusal:
            if self.noted and not isinstance(refusal, ShopNotOpened):
                ctx.obj.note(refusal)
            refuse(refusal, as_json=bool(ctx.params.get("as_json")))
            ctx.exit(NOT_OPENED if isinstance(refusal, ShopNotOpened) else REFUSED)


class Outside(ShopCommand):
    """A command that needs no shop yet."""

    signs_in = False
    usually_needs = ""


class Deed(ShopCommand):
    """A command that changes the books: what the shop refused is noted in the journal, without names."""

    noted = True
    usually_needs = ""


def refuse(refusal: ShopError, *, as_json: bool) -> None:
    """Tell what the shop refused."""
    say(refusal.explain())
    if as_json:
        said = {"code": refusal.code, "message": refusal.explain(), "details": refusal.details}
        print_json({"refused": said})


def say(sentence: str) -> None:
    """Tell people something beside the answer."""
    click.echo(words.shown(sentence), err=True)


def show(*lines: str) -> None:
    """Write the answer for people."""
    write_out("".join(f"{words.shown(line)}\n" for line in lines))


def print_json(document: Mapping[str, Any]) -> None:
    """Write the one JSON document of this command."""
    text = json.dumps(document, ensure_ascii=False, default=_as_text, indent=2)
    write_out(f"{text}\n".encode("utf-8", "replace"))


def write_out(answer: str | bytes) -> None:
    """Write an answer as it is."""
    try:
        click.echo(answer, nl=False)
    except BrokenPipeError:  # whoever listened has gone, and click ends quietly
        raise
    except OSError as fault:
        raise AnswerLost(fault.strerror) from fault


def _as_text(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def watched(rows: Sequence[T], label: str) -> Iterator[T]:
    """Go through many rows, with a bar beside the answer where somebody looks at a terminal."""
    if not sys.stderr.isatty():
        yield from rows
        return
    with click.progressbar(rows, label=label, file=sys.stderr) as bar:
        yield from bar


encrypt_option = click.option(
    "--encrypt-to",
    "key",
    metavar="KEY",
    help=N_("Encrypt the file to this public key of age (age1…); only its secret half opens it."),
)


def file_option(
    said: str = N_("Write it on paper, as PDF."), *, metavar: str = "FILE.pdf", required: bool = False
) -> Callable[[Said], Said]:
    """Say into which file a command writes."""
    kind = click.Path(path_type=Path, dir_okay=False)
    return click.option("-o", "--output", "file", metavar=metavar, type=kind, required=required, help=said)


json_option = click.option("--json", "as_json", is_flag=True, help=N_("Write one JSON document."))


class Stopped(Exception):
    """A fault of the program itself, in a command on this folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder


def tell_fault(stopped: Stopped) -> int:
    """Write a fault of the program into the shop's log, and say so; tells the exit code."""
    from kruidenier.faults import write_down

    log = write_down(stopped.__cause__ or stopped, stopped.folder, at=wall_clock())
    say(_("The program met a fault and stopped. What was done before is safe; this was not done."))
    if log is not None:
        say(_("What happened is written in {place}.").format(place=log))
    return FAULT


def sealed(content: bytes, key: str | None) -> bytes:
    """Encrypt what a file will hold, if there is a key for it."""
    if key is None:
        return content
    from kruidenier.store import sealing

    return sealing.seal(content, key)
