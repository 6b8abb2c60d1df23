"""What all screens share: one way to ask people, one way to ask the shop, and the keys in their language."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.events import Key
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from kruidenier.errors import ShopError
from kruidenier.i18n import LANGUAGES, N_, _, language, ngettext, speak
from kruidenier.tui.clerk import Outcome
from kruidenier.tui.dialogs import Choice, Deed, Flow, Question, Typed, pick
from kruidenier.tui.scanner import Scan
from kruidenier.tui.widgets.box import Box
from kruidenier.tui.widgets.keys import KeyLine
from kruidenier.tui.widgets.panel import Panel
from kruidenier.tui.widgets.rows import Rows, spread
from kruidenier.tui.widgets.words import plain

if TYPE_CHECKING:
    from textual.binding import ActiveBinding
    from textual.dom import DOMNode

    from kruidenier.tui.app import Kruidenier

T = TypeVar("T")
FOOD_SAFETY = ("UseByPassed", "GracePassed", "Recalled", "LotBlocked")
"""The only refusals in red."""
PATIENCE = 0.7
"""Seconds before the screen says that the books are slow."""
PATIENCE_WITH_PAPER = 8.0
LONGEST_TYPED = 60
FEWEST_OF_A_BARCODE = 8
KEY_NAMES = {
    "enter": "Enter",
    "plus": "+",
    "minus": "-",
    "asterisk": "*",
    "slash": "/",
    "full_stop": ".",
    "question_mark": "?",
    "escape": "Esc",
    "up": "↑",
    "down": "↓",
    "f1": "F1",
    "f2": "F2",
    "ctrl+p": "Ctrl+P",
    "ctrl+q": "Ctrl+Q",
    "ctrl+l": "Ctrl+L",
}


class BooksLost(Exception):
    """The database does not answer; nothing was changed."""


@dataclass
class Done(Message):
    """A clerk has finished."""

    outcome: Outcome
    then: Callable[[Outcome], None]


class Speaks:
    """Names the keys in reach in the language of the till."""

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys in reach, with what they do in words of the reader."""
        spoken = language()
        return {
            key: active._replace(binding=_said(active.binding, spoken), tooltip=_(active.tooltip))
            for key, active in super().active_bindings.items()  # type: ignore[misc]
        }


@cache
def _said(binding: Binding, _spoken: str) -> Binding:
    return replace(binding, description=_(binding.description), tooltip=_(binding.tooltip))


