"""The evaluation of search: held-out files, what is right, the figures, the ways of finding."""

from __future__ import annotations

import json

import numpy as np
import pytest

from knowledge.loading import ContentError
from knowledge.search.calibrate import without_ways
from knowledge.search.documents import load_documents
from knowledge.search.evaluation.apart import search_over
from knowledge.search.evaluation.asking import Remembering, ask_all, out_of_reach, place
from knowledge.search.evaluation.figures import figures_of
from knowledge.search.evaluation.held_out import HELD_OUT, Wanted, load_held_out
from knowledge.search.evaluation.measures import (
    area,
    auroc,
    least_area,
    ranking,
    risk_coverage,
)
from knowledge.search.evaluation.ways import SERVES, WAYS, Way, compare, narrowed
from knowledge.search.retrieve import Search
from knowledge.search.settings import DOCUMENTS
from tests.knowledge.search.corpus import corpus
from tests.knowledge.search.questions import (
    ANSWERABLE,
    UNANSWERABLE,
    answered,
    held_out_files,
    hit,
    outcomes,
)

# --- held-out files ----------------------------------------------------------


def test_held_out_questions_are_read(tmp_path):
    questions = load_held_out(held_out_files(tmp_path), {"weak-buttocks", "clear-scan"})
    first, second = questions.answerable
    assert first.wanted == Wanted((("gluteal", "buttock"), ("pelvis",)))
    assert first.in_articles == Wanted((("gluteal",),))
    assert (second.follows, second.wanted, second.in_articles) == ("what is a scan", None, None)
    assert [each.reason for each in questions.unanswerable] == ["ask_pharmacist", "out_of_scope"]


@pytest.mark.parametrize(
    ("answerable", "unanswerable", "told"),
    [
        ([{**ANSWERABLE[0], "documents": ["nowhere"]}], UNANSWERABLE, r":\d+: .*'nowhere'"),
        ([{**ANSWERABLE[0], "id": "u1"}], UNANSWERABLE, r"id: taken \(value 'u1'\)"),
        (ANSWERABLE, [{"id": "u1", "ask": "a", "reason": "whim"}], r"reason: must be one of"),
        ([{"id": "a1", "ask": "a"}], UNANSWERABLE, r"documents: key is missing"),
        ([{**ANSWERABLE[0], "must_contain": [[]]}], UNANSWERABLE, r"must_contain\[0\]"),
    ],
    ids=["no such document", "same id", "no such reason", "no documents", "empty group"],
)
def test_a_wrong_file_is_told_with_line_and_key(tmp_path, answerable, unanswerable, told):
    folder = held_out_files(tmp_path, answerable, unanswerable)
    with pytest.raises(ContentError, match=told):
        load_held_out(folder, {"weak-buttocks", "clear-scan"})


def test_a_kind_without_a_file_is_an_error(tmp_path):
    (held_out_files(tmp_path) / "unanswerable.yml").unlink()
    with pytest.raises(ContentError, match=r"no unanswerable\*\.yml"):
        load_held_out(tmp_path)


def test_the_kept_questions_name_documents_that_there_are():
    questions = load_held_out(HELD_OUT, {path.stem for path in DOCUMENTS.rglob("*.md")})
    assert len(questions.answerable) >= 300
    assert len(questions.unanswerable) >= 200


# --- what is right -----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("Weak buttocks tilt the pelvis.", True),
        ("GLUTEALS hold the\npelvis", True),
        ("The gluteals are strong.", False),
        ("The subgluteal fold of the pelvis", False),
        ("Don’t sit on the pelvis and the buttock", True),
    ],
)
def test_a_passage_must_say_a_word_of_every_group(text, stands):
    assert Wanted((("gluteal", "buttock"), ("pelvis",))).stands_in(text) is stands


def test_quotes_are_straightened_on_both_sides():
    assert Wanted((("don’t",),)).stands_in("You don't.")


def test_the_place_is_that_of_the_first_right_passage():
    ranked = [hit("other", "right"), hit("one", "wrong"), hit("one", "right")]
    wanted = Wanted((("right",),))
    assert place(ranked, wanted, frozenset({"one"})) == 3
    assert place(ranked, None, frozenset({"one"})) == 2
    assert place(ranked, wanted) == 1
    assert place(ranked, wanted, frozenset({"two"})) is None


