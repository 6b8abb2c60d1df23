"""A terminal at a shop: commands as one types them, at a clock of our own."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kruidenier.cli.root import kruidenier
from kruidenier.shop.opening import OpenShop
from tests.kit import NOW, Stand


@dataclass(frozen=True)
class Terminal:
    """Somebody at a terminal: in which shop's folder, as whom, and when."""

    folder: Path
    now: dt.datetime = NOW
    staff: str | None = None
    pin: str | None = None
    lang: str | None = "en"

    def as_(self, staff: str, pin: str) -> Terminal:
        """Let somebody say who they are."""
        return replace(self, staff=staff, pin=pin)

    def run(self, *words: object, input: str | None = None) -> Result:
        """Run one command."""
        before = ["--shop", str(self.folder)]
        before += ["--lang", self.lang] if self.lang else []
        before += ["--staff", self.staff] if self.staff else []
        env = {"KRUIDENIER_PIN": self.pin, "LANG": "C.UTF-8", "LC_ALL": None, "LC_MESSAGES": None}
        result = CliRunner().invoke(kruidenier, [*before, *map(str, words)], obj=lambda: self.now, env=env, input=input)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def json(self, *words: object) -> dict[str, Any]:
        """Run a command that is done, and read its one document."""
        result = self.run(*words, "--json")
        assert result.exit_code == 0, result.output
        return dict(json.loads(result.stdout))

    def no(self, *words: object, code: int = 1) -> str:
        """Run a command that the shop refuses; tells the name of the refusal."""
        result = self.run(*words, "--json")
        assert result.exit_code == code, result.output
        refused = json.loads(result.stdout)["refused"]
        assert refused["message"] in result.stderr
        return str(refused["code"])

    def wrong(self, *words: object) -> str:
        """Run a command that is used wrongly; tells what is said."""
        result = self.run(*words)
        assert result.exit_code == 2, result.output
        assert result.stdout == ""
        return result.stderr


@pytest.fixture
def terminal(shop: OpenShop) -> Terminal:
    """A terminal at an empty shop, on both databases in turn."""
    return Terminal(shop.folder)


@pytest.fixture
def shelf(stand: Stand) -> Stand:
    """Rice, apples by weight and a household."""
    stand.product("rice", names={"nl": "Rijst", "fr": "Riz"}, fixed=60, content=500)
    stand.product("5410188031072", names={"fr": "Gaspacho"}, fixed=125)
    stand.product("apples", fixed=199, by_weight=True)
    stand.lot("rice", 10, grams=5000)
    stand.lot("5410188031072", 10)
    stand.lot("apples", grams=10_000)
    stand.household("H1", adults=2)
    return stand