class ShopScreen(Speaks, Screen[None]):
    """A screen with a heading, a body, a place for questions and messages, one box, and the keys."""

    if TYPE_CHECKING:
        app: Kruidenier

    HELP_PAGE: ClassVar[str] = "till"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar = [
        Binding("f1,question_mark", "help", "Help", id="help", show=False, tooltip=N_("What this screen is for")),
        Binding("f2", "speak_another", "Nederlands, français, English", id="language", show=False),
        Binding("ctrl+l", "lock", "Lock the till", id="lock", show=False, tooltip=N_("Somebody else signs in")),
        Binding("ctrl+p", "palette", "All keys", id="palette", show=False, tooltip=N_("Search for anything by name")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.typed = ""
        self.question: Question | None = None
        self.waiting_scans: deque[str] = deque()
        self._flow: Flow[None] | None = None
        self._highlighted = 0
        self._busy = False
        self._deed = 0
        self._kept: deque[Key | Scan] = deque()

    # Looks

    def compose(self) -> ComposeResult:
        """Lay out the parts that every screen has, round a body of its own."""
        yield Rows(id="heading")
        yield from self.body()
        yield Panel(id="panel")
        yield Static(id="message", markup=False)
        yield from self.footing()
        yield Box(id="box")
        yield KeyLine(id="keys")

    def body(self) -> Iterable[Any]:
        """Lay out what this screen is about."""
        return ()

    def footing(self) -> Iterable[Any]:
        """Lay out what stands between messages and box."""
        return ()

    def on_mount(self) -> None:
        """Show everything for the first time."""
        self.set_interval(5, self.show_heading)
        self.show_all()

    def on_resize(self) -> None:
        """Share the space anew."""
        self.show_heading()

    def on_screen_resume(self) -> None:
        """Say everything in the language that is spoken now."""
        self.show_all()

    def show_all(self) -> None:
        """Paint everything anew."""
        self.show_heading()
        self.show_body()
        self.show_input()

    def show_body(self) -> None:
        """Paint the body anew."""

    def title_words(self) -> str:
        """Name the screen in its heading."""
        return ""

    def show_heading(self) -> None:
        """Show where we are, the time and who stands here."""
        app = self.app
        heading = self.query_one("#heading", Rows)
        line = spread(
            (self.title_words(), "strong"),
            (app.clock_words(), ""),
            (app.person.name[:30] if app.person else "", ""),
            (_("? = help"), ""),
            width=heading.room,
        )
        heading.put(line)

    def show_input(self) -> None:
        """Show the box and the keys that are possible now."""
        box = self.query_one("#box", Box)
        if self.question is None:
            box.show(self.prompt(), self.typed)
        else:
            box.show(self.question.prompt or _("key"), self.typed, secret=self.question.secret)
        self.query_one("#keys", KeyLine).show(self.keys())

    def prompt(self) -> str:
        """Name what the box takes while nothing is asked."""
        return _("key")

    def keys(self) -> list[tuple[str, str]]:
        """List what is possible now."""
        if self.question is not None:
            return _question_keys(self.question)
        return [(key, binding.description) for key, binding, _node in self.bindings_here() if binding.show]

    def say(self, sentence: str, style: str = "") -> None:
        """Say something in the place for messages; nothing clears it."""
        message = self.query_one("#message", Static)
        words = Content.styled(plain(sentence), style)
        if message.content != words:
            rows = len(words.wrap(max(self.app.size.width - 2, 20))) if sentence else 0
            height = min(max(rows, 2), 5)
            grows = message.styles.height is None or message.styles.height.value != height
            if grows:
                message.styles.height = height
            message.update(words, layout=grows)

    def refuse(self, refusal: ShopError) -> None:
        """Say why not, and the way on. Red is for food safety alone."""
        if refusal.code in FOOD_SAFETY:
            self.say(_("STOP: {why}").format(why=refusal.explain()), "bold $stop")
        else:
            self.say(refusal.explain(), "$soon")

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
        if self._flow is not None:
            self._flow.close()
        self._flow = flow
        self._go_on(None)

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
        self.typed = question.typed
        self._highlighted = question.highlighted
        self._show_question()
        self.show_input()

    def _show_question(self) -> None:
        assert self.question is not None
        self.query_one("#panel", Panel).show(self.question, highlighted=self._highlighted)

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
        self._busy = True
        self._deed += 1
        self.set_timer(PATIENCE, partial(self._say_slow, self._deed))
        self.app.books.hand(deed.work, lambda outcome: self.post_message(Done(outcome, self._deed_done)))

    def _deed_done(self, outcome: Outcome) -> None:
        self._busy = False
        self._go_on(outcome.value, outcome.fault)

    def _say_slow(self, deed: int) -> None:
        if self._busy and self._deed == deed and self.app.shop is not None:
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
        """Let paper be made beside the screen; say when it is late, and when it could not be made."""
        waits = self.set_timer(PATIENCE_WITH_PAPER, lambda: self.say(late, "reverse"))

        def told(outcome: Outcome) -> None:
            waits.stop()
            if outcome.fault is None:
                then(outcome.value)
            elif isinstance(outcome.fault, (ShopError, OSError)):
                self.say(failed.format(why=str(outcome.fault)), "reverse")
            else:
                raise outcome.fault

        self.app.papers.hand(work, lambda outcome: self.post_message(Done(outcome, told)))

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
        if self.question is None:
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
            self._flow.close()
            self._flow = None
            self._rest()

    def take_scan(self, text: str) -> None:  # noqa: ARG002 for the screens that have a use for it
        """Do something with a scan; most screens have no use for one."""
        self.say(_("Scanning is for the till. Esc goes back to it."))

    def is_scan(self, text: str) -> bool:
        """Tell a scanned code from an answer that somebody types very fast."""
        if self.question is None:
            return len(text) >= 3
        if self.question.reads is None:
            return len(text) >= 4
        return sum(c.isdigit() for c in text) >= FEWEST_OF_A_BARCODE and " " not in text

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
                self._go_on(None)
        elif event.key == "enter":
            self._answer_with_enter(question)
        elif event.key in ("up", "down") and question.choices:
            step = 1 if event.key == "down" else -1
            self._highlighted = (self._highlighted + step) % len(question.choices)
            self._show_question()
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
        if question.reads is not None and (self.typed or not question.choices):
            try:
                answer = question.reads(self.typed)
            except ShopError as refusal:
                self.typed = ""
                self.refuse(refusal)
                self.show_input()
                return
            self.say("")
            self._go_on(answer)
        elif question.choices:
            self._go_on(question.choices[self._highlighted].value)

    # Keys that every screen has

    def action_help(self) -> None:
        """Show the help page of this screen, and its keys."""
        from kruidenier.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.HELP_PAGE, self.help_keys()))

    def help_keys(self) -> list[tuple[str, str]]:
        """List all keys of this screen with what they do."""
        return [(key, binding.tooltip or binding.description) for key, binding, _node in self.bindings_here()]

    def bindings_here(self) -> list[tuple[str, Binding, DOMNode]]:
        """List what can be done now, each with the first of its keys."""
        here: dict[str, tuple[str, Binding, DOMNode]] = {}
        for key, active in self.active_bindings.items():
            if active.enabled and active.binding.id:
                here.setdefault(active.binding.id, (KEY_NAMES.get(key, key), active.binding, active.node))
        return list(here.values())

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


def _question_keys(question: Question) -> list[tuple[str, str]]:
    keys: list[tuple[str, str]] = []
    if question.choices:
        keys.append((_("digit"), _("choose")))
    keys.append(("Enter", _("go on")))
    if not question.stays:
        keys.append(("Esc", _("back")))
    return keys
