"""Misspelt words of a question put right, so that it is near what it means.

Three things are mended: short words that people write as they sound, from a list (terms.yml:
"nee", "wot"); long words one slip away from a known one; and long words that have the consonants
of a known one and look like it ("exersise", "replasment"). Known words stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher

from knowledge.search import text

#: Words shorter than this are not told by their consonants.
SHORTEST_TOLD_BY_SOUND = 6
#: How much of two words must be the same, 0 to 1.
LEAST_ALIKE = 0.82

_SPELT = re.compile(r"[a-z]+")
_SAME_SOUND = (
    (re.compile("ph"), "f"),
    (re.compile("(?<=[a-z])gh|h"), ""),
    (re.compile("x"), "ks"),
    (re.compile("c(?=[eiy])|z"), "s"),
    (re.compile("ck|c|q"), "k"),
    (re.compile("dg|g(?=[eiy])"), "j"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"(?<=[a-z])[aeiouy]"), ""),
)


class Speller:
    """Mends questions by the words that are known.

    Args:
        known: the words of the documents and how often each stands there.
        terms: the word lists.
    """

    def __init__(self, known: Mapping[str, int], terms: text.Terms) -> None:
        self._known = known
        self._misspelt = terms.misspelt
        self._by_sound: dict[str, list[str]] = {}
        for word in sorted(known, key=lambda each: (-known[each], each)):
            if len(word) >= SHORTEST_TOLD_BY_SOUND and word.isalpha():
                self._by_sound.setdefault(consonants(word), []).append(word)

    def mend(self, question: str) -> str:
        """Return a question in plain lower case with its misspelt words put right."""
        listed = _SPELT.sub(lambda found: self._listed(found.group()), text.plain(question))
        slips = text.correct(listed, self._known)
        return _SPELT.sub(lambda found: self._sounding(found.group()), slips)

    def _listed(self, word: str) -> str:
        return self._misspelt.get(word, word)

    def _sounding(self, word: str) -> str:
        if word in self._known or len(word) < SHORTEST_TOLD_BY_SOUND:
            return word
        if word.endswith("in") and word + "g" in self._known:
            return word + "g"
        if any(word.removesuffix(end) in self._known for end in ("s", "es", "ed", "d", "ly")):
            return word
        alike = self._by_sound.get(consonants(word), ())
        return next((each for each in alike if _likeness(word, each) >= LEAST_ALIKE), word)


def consonants(word: str) -> str:
    """Return what is heard of a word but for its vowels, the first letter kept: "rplsmnt"."""
    for pattern, sound in _SAME_SOUND:
        word = pattern.sub(sound, word)
    return word


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
