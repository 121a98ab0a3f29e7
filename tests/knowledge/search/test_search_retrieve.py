from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge.search.calibrate import without_ways
from knowledge.search.documents import load_documents
from knowledge.search.guess import load_refused
from knowledge.search.index import build
from knowledge.search.refuse import refused_by_rule
from knowledge.search.results import passage_as_dict
from knowledge.search.retrieve import MOST_PER_DOCUMENT, Search
from knowledge.search.store import load_store
from tests.knowledge.search.corpus import corpus
from tests.knowledge.search.spot_checks import ANSWERABLE, UNANSWERABLE

LEAST_FOUND = 0.9
LEAST_REFUSED = 0.9
# What the present features reach on words they never saw; a better refusal should lower it.
MOST_WRONGLY_REFUSED = 0.15
LEAST_ANSWERED = 0.85


@pytest.mark.parametrize(
    ("query", "document"),
    [
        ("is it my bum muscles", "weak-buttocks"),
        ("mri was fine, why does it still hurt", "clear-scan"),
        ("sore knee at my desk", "long-sitting"),
        ("weak glutes?", "weak-buttocks"),
    ],
)
def test_a_small_corpus_answers(small: Search, query, document):
    assert small.rank(query)[0].passage.document_id == document


def test_results_fall_in_score_and_carry_the_contract(small: Search):
    result = small.search("is it my bum muscles")
    assert result.answerable is True
    assert result.reason == "answered"
    scores = [hit.score for hit in result.passages]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    shown = result.passages[0].as_dict()
    assert shown["id"] == "weak-buttocks#what-the-buttock-muscles-do"
    assert shown["source"] == shown["sources"][0]
    assert shown["source"] == {
        "name": "A guide",
        "year": 2024,
        "where": "https://example.org/guide",
    }
    assert {"title", "topics", "reviewed", "score", "text"} <= shown.keys()


@pytest.mark.parametrize("query", ["", "how many ibuprofen", "what is the capital of peru"])
def test_a_refusal_shows_no_passages(small: Search, query):
    result = small.search(query)
    assert result.answerable is False
    assert result.passages == ()


def test_documents_that_hardly_anybody_asked_for_are_decided_on_without_what_it_sounds_like(
    tmp_path, encoder, embed, small, monkeypatch
):
    bare = [without_ways(each) for each in load_documents(*corpus(tmp_path / "bare"))]
    build(bare, tmp_path / "bare" / "index", encoder.fingerprint, embed, lambda line: None)
    unasked = Search(load_store(tmp_path / "bare" / "index"), encoder)
    question = "does a clear scan of the knee mean that the pain starts in the hip?"
    found = unasked.search(question)
    assert found.features is not None
    assert found.features.sounds == {}
    assert found.answerable is True
    assert found.passages[0].passage.document_id == "clear-scan"
    assert small.search(question).features.sounds == {}
    monkeypatch.setattr("knowledge.search.guess.LEAST_WAYS", 1)
    assert Search(small.store, encoder).search(question).features.sounds
    assert unasked.search("what is the capital of peru").answerable is False


def test_what_is_worded_like_a_refused_question_is_as_good_as_refused(
    small: Search, encoder, monkeypatch
):
    monkeypatch.setattr("knowledge.search.guess.LEAST_WAYS", 1)
    small = Search(small.store, encoder)
    worded = next(q for q in load_refused()["not_covered"] if refused_by_rule(q) is None)
    assert small.search(worded).features.sounds["refused_not_covered"] > 0.5
    assert small.search("is it my bum muscles").features.sounds["refused_most"] < 0.2


def test_no_more_than_asked_for(small: Search):
    assert len(small.rank("knee", k=1)) == 1


def test_topics_of_the_person_break_ties(small: Search):
    scores = {h.passage.document_id: h.score for h in small.rank("knee")}
    lifted = {h.passage.document_id: h.score for h in small.rank("knee", boost_topics=["sitting"])}
    assert lifted["long-sitting"] >= scores["long-sitting"]


def test_passages_are_fetched_by_document_and_by_topics(small: Search):
    (passage,) = small.passage_by_document("clear-scan")
    assert passage.title == "When the scan is clear"
    assert small.passage_by_document("nowhere") == ()
    found = small.passages_for_topics(["work", "sitting", "imaging"], k=2)
    assert [each.document_id for each in found] == ["long-sitting", "clear-scan"]
    assert passage_as_dict(passage)["score"] == 1.0


def test_a_document_is_shown_at_most_twice(real: Search):
    for question, _ in ANSWERABLE:
        found = [hit.passage.document_id for hit in real.rank(question)]
        assert max(map(found.count, found)) <= MOST_PER_DOCUMENT


def share(of: list, kept: Callable[..., bool]) -> tuple[float, list]:
    missed = [each for each in of if not kept(*each)]
    return 1 - len(missed) / len(of), missed


def test_held_out_questions_find_their_document(real: Search):
    def found(question, documents):
        return bool(documents & {hit.passage.document_id for hit in real.rank(question)})

    reached, missed = share(ANSWERABLE, found)
    assert reached >= LEAST_FOUND, missed


def test_held_out_questions_are_answered_with_their_document(real: Search):
    def answered(question, documents):
        hits = real.search(question).passages
        return bool(documents & {hit.passage.document_id for hit in hits})

    reached, missed = share(ANSWERABLE, answered)
    assert reached >= LEAST_ANSWERED, missed


def test_held_out_questions_are_seldom_refused(real: Search):
    reached, missed = share(ANSWERABLE, lambda question, _: real.search(question).answerable)
    assert 1 - reached <= MOST_WRONGLY_REFUSED, missed


def test_what_the_documents_do_not_say_is_refused(real: Search):
    reached, missed = share(UNANSWERABLE, lambda question, _: not real.search(question).answerable)
    assert reached >= LEAST_REFUSED, missed


def test_refusals_give_their_reason(real: Search):
    expected = {question: reason for question, reason in UNANSWERABLE if reason}
    assert {question: real.search(question).reason for question in expected} == expected


def test_what_is_near_to_a_passage_is_searched_for_once(small: Search, monkeypatch):
    told = small.rank("is it my bum muscles")[0].passage
    near = small.near(told, 3)
    assert told in near
    monkeypatch.setattr(small, "rank", None)
    assert small.near(told, 3) == near
