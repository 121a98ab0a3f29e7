"""What is done by a quicker way than the libraries' own finds just what theirs does."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from spacy.matcher import Matcher

from bot.nlu.extract.matcher import token_patterns
from bot.nlu.extract.patterns import PatternMatcher
from bot.nlu.extract.phrases import find_phrase
from bot.nlu.extract.tokens import content, mark_passed_over, spacy_vocab, tokenise
from bot.nlu.learned.ngrams import Ngrams, fit_ngrams

PATTERNS = {
    "giving": ["(knee|leg) … gives way", "gives … under me"],
    "locking": ["knee … (locks|gets stuck)", "=locked"],
    "walking": ["can not (walk|put weight on)"],
}
TEXTS = [
    "my knee gives way",
    "my leg often just gives way and my knee locks",
    "it gives right under me",
    "the knee always gets stuck , locked again",
    "i can not walk and can not put weight on it",
    "nothing of the kind",
    "knee gives gives way under me",
    "",
]


@pytest.fixture(scope="module")
def matchers() -> tuple[Matcher, PatternMatcher]:
    theirs, ours = Matcher(spacy_vocab()), PatternMatcher(spacy_vocab())
    for key, patterns in PATTERNS.items():
        rows = [row for pattern in patterns for row in token_patterns(pattern)]
        theirs.add(key, rows, greedy="LONGEST")
        for pattern in patterns:
            ours.add(key, token_patterns(pattern))
    return theirs, ours


@pytest.mark.parametrize("text", TEXTS)
def test_patterns_are_found_as_spacy_finds_them(matchers, text):
    theirs, ours = matchers
    doc, _ = content(mark_passed_over(tokenise(text)))
    assert sorted(ours(doc)) == sorted(theirs(doc))


def test_the_texts_use_every_pattern(matchers):
    """Else the test above would compare nothing with nothing."""
    _, ours = matchers
    docs = [content(mark_passed_over(tokenise(text)))[0] for text in TEXTS]
    found = {doc.vocab.strings[key] for doc in docs for key, _, _ in ours(doc)}
    assert found == set(PATTERNS)


def test_a_pattern_that_is_added_later_is_found_too(matchers):
    ours = PatternMatcher(spacy_vocab())
    doc, _ = content(tokenise("hip clicks"))
    ours.add("clicking", token_patterns("knee clicks"))
    assert not list(ours(doc))
    ours.add("clicking", token_patterns("hip clicks"))
    assert len(list(ours(doc))) == 1


LEARNED = ["no knee pain", "knee pain ? no", "pain in the knee , no fever", "no no no fever"]


@pytest.mark.parametrize("text", [*LEARNED, "knee knee pain in the hip", "something else", ""])
def test_ngrams_are_weighed_as_scikit_learn_does(text):
    ngrams, counted = fit_ngrams(LEARNED)
    theirs = TfidfVectorizer(
        token_pattern=r"(?u)\b\w+\b|[?]",
        ngram_range=(1, 3),
        sublinear_tf=True,
        min_df=2,
        lowercase=False,
    ).fit(LEARNED)
    weights = np.random.default_rng(1).normal(size=(counted.shape[1], 4))
    expected = (theirs.transform([text]) @ weights)[0]
    assert theirs.vocabulary_ == dict(ngrams.places)
    np.testing.assert_allclose(ngrams.weighed(text, weights), expected, atol=1e-5)


def test_ngrams_are_made_anew_from_their_terms():
    ngrams, _ = fit_ngrams(LEARNED)
    again = Ngrams.of_terms(ngrams.terms, ngrams.rarity)
    assert dict(again.places) == dict(ngrams.places)


@pytest.mark.parametrize(
    ("among", "expected"),
    [
        pytest.param([("knee", "hurts"), ("my",)], (0, 1), id="the place goes first"),
        pytest.param([("my", "knee"), ("my",)], (0, 2), id="then the order of the phrases"),
        pytest.param([("knee", "aches"), ("knee",)], (1, 1), id="the first word is not enough"),
        pytest.param([("my", "hip"), ("hurts", "my")], (2, 2), id="a later place of the word"),
        pytest.param([("hip",), ("hurts", "my", "knee", "now")], None, id="none"),
        pytest.param([], None, id="no phrases"),
    ],
)
def test_find_phrase(among, expected):
    assert find_phrase(["my", "knee", "hurts", "my", "knee"], among) == expected
