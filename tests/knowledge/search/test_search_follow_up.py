"""Questions that lean on the answer before them."""

from __future__ import annotations

import pytest

from knowledge.search.follow_up import asks_why_so, is_follow_up, search_after
from knowledge.search.retrieve import Search


@pytest.mark.parametrize(
    "question",
    [
        "and how long does that take?",
        "is that dangerous?",
        "why's that",
        "so what now",
        "how is it treated",
        "can it be cured",
        "who gets it",
        "what exercises for that",
        "does it hurt",
        "and at night?",
        "why",
        "what about cycling",
    ],
)
def test_a_question_without_a_subject_of_its_own_leans_on_the_one_before(question):
    assert is_follow_up(question)


@pytest.mark.parametrize(
    "question",
    [
        "",
        "is it my bum muscles",
        "will swimming be ok",
        "can i still run",
        "what is a labral tear",
        "how long does a knee replacement last",
        "my knee still hurts and that worries me",
        "how do they operate on the hip",
        "is it true that cold weather makes arthritis in the hip or the knee hurt so much more",
    ],
)
def test_a_question_with_a_subject_stands_alone(question):
    assert not is_follow_up(question)


@pytest.mark.parametrize("text", ["why's that", "Why is that?", "but why is that so", "how so?"])
def test_the_reason_of_what_was_told_is_asked_for(text):
    assert asks_why_so(text)


@pytest.mark.parametrize(
    "text", ["why", "why do you ask", "why that question", "why does that matter", "why my age"]
)
def test_the_reason_of_a_question_is_another_matter(text):
    assert not asks_why_so(text)


@pytest.mark.parametrize(
    ("document", "question"),
    [
        ("labral-tear", "how is it treated"),
        ("labral-tear", "does it need surgery"),
        ("weak-gluteals", "and how long does that take?"),
        ("giving-way-and-clicking", "is that dangerous?"),
        ("joint-injections", "how long does it last"),
    ],
)
def test_a_follow_up_is_answered_from_the_topic_before_it(real: Search, document, question):
    told = real.passage_by_document(document)[0]
    found = search_after(real, question, told)
    assert found.answerable
    assert found.passages[0].passage.document_id == document


def test_a_question_without_words_of_its_own_is_not_answered_by_what_was_shown(real: Search):
    told = real.passage_by_document("labral-tear")[0]
    found = search_after(real, "and then what", told, shown={told.id})
    assert found.passages[0].passage.id != told.id


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("how many can i take a day", "ask_pharmacist"),
        # "That" is the topic, of which nobody here tells what a king said.
        ("what did the king say about that", "not_covered"),
        ("and what about pizza?", "out_of_scope"),
    ],
)
def test_what_no_topic_answers_is_refused_after_any_topic(real: Search, question, reason):
    told = real.passage_by_document("weak-gluteals")[0]
    assert search_after(real, question, told).reason == reason


def test_words_of_another_topic_lead_there(real: Search):
    told = real.passage_by_document("heat-and-ice")[0]
    found = search_after(real, "what about cycling", told)
    assert found.passages[0].passage.document_id == "cycling"


def test_what_another_topic_is_called_after_leads_there(real: Search):
    told = real.passage_by_document("stairs-and-running")[0]
    found = search_after(real, "why does it click", told)
    assert found.passages[0].passage.document_id == "giving-way-and-clicking"
