"""Layouts of the books that a later program might bring, for tests of upgrading."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kruidenier.store import opening

NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "9999_next"
down_revision = "{before}"


def upgrade() -> None:
    {deeds}
"""


def bring_next(monkeypatch: pytest.MonkeyPatch, folder: Path, *deeds: str) -> str:
    """Let the program know one layout more, whose migration does these deeds; tells its name."""
    before = opening.newest_layout()
    migrations = folder / "migrations"
    shutil.copytree(opening.MIGRATIONS, migrations, ignore=shutil.ignore_patterns("__pycache__"))
    code = NEXT.format(before=before, deeds="\n    ".join(deeds))
    (migrations / "versions" / "9999_next.py").write_text(code)
    monkeypatch.setattr(opening, "MIGRATIONS", migrations)
    return "9999_next"
