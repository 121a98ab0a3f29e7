"""The store in a real PostgreSQL, which the fixture starts and ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import numpy as np
import psycopg
import pytest
from psycopg import sql

from knowledge.search.results import Hit
from knowledge.search.retrieve import Search
from knowledge.search.store import load_store
from knowledge.search.stores import postgres
from knowledge.search.stores.base import IndexMissingError, StoreUnreachableError
from knowledge.search.stores.database import Database, Limits, connect, open_database
from knowledge.search.stores.files import FileStore
from knowledge.search.stores.postgres import PostgresStore
from knowledge.search.stores.publish import build_name, publish
from knowledge.search.stores.vectors import EXACT_UP_TO, exact_nearest, sample
from scripts.postgres import Postgres, running_postgres
from tests.knowledge.search.indexes import WORDS, write_index

QUESTIONS = (
    "my knee hurts when I go down the stairs",
    "why does my knee ache when the scan was fine",
    "pain in the groin and the knee after sitting all day",
    "is it my glutes",
    "what is patellofemoral pain and what can I do about it",
    "can I go on running with a sore knee",
    "it clicks when i bend it, no pain",
    "weakness of the muscles at the side of the hip makes the knee turn in",
)


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with running_postgres() as running:
        yield running


@pytest.fixture(scope="module")
def names() -> Iterator[str]:
    return (f"test_{number}" for number in count())


@pytest.fixture
def url(server: Postgres, names) -> Iterator[str]:
    """The address of an empty database."""
    url = server.database(next(names))
    yield url
    open_database.cache_clear()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_index(tmp_path / "one", 60)


def quiet(line: str) -> None:
    pass


def both(folder: Path, url: str) -> tuple[FileStore, PostgresStore]:
    publish(folder, url, quiet)
    return FileStore(folder), postgres.load(url)


def schemas(url: str) -> set[str]:
    with connect(url) as connection:
        rows = connection.execute("SELECT nspname::text FROM pg_namespace").fetchall()
    return {name for (name,) in rows if name.startswith("patella_index_")}


def alike(found: Sequence[Hit], wanted: Sequence[Hit]) -> None:
    """The same passages in the same order; scores may differ in the last of their four digits.

    Each store adds in an order of its own, so that a sum differs in its eighth digit: of some four
    hundred scores that are rounded, one or another then turns over.
    """
    assert [hit.passage for hit in found] == [hit.passage for hit in wanted]
    scores = [hit.score for hit in wanted]
    assert [hit.score for hit in found] == pytest.approx(scores, abs=1.01e-4)


def test_the_same_documents_and_questions_give_the_same_passages(real, encoder, url):
    files, tables = both(real.store.folder, url)
    here, there = Search(files, encoder), Search(tables, encoder)
    for question in QUESTIONS:
        alike(there.rank(question, 50), here.rank(question, 50))
        found, wanted = there.search(question), here.search(question)
        assert found.reason == wanted.reason
        alike(found.passages, wanted.passages)
    first = files.passages[0].document_id
    assert there.passage_by_document(first) == here.passage_by_document(first)
    assert there.passages_for_topics(["hip"]) == here.passages_for_topics(["hip"])


@pytest.mark.parametrize("wanted", [1, 7, 200])
def test_units_and_their_order_are_the_same_where_many_are_equal(folder, url, wanted):
    files, tables = both(folder, url)
    for vector in files.vectors[::7]:
        here, there = files.nearest(vector, wanted), tables.nearest(vector, wanted)
        scores = [each.score for each in here]
        assert [each.score for each in there] == pytest.approx(scores, abs=1e-6)
        # Sums in another order may differ in the seventh digit, and so may what is nearly equal.
        assert {each.passage for each in there[:5]} == {each.passage for each in here[:5]}
        near = files.closeness(vector, here[0].passage)
        assert near == pytest.approx(here[0].score, abs=1e-6)
        assert tables.closeness(vector, here[0].passage) == pytest.approx(near, abs=1e-6)
    for number in range(len(WORDS)):
        stems = [WORDS[number], WORDS[number - 1], "unheard", WORDS[number]]
        assert tables.lexical(stems, wanted) == files.lexical(stems, wanted)
    assert tables.lexical([], wanted) == []


def test_everything_else_is_the_same_too(folder, url):
    files, tables = both(folder, url)
    assert tuple(tables.passages[:]) == tuple(files.passages[:])
    assert tables.passages[-1] == files.passages[59]
    assert tables.fetch([9, 2]) == files.fetch([9, 2])
    assert tables.catalogue.entries == files.catalogue.entries
    assert (tables.encoder, tables.word_counts, tables.stem_passages) == (
        files.encoder,
        files.word_counts,
        files.stem_passages,
    )
    with pytest.raises(IndexError):
        tables.passages[60]


def test_many_are_found_by_a_graph_that_is_told_how_far_to_look(tmp_path, url):
    files, tables = both(write_index(tmp_path / "many", EXACT_UP_TO // 2 + 500, 16), url)
    plan = tables.database.rows(
        sql.SQL("SELECT indexdef FROM pg_indexes WHERE indexdef LIKE '%hnsw%'")
    )
    assert len(plan) == 1
    asked = sample(files.vectors)
    # Also where pgvector, and with it the setting, is only loaded by this very query.
    assert len(tables.nearest(asked[0], 200)) == 200
    for vector, wanted in zip(asked, exact_nearest(files.vectors, asked, 10), strict=True):
        nearest = {round(each.score, 5) for each in tables.nearest(vector, 200)[:10]}
        exact = {round(float(files.vectors[unit] @ vector), 5) for unit in wanted}
        assert len(nearest & exact) >= 0.9 * len(exact)
    # More than the graph reaches is looked for in all of them.
    assert len(tables.nearest(asked[0], 2000)) == 2000
    every = [each.score for each in files.nearest(asked[0], 2000)]
    assert [each.score for each in tables.nearest(asked[0], 2000)] == pytest.approx(every, abs=1e-6)


def test_it_is_built_again_only_when_something_changed(tmp_path, folder, url):
    told: list[str] = []
    assert publish(folder, url, told.append) is True
    assert told == ["index: copying 60 passages into the database"]
    assert publish(folder, url, told.append) is False
    assert publish(write_index(tmp_path / "two", 60, seed=2), url, told.append) is True
    # The one before is still there: going back to it takes no building.
    told.clear()
    assert publish(folder, url, told.append) is True
    assert told == []


def test_a_swap_is_picked_up_and_the_last_build_stays_for_its_readers(tmp_path, folder, url):
    files, old = both(folder, url)
    _, new = both(write_index(tmp_path / "two", 30, seed=2), url)
    assert (len(new.passages), new.encoder) == (30, "model-2")
    vector = files.vectors[0]
    assert old.nearest(vector, 3)[0].score == pytest.approx(1)
    assert old.lexical(["knee"], 5) == files.lexical(["knee"], 5)
    publish(write_index(tmp_path / "three", 30, seed=3), url, quiet)
    assert len(schemas(url)) == 2
    with pytest.raises(IndexMissingError, match="make train"):
        old.nearest(vector, 3)


KILLED = """
import os, signal, sys
from pathlib import Path
from knowledge.search.stores.publish import publish
publish(Path(sys.argv[1]), sys.argv[2], lambda line: os.kill(os.getpid(), signal.SIGKILL))
"""


def test_a_killed_build_leaves_the_old_one_serving_and_is_swept(tmp_path, folder, url):
    files, _ = both(folder, url)
    other = write_index(tmp_path / "two", 30, seed=2)
    done = subprocess.run([sys.executable, "-c", KILLED, str(other), url], check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(schemas(url)) == 2
    assert postgres.load(url).encoder == files.encoder
    third = write_index(tmp_path / "three", 30, seed=3)
    publish(third, url, quiet)
    kept = {f"patella_index_{build_name(each)}" for each in (folder, third)}
    assert schemas(url) == kept
    # What was begun is no obstacle to another beginning.
    assert publish(other, url, quiet) is True
    assert postgres.load(url).encoder == "model-2"


def test_a_server_that_dies_in_a_build_leaves_the_old_one_serving(tmp_path, server, folder, url):
    files, _ = both(folder, url)

    def cut_power(line: str) -> None:
        server.kill()

    with pytest.raises(IndexMissingError, match=r"PostgreSQL at .*no index was built|no index"):
        publish(write_index(tmp_path / "two", 30, seed=2), url, cut_power)
    server.start()
    assert postgres.load(url).encoder == files.encoder


def test_two_builders_at_once_do_no_harm(tmp_path, folder, url):
    other = write_index(tmp_path / "two", 30, seed=2)
    with ThreadPoolExecutor(4) as pool:
        chosen = (folder, folder, other, other)
        changed = list(pool.map(lambda each: publish(each, url, quiet), chosen))
    assert changed.count(True) >= 2
    store = postgres.load(url)
    assert store.encoder in ("model-0", "model-2")
    assert store.lexical(["knee"], 5)
    assert len(schemas(url)) == 2


def test_several_threads_share_a_few_connections(folder, url):
    files, tables = both(folder, url)
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda vector: tables.nearest(vector, 3), files.vectors))
    assert [each[0].score for each in found] == pytest.approx([1.0] * len(found))
    (used,) = tables.database.rows(
        sql.SQL(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE application_name = 'patella-search' AND datname = current_database()"
        )
    )
    assert used[0] <= Limits.connections


def test_a_server_that_is_down_is_told_and_one_that_is_back_serves(server, folder, url):
    publish(folder, url, quiet)
    database = Database(url, Limits(connect_seconds=0.3))
    tables = PostgresStore(database, build_name(folder))
    vector = FileStore(folder).vectors[0]
    for end in (server.stop, server.kill):
        assert tables.nearest(vector, 1)[0].score == pytest.approx(1)
        end()
        with pytest.raises(StoreUnreachableError, match=f"PostgreSQL at {server.folder}"):
            tables.nearest(vector, 1)
        with pytest.raises(StoreUnreachableError, match="cannot be reached"):
            connect(url)
        server.start()
    assert tables.nearest(vector, 1)[0].score == pytest.approx(1)
    database.close()


def test_a_query_that_takes_too_long_is_given_up(url):
    database = Database(url, Limits(answer_seconds=0.1))
    with pytest.raises(StoreUnreachableError, match=r"no answer from PostgreSQL .* within 0.1 s"):
        database.rows(sql.SQL("SELECT pg_sleep(20)"))
    assert database.rows(sql.SQL("SELECT 1")) == [(1,)]
    database.close()


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql://me:hunter2@127.0.0.1:1/db", "PostgreSQL at 127.0.0.1:1/db cannot be"),
        ("postgresql://me:hunter2@[::1", "is not a PostgreSQL URL"),
        ("postgresql://me@127.0.0.1:1/db?hunter2=1", "is not a PostgreSQL URL"),
    ],
)
def test_what_is_wrong_is_told_without_the_password(url, told):
    with pytest.raises(StoreUnreachableError, match=told) as caught:
        postgres.load(url)
    assert "hunter2" not in str(caught.value)


def test_the_setting_chooses_it_and_an_empty_database_says_what_to_do(monkeypatch, folder, url):
    monkeypatch.setenv("PATELLA_DATABASE_URL", url)
    with pytest.raises(IndexMissingError, match="make train"):
        load_store()
    publish(folder, url, quiet)
    assert load_store() is load_store()
    assert load_store().encoder == "model-0"
    monkeypatch.setenv("PATELLA_DATABASE_URL", "mysql://me:hunter2@host/db")
    with pytest.raises(IndexMissingError, match="postgresql"):
        load_store()


def test_without_pgvector_it_says_who_must_do_what(folder, url):
    with connect(url) as connection:
        name = sql.Identifier(f"plain_{os.getpid()}")
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(name))
    plain = url.replace("patella@", f"plain_{os.getpid()}@")
    with pytest.raises(IndexMissingError, match="CREATE EXTENSION vector"):
        publish(folder, plain, quiet)


def test_it_needs_no_rights_beyond_its_own_schemas(folder, url):
    with connect(url) as connection:
        owner = sql.Identifier(f"owner_{os.getpid()}")
        connection.execute("CREATE EXTENSION vector")
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(owner))
        database = sql.Identifier(connection.info.dbname)
        grant = sql.SQL("GRANT CREATE ON DATABASE {} TO {}")
        connection.execute(grant.format(database, owner))
    publish(folder, url.replace("patella@", f"owner_{os.getpid()}@"), quiet)
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM patella_search.builds").fetchone() == (1,)


def test_vectors_travel_without_loss(folder, url):
    files, tables = both(folder, url)
    rows = tables.database.rows(
        sql.SQL("SELECT vector::real[] FROM {}.units ORDER BY unit").format(
            sql.Identifier(f"patella_index_{build_name(folder)}")
        )
    )
    assert np.array_equal(np.array([each for (each,) in rows], dtype=np.float32), files.vectors)
