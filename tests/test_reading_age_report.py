"""The report's own words, which the page, the FHIR bundle and the terminal show."""

from __future__ import annotations

import pytest
import textstat

from knowledge.report.words import load_words
from tests.test_reading_age import (
    HIGHEST_GRADE_TOGETHER,
    hard_words,
    long_sentences,
    unexplained,
)

WORDS = load_words()
TEXTS = {
    f"{section} {name}": text.replace("{relation}", "mum")
    for section in ("headings", "notes", "outcomes", "about", "pain", "picture")
    for name, text in getattr(WORDS, section).items()
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_child_of_twelve_can_read_it(name: str) -> None:
    text = TEXTS[name]
    assert long_sentences(text) == []
    assert hard_words(text) == set()
    assert unexplained(text) == set()


def test_together_they_are_easy() -> None:
    whole = " ".join(text if text[-1] in ".!?" else f"{text}." for text in TEXTS.values())
    assert textstat.flesch_kincaid_grade(whole) <= HIGHEST_GRADE_TOGETHER
