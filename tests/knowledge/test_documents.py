"""What holds for every topic of the knowledge base, whoever wrote it."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from knowledge.loading import load_yaml
from knowledge.patterns import load_patterns
from knowledge.red_flags import load_red_flags
from knowledge.search import settings, text
from knowledge.search.documents import Document, Passage, load_documents, word_count

FEWEST, MOST = 60, 160
FEWEST_QUESTIONS, MOST_QUESTIONS = 6, 10

# How soon, in the words of a passage.
SOON = {
    "emergency": r"emergency (number|department)",
    "same_day": r"\btoday\b|same day",
    "within_days": r"within days",
}
# A passage is shown without its neighbours.
LEANS_ON_OTHERS = re.compile(
    r"\A(this|these|those|that|it|they|he|she|such|both of (them|these))\b"
    r"|\b(see|as|mentioned|described|listed|shown) (above|below|earlier|before)\b"
    r"|\b(previous|next|following|last) (passage|section|paragraph)\b",
    re.IGNORECASE,
)
DOSE = re.compile(r"\d\s*(mg|mcg|g|ml|micrograms?|milligrams?|grams?)\b", re.IGNORECASE)
# Naming one painkiller is choosing it.
PAINKILLERS = re.compile(
    r"\b(paracetamol|acetaminophen|ibuprofen|naproxen|diclofenac|aspirin|codeine|tramadol|morphine"
    r"|etoricoxib|celecoxib|gabapentin|pregabalin|amitriptyline|duloxetine)\b",
    re.IGNORECASE,
)
COMFORT = re.compile(
    r"\b(do not|don't|no need to|nothing to) (worry|be alarmed)\b|\bnothing serious\b|\bharmless\b"
    r"|\byou (are|will be) (fine|all right|ok)\b|\b(is|are) not (serious|dangerous)\b",
    re.IGNORECASE,
)
# Two questions that differ in these only are one.
SMALL_WORDS = {"a", "an", "the", "my", "i", "is", "it", "in", "of", "to"}

DOCUMENTS = {each.id: each for each in load_documents(settings.DOCUMENTS, settings.SOURCES)}
PASSAGES = {passage.id: passage for each in DOCUMENTS.values() for passage in each.passages}
FLAGS = load_red_flags()
PATTERNS = {each.id: each for each in load_patterns().patterns}

passages = pytest.mark.parametrize("passage", PASSAGES.values(), ids=list(PASSAGES))
documents = pytest.mark.parametrize("document", DOCUMENTS.values(), ids=list(DOCUMENTS))


@passages
def test_a_passage_is_neither_a_scrap_nor_a_chapter(passage: Passage) -> None:
    assert FEWEST <= word_count(passage.text) <= MOST


@passages
def test_a_passage_stands_alone(passage: Passage) -> None:
    assert LEANS_ON_OTHERS.search(passage.text) is None


@passages
def test_a_passage_gives_no_dose_and_chooses_no_painkiller(passage: Passage) -> None:
    assert DOSE.search(passage.text) is None
    assert PAINKILLERS.search(passage.text) is None


@passages
def test_a_passage_does_not_say_that_it_is_nothing(passage: Passage) -> None:
    assert COMFORT.search(passage.text) is None


@documents
def test_a_document_has_questions_for_search(document: Document) -> None:
    assert FEWEST_QUESTIONS <= len(document.questions) <= MOST_QUESTIONS


def test_no_question_stands_twice() -> None:
    asked = Counter(
        " ".join(sorted(set(text.words(question)) - SMALL_WORDS))
        for document in DOCUMENTS.values()
        for question in document.questions
    )
    assert [each for each, count in asked.items() if count > 1] == []


@pytest.mark.parametrize("flag", FLAGS.values(), ids=list(FLAGS))
def test_the_topic_of_a_red_flag_says_how_soon(flag) -> None:
    document = DOCUMENTS[flag.document]
    assert any(re.search(SOON[flag.level], each.text) for each in document.passages)
    assert flag.source in {each.id for each in document.sources}


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=list(PATTERNS))
def test_the_topic_of_a_pattern_says_whom_to_see(pattern) -> None:
    whole = " ".join(each.text for each in DOCUMENTS[pattern.document].passages)
    assert re.search(r"physiotherapist|family doctor|\bGP\b|rheumatologist", whole)


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("This is why it hurts.", LEANS_ON_OTHERS),
        ("Rest, as described above.", LEANS_ON_OTHERS),
        ("Take 400 mg.", DOSE),
        ("Try ibuprofen first.", PAINKILLERS),
        ("There is nothing to worry about.", COMFORT),
    ],
)
def test_the_rules_find_what_they_are_for(said: str, rule: re.Pattern[str]) -> None:
    assert rule.search(said)


def test_what_is_put_to_a_passage_as_its_question_stands_in_its_document():
    """questions.yml only says which passage each question of a document is for."""
    listed = {
        each.id: set(each.questions)
        for each in load_documents(settings.DOCUMENTS, settings.SOURCES)
    }
    for passage, questions in load_yaml(settings.DOCUMENTS / "asked" / "questions.yml").items():
        strayed = set(questions) - listed[passage.partition("#")[0]]
        assert strayed == set(), f"asked/questions.yml, {passage}: changed in its document"