def test_a_question_that_no_passage_answers_is_out_of_reach():
    questions = [answered(key, None, document=key).question for key in ("one", "two", "three")]
    passages = [hit("one", "right").passage, hit("two", "wrong").passage]
    passages.append(hit("one", "wrong").passage)
    assert [row["id"] for row in out_of_reach(questions, passages)] == ["two", "three"]


def test_the_heading_counts_and_the_title_does_not():
    assert place([hit("one")], Wanted((("heading",),))) == 1
    assert place([hit("one")], Wanted((("title",),))) is None


# --- counting ----------------------------------------------------------------


def test_ranking_of_some_places():
    told = ranking([1, 2, 4, None])
    assert (told["hit_at_1"], told["hit_at_3"]) == (0.25, 0.5)
    assert told["mrr"] == pytest.approx((1 + 1 / 2 + 1 / 4) / 4, abs=1e-4)
    assert told["intervals"]["hit_at_3"] == [0.15, 0.85]
    assert ranking([])["mrr"] == 0.0


def test_risk_and_coverage_at_every_threshold():
    rows = [(0.9, True), (0.8, False), (0.7, True), (0.7, False)]
    assert risk_coverage(rows) == [(0.25, 0.0), (0.5, 0.5), (1.0, 0.5)]
    # The wrong one of the last two is spread over both: 0, 1/2, 1.5/3, 2/4.
    assert area(rows) == pytest.approx((0 + 1 / 2 + 1.5 / 3 + 2 / 4) / 4)
    assert least_area(rows) == pytest.approx((0 + 0 + 1 / 3 + 2 / 4) / 4)
    assert area([]) == 0.0 and risk_coverage([]) == []


def test_no_order_betters_the_one_with_all_that_is_wrong_last():
    rows = [(0.1, True), (0.5, False), (0.9, True)]
    best = [(0.9, True), (0.5, True), (0.1, False)]
    assert least_area(rows) == pytest.approx(area(best))
    assert least_area(rows) < area(rows)


def test_confidence_parts_two_kinds():
    assert auroc([0.9, 0.8], [0.1, 0.8]) == pytest.approx(0.875)
    assert auroc([], [0.1]) == 0.0


def test_figures_of_some_outcomes():
    figures = figures_of(outcomes(), {"one": ["hip"], "two": ["hip", "scan"]})
    assert (figures["hit_at_1"], figures["hit_at_3"], figures["answerable"]) == (0.5, 0.75, 4)
    assert (figures["answerable_refused"], figures["unanswerable_refused"]) == (0.25, 0.75)
    assert (figures["answered_at_1"], figures["answered_at_3"]) == (0.25, 0.5)
    assert figures["right_reason"] == pytest.approx(2 / 3, abs=1e-4)
    # Answered are a1 to a3 and u4; only a1's first passage is right.
    assert figures["now"] == [0.5, 0.75]
    assert figures["intervals"]["unanswerable_refused"][0] == pytest.approx(0.3, abs=0.01)
    assert {"wanted": "privacy", "given": "answered", "count": 1} in figures["confusion"]
    assert {"wanted": "answered", "given": "not_covered", "count": 1} in figures["confusion"]
    assert [row["reason"] for row in figures["reasons"]] == [
        "not_covered",
        "ask_pharmacist",
        "privacy",
    ]
    assert [(row["topic"], row["questions"]) for row in figures["topics"]] == [
        ("scan", 1),
        ("hip", 4),
    ]
    assert [row["kind"] for row in figures["kinds"]] == ["alone", "follows another"]
    assert sum(figures["confidences"]["answerable"]) == 4
    # A word rule has no confidence.
    assert sum(figures["confidences"]["unanswerable"]) == 3
    json.dumps(figures)


