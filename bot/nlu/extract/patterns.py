"""Patterns with gaps, of which only those are tried that a message has the words for.

spaCy's matcher tries each of its patterns from each word of a document, which with thousands of
patterns takes longer than all the rest of understanding. Here every key has a matcher of its own,
and it is asked only about documents that hold a word for each place of one of its patterns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

Row = dict[str, Any]
Words = frozenset[str]


@dataclass(frozen=True)
class _Needs:
    """The key of a pattern, and for each of its places the words of which it needs one."""

    key: str
    places: tuple[Words, ...]


@dataclass
class PatternMatcher:
    """What spaCy's ``Matcher`` finds with ``greedy="LONGEST"``, found sooner.

    Attributes:
        vocab: the vocabulary of the documents.
    """

    vocab: Vocab
    _patterns: dict[str, list[list[Row]]] = field(default_factory=dict)
    _matchers: dict[str, Matcher] = field(default_factory=dict)
    _by_word: dict[str, list[_Needs]] | None = None

    def add(self, key: str, patterns: Sequence[list[Row]]) -> None:
        """Add the spaCy token patterns of a key."""
        self._patterns.setdefault(key, []).extend(patterns)
        self._matchers.pop(key, None)
        self._by_word = None

    def __call__(self, doc: Doc) -> Iterator[tuple[int, int, int]]:
        """Yield the key, as the vocabulary counts it, the start and the end of every match."""
        for key in self._possible(doc):
            yield from self._matcher(key)(doc)

    def _possible(self, doc: Doc) -> list[str]:
        """The keys of the patterns for which the document has all the words."""
        if self._by_word is None:
            self._by_word = _index(self._patterns)
        said = {word for token in doc for word in (token.orth_, token.norm_)}
        found = {
            needs.key
            for word in said
            for needs in self._by_word.get(word, ())
            if not any(said.isdisjoint(place) for place in needs.places)
        }
        return sorted(found)

    def _matcher(self, key: str) -> Matcher:
        if key not in self._matchers:
            # The patterns are made by `token_patterns`; to check them takes longer than to match.
            matcher = Matcher(self.vocab, validate=False)
            matcher.add(key, self._patterns[key], greedy="LONGEST")
            self._matchers[key] = matcher
        return self._matchers[key]


def _index(patterns: dict[str, list[list[Row]]]) -> dict[str, list[_Needs]]:
    """Every pattern under the words of that of its places whose words are the rarest."""
    every = [
        _Needs(key, tuple(_words(row) for row in rows if row.get("OP") != "?"))
        for key, several in patterns.items()
        for rows in several
    ]
    times = Counter(word for needs in every for place in needs.places for word in place)
    by_word: dict[str, list[_Needs]] = {}
    for needs in every:
        rarest = min(needs.places, key=lambda place: sum(times[word] for word in place))
        for word in rarest:
            by_word.setdefault(word, []).append(needs)
    return by_word


def _words(row: Row) -> Words:
    """The words one of which a row needs, be they stems or words as they stand."""
    wanted = row["ORTH"] if "ORTH" in row else row["NORM"]
    return frozenset([wanted] if isinstance(wanted, str) else wanted["IN"])
