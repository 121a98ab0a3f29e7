"""The words of a question: cutting, stemming, lay-to-medical expansion and spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import Stemmer

from knowledge.loading import load_yaml

TERMS = Path(__file__).with_name("terms.yml")

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'"})
_SHORTEST_TO_CORRECT = 5

_LISTS = ("ours",)
_PHRASES = {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1}}
TERMS_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["stopwords", "of_any_topic", "lay", "misspelt", *_LISTS],
    "additionalProperties": False,
    "properties": {
        "stopwords": {"type": "string"},
        "of_any_topic": {"type": "string"},
        "lay": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["says", "means"],
                "additionalProperties": False,
                "properties": {"says": _PHRASES, "means": _PHRASES},
            },
        },
        "misspelt": {
            "type": "object",
            "additionalProperties": {"type": "string", "minLength": 1},
        },
        **{name: _PHRASES for name in _LISTS},
    },
}


@dataclass(frozen=True)
class Terms:
    """The word lists of terms.yml, each as one pattern that matches whole words."""

    stopwords: frozenset[str]
    of_any_topic: frozenset[str]
    lay: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]
    lists: Mapping[str, re.Pattern[str]]
    misspelt: Mapping[str, str]

    def finds(self, name: str, text: str) -> bool:
        """Return whether a plain text holds a phrase of the named list."""
        return bool(self.lists[name].search(text))

    def readings(self, text: str) -> list[tuple[str, tuple[str, ...]]]:
        """Return each lay phrase of a plain text with the documents' words for it."""
        found = ((pattern.search(text), means) for pattern, means in self.lay)
        return [(match.group(), means) for match, means in found if match]


@lru_cache(maxsize=4)
def load_terms(path: Path = TERMS) -> Terms:
    """Return the word lists; raise `ContentError` where the file is wrong."""
    data = load_yaml(path, TERMS_SCHEMA)
    return Terms(
        stopwords=frozenset(data["stopwords"].split()),
        of_any_topic=frozenset(data["of_any_topic"].split()),
        lay=tuple((_pattern(each["says"]), tuple(each["means"])) for each in data["lay"]),
        lists={name: _pattern(data[name]) for name in _LISTS},
        misspelt={
            wrong: right for right, each in data["misspelt"].items() for wrong in each.split()
        },
    )


def plain(text: str) -> str:
    """Return a text in lower case, with straight quotes and single blanks."""
    return " ".join(text.translate(_QUOTES).lower().split())


def words(text: str) -> list[str]:
    """Return the words of a text, lower case, possessive endings taken off."""
    return [word.removesuffix("'s") for word in _WORD.findall(plain(text))]


def content_words(text: str) -> list[str]:
    """Return the words that carry the subject, in their order."""
    return [word for word in words(text) if _carries(word)]


def stems(text: str) -> list[str]:
    """Return the stems of the words that carry the subject."""
    return stem_all(content_words(text))


def stem_all(chosen: Iterable[str]) -> list[str]:
    """Return the stem of each word."""
    return list(_stemmer().stemWords(list(chosen)))


def correct(text: str, known: Mapping[str, int]) -> str:
    """Return a text whose unknown long words became the known word one slip away.

    Args:
        text: what a person wrote.
        known: the words of the documents and how often each stands there.
    """
    return _WORD.sub(lambda match: _correct_word(match.group(), known), plain(text))


def _correct_word(word: str, known: Mapping[str, int]) -> str:
    if len(word) < _SHORTEST_TO_CORRECT or not word.isalpha() or not _carries(word):
        return word
    # An ending is no slip: "kneecaps" stays as it is where only "kneecap" is known.
    if any(start in known for start in (word, word[:-1], word[:-2]) if len(start) > 3):
        return word
    near = [each for each in _one_slip(word) if len(each) > 3 and each in known]
    # Of words that are as frequent the longer one, as letters are left out more often than added,
    # and then the first by letters: a set's own order is another one in every process.
    return min(near, key=lambda each: (-known[each], -len(each), each), default=word)


def _one_slip(word: str) -> set[str]:
    letters = "abcdefghijklmnopqrstuvwxyz"
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    swapped = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    dropped = {a + b[1:] for a, b in cuts if b and a}
    changed = {a + c + b[1:] for a, b in cuts if b and a for c in letters}
    added = {a + c + b for a, b in cuts for c in letters}
    return swapped | dropped | changed | added


def _carries(word: str) -> bool:
    bare = word.replace("'", "")
    return bare not in load_terms().stopwords and (
        len(bare) > 2 or bare.isdigit() or bare in ("gp", "op")
    )


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted({plain(phrase) for phrase in phrases}, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")
