"""A passage of the knowledge base can be read at the age of twelve, by itself.

The measure is the one of `tests/test_reading_age.py`, but a passage may use long words: it is there
to explain a disease, whose name must stand beside the plain words for it.
"""

from __future__ import annotations

import pytest
import textstat

from knowledge.search import settings
from knowledge.search.documents import load_documents
from tests.test_reading_age import HIGHEST_GRADE, long_sentences, unexplained

# Here all that is said of a thing explains it.
EXPLAINED_BY_THE_WHOLE = {"diagnose", "diagnosis", "inflammatory"}
# Not every arthritis is wear.
INFLAMED = {"inflamed", "swollen", "swells", "sore"}

PASSAGES = {
    passage.id: passage
    for document in load_documents(settings.DOCUMENTS, settings.SOURCES)
    for passage in document.passages
}


@pytest.mark.parametrize("name", PASSAGES)
def test_a_child_of_twelve_can_read_it(name: str) -> None:
    text = PASSAGES[name].text
    assert long_sentences(text) == []
    assert textstat.flesch_kincaid_grade(text) <= HIGHEST_GRADE


@pytest.mark.parametrize("name", PASSAGES)
def test_plain_words_stand_beside_the_medical_ones(name: str) -> None:
    text = PASSAGES[name].text
    left = unexplained(text) - EXPLAINED_BY_THE_WHOLE
    if INFLAMED & set(text.lower().replace(".", " ").split()):
        left -= {"arthritis"}
    assert left == set()
