"""What only holds of PostgreSQL: it breaks, comes back, and freezes."""

from __future__ import annotations

import socket
import time
import uuid
from collections.abc import Iterator
from contextlib import closing

import pytest
import sqlalchemy as sa
from rasa.shared.core.events import SessionStarted

from bot.exchange import StoredTurn
from bot.failure import TurnAborted
from bot.settings import Settings
from bot.storage import postgres as limits
from bot.storage.database import Database, StoreError, open_database
from bot.storage.failure import OtherVersion
from bot.storage.tracker_store import StrictTrackerStore
from tests.bot.storage.conftest import tell


@pytest.fixture
def database(postgres_url: str) -> Iterator[Database]:
    made = open_database(Settings(database_url=postgres_url))
    made.prepare()
    yield made
    made.engine.dispose()


def test_nothing_is_connected_before_it_is_needed() -> None:
    store = StrictTrackerStore(
        database=open_database(Settings(database_url="postgresql://nobody@127.0.0.1:1/none"))
    )
    with pytest.raises(StoreError, match="refused"):
        store.check()


def test_a_server_that_was_there_before_its_database(
    postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It needs no restart, and nobody who asks whether it is ready."""
    name = f"test_{uuid.uuid4().hex}"
    monkeypatch.setenv("PATELLA_DATABASE_URL", postgres.replace("/postgres?", f"/{name}?"))
    store, other = StrictTrackerStore(), StrictTrackerStore()
    with pytest.raises(StoreError, match="not known"):
        store.history("web:one")
    with pytest.raises(StoreError, match="does not exist"):
        store.check()
    with pytest.raises(StoreError, match="does not exist"):
        other.idle_since(1.0)
    tell(postgres, f"CREATE DATABASE {name}")
    store.check()
    write(store, "1")
    assert other.idle_since(2.0) == ["web:one"]
    for each in (store, other):
        each.database.engine.dispose()
    tell(postgres, f"DROP DATABASE {name} WITH (FORCE)")


def test_tables_that_nobody_has_looked_at_are_not_worked_on(
    database: Database, postgres_url: str
) -> None:
    """They may be those of a later version: of a server that is not ready, but reached."""
    write(StrictTrackerStore(database=database), "1")
    with database.transaction(writes=True) as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    old = StrictTrackerStore(database=open_database(Settings(database_url=postgres_url)))
    for _ in range(2):
        with pytest.raises(StoreError, match="not known"):
            write(old, "2")
        with pytest.raises(StoreError, match=r"another version.*9999"):
            old.check()
    kept = StrictTrackerStore(database=database).history("web:one")
    assert [turn.message_id for turn in kept] == ["1"]
    old.database.engine.dispose()


def test_a_server_does_not_start_on_the_tables_of_a_later_version(
    database: Database, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction(writes=True) as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    monkeypatch.setenv("PATELLA_DATABASE_URL", postgres_url)
    with pytest.raises(OtherVersion, match="9999"):
        StrictTrackerStore()


@pytest.mark.parametrize("rest", ["patella:top@sec:ret/@127.0.0.1/x", "patella:secret 127.0.0.1/x"])
def test_an_address_that_cannot_be_read_is_not_shown(rest: str) -> None:
    url = f"postgresql://{rest}"
    with pytest.raises(StoreError, match="PATELLA_DATABASE_URL") as caught:
        open_database(Settings(database_url=url))
    assert "sec" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_connections_that_broke_in_the_pool_cost_nothing(database: Database) -> None:
    store = StrictTrackerStore(database=database)
    store.check()
    with database.transaction() as connection:
        connection.execute(
            sa.text(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
        ).all()
    store.check()


def test_the_server_ends_what_takes_too_long(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction(writes=True) as connection:
        connection.execute(sa.text("SET LOCAL statement_timeout = 20"))
        with pytest.raises(sa.exc.OperationalError, match="statement timeout"):
            connection.execute(sa.text("SELECT pg_sleep(5)"))


def test_a_server_that_takes_connections_and_says_nothing_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As one that is frozen does: none of its own limits helps then."""
    monkeypatch.setattr(limits, "SECONDS", 0.2)
    with closing(socket.create_server(("127.0.0.1", 0))) as mute:
        port = mute.getsockname()[1]
        away = open_database(Settings(database_url=f"postgresql://nobody@127.0.0.1:{port}/x"))
        begun = time.monotonic()
        with pytest.raises(StoreError, match="does not answer"):
            StrictTrackerStore(database=away).check()
    assert time.monotonic() - begun < 3


def test_an_erasure_waits_for_the_turn_that_is_written(database: Database) -> None:
    """Or it would leave that turn behind, which it has not seen."""
    store = StrictTrackerStore(database=database)
    write(store, "1")
    with database.transaction(True, "web:one") as writing:
        writing.execute(sa.text("SELECT 1"))
        other = StrictTrackerStore(database=database)
        with other.database.transaction(writes=True) as connection:
            connection.execute(sa.text("SET LOCAL lock_timeout = 20"))
            with pytest.raises(sa.exc.OperationalError, match="lock timeout"):
                connection.execute(
                    sa.text("SELECT pg_advisory_xact_lock(hashtextextended('web:one', 1))")
                )
    store.delete("web:one")
    assert store.history("web:one") == []


def test_old_conversations_are_found_among_many_in_time(
    database: Database, postgres_url: str
) -> None:
    """The server ends what takes longer, and nothing would be forgotten any more."""
    name = sa.engine.make_url(postgres_url).database
    people = "SELECT 'web:' || md5(n::text) FROM generate_series(1, {}) n"
    with database.transaction(writes=True) as connection:
        # As little as it would be where they are ten times as many.
        connection.exec_driver_sql(f"ALTER DATABASE {name} SET work_mem = '64kB'")
        connection.exec_driver_sql(
            "INSERT INTO turns SELECT name, 1, '1', '{}', '[]', 1, NULL"
            f" FROM ({people.format(20_000)}) p (name)"
        )
        connection.exec_driver_sql(
            f"INSERT INTO contacts SELECT name, 1, NULL, 1 FROM ({people.format(10_000)}) p (name)"
        )
        connection.exec_driver_sql("INSERT INTO contacts VALUES ('telegram:x', 1, NULL, 1)")
        connection.exec_driver_sql("ANALYZE")
    database.engine.dispose()
    found = StrictTrackerStore(database=database).idle_since(2.0)
    assert len(found) == 20_001 and "telegram:x" in found


def test_a_turn_that_lost_its_lock_is_an_error(database: Database) -> None:
    """Two servers on the same state: one of them must hear of it, whatever the locks did."""
    here, there = (StrictTrackerStore(database=database) for _ in range(2))
    drafts = [store.open("web:one") for store in (here, there)]
    for draft in drafts:
        draft.tracker.update(SessionStarted())
        draft.staged = draft.tracker
    here.commit(drafts[0], StoredTurn("1", {"text": "a"}, [{"text": "b"}], 1.0))
    with pytest.raises(TurnAborted, match="conflict"):
        there.commit(drafts[1], StoredTurn("2", {"text": "a"}, [{"text": "b"}], 1.0))


def write(store: StrictTrackerStore, message_id: str) -> None:
    draft = store.open("web:one")
    draft.tracker.update(SessionStarted())
    draft.staged = draft.tracker
    store.commit(draft, StoredTurn(message_id, {"text": "a"}, [{"text": "b"}], 1.0))
