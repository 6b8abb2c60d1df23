"""What the shop says when it says no."""

from __future__ import annotations

from kruidenier.i18n import N_, _, in_words


class ShopError(Exception):
    """A rule of the shop said no; the sentence says what to do next.

    Subclasses stand beside their rule and are named as facts (`UseByPassed`). Their `message` is a template with
    named details. A detail whose name ends in `_cents` is money, one that ends in `grams` is a weight and one that ends
    in `tenths` a temperature: they are written as the reader's language writes them, and stay integers in `details`.
    """

    message = N_("That is not possible.")

    def __init__(self, **details: object) -> None:
        super().__init__(self.message)
        self.details = details

    @property
    def code(self) -> str:
        """The name by which programs know this refusal."""
        return type(self).__name__

    def explain(self) -> str:
        """Say the refusal in the language of the reader."""
        return _(self.message).format(**{name: in_words(name, value) for name, value in self.details.items()})

    def __str__(self) -> str:
        return self.explain()


class AtTheCounter(ShopError):
    """A no that a household hears: a card of `data/cards_to_show.csv` says it without a reason, in their language."""


class NotSafe(AtTheCounter):
    """Food that may not go out: the only no that is shown in red."""


class ShopNotOpened(ShopError):
    """The shop itself cannot be opened: missing, damaged, made by a newer program, or in use."""


NOT_OPENED = 3
"""The program ends so where a shop cannot be opened."""
