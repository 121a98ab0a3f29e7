"""What a word means: the help texts of the vocabulary, found by the words people use."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.answers import Answers
from knowledge.asking import offered
from knowledge.questions import load_questions
from knowledge.vocabulary import Term, load_vocabulary

# Of a short word too little would be left: "be" is no "bed".
_ENDINGS = re.compile(r"(?<=[a-z]{3})(ing|es|ed|s|e)$")
# Words that stand in many labels and so do not tell which one is meant.
_FILLERS = frozenset(
    {"a", "an", "the", "of", "in", "on", "or", "and", "to", "is", "my", "it", "at", "for"}
)


def meanings(text: str, question_id: str | None, answers: Answers) -> list[str]:
    """``label: help`` for each term that the text names, the pending question's options first.

    Without a term in the text it is what the pending question means, and every option that has a
    help text.
    """
    question = load_questions().get(question_id or "")
    pending = offered(question, answers) if question else ()
    vocabulary = load_vocabulary()
    options = [term for value in pending if (term := vocabulary.find(value))]
    words = _stems(text)
    for terms in (options, list(vocabulary)):
        named = [term for term in terms if term.help and _names(words, term)]
        if named:
            return [_line(term) for term in named]
    whole = [question.meaning] if question and question.meaning else []
    return [*whole, *(_line(term) for term in options if term.help)]


def names_an_option(text: str, question_id: str | None, answers: Answers) -> bool:
    """Return whether a text names an option of the pending question that has a help text."""
    question = load_questions().get(question_id or "")
    found = map(load_vocabulary().find, offered(question, answers) if question else ())
    words = _stems(text)
    return any(term and term.help and _names(words, term) for term in found)


def _line(term: Term) -> str:
    return f"{term.label}: {term.help}"


def _names(words: list[str], term: Term) -> bool:
    """Whether words hold one of the term's phrases, endings aside."""
    return any(_within(phrase, words) for phrase in _phrases(term.label, term.phrases))


@lru_cache(maxsize=1024)
def _phrases(label: str, phrases: tuple[str, ...]) -> list[list[str]]:
    return [_stems(phrase) for phrase in (label, *phrases)]


def _within(phrase: list[str], words: list[str]) -> bool:
    if not phrase or phrase[0] not in words:
        return False
    return any(words[i : i + len(phrase)] == phrase for i in range(len(words) - len(phrase) + 1))


def _stems(text: str) -> list[str]:
    words = re.findall(r"[a-z]+", text.lower())
    return [_ENDINGS.sub("", word) for word in words if word not in _FILLERS]
