"""What an answer is: whole sentences that follow each other, with their source and review date."""

from __future__ import annotations

import pytest

from knowledge.answer import (
    Excerpt,
    Topic,
    asked_as,
    asks_for_more,
    cited,
    excerpt,
    reviewed,
    sentences,
)
from knowledge.search.documents import Passage
from knowledge.sources import Source

PLAIN = (
    "Muscles hold the hip. Weak ones let the thigh roll in. The kneecap then rubs. "
    "Training takes weeks. Stairs get easier first. Sitting gets easier later. Keep a diary."
)
SOURCES = (Source("a", "Guide A", 2018, "here"), Source("b", "Leaflet B", None, "there"))


def said(text: str) -> list[str]:
    return [text[begin:end] for begin, end in sentences(text)]


def passage(**changes) -> Passage:
    kept = {
        "id": "hip#muscles",
        "document_id": "hip",
        "title": "Hip",
        "heading": "Muscles",
        "topics": ("hip",),
        "sources": SOURCES,
        "reviewed": "2026-11-20",
        "text": PLAIN,
    }
    return Passage(**{**kept, **changes})


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two? Three!", ["One.", "Two?", "Three!"]),
        ("See Dr. Bones, e.g. now. Rest.", ["See Dr. Bones, e.g. now.", "Rest."]),
        ("About 2.5 kg. 3 weeks.", ["About 2.5 kg.", "3 weeks."]),
        ("Ask:\n\n- one. Two\n- three", ["Ask:\n\n- one. Two\n- three"]),
        ("First.\n\nSecond.", ["First.", "Second."]),
        ("no end", ["no end"]),
    ],
    ids=str,
)  # fmt: skip
def test_sentences_are_found_and_lists_stay_with_what_leads_to_them(text, parts):
    assert said(text) == parts


def test_a_short_passage_is_shown_whole():
    assert excerpt("One. Two. Three.", [0.1, 0.9, 0.1]) == Excerpt("One. Two. Three.", True)


@pytest.mark.parametrize("nearest", range(7))
def test_what_is_cut_stands_in_the_passage_word_for_word_and_holds_the_nearest(nearest):
    scores = [0.9 if place == nearest else 0.1 for place in range(7)]
    cut = excerpt(PLAIN, scores)
    assert not cut.is_whole
    assert cut.text in PLAIN
    assert 2 <= len(said(cut.text)) <= 5
    assert said(PLAIN)[nearest] in cut.text


def test_an_excerpt_does_not_begin_with_a_sentence_that_leans_on_the_one_before():
    text = (
        "Hips matter. Weak muscles tire. They let the thigh roll in. One. Two. Three. Four. Five."
    )
    cut = excerpt(text, [0, 0.5, 0.9, 0.4, 0, 0, 0, 0])
    assert "Weak muscles tire. They let" in cut.text


@pytest.mark.parametrize(
    "advice",
    [
        "Go to an emergency department with a fever.",
        "See a doctor within days if a leg is weak.",
        "A hot joint needs to be seen urgently.",
        "Ring 111 with a fever.",
    ],
)
def test_what_cannot_wait_is_not_cut_off(advice):
    text = f"{PLAIN} {advice}"
    assert excerpt(text, [0.9, 0.9, 0, 0, 0, 0, 0, 0]).is_whole
    assert not excerpt(text, [0, 0, 0, 0, 0, 0.9, 0.9, 0.9]).is_whole


def test_equal_scores_are_no_error():
    assert excerpt(PLAIN, [0.5] * 7).text in PLAIN


def test_the_source_is_named_and_all_of_them_where_the_passage_is_whole():
    assert cited(passage()) == "Guide A, 2018, and 1 more"
    assert cited(passage(), is_whole=True) == "Guide A, 2018; Leaflet B"
    assert cited(passage(sources=SOURCES[1:])) == "Leaflet B"


def test_the_review_is_dated_and_says_by_whom_it_was_not():
    assert reviewed(passage()) == "Reviewed 20 November 2026, not yet by a clinician."
    assert reviewed(passage(), "Dr A. Bones") == "Reviewed 20 November 2026, by Dr A. Bones."
    assert "No review" in reviewed(passage(reviewed=None))


@pytest.mark.parametrize(
    "text",
    ["more", "More!", "tell me more", "go on", "More about this", "ok, tell me more please",
     "can you tell me more about that?", "what else", "a bit more please", "the rest"],
)  # fmt: skip
def test_more_is_asked_for_in_many_ways(text):
    assert asks_for_more(text)


@pytest.mark.parametrize(
    "text",
    ["", "more pain", "it hurts more", "go on holiday", "carry on", "continue", "no more",
     "tell me more about hips", "once more", "and now?"],
)  # fmt: skip
def test_what_only_holds_the_word_is_not_asking_for_more(text):
    assert not asks_for_more(text)


def test_only_short_questions_that_stand_alone_become_buttons():
    asked = [
        "my knee buckles",
        "can i see a gp about my hip",
        "is it bad",
        "what does the physio say to my mum",
        "should i rest, or move",
        "what is a very long question that nobody could ever read on a small button",
    ]
    assert asked_as(asked) == [("can i see a gp about my hip", "Can I see a GP about my hip?")]


def test_the_last_topic_survives_the_slot():
    topic = Topic("hip#muscles", True, 4)
    assert Topic.from_slot(topic.to_slot()) == topic
    assert topic.document_id == "hip"
    assert Topic.from_slot(None) is None
