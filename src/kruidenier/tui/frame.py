"""What every screen looks like: a heading, a body, a place for questions and messages, one box, and the keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from kruidenier.errors import AtTheCounter, NotSafe, ShopError
from kruidenier.i18n import _, language
from kruidenier.tui.dialogs import Question
from kruidenier.tui.widgets.box import Box
from kruidenier.tui.widgets.keys import KeyLine
from kruidenier.tui.widgets.panel import Panel
from kruidenier.tui.widgets.rows import Rows, spread
from kruidenier.tui.widgets.words import fit, plain

if TYPE_CHECKING:
    from textual.binding import ActiveBinding
    from textual.dom import DOMNode

    from kruidenier.tui.app import Kruidenier

FEWEST_ROWS, MOST_ROWS = 2, 5
"""Of a message."""
MOST_WORDS = 34
"""Letters of the choice that Enter takes, so that the way back still fits the last line."""
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
    "f3": "F3",
    "ctrl+p": "Ctrl+P",
    "ctrl+q": "Ctrl+Q",
    "ctrl+l": "Ctrl+L",
}


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


class Frame(Speaks, Screen[None]):
    """The parts of a screen, and how each is shown anew.

    Textual itself calls the `on_…` of every class of a screen, the nearest first: they add up, and none calls another.
    """

    if TYPE_CHECKING:
        app: Kruidenier

    def __init__(self) -> None:
        super().__init__()
        self.typed = ""
        """What stands in the box."""
        self.question: Question | None = None
        self.highlighted = 0
        """The choice that Enter takes."""

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
        self.set_interval(5, self.keep_time)
        self.show_all()

    def keep_time(self) -> None:
        """Show the time anew, unless another screen is in front: nobody may be signed in then."""
        if self.is_current:
            self.show_heading()

    def on_resize(self) -> None:
        """Share the space anew."""
        self.show_heading()
        self.show_body()

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

    def news(self) -> str:
        """Say something short in the heading, if there is anything."""
        return ""

    def show_heading(self) -> None:
        """Show where we are, the time and who stands here."""
        app = self.app
        heading = self.query_one("#heading", Rows)
        line = spread(
            (self.framed(self.title_words()), "strong"),
            (app.clock_words(), ""),
            (app.person.name[:30] if app.person else "", ""),
            (self.news(), "strong"),
            (_("? = help"), ""),
            width=heading.room,
        )
        heading.put(line)

    def show_input(self) -> None:
        """Show the box and the keys that are possible now."""
        box = self.query_one("#box", Box)
        if self.question is None:
            box.show(self.framed(self.prompt()), self.typed)
        else:
            box.show(self.framed(self.question.prompt or _("key")), self.typed, secret=self.question.secret)
        self.query_one("#keys", KeyLine).show(self.keys())

    def framed(self, words: str) -> str:
        """Say in the first line and in the last but one that this is practice, if it is."""
        return " · ".join((_("PRACTICE"), words)) if self.app.practice else words

    def prompt(self) -> str:
        """Name what the box takes while nothing is asked."""
        return _("key")

    def keys(self) -> list[tuple[str, str]]:
        """List what is possible now."""
        if self.question is not None:
            return _question_keys(self.question, self.highlighted, self.typed)
        return [(key, binding.description) for key, binding, _node in self.bindings_here() if binding.show]

    def say(self, sentence: str, style: str = "") -> None:
        """Say something in the place for messages; nothing clears it."""
        message = self.query_one("#message", Static)
        words = Content.styled(plain(sentence), style)
        if message.content != words:
            rows = len(words.wrap(max(self.app.size.width - 2, 20))) if sentence else 0
            height = min(max(rows, FEWEST_ROWS), MOST_ROWS)
            grows = message.styles.height is None or message.styles.height.value != height
            if grows:
                message.styles.height = height
            message.update(words, layout=grows)

    def refuse(self, refusal: ShopError) -> None:
        """Say why not, the way on, and which card says it to the household. Red is for food safety alone."""
        words = refusal.explain()
        if isinstance(refusal, AtTheCounter):
            from kruidenier.shop.people import shown_cards

            words = _("{words} Show page {number} of the flip-book.").format(
                words=words, number=shown_cards.number_of(refusal.code)
            )
        if isinstance(refusal, NotSafe):
            self.say(_("STOP: {why}").format(why=words), "bold $stop")
        else:
            self.say(words, "$soon")

    def help_keys(self) -> list[tuple[str, str]]:
        """List all keys of this screen with what they do."""
        return [(key, binding.tooltip or binding.description) for key, binding, _node in self.bindings_here()]

    def named(self, ids: Iterable[str]) -> list[tuple[str, str]]:
        """Name those of these keys that are possible now, for a line of their own."""
        here = {binding.id: (key, binding.description) for key, binding, _node in self.bindings_here()}
        return [here[id_] for id_ in ids if id_ in here]

    def bindings_here(self) -> list[tuple[str, Binding, DOMNode]]:
        """List what can be done now, each with the first of its keys."""
        here: dict[str, tuple[str, Binding, DOMNode]] = {}
        for key, active in self.active_bindings.items():
            if active.enabled and active.binding.id:
                here.setdefault(active.binding.id, (KEY_NAMES.get(key, key), active.binding, active.node))
        return list(here.values())


def _question_keys(question: Question, highlighted: int, typed: str) -> list[tuple[str, str]]:
    keys: list[tuple[str, str]] = []
    if question.choices:
        keys.append((_("digit"), _("choose")))
    takes_choice = highlighted < len(question.choices) and not (typed and question.reads)
    words = fit(question.choices[highlighted].words, MOST_WORDS).rstrip() if takes_choice else _("go on")
    keys.append(("Enter", words))
    if not question.stays:
        keys.append(("Esc", _("back")))
    return keys
