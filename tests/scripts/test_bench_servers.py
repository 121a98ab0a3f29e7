"""What `make bench` makes of the servers' answers and logs, without any server."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from contextlib import closing
from types import SimpleNamespace

import psutil
import pytest

from scripts.bench import growth, probe, running, stages, starting, turns, vocabulary
from scripts.bench.bots import BenchFailed
from scripts.bench.conversation import (
    ANSWER,
    ENDING,
    GREETING,
    KINDS,
    OPENING,
    QUESTION,
    Plan,
    hold,
    plan,
)
from scripts.bench.figures import PATELLA
from scripts.bench.talk import Said
from scripts.places import ROOT, Places

PLAN = Plan("hello", "it hurts", "can i swim?", 1, {"age": "45"}, "none")


def asks(question: str) -> dict:
    return {"text": "?", "question": {"id": question}}


class Interview:
    """A talk whose answers are fixed, and which notes what it hears."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.heard = []

    async def begin(self):
        pass

    async def say(self, text):
        self.heard.append(text)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return Said(0.0, answer)


async def test_the_conversation_goes_to_its_ending():
    talk = Interview(
        [{"text": "hello"}],
        [asks("emergency_signs")],
        [asks("age")],
        [{"text": "yes", "passages": [{}]}, asks("age")],
        [asks("side")],
        [{"text": "see someone", "assessment": {}}],
    )
    said = await hold(talk, PLAN)
    assert talk.heard == ["hello", "it hurts", "none", "can i swim?", "45", "none"]
    assert [turn.kind for turn in said] == [GREETING, OPENING, ANSWER, QUESTION, ANSWER, ENDING]


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        pytest.param([[{}], [asks("age")]], "without passages", id="not found"),
        pytest.param([[{}], [{"text": "?"}]], "without question", id="no interview"),
        pytest.param([None], "not answered", id="no answer"),
    ],
)
async def test_a_conversation_of_another_course_is_told(answers, told):
    with pytest.raises(BenchFailed, match=told):
        await hold(Interview(*answers), PLAN)


async def test_an_interview_without_end_is_told():
    endless = [{"text": "?", "passages": [{}]}, asks("age")]
    with pytest.raises(BenchFailed, match="has no end"):
        await hold(Interview(endless), PLAN)


def test_the_plan_answers_questions_that_there_are():
    asked = (ROOT / "knowledge" / "questions.yml").read_text(encoding="utf-8")
    assert [name for name in plan().answers if f"- id: {name}\n" not in asked] == []


def test_values_are_by_kind_and_of_all():
    timed = [(kind, place / 1000) for place, kind in enumerate(KINDS, 1)]
    found = turns.values_of(timed)
    assert set(found) == {measure.key for measure in turns.MEASURES}
    assert (found["greeting_p50"], found["ending_p99"], found["p50"]) == (1.0, 5.0, 3.0)


def turn_line(turn: str, outcome: str = "answered", **spent: int) -> str:
    total = sum(spent.values()) + 5
    said = {"event": "turn", "turn": turn, "conversation": turn, "outcome": outcome}
    return json.dumps({**said, "milliseconds": total, "stages": spent})


def test_the_profile_is_of_answered_turns_with_their_actions():
    logged = [
        "Some library says: {something}",
        turn_line("a", dialogue=10, actions=5),
        turn_line("b", dialogue=30, actions=5),
        turn_line("c", outcome="refused", dialogue=500),
        json.dumps({"event": "action", "turn": "a", "action": "answer", "milliseconds": 4}),
        "2026-01-01 "
        + json.dumps({"event": "action", "turn": "b", "action": "answer", "milliseconds": 8}),
        json.dumps({"event": "action", "turn": "c", "action": "answer", "milliseconds": 9}),
    ]
    found = stages.shares(stages.turns_of(logged))
    assert (found["turns"], found["milliseconds"]) == (2, 30)
    assert found["actions"] == {"answer": {"a_turn": 1, "mean": 6}}
    dialogue = found["stages"]["dialogue"]
    assert dialogue == {"mean": 20, "p50": 10, "p95": 30, "share": pytest.approx(40 / 60)}
    assert found["stages"][stages.REST]["mean"] == 5
    assert sum(of["share"] for of in found["stages"].values()) == pytest.approx(1)
    told = stages.table(found, {"greeting": found})
    assert "| dialogue | 20.0 | 10.0 | 30.0 | 67% | 20.0 |" in told
    assert told[-1].endswith("answer 1.00 a turn (6.0 ms).")


def test_the_profile_of_a_kind_is_of_its_turns():
    spent = [("a", 1), ("b", 3), ("a", 50), ("b", 70), ("b", 900)]
    conversations = [turn_line(name, dialogue=ms) for name, ms in spent]
    found = stages.by_kind(stages.turns_of(conversations), ["greeting", "ending"])
    assert found["greeting"]["stages"]["dialogue"]["mean"] == 2
    assert found["ending"]["stages"]["dialogue"]["mean"] == 60


def test_no_turns_no_profile():
    assert stages.table(stages.shares([]), {}) == [
        "Patella's logs have no turn in them, so there is no profile."
    ]


