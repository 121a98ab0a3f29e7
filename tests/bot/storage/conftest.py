"""The databases that the store's tests run on: SQLite, and a real PostgreSQL."""

from __future__ import annotations

import subprocess
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest

from bot.settings import Settings
from bot.storage.database import Database, open_database
from scripts.places import child_env, places

ENGINES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a server of our own, which the other Python starts."""
    at = places()
    with subprocess.Popen(
        [str(at.actions_python), "-m", "scripts.postgres"],
        cwd=at.root,
        env=child_env(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None and server.stdin is not None
        yield server.stdout.readline().strip()
        server.stdin.close()


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    """The address of an empty database."""
    name = f"test_{uuid.uuid4().hex}"
    tell(postgres, f"CREATE DATABASE {name}")
    yield postgres.replace("/postgres?", f"/{name}?")
    tell(postgres, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=ENGINES)
def open_again(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., Database]:
    """Opens the same database once more, as another process or a restart would."""
    chosen = Settings(var=tmp_path / "new")
    if request.param == "postgresql":
        chosen = Settings(database_url=request.getfixturevalue("postgres_url"))

    def open_it(*data_keys: str) -> Database:
        settings = Settings(var=chosen.var, database_url=chosen.database_url, data_keys=data_keys)
        made = open_database(settings)
        made.prepare()
        opened.append(made)
        return made

    opened: list[Database] = []
    request.addfinalizer(lambda: [each.engine.dispose() for each in opened])
    return open_it


def tell(url: str, statement: str) -> None:
    """Run a statement outside of every transaction."""
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        connection.cursor().execute(statement)
    finally:
        connection.close()
