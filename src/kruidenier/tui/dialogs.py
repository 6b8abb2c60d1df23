"""Questions and answers. A dialog is read from top to bottom: it asks, waits for the answer, does, asks again.

A `Flow` is a generator that yields what it waits for: a `Question` to a person, or a `Deed` for the books. The screen
sends the answer back in. Answers come in the order of the keys, so nothing that is typed ahead goes astray.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from kruidenier.i18n import _
from kruidenier.tui import reading

T = TypeVar("T")
PAGE = 9
_MORE = object()


@dataclass(frozen=True, slots=True)
class Choice(Generic[T]):
    """One of the things that may be chosen, by its digit."""

    words: str
    value: T
    digit: str = ""
    forbidden: bool = False
    """Food that may not go out: the only thing shown in red."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a person is asked. A digit chooses, Enter goes on, Esc goes back: then the answer is None."""

    title: str
    lines: tuple[str, ...] = ()
    choices: tuple[Choice[Any], ...] = ()
    highlighted: int = 0
    """The choice that Enter takes; one behind the last is none of them: something must be typed."""
    prompt: str = ""
    """Of the box, if an answer may be typed."""
    reads: Callable[[str], Any] | None = None
    """Turns what was typed into the answer, or refuses."""
    typed: str = ""
    secret: bool = False
    live: bool = False
    """Each change of what is typed is an answer too, as `Typed`."""
    scans_wait: bool = True
    """What is scanned meanwhile is done after the answer; else a scan is the way out of the question."""
    stays: bool = False
    """Only an answer leads on; Esc does not."""
    big: str = ""
    """An amount to be read from afar."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the box now."""

    text: str


@dataclass(frozen=True, slots=True)
class Deed:
    """Something for the books, done beside the screen."""

    work: Callable[[], Any]


Flow: TypeAlias = Generator[Question | Deed, Any, T]


def pick(
    title: str,
    choices: Sequence[Choice[T]],
    *,
    also: Sequence[Choice[T]] = (),
    lines: Sequence[str] = (),
    highlighted: int = 0,
    prompt: str = "",
    reads: Callable[[str], T] | None = None,
    scans_wait: bool = True,
    stays: bool = False,
    big: str = "",
    most: int = PAGE,
) -> Flow[T | None]:
    """Let one of several things be chosen by digit; more than `most` come in pages. None if the person went back.

    What stands in `also` has a key of its own, on every page.
    """
    pages: list[tuple[Choice[Any], ...]] = [tuple(choices)]
    if not any(choice.digit for choice in choices):
        pages = [_numbered(choices[start : start + most]) for start in range(0, len(choices), most)] or [()]
    if len(pages) > 1:
        pages = [(*page, Choice(_("more …"), _MORE, "0")) for page in pages]
    pages = [(*page, *also) for page in pages]
    page = 0
    while True:
        answer = yield Question(
            title,
            tuple(lines),
            pages[page],
            highlighted,
            prompt,
            reads,
            scans_wait=scans_wait,
            stays=stays,
            big=big,
        )
        if answer is not _MORE:
            return answer  # type: ignore[no-any-return]
        page = (page + 1) % len(pages)


def _numbered(choices: Sequence[Choice[T]]) -> tuple[Choice[T], ...]:
    return tuple(
        Choice(choice.words, choice.value, str(digit), choice.forbidden)
        for digit, choice in enumerate(choices, start=1)
    )


def confirm(
    title: str, *, yes: str, no: str, lines: Sequence[str] = (), scans_wait: bool = True, careful: bool = False
) -> Flow[bool]:
    """Ask yes or no; going back is no. Enter takes yes, or no where care is needed."""
    choices = [Choice(yes, value=True), Choice(no, value=False)]
    return bool((yield from pick(title, choices, lines=lines, highlighted=int(careful), scans_wait=scans_wait)))


def ask(
    title: str,
    *,
    prompt: str,
    reads: Callable[[str], T],
    lines: Sequence[str] = (),
    secret: bool = False,
    typed: str = "",
    scans_wait: bool = True,
) -> Flow[T | None]:
    """Let something be typed; None if the person went back."""
    return (  # type: ignore[no-any-return]
        yield Question(
            title, tuple(lines), prompt=prompt, reads=reads, secret=secret, typed=typed, scans_wait=scans_wait
        )
    )


def in_turn(told: dict[str, Any], steps: Callable[[], Sequence[tuple[str, Callable[[], Flow[Any]]]]]) -> Flow[bool]:
    """Take one step after another into `told`; going back leads to the step before, and from the first one out.

    Which steps there are may follow from what is told. Each asks at least one question; the last may be the deed, so
    that a no leads back to the questions too.
    """
    at = 0
    while at < len(steps()):
        name, step = steps()[at]
        answer = yield from step()
        if answer is None and at == 0:
            return False
        if answer is not None:
            told[name] = answer
        at += 1 if answer is not None else -1
    return True


def ask_amount(title: str, *, prompt: str, empty: int | None = None, scans_wait: bool = True) -> Flow[int | None]:
    """Let money be typed, in cents; `empty` is what Enter alone means."""

    def read(typed: str) -> int:
        return empty if empty is not None and not typed.strip() else reading.cents(typed)

    return (yield from ask(title, prompt=prompt, reads=read, scans_wait=scans_wait))