def test_every_question_that_went_wrong_is_listed_with_what_was_shown():
    figures = figures_of(outcomes(), {})
    assert [(row["id"], row["place"], row["decision"]) for row in figures["wrong"]] == [
        ("a2", 2, "answered"),
        ("a3", None, "answered"),
        ("a4", 1, "not_covered"),
    ]
    assert figures["wrong"][0]["shown"] == [{"id": "two#part", "score": 0.9, "text": "words"}]
    assert figures["wrong"][0]["wanted"] == [["right"]]
    assert [row["id"] for row in figures["wrongly_answered"]] == ["u4"]
    assert [row["id"] for row in figures["other_reason"]] == ["u2"]


def test_a_refused_question_is_answered_nowhere_though_its_passage_was_found():
    assert answered("a", 1, reason="not_covered").is_refused
    assert answered("a", 1, reason="not_covered").is_within(1)
    assert not answered("a", 2).is_within(1)


# --- asking, and the ways of finding -----------------------------------------


class Counting:
    """Counts what it encodes."""

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, texts, prompt=""):
        self.encoded += texts
        return np.array([[float(len(text)), 1.0] for text in texts], dtype=np.float32)


def test_nothing_is_encoded_twice():
    inner = Counting()
    encoder = Remembering(inner)
    assert encoder.encode(["a", "bb", "a"]).tolist() == [[1, 1], [2, 1], [1, 1]]
    assert encoder.encode(["bb", "ccc"], "query").tolist() == [[2, 1], [3, 1]]
    encoder.encode(["a", "ccc"])
    assert inner.encoded == ["a", "bb", "bb", "ccc", "ccc"]


def test_every_question_is_asked(small: Search, tmp_path):
    told = ask_all(small, load_held_out(held_out_files(tmp_path / "held_out")))
    assert [row.place for row in told.answerable] == [1, 1]
    assert [(row.reason, row.shown) for row in told.unanswerable] == [
        ("ask_pharmacist", ()),
        ("out_of_scope", ()),
    ]


def test_a_question_that_follows_another_is_asked_after_it(small: Search, tmp_path):
    rows = [
        {"id": "a1", "ask": "and why is that", "follows": follows, "documents": [document]}
        for follows, document in (
            ("is it my bum muscles", "weak-buttocks"),
            ("what is the capital of peru", "weak-buttocks"),
        )
    ]
    rows[1]["id"] = "a2"
    told = ask_all(small, load_held_out(held_out_files(tmp_path / "held_out", rows)))
    leaning, alone = told.answerable
    assert leaning.place == 1
    # After a refusal there is nothing to lean on.
    assert alone.ranked == small.rank("and why is that", len(alone.ranked))


def test_a_narrowed_store_finds_nothing_by_what_is_switched_off(small: Search):
    vector = small.encoder.encode(["is it my bum muscles"])[0]
    words = narrowed(small.store, Way("words", meaning=False))
    meaning = narrowed(small.store, Way("meaning", words=False))
    plain = narrowed(small.store, Way("plain", questions=False))
    assert words.nearest(vector, 5) == [] and words.lexical(["muscl"], 5)
    assert meaning.lexical(["muscl"], 5) == [] and meaning.nearest(vector, 5)
    assert small.store.guess is not None and words.guess is small.store.guess
    assert plain.guess is None
    assert plain.passages is small.store.passages


def test_without_ways_of_asking_sentences_are_not_found_either(tmp_path, encoder):
    bare = [without_ways(each) for each in load_documents(*corpus(tmp_path))]
    store = search_over(bare, tmp_path / "index", encoder).store
    vector = encoder.encode(["the buttock muscles are weak"])[0]
    assert any(match.is_question for match in store.nearest(vector, 5))
    found = narrowed(store, Way("plain", questions=False)).nearest(vector, 2)
    assert len(found) == 2 and not any(match.is_question for match in found)


def test_the_ways_are_compared_with_the_one_that_serves(small: Search, tmp_path):
    questions = load_held_out(held_out_files(tmp_path / "held_out"))
    rows = compare(small, ask_all(small, questions).answerable)
    assert [row["way"] for row in rows] == [way.title for way in WAYS]
    assert rows[0]["way"] == SERVES.title
    assert (rows[0]["won"], rows[0]["lost"], rows[0]["hit_at_1"]) == (0, 0, 1.0)
    # The other question follows one.
    assert all((row["questions"], row["lost"]) == (1, 1 - row["hit_at_1"]) for row in rows)
