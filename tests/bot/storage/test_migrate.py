"""The tables come from migrations, and what those make is what the code works with."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from bot.exchange import StoredTurn
from bot.storage.database import Database, StoreError
from bot.storage.schema import metadata
from bot.storage.tracker_store import StrictTrackerStore

OpenAgain = Callable[..., Database]


def test_the_migrations_make_the_tables_of_the_schema(open_again: OpenAgain) -> None:
    with open_again().transaction() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []
        assert context.get_current_revision() is not None


def test_a_database_from_before_there_were_migrations_is_taken_over(
    open_again: OpenAgain,
) -> None:
    database = open_again()
    store = StrictTrackerStore(database=database)
    draft = store.open("web:one")
    draft.staged = draft.tracker
    store.commit(draft, StoredTurn("1", {"text": "hello"}, [{"text": "hi"}], 1.0))
    with database.transaction(writes=True) as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
        connection.exec_driver_sql("ALTER TABLE turns DROP COLUMN state")
        connection.exec_driver_sql("DROP INDEX ix_events_sender_id_turn")
        connection.exec_driver_sql("DROP INDEX ix_turns_sender_id_created")
    again = StrictTrackerStore(database=open_again())
    assert [turn.message_id for turn in again.history("web:one")] == ["1"]


def test_the_tables_of_a_later_version_are_left_alone(open_again: OpenAgain) -> None:
    with open_again().transaction(writes=True) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match=r"another version.*9999"):
        open_again()


def test_servers_that_start_together_make_them_once(open_again: OpenAgain) -> None:
    with open_again().transaction(writes=True) as connection:
        metadata.drop_all(connection)
        connection.exec_driver_sql("DROP TABLE alembic_version")
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: open_again(), range(4)))
    assert StrictTrackerStore(database=opened[0]).history("web:one") == []
