from __future__ import annotations

import pytest

from knowledge.search.spelling import Speller, consonants
from knowledge.search.text import load_terms

KNOWN = {
    "knee": 9,
    "bones": 4,
    "replacement": 5,
    "exercise": 7,
    "limping": 2,
    "groin": 3,
    "strong": 6,
    "playing": 4,
    "shallow": 2,
}


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("wen my NEE akes", "when my knee aches"),
        ("wot shud i eat for weak boans?", "what should i eat for weak bones?"),
        ("my groyn", "my groin"),
        ("hip replasment", "hip replacement"),
        ("is exersise ok", "is exercise ok"),
        ("he is limpin", "he is limping"),
    ],
)
def test_what_is_written_by_sound_or_in_haste_is_read_as_it_is_meant(question, meant):
    assert Speller(KNOWN, load_terms()).mend(question) == meant


@pytest.mark.parametrize(
    "question",
    [
        "storing my crutches",
        "planning a trip",
        "shall i",
        "exercises",
        "the penguin",
        "strongly",
        "it's 3 o'clock",
    ],
)
def test_real_words_stay_as_they_are(question):
    assert Speller(KNOWN, load_terms()).mend(question) == question


def test_no_listed_misspelling_is_itself_mended_into():
    misspelt = load_terms().misspelt
    assert not set(misspelt) & {word for each in misspelt.values() for word in each.split()}


@pytest.mark.parametrize(
    ("one", "other"), [("replasment", "replacement"), ("fizzio", "fisio"), ("rhythm", "ritm")]
)
def test_what_sounds_alike_has_the_same_consonants(one, other):
    assert consonants(one) == consonants(other)
