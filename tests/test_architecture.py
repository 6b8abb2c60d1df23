"""The import rules of the house, checked."""

from __future__ import annotations

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
    program = (
        f"import sys, {room}; print([n for n in ('sqlalchemy', 'babel', 'textual', 'alembic') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_no_module_has_two_subjects():
    """Past 400 lines a module has two subjects, past 300 a screen."""
    too_long = {
        str(file.relative_to(ROOT)): lines
        for file in (ROOT / "src").rglob("*.py")
        if "migrations" not in file.parts
        and (lines := len(file.read_text("utf-8").splitlines())) > (300 if "screens" in file.parts else 400)
    }
    assert too_long == {}


def test_money_and_goods_never_meet_a_float():
    """No verb of the shop names a float or divides with one."""
    import ast

    found = []
    for file in (ROOT / "src" / "kruidenier" / "shop").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            division = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)
            number = isinstance(node, ast.Constant) and isinstance(node.value, float)
            if (division and not _joins_paths(node)) or number or (isinstance(node, ast.Name) and node.id == "float"):
                found.append(f"{file.relative_to(ROOT)}:{node.lineno}")
    assert found == []


def _joins_paths(node: object) -> bool:
    import ast

    return isinstance(node, ast.BinOp) and any(
        (isinstance(part, ast.Constant) and isinstance(part.value, str))
        or isinstance(part, ast.JoinedStr)
        or (isinstance(part, ast.Name) and part.id.isupper())
        or (isinstance(part, ast.Call) and "data" in ast.unparse(part))
        for part in (node.left, node.right)
    )
