"""The ledger itself: it finds what it is there to find."""

from __future__ import annotations

import pytest

from tests.faults.ledger import Audit, Entry, Talk, Try, judged

REPLY = [{"text": "How old are you?"}]


def talk_of(*said: Entry) -> Talk:
    # {"sid": "x"} in the middle.
    talk = Talk(None, ["http://127.0.0.1"], "h.eyJzaWQiOiAieCJ9.s", "ann")  # type: ignore[arg-type]
    talk.entries = list(said)
    return talk


def entry(name: str, *outcomes: str, text: str = "hello") -> Entry:
    tries = [Try(each, 0.1, 0.0, REPLY if each == "answered" else []) for each in outcomes]
    return Entry(name, {"text": text}, tries)


def kept(*said: Entry, **changes: list) -> dict:
    turns = [
        {"message_id": one.id, "person": {"text": one.body["text"]}, "reply": REPLY} for one in said
    ]
    heard = [{"event": "user", "message_id": one.id} for one in said]
    return {"conversation": turns, "events": heard, **changes}


def audited(talk: Talk, export: dict, rows: list | None = None, others: tuple = ()) -> Audit:
    audit = Audit()
    audit.take(talk, export, rows, others)
    return audit


def test_all_is_well():
    first, second = entry("1", "unreachable", "answered"), entry("2", "answered")
    audit = audited(talk_of(first, second), kept(first, second), [(1, "1"), (2, "2")])
    assert audit.wrong == []
    assert (audit.acknowledged, audit.retries) == (2, 1)


def test_what_was_not_acknowledged_may_be_missing():
    first = entry("1", "unreachable")
    assert audited(talk_of(first), kept()).wrong == []


@pytest.mark.parametrize(
    ("kind", "talk", "export", "rows"),
    [
        ("lost", talk_of(entry("1", "answered")), kept(), None),
        ("twice", talk_of(entry("1", "answered")), kept(entry("1"), entry("1")), None),
        (
            "twice",
            talk_of(entry("1", "answered")),
            kept(entry("1"), events=[{"event": "user", "message_id": "1"}] * 2),
            None,
        ),
        ("twice", talk_of(entry("1", "answered")), kept(entry("1"), events=[]), None),
        ("crossed", talk_of(entry("1", "answered")), kept(entry("1"), entry("2")), None),
        ("crossed", talk_of(entry("1", "answered")), kept(entry("1", text="no")), None),
        ("silent", talk_of(entry("1", "silent", "answered")), kept(entry("1")), None),
        (
            "disordered",
            talk_of(entry("1", "answered"), entry("2", "answered")),
            kept(entry("2"), entry("1")),
            None,
        ),
        ("disordered", talk_of(entry("1", "answered")), kept(entry("1")), [(2, "1")]),
        ("disordered", talk_of(entry("1", "answered")), kept(entry("1")), []),
    ],
)
def test_each_wrong_is_found(kind, talk, export, rows):
    assert getattr(audited(talk, export, rows), kind)


def test_another_answer_to_the_same_message_is_found():
    one = entry("1", "answered", "answered")
    one.tries[1] = Try("answered", 0.1, 0.0, [{"text": "Which knee?"}])
    assert audited(talk_of(one), kept(one)).twice


def test_words_of_others_are_found():
    one = entry("1", "answered")
    assert audited(talk_of(one), kept(one), others=("How old",)).crossed


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (200, '{"text": "a"}\n{"done": true}\n', "answered"),
        (200, '{"text": "a", "notice": "not_processed"}\n{"done": true}\n', "not_taken"),
        (200, '{"text": "a"}\n', "broken_off"),
        (200, '{"text": "a"}\n{"do', "broken_off"),
        (200, '{"text": " "}\n{"done": true}\n', "silent"),
        (200, '{"done": true}\n', "silent"),
        (200, "", "silent"),
        (503, "{}", "refused"),
        (500, "{}", "status_500"),
    ],
)
def test_answers_are_told_apart(status, body, outcome):
    assert judged(status, body)[0] == outcome
