"""What all screens share: one way to ask people, one way to ask the shop, one way for keys and scans."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from textual.binding import Binding
from textual.events import Key
from textual.message import Message

from kruidenier.errors import ShopError
from kruidenier.i18n import LANGUAGES, N_, _, language, ngettext, speak
from kruidenier.tui.clerk import Outcome
from kruidenier.tui.dialogs import Choice, Deed, Flow, Question, Typed, pick
from kruidenier.tui.frame import Frame
from kruidenier.tui.scanner import Scan
from kruidenier.tui.widgets.panel import Panel

T = TypeVar("T")
PATIENCE = 0.7
"""Seconds before the screen says that the books are slow."""
PATIENCE_WITH_PAPER = 8.0
LONGEST_TYPED = 2000
FEWEST_OF_A_BARCODE = 8


class BooksLost(Exception):
    """The database does not answer; nothing was changed."""


@dataclass
class Done(Message):
    """A clerk has finished."""

    outcome: Outcome
    then: Callable[[Outcome], None]


class ShopScreen(Frame):
    """A screen that asks people by dialogs and the shop by deeds, and takes keys and scans in their order."""

    HELP_PAGE: ClassVar[str] = "till"
    NEEDS: ClassVar[str] = "figures"
    """The right without which nobody comes in here; empty for what every checkout needs."""
    AUTO_FOCUS = ""
    BINDINGS: ClassVar = [
        Binding("f1,question_mark", "help", "Help", id="help", show=False, tooltip=N_("What this screen is for")),
        Binding("f2", "speak_another", "Nederlands, français, English", id="language", show=False),
        Binding("ctrl+l", "lock", "Lock the till", id="lock", show=False, tooltip=N_("Somebody else signs in")),
        Binding("ctrl+p", "palette", "All keys", id="palette", show=False, tooltip=N_("Search for anything by name")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.waiting_scans: deque[str] = deque()
        self._flow: Flow[None] | None = None
        self._busy = False
        self._deed = 0
        self._said_slow = False
        self._answer_refused = False
        self._kept: deque[Key | Scan] = deque()

    # Flows

    @property
    def at_rest(self) -> bool:
        """Nothing is asked and nothing is being done."""
        return self._flow is None and not self._busy

    @property
    def busy(self) -> bool:
        """The books are at work; keys wait."""
        return self._busy

    def start(self, flow: Flow[None]) -> None:
        """Begin a dialog; one that stood open is left."""
        self._drop_flow()
        self._flow = flow
        self._go_on(None)

    def _drop_flow(self) -> None:
        """Close a dialog that stood open; what it asked of the books may still be done, and nobody waits for it."""
        if self._flow is not None:
            self._flow.close()
            self._flow = None
            self._busy = False

    def _go_on(self, answer: Any, fault: BaseException | None = None) -> None:
        assert self._flow is not None
        flow = self._flow
        try:
            wanted = flow.send(answer) if fault is None else flow.throw(fault)
        except StopIteration:
            if self._flow is flow:
                self._flow = None
                self._rest()
            return
        if isinstance(wanted, Deed):
            self._hand_over(wanted)
        else:
            self._pose(wanted)

    def _pose(self, question: Question) -> None:
        self.question = question
        self._answer_refused = False
        self.typed = question.typed
        self.highlighted = question.highlighted
        self._show_question()
        self.show_input()

    def _show_question(self) -> None:
        assert self.question is not None
        self.query_one("#panel", Panel).show(self.question, highlighted=self.highlighted)

    def _rest(self) -> None:
        """Nothing is asked any more: what was scanned meanwhile comes next."""
        if self.question is not None:
            self.question = None
            self.query_one("#panel", Panel).display = False
        self.typed = ""
        self.show_input()
        if self.waiting_scans:
            self.take_scan(self.waiting_scans.popleft())

    def _hand_over(self, deed: Deed) -> None:
        self._busy, self._said_slow = True, False
        self._deed += 1
        self.set_timer(PATIENCE, partial(self._say_slow, self._deed))
        self.app.books.hand(deed.work, self._told(partial(self._deed_done, self._deed)))

    def _told(self, then: Callable[[Outcome], None]) -> Callable[[Outcome], object]:
        return lambda outcome: self.post_message(Done(outcome, then))

    def _deed_done(self, deed: int, outcome: Outcome) -> None:
        if self._busy and self._deed == deed:
            self._busy = False
            if self._said_slow:
                self.say("")
            self._go_on(outcome.value, outcome.fault)

    def _say_slow(self, deed: int) -> None:
        if self._busy and self._deed == deed and self.app.shop is not None:
            self._said_slow = True
            self.say(_("One moment: the books are slow. What you scan or type now is kept."), "reverse")

    async def on_done(self, done: Done) -> None:
        """Go on with what a clerk brings back, then with the keys that waited."""
        done.then(done.outcome)
        while self._kept and not self._busy:
            await self._take(self._kept.popleft())

    def do(self, verb: Callable[..., T], *args: Any, **kwargs: Any) -> Flow[T | None]:
        """Do a deed of the shop in one transaction, here and now; None if a rule said no, which is said on screen."""
        return (yield from self._in_the_books(partial(self.app.write, verb, *args, **kwargs)))

    def rehearse(self, verb: Callable[..., T], *args: Any, **kwargs: Any) -> Flow[T | None]:
        """Do a deed and take it back: so that a no comes before the money."""
        return (yield from self._in_the_books(partial(self.app.rehearse, verb, *args, **kwargs)))

    def ask(self, question: Callable[..., T], *args: Any, **kwargs: Any) -> Flow[T | None]:
        """Ask the books something; None if they cannot say, which is said on screen."""
        return (yield from self._in_the_books(partial(self.app.read, question, *args, **kwargs)))

    def _in_the_books(self, work: Callable[[], T]) -> Flow[T | None]:
        while True:
            try:
                return (yield Deed(work))  # type: ignore[no-any-return]
            except ShopError as refusal:
                self.refuse(refusal)
                return None
            except BooksLost as lost:
                again = yield from pick(
                    _("The books do not answer. Nothing is lost: all that was on the screen is saved."),
                    [Choice(_("try again"), value=True)],
                    lines=[str(lost)[:200]],
                )
                if again is None:
                    self.say(_("That was not done. Try again when the books answer."), "reverse")
                    return None

    def in_background(self, work: Callable[[], T], then: Callable[[T], None], *, late: str, failed: str) -> None:
        """Let paper be made beside the screen, which may be left meanwhile; say when it is late, and when it failed."""
        waits = self.set_timer(PATIENCE_WITH_PAPER, lambda: self.say(late, "reverse"))

        def told(outcome: Outcome) -> None:
            waits.stop()
            if outcome.fault is None:
                then(outcome.value)
            elif isinstance(outcome.fault, (ShopError, OSError, BooksLost)):
                why = str(outcome.fault)
                self.say(failed.format(why=why.rstrip(".") if "{why}." in failed else why), "reverse")
            else:
                raise outcome.fault

        self.app.papers.hand(partial(copy_context().run, work), self._told(told))

    def put_on_paper(self, work: Callable[[], Path]) -> None:
        """Let a paper be made beside the screen that nothing waits for; say where it lies."""
        self.in_background(
            work,
            lambda file: self.say(
                _("The paper is made: {place}.").format(place=file.relative_to(self.app.folder).as_posix())
            ),
            late=_("The paper is late. You can go on without it."),
            failed=_("There is no paper: {why}. Try again."),
        )

    # Keys and scans

    async def on_key(self, event: Key) -> None:
        """Take a key, whatever it is for."""
        event.stop()
        event.prevent_default()
        await self._take(event)

    async def on_scan(self, scan: Scan) -> None:
        """Take a scan, wherever we are."""
        scan.stop()
        await self._take(scan)

    async def _take(self, event: Key | Scan) -> None:
        if self._busy:
            self._kept.append(event)
        elif isinstance(event, Scan):
            self.hear(event)
        elif not (self._answered(event) if self.question is not None else self._typed(event)):
            active = self.active_bindings.get(event.key)
            if active is not None and active.enabled:
                await self.app.run_action(active.binding.action, active.node)

    def hear(self, scan: Scan) -> None:
        """Take a scan, or keep it until the question is answered."""
        text, self.typed = scan.text, ""
        if self.question is None or not self.has_use_for_scans:
            self.show_input()  # before the books work, when no key is possible: the line of keys stays as it is
            self.take_scan(text)
        elif self.question.scans_wait:
            self.waiting_scans.append(text)
            count = len(self.waiting_scans)
            self.say(
                ngettext(
                    "First answer this. {n} scan is kept and comes after.",
                    "First answer this. {n} scans are kept and come after.",
                    count,
                ).format(n=count)
            )
            self.show_input()
        else:
            self.leave()
            self.take_scan(text)

    def leave(self) -> None:
        """Leave what is being asked."""
        if self._flow is not None:
            self._drop_flow()
            self._rest()

    def take_scan(self, text: str) -> None:  # noqa: ARG002 for the screens that have a use for it
        """Do something with a scan; many screens have no use for one."""
        self.say(_("Nothing is scanned here: go on with the keys of the last line."))

    @property
    def has_use_for_scans(self) -> bool:
        """Whether it is worth keeping what is scanned until a question is answered."""
        return type(self).take_scan is not ShopScreen.take_scan

    def is_scan(self, text: str) -> bool:
        """Tell a scanned code from an answer that somebody types very fast."""
        if self.question is None:
            return len(text) >= 3
        if self.question.reads is None:
            return len(text) >= 4
        return sum(c.isdigit() for c in text) >= FEWEST_OF_A_BARCODE and " " not in text

    @property
    def keys_are_deeds(self) -> bool:
        """A digit that is typed now does something by itself, and stands in no box."""
        if self.question is None:
            return not self.takes("0")
        return bool(self.question.choices) and not self.question.live

    def _typed(self, event: Key) -> bool:
        """Let a sign into the box while nothing is asked; signs that are keys are so only while it is empty."""
        if event.key == "backspace" and self.typed:
            self.typed = self.typed[:-1]
        elif event.key == "escape" and self.typed:
            self.typed = ""
        elif event.is_printable and self.takes(event.character or ""):
            self.typed = (self.typed + (event.character or ""))[:LONGEST_TYPED]
        else:
            return False
        self.show_input()
        return True

    def takes(self, sign: str) -> bool:  # noqa: ARG002 for the screens that have a box
        """Whether a sign may be typed while nothing is asked."""
        return False

    def _answered(self, event: Key) -> bool:
        """Let a key answer the question; tells whether it was meant for it."""
        question = self.question
        assert question is not None
        sign = event.character if event.is_printable else None
        if event.key == "escape":
            if question.stays:
                self.say(question.title)
            else:
                if self._answer_refused:
                    self.say("")
                self._go_on(None)
        elif event.key == "enter":
            self._answer_with_enter(question)
        elif event.key in ("up", "down") and question.choices:
            last = len(question.choices) - 1
            step = min(self.highlighted, last) + 1 if event.key == "down" else self.highlighted - 1
            self.highlighted = step % len(question.choices)
            self._show_question()
            self.show_input()
        elif event.key == "backspace" and question.prompt:
            self._type(question, self.typed[:-1])
        elif sign and (chosen := self._chosen(question, sign)):
            self._go_on(chosen.value)
        elif sign and question.prompt:
            self._type(question, (self.typed + sign)[:LONGEST_TYPED])
        else:
            return False
        return True

    def _chosen(self, question: Question, sign: str) -> Any:
        free = not self.typed or (question.live and not self.typed.isdigit())
        return next((choice for choice in question.choices if choice.digit == sign and free), None)

    def _type(self, question: Question, text: str) -> None:
        self.typed = text
        self.show_input()
        if question.live:
            self._go_on(Typed(text))

    def _answer_with_enter(self, question: Question) -> None:
        takes_choice = self.highlighted < len(question.choices)
        if question.reads is not None and (self.typed or not takes_choice):
            try:
                answer = question.reads(self.typed)
            except ShopError as refusal:
                self.typed = ""
                self.refuse(refusal)
                self._answer_refused = True
                self.show_input()
                return
            self.say("")
            self._go_on(answer)
        elif takes_choice:
            self._go_on(question.choices[self.highlighted].value)

    # Keys that screens have in common

    def action_go(self, place: str, *about: Any) -> None:
        """Go to another screen, named by its module and class, which are read only now."""
        module, name = place.split(".")
        self.app.push_screen(getattr(import_module(f"kruidenier.tui.screens.{module}"), name)(*about))

    def action_back(self) -> None:
        """Back to where one came from."""
        self.dismiss()

    def action_help(self) -> None:
        """Show the help page of this screen, and its keys."""
        from kruidenier.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.HELP_PAGE, self.help_keys()))

    def action_speak_another(self) -> None:
        """Speak the next language."""
        speak(LANGUAGES[(LANGUAGES.index(language()) + 1) % len(LANGUAGES)])
        self.say("")
        self.show_all()

    def action_lock(self) -> None:
        """Let somebody else sign in; what is open stays."""
        self.app.lock()

    def action_palette(self) -> None:
        """Search everything that can be done, by name."""
        self.app.open_palette()
