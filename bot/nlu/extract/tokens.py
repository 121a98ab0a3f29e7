"""A message as tokens, with the words marked that matching passes over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import spacy
from spacy.tokens import Doc
from spacy.vocab import Vocab

from bot.nlu.extract.stems import stem
from bot.nlu.extract.words import word_set

_TOKEN = re.compile(
    r"24/7|\d+/\d+|\d+(?:\.\d+)?|'[a-z]+|(?![mf]\d\d\b)[^\W\d_]+\d[^\W_]*|[^\W\d_]+|[^\w\s]"
)

# Passed over when matching, so that "front of knee" finds "front of my bloody left knee".
# These say nothing in a phrase either …
_EMPTY_IN_PHRASES = word_set(
    """
    the a an my your his her their our its this that these those other's 's 'm 're 've 'd is are
    was were be been being am has have had some any
    """
)
# … whereas a phrase that has one of these means it ("old injury", "constantly hurts").
_MEANT_IN_PHRASES = word_set(
    """
    old poor left right l r lt rt both just like bit little lot lots very really quite rather
    pretty so too slightly somewhat totally completely absolutely extremely badly bloody fucking
    fricking damn um uh er erm hmm actually basically literally definitely especially
    particularly mostly mainly usually sometimes often always constantly occasionally generally
    still also already again
    """
)
PASSED_OVER = _EMPTY_IN_PHRASES | _MEANT_IN_PHRASES
_TOGETHER = (("kind", "of"), ("sort", "of"), ("lots", "of"), ("bit", "of"), ("lot", "of"))


@dataclass(frozen=True)
class Token:
    """One word or sign of a normalised message."""

    text: str
    stem: str
    passed_over: bool = False

    @property
    def is_word(self) -> bool:
        """Whether it is a word, not a number or a sign."""
        return self.text[-1:].isalpha()


def tokenise(text: str) -> list[Token]:
    """Return the tokens of a text that `normalise` has been over."""
    return [Token(word, stem(word), word in PASSED_OVER) for word in _TOKEN.findall(text)]


def mark_passed_over(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with "kind of" and its like passed over as well."""
    marked = list(tokens)
    for index in range(len(tokens) - 1):
        pair = (tokens[index].text, tokens[index + 1].text)
        if pair in _TOGETHER:
            for place in (index, index + 1):
                marked[place] = Token(tokens[place].text, tokens[place].stem, True)
    return marked


@lru_cache(maxsize=1)
def spacy_vocab() -> Vocab:
    """The one spaCy vocabulary that documents and matchers share."""
    return spacy.blank("en").vocab


def content(tokens: Sequence[Token]) -> tuple[Doc, list[int]]:
    """Return the words that matter as a spaCy document of stems, and their places.

    The document's ORTH is the stem, its NORM the word itself.
    """
    return _document(tokens, [i for i, token in enumerate(tokens) if not token.passed_over])


def everything(tokens: Sequence[Token]) -> tuple[Doc, list[int]]:
    """Return all words as `content` does, for phrases that mean every word they have."""
    return _document(tokens, list(range(len(tokens))))


def means_every_word(phrase: Sequence[Token]) -> bool:
    """Whether a phrase would say too little without the words that matching passes over."""
    if any(token.text in _MEANT_IN_PHRASES for token in phrase):
        return True
    return len(phrase) > 1 and sum(not token.passed_over for token in phrase) < 2


def _document(tokens: Sequence[Token], places: list[int]) -> tuple[Doc, list[int]]:
    doc = Doc(spacy_vocab(), words=[tokens[index].stem for index in places])
    for spot, index in zip(doc, places, strict=True):
        spot.norm_ = tokens[index].text
    return doc, places
