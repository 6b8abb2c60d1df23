"""The import rules of the house, checked."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = sorted(
    ".".join(file.relative_to(ROOT / "src").with_suffix("").parts)
    for folder in ("shop", "store")
    for file in (ROOT / "src" / "kruidenier" / folder).rglob("*.py")
    if "migrations" not in file.parts and file.name != "__init__.py"
)


def test_every_contract_of_pyproject_holds(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True) == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_the_shop_and_the_store_load_no_screen_and_no_paper():
    heavy = ("textual", "rich", "reportlab", "escpos", "click")
    program = f"""
import importlib, sys
for name in {ROOMS!r}:
    importlib.import_module(name)
print([name for name in {heavy!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


@pytest.mark.parametrize("room", ["kruidenier.i18n", "kruidenier.errors", "kruidenier.config"])
def test_what_everybody_imports_is_light(room: str):
    heavy = ("sqlalchemy", "babel", "textual", "alembic")
    program = f"import sys, {room}; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_what_stands_between_a_start_and_the_sign_in_is_light(founded: Path):
    """Who is there is asked before the till and the machinery of upgrades are read."""
    encrypted = ("sqlcipher3", "keyring")
    heavy = (
        "alembic",
        "sqlalchemy.dialects.postgresql",
        "kruidenier.shop.till.paying",
        "reportlab",
        "babel",
        *encrypted,
    )
    program = f"""
import pathlib, sys
from kruidenier.cli.keys import key_to
from kruidenier.shop.opening import open_shop
from kruidenier.shop.office import staff
folder = pathlib.Path({str(founded)!r})
with open_shop(folder, key=key_to(folder / "data" / "kruidenier.db", folder)).reading() as session:
    assert staff.people(session)
print([name for name in {heavy!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


SUMS_BY = ("group_by", "groupby", "Counter", "partition_by")
"""What adds up by something."""


def test_nothing_is_added_up_by_who_did_it():
    """No figure of how much somebody sold, how fast, or with how many errors: nowhere, for nobody."""
    for file in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            by: list[ast.AST] = []
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in SUMS_BY:
                by = [*node.args, *node.keywords]
            elif isinstance(node, ast.AugAssign):
                by = [node.target]
            elif isinstance(node, ast.keyword) and node.arg == "partition_by":
                by = [node.value]
            named = {part.attr for one in by for part in ast.walk(one) if isinstance(part, ast.Attribute)}
            assert not named & {"by", "staff", "person", "done_by"}, f"{file.name}:{getattr(node, 'lineno', '')}"
