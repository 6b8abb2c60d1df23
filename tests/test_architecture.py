"""Which room may know which: the contracts of pyproject.toml, and what an import really pulls in."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def loaded_by(statement: str) -> set[str]:
    """Tell the top-level modules that a statement loads in a fresh interpreter."""
    code = f"import sys; {statement}; print(' '.join({{name.split('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stdout.split())


def test_every_import_contract_is_kept() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("statement", ["import kruidenier.shop.tables", "import kruidenier.shop.till.paying"])
def test_the_shop_loads_no_screen_and_no_paper(statement: str) -> None:
    assert loaded_by(statement) & {"textual", "rich", "reportlab", "click"} == set()


def test_the_first_screen_loads_neither_books_nor_paper() -> None:
    assert loaded_by("import kruidenier.tui.app") & {"sqlalchemy", "alembic", "reportlab", "psycopg", "biip"} == set()


def test_the_list_of_commands_loads_neither_books_nor_screens() -> None:
    loaded = loaded_by("from kruidenier.__main__ import main")
    assert loaded & {"sqlalchemy", "alembic", "textual", "reportlab", "psycopg"} == set()