def test_the_turns_near_a_length_count():
    times = [9.0] + [1.0] * 10 + [0.002] * 8
    assert growth.near(times, [4, 15]) == [1000.0, 2.0]
    # The first turn of a conversation is of another kind.
    assert growth.near([0.5, 1.0], [1]) == [1000.0]


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "conversations.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE turns (sender_id TEXT, number INTEGER, reply TEXT)")
        connection.execute(
            "CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id TEXT, turn INTEGER)"
        )
        for number in (1, 2):
            connection.execute("INSERT INTO turns VALUES ('web:a', ?, 'hello')", (number,))
            connection.execute("INSERT INTO events (sender_id, turn) VALUES ('web:a', 1)")
    return path


def stored(path) -> list[tuple[int, int]]:
    """Conversations and rows of both tables."""
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT COUNT(DISTINCT sender_id), COUNT(*) FROM "
        return [connection.execute(query + table).fetchone() for table in ("turns", "events")]


def held_meanwhile(path) -> None:
    """A conversation more, as they are held while that is measured."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for number in (1, 2):
            connection.execute("INSERT INTO turns VALUES ('web:b', ?, 'hello')", (number,))
            connection.execute("INSERT INTO events (sender_id, turn) VALUES ('web:b', 1)")


def test_so_many_conversations_are_stored_and_go_again(database):
    for wanted in (10, 10, 30):
        growth.seed(database, "web:a", wanted)
        assert stored(database) == [(wanted, 2 * wanted)] * 2
    held_meanwhile(database)
    growth.seed(database, "web:a", 50)
    assert stored(database) == [(50, 100)] * 2
    growth.forget_all_but(database, "web:a")
    assert stored(database) == [(1, 2)] * 2


def test_no_copy_is_made_where_there_are_enough(database):
    held_meanwhile(database)
    growth.seed(database, "web:a", 1)
    assert stored(database) == [(2, 4)] * 2


def test_the_memory_of_a_process_is_its_share_and_that_of_none_is_nothing():
    own = psutil.Process()
    assert running._share(own) == pytest.approx(probe.memory(), rel=0.2)
    with subprocess.Popen(["true"]) as child:
        gone = psutil.Process(child.pid)
    assert running._share(gone) == 0.0


class Started:
    """A bot that was started, as `starting` sees it."""

    memory = 100.0

    def __init__(self, name, begun):
        self.name, self.first_answer = name, float(len(begun))
        begun.append(name)

    def stop(self):
        pass


@pytest.mark.parametrize(
    ("cold", "counted"),
    [
        pytest.param(True, [{"cold": 0.0, "warm": 1.0}, {"cold": 4.0, "warm": 5.0}], id="both"),
        # The first of each only brings into the cache what a warm one finds there.
        pytest.param(False, [{"warm": 1.0}, {"warm": 4.0}], id="warm alone"),
    ],
)
def test_a_warm_start_comes_after_another(cold, counted, monkeypatch):
    begun: list[str] = []
    form = SimpleNamespace(rounds=2, cold=cold)
    session = SimpleNamespace(
        form=form,
        alone=lambda: None,
        site=lambda name: SimpleNamespace(name=name, reads=()),
        script=lambda _running: [],
    )

    async def talk(*_):
        pass

    monkeypatch.setattr(starting, "start", lambda site: Started(site.name, begun))
    monkeypatch.setattr(starting, "_talk", talk)
    found = starting.measure(session)["rounds"][PATELLA]
    assert found == [{**times, "memory": 100.0} for times in counted]


def test_patella_is_started_for_this_machine_only(tmp_path, monkeypatch):
    monkeypatch.setenv("PATELLA_DATABASE_URL", "postgresql://elsewhere/patella")
    monkeypatch.setenv("PATELLA_TELEGRAM_TOKEN", "1:a")
    site = running.patella_site(Places(tmp_path, tmp_path / "build", tmp_path), tmp_path / "var")
    assert site.env["PATELLA_HOST"] == "127.0.0.1"
    assert site.env["PATELLA_DATABASE_URL"] == site.env["PATELLA_TELEGRAM_TOKEN"] == ""
    assert (site.env["PATELLA_RATE"], site.env["PATELLA_ADDRESS_RATE"]) == ("0", "0")
    assert site.url == f"http://127.0.0.1:{site.env['PATELLA_PORT']}"


def test_a_larger_vocabulary_has_other_phrases_under_the_same_values():
    few = {"label": "A", "help": None, "phrases": ["give way", "buckle"]}
    content = {"groups": {"findings": {"giving_way": few, "limp": {"label": "L"}}}, "decoys": ["x"]}
    found = vocabulary.more(content, 10)
    phrases = found["groups"]["findings"]["giving_way"]["phrases"]
    assert len(set(phrases)) == len(phrases) == 20
    assert phrases[:2] == few["phrases"]
    assert sum(phrase.startswith("give way ") for phrase in phrases) == 9
    assert found["groups"]["findings"]["limp"] == {"label": "L"}
    assert (found["decoys"], vocabulary.more(content, 1)) == (["x"], content)
