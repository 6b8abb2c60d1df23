"""Search everything that can be done here, by name, in the language of the reader."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from kruidenier.i18n import LANGUAGE_NAMES, _, speak
from kruidenier.tui import looks
from kruidenier.tui.screen import ShopScreen


class KeysByName(Provider):
    """Lists the keys that are active on the screen below, and a few things that need no key."""

    async def discover(self) -> Hits:
        """List everything."""
        for words, deed in self._deeds():
            yield DiscoveryHit(Content(words), deed, text=words)

    async def search(self, query: str) -> Hits:
        """List what fits the words typed."""
        matcher = self.matcher(query)
        for words, deed in self._deeds():
            if (score := matcher.match(words)) > 0:
                yield Hit(score, matcher.highlight(words), deed, text=words)

    def _deeds(self) -> Iterator[tuple[str, Any]]:
        app = self.app
        if isinstance(self.screen, ShopScreen):
            for _key, binding, node in self.screen.bindings_here():
                if binding.id != "palette":
                    yield binding.description, partial(app.run_action, binding.action, node)
        for language, name in LANGUAGE_NAMES.items():
            yield name, partial(self._speak, language)
        other = looks.CONTRAST if app.theme == looks.KRUIDENIER.name else looks.KRUIDENIER
        yield _("Other colours"), partial(setattr, app, "theme", other.name)
        yield _("Stop the program"), app.exit

    def _speak(self, language: str) -> None:
        speak(language)
        if isinstance(self.app.screen, ShopScreen):
            self.app.screen.show_all()
